import type { FileRefusal } from '../../db/files.ts';
import type { Block, Reply } from '../reply.ts';
import type { Bidang, Ground } from '../rules/ticket.ts';
import { heading, note, paragraph, quote } from './blocks.ts';
import { addTo, confirmButton, reopenButton, starButtons, type TicketName, viewOf } from './ticket-buttons.ts';
import { BIDANG_NAMES } from './ticket-words.ts';

// What a reporter is told when officers act. No officer is named.

/** An officer has taken it: from now on the bot leaves the reporter's messages to that officer. */
export const claimedNotice = (ticket: TicketName): Reply => ({
  blocks: [
    paragraph(`🛠️ ${ticket.number} sedang ditangani petugas.`),
    note('Yang Anda tulis di chat ini sekarang sampai kepadanya. Untuk bertanya kepada bot: /tanya.'),
  ],
  buttons: [[viewOf(ticket)]],
});

/** An answer of an officer. */
export const replyNotice = ({ text, ...ticket }: TicketName & { text: string }): Reply => ({
  blocks: [
    heading(`💬 Balasan petugas · ${ticket.number}`),
    paragraph(text),
    note('Untuk menjawab, tulis saja di sini.'),
  ],
  buttons: [[addTo(ticket), viewOf(ticket)]],
});

/** An officer needs to know something before it can go on. */
export const waitingNotice = ({ question, ...ticket }: TicketName & { question: string }): Reply => ({
  blocks: [
    heading(`⏳ ${ticket.number} menunggu jawaban Anda`),
    paragraph(question),
    note('Jawab dengan membalas pesan ini, dengan tulisan atau berkas. Penanganan dilanjutkan sesudah itu.'),
  ],
  buttons: [[addTo(ticket, '✍️ Jawab'), viewOf(ticket)]],
});

/** It went to LKPP (Pasal 23 ayat (3)). */
export const forwardedNotice = ({
  ground,
  lkppNumber,
  ...ticket
}: TicketName & { ground: Ground; lkppNumber?: string }): Reply => ({
  blocks: [
    paragraph(
      `🏛️ ${ticket.number} diteruskan ke LKPP${lkppNumber === undefined ? '' : ` dengan nomor ${lkppNumber}`}, sebagai ${WHY_LKPP[ground]}. Kami kabari begitu ada jawaban.`,
    ),
    note(`Dasar: Pasal 23 ayat (3) huruf ${ground}. Waktu penyelesaian di LKPP di luar kendali LPSE.`),
  ],
  buttons: [[viewOf(ticket)]],
});

/** The words of Pasal 23 ayat (3). */
const WHY_LKPP: Record<Ground, string> = {
  a: 'permasalahan aplikasi SPSE yang tidak dapat diselesaikan LPSE',
  b: 'permasalahan yang belum tercakup dalam aplikasi SPSE',
};

/** Another Bidang has it now. */
export const transferredNotice = ({ bidang, ...ticket }: TicketName & { bidang: Bidang }): Reply => ({
  blocks: [
    paragraph(
      `${ticket.number} dialihkan ke ${bidang === 'kepala' || bidang === 'sek' ? '' : 'Bidang '}${BIDANG_NAMES[bidang]}. Anda tidak perlu melapor ulang.`,
    ),
  ],
  buttons: [[viewOf(ticket)]],
});

/** It was resolved: confirm, open again, rate. One that was merged into another is only rated: it ended before. */
export function resolvedNotice({
  resolution,
  reopenDays,
  merged_into = null,
  ...ticket
}: TicketName & { resolution: string; reopenDays: number; merged_into?: number | null }): Reply {
  const ended = merged_into !== null;
  return {
    blocks: [
      heading(`✅ ${ticket.number} dinyatakan selesai`),
      ...inWords('Penyelesaian:', resolution),
      paragraph(
        ended
          ? 'Bagaimana penanganannya menurut Anda? Bila masih bermasalah, buatlah tiket baru.'
          : `Sudah beres? Bila belum, buka lagi dalam ${reopenDays} hari. Tanpa kabar dari Anda, tiket ditutup sendiri.`,
      ),
    ],
    buttons: [
      ...(ended ? [] : [[confirmButton(ticket)], [reopenButton(ticket, 'Belum beres, buka lagi')]]),
      starButtons(ticket, null),
      [viewOf(ticket)],
    ],
  };
}

