import type { FileRow } from '../../db/files.ts';
import type { ListedTicket, OpenCount, StandingTicket } from '../../db/tickets.ts';
import type { Unit } from '../../knowledge/index.ts';
import type { Action } from '../actions.ts';
import type { Block, Button, Form, Reply, Span } from '../reply.ts';
import {
  BIDANG,
  type Bidang,
  type Category,
  type Ground,
  type Kind,
  type Priority,
  STATES,
  type TicketState,
} from '../rules/ticket.ts';
import { heading, list, note, paragraph, quote, shortened } from './blocks.ts';
import {
  BIDANG_NAMES,
  CATEGORY_NAMES,
  GROUND_NAMES,
  KIND_NAMES,
  PRIORITY_ICONS,
  PRIORITY_NAMES,
  STATE_ICONS,
  STATE_NAMES,
} from './ticket-words.ts';
import { clock } from './time.ts';

/** The moment at which something is shown, and whose clock shows it. */
export type Moment = { unit: Unit; now: Date };

/** Some tickets of a list, and how many there are in all. */
export type Shelf = { tickets: ListedTicket[]; count: number };

/** What an officer finds first: three lists, and how much is open in each Bidang. */
export type Desk = { mine: Shelf; unassigned: Shelf; near: Shelf; open: OpenCount[] };

/** A list that can be shown alone, as a button names it. */
export type ShelfName = 'mine' | 'unassigned' | 'late' | `bidang-${Bidang}`;

const TITLES = { mine: 'Tiket saya', unassigned: 'Belum diambil', late: 'Mendekati atau lewat batas' } as const;
const EMPTY = {
  mine: 'Tidak ada tiket yang Anda pegang.',
  unassigned: 'Semua tiket terbuka sudah ada yang memegang.',
  late: 'Tidak ada yang mendekati atau lewat batas.',
} as const;

const titleOf = (name: ShelfName): string =>
  name in TITLES ? TITLES[name as keyof typeof TITLES] : `Bidang ${BIDANG_NAMES[name.slice(7) as Bidang]}`;
const emptyOf = (name: ShelfName): string =>
  name in EMPTY ? EMPTY[name as keyof typeof EMPTY] : 'Tidak ada tiket terbuka di Bidang ini.';

/** The App Home of an officer: what is announced, the desk, and below it what everybody finds there. */
export function deskHome(desk: Desk, help: Reply, at: Moment, announced: Reply = { blocks: [] }): Reply {
  const board = deskBoard(desk, at);
  return {
    blocks: [...announced.blocks, ...board.blocks, ...help.blocks],
    buttons: [
      [SEARCH, NEW, again(DESK), ...(help.buttons ?? []).flat()],
      ...(announced.buttons ?? []),
      ...(board.buttons ?? []).slice(1),
    ],
  };
}

/** The desk of an officer: their own tickets, nobody's, those due soon, and each Bidang. */
export function deskBoard({ mine, unassigned, near, open }: Desk, at: Moment): Reply {
  const bidang = byBidang(open);
  const shelves: [ShelfName, Shelf][] = [
    ['mine', mine],
    ['unassigned', unassigned],
    ['late', near],
  ];
  return {
    blocks: [
      heading('Meja tiket'),
      ...shelves.flatMap(([name, shelf]) => shelfBlocks(name, shelf, at)),
      paragraph({ bold: 'Per Bidang' }),
      bidang.length === 0 ? note('Tidak ada tiket terbuka.') : list(bidang.map((one) => [bidangLine(one)])),
      note(`Keadaan ${clock(at.now, at.unit)}.`),
    ],
    buttons: [
      [SEARCH, NEW, again(DESK)],
      shelves.map(([name, { count }]) => toShelf(name, count)),
      bidang.map(({ name, count }) => toShelf(`bidang-${name}`, count, name.toUpperCase())),
      ...openButtons(shelves.map(([, { tickets }]) => tickets)),
    ].filter((row) => row.length > 0),
  };
}

