import { type Checklist, type Citation, formatAddress, type Statement, type Unit } from '../../knowledge/index.ts';
import type { Block, Button, Reply } from '../reply.ts';
import { aiNotice } from './ai.ts';
import { stated } from './answers.ts';
import { heading, list, note, paragraph } from './blocks.ts';
import { changesFirst } from './in-force.ts';

/** The commands of Telegram, in the order of its menu. */
export const COMMANDS = [
  { command: 'tanya', description: 'Bertanya: /tanya syarat daftar penyedia' },
  { command: 'daftar', description: 'Daftar periksa pendaftaran, menurut jenis pengguna' },
  { command: 'keluhan', description: 'Laporkan gangguan, keluhan, atau permintaan' },
  { command: 'tiket', description: 'Tiket Anda: status, balasan, tambah berkas' },
  { command: 'saran', description: 'Sampaikan saran untuk layanan' },
  { command: 'petugas', description: 'Hubungi petugas LPSE' },
  { command: 'status', description: 'Apakah sedang ada gangguan atau pemeliharaan' },
  { command: 'pengumuman', description: 'Gangguan dan pemeliharaan yang terakhir diumumkan' },
  { command: 'langganan', description: 'Pilih pengumuman yang dikirim ke sini, atau berhenti' },
  { command: 'ai', description: 'AI: apa yang dikirim, dan pilihan Tanpa AI' },
  { command: 'bantuan', description: 'Apa yang dapat saya bantu' },
  { command: 'batal', description: 'Batalkan yang sedang berjalan' },
  { command: 'start', description: 'Mulai, dan pemberitahuan privasi' },
];

const MENU: Button[][] = [
  [
    { label: '📋 Syarat pendaftaran', action: { verb: 'register', id: 0 } },
    { label: '🎫 Buat tiket', action: { verb: 'complain', id: 0 } },
  ],
  [
    { label: '🙋 Hubungi petugas', action: { verb: 'person', id: 0 } },
    { label: 'ℹ️ Bantuan', action: { verb: 'menu', id: 0 } },
  ],
];

/**
 * What /start says: who speaks, the privacy notice, what to do. UU 27/2022: purpose and kept data are told at first contact.
 * @param hasModels whether answers may be written by models
 */
export function welcome(unit: Unit, hasModels = false): Reply {
  return {
    blocks: [
      heading(`Bot helpdesk ${unit.short}`),
      paragraph(
        'Tulis saja pertanyaan Anda dengan kata-kata sendiri. Saya menjawab dengan mengutip peraturan, lengkap dengan pasalnya, atau mengatakan terus terang bila hal itu tidak diatur.',
      ),
      paragraph({ bold: 'Privasi' }),
      list([
        [`Pengelola: ${unit.name}.`],
        ['Tujuan: menjawab pertanyaan dan memperbaiki jawaban.'],
        ['Yang disimpan: id dan nama akun chat Anda; pertanyaan, jawaban, dan penilaian Anda selama setahun.'],
        ['Bila Anda membuat tiket, nama, uraian, dan berkas Anda disimpan dan dibaca petugas.'],
        [{ bold: 'Jangan pernah mengirim kata sandi, OTP, atau KTP di sini.' }, ' Petugas tidak akan memintanya.'],
        ['Chat ini melewati layanan pihak ketiga (Telegram atau Slack).'],
        ...(hasModels ? [aiNotice()] : []),
      ]),
    ],
    buttons: MENU,
  };
}

/** What can be done here, with examples. */
export function help(unit: Unit): Reply {
  return {
    blocks: [
      heading('Yang dapat saya bantu'),
      paragraph(`Pertanyaan tentang ${unit.short}: pendaftaran, akun SPSE, dokumen, layanan, dan aturannya. Contoh:`),
      list([
        ['syarat daftar penyedia apa saja?'],
        ['kalau dokumen penawaran tidak bisa dibuka?'],
        ['isi pasal 23 ayat 3'],
      ]),
      list(COMMANDS.map(({ command, description }) => [`/${command} — ${description}`])),
      note('Lanjutan seperti “kalau perorangan?” saya pahami dari percakapan, sampai 30 menit sesudahnya.'),
    ],
    buttons: MENU,
  };
}

