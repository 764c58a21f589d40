import { Stemmer } from 'sastrawijs';
import type { Lexicon } from './lexicon.ts';
import { withoutPlaceholders } from './placeholders.ts';
import { createVocabulary, type Vocabulary } from './spelling.ts';

/** A term to look up, with how much of the word's weight it carries (1 = the word itself). */
export type Alternative = { term: string; weight: number };

/** One word of a question, as understood. */
export type Word = {
  /** Standard spelling, lower case. */
  text: string;
  stem: string;
  role: 'content' | 'filler' | 'stop' | 'number';
  /** Neither the documents nor the dictionaries know it, and no correction was close enough. */
  unknown: boolean;
  alternatives: Alternative[];
};

export type Reading = { words: Word[]; english: boolean };

/** A question in standard spelling; a word that nothing knows begins with "!". */
type Standard = { words: string[]; english: boolean };

/** Reads words the same way in documents and in questions, so that both meet at the same terms. */
export type Language = {
  /** The terms of a passage: stems, and concepts such as "=biaya" for any of its synonyms. */
  terms: (text: string) => string[];
  /** The words of a question: slang opened, typing errors mended, synonyms and English as alternatives. */
  read: (question: string) => Reading;
  /** The first half of `read`: the words in standard spelling, to be kept with an example. */
  standardise: (question: string) => Standard;
  /** The second half of `read`. */
  understand: (standard: Standard) => Reading;
  /** Makes names of one thing find each other: "SKPD" and "Satuan Kerja Perangkat Daerah". */
  alias: (names: string[]) => void;
  /** Adds the words of a text to the vocabulary that typing errors are mended against. */
  learn: (text: string) => void;
  /** Another that reads the same way and learns by itself; what it learns is not learned here. */
  copy: () => Language;
};

/** Stems that Sastrawi cuts too far for this field (pengadaan → ada), or not at all. */
const STEMS: Record<string, string> = {
  pengadaan: 'pengadaan',
  pengguna: 'pengguna',
  penyedia: 'penyedia',
  penyediaan: 'penyedia',
  penanganan: 'tangan',
  menangani: 'tangan',
  ditangani: 'tangan',
  tangani: 'tangan',
  pengunjung: 'kunjung',
  keikutsertaan: 'ikutserta',
  perorangan: 'perorangan',
  perseorangan: 'perorangan',
  perusahaan: 'perusahaan',
  pengumuman: 'umumkan',
  mengumumkan: 'umumkan',
  umumkan: 'umumkan',
  diumumkan: 'umumkan',
  perubahan: 'ubah',
  perolehan: 'oleh',
  memperoleh: 'oleh',
  diperoleh: 'oleh',
  pemilihan: 'pilih',
  pemenang: 'menang',
  penilaian: 'nilai',
  berlaku: 'berlaku',
  pegawai: 'pegawai',
  kepala: 'kepala',
  seluruh: 'seluruh',
  petugas: 'petugas',
  bagian: 'bagian',
  bidang: 'bidang',
  peraturan: 'peraturan',
  kehandalan: 'andal',
  keandalan: 'andal',
  ketrampilan: 'terampil',
  keterampilan: 'terampil',
  pasword: 'password',
  kementrian: 'menteri',
  bandwith: 'bandwidth',
  hardisk: 'harddisk',
  mangacu: 'acu',
};

const SYNONYM = 0.9;
const NEAR = 0.45;
const TRANSLATED = 0.85;
/** A phrase of the lexicon is at most this many words. */
const PHRASE = 4;

const ENGLISH_QUESTION = new Set(['who', 'what', 'which', 'when', 'where', 'why', 'how', 'can', 'please']);

const NEGATIONS = new Set(['tidak', 'bukan', 'belum', 'jangan', 'tanpa']);

type Concepts = Map<string, Alternative[]>;

