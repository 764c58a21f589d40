import type { FileRow } from '../../db/files.ts';
import type { TicketRow } from '../../db/tickets.ts';
import type { Unit } from '../../knowledge/index.ts';
import type { Block, Button, Form, Reply, Span } from '../reply.ts';
import { MASK } from '../rules/personal-data.ts';
import {
  BIDANG,
  type Bidang,
  CATEGORIES,
  type Category,
  GROUNDS,
  type Ground,
  KINDS,
  type Kind,
  type Move,
  type MoveRefusal,
  ORIGINS,
  type Origin,
  PRIORITIES,
  type Priority,
  possibleMoves,
  type TicketState,
} from '../rules/ticket.ts';
import { heading, list, note, paragraph, quote, shortened } from './blocks.ts';
import { fileName } from './reporter-notices.ts';
import {
  BIDANG_NAMES,
  CATEGORY_NAMES,
  GROUND_NAMES,
  KIND_NAMES,
  ORIGIN_NAMES,
  PRIORITY_ICONS,
  PRIORITY_NAMES,
  STATE_ICONS,
  STATE_NAMES,
} from './ticket-words.ts';
import { clock, duration } from './time.ts';

/** What stands on a card besides the ticket's own row. */
export type CardFacts = {
  files: number;
  /** Something was taken out of what was typed, or there is a way to reach the reporter: it is seen on a press only. */
  hidden: boolean;
  /** Numbers of the tickets that were merged into it. */
  merged: string[];
  assignee: string | undefined;
  mergedInto: string | undefined;
  /** The number of the announcement that it is about; its reporter is told when that is over. */
  announced?: string | undefined;
};

/** A card shows so many characters of a description; the rest is in its thread and in the ticket's view. */
const DESCRIPTION_SHOWN = 1_500;
/** What is drawn again in its place has to be one message, however long a name is and however many tickets there are. */
const NAME_SHOWN = 80;
const MERGED_SHOWN = 20;
export const STORM_SHOWN = 30;
const OTHERS_SHOWN = 10;

/** The card of a ticket in the triage channel, from its state. */
export function ticketCard(ticket: TicketRow, facts: CardFacts, unit: Unit): Reply {
  const priority = ticket.priority as Priority;
  const state = ticket.state as TicketState;
  const buttons = cardButtons(ticket, facts.hidden);
  return {
    blocks: [
      heading(`${PRIORITY_ICONS[priority]} ${ticket.number} · ${KIND_NAMES[ticket.kind as Kind]}`),
      paragraph(
        { bold: `${STATE_ICONS[state]} ${STATE_NAMES[state]}` },
        ` · ${PRIORITY_NAMES[priority]} · ${CATEGORY_NAMES[ticket.category as Category]}`,
      ),
      quote(shortened(ticket.description, DESCRIPTION_SHOWN)),
      list(cardLines(ticket, facts, unit)),
      ...cardNotes(ticket, facts),
    ],
    ...(buttons.length > 0 && { buttons }),
  };
}

function cardLines(ticket: TicketRow, { files, assignee, announced }: CardFacts, unit: Unit): Span[][] {
  const at = (moment: Date) => clock(moment, unit);
  const late = (what: string) => (ticket.alarms.includes(`${what}-late`) ? ' ⏰ lewat' : '');
  const lines: Span[][] = [
    [
      'Pelapor: ',
      { bold: shortened(ticket.reporter_name, NAME_SHOWN) },
      ` (${ORIGIN_NAMES[ticket.origin as Origin]}), ${at(ticket.opened_at)}`,
    ],
    [
      `Bidang ${BIDANG_NAMES[ticket.bidang as Bidang]}, petugas: `,
      assignee === undefined ? { italic: 'belum ada' } : { bold: shortened(assignee, NAME_SHOWN) },
    ],
  ];
  if (ticket.package_code !== null) lines.push(['Kode paket: ', { code: ticket.package_code }]);
  if (announced !== undefined) lines.push(['📢 Terkait ', { bold: announced }, ': pelapor dikabari begitu selesai']);
  if (ticket.response_due !== null)
    lines.push([`Tanggapi paling lambat ${at(ticket.response_due)}${late('response')}`]);
  if (ticket.resolution_due !== null)
    lines.push([`Selesaikan paling lambat ${at(ticket.resolution_due)}${late('resolution')}`]);
  if (ticket.lkpp_ground !== null)
    lines.push([
      `LKPP: ${GROUND_NAMES[ticket.lkpp_ground as Ground]}, tiket ${shortened(ticket.lkpp_number ?? 'belum dicatat', NAME_SHOWN)}`,
    ]);
  lines.push(...timeAtLkpp(ticket, unit));
  if (files > 0) lines.push([`Berkas: ${files}, di utas`]);
  if (ticket.stars !== null) lines.push([`Penilaian pelapor: ${'⭐'.repeat(ticket.stars)}`]);
  if (ticket.resolution !== null) lines.push([`Penyelesaian: ${shortened(ticket.resolution, 300)}`]);
  return lines;
}

