import type { FileRefusal } from '../../db/files.ts';
import type { Block, Button, Reply } from '../reply.ts';
import type { Category, Kind, MoveRefusal, TicketState } from '../rules/ticket.ts';
import { heading, list, note, paragraph, quote, shortened } from './blocks.ts';
import { secretNote } from './citizen.ts';
import { fileName, fileRefusalName } from './reporter-notices.ts';
import { addTo, confirmButton, reopenButton, starButtons, type TicketName, toList, viewOf } from './ticket-buttons.ts';
import { CATEGORY_NAMES, KIND_NAMES, STATE_FOR_REPORTER, STATE_ICONS } from './ticket-words.ts';

/** What of a ticket its reporter sees in the list. Times are as shown. */
export type MyTicket = TicketName & { state: TicketState; kind: Kind; category: Category; opened: string };

const NEW_TICKET: Button = { label: '➕ Buat tiket', action: { verb: 'complain', id: 0 } };

/**
 * A page of somebody's tickets, latest first.
 * @param next the ticket after which the next page begins; absent on the last page
 * @param first whether this is the page of the latest
 */
export function ticketPage(tickets: MyTicket[], { next, first }: { next?: number; first: boolean }): Reply {
  if (tickets.length === 0) return noTickets(first);
  const turning: Button[] = [
    ...(first ? [] : [{ label: '« Terbaru', action: { verb: 'my-tickets', id: 0, choice: 'here' } } as const]),
    ...(next === undefined
      ? []
      : [{ label: 'Sebelumnya »', action: { verb: 'my-tickets', id: next, choice: 'here' } } as const]),
  ];
  return {
    blocks: [
      heading('Tiket Anda'),
      list(
        tickets.map(({ number, kind, category, opened }) => [
          { bold: number },
          ` · ${KIND_NAMES[kind]}, ${CATEGORY_NAMES[category]} · ${opened}`,
        ]),
      ),
    ],
    buttons: [
      ...tickets.map(({ id, number, state }): Button[] => [
        {
          label: `${number} · ${STATE_ICONS[state]} ${STATE_FOR_REPORTER[state]}`,
          action: { verb: 'my-ticket', id, choice: 'here' },
        },
      ]),
      ...(turning.length > 0 ? [turning] : []),
      [NEW_TICKET],
    ],
  };
}

function noTickets(first: boolean): Reply {
  if (!first)
    return { blocks: [paragraph('Tidak ada tiket yang lebih lama.')], buttons: [[toList('« Terbaru')], [NEW_TICKET]] };
  return {
    blocks: [
      paragraph(
        'Anda belum mempunyai tiket. Bila ada gangguan, permintaan, keluhan, atau saran, buatlah tiket: Anda mendapat nomor, dan petugas menjawab di chat ini.',
      ),
    ],
    buttons: [[NEW_TICKET]],
  };
}

/** A number that is not theirs, or nobody's: both get the same words, so that nobody learns which. */
export const noSuchTicket = (): Reply => ({
  blocks: [paragraph('Tidak ada tiket Anda dengan nomor itu. Nomor tiket ditulis seperti L-2026-00042.')],
  buttons: [[toList('📋 Tiket saya')]],
});

/** Behind /tiket stands something that is no number. */
export const notANumber = (): Block => note('Untuk membuka satu tiket, tulis nomornya: /tiket L-2026-00042');

/** Something that happened to a ticket, as its reporter is told. */
type Step = { deed: string; before: string | null; after: string; at: string };
/** Something that was said in it. `files` came along. */
type SaidInTicket = { mine: boolean; at: string; text: string; changed: boolean; files: number };
/** A file of it and what became of it. */
type FileInTicket = {
  mine: boolean;
  name: string;
  state: 'waiting' | 'stored' | 'refused';
  why: FileRefusal | null;
};