const stemmer = new Stemmer();
/** A word has the same stem in every language that is made. */
const stems = new Map<string, string>();

function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const found = STEMS[word] ?? (/\d/u.test(word) || word.length < 4 ? word : stemmer.stem(word));
  // A bound: a flood of invented words must not fill the memory.
  if (stems.size < 200_000) stems.set(word, found);
  return found;
}

export function createLanguage(lexicon: Lexicon): Language {
  const vocabulary = createVocabulary();
  const isRoot = (word: string) => stemmer.find(word);
  const isEnglish = (word: string) => lexicon.english.stopwords.has(word) || lexicon.english.words.has(word);

  const inText: Concepts = new Map();
  const inQuestion: Concepts = new Map();
  const stemPhrase = (phrase: string) => tokenize(phrase).map(stem).join(' ');
  const put = (concepts: Concepts, phrase: string, term: string, weight: number) => {
    const key = stemPhrase(phrase);
    // "setidaknya" has the stem of "tidak": such a key would give every denial a meaning of its own.
    if (key === '' || (!key.includes(' ') && (lexicon.stopwords.has(key) || NEGATIONS.has(key)))) return;
    const list = concepts.get(key) ?? [];
    const same = list.find((alternative) => alternative.term === term);
    if (same) same.weight = Math.max(same.weight, weight);
    else list.push({ term, weight });
    concepts.set(key, list);
  };
  for (const group of lexicon.synonyms) {
    const term = `=${group.to.replaceAll(' ', '_')}`;
    for (const phrase of [group.to, ...group.same, ...group.typos]) {
      put(inText, phrase, term, 1);
      put(inQuestion, phrase, term, SYNONYM);
    }
    for (const phrase of group.near) put(inQuestion, phrase, term, NEAR);
    for (const phrase of [group.to, ...group.same, ...group.near, ...group.typos])
      for (const word of tokenize(phrase)) vocabulary.add(word, 0);
  }
  for (const standard of lexicon.slang.values()) for (const word of tokenize(standard)) vocabulary.add(word, 0);
  for (const word of [...lexicon.stopwords, ...lexicon.fillers]) vocabulary.add(word, 0);

  const role = (word: string, english: boolean): Word['role'] => {
    if (/^\d+$/u.test(word)) return 'number';
    if (lexicon.fillers.has(word)) return 'filler';
    if (lexicon.stopwords.has(word)) return 'stop';
    if (lexicon.english.stopwords.has(word) && (english || !isRoot(word))) return 'stop';
    return 'content';
  };

  /** The longest phrases of a map that start at each word; covered words are skipped only for that map. */
  const phrases = <T>(words: string[], map: Map<string, T>): { at: number; length: number; value: T }[] => {
    const found: { at: number; length: number; value: T }[] = [];
    for (let at = 0; at < words.length; at++) {
      for (let length = Math.min(PHRASE, words.length - at); length >= 1; length--) {
        const value = map.get(words.slice(at, at + length).join(' '));
        if (value !== undefined) {
          found.push({ at, length, value });
          if (length > 1) at += length - 1;
          break;
        }
      }
    }
    return found;
  };

  const openSlang = (tokens: string[]): string[] => {
    const opened: string[] = [];
    let done = 0;
    for (const { at, length, value } of phrases(tokens, lexicon.slang)) {
      opened.push(...tokens.slice(done, at), ...tokenize(value));
      done = at + length;
    }
    opened.push(...tokens.slice(done));
    return opened;
  };

  /** A word that only one of the two languages has tells which it is; most English has such a function word. */
  const looksEnglish = (tokens: string[]) => {
    const isIndonesian = (token: string) =>
      lexicon.stopwords.has(token) || lexicon.fillers.has(token) || lexicon.slang.has(token) || isRoot(stem(token));
    const english = tokens.filter((token) => isEnglish(token) && !isIndonesian(token)).length;
    const indonesian = tokens.filter((token) => isIndonesian(token) && !isEnglish(token)).length;
    // Jakarta mixes the two in one sentence: that is still Indonesian, with English words in it.
    if (indonesian > 1 && english < 3 * indonesian) return false;
    return (
      english > indonesian &&
      tokens.some((token) => lexicon.english.stopwords.has(token) || ENGLISH_QUESTION.has(token))
    );
  };

  const understand = ({ words: standard, english }: Standard): Reading => {
    const words: Word[] = standard.map((marked) => {
      const unknown = marked.startsWith('!');
      const text = unknown ? marked.slice(1) : marked;
      const stemmed = stem(text);
      return { text, stem: stemmed, role: role(text, english), unknown, alternatives: [{ term: stemmed, weight: 1 }] };
    });
    const add = (word: Word | undefined, term: string, weight: number) => {
      if (word && !word.alternatives.some((alternative) => alternative.term === term))
        word.alternatives.push({ term, weight });
    };
    const stemsOf = words.map((word) => word.stem);
    for (const { at, length, value } of phrases(stemsOf, inQuestion)) {
      for (let index = at; index < at + length; index++)
        for (const { term, weight } of value) add(words[index], term, weight);
    }
    const texts = words.map((word) => word.text);
    for (const { at, length, value } of phrases(texts, lexicon.english.words)) {
      // An Indonesian word that English also has ("tender", "data") keeps its own meaning first.
      const translated = tokenize(value).filter((word) => role(word, false) === 'content');
      for (let index = at; index < at + length; index++) {
        const word = words[index];
        if (!word || (!english && (word.role !== 'content' || lexicon.stopwords.has(word.text)))) continue;
        word.unknown = false;
        // "who" means siapa: a question word, no content.
        if (english && translated.length === 0 && word.role === 'content') word.role = 'stop';
        for (const meaning of translated) {
          add(word, stem(meaning), TRANSLATED);
          for (const { term, weight } of inQuestion.get(stem(meaning)) ?? []) add(word, term, weight * TRANSLATED);
        }
      }
    }
    return { words, english };
  };

  /** All that depends on which words are known. */
  const readingWith = (vocabulary: Vocabulary): Language => {
    const isStandard = (word: string) => vocabulary.has(word) || isRoot(stem(word)) || STEMS[word] !== undefined;

    /** Chat verbs and clitics: nyimpen → simpan, dimatiin → mati, aplikasix → aplikasi. Undefined when no form is known. */
    const formalise = (word: string): string | undefined => {
      for (const form of colloquialForms(word))
        if (form.length >= 3 && (isRoot(form) || vocabulary.has(form))) return form;
      return undefined;
    };

    const mend = (word: string, english: boolean): { word: string; known: boolean } => {
      if (/\d/u.test(word) || word.length < 3) return { word, known: true };
      if (english ? isEnglish(word) || vocabulary.has(word) : isStandard(word)) return { word, known: true };
      const slang = english ? undefined : lexicon.slang.get(word);
      if (slang && !slang.includes(' ')) return { word: slang, known: true };
      const formal = english ? undefined : formalise(word);
      if (formal) return { word: formal, known: true };
      if (isEnglish(word)) return { word, known: true };
      if (english) {
        const base = englishForms(word).find(isEnglish);
        return base ? { word: base, known: true } : { word, known: false };
      }
      const close = vocabulary.closest(word);
      return close ? { word: close, known: true } : { word, known: false };
    };

    const standardise = (question: string): Standard => {
      const tokens = tokenize(question);
      const english = looksEnglish(tokens);
      const words = (english ? tokens : openSlang(tokens)).map((token) => {
        const { word, known } = mend(token, english);
        return known ? word : `!${word}`;
      });
      return { words, english };
    };

    return {
      terms(text) {
        const own = tokenize(text)
          .filter((word) => role(word, false) === 'content' || /^\d+$/u.test(word))
          .map(stem);
        const all = tokenize(text).map(stem);
        return [...own, ...phrases(all, inText).flatMap(({ value }) => value.map(({ term }) => term))];
      },
      read: (question) => understand(standardise(question)),
      standardise,
      understand,
      alias(names) {
        const [first = ''] = names;
        const term = `=${tokenize(first).join('_')}`;
        for (const name of names) {
          put(inText, name, term, 1);
          put(inQuestion, name, term, SYNONYM);
        }
      },
      learn(text) {
        for (const word of tokenize(text)) if (word.length >= 3 && !/\d/u.test(word)) vocabulary.add(word);
      },
      copy: () => readingWith(vocabulary.copy()),
    };
  };
  return readingWith(vocabulary);
}