/** Time at LKPP is counted apart, so it is shown apart. */
function timeAtLkpp({ lkpp_since, lkpp_ms }: TicketRow, unit: Unit): Span[][] {
  const before = lkpp_ms > 0 ? duration(lkpp_ms) : undefined;
  if (lkpp_since !== null)
    return [[`Di LKPP sejak ${clock(lkpp_since, unit)}${before === undefined ? '' : `, sebelumnya ${before}`}`]];
  return before === undefined ? [] : [[`Di LKPP selama ${before}`]];
}

function cardNotes(ticket: TicketRow, { merged, mergedInto }: CardFacts): Block[] {
  const remarks = [
    ticket.urgent ? '⏱️ Pelapor menyebut batas waktu dalam 24 jam.' : '',
    ticket.beyond_authority === null
      ? ''
      : `⚖️ Menyangkut ${shortened(ticket.beyond_authority, 200)}: bukan wewenang LPSE (Pasal 3 ayat (3)); pelapor tetap minta ditangani.`,
    ticket.description.includes(MASK) ? '🕶️ Ada data pribadi atau rahasia yang disamarkan.' : '',
    mergedInto === undefined ? '' : `🔗 Digabung ke ${mergedInto}.`,
    merged.length === 0
      ? ''
      : `🔗 Gabungan: ${merged.slice(0, MERGED_SHOWN).join(', ')}${andMore(merged, MERGED_SHOWN)}.`,
    ticket.with_bot ? '🤖 Percakapan dikembalikan ke bot.' : '',
  ].filter((remark) => remark !== '');
  return remarks.length === 0 ? [] : [note(remarks.join('\n'))];
}

/** The buttons that lead somewhere in its state. */
function cardButtons(ticket: TicketRow, hidden: boolean): Button[][] {
  const { id, assignee, merged_into, attended } = ticket;
  const moves = possibleMoves({ state: ticket.state as TicketState, merged: merged_into !== null });
  const can = (move: Move) => moves.includes(move);
  const rows: (Button | false)[][] = [
    [
      can('claim') && assignee === null && { label: 'Ambil', action: { verb: 'claim', id }, style: 'primary' },
      can('reply') && { label: 'Balas', action: { verb: 'respond', id } },
      can('resolve') && { label: 'Selesai', action: { verb: 'resolve', id } },
      can('reject') && { label: 'Tolak', action: { verb: 'reject', id } },
      can('split') && { label: 'Pisahkan lagi', action: { verb: 'split', id } },
      can('reopen') && { label: 'Buka lagi', action: { verb: 'reopen', id } },
    ],
    [
      can('assign') && { label: 'Alihkan', action: { verb: 'assign', id } },
      can('wait') || can('resume') || can('return-from-lkpp')
        ? { label: 'Status', action: { verb: 'status', id } }
        : false,
      can('prioritize') && { label: 'Prioritas', action: { verb: 'priority', id } },
      can('forward') && { label: 'Teruskan ke LKPP', action: { verb: 'forward', id } },
      can('merge') && { label: 'Gabung', action: { verb: 'merge', id } },
    ],
    [
      attended && { label: 'Kembalikan ke bot', action: { verb: 'hand-to-bot', id } },
      hidden && {
        label: ticket.contact === null ? 'Lihat asli' : 'Lihat asli dan kontak',
        action: { verb: 'reveal', id },
      },
    ],
  ];
  return rows.map((row) => row.filter((button) => button !== false)).filter((row) => row.length > 0);
}

