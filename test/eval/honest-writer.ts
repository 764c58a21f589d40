import type { Reply } from '../support/model-server.ts';
import { type Passage, type Prompt, passagesIn, questionIn } from './prompt-reading.ts';

const MOST_CLAIMS = 2;
/** A sentence is no claim of eight lines: what is longer is a list, which is shown whole anyway. */
const LONGEST = 380;
/** So much of a question must stand in a passage for it to be written from. */
const ABOUT = 0.3;

/** A careful writer says the same in slightly other words. */
const OTHER_WORDS: [RegExp, string][] = [
  [
    / (?:sebagaimana|yang) dimaksud (?:pada|dalam) (?:pasal \d+ )?(?:ayat )?(?:\(\d+\),? ?)?(?:huruf [a-z],? ?)?(?:angka \d+ ?)?/giu,
    ' ',
  ],
  [/ mempunyai tugas /iu, ' bertugas '],
  [/\bapabila\b/iu, 'jika'],
  [/\bharus\b/iu, 'wajib'],
  [/\bmemperoleh\b/iu, 'mendapatkan'],
  [/ adalah /iu, ' ialah '],
  [/\bpersyaratan\b/iu, 'syarat'],
];

/** Words of an Indonesian question that say nothing of its subject. */
const ASKING =
  /^(?:apa|apakah|siapa|kapan|mana|bagaimana|gimana|berapa|kenapa|mengapa|yang|dan|atau|di|ke|dari|untuk|dengan|pada|dalam|itu|ini|saja|aja|kan|sih|ya|dong|ga|gak|nggak|bisa|boleh|ada|saya|kalau|kalo|lpse)$/u;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\d]{2,}/gu) ?? [];

/** So many letters at the beginning are alike in words of one root more often than not, once their prefix is off. */
const rootOf = (word: string): string =>
  word.replace(/^(?:meng|meny|mem|men|me|peng|peny|pem|pen|per|pe|ber|ter|di|ke|se)(?=\p{L}{4})/u, '').slice(0, 5);

/**
 * A writer that does what it was asked to: from the passages that share most with the question it takes the sentence that speaks
 * of it, changes a word or two, and names the right token. It is a double and no model: it understands nothing, does not
 * translate (English questions get no claim), and only shows what an honest writer keeps of its sentences under the guard.
 */
export function writeHonestly(prompt: Prompt): Reply {
  const asked = new Set(
    wordsOf(questionIn(prompt))
      .filter((word) => !ASKING.test(word))
      .map(rootOf),
  );
  const isEnglish = /\bplain English\b/u.test(prompt.system);
  const rated = passagesIn(prompt)
    .map((passage, at) => ({ passage, worth: sharedWith(asked, passage.text) + 0.4 / (at + 1) }))
    .sort((a, b) => b.worth - a.worth);
  const best = rated[0]?.worth ?? 0;
  const klaim = isEnglish
    ? []
    : rated
        .filter(({ worth }) => worth >= ABOUT && worth >= best * 0.8)
        .slice(0, MOST_CLAIMS)
        .flatMap(({ passage }) => claimFrom(passage, asked));
  const kelengkapan = isEnglish ? 'sebagian' : klaim.length === 0 ? 'tidak_ada' : 'lengkap';
  return { writes: { maksud: 'pertanyaan', kelengkapan, klaim } };
}

function sharedWith(asked: Set<string>, text: string): number {
  const roots = new Set(wordsOf(text).map(rootOf));
  return asked.size === 0 ? 0 : [...asked].filter((root) => roots.has(root)).length / asked.size;
}

/** A marker before a provision or an item: "(3)", "a.", "2", "B.". */
const MARKER = /^[\s•–-]*(?:\(\d+\)|\d+[.)]?|[a-zA-Z][.)]?)\s+/u;
const LEAD = /:\s*$/u;

function claimFrom({ token, text }: Passage, asked: Set<string>): { teks: string; sumber: string[] }[] {
  const lines = text
    .replaceAll('*', '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(?:BAB|Bagian|Pasal|Mengingat|Menimbang)\b/u.test(line.trim()));
  let lead = '';
  const sentences: string[] = [];
  for (const line of lines) {
    const bare = line.replace(MARKER, '').trim();
    // What is defined stands by itself.
    if (/\byang dimaksud dengan\b/u.test(bare)) lead = '';
    else if (LEAD.test(bare)) lead = tidy(bare.replace(LEAD, '').replace(/^Dalam melaksanakan tugas [^,]*,\s*/u, ''));
    else sentences.push(...wholesOf(bare, lead));
  }
  const [said] = sentences
    .filter((sentence) => wordsOf(sentence).length >= 4 && sentence.length <= LONGEST)
    .map((sentence, at) => ({ sentence, worth: sharedWith(asked, sentence) + at / 1_000 }))
    .sort((a, b) => b.worth - a.worth);
  if (!said) return [];
  const told = tidy(OTHER_WORDS.reduce((words, [pattern, other]) => words.replace(pattern, other), said.sentence));
  return [{ teks: `${told.charAt(0).toUpperCase()}${told.slice(1)}.`, sumber: [token] }];
}

/** The sentences of a line; an item is joined to the words that lead into it. */
function wholesOf(line: string, lead: string): string[] {
  const parts = line.split(/(?<=[.;])\s+(?=\p{Lu})/u).map((part) => part.replace(/[\s;,.:]+(?:dan)?[\s;,.]*$/u, ''));
  return lead === '' ? parts : parts.map((part) => `${lead} ${part.charAt(0).toLowerCase()}${part.slice(1)}`);
}

const tidy = (text: string): string =>
  text
    .replace(/\s+([,.;])/gu, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
