import type { Incoming } from '../incoming.ts';
import type { Block, Reply } from '../reply.ts';
import { note, paragraph, quote } from './blocks.ts';

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

/** What the person may not do. What only officers can do is not even named to others. What was typed is given back. */
export const notAllowed = ({ place, event }: Pick<Incoming, 'place' | 'event'>): Reply => ({
  blocks: [
    paragraph(
      place.channel === 'slack'
        ? event.kind === 'press' && event.action.verb === 'bulletin-confirm'
          ? 'Yang mengonfirmasi adalah orang kedua yang berperan LPD atau Kepala LPSE, bukan yang menulisnya. Mereka sudah diberi tahu lewat pesan langsung.'
          : 'Anda tidak mempunyai peran untuk itu. Minta admin LPSE memberikannya dengan /lpse peran.'
        : 'Itu hanya untuk petugas LPSE. Lihat /bantuan untuk yang dapat saya bantu.',
    ),
    ...(event.kind === 'form' ? typedIn(event.fields) : []),
  ],
});

const typedIn = (fields: Record<string, string | string[]>): Block[] => {
  const words = Object.values(fields).filter((value) => typeof value === 'string' && value.includes(' '));
  return words.length === 0 ? [] : [note('Yang Anda tulis:'), ...words.map((text) => quote(String(text)))];
};
