import type { UploadRow } from '../../db/uploads.ts';
import { showHidden, type Unit } from '../../knowledge/index.ts';
import type { Block, Button, Form, Reply, Span } from '../reply.ts';
import type { FaqSuspicion } from '../rules/faq-suspicion.ts';
import type { UploadRefusal } from '../rules/upload.ts';
import type { Chosen, DryRunRow, Found, FoundFaq, NumberRun, Relation, RowProblem } from '../upload-found.ts';
import { heading, list, note, paragraph, shortened } from './blocks.ts';
import { documentPreview } from './documents.ts';
import { clock } from './time.ts';
import { fitted, weightOf, weightOfButtons } from './within-card.ts';

/** An upload as its card shows it. `own`: for whoever gave it, who may not let it be taken over. */
export type CardUpload = Pick<UploadRow, 'id' | 'revision' | 'name' | 'state' | 'progress' | 'why'> & {
  found: Found | null;
  chosen: Chosen;
  /** What the stored document of that id does to others. */
  inForce: Relation[];
  by: string;
  decider: string;
  madeAt: Date;
  decidedAt: Date | null;
  unit: Unit;
  own?: boolean;
};

/** So many examples of each kind stand on a card, and so much of a text. */
const EXAMPLES = 3;
const NOTES = 2;
const PROBLEMS = 4;
const FIELDS = 2;
const TEXT_SHOWN = 110;
const VALUE_SHOWN = 220;
const ANSWER_SHOWN = 200;
const WARNED = 4;
const WARNING_SHOWN = 140;
const RUNS = 12;
/** What a card holds in all. */
const CARD = 9_600;
const NAME_SHOWN = 80;
const SENTENCE_SHOWN = 160;
const REASON_SHOWN = 400;

const nameOf = (name: string): string => shortened(name.replace(/\s+/gu, ' ').trim() || 'Seseorang', NAME_SHOWN);
/** On one line, and nothing in it unseen. */
const one = (text: string, most = TEXT_SHOWN): string =>
  shortened(showHidden(text).replace(/\s+/gu, ' ').trim(), most) || '—';
const count = (value: number): string => new Intl.NumberFormat('id').format(value);
const percent = ({ done, total }: { done: number; total: number }): string =>
  total > 0 ? ` ${Math.min(99, Math.floor((done / total) * 100))} %` : '';

/** The card of a file that a trainer gave: how far reading is, what was found, and what became of it. */
export function uploadCard(card: CardUpload): Reply {
  const title = heading(shortened(`📥 ${card.name}`, 140));
  const buttons = buttonsOf(card);
  const [foot, ...body] = BODIES[card.state](card).reverse();
  const around = [title, ...(foot ? [foot] : [])];
  const room = CARD - weightOf(around) - weightOfButtons(buttons);
  return { blocks: [title, ...fitted(body.reverse(), room).blocks, ...(foot ? [foot] : [])], buttons };
}

const BODIES: Record<UploadRow['state'], (card: CardUpload) => Block[]> = {
  dibaca: ({ name, progress, by }) => [
    paragraph(`⏳ Membaca ${name} …${progress ? percent(progress) : ''}`),
    note(`Dari ${nameOf(by)}. Belum ada yang berubah.`),
  ],
  siap: (card) => [
    paragraph(
      'Hasil bacaan. ',
      { bold: 'Belum ada yang berubah' },
      ` sampai orang lain menekan “${confirmLabel(card.found)}”.`,
    ),
    ...shown(card),
    note(givenBy(card)),
  ],
  ditolak: (card) => [
    paragraph('❌ ', { bold: 'Tidak dapat dipakai.' }, ` ${whyOf(card)} Tidak ada yang berubah.`),
    ...shown(card),
  ],
  diterapkan: ({ progress, decider, found }) => [
    paragraph(
      progress?.storing
        ? `⏳ Menyimpan ${count(progress.total)} entri sekaligus …`
        : `⏳ Menerapkan …${progress ? percent(progress) : ''}`,
    ),
    ...(found ? [paragraph(inShort(found))] : []),
    note(`Disetujui ${nameOf(decider)}.`),
  ],
  selesai: (card) => [
    paragraph('✅ ', { bold: doneWith(card) }),
    ...(card.found ? [paragraph(inShort(card.found)), ...ofRelation(card)] : []),
    ...(card.found?.kind === 'faq' ? [...takenLines(card.found), ...problemLines(card.found)] : []),
    note(`${givenBy(card)}${decidedBy(card, 'Disetujui')}`),
  ],
  dibuang: (card) => [
    paragraph('🗑️ Dibuang; tidak ada yang berubah.'),
    note(`${givenBy(card)}${decidedBy(card, 'Dibuang')}`),
  ],
  gagal: (card) => [
    paragraph('⚠️ ', { bold: 'Gagal diterapkan, dan tidak ada yang berubah.' }, ` ${whyOf(card)}`),
    note(`${givenBy(card)}${decidedBy(card, 'Disetujui')}`),
  ],
};

