import type { FaqListStatus, FaqVersionState } from '../../db/faqs.ts';
import type { Unit } from '../../knowledge/index.ts';
import type { Action } from '../actions.ts';
import type { Block, Button, Form, Reply, Span } from '../reply.ts';
import type { FieldDifference } from '../rules/faq-difference.ts';
import { count } from './announcement-card.ts';
import { heading, list, note, paragraph, quote, shortened } from './blocks.ts';
import { differenceBlocks } from './difference.ts';
import { type PushShown, pushButtons } from './faq-push.ts';
import { calendarDay, clock } from './time.ts';

/** Of an entry: what its buttons depend on. */
export type DeskEntry = {
  id: number;
  /** It answers questions now. */
  answers: boolean;
  /** The version that answers, or did before it was withdrawn; null: none was ever published. */
  published: number | null;
  /** A later version waits: its own buttons change it. */
  proposed: boolean;
  /** The last version that was sent to subscribers. */
  push?: PushShown | undefined;
};

/** What can be done with an entry that stands: below its card, and where somebody looks at it alone. */
export function deskButtons({ id, answers, published, proposed, push }: DeskEntry): Button[][] {
  const history: Button = { label: 'Riwayat', action: { verb: 'faq-history', id } };
  if (published === null) return [];
  if (!answers)
    return [[history, ...(proposed ? [] : [restoreButton(id, published, 'Pulihkan')])], ...pushButtons(id, push)];
  return [
    [
      ...(proposed ? [] : [{ label: 'Ubah', action: { verb: 'faq-edit' as const, id } }]),
      ...(push?.version === published ? [] : [PUSH(id)]),
      { label: 'Masih benar', action: { verb: 'faq-reviewed', id } },
      history,
      { label: 'Tarik', action: { verb: 'faq-withdraw', id }, style: 'danger' },
    ],
    ...pushButtons(id, push),
  ];
}

const PUSH = (id: number): Button => ({ label: 'Kirim ke pelanggan', action: { verb: 'faq-push', id } });
const restoreButton = (id: number, version: number, label: string): Button => ({
  label,
  action: { verb: 'faq-restore', id, choice: String(version) },
});

/** What a list is narrowed to; the choice of its button. */
export const FAQ_SHELVES = ['semua', 'terbit', 'kedaluwarsa', 'ditinjau', 'draf', 'ditarik', 'saya'] as const;
export type FaqShelf = (typeof FAQ_SHELVES)[number];

export const SHELF_NAMES: Record<FaqShelf, string> = {
  semua: 'Semua',
  terbit: 'Terbit',
  kedaluwarsa: 'Lewat waktu tinjau',
  ditinjau: 'Menunggu persetujuan',
  draf: 'Draf',
  ditarik: 'Ditarik',
  saya: 'Milik saya',
};
const STATUS_NAMES: Record<FaqListStatus, string> = {
  terbit: 'terbit',
  kedaluwarsa: 'lewat waktu tinjau',
  ditinjau: 'menunggu persetujuan',
  draf: 'draf',
  ditarik: 'ditarik',
};
export const STATUS_ICONS: Record<FaqListStatus, string> = {
  terbit: '✅',
  kedaluwarsa: '⏰',
  ditinjau: '⏳',
  draf: '📝',
  ditarik: '🚫',
};

/** An entry of a list. */
export type ListedFaq = {
  id: number;
  question: string;
  status: FaqListStatus;
  /** The day until which it shall be looked at again, e.g. 2027-02-01; null: none is set. */
  reviewBy: string | null;
  owner: string | null;
  /** A later version waits. */
  proposed: boolean;
};

/** How many entries there are of each kind. */
export type FaqCounts = Record<FaqListStatus, number>;

const QUESTION_SHOWN = 120;
const NAME_SHOWN = 60;

