import type { Incoming } from '../incoming.ts';
import type { Reply } from '../reply.ts';
import { paragraph } from './blocks.ts';

/** A fault of ours: the reference is in the log too. */
export const somethingBroke = (reference: string): Reply => ({
  blocks: [
    paragraph(
      `Maaf, ada kesalahan pada sistem kami. Coba sekali lagi; bila tetap gagal, sampaikan rujukan `,
      { code: reference },
      ' kepada petugas.',
    ),
  ],
});

/** Somebody writes faster than anybody reads. */
export const slowDown = (seconds: number): Reply => ({
  blocks: [
    paragraph(
      `Pesan Anda datang sangat cepat. Semuanya saya jawab berurutan, satu tiap ${seconds} detik; tidak perlu mengirim ulang.`,
    ),
  ],
});

/** So many wait that the oldest are not answered any more. */
export const tooMany = (): Reply => ({
  blocks: [
    paragraph('Terlalu banyak pesan sekaligus: yang paling lama tidak saya jawab. Kirim lagi yang terpenting saja.'),
  ],
});

/** What the person may not do. What only officers can do is not even named to others. */
export const notAllowed = ({ place }: Pick<Incoming, 'place'>): Reply => ({
  blocks: [
    paragraph(
      place.channel === 'slack'
        ? 'Anda tidak mempunyai peran untuk itu. Minta admin LPSE memberikannya dengan /lpse peran.'
        : 'Itu hanya untuk petugas LPSE. Lihat /bantuan untuk yang dapat saya bantu.',
    ),
  ],
});