const doneWith = ({ why, decidedAt, found }: CardUpload): string => {
  if (why === 'same') return 'Tidak ada yang berubah: isinya sama dengan yang tersimpan.';
  if (decidedAt) return 'Sudah diterapkan.';
  const same = found?.kind === 'faq' ? found.counts.unchanged : 0;
  return `Tidak ada yang perlu diterapkan${same > 0 ? `: ${count(same)} baris sudah sama dengan yang tersimpan` : ''}.`;
};

const givenBy = ({ by, madeAt, unit }: CardUpload): string => `Dari ${nameOf(by)}, ${clock(madeAt, unit)}.`;
const decidedBy = ({ decider, decidedAt, unit }: CardUpload, verb: string): string =>
  decidedAt === null ? '' : ` ${verb} ${nameOf(decider)}, ${clock(decidedAt, unit)}.`;

function shown(card: CardUpload): Block[] {
  if (card.found === null) return [];
  if (card.found.kind === 'faq') return faqPreview(card.found);
  return [...documentPreview(card.found.document), ...ofRelation(card)];
}

/** What it does to another document. */
function ofRelation({ chosen: { relation }, inForce, state }: CardUpload): Block[] {
  if (relation) return [paragraph('🔗 Dokumen ini ', { bold: relation.verb }, ` ${one(relation.short)}.`)];
  const [first, ...others] = inForce;
  if (relation === null) {
    const before = state === 'siap' && first ? ` Sekarang masih ${first.verb} ${one(first.short)}.` : '';
    return [paragraph('🔗 Dokumen ini ', { bold: 'tidak mengubah' }, ` dokumen lain.${before}`)];
  }
  if (!first) return [];
  const more = others.length > 0 ? ` dan ${others.length} dokumen lain` : '';
  return [paragraph('🔗 Tetap seperti sekarang: ', { bold: first.verb }, ` ${one(first.short)}${more}.`)];
}

/** What an import would do, with the first few of each sort. */
function faqPreview(found: FoundFaq): Block[] {
  const { counts, fresh, changed, notes } = found;
  return [
    paragraph({ bold: countsOf(counts) }),
    ...warningLines(found),
    ...part('Baru', counts.fresh, fresh.slice(0, EXAMPLES), ({ at, question, answer }) => [
      `${at}: `,
      { bold: one(question) },
      answer === undefined ? '' : ` — ${one(answer, ANSWER_SHOWN)}`,
    ]),
    ...part('Berubah', counts.changed, changed.slice(0, EXAMPLES), ({ number, question, byQuestion, fields }) => [
      `FAQ ${number} ${one(question, NAME_SHOWN)}`,
      byQuestion ? ` (dikenali dari pertanyaannya sebagai FAQ ${number})` : '',
      ' — ',
      ...fields
        .slice(0, FIELDS)
        .flatMap(({ field, before, after }, at): Span[] => [
          `${at > 0 ? '; ' : ''}${field}: `,
          { italic: one(before, VALUE_SHOWN) },
          ' → ',
          { bold: one(after, VALUE_SHOWN) },
        ]),
      fields.length > FIELDS ? `; dan ${fields.length - FIELDS} isian lain` : '',
    ]),
    ...problemLines(found),
    ...notes.slice(0, NOTES).map((text) => note(one(text, SENTENCE_SHOWN))),
  ];
}

/** The first few rows that cannot be taken; a row may have several problems. */
function problemLines({ counts, problems }: FoundFaq): Block[] {
  if (problems.length === 0) return [];
  const more = counts.wrong > 1 || problems.length > PROBLEMS;
  return [
    paragraph(
      { bold: `Tidak dapat diambil: ${count(counts.wrong)} baris` },
      more ? '. Selengkapnya: Unduh daftar yang salah.' : '.',
    ),
    list(problems.slice(0, PROBLEMS).map(({ at, sentence }) => [{ bold: at }, `: ${one(sentence, SENTENCE_SHOWN)}`])),
  ];
}