/** /lpse faq: what there is of each kind, and a page of it. */
export function faqList(
  { shelf, counts, rows, first, next }: FaqPage,
  { writes, unit }: { writes: boolean; unit: Unit },
): Reply {
  return {
    blocks: [
      heading(`FAQ ${shortened(unit.short, NAME_SHOWN)}`),
      paragraph(countsLine(counts)),
      ...(rows.length === 0 ? [note(EMPTY[shelf])] : [paragraph({ bold: SHELF_NAMES[shelf] }), listOf(rows)]),
      note('Cari dengan ', { code: '/lpse faq cari kata kunci' }, ', buka dengan ', { code: '/lpse faq 12' }, '.'),
    ],
    buttons: [
      FAQ_SHELVES.map((name) => shelfButton(name, name === shelf)),
      openButtons(rows),
      [
        ...(first ? [] : [{ label: '« Dari awal', action: { verb: 'faqs' as const, id: 0, choice: shelf } }]),
        ...(next === undefined
          ? []
          : [{ label: 'Berikutnya »', action: { verb: 'faqs' as const, id: next, choice: shelf } }]),
      ],
      [...(writes ? [NEW] : []), ...EXPORTS],
    ].filter((row) => row.length > 0),
  };
}

/** A page of a list: `next` is the number after which the following page begins; absent: there is none. */
export type FaqPage = {
  shelf: FaqShelf;
  counts: FaqCounts;
  rows: ListedFaq[];
  first: boolean;
  next?: number | undefined;
};

const NEW: Button = { label: 'FAQ baru', action: { verb: 'faq-new', id: 0 }, style: 'primary' };
const EXPORTS: Button[] = (
  [
    ['xlsx', 'Ekspor Excel'],
    ['csv', 'Ekspor CSV'],
    ['md', 'Ekspor Markdown'],
  ] as const
).map(([choice, label]) => ({ label, action: { verb: 'faq-export', id: 0, choice } }));

const EMPTY: Record<FaqShelf, string> = {
  semua: 'Belum ada FAQ. Tulis yang pertama dengan tombol FAQ baru, atau jatuhkan berkas daftarnya ke sini.',
  terbit: 'Belum ada FAQ yang terbit.',
  kedaluwarsa: 'Tidak ada yang lewat waktu tinjau: semua sudah ditinjau tepat waktu.',
  ditinjau: 'Tidak ada yang menunggu persetujuan.',
  draf: 'Tidak ada draf.',
  ditarik: 'Belum ada yang ditarik.',
  saya: 'Tidak ada FAQ yang Anda miliki.',
};

const shelfButton = (shelf: FaqShelf, chosen: boolean): Button => ({
  label: chosen ? `✓ ${SHELF_NAMES[shelf]}` : SHELF_NAMES[shelf],
  action: { verb: 'faqs', id: 0, choice: shelf },
});

const openButtons = (rows: { id: number }[]): Button[] =>
  rows.map(({ id }) => ({ label: `Buka ${id}`, action: { verb: 'faq', id } }));

const countsLine = (counts: FaqCounts): string =>
  (['terbit', 'kedaluwarsa', 'ditinjau', 'draf', 'ditarik'] as const)
    .map((status) => `${SHELF_NAMES[status]} ${count(counts[status])}`)
    .join(' · ');

const listOf = (rows: ListedFaq[]): Block => list(rows.map(lineOf));

const lineOf = ({ id, question, status, reviewBy, owner, proposed }: ListedFaq): Span[] => [
  `${STATUS_ICONS[status]} `,
  { bold: String(id) },
  ` ${shortened(oneLine(question), QUESTION_SHOWN)} · ${STATUS_NAMES[status]}`,
  proposed && (status === 'terbit' || status === 'kedaluwarsa') ? ', ada usulan perubahan' : '',
  reviewBy === null || status === 'ditarik' ? '' : ` · tinjau sampai ${calendarDay(reviewBy)}`,
  owner === null ? '' : ` · ${shortened(oneLine(owner), NAME_SHOWN)}`,
];

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** What was found for some words: entries that hold them all, and entries that ask the same in other words. */
export function faqFound(
  words: string,
  { holding, more, asking }: { holding: ListedFaq[]; more: boolean; asking: { id: number; question: string }[] },
): Reply {
  const nothing = holding.length + asking.length === 0;
  return {
    blocks: [
      heading('FAQ: hasil pencarian'),
      paragraph('Dicari: ', { italic: shortened(oneLine(words), QUESTION_SHOWN) }),
      ...(nothing ? [note('Tidak ada yang cocok. Coba kata lain, atau lihat semuanya dengan tombol di bawah.')] : []),
      ...(holding.length === 0 ? [] : [paragraph({ bold: 'Memuat kata itu' }), listOf(holding)]),
      ...(more ? [note('Masih ada lagi. Tambahkan kata supaya lebih sempit.')] : []),
      ...(asking.length === 0
        ? []
        : [
            paragraph({ bold: 'Menanyakan hal serupa' }),
            list(
              asking.map(({ id, question }) => [
                { bold: String(id) },
                ` ${shortened(oneLine(question), QUESTION_SHOWN)}`,
              ]),
            ),
          ]),
    ],
    buttons: [
      openButtons([...new Set([...holding, ...asking].map(({ id }) => id))].map((id) => ({ id }))),
      [ALL],
    ].filter((row) => row.length > 0),
  };
}