/** All that its reporter sees of a ticket. Times are as shown. */
export type TicketShown = TicketName & {
  state: TicketState;
  kind: Kind;
  category: Category;
  packageCode?: string;
  /** Until when somebody answers; absent once somebody has. */
  answerBy?: string;
  /** How it was solved, or why it was rejected. */
  resolution?: string;
  lkppNumber?: string;
  /** It is handled together with another, which may have ended; `into` is that one where it is theirs too. */
  merged?: { into?: TicketName; ended: boolean };
  /** The announced outage that it is about. */
  announcement?: { number: string; over: boolean };
  steps: Step[];
  /** The latest, oldest first, and how many came before them. */
  said: SaidInTicket[];
  earlier: number;
  files: FileInTicket[];
  stars: number | null;
  mayReopen: boolean;
};

/** A ticket before the eyes of its reporter. */
export function myTicketView(ticket: TicketShown): Reply {
  const { number, state, kind, category, packageCode, answerBy, resolution, merged, steps, said, earlier, files } =
    ticket;
  const line = (label: string, text: string | undefined) => (text === undefined ? [] : [[`${label}: ${text}`]]);
  return {
    blocks: [
      heading(`${number} · ${stateWords(ticket)}`),
      list([
        ...line('Jenis', KIND_NAMES[kind]),
        ...line('Kategori', CATEGORY_NAMES[category]),
        ...line('Kode paket', packageCode),
        ...line('Ditanggapi petugas paling lambat', answerBy),
        ...line('Terkait', ticket.announcement && announcedWords(ticket.announcement)),
      ]),
      ...(merged ? [mergedRemark(merged.into)] : []),
      ...(resolution === undefined
        ? []
        : [paragraph({ bold: state === 'ditolak' ? 'Alasan' : 'Penyelesaian' }), quote(resolution)]),
      paragraph({ bold: 'Riwayat' }),
      list(steps.flatMap((step) => stepLine(step, ticket.lkppNumber))),
      ...(said.length > 0 ? [paragraph({ bold: 'Percakapan' })] : []),
      ...(earlier > 0 ? [note(`… ${earlier} pesan sebelumnya`)] : []),
      ...said.flatMap(saidBlocks),
      ...(files.length > 0 ? [paragraph({ bold: 'Berkas' }), list(files.map((file) => [fileLine(file)]))] : []),
    ],
    buttons: [
      ...buttonsOf(ticket),
      ...(merged?.into ? [[viewOf(merged.into, `Lihat ${merged.into.number}`)]] : []),
      [toList()],
    ],
  };
}

function stateWords({ state, merged }: TicketShown): string {
  if (!merged) return `${STATE_ICONS[state]} ${STATE_FOR_REPORTER[state]}`;
  return merged.ended ? '🔗 selesai bersama laporan serupa' : '🔗 ditangani bersama laporan serupa';
}

const mergedRemark = (into: TicketName | undefined): Block =>
  paragraph(
    into
      ? `Laporan ini ditangani bersama tiket Anda ${into.number}.`
      : 'Laporan ini ditangani bersama laporan lain tentang hal yang sama. Yang Anda tambahkan di sini sampai ke petugas, dan kabar penyelesaiannya datang di sini.',
  );

function buttonsOf({ state, merged, stars, mayReopen, ...name }: TicketShown): Button[][] {
  if (merged) return [[addTo(name)], ...(merged.ended ? [starButtons(name, stars)] : [])];
  switch (state) {
    case 'selesai':
      return [[confirmButton(name)], [reopenButton(name, 'Belum beres, buka lagi')], starButtons(name, stars)];
    case 'ditutup':
    case 'ditolak':
      return [...(mayReopen ? [[reopenButton(name, 'Buka lagi')]] : []), starButtons(name, stars)];
    default:
      return [[addTo(name)]];
  }
}

const announcedWords = ({ number, over }: NonNullable<TicketShown['announcement']>) =>
  `pengumuman ${number}, ${over ? 'yang sudah selesai' : 'Anda dikabari bila selesai'}`;

function stepLine({ deed, before, after, at }: Step, lkppNumber: string | undefined): string[][] {
  const words = stepWords(deed, before, after);
  if (words === undefined) return [];
  const lkpp = after === 'di_lkpp' && lkppNumber !== undefined ? ` (nomor tiket LKPP: ${lkppNumber})` : '';
  return [[`${at}: ${words}${lkpp}`]];
}