/** Rows that hold what a reader may not notice, before anything else. */
function warningLines({ warned }: FoundFaq): Block[] {
  if (!warned || warned.count === 0) return [];
  const first = warned.first.slice(0, WARNED);
  const rest = warned.count > first.length ? ` (${first.length} yang pertama)` : '';
  return [
    paragraph({ bold: `⚠️ Periksa dahulu: ${count(warned.count)} baris berisi peringatan${rest}` }),
    list(
      first.map(({ at, suspicions }) => [
        { bold: at },
        `: ${one(suspicions.map(suspicionWords).join(' '), WARNING_SHOWN * 2)}`,
      ]),
    ),
  ];
}

/** What should be looked at twice, as a sentence. */
function suspicionWords(suspicion: FaqSuspicion): string {
  switch (suspicion.what) {
    case 'hidden':
      return `Karakter tersembunyi ${suspicion.characters.slice(0, MARKS).join(' ')} di “${one(suspicion.shown, WARNING_SHOWN)}”; dibuang saat diterapkan.`;
    case 'planted':
      return `Kalimat perintah untuk mesin: “${one(suspicion.words, WARNING_SHOWN)}”; bot tidak menurutinya.`;
    case 'links':
      return `Tautan menuju ${suspicion.hosts
        .slice(0, MARKS)
        .map((host) => one(host, NAME_SHOWN))
        .join(', ')}.`;
  }
}
const MARKS = 4;

/** The numbers of what was taken over. */
function takenLines({ taken }: FoundFaq): Block[] {
  if (!taken) return [];
  const parts = [
    ...(taken.fresh.length > 0 ? [`Nomor baru: ${runsOf(taken.fresh)}.`] : []),
    ...(taken.changed.length > 0 ? [`Yang berubah: ${runsOf(taken.changed)}.`] : []),
  ];
  return parts.length > 0 ? [paragraph(parts.join(' '))] : [];
}