const ALL: Button = { label: 'Semua FAQ', action: { verb: 'faqs', id: 0, choice: 'semua' } };

/** Other things that are told to whoever works on the FAQ. */
export const FAQ_TOLD = {
  unknown: 'FAQ bernomor itu tidak ada.',
  'search-what': 'Tulis yang dicari, misalnya: /lpse faq cari lupa kata sandi',
  'not-writer':
    'FAQ ditulis oleh Bidang Pelatihan dan Sosialisasi (peran TRN). Mintalah mereka, atau admin untuk peran itu.',
  'form-closed': 'Formulirnya tidak terbuka. Coba sekali lagi.',
  withdrawn: 'FAQ ini sudah ditarik, jadi tidak menjawab lagi.',
  unpublished: 'FAQ ini belum pernah terbit.',
  pending:
    'Masih ada usulan yang belum diputuskan untuk FAQ ini. Setujui, kembalikan, atau buang dahulu lewat kartunya.',
  same: 'Isi versi itu sama dengan yang berlaku sekarang, jadi tidak ada yang perlu dipulihkan.',
  changed: 'FAQ ini baru saja diubah orang lain. Lihat lagi isinya, lalu ulangi.',
  'basis-gone': 'Dasar FAQ ini tidak ada lagi dalam dokumen yang berlaku. Tekan Ubah dan perbaiki dasarnya.',
  'no-version': 'Versi itu tidak ada.',
  'no-reason': 'Tulis alasannya, paling sedikit 5 huruf.',
} as const;

/** Nothing was done, and why. */
export const faqTold = (why: keyof typeof FAQ_TOLD): Reply => ({ blocks: [paragraph(FAQ_TOLD[why])] });

/** A version in a history. */
export type HistoryVersion = {
  version: number;
  state: FaqVersionState;
  author: string | null;
  madeAt: Date;
  decider: string | null;
  decidedAt: Date | null;
  note: string | null;
  /** It came with a file. */
  uploaded: boolean;
};

const STATE_NAMES: Record<FaqVersionState, string> = {
  draf: 'draf',
  ditinjau: 'menunggu persetujuan',
  terbit: 'terbit',
  lama: 'digantikan',
  dikembalikan: 'dikembalikan',
  dibuang: 'dibuang',
  bersama: 'ditulis bersamaan dengan versi lain, belum dipakai',
};
/** What the second person did. */
const DECIDED: Partial<Record<FaqVersionState, string>> = {
  terbit: 'diterbitkan',
  lama: 'diterbitkan',
  dikembalikan: 'dikembalikan',
  dibuang: 'dibuang',
};
const NOTE_SHOWN = 200;