/** What a row of the record says to the reporter; nothing of what happens among officers. */
function stepWords(deed: string, before: string | null, after: string): string | undefined {
  if (deed === 'open') return 'tiket dibuat';
  if (deed === 'hand-to-bot') return 'percakapan dikembalikan ke bot';
  if (deed === 'merge') return 'disatukan dengan laporan serupa';
  if (before === after) return undefined;
  if (after === 'ditutup') return deed === 'confirm' ? 'ditutup atas konfirmasi Anda' : 'ditutup otomatis';
  if (after === 'diambil' && before === 'di_lkpp') return 'kembali dari LKPP';
  if (after === 'diambil' && before === 'menunggu_pengguna')
    return deed === 'follow-up' ? 'Anda menjawab' : 'dilanjutkan petugas';
  return STEPS[after];
}

const STEPS: Record<string, string> = {
  baru: 'kembali ke antrean petugas',
  diambil: 'diambil petugas',
  menunggu_pengguna: 'menunggu jawaban Anda',
  di_lkpp: 'diteruskan ke LKPP',
  selesai: 'dinyatakan selesai',
  ditolak: 'dinyatakan tidak dapat diproses',
  dibuka_kembali: 'dibuka kembali',
};

/** More of their own words would push the answers out of sight: they know what they wrote. */
const LONGEST_OWN = 300;

function saidBlocks({ mine, at, text, changed, files }: SaidInTicket): Block[] {
  const remarks = [at, ...(changed ? ['diubah'] : []), ...(files > 0 ? [`${files} berkas`] : [])].join(', ');
  return [
    paragraph({ bold: mine ? 'Anda' : 'Petugas' }, ` · ${remarks}`),
    ...(text.trim() === '' ? [] : [quote(mine ? shortened(text, LONGEST_OWN) : text)]),
  ];
}

const FILE_STATES = { waiting: 'sedang diambil', stored: 'diterima' } as const;

function fileLine({ mine, name, state, why }: FileInTicket): string {
  if (!mine) return `${fileName(name)}, dari petugas`;
  return `${fileName(name)}: ${state === 'refused' ? `ditolak karena ${fileRefusalName(why ?? 'failed')}` : FILE_STATES[state]}`;
}

const done = ({ id }: TicketName): Button[][] => [
  [{ label: 'Cukup, itu saja', action: { verb: 'add', id, choice: 'done' } }],
];

/** What is written from now on goes into the ticket. */
export const writeToTicket = (ticket: TicketName): Reply => ({
  blocks: [
    paragraph(
      `Tulis pesannya atau kirim berkasnya. Semua yang Anda kirim sesudah ini masuk ke ${ticket.number}, sampai Anda tekan “Cukup, itu saja”.`,
    ),
    note('Setelah 10 menit tanpa kiriman, ini selesai sendiri. Jangan mengirim kata sandi, OTP, atau KTP.'),
  ],
  buttons: done(ticket),
});

/** Something went into the ticket, while more is expected. `secret`: personal data was taken out of it. */
export const addedToTicket = (ticket: TicketName, what: 'text' | 'files', secret: boolean): Reply => ({
  blocks: [
    paragraph(`${what === 'files' ? '📎 Berkas' : 'Pesan'} Anda masuk ke ${ticket.number}. Ada lagi?`),
    ...(secret ? [secretNote()] : []),
  ],
  buttons: done(ticket),
});

/** The reporter has nothing to add any more. `attended`: an officer has a ticket of theirs in hand. */
export const doneAdding = (ticket: TicketName, attended: boolean): Reply => ({
  blocks: [
    paragraph(`Selesai. Kabar tentang ${ticket.number} datang di chat ini.`),
    note(
      attended
        ? 'Selama petugas menanganinya, yang Anda tulis tetap sampai kepadanya. Untuk bertanya kepada bot: /tanya.'
        : 'Pesan berikutnya dijawab bot.',
    ),
  ],
  buttons: [[viewOf(ticket)]],
});

/**
 * What they wrote went to the officers instead of the bot.
 * @param message the number of what they wrote, by which the bot can be asked after all; absent where nothing can be answered
 * @param attended an officer has the ticket in hand, so that all they write goes there
 * @param secret personal data was taken out of it
 */