/** `/lpse tiket`: what one has and what nobody has. */
export function shortDesk({ mine, unassigned, near }: Desk, at: Moment): Reply {
  return {
    blocks: [
      ...shelfBlocks('mine', mine, at),
      ...shelfBlocks('unassigned', unassigned, at),
      ...(near.count > 0 ? [note(`⏰ Mendekati atau lewat batas: ${near.count}.`)] : []),
      note('Satu tiket: ', { code: '/lpse tiket L-2026-00042' }, '. Mencari: ', { code: '/lpse tiket cari …' }, '.'),
    ],
    buttons: [
      [SEARCH, NEW, { label: 'Meja tiket', action: DESK }],
      [toShelf('mine', mine.count), toShelf('unassigned', unassigned.count), toShelf('late', near.count)],
      ...openButtons([mine.tickets, unassigned.tickets]),
    ],
  };
}

/** One list alone. `home`: in the App Home, where a button leads back. */
export function shelfPage(name: ShelfName, shelf: Shelf, home: boolean, at: Moment): Reply {
  const { tickets, count } = shelf;
  const left = count - tickets.length;
  return {
    blocks: [
      heading(count === 0 ? titleOf(name) : `${titleOf(name)} (${count})`),
      ...(tickets.length === 0 ? [paragraph(emptyOf(name))] : [linesOf(tickets, at)]),
      ...(left > 0 ? [note(`${left} lagi. Yang paling dekat batasnya di atas; persempit dengan Cari.`)] : []),
    ],
    buttons: [
      ...openButtons([tickets]),
      [...(home ? [BACK, again({ verb: 'tickets', id: 0, choice: name })] : []), SEARCH],
    ],
  };
}

/** What was found for some words; `more`: there is more than is shown. */
export function searchResult(
  words: string,
  { tickets, more }: { tickets: ListedTicket[]; more: boolean },
  home: boolean,
  at: Moment,
): Reply {
  const asked = shortened(words, 100);
  return {
    blocks: [
      heading('Hasil pencarian'),
      ...(tickets.length === 0
        ? [
            paragraph('Tidak ada tiket dengan “', { bold: asked }, '”.'),
            note(
              'Yang dicari: nomor tiket (L-2026-00042), kode paket, atau kata dalam uraian, penyelesaian, dan nama pelapor. Semua katanya harus ada; coba kata yang lebih sedikit.',
            ),
          ]
        : [paragraph('Untuk “', { bold: asked }, '”, yang terbaru di atas:'), linesOf(tickets, at)]),
      ...(more ? [note(`Hanya ${tickets.length} yang terbaru ditampilkan. Tambah kata untuk mempersempit.`)] : []),
    ],
    buttons: [...openButtons([tickets]), [...(home ? [BACK] : []), SEARCH]],
  };
}

/** Nothing was typed to look for. */
export const searchWhat = (home: boolean): Reply => ({
  blocks: [
    paragraph(
      'Tulis yang dicari: nomor tiket, kode paket, atau kata, misalnya ',
      { code: '/lpse tiket cari apendo' },
      '.',
    ),
  ],
  buttons: [[...(home ? [BACK] : []), SEARCH]],
});

/** `/lpse tiket baru` where its form did not open. */
export const newTicketWhere = (): Reply => ({
  blocks: [paragraph('Tekan tombol ini untuk mencatat laporan yang datang lewat telepon atau langsung.')],
  buttons: [[NEW]],
});

/** There is none, or it is not for those eyes. */
export const noTicketThere = (home: boolean): Reply => ({
  blocks: [paragraph('Tiket itu tidak ada.')],
  buttons: [[...(home ? [BACK] : []), SEARCH]],
});

/** The form to look for tickets. */
export const searchForm = (): Form => ({
  name: 'search',
  id: 0,
  title: 'Cari tiket',
  submit: 'Cari',
  fields: [
    {
      name: 'words',
      label: 'Nomor, kode paket, atau kata',
      kind: 'text',
      longest: 200,
      hint: 'Misalnya L-2026-00042, 12345678, atau apendo gagal.',
    },
  ],
});