/** Riwayat: who wrote and who decided what and when, newest first. */
export function faqHistory(
  {
    id,
    question,
    versions,
    later,
    earlier,
  }: {
    id: number;
    question: string;
    versions: HistoryVersion[];
    /** Choices of the buttons to the pages before and after; absent: there is none. */
    later?: string | undefined;
    earlier?: string | undefined;
  },
  { restores, unit }: { restores: boolean; unit: Unit },
): Reply {
  const page = (choice: string): Action => ({ verb: 'faq-history', id, choice });
  return {
    blocks: [
      heading(`Riwayat FAQ nomor ${id}`),
      paragraph({ italic: shortened(oneLine(question), QUESTION_SHOWN) }),
      list(versions.map((one) => versionLine(one, unit))),
    ],
    buttons: [
      versions
        .filter(({ version }) => version > 1)
        .map(({ version }) => ({
          label: `Beda versi ${version}`,
          action: { verb: 'faq-difference', id, choice: String(version) },
        })),
      restores
        ? versions.filter(isRestorable).map(({ version }) => restoreButton(id, version, `Pulihkan versi ${version}`))
        : [],
      [
        ...(later === undefined ? [] : [{ label: '« Lebih baru', action: page(later) }]),
        ...(earlier === undefined ? [] : [{ label: 'Lebih lama »', action: page(earlier) }]),
        { label: `Buka ${id}`, action: { verb: 'faq' as const, id } },
      ],
    ].filter((row) => row.length > 0) as Button[][],
  };
}

/** What answers now needs no restoring, and what still waits has its own buttons. */
const isRestorable = ({ state }: HistoryVersion): boolean => ['lama', 'dibuang', 'dikembalikan'].includes(state);

function versionLine(
  { version, state, author, madeAt, decider, decidedAt, note: remark, uploaded }: HistoryVersion,
  unit: Unit,
): Span[] {
  const decided = DECIDED[state];
  return [
    { bold: `Versi ${version}` },
    ` · ${STATE_NAMES[state]} · ditulis ${nameOf(author)} ${clock(madeAt, unit)}${uploaded ? ' (dari berkas)' : ''}`,
    decided !== undefined && decidedAt !== null ? ` · ${decided} ${nameOf(decider)} ${clock(decidedAt, unit)}` : '',
    ...(remark === null || remark.trim() === '' ? [] : [' · ', { italic: shortened(oneLine(remark), NOTE_SHOWN) }]),
  ];
}

const nameOf = (name: string | null): string =>
  name === null ? 'bersama program' : `oleh ${shortened(oneLine(name) || 'seseorang', NAME_SHOWN)}`;

/** What differs between two versions of an entry. */
export const faqDifferenceShown = (
  { id, before, after }: { id: number; before: { version: number; at: Date }; after: { version: number; at: Date } },
  fields: FieldDifference[],
  unit: Unit,
): Reply => ({
  blocks: [
    heading(`FAQ nomor ${id}: versi ${before.version} → ${after.version}`),
    note(
      `− hilang: versi ${before.version}, ${clock(before.at, unit)} · + baru: versi ${after.version}, ${clock(after.at, unit)}`,
    ),
    ...differenceBlocks(fields),
  ],
  buttons: [
    [
      { label: '« Riwayat', action: { verb: 'faq-history', id } },
      { label: `Buka ${id}`, action: { verb: 'faq', id } },
    ],
  ],
});

/** An old version was proposed again; it does not answer before somebody else has approved it. */
export const faqRestored = (id: number, from: number, version: number): Reply => ({
  blocks: [
    paragraph(
      { bold: `Isi versi ${from} disiapkan sebagai draf versi ${version} FAQ nomor ${id}.` },
      ' Periksa di kartunya, lalu tekan Ajukan; orang lain menyetujuinya.',
    ),
  ],
});

/** The note of a version whose words are those of an earlier one. */
export const restoredFrom = (version: number): string => `Pemulihan versi ${version}`;

/** The form in which somebody says why an entry shall not answer any more. */
export const withdrawForm = ({ id, question }: { id: number; question: string }): Form => ({
  name: 'faq-withdraw',
  id,
  title: 'Tarik FAQ',
  submit: 'Tarik',
  intro: [
    paragraph(`FAQ nomor ${id}: `, { bold: shortened(oneLine(question), QUESTION_SHOWN) }),
    note('Sesudah ditarik FAQ ini langsung tidak menjawab lagi. Isinya tetap tersimpan dan dapat dipulihkan.'),
  ],
  fields: [
    { name: 'reason', label: 'Alasan', kind: 'long', longest: 500, hint: 'Misalnya: prosedurnya sudah berganti.' },
  ],
});

