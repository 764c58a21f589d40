import type { Unit } from '../../knowledge/index.ts';
import type { Block, Button, Reply, Span } from '../reply.ts';
import {
  changeable,
  type Draft,
  descriptionOf,
  LARGEST_FILE,
  LONGEST_DESCRIPTION,
  MOST_FILES,
  offeredCategories,
  type Step,
  stepBefore,
  toChoice,
} from '../rules/complaint-form.ts';
import type { Heard } from '../rules/complaint-words.ts';
import { maskPersonalData } from '../rules/personal-data.ts';
import { type Category, isRestricted, KINDS } from '../rules/ticket.ts';
import { heading, list, note, paragraph, quote } from './blocks.ts';
import { addTo, type TicketName, viewOf } from './ticket-buttons.ts';
import { CATEGORY_NAMES, KIND_HINTS, KIND_NAMES } from './ticket-words.ts';
import { clock } from './time.ts';

const press = (draft: Pick<Draft, 'id'>, label: string, choice: string, style?: 'primary' | 'danger'): Button => ({
  label,
  action: { verb: 'fill', id: draft.id, choice },
  ...(style && { style }),
});

/** Back where there is something behind, and out of it anywhere. */
function wayOut(draft: Draft): Button[] {
  const back = stepBefore(draft);
  return [...(back ? [press(draft, '« Kembali', `${draft.step}-back`)] : []), press(draft, 'Batal', 'cancel')];
}

/**
 * The question of a form at its step, or its summary.
 * @param above said above it, e.g. why it is asked again
 * @param authority why LPSE does not decide the matter, and who does; for that step only
 */
export function formStep(draft: Draft, above: Block[] = [], authority: Block[] = []): Reply {
  const { blocks, buttons } = questionOf(draft, authority);
  return { blocks: [...above, ...blocks], buttons: [...buttons, wayOut(draft)] };
}

type Question = { blocks: Block[]; buttons: Button[][] };

function questionOf(draft: Draft, authority: Block[]): Question {
  switch (draft.step) {
    case 'beyond':
      return { blocks: [...authority, ticketAnyway()], buttons: authorityButtons(draft) };
    case 'kind':
      return {
        blocks: [
          paragraph({ bold: 'Apa jenisnya?' }),
          list(KINDS.map((kind) => [{ bold: KIND_NAMES[kind] }, ` — ${KIND_HINTS[kind]}`])),
        ],
        buttons: pairs(KINDS.map((kind) => press(draft, KIND_NAMES[kind], `kind-${kind}`))),
      };
    case 'category':
      return {
        blocks: [paragraph({ bold: 'Tentang apa?' })],
        buttons: offeredCategories(draft.kind).map((one) => [
          press(draft, CATEGORY_NAMES[one], `category-${toChoice(one)}`),
        ]),
      };
    case 'urgent':
      return {
        blocks: [
          paragraph({ bold: 'Ada batas waktu dalam 24 jam?' }),
          note('Misalnya pemasukan penawaran yang ditutup hari ini atau besok. Yang mendesak didahulukan.'),
        ],
        buttons: [[press(draft, 'Ya, mendesak', 'urgent-yes'), press(draft, 'Tidak', 'urgent-no')]],
      };
    case 'code':
      return {
        blocks: [
          paragraph({ bold: 'Berapa kode paketnya?' }),
          note(
            '6 sampai 12 angka, ada di halaman paket; tautannya boleh ditempel di sini. Lewati bila tidak menyangkut satu paket.',
          ),
        ],
        buttons: [[press(draft, 'Lewati', 'code-skip')]],
      };
    case 'description':
      return {
        blocks: [
          paragraph({ bold: DESCRIBE[describedAs(draft)] }),
          note('Jangan menulis kata sandi, OTP, atau NIK. Petugas tidak akan memintanya.'),
        ],
        buttons: [],
      };
    case 'files':
      return {
        blocks: [
          paragraph({ bold: 'Ada tangkapan layar atau dokumen?' }),
          note(
            `Kirim foto atau dokumen di sini, paling banyak ${MOST_FILES}, masing-masing paling besar ${MEGABYTES} MB. Tutupi kata sandi dan NIK. Tulisan yang menyertainya saya tambahkan ke uraian.`,
          ),
        ],
        buttons: [[press(draft, draft.files.length > 0 ? 'Lanjut' : 'Lewati', 'files-next')]],
      };
    default:
      return summaryOf(draft);
  }
}

