import { alleges, deadlineIn, hear, packageCodeIn } from './complaint-words.ts';
import { isMeant, wordsOf } from './loose-words.ts';
import { CATEGORIES, type Category, isRestricted, KINDS, type Kind } from './ticket.ts';

export { packageCodeIn } from './complaint-words.ts';

/** What is asked, in this order, of what is not known yet. */
export const STEPS = ['beyond', 'kind', 'category', 'urgent', 'code', 'description', 'files', 'summary'] as const;
export type Step = (typeof STEPS)[number];

/** With what a form begins, and what is kept of it when another form is still open. */
export type Beginning = {
  kind?: Kind;
  /** The bot's answer that did not help, or that took the message for a complaint. */
  answer?: number;
  /** What was written behind the command, and the message that holds it. */
  text?: string;
  message?: string;
  /** Of a matter that LPSE does not decide: the person wants it passed on all the same, or there is a technical side. */
  insist?: boolean;
  technical?: boolean;
};

/** The form of one person while it is filled in, as it is stored. Times are milliseconds since 1970. */
export type Draft = {
  /** Its buttons carry it: those of an earlier form are known by another. */
  id: number;
  chat: string;
  /** When it was last touched. */
  at: number;
  /** 'sent': it became `ticket`. */
  step: Step | 'sent';
  /** The description as typed, piece by piece, each with the message that holds it. */
  words: { text: string; message?: string }[];
  kind?: Kind;
  category?: Category;
  /** A deadline is less than 24 hours away. */
  urgent?: boolean;
  /** null: there is none. */
  packageCode?: string | null;
  /** The matter that it is about, when LPSE does not decide it. */
  matter?: string;
  /** What the person made of that. */
  authority?: 'technical' | 'insist';
  /** Names of the files that were noted. */
  files: string[];
  /** Files that were not taken. */
  leftOut: { name: string; why: 'too-big' | 'too-many' }[];
  filesDone?: true;
  /** What is not known besides the description is not asked, only shown in the summary. */
  brief?: true;
  /** The bot's answer below which it was begun. */
  answer?: number;
  /** That answer did not help, and goes to the officers. */
  answered?: true;
  /** The last message that answered a question, so that a correction of it does too. */
  said?: { message: string; step: Step };
  /** Another form was asked for. */
  waiting?: Beginning;
  ticket?: number;
};

export const MOST_FILES = 10;
/** What Telegram gives out to a bot at most. */
export const LARGEST_FILE = 20 * 1024 * 1024;
/** In characters. More can be added to the ticket. */
export const LONGEST_DESCRIPTION = 4_000;
const DRAFT_MS = 24 * 60 * 60_000;

/** Where a deadline can matter. */
const NEAR_BIDS: readonly Category[] = ['akun', 'verifikasi', 'aplikasi', 'jaringan', 'dokumen', 'data_penyedia'];

/** The categories that are offered for a kind. */
const OFFERED: Record<Kind, readonly Category[]> = {
  gangguan: ['akun', 'aplikasi', 'jaringan', 'dokumen', 'data_penyedia', 'verifikasi', 'fasilitas', 'bot', 'lain'],
  permintaan: [
    'akun',
    'verifikasi',
    'data_penyedia',
    'aplikasi',
    'dokumen',
    'informasi',
    'fasilitas',
    'privasi',
    'lain',
  ],
  keluhan: CATEGORIES,
  saran: ['lain'],
};
export const offeredCategories = (kind: Kind | undefined): readonly Category[] => OFFERED[kind ?? 'keluhan'];

/** Whether a form is open, here and not too old. */
export function isOpen(draft: Draft | undefined, chat: string, now: number): draft is Draft & { step: Step } {
  return isUnsent(draft) && draft.chat === chat && now - draft.at < DRAFT_MS;
}

/** Whether there is a form that became no ticket, however old. */
export const isUnsent = (draft: Draft | undefined): draft is Draft & { step: Step } =>
  draft !== undefined && draft.step !== 'sent';

/** The description as typed. */
export const descriptionOf = ({ words }: Pick<Draft, 'words'>): string => words.map(({ text }) => text).join('\n');

/** A form in which nothing was said yet. */
export const emptyDraft = (id: number, chat: string, at: number): Draft => ({
  id,
  chat,
  at,
  step: 'kind',
  words: [],
  files: [],
  leftOut: [],
});

/** The form with more words in its description, and with what they say where nothing else was said. */
export function withWords(draft: Draft, text: string, message?: string): Draft {
  const words = [...draft.words, { text: text.trim(), ...(message !== undefined && { message }) }];
  return learned({ ...draft, words });
}

/** Whether so many more characters have room in the description. */
export const hasRoom = (draft: Draft, text: string): boolean =>
  descriptionOf(draft).length + text.trim().length <= LONGEST_DESCRIPTION;

/** The form after the words of one message were changed; undefined when none of its words came from there. */
export function withChangedWords(draft: Draft, message: string, text: string): Draft | undefined {
  if (!draft.words.some((piece) => piece.message === message)) return undefined;
  const words = draft.words.map((piece) => (piece.message === message ? { ...piece, text: text.trim() } : piece));
  return learned({ ...draft, words: words.filter((piece) => piece.text !== '') });
}

