import type { Address } from '../address.ts';
import type { Language } from '../words.ts';
import { type ClaimWords, inSingular, type Phrases, phraseAt, splitWords, withPhrases } from './claim-words.ts';
import { withFigures } from './numbers.ts';
import { type Turn, turningOf } from './polarity.ts';

/**
 * How a word is formed, as far as it tells who does it: done by what stands before it (`active`), done to it (`passive`), the
 * doing itself (`noun`), the one who does it (`doer`), or a form that means only itself.
 */
type Voice = 'plain' | 'active' | 'passive' | 'noun' | 'doer' | 'ber' | 'ter' | 'ke' | 'se';

/** A piece of a sentence, as it is compared. */
export type Token =
  | { is: 'word'; key: string; voice: Voice; verb: boolean }
  | { is: 'number'; key: string }
  /** A place of a regulation, e.g. "@21/3". */
  | { is: 'place'; key: string }
  | { is: 'turn'; turn: Turn; key: string; optional?: boolean }
  /** `loose` of an English "to", which is "kepada" or "untuk", and "by", which is "oleh" or "dengan". */
  | { is: 'relation'; key: string; loose?: boolean }
  /** Joins equals; `or` of a comma follows the word that ends its row. */
  | { is: 'joint'; key: 'dan' | 'atau' | 'dan/atau' | '/' | ','; or: boolean; whole?: boolean }
  /** What follows is all there is: "adalah", "terdiri dari", a colon. */
  | { is: 'all'; key: string }
  | { is: 'mark'; key: '(' | ')' | '!' | '?' | '%' }
  /** May be left out of a passage; a claim may add it, unless it says a little (`own`). */
  | { is: 'light'; key: string; own?: boolean }
  /** What follows says how, where or what for. */
  | { is: 'tail'; key: string };

/** Words that say who gets, gives, does: each kind means another thing. */
const RELATIONS: Record<string, string> = {
  oleh: 'oleh',
  kepada: 'ke',
  ke: 'ke',
  terhadap: 'perihal',
  atas: 'perihal',
  tentang: 'perihal',
  mengenai: 'perihal',
  terkait: 'perihal',
  dari: 'dari',
  daripada: 'dari',
  untuk: 'untuk',
  bagi: 'untuk',
  buat: 'untuk',
  melalui: 'lewat',
  lewat: 'lewat',
  via: 'lewat',
  dengan: 'dengan',
  bersama: 'dengan',
  di: 'di',
  pada: 'di',
  dalam: 'di',
  antara: 'antara',
  sebagai: 'sebagai',
  selaku: 'sebagai',
  menurut: 'menurut',
  berdasarkan: 'menurut',
  menjelang: 'menjelang',
};

/** Relations that say no more than that two things belong together. */
export const LOOSE: ReadonlySet<string> = new Set(['di', 'perihal']);

const ALL = new Set([
  'adalah',
  'ialah',
  'yaitu',
  'yakni',
  'merupakan',
  'terdiri',
  'meliputi',
  'mencakup',
  'memuat',
  ':',
]);
/** "mempunyai tugas", "menyelenggarakan fungsi": the one is said for the other. */
const DUTY = /^(?:memiliki|menyelenggarakan) (?:tugas|fungsi)/u;
const AND = new Set(['dan', 'serta', 'beserta', 'maupun', 'lalu', 'kemudian', '&', ';', 'sedangkan']);

/** Reads a sentence of a passage (`side` 'source') or of a model ('claim'). */
export function tokensOf(
  text: string,
  {
    words,
    language,
    side,
    english,
    at,
  }: {
    words: ClaimWords;
    language: Language;
    side: 'source' | 'claim';
    english: boolean;
    /** Where the sentence stands: "ayat (1)" is that of the same Pasal. */
    at?: Address;
  },
): Token[] {
  const plain = splitWords(placesOf(text, at));
  const indonesian = english ? withPhrases(words.english, plain, inSingular) : plain;
  const bare = indonesian.map((word) => withoutNya(word, words));
  const same = withPhrases(words.names, withPhrases(words.same, withPhrases(words.same, bare)));
  const tokens = joinKinds(read(withFigures(same), words, language, side));
  return english && side === 'claim' ? tokens.map(loosened) : tokens;
}