export const wentToOfficer = (
  ticket: TicketName,
  { message, attended, secret }: { message?: number; attended: boolean; secret: boolean },
): Reply => ({
  blocks: [
    paragraph(`Diteruskan ke petugas (${ticket.number}).`),
    ...(attended
      ? [note('Pesan Anda berikutnya juga, tanpa pemberitahuan ini. Untuk bertanya kepada bot kapan saja: /tanya.')]
      : []),
    ...(secret ? [secretNote()] : []),
  ],
  buttons: [
    [
      ...(message === undefined
        ? []
        : [{ label: '🤖 Tanya bot saja', action: { verb: 'to-bot', id: message } } as const]),
      viewOf(ticket),
    ],
  ],
});

/** Personal data stood in what went to an officer; it is hidden on the card, and still in the chat. */
export const secretInTicket = (): Reply => ({ blocks: [secretNote()] });

const UNTAKEN: Record<string, string> = {
  voice: 'Pesan suara',
  video: 'Video',
  sticker: 'Stiker',
  location: 'Lokasi',
  contact: 'Kontak',
  poll: 'Jajak pendapat',
};

/** Something that a ticket cannot hold. */
export const notIntoTicket = (ticket: TicketName, what: string): Reply => ({
  blocks: [
    paragraph(
      `${UNTAKEN[what] ?? 'Jenis pesan itu'} tidak dapat dimasukkan ke ${ticket.number}. Kirim tulisan, foto, atau dokumen (paling besar 20 MB).`,
    ),
  ],
});

/** How a ticket ended, behind "sudah". */
function endedAs(state: TicketState): string {
  if (state === 'selesai') return 'dinyatakan selesai';
  return state === 'ditolak' ? 'dinyatakan tidak dapat diproses' : 'ditutup';
}

/**
 * What they wrote belongs to a ticket that has ended: it is kept for when they open it again.
 * @param secret personal data stands in it
 */
export const keptForReopening = (ticket: TicketName, state: TicketState, secret: boolean): Reply => ({
  blocks: [
    paragraph(
      `${ticket.number} sudah ${endedAs(state)}. Buka lagi supaya pesan Anda sampai ke petugas? Pesannya saya simpan, tidak perlu ditulis ulang.`,
    ),
    ...(secret ? [secretNote()] : []),
  ],
  buttons: [
    [reopenButton(ticket, '🔁 Buka lagi dan kirim')],
    ...(state === 'selesai' ? [[confirmButton(ticket)]] : []),
    [viewOf(ticket), NEW_TICKET],
  ],
});

/** Somebody wants to add to a ticket that has ended. */
export const addMeansReopen = (ticket: TicketName, state: TicketState): Reply => ({
  blocks: [paragraph(`${ticket.number} sudah ${endedAs(state)}. Untuk menambah pesan, buka lagi tiketnya.`)],
  buttons: [[reopenButton(ticket, '🔁 Buka lagi')], [NEW_TICKET]],
});

/** Asks why a ticket is opened again. */
export const whyReopen = (ticket: TicketName): Reply => ({
  blocks: [
    paragraph(`Apa yang belum beres pada ${ticket.number}? Tulis dengan satu pesan, atau kirim tangkapan layarnya.`),
  ],
  buttons: [
    [{ label: 'Buka lagi tanpa alasan', action: { verb: 'reopen', id: ticket.id, choice: 'now' } }],
    [{ label: 'Batal', action: { verb: 'cancel', id: 0 } }],
  ],
});

/** The reporter said that all is well: how was it handled? */
export const confirmedAskStars = (ticket: TicketName): Reply => ({
  blocks: [
    paragraph(
      `Terima kasih. ${ticket.number} ditutup. Seberapa puas Anda dengan penanganannya? (1 kurang, 5 sangat baik)`,
    ),
  ],
  buttons: [starButtons(ticket, null)],
});

/** The rating was kept; asks for words. */
export const starsKept = (ticket: TicketName, stars: number): Reply => ({
  blocks: [
    paragraph(`Terima kasih, penilaian Anda untuk ${ticket.number}: ${'⭐'.repeat(stars)}`),
    paragraph('Ada komentar? Tulis dengan satu pesan, atau lewati.'),
  ],
  buttons: [
    starButtons(ticket, stars),
    [{ label: 'Lewati', action: { verb: 'stars', id: ticket.id, choice: 'skip' } }],
  ],
});