/** An entry does not answer any more; of one that was so already, nothing was done. */
export const faqWithdrawn = (id: number): Reply => ({
  blocks: [
    paragraph(
      { bold: `FAQ nomor ${id} ditarik.` },
      ' Mulai sekarang tidak dipakai menjawab; kartunya mencatat alasannya.',
    ),
  ],
});

/** Somebody looked at an entry again, and it is still right. */
export const faqReviewed = (id: number, reviewBy: string): Reply => ({
  blocks: [
    paragraph({ bold: `FAQ nomor ${id} masih benar.` }, ` Ditinjau lagi paling lambat ${calendarDay(reviewBy)}.`),
  ],
});

/** A file with the whole FAQ is being made. */
export const faqExporting = (format: string): Reply => ({
  blocks: [paragraph(`Berkas FAQ (${format}) sedang dibuat dan dikirim ke pesan langsung Anda sebentar lagi.`)],
});

/** Which kinds of file there are. */
export const faqExportWhat = (): Reply => ({
  blocks: [paragraph('Pilih bentuk berkasnya. Berkas itu dapat diubah lalu dijatuhkan kembali ke sini.')],
  buttons: [EXPORTS],
});

/** How a list of entries is taken over from a file. */
export const faqImportHow = (): Reply => ({
  blocks: [
    heading('Impor FAQ dari berkas'),
    list([
      [
        'Ekspor dahulu (tombol di bawah) supaya kolomnya pas; ubah atau tambah barisnya. Baris baru: kosongkan nomornya.',
      ],
      ['Jatuhkan berkas .xlsx, .csv, atau .md itu ke pesan langsung dengan bot, atau ke kanal pelatihan.'],
      ['Bot menunjukkan apa yang baru, berubah, sama, dan salah beserta selnya. Belum ada yang berubah.'],
      [
        'Orang lain menekan Terapkan, atau “Terapkan yang benar saja” bila ada baris yang salah: baris yang salah dilewati, yang lain berlaku sekaligus.',
      ],
    ]),
  ],
  buttons: [EXPORTS],
});

/** An entry that somebody shall look at. */
export type DueFaq = { id: number; question: string; reviewBy: string | null };

/** So many are named; of the rest there is the list. */
const DUE_SHOWN = 8;

const REVIEW_WORDS = {
  soon: 'perlu ditinjau sebelum tanggalnya',
  today: 'sudah sampai tanggal tinjaunya',
  lapsed: 'lewat waktu tinjau: jawabannya sekarang diberi catatan “belum ditinjau sejak …”',
} as const;
export type ReviewStage = keyof typeof REVIEW_WORDS;

/** Entries whose day of review is near or has passed, for their owner; for all trainers where they have none. */
export const reviewReminder = (due: Record<ReviewStage, DueFaq[]>, whose: 'own' | 'nobodys'): Reply => {
  const all = [...due.lapsed, ...due.today, ...due.soon];
  return {
    blocks: [
      heading(whose === 'own' ? '🔎 FAQ Anda yang perlu ditinjau' : '🔎 FAQ tanpa pemilik yang perlu ditinjau'),
      ...(['lapsed', 'today', 'soon'] as const).flatMap((stage) =>
        due[stage].length === 0
          ? []
          : [paragraph({ bold: `${count(due[stage].length)} ${REVIEW_WORDS[stage]}` }), shelfOf(due[stage])],
      ),
      note('Buka, lalu tekan Masih benar bila isinya tetap, atau Ubah.'),
    ],
    buttons: [openButtons(all.slice(0, DUE_SHOWN)), [whose === 'own' ? MINE : ALL]],
  };
};

const MINE: Button = { label: 'FAQ saya', action: { verb: 'faqs', id: 0, choice: 'saya' } };

const shelfOf = (due: DueFaq[]): Block =>
  list([
    ...due
      .slice(0, DUE_SHOWN)
      .map(({ id, question, reviewBy }): Span[] => [
        { bold: String(id) },
        ` ${shortened(oneLine(question), QUESTION_SHOWN)}${reviewBy === null ? '' : ` · ${calendarDay(reviewBy)}`}`,
      ]),
    ...(due.length > DUE_SHOWN ? [[`dan ${count(due.length - DUE_SHOWN)} lagi`]] : []),
  ]);