/** What stands in the record of a ticket, with the names of those it tells of. */
export type HistoryRow = {
  at: Date;
  deed: string;
  before: string | null;
  after: string;
  by: string;
  /** To whom it was given. */
  to?: string;
  detail: Record<string, unknown>;
};

/** Something that was said in a ticket. */
export type SaidRow = {
  at: Date;
  direction: 'in' | 'out' | 'internal';
  by: string;
  text: string;
  changed: boolean;
  delivery: string | null;
};

/** All of a ticket that does not stand on its card. */
export type TicketRest = {
  history: HistoryRow[];
  /** How many rows came before those. */
  earlierHistory: number;
  /** Absent where the card shows all of it. */
  description?: string;
  said: SaidRow[];
  earlierSaid: number;
  files: Pick<FileRow, 'name' | 'direction' | 'state'>[];
  /** The address of its thread. */
  thread: string | undefined;
};

/** A ticket in full for an officer: its card, history, conversation with internal notes, and files. */
export function ticketInFull(
  id: number,
  card: Reply,
  { history, earlierHistory, description, said, earlierSaid, files, thread }: TicketRest,
  home: boolean,
  { unit }: Moment,
): Reply {
  return {
    blocks: [
      ...card.blocks,
      ...(description === undefined ? [] : [paragraph({ bold: 'Uraian lengkap' }), quote(description)]),
      paragraph({ bold: 'Riwayat' }),
      ...(earlierHistory > 0 ? [note(`… ${earlierHistory} catatan sebelumnya`)] : []),
      list(history.map((row) => [`${clock(row.at, unit)}: `, { bold: nameOf(row.by) }, ` ${historyWords(row)}`])),
      ...(said.length > 0 ? [paragraph({ bold: 'Percakapan' })] : []),
      ...(earlierSaid > 0 ? [note(`… ${earlierSaid} pesan sebelumnya, di utas`)] : []),
      ...said.flatMap((row) => saidBlocks(row, unit)),
      ...(files.length > 0 ? [paragraph({ bold: 'Berkas' }), list(files.map((file) => [fileLine(file)]))] : []),
    ],
    buttons: [
      ...(card.buttons ?? []),
      [
        ...(home ? [BACK, again({ verb: 'ticket', id })] : []),
        ...(thread === undefined ? [] : [{ label: 'Buka utas', url: thread }]),
      ],
    ].filter((row) => row.length > 0),
  };
}

/** What a deed in the App Home said, above what is shown there now. */
export const sayingFirst = (said: Reply[], then: Reply): Reply => ({
  blocks: [...said.flatMap(({ blocks }) => blocks), ...then.blocks],
  buttons: [...said.flatMap(({ buttons = [] }) => buttons), ...(then.buttons ?? [])],
});

/** A ticket that the digest names. */
type Named = { number: string; link: string | undefined };

/** What the officers find in the morning. Nothing in it is of a restricted ticket. */
export type Digest = {
  open: (Pick<OpenCount, 'bidang' | 'state' | 'count' | 'late' | 'unassigned'> & { today: number })[];
  since: Date;
  turnover: { came: number; resolved: number; rejected: number };
  waiting: (Named & StandingTicket)[];
  atLkpp: (Named & StandingTicket)[];
  storms: { category: string; began_at: Date; count: number; link: string | undefined }[];
  first: (Named & ListedTicket)[];
};