function learned(draft: Draft): Draft {
  const { kind, category, packageCode, urgent } = hear(descriptionOf(draft));
  const filled: Draft = {
    ...draft,
    ...(draft.kind === undefined && kind && { kind }),
    ...(draft.category === undefined && category && { category }),
    ...((draft.packageCode ?? null) === null && packageCode !== undefined && { packageCode }),
    ...(draft.urgent === undefined && urgent !== undefined && { urgent }),
  };
  // What must not be read by all is not left to the choice that was made before it was said.
  return draft.kind !== 'saran' && category === 'integritas' ? { ...filled, category } : filled;
}

/** What is asked next. */
export function nextStep(draft: Draft): Step {
  return STEPS.find((step) => isAsked(draft, step) && !isAnswered(draft, step)) ?? 'summary';
}

/** The step before, or after a change from the summary the summary; undefined before the first. */
export function stepBefore(draft: Draft): Step | undefined {
  if (draft.step === 'sent' || draft.step === 'summary') return undefined;
  const next = nextStep(draft);
  if (next === 'summary') return 'summary';
  return STEPS.slice(0, STEPS.indexOf(draft.step)).findLast((step) => step !== 'beyond' && isAsked(draft, step));
}

/** What decides on the questions. */
type Asked = { kind?: Kind | undefined; category?: Category | undefined; brief?: true };

/** Whether this is a question in this form. */
function isAsked({ kind, category, brief }: Asked, step: Step): boolean {
  switch (step) {
    case 'category':
    case 'files':
      return kind !== 'saran' && !brief;
    case 'code':
      // Whoever reports somebody of the office is asked for no more than they say.
      return kind !== 'saran' && !brief && !isRestricted(category);
    case 'urgent':
      if (kind === 'saran' || brief || isRestricted(category)) return false;
      return kind !== 'keluhan' || (category !== undefined && NEAR_BIDS.includes(category));
    default:
      return true;
  }
}

function isAnswered(draft: Draft, step: Step): boolean {
  switch (step) {
    case 'beyond':
      return draft.matter === undefined || draft.authority !== undefined || isRestricted(draft.category);
    case 'kind':
      return draft.kind !== undefined;
    case 'category':
      return draft.category !== undefined;
    case 'urgent':
      return draft.urgent !== undefined;
    case 'code':
      return draft.packageCode !== undefined;
    case 'description':
      return draft.words.length > 0;
    case 'files':
      return draft.filesDone === true;
    case 'summary':
      return false;
  }
}

/** What is asked again from the summary. */
const CHANGEABLE = ['kind', 'category', 'urgent', 'code', 'description', 'files'] as const;

/** What can be changed in the summary of this form. */
export const changeable = (draft: Draft): Step[] =>
  CHANGEABLE.filter((step) => isAsked({ kind: draft.kind, category: draft.category }, step));

/**
 * The form after a choice, as `<step>-<choice>`, moved on to what is asked next.
 * @returns undefined for a choice that this step does not have, e.g. of a button that was pressed twice
 */
export function choose(draft: Draft, pressed: string): Draft | undefined {
  const [, step, choice = ''] = /^([a-z]+)-(.+)$/u.exec(pressed) ?? [];
  if (draft.step === 'sent' || step !== draft.step) return undefined;
  if (choice === 'back') {
    const before = stepBefore(draft);
    return before && { ...draft, step: before };
  }
  const chosen = chosenIn(draft, draft.step, choice);
  return chosen && { ...chosen, step: chosen.step === draft.step ? nextStep(chosen) : chosen.step };
}

function chosenIn(draft: Draft, step: Step, choice: string): Draft | undefined {
  switch (step) {
    case 'beyond':
      return choice === 'technical' || choice === 'insist' ? { ...draft, authority: choice } : undefined;
    case 'kind': {
      const kind = KINDS.find((one) => one === choice);
      return kind && { ...draft, kind };
    }
    case 'category': {
      const category = CATEGORIES.find((one) => toChoice(one) === choice);
      return category && withCategory(draft, category);
    }
    case 'urgent':
      return choice === 'yes' || choice === 'no' ? { ...draft, urgent: choice === 'yes' } : undefined;
    case 'code':
      return choice === 'skip' ? { ...draft, packageCode: null } : undefined;
    case 'description':
      return undefined;
    case 'files':
      return choice === 'next' ? { ...draft, filesDone: true } : undefined;
    case 'summary': {
      const change = changeable(draft).find((one) => one === choice);
      return change && { ...draft, step: change };
    }
  }
}

/** An allegation about staff is not for the eyes of all staff, whatever it was called. */
function withCategory(draft: Draft, category: Category): Draft {
  return { ...draft, category: category === 'petugas' && alleges(descriptionOf(draft)) ? 'integritas' : category };
}

/** Buttons carry no underscore. */
export const toChoice = (name: string): string => name.replaceAll('_', '-');