/** No words on the rating. */
export const starsEnough = (ticket: TicketName): Reply => ({
  blocks: [paragraph(`Baik. Terima kasih atas penilaian Anda untuk ${ticket.number}.`)],
  replaces: true,
});

/** The words on the rating were kept. */
export const starsCommentKept = (ticket: TicketName, secret: boolean): Reply => ({
  blocks: [
    paragraph(`Terima kasih. Komentar Anda tentang penanganan ${ticket.number} dicatat untuk perbaikan.`),
    ...(secret ? [secretNote()] : []),
  ],
});

/**
 * Why something cannot be done with a ticket of theirs now.
 * @param state as it is now
 * @param reopenDays days within which it could be reopened
 */
export function notPossibleNow(
  ticket: TicketName & { state: TicketState },
  move: 'confirm' | 'reopen' | 'rate' | 'follow-up',
  why: MoveRefusal,
  reopenDays: number,
): Reply {
  const { number, state } = ticket;
  if (why === 'unseen') return noSuchTicket();
  if (why === 'too-late')
    return {
      blocks: [
        paragraph(
          `${number} berakhir lebih dari ${reopenDays} hari yang lalu, jadi tidak dapat dibuka lagi. Buatlah tiket baru dan sebutkan ${number} di uraiannya; riwayatnya tetap tersimpan.`,
        ),
      ],
      buttons: [[NEW_TICKET], [viewOf(ticket)]],
    };
  if (why === 'merged')
    return {
      blocks: [paragraph(`${number} ditangani bersama laporan serupa. Anda tetap dapat menambah pesan.`)],
      buttons: [[addTo(ticket)], [viewOf(ticket)]],
    };
  return {
    blocks: [paragraph(`${NOT_NOW[move](number)} Sekarang: ${STATE_FOR_REPORTER[state]}.`)],
    buttons: [[viewOf(ticket)]],
  };
}

const NOT_NOW: Record<'confirm' | 'reopen' | 'rate' | 'follow-up', (number: string) => string> = {
  confirm: (number) => `${number} tidak sedang menunggu konfirmasi Anda.`,
  reopen: (number) => `${number} masih terbuka, jadi tidak perlu dibuka lagi; tulis saja tambahannya.`,
  rate: (number) => `${number} belum berakhir, jadi belum dapat dinilai.`,
  'follow-up': (number) => `${number} sudah berakhir.`,
};

/** What they had asked the bot is now in the ticket. */
export const questionWentIntoTicket = (ticket: TicketName, question: string, before: boolean): Reply => ({
  blocks: [
    paragraph(before ? `Pesan ini sudah ada di ${ticket.number}:` : `Pesan ini saya masukkan ke ${ticket.number}:`),
    quote(question),
  ],
  buttons: [[addTo(ticket), viewOf(ticket)]],
});

/** Only words can be asked of the bot. */
export const nothingToAsk = (): Reply => ({
  blocks: [paragraph('Pesan itu hanya berisi berkas, yang tidak dapat saya jawab. Tulis pertanyaannya dengan /tanya.')],
});

/** For officers: what the reporter did with the ticket, in its thread. */
export const reporterDid = (did: 'confirmed' | 'reopened' | 'asked-bot'): Reply => ({
  blocks: [note(DID[did])],
});

const DID = {
  confirmed: '👍 Pelapor menyatakan masalahnya sudah beres.',
  reopened: '🔁 Pelapor membuka lagi tiket ini.',
  'asked-bot': '🤖 Pesan di atas dijawab bot atas permintaan pelapor.',
};

/** For officers: what the reporter thinks of how it was handled. */
export const reporterRated = (stars: number | null, comment?: string): Reply => ({
  blocks: [
    note(stars === null ? 'Komentar pelapor:' : `Penilaian pelapor: ${'⭐'.repeat(stars)} (${stars} dari 5)`),
    ...(comment === undefined ? [] : [quote(comment)]),
  ],
});

/** For officers: the reporter changed a message afterwards. */
export const reporterChanged = (text: string): Reply => ({
  blocks: [note('✏️ Pelapor mengubah pesannya; sekarang berbunyi:'), quote(text)],
});