/** The digest at opening time. */
export function digestMessage(digest: Digest, at: Moment): Reply {
  const { open, since, turnover, waiting, atLkpp, storms, first } = digest;
  const { now, unit } = at;
  const total = sum(open, 'count');
  const flow = `Sejak ${clock(since, unit)}: ${turnover.came} masuk, ${turnover.resolved} selesai${turnover.rejected > 0 ? `, ${turnover.rejected} ditolak` : ''}.`;
  const title = heading(`☀️ Tiket pagi ini, ${dayName(now, unit)}`);
  const stormLines =
    storms.length === 0 ? [] : [paragraph({ bold: '⛈️ Kemungkinan gangguan' }), stormList(storms, unit)];
  if (total === 0)
    return {
      blocks: [title, paragraph('Tidak ada tiket terbuka. Selamat bekerja! 🎉'), ...stormLines, note(flow)],
    };
  return {
    blocks: [
      title,
      list([
        [{ bold: `Terbuka: ${total}` }, ` (${byState(open)})`],
        [
          `Belum diambil: ${sum(open, 'unassigned')} · lewat batas: ${sum(open, 'late')} · jatuh tempo hari ini: ${sum(open, 'today')}`,
        ],
        ...byBidang(open).map((one) => [bidangLine(one)]),
        [flow],
      ]),
      ...stormLines,
      ...(first.length === 0
        ? []
        : [paragraph({ bold: 'Lihat lebih dulu' }), list(first.map((one) => [named(one), firstLine(one, at)]))]),
      ...standing('Menunggu pelapor lebih dari 3 hari', waiting, now),
      ...standing('Di LKPP', atLkpp, now),
    ],
  };
}

const DESK: Action = { verb: 'tickets', id: 0, choice: 'home' };
const SEARCH: Button = { label: 'Cari', action: { verb: 'search', id: 0 } };
const NEW: Button = { label: 'Tiket baru', action: { verb: 'new-ticket', id: 0 } };
const BACK: Button = { label: '« Kembali', action: DESK };

/** Shows the same as it is by then. */
const again = (action: Action): Button => ({ label: 'Segarkan', action });

const toShelf = (name: ShelfName, count: number, label: string = titleOf(name)): Button => ({
  label: `${label} (${count})`,
  action: { verb: 'tickets', id: 0, choice: name },
});

/** A row for each list; a ticket that is in several has one button. */
function openButtons(lists: ListedTicket[][]): Button[][] {
  const seen = new Set<number>();
  return lists
    .map((tickets) =>
      tickets
        .filter(({ id }) => !seen.has(id) && seen.add(id))
        .map(({ id, number }): Button => ({ label: `Buka ${number}`, action: { verb: 'ticket', id } })),
    )
    .filter((row) => row.length > 0);
}

function shelfBlocks(name: ShelfName, { tickets, count }: Shelf, at: Moment): Block[] {
  const left = count - tickets.length;
  return [
    paragraph({ bold: count === 0 ? titleOf(name) : `${titleOf(name)} (${count})` }),
    tickets.length === 0 ? note(emptyOf(name)) : linesOf(tickets, at),
    ...(left > 0 ? [note(`${left} lagi.`)] : []),
  ];
}

const linesOf = (tickets: ListedTicket[], at: Moment): Block => list(tickets.map((ticket) => ticketLine(ticket, at)));

/** A name may be as long as somebody likes; a line is one line. */
const LONGEST_NAME = 40;

function ticketLine(ticket: ListedTicket, at: Moment): Span[] {
  const state = ticket.state as TicketState;
  const { reporter_name, assignee_name, restricted } = ticket;
  return [
    `${PRIORITY_ICONS[ticket.priority as Priority]} `,
    { bold: ticket.number },
    ` · ${STATE_ICONS[state]} ${STATE_NAMES[state]} · ${KIND_NAMES[ticket.kind as Kind]}, ${CATEGORY_NAMES[ticket.category as Category]}`,
    ` · ${oneLine(reporter_name)}${assignee_name === null ? '' : ` · petugas ${oneLine(assignee_name)}`}${dueWords(ticket, at)}`,
    ...(restricted ? [' · 🛡️ terbatas'] : []),
  ];
}