/** Answers to a greeting come with the menu. */
export const withMenu = (blocks: Block[]): Reply => ({ blocks, buttons: MENU });

/** /tanya with nothing behind it. */
export function askWhat(): Reply {
  return { blocks: [paragraph('Apa yang ingin Anda tanyakan? Tulis saja pertanyaannya.')] };
}

/** Asks for which kind of user the checklist shall be. */
export function registerAs(checklists: Checklist[], replaces: boolean): Reply {
  return {
    blocks: [heading('Daftar periksa pendaftaran'), paragraph('Anda mendaftar sebagai apa?')],
    buttons: checklists.map(({ label }, id) => [{ label, action: { verb: 'register', id: id + 1 } }]),
    replaces,
  };
}

/** The checklist of one kind of user: what to do and bring, word for word, then what nobody may ask beyond it. */
export function checklist({ label, note: remark }: Checklist, items: Statement[], rules: Statement[]): Reply {
  const source = items[0]?.source ?? rules[0]?.source ?? '';
  return {
    blocks: [
      heading(`Pendaftaran: ${label}`),
      ...changesFirst([...items, ...rules]),
      paragraph(`Menurut ${source}:`),
      list(items.map((statement) => [`${itemText(statement)} — `, { italic: placeName(statement.citation) }])),
      ...(remark === undefined ? [] : [note(remark)]),
      heading('Tentang syarat tambahan'),
      ...rules.flatMap((statement) => stated(statement)),
    ],
    buttons: [
      [{ label: '« Jenis pengguna lain', action: { verb: 'register', id: 0 } }],
      [{ label: '🙋 Hubungi petugas', action: { verb: 'person', id: 0 } }],
    ],
    replaces: true,
  };
}

/** The words of an item without its marker; of one that holds others only its own, since those follow. */
const itemText = ({ shown }: Statement) =>
  (shown.split('\n')[0] ?? '')
    .replace(/^(?:\(\d+\)|[a-z]\.?|\d+[.)]?)\s+/u, '')
    .replace(/\s*(?:\bdan\b)?\s*[;:,.]?\s*$/u, '');

/** How else a person can be reached; what they are needed for is asked in the form below it. */
export function person(unit: Unit): Reply {
  const { facts, askWhom } = unit;
  const known = (label: string, field: string) => (facts[field] === undefined ? [] : [[`${label}: ${facts[field]}`]]);
  const contacts = [
    ...known('Telepon', 'telepon'),
    ...known('WhatsApp', 'whatsapp'),
    ...known('E-mail', 'email'),
    ...known('Alamat', 'alamat'),
    ...known('Jam layanan', 'jam_layanan'),
  ];
  return {
    blocks: [
      heading('Petugas'),
      paragraph(
        'Pertanyaan yang tidak terjawab di sini ditangani Bidang Layanan Pengguna dan Dukungan. Tuliskan di bawah, dan petugas menjawab di chat ini; Anda mendapat nomor tiket.',
      ),
      ...(contacts.length > 0
        ? [list(contacts)]
        : [
            note(
              `Nomor, alamat, dan jam layanan belum diisi oleh unit; tanyakan ke ${askWhom.telepon ?? 'petugas LPSE'}, atau datang ke kantor LPSE.`,
            ),
          ]),
      note('Petugas tidak pernah meminta kata sandi atau OTP.'),
    ],
  };
}

/** /batal */
export function cancelled(something: boolean): Reply {
  return {
    blocks: [
      paragraph(
        something
          ? 'Dibatalkan. Silakan bertanya lagi kapan saja.'
          : 'Tidak ada yang sedang berjalan. Silakan bertanya.',
      ),
    ],
  };
}

/** In a group nothing personal is said. */
export function onlyInPrivate(link: string | undefined): Reply {
  return {
    blocks: [
      paragraph('Untuk hal pribadi, lanjutkan di obrolan pribadi dengan saya, supaya tidak terbaca orang lain.'),
    ],
    ...(link !== undefined && { buttons: [[{ label: 'Buka obrolan pribadi', url: link }]] }),
  };
}

