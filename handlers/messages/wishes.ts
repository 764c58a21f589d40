import type { Block, Button, Reply } from '../reply.ts';
import { heading, note, paragraph, shortened } from './blocks.ts';

const QUESTION_SHOWN = 300;

/** Below an answer that found nothing: to be told when there is one, or not any more. */
export const wishButton = (answer: number, wanted: boolean): Button => ({
  label: wanted ? '🔔 Akan dikabari ✓ (batalkan)' : '🔔 Kabari saya',
  action: { verb: 'wish', id: answer },
});

/** What was pressed, and how to take it back. */
export const wishNoted = (wanted: boolean): Reply => ({
  blocks: [
    paragraph(
      wanted
        ? 'Baik, Anda akan saya kabari di sini begitu ada jawaban untuk pertanyaan itu: satu kali saja.'
        : 'Baik, Anda tidak akan dikabari tentang pertanyaan itu.',
    ),
    note(
      wanted
        ? 'Berubah pikiran? Tekan tombol itu sekali lagi untuk membatalkan.'
        : 'Tekan tombol itu sekali lagi bila tetap ingin dikabari.',
    ),
  ],
});

/** What somebody asked has an answer now. */
export const wishFulfilled = (question: string, answer: Block[]): Reply => ({
  blocks: [
    heading('Pertanyaan Anda kini ada jawabannya'),
    paragraph('Anda pernah bertanya: ', { italic: shortened(question, QUESTION_SHOWN) }),
    ...answer,
    note('Pesan ini dikirim sekali, karena Anda menekan Kabari saya.'),
  ],
});