function dueWords({ due, response_due }: ListedTicket, { unit, now }: Moment): string {
  if (due === null) return '';
  const what = response_due?.getTime() === due.getTime() ? 'tanggapi' : 'selesaikan';
  return ` · ${what} paling lambat ${clock(due, unit)}${due < now ? ' ⏰ lewat' : ''}`;
}

const firstLine = (ticket: ListedTicket, at: Moment): string =>
  ` · ${PRIORITY_NAMES[ticket.priority as Priority]} · ${STATE_NAMES[ticket.state as TicketState]} · ${CATEGORY_NAMES[ticket.category as Category]}${dueWords(ticket, at)}`;

const oneLine = (name: string): string => shortened(name.replace(/\s+/gu, ' ').trim(), LONGEST_NAME);

/** Open tickets by Bidang, in the order of Pasal 6. */
function byBidang(open: Pick<OpenCount, 'bidang' | 'count' | 'late'>[]) {
  return BIDANG.map((name) => {
    const its = open.filter(({ bidang }) => bidang === name);
    return { name, count: sum(its, 'count'), late: sum(its, 'late') };
  }).filter(({ count }) => count > 0);
}

const bidangLine = ({ name, count, late }: { name: Bidang; count: number; late: number }): string =>
  `${BIDANG_NAMES[name]}: ${count} terbuka${late > 0 ? `, ${late} lewat batas` : ''}`;