/** What a text means where it was written instead of pressing a button. */
export type Meant =
  | { choice: string }
  /** `cancel` and `send` are the caller's. */
  | { deed: 'cancel' | 'send' }
  | { code: string }
  /** It belongs to the description. */
  | { words: string }
  | { trouble: 'code' | 'choice' };

/** "Batal aja deh", "gak jadi", at whatever question. */
const GIVEN_UP = /^(?:batal|batalkan|tidak jadi|tidak usah|tidak perlu)\b/u;
/** With more words than this it is no answer to yes or no, but the story itself. */
const SHORT_ANSWER = 6;

/** What a text means at this step of the form. */
export function meantAt(draft: Draft, text: string): Meant {
  const words = wordsOf(text);
  const alone = (...names: string[]) => words.length <= 2 && names.some((name) => isMeant(words[0] ?? '', name));
  if (words.length === 1 && alone('batal', 'batalkan', 'cancel')) return { deed: 'cancel' };
  if (draft.step !== 'description' && words.length <= 4 && GIVEN_UP.test(words.join(' '))) return { deed: 'cancel' };
  if (alone('kembali', 'mundur') && stepBefore(draft)) return { choice: `${draft.step}-back` };
  switch (draft.step) {
    case 'kind':
      return (
        picked(
          'kind',
          words,
          KINDS.map((kind) => [kind, [kind, ...(KIND_CALLED[kind] ?? [])]]),
        ) ?? told(text, words)
      );
    case 'category':
      return (
        picked(
          'category',
          words,
          offeredCategories(draft.kind).map((one) => [toChoice(one), CATEGORY_CALLED[one]]),
        ) ?? told(text, words)
      );
    case 'urgent': {
      const soon = deadlineIn(text) ?? (alone(...NO) ? false : alone(...YES) ? true : undefined);
      if (soon !== undefined && words.length <= SHORT_ANSWER) return { choice: `urgent-${soon ? 'yes' : 'no'}` };
      return words.length > SHORT_ANSWER ? told(text, words) : { trouble: 'choice' };
    }
    case 'code': {
      const code = packageCodeIn(text);
      if (code !== undefined) return { code };
      return /\d/u.test(text) || !alone(...NO, ...ON, 'bukan') ? { trouble: 'code' } : { choice: 'code-skip' };
    }
    case 'beyond':
      if (words.some((word) => ['teknis', 'kendala', '1'].includes(word))) return { choice: 'beyond-technical' };
      return words.some((word) => ['tetap', 'buat', '2'].includes(word)) && words.length <= 5
        ? { choice: 'beyond-insist' }
        : { trouble: 'choice' };
    case 'files':
      return alone(...ON, ...NO) ? { choice: 'files-next' } : { words: text };
    case 'summary':
      return alone(...YES, 'kirim', 'lanjut') ? { deed: 'send' } : { words: text };
    default:
      return { words: text };
  }
}

const YES = ['ya', 'iya', 'iye', 'y', 'ada', 'betul', 'benar', 'ok', 'oke', 'yes', 'sip', 'setuju'];
const NO = ['tidak', 'belum', 'no', 'tanpa'];
const ON = ['lanjut', 'lanjutkan', 'lewati', 'lewat', 'skip', 'sudah', 'selesai', 'cukup'];

const KIND_CALLED: Record<Kind, string[]> = {
  gangguan: ['error', 'kendala', 'masalah', 'rusak'],
  permintaan: ['layanan', 'minta', 'permohonan'],
  keluhan: ['komplain', 'aduan', 'pengaduan'],
  saran: ['usul', 'usulan', 'masukan'],
};

const CATEGORY_CALLED: Record<Category, string[]> = {
  akun: ['akun', 'login', 'password', 'sandi'],
  verifikasi: ['verifikasi', 'pendaftaran', 'registrasi', 'daftar'],
  aplikasi: ['aplikasi', 'spse'],
  jaringan: ['jaringan', 'server', 'internet', 'koneksi'],
  dokumen: ['dokumen', 'penawaran', 'apendo'],
  data_penyedia: ['datasikap', 'penyedia', 'data'],
  informasi: ['informasi', 'info'],
  petugas: ['petugas', 'sikap', 'pegawai'],
  fasilitas: ['fasilitas', 'ruang', 'ruangan'],
  integritas: ['pungutan', 'kecurangan', 'pungli', 'integritas', 'dugaan'],
  privasi: ['privasi', 'pribadi'],
  bot: ['bot', 'jawaban'],
  lain: ['lain', 'lainnya'],
};

/** The choice that a short text names, by its name or by its place in the row. */
function picked(step: Step, words: readonly string[], choices: (readonly [string, string[]])[]): Meant | undefined {
  if (words.length === 0 || words.length > 3) return undefined;
  const [first = ''] = words;
  const named = /^\d{1,2}$/u.test(first)
    ? choices[Number(first) - 1]
    : words.map((word) => choices.find(([, names]) => names.some((name) => isMeant(word, name)))).find((one) => one);
  return named && { choice: `${step}-${named[0]}` };
}

/** Whoever tells what happened instead of choosing has told it. */
const told = (text: string, words: readonly string[]): Meant =>
  words.length >= 3 ? { words: text } : { trouble: 'choice' };