/** The first words in the thread of a card: how the thread works. */
export function ticketOpenedNote({ number, reporter }: TicketRow): Reply {
  return {
    blocks: [
      paragraph(
        `Utas ini adalah tiket ${number}. Yang ditulis di sini hanya untuk petugas. `,
        reporter === null
          ? 'Pelapornya tidak memakai chat: sampaikan jawabannya sendiri, lalu catat dengan tombol Balas.'
          : 'Untuk membalas pelapor, awali dengan ',
        ...(reporter === null ? [] : [{ code: '!balas' }, ' atau tekan tombol Balas.']),
      ),
    ],
  };
}

/** What the reporter added, as officers read it. */
export function fromReporter(
  { number, reporter_name, merged_into }: TicketRow,
  text: string,
  masked: boolean,
  files: number,
): Reply {
  return {
    blocks: [
      paragraph('💬 ', { bold: reporter_name }, merged_into === null ? ' menulis:' : ` (${number}) menulis:`),
      ...(text === '' ? [] : [quote(shortened(text, 2_500))]),
      ...(files > 0
        ? [note(files === 1 ? '📎 1 berkas menyusul di bawah.' : `📎 ${files} berkas menyusul di bawah.`)]
        : []),
      ...(masked ? [note('🕶️ Ada yang disamarkan.')] : []),
    ],
  };
}

/** A file of a ticket could not be taken; `direction` says whose it was. */
export const fileNotTaken = (name: string, why: string, direction?: FileRow['direction']): Reply => ({
  blocks: [
    paragraph(
      `📎 Berkas ${fileName(name)} ${direction === undefined ? 'tidak diterima' : NOT_TAKEN[direction]}: ${why}.`,
    ),
  ],
});

const NOT_TAKEN: Record<FileRow['direction'], string> = {
  in: 'dari pelapor tidak diterima',
  out: 'dari petugas tidak dikirim kepada pelapor',
  packet: 'untuk LKPP tidak jadi dibuat',
};

/** The words beside a file in a thread. */
export const fileFrom = (name: string): Reply => ({ blocks: [paragraph(`📎 ${name}`)] });

/** How a reply fares on its way to the reporter, in words. */
const DELIVERIES: Record<string, string> = {
  due: '⏳ menunggu dikirim',
  sent: '✅ terkirim',
  unsure: '❓ tidak pasti sampai',
  refused: '⛔ ditolak layanannya',
  gone: '⛔ gagal: pelapor memblokir bot atau akunnya tidak ada lagi',
  dismissed: '⛔ tidak dikirim ulang',
  told: '📞 disampaikan langsung oleh petugas',
};

/** What an officer wrote to a reporter. `to` is the number of a ticket that was merged into that of the thread. */
type ReplyShown = { by: string; to?: string; text: string; files: number; delivery: string; letter: number };

/** A reply of an officer in the thread, with how it fares; uncertain ones can be sent again. */
export function replyInThread({ by, to, text, files, delivery, letter }: ReplyShown): Reply {
  const undecided = delivery === 'unsure' || delivery === 'refused' || delivery === 'gone';
  return {
    blocks: [
      paragraph(
        '↩️ ',
        { bold: shortened(by, NAME_SHOWN) },
        to === undefined ? ' membalas pelapor:' : ` membalas pelapor ${to}:`,
      ),
      ...(text === '' ? [] : [quote(shortened(text, 2_500))]),
      ...(files > 0 ? [note(`📎 ${files} berkas ikut dikirim.`)] : []),
      note(DELIVERIES[delivery] ?? delivery, ...(delivery === 'unsure' ? ['. Kirim ulang?'] : [])),
    ],
    ...(undecided && {
      buttons: [
        [
          { label: 'Kirim ulang', action: { verb: 'resend', id: letter } },
          { label: 'Biarkan', action: { verb: 'dismiss', id: letter } },
        ],
      ],
    }),
  };
}