/** The first word in a group that the bot was added to. */
export function groupWelcome(unit: Unit, link: string | undefined): Reply {
  return {
    blocks: [
      paragraph(
        `Halo, ini bot helpdesk ${unit.short}. Di grup saya hanya menjawab bila disebut, dibalas, atau dengan /tanya. Jangan menulis data pribadi, kata sandi, atau OTP di sini.`,
      ),
    ],
    ...(link !== undefined && { buttons: [[{ label: 'Buka obrolan pribadi', url: link }]] }),
  };
}

const UNREADABLE: Record<string, string> = {
  voice: 'Pesan suara belum dapat saya dengar.',
  video: 'Video belum dapat saya lihat.',
  sticker: 'Stiker diterima, tetapi saya hanya memahami tulisan.',
  location: 'Lokasi tidak saya perlukan.',
  contact: 'Kontak tidak saya simpan.',
  poll: 'Jajak pendapat tidak dapat saya isi.',
  other: 'Jenis pesan itu belum dapat saya baca.',
};

/** Something that is no text. */
export function unreadable(what: string): Reply {
  return {
    blocks: [paragraph(`${UNREADABLE[what] ?? UNREADABLE.other} Tuliskan pertanyaannya.`)],
  };
}

/** Files without a question: they can go to an officer. */
export function filesNotRead(count: number): Reply {
  const files = count > 1 ? 'Berkas-berkas itu' : 'Berkas itu';
  return {
    blocks: [
      paragraph(
        `${files} tidak saya buka. Bila untuk dilihat petugas, tekan Buat tiket: berkasnya ikut. Bila ingin bertanya, tuliskan pertanyaannya atau salin bunyi pesan galatnya.`,
      ),
      note('Jangan mengirim KTP atau dokumen rahasia lewat chat.'),
    ],
    buttons: [[{ label: '🎫 Buat tiket', action: { verb: 'complain', id: 0 } }]],
  };
}

/** The caption was answered, the files were not opened. */
export const captionOnly = (): Block => note('Berkasnya tidak saya buka; saya menjawab tulisannya saja.');
/** The words are somebody else's. */
export const forwardedNote = (): Block => note('Saya menjawab isi pesan yang Anda teruskan.');

/** A password or a personal number was in the message. */
export const secretNote = (): Block =>
  note(
    '⚠️ Pesan Anda tampaknya memuat kata sandi, OTP, atau nomor pribadi. Hapus pesan itu, dan ganti kata sandinya bila perlu.',
  );

/** The question of an answer was changed afterwards. */
export function changedAfterwards(answer: number): Reply {
  return {
    blocks: [paragraph('Pertanyaan itu sudah saya jawab sebelum Anda mengubahnya.')],
    buttons: [
      [
        { label: 'Jawab pertanyaan yang baru', action: { verb: 'again', id: answer }, style: 'primary' },
        { label: 'Biarkan', action: { verb: 'cancel', id: answer } },
      ],
    ],
  };
}

/** The person let it be. */
export const letItBe = (): Reply => ({ blocks: [paragraph('Baik, jawabannya tetap.')], replaces: true });

/** A place as the label of a button, "Pasal 21 ayat (3)". */
export function placeName({ document: _document, quote: _quote, basis: _basis, ...address }: Citation): string {
  if (address.bagian === 'FAQ') return `FAQ nomor ${address.angka}`;
  return address.bagian === 'langkah' ? `SOP langkah ${address.angka}` : formatAddress(address);
}

/** Above an answer that somebody put where all can read it. */
export const sharedBy = (name: string, question: string): Block =>
  paragraph({ bold: name }, ' bertanya: ', { italic: question });

/** A button whose row or verb is not there any more. */
export const outdated = (): Reply => ({
  blocks: [paragraph('Tombol itu sudah tidak berlaku. Silakan bertanya lagi.')],
});

/** A command that is not known. */
export const unknownCommand = (name: string): Reply => ({
  blocks: [paragraph(`Perintah /${name} tidak saya kenal. Lihat /bantuan, atau tulis saja pertanyaannya.`)],
});