const runsOf = (runs: NumberRun[]): string =>
  `${runs
    .slice(0, RUNS)
    .map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`))
    .join(', ')}${runs.length > RUNS ? ', …' : ''}`;

const hasWrongRows = (found: Found | null): boolean => found?.kind === 'faq' && found.counts.wrong > 0;
const confirmLabel = (found: Found | null): string => (hasWrongRows(found) ? 'Terapkan yang benar saja' : 'Terapkan');

function part<Item>(label: string, of: number, items: Item[], draw: (item: Item) => Span[]): Block[] {
  if (items.length === 0) return [];
  const rest = of > items.length ? ` (${items.length} dari ${count(of)})` : '';
  return [paragraph({ bold: `${label}${rest}` }), list(items.map(draw))];
}

const countsOf = ({ fresh, changed, unchanged, wrong }: FoundFaq['counts']): string =>
  [
    `${count(fresh)} baru`,
    `${count(changed)} berubah`,
    `${count(unchanged)} tetap`,
    ...(wrong > 0 ? [`${count(wrong)} tidak dapat diambil`] : []),
  ].join(' · ');

const inShort = (found: Found): string =>
  found.kind === 'faq' ? countsOf(found.counts) : one(found.document.summary.title);

function buttonsOf({ id, revision, state, found, own = false }: CardUpload): Button[][] {
  const drop: Button = { label: 'Buang unggahan', action: { verb: 'upload-drop', id }, style: 'danger' };
  if (state === 'dibaca') return [[{ ...drop, label: 'Batalkan' }]];
  const hasProblems = hasWrongRows(found);
  const problems: Button[] =
    hasProblems && (state === 'siap' || state === 'ditolak' || state === 'selesai')
      ? [{ label: 'Unduh daftar yang salah', action: { verb: 'upload-problems', id } }]
      : [];
  if (state !== 'siap') return problems.length > 0 ? [problems] : [];
  const confirm: Button = {
    label: confirmLabel(found),
    action: { verb: 'upload-confirm', id, choice: String(revision) },
    style: 'primary',
  };
  const relate: Button = { label: 'Mengubah/mencabut …', action: { verb: 'upload-relate', id } };
  const all: Button = { label: 'Lihat semuanya', action: { verb: 'upload-rows', id } };
  return [
    [
      ...(own ? [] : [confirm]),
      ...(found?.kind === 'dokumen' ? [relate] : []),
      ...(found?.kind === 'faq' ? [all] : []),
      ...problems,
      drop,
    ],
  ];
}

/** Why a file could not be used or taken over, by the name of the reason; what readers say is a sentence already. */
const REASONS: Record<string, string> = {
  'file:too-big': 'Berkasnya lebih dari 20 MB.',
  'file:type': 'Jenis berkasnya tidak dibaca.',
  'file:bid-file': 'Itu berkas penawaran yang terkunci; berkas seperti itu tidak diambil.',
  'file:gone': 'Berkasnya tidak dapat diambil dari Slack: sudah dihapus, atau aplikasi ini tidak boleh membukanya.',
  'file:empty': 'Berkasnya kosong.',
  'file:failed': 'Berkasnya tidak berhasil diambil dari Slack. Kirim sekali lagi.',
  'file:lost': 'Berkasnya tidak ada lagi di penyimpanan. Kirim sekali lagi.',
  'too-much': 'Isinya terlalu besar sesudah dibuka, jadi pembacaannya dihentikan. Pecah menjadi beberapa berkas.',
  'too-long': 'Pembacaannya terlalu lama, jadi dihentikan. Pecah menjadi beberapa berkas.',
  broken: 'Pembacaannya terhenti karena galat. Simpan ulang berkasnya, lalu kirim lagi.',
  nothing: 'Tidak ada baris yang dapat diambil.',
  moved: 'Dokumennya sudah berganti sejak berkas ini dibaca. Kirim lagi berkasnya untuk melihat bedanya yang sekarang.',
  fault: 'Ada galat di dalam program. Kirim lagi berkasnya; bila terulang, hubungi admin.',
};

const whyOf = ({ why }: Pick<CardUpload, 'why'>): string =>
  why === null ? '' : Object.hasOwn(REASONS, why) ? (REASONS[why] ?? '') : shortened(why, REASON_SHOWN);

/** Somebody who may not give files to the knowledge gave one. */
export const notForYou = (): Reply => ({
  blocks: [
    paragraph(
      'Berkas FAQ dan dokumen hanya diambil dari petugas berperan TRN atau Admin. Mintalah mereka mengirimnya, atau minta peran itu kepada Admin.',
    ),
  ],
});

const NOT_READ = {
  type: 'jenisnya tidak dibaca. Yang dibaca: .xlsx, .csv, .md, .yaml, .pdf, .docx, .html, .txt, .png, .jpg',
  'too-big': 'lebih dari 20 MB',
} as const;

/** Files that are not read, and why. */
export const notRead = (files: { name: string; why: keyof typeof NOT_READ }[]): Reply => ({
  blocks: [
    paragraph('Tidak dibaca:'),
    list(files.map(({ name, why }) => [{ bold: one(name, NAME_SHOWN) }, `: ${NOT_READ[why]}.`])),
  ],
});

const REFUSED: Record<UploadRefusal, string> = {
  unknown: 'Unggahan itu tidak ada.',
  over: 'Itu sudah diputuskan. Lihat kartunya.',
  unread: 'Berkasnya masih dibaca. Tunggu sampai hasilnya tampil.',
  changed: 'Kartunya sudah berubah sejak tombol itu tampil. Periksa yang terbaru, lalu tekan lagi.',
  own: 'Yang mengunggah tidak dapat menerapkan unggahannya sendiri. Mintalah orang lain yang berperan TRN, Kepala LPSE, atau Admin.',
  busy: 'Itu sedang diterapkan.',
  relation: 'Pilih juga dokumen yang diubah atau dicabut.',
  related:
    'Hubungan dokumen ini Anda yang memilih. Mintalah orang lain menerapkannya, atau minta pengunggah memeriksa dan menyimpan pilihan itu.',
};

/** Nothing was done, and why. */
export const uploadRefused = (why: UploadRefusal): Reply => ({ blocks: [paragraph(REFUSED[why])] });

/** The rows that cannot be taken come as a file. */
export const problemsOrdered = (name: string): Reply => ({
  blocks: [
    paragraph(
      'Daftar yang tidak dapat diambil dari ',
      { bold: one(name, NAME_SHOWN) },
      ' dikirim sebagai pesan langsung.',
    ),
  ],
});

/** All that would change comes as a file. */
export const dryRunOrdered = (name: string): Reply => ({
  blocks: [
    paragraph('Semua yang akan berubah menurut ', { bold: one(name, NAME_SHOWN) }, ' dikirim sebagai pesan langsung.'),
  ],
});

/** Asks whoever may let a file be taken over to look at it. */
export const pleaseTakeOver = (name: string, by: string, link: string | undefined): Reply => ({
  blocks: [
    paragraph(
      '📥 Unggahan ',
      { bold: nameOf(by) },
      ' menunggu diterapkan: ',
      { bold: one(name, NAME_SHOWN) },
      '. Periksa isinya di kartunya di kanal pelatihan, lalu terapkan atau buang.',
    ),
  ],
  ...(link !== undefined && { buttons: [[{ label: 'Buka kartunya', url: link }]] }),
});

const LIST_NAMES = {
  'faq-export': 'FAQ, seperti tersimpan sekarang.',
  'upload-problems': 'Baris yang tidak dapat diambil.',
  'upload-rows': 'Semua yang akan berubah, seluruh isinya. Belum ada yang berubah.',
} as const;

/** What stands beside a file that was asked for. */
export const madeListFile = (kind: keyof typeof LIST_NAMES): Reply => ({ blocks: [paragraph(LIST_NAMES[kind])] });

/** The heads of the list of all that would change. */
export const dryRunColumns = (): string[] => ['Letak', 'Menjadi', 'FAQ', 'Isian', 'Sebelum', 'Sesudah', 'Peringatan'];
const BECOMES = { fresh: 'baru', changed: 'berubah', wrong: 'tidak diambil' } as const;
/** A row of it, in full; what nobody sees is made visible. */
export const dryRunRow = ({
  at,
  what,
  number,
  byQuestion,
  field,
  before,
  after,
  suspicions = [],
}: DryRunRow): string[] => [
  at,
  byQuestion && number !== undefined
    ? `${BECOMES[what]}; dikenali dari pertanyaannya sebagai FAQ ${number}`
    : BECOMES[what],
  number === undefined ? '' : String(number),
  field,
  showHidden(before),
  showHidden(after),
  suspicions.map(suspicionWords).join(' '),
];

/** The heads of the list of rows that cannot be taken. */
export const problemColumns = (): string[] => ['Letak', 'Isian', 'Masalah'];
/** A row of it. */
export const problemRow = ({ at, field, sentence }: RowProblem): string[] => [at, field, sentence];

/** The form that asks once more before a file that was read is thrown away. */
export const formToDrop = ({ id, name }: Pick<UploadRow, 'id' | 'name'>): Form => ({
  name: 'upload-drop',
  id,
  title: 'Buang unggahan',
  submit: 'Ya, buang',
  intro: [
    paragraph({ bold: 'Buang unggahan ini?' }, ` ${one(name, NAME_SHOWN)}`),
    note('Tidak ada yang diterapkan, dan hasil bacaannya dibuang. Untuk memakainya, berkasnya harus dikirim lagi.'),
  ],
  fields: [],
});

/** The form in which is chosen what a document does to another one. */
export const formToRelate = (
  { id, revision, name }: Pick<UploadRow, 'id' | 'revision' | 'name'>,
  documents: { id: string; short: string }[],
  chosen: Relation | undefined,
): Form => ({
  name: 'upload-relate',
  id,
  version: revision,
  title: 'Hubungan dokumen',
  submit: 'Simpan',
  intro: [paragraph({ bold: one(name, NAME_SHOWN) })],
  fields: [
    {
      name: 'verb',
      label: 'Dokumen ini',
      kind: 'choice',
      options: [
        { value: 'tidak', label: 'tidak mengubah dokumen lain' },
        { value: 'mengubah', label: 'mengubah dokumen lain' },
        { value: 'mencabut', label: 'mencabut dokumen lain' },
      ],
      initial: chosen?.verb ?? 'tidak',
    },
    {
      name: 'other',
      label: 'Dokumen yang diubah atau dicabut',
      kind: 'choice',
      options: documents.map(({ id: value, short }) => ({ value, label: one(short, OPTION_SHOWN) })),
      ...(chosen && { initial: chosen.other }),
      optional: true,
    },
  ],
});

/** Slack's choices hold no more. */
const OPTION_SHOWN = 75;