/** Something that was done, in the thread. */
export const deedInThread = (by: string, deed: Deed): Reply => ({
  blocks: [paragraph({ bold: by }, ` ${wordsOf(deed)}`)],
});

/** What can be told of in a thread. */
export type Deed =
  | { kind: 'claimed' }
  | { kind: 'released' }
  | { kind: 'assigned'; bidang: Bidang; to?: string; note: string }
  | { kind: 'waiting' }
  | { kind: 'resumed' }
  | { kind: 'prioritized'; priority: Priority; reason: string }
  | { kind: 'forwarded'; ground: Ground; number?: string }
  | { kind: 'lkpp-number'; number: string }
  | { kind: 'returned' }
  | { kind: 'handed-to-bot' }
  | { kind: 'resolved'; faq: boolean }
  | { kind: 'rejected' }
  | { kind: 'merged'; into: string }
  | { kind: 'absorbed'; number: string }
  | { kind: 'split' }
  | { kind: 'let-go'; number: string }
  | { kind: 'reopened' }
  | { kind: 'revealed' };

function wordsOf(deed: Deed): string {
  switch (deed.kind) {
    case 'claimed':
      return 'mengambil tiket ini.';
    case 'released':
      return 'melepas tiket ini; siapa pun dapat mengambilnya.';
    case 'assigned':
      return `mengalihkan tiket ini ke ${deed.to ?? `Bidang ${BIDANG_NAMES[deed.bidang]}`}.${after(deed.note)}`;
    case 'waiting':
      return 'menunggu jawaban pelapor; jam layanan berhenti.';
    case 'resumed':
      return 'melanjutkan tiket ini; jam layanan berjalan lagi.';
    case 'prioritized':
      return `mengubah prioritasnya menjadi ${PRIORITY_NAMES[deed.priority]}.${after(deed.reason)}`;
    case 'forwarded':
      return `meneruskan tiket ini ke LKPP (Pasal 23 ayat (3) ${GROUND_NAMES[deed.ground]}), tiket LKPP: ${deed.number ?? 'belum dicatat'}.`;
    case 'lkpp-number':
      return `mencatat nomor tiket LKPP: ${deed.number}.`;
    case 'returned':
      return 'melanjutkan tiket ini sesudah dari LKPP.';
    case 'handed-to-bot':
      return 'mengembalikan percakapan ke bot: pesan pelapor dijawab bot lagi.';
    case 'resolved':
      return `menyelesaikan tiket ini.${deed.faq ? ' Dicatat sebagai usulan FAQ.' : ''}`;
    case 'rejected':
      return 'menolak tiket ini.';
    case 'merged':
      return `menggabungkan tiket ini ke ${deed.into}.`;
    case 'split':
      return 'memisahkan lagi tiket ini; ia ditangani tersendiri.';
    case 'let-go':
      return `memisahkan lagi ${deed.number} dari tiket ini.`;
    case 'absorbed':
      return `menggabungkan ${deed.number} ke tiket ini.`;
    case 'reopened':
      return 'membuka lagi tiket ini.';
    case 'revealed':
      return 'melihat tulisan asli pelapor.';
  }
}

const after = (words: string) => (words.trim() === '' ? '' : ` “${shortened(words.trim(), 1_000)}”`);

/** Why a move was not made, to whoever wanted it. `typed` is given back, so that nothing that was written is lost. */
export function moveRefused(
  why: MoveRefusal,
  ticket: TicketRow | undefined,
  assignee: string | undefined,
  typed = '',
): Reply {
  const number = ticket?.number ?? '';
  const words: Record<MoveRefusal, string> = {
    state: `${number} sekarang “${STATE_NAMES[(ticket?.state ?? 'baru') as TicketState]}”; itu tidak dapat dilakukan lagi.`,
    owned: `${number} sedang ditangani ${assignee ?? 'petugas lain'}. Bila perlu, alihkan dulu tiketnya.`,
    already: `${number} sudah Anda pegang.`,
    'too-late': `${number} sudah lewat batas waktu untuk dibuka lagi; buat tiket baru yang menyebut nomor ini.`,
    unseen: 'Tiket itu tidak ada.',
    merged: `${number} sudah digabung ke tiket lain; lanjutkan di sana.`,
  };
  return {
    blocks: [paragraph(words[why]), ...(typed === '' ? [] : [note('Yang Anda tulis:'), quote(typed)])],
  };
}

