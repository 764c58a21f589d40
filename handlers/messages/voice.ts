import type { Reply } from '../reply.ts';
import { LARGEST_VOICE, LONGEST_VOICE_SECONDS, type Unheard } from '../rules/voice.ts';
import { note, paragraph } from './blocks.ts';

/** What was heard, said back before it is answered: a model may have misheard. */
export function iHeard(words: string): Reply {
  return {
    blocks: [
      paragraph('Saya mendengar: “', { italic: words }, '”'),
      note('Bila tidak tepat, tuliskan pertanyaannya. Suaranya tidak saya simpan.'),
    ],
  };
}

const MINUTES = LONGEST_VOICE_SECONDS / 60;
const MEGABYTES = LARGEST_VOICE / 1024 / 1024;

const WHY: Record<Unheard, string> = {
  forwarded: 'Pesan suara yang diteruskan tidak saya dengarkan, karena itu suara orang lain.',
  declined: 'Anda memilih Tanpa AI, jadi pesan suara tidak saya dengarkan; ubah lewat /ai.',
  'too-long': `Pesan suara saya dengarkan paling lama ${MINUTES} menit, dan yang ini lebih panjang.`,
  'too-big': `Pesan suara saya dengarkan paling besar ${MEGABYTES} MB, dan yang ini lebih besar.`,
  gone: 'Pesan suara itu sudah tidak dapat diambil.',
  'no-sound': 'Rekaman itu tidak dapat saya putar.',
  unclear: 'Saya tidak menangkap kata-kata dalam pesan suara itu.',
  off: 'Pesan suara untuk sementara tidak saya dengarkan.',
  budget: 'Jatah mendengarkan pesan suara untuk hari ini sudah habis.',
  busy: 'Terlalu banyak pesan suara sedang menunggu.',
  late: 'Mendengarkan pesan suara itu terlalu lama.',
  fault: 'Pesan suara itu sedang tidak dapat saya dengar karena gangguan.',
};

/** A voice note was not understood: why, and what to do instead. */
export const notHeard = (why: Unheard): Reply => ({
  blocks: [paragraph(`${WHY[why]} Tuliskan pertanyaannya.`)],
});