/**
 * Lower-case words without accents, split at everything that is no letter or digit: slashes and hyphens
 * too ("barang/jasa", "non-formal"). Long-drawn letters are shortened, "syarat2" is syarat.
 */
export function tokenize(text: string): string[] {
  return (
    withoutPlaceholders(text)
      .toLowerCase()
      .normalize('NFKD')
      // Accents, emphasis marks, and characters that nobody sees but that would cut a word in two.
      .replace(/[\u0300-\u036f*\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/gu, '')
      .replace(/[’'`]/gu, '')
      .replace(/([a-z])\1{2,}/gu, '$1')
      .replace(/\b([a-z]{2,})2(?=[a-z]*\b)/gu, '$1')
      .split(/[^a-z0-9]+/u)
      .filter((word) => word !== '')
  );
}

/** Dictionary forms an inflected English word may come from. */
function englishForms(word: string): string[] {
  const forms: string[] = [];
  for (const [ending, instead] of [
    ['ies', 'y'],
    ['es', ''],
    ['s', ''],
    ['ied', 'y'],
    ['ed', ''],
    ['ed', 'e'],
    ['d', ''],
    ['ing', ''],
    ['ing', 'e'],
    ['ly', ''],
    ['er', ''],
    ['ers', ''],
  ] as const)
    if (word.length > ending.length + 2 && word.endsWith(ending)) forms.push(word.slice(0, -ending.length) + instead);
  const doubled = word.match(/^(.+?)([a-z])\2(?:ed|ing)$/u);
  if (doubled) forms.push(`${doubled[1]}${doubled[2]}`);
  return forms;
}

/** Formal candidates of a spoken verb or a word with a spoken ending, likeliest first. */
function* colloquialForms(word: string): Generator<string> {
  const bodies = new Set([word]);
  for (const ending of ['in', 'nya', 'ny', 'x', 'ku', 'mu', 'an', 'kan', 'mi', 'ji', 'pi', 'ki', 'ta', 'lah', 'kah'])
    if (word.length > ending.length + 3 && word.endsWith(ending)) bodies.add(word.slice(0, -ending.length));
  for (const body of bodies) {
    if (body !== word) yield body;
    // "simpen", "dapet": the schwa that the spoken language keeps where the written one has an a.
    if (/e[a-z]$/u.test(body)) yield body.replace(/e([a-z])$/u, 'a$1');
    for (const prefix of ['nge', 'di', 'ke', 'ter', 'se']) if (body.startsWith(prefix)) yield body.slice(prefix.length);
    if (body.startsWith('ng')) {
      yield body.slice(2);
      yield `k${body.slice(2)}`;
    }
    if (body.startsWith('ny')) {
      yield `s${body.slice(2)}`;
      yield `s${body.slice(2)}`.replace(/e([a-z])$/u, 'a$1');
      yield `c${body.slice(2)}`;
    }
    if (/^n[aiueo]/u.test(body)) yield `t${body.slice(1)}`;
    if (/^n[^aiueo]/u.test(body)) yield body.slice(1);
    if (/^m[aiueo]/u.test(body)) yield `p${body.slice(1)}`;
  }
}