/** What was typed in the form was not enough. */
export const formIncomplete = (what: keyof typeof INCOMPLETE, typed = ''): Reply => ({
  blocks: [paragraph(INCOMPLETE[what]), ...(typed === '' ? [] : [note('Yang Anda tulis:'), quote(typed)])],
});
export const INCOMPLETE = {
  text: 'Belum ada isinya, jadi tidak ada yang dikirim.',
  'no-chat': 'Pelapor tiket ini tidak memakai chat, jadi berkas tidak dapat dikirim kepadanya.',
  'no-person': 'Orang itu belum mempunyai peran di helpdesk. Berikan dulu dengan /lpse peran.',
  'no-ticket': 'Nomor tiket tujuan tidak ditemukan. Tulis seperti L-2026-00042.',
  'same-ticket': 'Tiket tidak dapat digabung ke dirinya sendiri.',
  'merged-ticket': 'Tiket tujuan sendiri sudah digabung ke tiket lain.',
  'closed-ticket': 'Tiket tujuan sudah selesai atau ditutup.',
  'other-desk': 'Tiket terbatas hanya dapat digabung dengan tiket terbatas.',
  question: 'Pertanyaannya belum ditulis, jadi statusnya tidak diubah: pelapor perlu tahu apa yang ditunggu.',
  'lkpp-number': 'Nomor tiket LKPP belum ditulis, jadi tidak ada yang dicatat.',
  unclaimed: 'Ambil dulu tiket ini, baru tulisan aslinya dapat dilihat.',
  'no-suggestion': 'Saran jawaban itu tidak ada lagi.',
  'suggestion-settled': 'Saran itu sudah dikirim atau diabaikan. Untuk menulis kepada pelapor, tekan Balas.',
  'not-a-ticket': 'Utas ini bukan utas tiket yang saya kenal, jadi tidak ada yang dikirim. Balas di utas kartunya.',
  edited: 'Balasan itu sudah dikirim; perubahannya tidak ikut. Kirim koreksi dengan !balas.',
  'edited-into': 'Pesan yang diubah tidak dikirim kepada pelapor. Tulis sebagai pesan baru yang diawali !balas.',
} as const;

/** The words as the reporter typed them, and how to reach somebody who has no chat; to one officer only. */
export const original = ({ number, contact }: TicketRow, texts: string[]): Reply => ({
  blocks: [
    heading(`${number}: asli`),
    ...texts.map((text) => quote(text)),
    ...(contact === null ? [] : [paragraph(`Kontak: ${contact}`)]),
    note('Dilihatnya bagian ini tercatat. Jangan disalin ke tempat lain.'),
  ],
});

/** An answer of the knowledge that an officer may send. */
export function suggestion(ticket: number, blocks: Block[]): Reply {
  return {
    blocks: [
      paragraph({ bold: '💡 Saran jawaban dari pengetahuan' }),
      ...blocks,
      note('Belum dikirim kepada pelapor.'),
    ],
    buttons: [
      [
        { label: 'Kirim', action: { verb: 'suggestion', id: ticket, choice: 'send' }, style: 'primary' },
        { label: 'Sunting dulu', action: { verb: 'suggestion', id: ticket, choice: 'edit' } },
        { label: 'Abaikan', action: { verb: 'suggestion', id: ticket, choice: 'drop' } },
      ],
    ],
  };
}

/** The answer that the reporter had already and that did not help. */
export const answeredBefore = (blocks: Block[]): Reply => ({
  blocks: [paragraph({ bold: '🤖 Jawaban bot yang sudah diterima pelapor' }), ...blocks],
});

/** What became of a suggestion. */
export const suggestionSettled = (blocks: Block[], what: keyof typeof SETTLED, by: string): Reply => ({
  blocks: [
    paragraph({ bold: '💡 Saran jawaban dari pengetahuan' }),
    ...blocks,
    note(`${SETTLED[what]} oleh ${shortened(by, NAME_SHOWN)}.`),
  ],
});