const DESCRIBE = {
  suggestion: 'Apa saran Anda?',
  trouble: 'Ceritakan apa yang terjadi: kapan, di halaman mana, dan bunyi pesan galatnya.',
  complaint: 'Ceritakan apa yang terjadi: kapan, di mana, dan apa yang Anda harapkan.',
  request: 'Apa yang perlu dibantu petugas? Tuliskan di sini.',
};
/** In which words the description is asked for. */
function describedAs({ kind, brief }: Draft): keyof typeof DESCRIBE {
  if (kind === 'saran') return 'suggestion';
  if (brief || kind === 'permintaan') return 'request';
  return kind === 'keluhan' ? 'complaint' : 'trouble';
}

const MEGABYTES = LARGEST_FILE / 1024 / 1024;

function pairs(buttons: Button[]): Button[][] {
  return buttons.flatMap((_, at) => (at % 2 === 0 ? [buttons.slice(at, at + 2)] : []));
}

/** More of a description stands in the ticket, not in its summary. */
const LONGEST_SHOWN = 1_500;

function summaryOf(draft: Draft): Question {
  const masked = maskPersonalData(descriptionOf(draft));
  const { text } = masked;
  return {
    blocks: [
      heading(isRestricted(draft.category) ? 'Periksa sebelum dikirim (terbatas)' : 'Periksa sebelum dikirim'),
      list(factsOf(draft)),
      paragraph({ bold: 'Uraian' }),
      quote(text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)} …`),
      ...(masked.found ? [maskedNote()] : []),
      ...(isRestricted(draft.category) ? restrictedWay() : []),
      note('Untuk menambah uraian atau berkas, kirim saja di sini.'),
    ],
    buttons: [
      [press(draft, '✅ Kirim', 'summary-send', 'primary')],
      ...pairs(changeable(draft).map((step) => press(draft, CHANGE[step] ?? step, `summary-${step}`))),
    ],
  };
}

const CHANGE: Partial<Record<Step, string>> = {
  kind: 'Ubah jenis',
  category: 'Ubah kategori',
  urgent: 'Ubah tenggat',
  code: 'Ubah kode paket',
  description: 'Ubah uraian',
  files: 'Tambah berkas',
};

function factsOf(draft: Draft): Span[][] {
  const { kind, category, urgent, packageCode, files, matter, authority, answered } = draft;
  const isIdea = kind === 'saran';
  return [
    ...heardFacts({
      kind,
      category: isIdea ? undefined : category,
      urgent: urgent || undefined,
      packageCode: packageCode ?? undefined,
    }),
    ...(files.length > 0 ? [[`Berkas: ${files.length} (${namesOf(files)})`]] : []),
    ...(matter !== undefined && authority === 'insist' ? [[`Ditandai: di luar wewenang LPSE (${matter})`]] : []),
    ...(answered ? [['Jawaban bot ikut dikirim']] : []),
  ];
}

type Known = { [Fact in keyof Heard]: Heard[Fact] | undefined };

function heardFacts({ kind, category, packageCode, urgent }: Known): Span[][] {
  return [
    ...(kind ? [['Jenis: ', { bold: KIND_NAMES[kind] }]] : []),
    ...(category ? [['Kategori: ', { bold: CATEGORY_NAMES[category] }]] : []),
    ...(packageCode === undefined ? [] : [['Kode paket: ', { code: packageCode }]]),
    ...(urgent ? [['Tenggat: ', { bold: 'dalam 24 jam' }]] : []),
  ];
}

const SHOWN_NAMES = 5;
const LONGEST_NAME = 60;

function namesOf(files: readonly string[]): string {
  const names = files.slice(0, SHOWN_NAMES).map((name) => name.slice(0, LONGEST_NAME));
  return [...names, ...(files.length > SHOWN_NAMES ? ['…'] : [])].join(', ');
}

/** Personal data is hidden from what officers read first. */
const maskedNote = (): Block =>
  note(
    '⚠️ Kata sandi, OTP, atau nomor pribadi saya samarkan. Hapus pesan aslinya, dan ganti kata sandinya bila terkirim.',
  );

/** Where an allegation goes, and where else it can be brought. Nothing is promised. */
function restrictedWay(): Block[] {
  return [
    paragraph(
      'Laporan ini masuk saluran terbatas: hanya dibaca Kepala LPSE dan orang yang ditunjuknya, tidak oleh petugas lain. Sertakan bukti bila ada.',
    ),
    note('Anda juga dapat melapor ke APIP (Inspektorat Daerah) atau lewat SP4N-LAPOR!. Bot tidak menilai isi laporan.'),
  ];
}

/** What was heard in the first words, above the first question. */
export const heardAlready = (draft: Draft): Block[] => {
  const facts = heardFacts({ ...draft, packageCode: draft.packageCode ?? undefined });
  return facts.length === 0 ? [] : [paragraph('Yang sudah saya catat:'), list(facts)];
};

/** The message was taken for a complaint: what was understood, before anything is opened. */
export function heardComplaint(heard: Heard): Block[] {
  const facts = heardFacts({
    kind: undefined,
    category: undefined,
    packageCode: undefined,
    urgent: undefined,
    ...heard,
  });
  return [
    ...(facts.length > 0 ? [paragraph('Yang saya pahami:'), list(facts)] : []),
    paragraph('Mau saya buatkan tiket? Tiket baru dibuat setelah Anda memeriksa dan mengirimnya.'),
  ];
}

/** In place of the answer to a report about somebody of the office: who reads it, before anything is asked. */
export const seenByFew = (): Block =>
  paragraph(
    'Ini saya pahami sebagai laporan tentang petugas, atau dugaan pungutan atau kecurangan. Laporan seperti ini hanya dibaca Kepala LPSE dan orang yang ditunjuknya, tidak oleh petugas lain.',
  );

/** Below the answer that took a message for a complaint. */
export function complaintButtons(answer: number, related: readonly TicketName[]): Button[][] {
  return [
    [{ label: '🎫 Buat tiket', action: { verb: 'complain', id: answer }, style: 'primary' }],
    ...related.map(({ id, number }): Button[] => [
      { label: `Tambahkan ke ${number}`, action: { verb: 'to-ticket', id, choice: String(answer) } },
    ]),
    [{ label: 'Tidak usah', action: { verb: 'cancel', id: answer } }],
  ];
}

/** Of a matter that LPSE does not decide: what can be done all the same. */
export const ticketAnyway = (): Block =>
  paragraph(
    'Bila ada kendala teknis, atau Anda tetap ingin menyampaikannya, tiket dapat dibuat; yang di luar wewenang LPSE ditandai begitu.',
  );

/** The same below an answer. */
export const anywayButtons = (answer: number): Button[][] => [
  [{ label: 'Ada kendala teknis', action: { verb: 'complain', id: answer, choice: 'technical' } }],
  [{ label: 'Tetap buat tiket', action: { verb: 'complain', id: answer, choice: 'insist' } }],
];

const authorityButtons = (draft: Draft): Button[][] => [
  [press(draft, 'Ada kendala teknis', 'beyond-technical')],
  [press(draft, 'Tetap buat tiket', 'beyond-insist')],
];

/** A matter without a name, as it is noted in a ticket. */
export const UNNAMED_MATTER = 'hal di luar wewenang LPSE';

/** The person does not want a ticket. */
export const noTicket = (): Reply => ({
  blocks: [
    paragraph(
      'Baik, tidak ada tiket yang dibuat. Silakan tulis pertanyaannya dengan kata lain, atau /keluhan bila perlu.',
    ),
  ],
  replaces: true,
});

/** Why a question of the form is asked again. */
export const tryAgain = (why: 'code' | 'choice'): Block =>
  paragraph(
    why === 'code'
      ? 'Itu bukan kode paket: kode paket terdiri atas 6 sampai 12 angka, misalnya 8123456. Periksa lagi, atau lewati.'
      : 'Maaf, pilihan itu tidak saya kenali. Tekan salah satu tombol, atau tulis namanya.',
  );

/** The description would be longer than it may be. */
export const noRoom = (): Block =>
  paragraph(
    `Uraian paling panjang ${LONGEST_DESCRIPTION} huruf, jadi pesan terakhir tidak saya masukkan. Ringkaslah, atau kirim sisanya sebagai pesan di tiket setelah tiketnya dibuat.`,
  );

/** A text was added to the description. */
export const wordsAdded = (): Block => note('Uraian ditambah.');
/** The message that held the description was changed. */
export const wordsChanged = (): Block => note('Uraian saya sesuaikan dengan pesan yang Anda ubah.');

/** Another form is open: go on with it, or begin anew. */
export function formIsOpen(draft: Draft): Reply {
  return {
    blocks: [
      paragraph(
        'Masih ada formulir yang belum dikirim. Mau dilanjutkan, atau mulai yang baru? Bila mulai baru, isian dan berkas yang lama dibuang.',
      ),
    ],
    buttons: [[press(draft, 'Lanjutkan yang tadi', 'resume', 'primary')], [press(draft, 'Mulai baru', 'anew')]],
  };
}

/** After an answer to something else: the form waits. */
export function formStillOpen(draft: Draft): Reply {
  return {
    blocks: [paragraph('Formulir tiket Anda masih terbuka.')],
    buttons: [[press(draft, 'Lanjutkan formulir', 'resume', 'primary'), press(draft, 'Batal', 'cancel')]],
  };
}

/** A button of a form that is not there any more. */
export const formOutdated = (): Reply => ({
  blocks: [paragraph('Formulir itu sudah tidak berlaku. Mulai lagi dengan /keluhan atau /saran.')],
});

/** A form that was left for a day. */
export const formExpired = (): Block =>
  paragraph('Formulir yang tadi sudah lebih dari 24 jam tidak dilanjutkan, jadi saya buang bersama berkasnya.');

/** The form was given up. */
export const formDropped = (): Reply => ({
  blocks: [paragraph('Dibatalkan. Tidak ada tiket yang dibuat; isian dan berkasnya saya buang.')],
});

/** The files of a form so far, in one message that is kept up to date. */
export function filesNoted(draft: Draft): Reply {
  const { files, leftOut } = draft;
  const tooBig = leftOut.filter(({ why }) => why === 'too-big').map(({ name }) => name);
  const tooMany = leftOut.length - tooBig.length;
  return {
    blocks: [
      ...(files.length > 0 ? [paragraph(`📎 ${files.length} berkas diterima: `, { italic: namesOf(files) })] : []),
      ...(tooBig.length > 0
        ? [
            paragraph(
              `Lebih besar dari ${MEGABYTES} MB, tidak saya ambil: ${namesOf(tooBig)}. Kirim versi yang lebih kecil.`,
            ),
          ]
        : []),
      ...(tooMany > 0
        ? [
            paragraph(
              `Paling banyak ${MOST_FILES} berkas: ${tooMany} yang terakhir tidak saya ambil. Kirim lagi di tiket setelah tiketnya dibuat.`,
            ),
          ]
        : []),
    ],
    buttons: [
      [
        draft.step === 'files'
          ? press(draft, 'Lanjut', 'files-next', 'primary')
          : press(draft, draft.step === 'summary' ? 'Lihat ringkasan' : 'Lanjutkan formulir', 'resume', 'primary'),
      ],
    ],
  };
}

/** Something else than words, photos and documents. */
export const notForForm = (): Block =>
  paragraph(
    'Untuk tiket saya hanya menerima tulisan, foto, dan dokumen; pesan suara, video, stiker, dan lokasi tidak.',
  );

/** In Slack tickets are opened by a form of their own. */
export const ticketsInSlack = (): Reply => ({
  blocks: [
    paragraph(
      'Di Slack, tiket dibuat dengan ',
      { code: '/lpse tiket baru' },
      ' atau menu pesan › ',
      { bold: 'Buat tiket' },
      '.',
    ),
  ],
});

/** What a ticket that was just opened is said to be. */
export type Opened = TicketName & {
  category: Category;
  kind: (typeof KINDS)[number];
  /** When somebody answers at the latest; null: not known. */
  responseDue: Date | null;
  /** When the office opens, if it is closed now. */
  opens: Date | undefined;
  /** It was opened before, by the same form. */
  before: boolean;
};

/** The ticket is there: its number, when somebody answers, what happens next. */
export function ticketOpened({ id, number, category, responseDue, opens, before }: Opened, unit: Unit): Reply {
  const isDiscreet = isRestricted(category);
  const due = responseDue ? `paling lambat ${dayAndClock(responseDue, unit)}` : 'secepatnya';
  return {
    blocks: [
      heading(before ? 'Tiket ini sudah dibuat' : isDiscreet ? 'Laporan Anda diterima' : 'Tiket Anda dibuat'),
      paragraph('Nomor: ', { code: number }),
      paragraph('Target tanggapan petugas: ', { bold: due }, '.'),
      ...(opens ? [paragraph(`Kantor sedang tutup; buka lagi ${dayAndClock(opens, unit)}.`)] : []),
      isDiscreet
        ? paragraph(
            'Laporan hanya dibaca Kepala LPSE dan orang yang ditunjuknya. Balasannya datang di chat ini tanpa menyebut isinya kepada orang lain.',
          )
        : paragraph(
            'Petugas menjawab di chat ini. Anda dapat menambah pesan atau berkas kapan saja; ',
            { code: '/tiket' },
            ' menampilkan semua tiket Anda.',
          ),
      note(
        isDiscreet
          ? 'Privasi: nama Anda hanya dilihat Kepala LPSE dan orang yang ditunjuknya.'
          : 'Privasi: nama, uraian, dan berkas Anda hanya dilihat petugas LPSE; nomor pribadi dalam uraian disamarkan.',
      ),
    ],
    buttons: [[viewOf({ id, number }), addTo({ id, number })]],
  };
}

/** "Sen 24 Nov 2026 09.30 WITA" */
function dayAndClock(at: Date, unit: Unit): string {
  const day = new Intl.DateTimeFormat('id-ID', { timeZone: unit.zone, weekday: 'short' }).format(at);
  return `${day} ${clock(at, unit)}`;
}