/** Entries that rest on provisions which changed or are gone, for their owner; for all trainers where they have none. */
export const basisReminder = (due: (DueFaq & { basis: string[] })[], whose: 'own' | 'nobodys'): Reply => ({
  blocks: [
    heading(whose === 'own' ? '⚖️ Dasar FAQ Anda berubah' : '⚖️ Dasar FAQ berubah'),
    paragraph(
      'Ketentuan yang menjadi dasarnya diubah atau hilang dalam dokumen yang baru. Sampai ditinjau, jawabannya diberi catatan tentang itu.',
    ),
    list([
      ...due
        .slice(0, DUE_SHOWN)
        .map(({ id, question, basis }): Span[] => [
          { bold: String(id) },
          ` ${shortened(oneLine(question), QUESTION_SHOWN)}${basis.length === 0 ? '' : ` · ${shortened(basis.join(', '), QUESTION_SHOWN)}`}`,
        ]),
      ...(due.length > DUE_SHOWN ? [[`dan ${count(due.length - DUE_SHOWN)} lagi`]] : []),
    ]),
    note('Buka, bandingkan dengan dasarnya, lalu tekan Masih benar atau Ubah.'),
  ],
  buttons: [openButtons(due.slice(0, DUE_SHOWN)), [whose === 'own' ? MINE : ALL]],
});

/** What stands at home for whoever looks after the FAQ. */
export const faqAtHome = (counts: FaqCounts, { mine, writes }: { mine: number; writes: boolean }): Reply => ({
  blocks: [
    paragraph({ bold: 'FAQ' }),
    paragraph(countsLine(counts)),
    ...(mine > 0 ? [note(`${count(mine)} FAQ milik Anda menunggu ditinjau.`)] : []),
  ],
  buttons: [
    [
      ...(writes ? [NEW] : []),
      { label: 'Daftar FAQ', action: { verb: 'faqs', id: 0, choice: 'semua' } },
      { label: 'Belum terjawab', action: { verb: 'gaps', id: 0 } },
      { label: 'Dokumen', action: { verb: 'documents', id: 0 } },
    ],
  ],
});

/** What somebody did with an entry, below its card. */
export type DeskDeed =
  | { kind: 'withdrawn'; reason: string }
  | { kind: 'reviewed'; reviewBy: string }
  | { kind: 'pushed'; version: number; recipients: number }
  | { kind: 'paused' | 'sending' | 'stopped' };

/** Who did it, in the thread. */
export const deskDeed = (name: string, deed: DeskDeed): Reply => ({
  blocks: [paragraph({ bold: shortened(oneLine(name) || 'Seseorang', NAME_SHOWN) }, ' ', ...deedWords(deed))],
});

function deedWords(deed: DeskDeed): Span[] {
  switch (deed.kind) {
    case 'withdrawn':
      return ['menarik FAQ ini: ', { italic: deed.reason }];
    case 'reviewed':
      return [`menyatakan FAQ ini masih benar; ditinjau lagi paling lambat ${calendarDay(deed.reviewBy)}.`];
    case 'pushed':
      return [`mengirim versi ${deed.version} ke ${count(deed.recipients)} pelanggan.`];
    case 'paused':
      return ['menjeda pengiriman ke pelanggan.'];
    case 'sending':
      return ['melanjutkan pengiriman ke pelanggan.'];
    case 'stopped':
      return ['menghentikan pengiriman ke pelanggan; sisanya tidak dikirim.'];
  }
}

/** What was typed into a form that could not be taken: nobody has to type it again. */
export const withdrawNotTaken = (why: keyof typeof FAQ_TOLD, typed: string): Reply => ({
  blocks: [paragraph(FAQ_TOLD[why]), ...(typed.trim() === '' ? [] : [quote(shortened(typed, 1_000))])],
});

/** In the App Home all that is said is one page, and leads back to the desk. */
export const trainersPage = (said: Reply[]): Reply => ({
  blocks: said.flatMap(({ blocks }) => blocks),
  buttons: [
    ...said.flatMap(({ buttons = [] }) => buttons),
    [{ label: '« Kembali', action: { verb: 'tickets', id: 0, choice: 'home' } }],
  ],
});