const loosened = (token: Token): Token =>
  token.is === 'relation' && (token.key === 'ke' || token.key === 'oleh') ? { ...token, loose: true } : token;

/** "masalahnya" is a "masalah", where another word stands for that. */
const withoutNya = (word: string, { same }: ClaimWords): string => {
  const bare = word.replace(/nya$/u, '');
  return bare !== word && !same.has(word) && same.has(bare) ? bare : word;
};

function read(all: string[], words: ClaimWords, language: Language, side: 'source' | 'claim'): Token[] {
  const out: Token[] = [];
  const skip = (phrases: Phrases, at: number) => phraseAt(phrases, all, at)?.words.length ?? 0;
  for (let at = 0; at < all.length; at++) {
    const word = all[at] ?? '';
    const light = skip(words.light, at);
    if (light > 0) {
      const key = all.slice(at, at + light).join(' ');
      const kind = DUTY.test(key) ? 'tugas' : key.replace(/^(memenuhi persyaratan)\b.*/u, '$1');
      out.push({ is: 'light', key: kind, own: true });
      at += light - 1;
      continue;
    }
    if (side === 'source' && skip(words.tails, at) > 0) out.push({ is: 'tail', key: word });
    if (word === 'dan' && all[at + 1] === '/' && all[at + 2] === 'atau') {
      out.push({ is: 'joint', key: 'dan/atau', or: true });
      at += 2;
      continue;
    }
    // "terdiri dari", "terdiri atas"
    if (word === 'terdiri' && ['dari', 'atas'].includes(all[at + 1] ?? '')) at += 1;
    const told = tokenOf(word, words, language);
    // "dokumen yang Anda laporkan" is reported by them.
    const isTheirs = all[at - 1] === 'anda' && all[at - 2] === 'yang';
    out.push(
      ...told.map((token) =>
        isTheirs && token.is === 'word' && token.verb ? { ...token, voice: 'passive' as const } : token,
      ),
    );
  }
  return out;
}

function tokenOf(word: string, words: ClaimWords, language: Language): Token[] {
  if (word === 'atau') return [{ is: 'joint', key: 'atau', or: true }];
  if (AND.has(word)) return [{ is: 'joint', key: word === ';' ? ',' : 'dan', or: false }];
  if (word === ',' || word === '/') return [{ is: 'joint', key: word, or: false }];
  if (word === '(' || word === ')' || word === '!' || word === '?' || word === '%') return [{ is: 'mark', key: word }];
  if (ALL.has(word)) return [{ is: 'all', key: word }];
  if (words.glue.has(word)) return [{ is: 'light', key: word }];
  if (word.startsWith('@')) return [{ is: 'place', key: word }];
  if (/^\d/u.test(word)) return [{ is: 'number', key: word }];
  const turning = turningOf(word);
  if (turning) return [{ is: 'turn', ...turning }];
  const relation = RELATIONS[word];
  if (relation !== undefined) return [{ is: 'relation', key: relation }];
  return [wordOf(word, language)];
}

function wordOf(word: string, language: Language): Token {
  if (word.includes('_')) return { is: 'word', key: word, voice: 'plain', verb: false };
  const known = language.understand({ words: [word], english: false }).words[0]?.stem ?? word;
  const stem = MISSING.find(([, forms]) => forms.test(word))?.[0] ?? known;
  const voice = voiceOf(word, stem);
  const isImperative = voice === 'plain' && stem !== word && /(?:kan|i)$/u.test(word);
  return { is: 'word', key: stem, voice, verb: DOING.has(voice) || isImperative };
}