const byState = (open: Pick<OpenCount, 'state' | 'count'>[]): string =>
  STATES.map(
    (name) =>
      [
        name,
        sum(
          open.filter(({ state }) => state === name),
          'count',
        ),
      ] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${STATE_NAMES[name].toLowerCase().replace('lkpp', 'LKPP')} ${count}`)
    .join(', ');

const sum = <Key extends string>(rows: Record<Key, number>[], key: Key): number =>
  rows.reduce((total, row) => total + row[key], 0);

const nameOf = (name: string): string => (name.trim() === '' ? 'Seseorang' : oneLine(name));

function historyWords({ deed, before, after, detail, to }: HistoryRow): string {
  const words = deedWords(deed, detail, to);
  const moved = before !== null && before !== after;
  return moved ? `${words} → ${STATE_NAMES[after as TicketState] ?? after}` : words;
}

function deedWords(deed: string, detail: Record<string, unknown>, to: string | undefined): string {
  const bidang = BIDANG_NAMES[detail.bidang as Bidang];
  switch (deed) {
    case 'assign':
      return `mengalihkan ke ${to === undefined ? 'petugas lain' : nameOf(to)}`;
    case 'transfer':
      return bidang === undefined ? 'mengalihkan ke Bidang lain' : `mengalihkan ke Bidang ${bidang}`;
    case 'prioritize':
      return `mengubah prioritas${detail.priority === undefined ? '' : ` menjadi ${PRIORITY_NAMES[detail.priority as Priority]}`}`;
    case 'forward':
      return `meneruskan ke LKPP${groundWords(detail)}`;
    case 'follow-up':
      return typeof detail.files === 'number' && detail.files > 0
        ? `menambah pesan dengan ${detail.files} berkas`
        : 'menambah pesan';
    default:
      return DEEDS[deed] ?? deed;
  }
}

function groundWords({ ground }: Record<string, unknown>): string {
  const why = GROUND_NAMES[ground as Ground];
  return why === undefined ? '' : ` (${why})`;
}

const DEEDS: Record<string, string> = {
  open: 'membuat tiket',
  claim: 'mengambil tiket',
  release: 'melepas tiket',
  reply: 'membalas pelapor',
  wait: 'menunggu jawaban pelapor',
  resume: 'melanjutkan tiket',
  'return-from-lkpp': 'melanjutkan sesudah dari LKPP',
  'hand-to-bot': 'mengembalikan percakapan ke bot',
  resolve: 'menyelesaikan tiket',
  reject: 'menolak tiket',
  merge: 'menggabungkan ke tiket lain',
  split: 'memisahkan lagi dari tiket lain',
  confirm: 'menyatakan beres',
  reopen: 'membuka lagi tiket',
  close: 'menutup tiket sesudah lewat waktu konfirmasi',
  rate: 'memberi penilaian',
  reveal: 'melihat tulisan asli',
};

const DIRECTIONS = { in: '💬', out: '↩️', internal: '📝' } as const;
/** So much of a message is shown: the rest stands in the thread. */
const LONGEST_SAID = 1_000;

function saidBlocks({ at, direction, by, text, changed, delivery }: SaidRow, unit: Unit): Block[] {
  const remarks = [
    clock(at, unit),
    ...(direction === 'internal' ? ['catatan internal'] : []),
    ...(direction === 'out' ? ['kepada pelapor'] : []),
    ...(changed ? ['diubah'] : []),
    ...(delivery !== null && UNDELIVERED[delivery] !== undefined ? [UNDELIVERED[delivery]] : []),
  ];
  return [
    paragraph(`${DIRECTIONS[direction]} `, { bold: nameOf(by) }, ` · ${remarks.join(', ')}`),
    ...(text.trim() === '' ? [] : [quote(shortened(text, LONGEST_SAID))]),
  ];
}

const UNDELIVERED: Record<string, string> = {
  due: '⏳ menunggu dikirim',
  unsure: '❓ tidak pasti sampai',
  refused: '⛔ tidak sampai',
  gone: '⛔ tidak sampai',
  dismissed: '⛔ tidak dikirim ulang',
};

const FILE_STATES = { waiting: 'sedang diambil', stored: 'di utas', refused: 'tidak diterima' } as const;
const FILE_SOURCES = { in: 'dari pelapor', out: 'dari petugas', packet: 'paket untuk LKPP' } as const;

const fileLine = ({ name, direction, state }: TicketRest['files'][number]): string =>
  `📎 ${shortened(name, 100)}, ${FILE_SOURCES[direction]} (${FILE_STATES[state]})`;

const named = ({ number, link }: Named): Span => (link === undefined ? { bold: number } : { text: number, url: link });

function standing(title: string, tickets: (Named & StandingTicket)[], now: Date): Block[] {
  const [first] = tickets;
  if (!first) return [];
  const left = first.count - tickets.length;
  return [
    paragraph({ bold: `${title} (${first.count})` }),
    list(
      tickets.map((one) => [
        named(one),
        ` · ${daysBetween(one.since, now)} hari${one.lkpp_number === null ? '' : ` · tiket LKPP ${shortened(one.lkpp_number, 60)}`}`,
      ]),
    ),
    ...(left > 0 ? [note(`${left} lagi.`)] : []),
  ];
}

const DAY_MS = 24 * 60 * 60_000;
const daysBetween = (since: Date, now: Date): number => Math.floor((now.getTime() - since.getTime()) / DAY_MS);

const stormList = (storms: Digest['storms'], unit: Unit): Block =>
  list(
    storms.map(({ category, began_at, count, link }) => [
      named({ number: CATEGORY_NAMES[category as Category] ?? category, link }),
      `: ${count} tiket sejak ${clock(began_at, unit)}`,
    ]),
  );

/** "Senin, 23 November 2026" */
const dayName = (at: Date, { zone }: Unit): string =>
  new Intl.DateTimeFormat('id-ID', { timeZone: zone, dateStyle: 'full' }).format(at);

/** Tells an officer directly of a ticket that is theirs to look at. */
export const forYou = ({ id, number }: { id: number; number: string }, why: 'assigned' | 'without-desk'): Reply => ({
  blocks: [
    paragraph(
      why === 'assigned'
        ? `Tiket ${number} diberikan kepada Anda.`
        : `Tiket terbatas ${number} masuk. Kanal untuknya belum diatur (SLACK_RESTRICTED_CHANNEL), jadi hanya Anda yang diberi tahu.`,
    ),
  ],
  buttons: [[{ label: 'Lihat tiket', action: { verb: 'ticket', id } }]],
});