const SETTLED = {
  sent: 'Dikirim kepada pelapor',
  edited: 'Disunting lalu dikirim kepada pelapor',
  dropped: 'Diabaikan',
} as const;

const text = (name: string, label: string, more: Partial<Form['fields'][number]> = {}): Form['fields'][number] => ({
  name,
  label,
  kind: 'long',
  longest: 3_000,
  ...more,
});
const options = <Value extends string | number>(values: readonly Value[], names: Record<Value, string>) =>
  values.map((value) => ({ value: String(value), label: names[value] }));

/** Writes to the reporter; `name` is 'suggestion' where a suggested answer is edited. */
export function respondForm(
  { id, number, reporter }: TicketRow,
  initial: string,
  merged: number,
  name: 'respond' | 'suggestion' = 'respond',
): Form {
  return {
    name,
    id,
    title: `Balas ${number}`,
    submit: reporter === null ? 'Catat' : 'Kirim',
    fields: [
      text('text', reporter === null ? 'Yang disampaikan kepada pelapor' : 'Balasan untuk pelapor', {
        ...(initial !== '' && { initial }),
        hint: 'Jangan meminta kata sandi, OTP, atau NIK.',
      }),
      {
        name: 'then',
        label: 'Sesudah itu',
        kind: 'choice',
        initial: 'stay',
        options: [
          { value: 'stay', label: 'Tetap saya tangani' },
          { value: 'wait', label: 'Menunggu jawaban pelapor (jam layanan berhenti)' },
        ],
      },
      ...(merged === 0
        ? []
        : [
            {
              name: 'also',
              label: 'Tiket gabungan',
              kind: 'choices' as const,
              optional: true,
              options: [{ value: 'merged', label: `Kirim juga ke ${merged} pelapor yang tiketnya digabung` }],
            },
          ]),
    ],
  };
}

/** Another state by hand. */
export function statusForm(ticket: TicketRow): Form {
  const moves = possibleMoves({ state: ticket.state as TicketState, merged: false });
  const choices = [
    { value: 'resume', label: 'Diambil: dilanjutkan, jam layanan berjalan' },
    { value: 'wait', label: 'Menunggu pengguna: jam layanan berhenti' },
    { value: 'return-from-lkpp', label: 'Kembali dari LKPP: dilanjutkan' },
    { value: 'release', label: 'Lepas: siapa pun dapat mengambilnya' },
  ].filter(({ value }) => moves.includes(value as Move));
  return {
    name: 'status',
    id: ticket.id,
    title: `Status ${ticket.number}`,
    submit: 'Ubah',
    fields: [
      { name: 'state', label: 'Menjadi', kind: 'choice', options: choices },
      text('note', 'Pertanyaan atau kabar untuk pelapor', {
        optional: true,
        hint: 'Dikirim kepada pelapor. Wajib untuk “Menunggu pengguna”; selain itu kosongkan bila tidak perlu.',
      }),
    ],
  };
}

/** Another priority. */
export const priorityForm = ({ id, number, priority }: TicketRow): Form => ({
  name: 'priority',
  id,
  title: `Prioritas ${number}`,
  submit: 'Ubah',
  fields: [
    {
      name: 'priority',
      label: 'Prioritas',
      kind: 'choice',
      initial: String(priority),
      options: options(PRIORITIES, PRIORITY_NAMES),
    },
    text('note', 'Alasan', { optional: true, kind: 'text', longest: 300 }),
  ],
});

/** To another Bidang or another person. */
export const assignForm = ({ id, number, bidang }: TicketRow): Form => ({
  name: 'assign',
  id,
  title: `Alihkan ${number}`,
  submit: 'Alihkan',
  fields: [
    { name: 'bidang', label: 'Bidang', kind: 'choice', initial: bidang, options: options(BIDANG, BIDANG_NAMES) },
    { name: 'person', label: 'Petugas', kind: 'person', optional: true },
    text('note', 'Catatan untuk petugas', { optional: true, longest: 1_000 }),
  ],
});