/** Roots that the dictionary does not tell of these forms. */
const MISSING: [string, RegExp][] = [
  ['kelola', /^(?:mengelola|dikelola|pengelolaan)(?:nya)?$/u],
  ['reset', /^(?:mereset|direset)$/u],
  ['sampai', /^(?:menyampaikan|disampaikan|penyampaian)(?:nya)?$/u],
  ['kembang', /^(?:mengembangkan|dikembangkan|pengembangan)(?:nya)?$/u],
  ['ubah', /^(?:mengubah|diubah|perubahan)(?:nya)?$/u],
];

const DOING: ReadonlySet<Voice> = new Set(['active', 'passive', 'ber']);

function voiceOf(word: string, stem: string): Voice {
  // Verbs whose root no dictionary has.
  if (word === stem) return /^(?:meny|meng)\p{L}{3,}$|^mem?\p{L}{5,}kan$/u.test(word) ? 'active' : 'plain';
  const bare = word.replace(/(?:nya|lah|kah|pun)$/u, '');
  if (/^di/u.test(bare)) return 'passive';
  if (/^me/u.test(bare)) return 'active';
  if (/^be[rl]?/u.test(bare) && !stem.startsWith('be')) return 'ber';
  if (/^ter/u.test(bare) && !stem.startsWith('ter')) return 'ter';
  if (/^pe.*an$/u.test(bare)) return 'noun';
  if (/^pe/u.test(bare) && !stem.startsWith('pe')) return 'doer';
  if (/^ke.*an$/u.test(bare)) return 'ke';
  if (/^se/u.test(bare) && !stem.startsWith('se')) return 'se';
  return bare.endsWith('an') && !bare.endsWith('kan') && !stem.endsWith('an') ? 'noun' : 'plain';
}

/** A comma joins as the word does that ends its row: "A, B, atau C" is or. */
function joinKinds(tokens: Token[]): Token[] {
  let or = false;
  for (let at = tokens.length - 1; at >= 0; at--) {
    const token = tokens[at];
    if (token?.is === 'all') or = false;
    if (token?.is !== 'joint') continue;
    if (token.key === '/') continue;
    if (token.key === ',') tokens[at] = { ...token, or };
    else or = token.or;
  }
  return tokens;
}

const PLACE =
  /(?:\b(?:pasal|article)\s+(\d+)[a-z]?\b)?[\s,]*(?:\b(?:ayat|paragraph)\s*\(?(\d+)\)?)?[\s,]*(?:\b(?:huruf|letter)\s+([a-z])\b\)?)?[\s,]*(?:\bangka\s+(\d+)\b)?[\s,]*(?:\bhuruf\s+([a-z])\))?/giu;

/** The places that a text names as one word each: "Pasal 21 ayat (3)" is "@21_3___". */
function placesOf(text: string, at: Address = {}): string {
  return text.replace(PLACE, (whole, pasal?: string, ayat?: string, huruf?: string, angka?: string, sub?: string) => {
    if (!pasal && !ayat && !huruf && !angka) return whole;
    const own = pasal ? {} : at;
    const named = placeKey({
      pasal: Number(pasal ?? own.pasal ?? 0),
      ...((ayat ?? own.ayat) && { ayat: Number(ayat ?? own.ayat) }),
      ...(huruf && { huruf }),
      ...(angka && { angka: Number(angka) }),
      ...(sub && { sub }),
    });
    return ` ${named} `;
  });
}

const SPELL = (value: string | number | undefined) => (value === undefined ? '' : String(value));

/** One word for a place; letters stand for figures, so that it stays one word. */
function placeKey({ pasal, ayat, huruf, angka, sub }: Address): string {
  const letters = [pasal, ayat, huruf, angka, sub].map((level) =>
    SPELL(level).replace(/\d/gu, (digit) => String.fromCharCode(65 + Number(digit))),
  );
  return `@${letters.join('_')}`;
}