/** It cannot be handled here, and why. */
export const rejectedNotice = ({
  reason,
  merged_into = null,
  ...ticket
}: TicketName & { reason: string; merged_into?: number | null }): Reply => ({
  blocks: [
    heading(`🚫 ${ticket.number} tidak dapat diproses`),
    ...inWords('Alasan:', reason),
    ...(merged_into === null ? [paragraph('Bila menurut Anda keliru, buka lagi dengan keterangan tambahan.')] : []),
  ],
  buttons: [
    ...(merged_into === null ? [[reopenButton(ticket, 'Buka lagi')]] : []),
    starButtons(ticket, null),
    [viewOf(ticket)],
  ],
});

/** It is handled together with another, which is not named: it may be somebody else's. */
export const mergedNotice = (ticket: TicketName): Reply => ({
  blocks: [
    paragraph(
      `🔗 ${ticket.number} ditangani bersama laporan lain tentang hal yang sama. Kabar penyelesaiannya datang di sini. Untuk menambah keterangan, balas pesan ini.`,
    ),
  ],
  buttons: [[addTo(ticket), viewOf(ticket)]],
});

/** It was merged by mistake, and is worked on alone again. */
export const splitNotice = (ticket: TicketName): Reply => ({
  blocks: [paragraph(`${ticket.number} ditangani tersendiri lagi. Petugas akan menghubungi Anda di sini.`)],
  buttons: [[addTo(ticket), viewOf(ticket)]],
});

/** It is open again. `due`: until when somebody answers, as shown. */
export const reopenedNotice = ({ due, ...ticket }: TicketName & { due?: string }): Reply => ({
  blocks: [
    paragraph(
      `🔁 ${ticket.number} dibuka kembali.${due === undefined ? '' : ` Petugas menanggapi paling lambat ${due}.`}`,
    ),
  ],
  buttons: [[addTo(ticket), viewOf(ticket)]],
});

/** Time has closed it. */
export const closedNotice = (ticket: TicketName): Reply => ({
  blocks: [paragraph(`🔒 ${ticket.number} ditutup karena tidak ada kabar lagi. Bagaimana penanganannya menurut Anda?`)],
  buttons: [starButtons(ticket, null), [viewOf(ticket)]],
});

/** The officer gave the conversation back. */
export const handedToBotNotice = (ticket: TicketName): Reply => ({
  blocks: [
    paragraph(
      `🤖 Pesan Anda berikutnya dijawab bot lagi. ${ticket.number} tetap ditangani petugas; untuk menulis kepadanya tekan tombol di bawah, atau balas pesan tentang tiket itu.`,
    ),
  ],
  buttons: [[addTo(ticket), viewOf(ticket)]],
});

/** Why a file was not taken. */
export const fileRefusalName = (why: FileRefusal): string => REFUSALS[why];

const REFUSALS: Record<FileRefusal, string> = {
  'too-big': 'lebih besar dari 20 MB',
  type: 'jenis berkasnya tidak dapat diterima',
  'bid-file':
    'itu berkas penawaran, yang rahasia sampai saat pembukaan; jelaskan masalahnya dengan kata-kata atau tangkapan layar',
  gone: 'tidak dapat diambil lagi',
  empty: 'kosong',
  failed: 'gagal diambil',
};

/** The name of a file as people read it: pictures come without one. */
export const fileName = (name: string): string => (name.trim() === '' || name === 'photo' ? 'foto' : name);

/** A file was not taken; `id` and `number` are those of its ticket, once it has one. */
export const fileRefusedNotice = ({
  name,
  why,
  id,
  number,
}: Partial<TicketName> & { name: string; why: FileRefusal }): Reply => ({
  blocks: [
    paragraph(
      `📎 Berkas ${fileName(name)}${number === undefined ? '' : ` untuk ${number}`} tidak dapat diterima karena ${fileRefusalName(why)}.`,
    ),
    note('Yang diterima: gambar, PDF, dan dokumen kantor, masing-masing paling besar 20 MB.'),
  ],
  ...(id !== undefined && number !== undefined && { buttons: [[addTo({ id, number }, 'Kirim berkas lain')]] }),
});

/** What an officer wrote, below what it is. */
const inWords = (label: string, words: string): Block[] =>
  words.trim() === '' ? [] : [paragraph({ bold: label }), quote(words)];
