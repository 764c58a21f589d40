import type { Role } from './permission.ts';

/** Every state of a ticket, in the order in which most go through them. */
export const STATES = [
  'baru',
  'diambil',
  'menunggu_pengguna',
  'di_lkpp',
  'selesai',
  'ditutup',
  'ditolak',
  'dibuka_kembali',
] as const;
export type TicketState = (typeof STATES)[number];

export const KINDS = ['gangguan', 'permintaan', 'keluhan', 'saran'] as const;
export type Kind = (typeof KINDS)[number];

/** How it reached the unit (Pasal 12 ayat (2) huruf a: internet, telepon, hadir langsung). */
export const ORIGINS = ['internet', 'telepon', 'langsung'] as const;
export type Origin = (typeof ORIGINS)[number];

/** What it is about; some are seen by few, see isRestricted. */
export const CATEGORIES = [
  'akun',
  'verifikasi',
  'aplikasi',
  'jaringan',
  'dokumen',
  'data_penyedia',
  'informasi',
  'petugas',
  'fasilitas',
  'integritas',
  'privasi',
  'bot',
  'lain',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Whether what it is about names people of the unit: then those people and their colleagues do not read it. */
export const isRestricted = (category: Category | undefined): boolean =>
  category === 'integritas' || category === 'petugas';

/** 1 is the most pressing. */
export const PRIORITIES = [1, 2, 3, 4] as const;
export type Priority = (typeof PRIORITIES)[number];

/** The Bidang of Pasal 6 that can have a ticket in hand, and the head. */
export const BIDANG = ['lpd', 'asi', 'reg', 'trn', 'sek', 'kepala'] as const;
export type Bidang = (typeof BIDANG)[number];

/** The grounds of Pasal 23 ayat (3) on which something goes to LKPP. */
export const GROUNDS = ['a', 'b'] as const;
export type Ground = (typeof GROUNDS)[number];

/** Everything that can happen to a ticket after it was opened. */
export const MOVES = [
  'claim',
  'release',
  'assign',
  'transfer',
  'reply',
  'wait',
  'resume',
  'forward',
  'return-from-lkpp',
  'prioritize',
  'hand-to-bot',
  'resolve',
  'reject',
  'merge',
  'split',
  'follow-up',
  'confirm',
  'reopen',
  'close',
  'rate',
] as const;
export type Move = (typeof MOVES)[number];

/** Stays as it is. */
const SAME = 'same';

/** From which states each move is possible, and where it leads. What is not here is not possible. */
const TABLE: Record<Move, Partial<Record<TicketState, TicketState | typeof SAME>>> = {
  claim: { baru: 'diambil', dibuka_kembali: 'diambil', diambil: SAME, menunggu_pengguna: SAME, di_lkpp: SAME },
  release: { diambil: 'baru', menunggu_pengguna: 'baru', dibuka_kembali: 'baru' },
  // To somebody: they have it in hand then.
  assign: { baru: 'diambil', diambil: SAME, menunggu_pengguna: SAME, di_lkpp: SAME, dibuka_kembali: 'diambil' },
  // To a Bidang: somebody of it has to take it first.
  transfer: { baru: SAME, diambil: 'baru', menunggu_pengguna: SAME, di_lkpp: SAME, dibuka_kembali: SAME },
  reply: { baru: 'diambil', diambil: SAME, menunggu_pengguna: SAME, di_lkpp: SAME, dibuka_kembali: 'diambil' },
  wait: { baru: 'menunggu_pengguna', diambil: 'menunggu_pengguna', dibuka_kembali: 'menunggu_pengguna' },
  resume: { menunggu_pengguna: 'diambil', dibuka_kembali: 'diambil' },
  forward: {
    baru: 'di_lkpp',
    diambil: 'di_lkpp',
    menunggu_pengguna: 'di_lkpp',
    di_lkpp: SAME,
    dibuka_kembali: 'di_lkpp',
  },
  'return-from-lkpp': { di_lkpp: 'diambil' },
  prioritize: { baru: SAME, diambil: SAME, menunggu_pengguna: SAME, di_lkpp: SAME, dibuka_kembali: SAME },
  'hand-to-bot': { diambil: SAME, menunggu_pengguna: SAME, di_lkpp: SAME, dibuka_kembali: SAME },
  resolve: {
    baru: 'selesai',
    diambil: 'selesai',
    menunggu_pengguna: 'selesai',
    di_lkpp: 'selesai',
    dibuka_kembali: 'selesai',
  },
  reject: { baru: 'ditolak', diambil: 'ditolak', menunggu_pengguna: 'ditolak', dibuka_kembali: 'ditolak' },
  merge: { baru: 'ditutup', diambil: 'ditutup', menunggu_pengguna: 'ditutup', dibuka_kembali: 'ditutup' },
  // Takes a merge back; of a ticket that was merged it is the only one.
  split: {},
  'follow-up': {
    baru: SAME,
    diambil: SAME,
    menunggu_pengguna: 'diambil',
    di_lkpp: SAME,
    dibuka_kembali: SAME,
  },
  confirm: { selesai: 'ditutup' },
  reopen: { selesai: 'dibuka_kembali', ditutup: 'dibuka_kembali', ditolak: 'dibuka_kembali' },
  close: { selesai: 'ditutup' },
  rate: { selesai: SAME, ditutup: SAME, ditolak: SAME },
};

/** What of a ticket decides on a move. Instants are milliseconds since 1970. */
export type TicketFacts = {
  state: TicketState;
  assignee: number | null;
  reporter: number | null;
  restricted: boolean;
  /** When it was resolved or rejected. */
  resolvedAt: number | null;
  merged: boolean;
};

/** Who wants to make a move: a person with roles, or time itself. */
export type Actor = { person: number; roles: readonly string[] } | 'clock';

/** Why a move is not made. */
export type MoveRefusal =
  /** In this state it cannot be. */
  | 'state'
  /** Somebody else has it in hand. */
  | 'owned'
  /** The person has it already. */
  | 'already'
  /** More days have passed since it was resolved than it can be reopened. */
  | 'too-late'
  /** Not theirs, or not for their eyes: to them there is no such ticket. */
  | 'unseen'
  /** It was merged into another. */
  | 'merged';

/** Moves that the reporter makes. */
const REPORTERS: readonly Move[] = ['follow-up', 'confirm', 'reopen', 'rate'];
/** Moves that leave another person's work alone, so that any officer may make them. */
const ANYBODYS: readonly Move[] = ['claim', 'assign', 'transfer', 'prioritize', 'reopen'];
/** Who may step in for another officer. */
const STEPS_IN: readonly Role[] = ['kepala', 'admin'];
const DAY_MS = 24 * 60 * 60_000;

/**
 * Whether somebody may make a move on a ticket, and the state it leads to.
 * @param now milliseconds since 1970
 * @param reopenDays days after which it cannot be reopened
 */
export function decideMove(
  ticket: TicketFacts,
  move: Move,
  actor: Actor,
  now: number,
  reopenDays: number,
): { ok: true; state: TicketState } | { ok: false; why: MoveRefusal } {
  const refuse = (why: MoveRefusal) => ({ ok: false, why }) as const;
  if (!isFor(ticket, move, actor)) return refuse('unseen');
  // Its clock, its state and its words are those of the one it was merged into.
  if (ticket.merged && move === 'split') return { ok: true, state: 'dibuka_kembali' };
  if (ticket.merged && move !== 'rate') return refuse('merged');
  const leadsTo = TABLE[move][ticket.state];
  if (leadsTo === undefined) return refuse('state');
  if (move === 'claim' && ticket.assignee !== null)
    return refuse(actor !== 'clock' && ticket.assignee === actor.person ? 'already' : 'owned');
  if (!ANYBODYS.includes(move) && !REPORTERS.includes(move) && isSomebodyElses(ticket, actor)) return refuse('owned');
  if (move === 'reopen' && ticket.resolvedAt !== null && now - ticket.resolvedAt > reopenDays * DAY_MS)
    return refuse('too-late');
  return { ok: true, state: leadsTo === SAME ? ticket.state : leadsTo };
}

/** Whether that person may see it as an officer. Restricted ones are for the head and whoever was given them. */
export function mayTriage(
  { restricted, assignee }: Pick<TicketFacts, 'restricted' | 'assignee'>,
  actor: Actor,
): boolean {
  if (actor === 'clock') return true;
  if (!actor.roles.some((role) => role !== 'vendor')) return false;
  return !restricted || actor.roles.includes('kepala') || assignee === actor.person;
}

/** The moves that can be made on it in its state; of those an officer makes the ones that the card offers. */
export function possibleMoves({ state, merged }: Pick<TicketFacts, 'state' | 'merged'>): Move[] {
  return merged ? ['split'] : MOVES.filter((move) => TABLE[move][state] !== undefined);
}

function isFor(ticket: TicketFacts, move: Move, actor: Actor): boolean {
  if (actor === 'clock') return true;
  const isReporter = ticket.reporter === actor.person;
  if (REPORTERS.includes(move) && isReporter) return true;
  return (move === 'reopen' || !REPORTERS.includes(move)) && mayTriage(ticket, actor);
}

function isSomebodyElses({ assignee }: TicketFacts, actor: Actor): boolean {
  if (assignee === null || actor === 'clock' || assignee === actor.person) return false;
  return !STEPS_IN.some((role) => actor.roles.includes(role));
}

/** The priority with which it starts. A bid file that cannot be opened and a deadline within 24 hours are pressing. */
export function firstPriority({
  kind,
  category,
  urgent,
  description,
}: {
  kind: Kind;
  category: Category;
  urgent: boolean;
  description: string;
}): Priority {
  if (kind === 'saran') return 4;
  if (urgent || ((category === 'dokumen' || BID_FILE.test(description)) && CANNOT_OPEN.test(description))) return 2;
  return kind === 'permintaan' && category === 'informasi' ? 4 : 3;
}

/** In the spellings of a chat: "gak kebuka", "ngga bisa di buka", "gagal membuka". */
const CANNOT_OPEN =
  /\b(?:(?:tidak|tdk|tak|ndak|nda|(?:e?ng)?g+ak?|gk|blm|belum)\s*(?:(?:bisa|dapat|dpt|bs|mau|berhasil)\s+(?:(?:di|mem|ter|ke)\s*)?|(?:ter|ke))|gagal\s+(?:(?:di|mem|ter)\s*)?)(?:buka|dekrip\w*)|\bcannot (?:be )?open/iu;
const BID_FILE = /\b(?:penawaran\w*|rhs)\b/iu;

/** L-2026-00042 */
export const ticketNumber = (year: number, count: number): string => `L-${year}-${String(count).padStart(5, '0')}`;

/** As people type it, also with the dashes that a phone makes of it. */
const NUMBER = /(?<![\p{L}\p{N}])L[\s\p{Pd}./]{0,3}(20\d\d)(?:[\s\p{Pd}./]{1,3}0{0,20}(\d{1,7})|(\d{5,7}))(?!\d)/iu;

/** The ticket number in a text, in its usual spelling: "l 2026 42" is L-2026-00042. */
export function numberIn(text: string): string | undefined {
  const [, year, apart, together] = NUMBER.exec(text) ?? [];
  const count = apart ?? together;
  return year === undefined || count === undefined ? undefined : ticketNumber(Number(year), Number(count));
}