/** To LKPP, with what the packet needs (Pasal 23 ayat (3)). */
export function forwardForm(
  { id, number, state, lkpp_ground, lkpp_number }: TicketRow,
  pictures: { id: number; name: string }[],
  others: string[],
  { zoneName }: Unit,
): Form {
  const isThere = state === 'di_lkpp';
  const unlessThere = isThere ? { optional: true } : {};
  return {
    name: 'forward',
    id,
    title: `LKPP: ${number}`,
    submit: 'Teruskan',
    fields: [
      ...(isThere ? [AGAIN] : []),
      {
        name: 'ground',
        label: 'Dasar: Pasal 23 ayat (3)',
        kind: 'choice',
        options: options(GROUNDS, GROUND_NAMES),
        ...(lkpp_ground !== null && { initial: lkpp_ground }),
      },
      text('number', 'Nomor tiket LKPP', {
        kind: 'text',
        optional: true,
        longest: 60,
        hint: 'Dapat dicatat belakangan dengan tombol yang sama.',
        ...(lkpp_number !== null && { initial: lkpp_number }),
      }),
      text('application', 'Aplikasi dan versi', { kind: 'text', longest: 200, initial: 'SPSE ', ...unlessThere }),
      text('error', 'Kode atau bunyi galat', { kind: 'text', optional: true, longest: 500 }),
      text('when', 'Waktu kejadian', { kind: 'text', optional: true, longest: 200, hint: `Sebut ${zoneName}.` }),
      text('steps', 'Langkah yang sudah dicoba', { hint: 'Satu langkah tiap baris.', ...unlessThere }),
      ...(pictures.length === 0
        ? []
        : [
            {
              name: 'pictures',
              label: 'Tangkapan layar yang ikut',
              kind: 'choices' as const,
              optional: true,
              options: pictures.map((one) => ({ value: String(one.id), label: fileName(one.name) })),
              initial: pictures.map((one) => String(one.id)),
              hint: 'Data pribadi yang terbaca dihitamkan; periksa lagi sebelum berkasnya dilampirkan.',
            },
          ]),
    ],
    ...(others.length > 0 && {
      intro: [
        note(
          `Tidak ikut (bukan gambar): ${others
            .slice(0, OTHERS_SHOWN)
            .map((name) => shortened(name, NAME_SHOWN))
            .join(', ')}${andMore(others, OTHERS_SHOWN)}.`,
        ),
      ],
    }),
  };
}

/** What can be done with a ticket that is at LKPP already. */
const AGAIN: Form['fields'][number] = {
  name: 'what',
  label: 'Tiket ini sudah di LKPP',
  kind: 'choice',
  initial: 'number',
  options: [
    { value: 'number', label: 'Catat nomor tiket LKPP saja' },
    { value: 'anew', label: 'Teruskan lagi dengan berkas baru' },
  ],
};

/** The same trouble as another ticket. */
export const mergeForm = ({ id, number }: TicketRow): Form => ({
  name: 'merge',
  id,
  title: `Gabung ${number}`,
  submit: 'Gabung',
  fields: [
    text('number', 'Gabungkan ke tiket', {
      kind: 'text',
      longest: 40,
      hint: 'Nomornya, misalnya L-2026-00042. Pelapor tetap melihat tiketnya sendiri.',
    }),
  ],
});

/** It is solved. */
export const resolveForm = ({ id, number, restricted }: TicketRow, merged: number): Form => ({
  name: 'resolve',
  id,
  title: `Selesai ${number}`,
  submit: 'Selesai',
  fields: [
    text('resolution', 'Penyelesaian', {
      hint: merged === 0 ? 'Dikirim kepada pelapor.' : `Dikirim kepada pelapor dan ${merged} pelapor tiket gabungan.`,
    }),
    // What few may see is never for everybody.
    ...(restricted ? [] : [FAQ]),
  ],
});

const FAQ: Form['fields'][number] = {
  name: 'faq',
  label: 'Pengetahuan',
  kind: 'choices',
  optional: true,
  options: [{ value: 'faq', label: 'Jadikan usulan FAQ' }],
};

/** It cannot be worked on. */
export const rejectForm = ({ id, number }: TicketRow): Form => ({
  name: 'reject',
  id,
  title: `Tolak ${number}`,
  submit: 'Tolak',
  fields: [text('reason', 'Alasan', { hint: 'Dikirim kepada pelapor. Sebutkan juga siapa yang dapat dihubungi.' })],
});

/** A ticket for somebody who came or called, or about a message in Slack. */
export const newTicketForm = (description: string): Form => ({
  name: 'new-ticket',
  id: 0,
  title: 'Tiket baru',
  submit: 'Buat tiket',
  fields: [
    {
      name: 'origin',
      label: 'Datang lewat',
      kind: 'choice',
      initial: 'telepon',
      options: options([...ORIGINS].reverse(), ORIGIN_NAMES),
    },
    text('name', 'Nama pelapor', { kind: 'text', longest: 100, hint: 'Nama orang atau perusahaannya.' }),
    text('contact', 'Cara menghubungi', {
      kind: 'text',
      optional: true,
      longest: 100,
      hint: 'Hanya terlihat oleh petugas yang memegang tiketnya.',
    }),
    { name: 'kind', label: 'Jenis', kind: 'choice', initial: 'gangguan', options: options(KINDS, KIND_NAMES) },
    { name: 'category', label: 'Kategori', kind: 'choice', options: options(CATEGORIES, CATEGORY_NAMES) },
    text('package', 'Kode paket', { kind: 'text', optional: true, longest: 20 }),
    text('description', 'Uraian', { ...(description !== '' && { initial: description }) }),
    {
      name: 'urgent',
      label: 'Mendesak',
      kind: 'choices',
      optional: true,
      options: [{ value: 'urgent', label: 'Ada batas waktu dalam 24 jam' }],
    },
  ],
});

/** A ticket was opened for somebody else. */
export const ticketMade = ({ number }: TicketRow, due: string | undefined, codeTaken: boolean): Reply => ({
  blocks: [
    paragraph('Tiket ', { bold: number }, ` dibuat.${due === undefined ? '' : ` Tanggapi paling lambat ${due}.`}`),
    ...(codeTaken
      ? []
      : [note('Kode paketnya tidak dicatat karena harus 6 sampai 12 angka; yang Anda tulis ada di akhir uraian.')]),
  ],
});

/** A description with the package code as it was typed, where that is no code. */
export const withUnsureCode = (description: string, code: string): string =>
  `${description}\nKode paket (belum dipastikan): ${code}`;

/** Many tickets of one category within minutes. */
export function stormCard({
  id,
  category,
  since,
  tickets,
}: {
  id: number;
  category: Category;
  since: string;
  tickets: { number: string; name: string; link: string | undefined }[];
}): Reply {
  return {
    blocks: [
      heading(`⛈️ Kemungkinan gangguan: ${CATEGORY_NAMES[category]}`),
      paragraph(`${tickets.length} tiket sejak ${since}.`),
      list(
        tickets
          .slice(0, STORM_SHOWN)
          .map(({ number, name, link }) => [
            link === undefined ? { bold: number } : { text: number, url: link },
            ` ${shortened(name, 40)}`,
          ]),
      ),
      ...(tickets.length > STORM_SHOWN ? [note(`${tickets.length - STORM_SHOWN} lagi.`)] : []),
    ],
    buttons: [[{ label: 'Umumkan gangguan', action: { verb: 'outage', id }, style: 'primary' }]],
  };
}

/** A target is near or has passed. */
export function alarm(
  what: 'response-soon' | 'response-late' | 'resolution-soon' | 'resolution-late',
  number: string,
  due: string,
): Block[] {
  const words = {
    'response-soon': `⏰ ${number} perlu ditanggapi paling lambat ${due}.`,
    'response-late': `🔴 ${number} belum ditanggapi; targetnya ${due}.`,
    'resolution-soon': `⏰ ${number} perlu selesai paling lambat ${due}.`,
    'resolution-late': `🔴 ${number} belum selesai; targetnya ${due}.`,
  };
  return [paragraph(words[what])];
}

/** The same to an officer directly. */
export const alarmForOne = (ticket: number, blocks: Block[]): Reply => ({
  blocks,
  buttons: [[{ label: 'Lihat tiket', action: { verb: 'ticket', id: ticket } }]],
});

const andMore = (all: unknown[], shown: number) => (all.length > shown ? `, dan ${all.length - shown} lagi` : '');
