import type { Block, Button, Form, Reply } from '../reply.ts';
import { note, paragraph } from './blocks.ts';

/** Why an answer was of no use: the choice that a button carries, and its words. */
export const REASONS = {
  wrong: 'Tidak tepat',
  incomplete: 'Tidak lengkap',
  unclear: 'Sulit dipahami',
  outdated: 'Sudah usang',
  other: 'Lainnya…',
} as const;
type Reason = keyof typeof REASONS;

/** What the buttons below an answer have to know. */
export type Rating =
  | { state: 'none' }
  | { state: 'useful' }
  | { state: 'asked-why' }
  | { state: 'useless'; reason: string | undefined; commented: boolean };

/**
 * An answer with its buttons: the sources, what it was worth, a person.
 * @param alone only the one who asked sees it, and may share it
 */
export function ratedAnswer(id: number, blocks: Block[], sources: number, rating: Rating, alone = false): Reply {
  const share: Button[] = alone ? [{ label: 'Bagikan ke kanal', action: { verb: 'share', id } }] : [];
  const person: Button[] = [{ label: '🙋 Hubungi petugas', action: { verb: 'person', id } }];
  if (rating.state === 'asked-why')
    return {
      blocks: [...blocks, note('Apa yang kurang dari jawaban ini?')],
      buttons: [
        [reason(id, 'wrong'), reason(id, 'incomplete')],
        [reason(id, 'unclear'), reason(id, 'outdated')],
        [reason(id, 'other'), { label: 'Lewati', action: { verb: 'reason', id, choice: 'none' } }],
      ],
    };
  const first: Button[] = sources > 0 ? [{ label: `📖 Sumber (${sources})`, action: { verb: 'sources', id } }] : [];
  const useful = { label: rating.state === 'useful' ? '👍 ✓' : '👍', action: { verb: 'useful', id } } as const;
  const useless = { label: rating.state === 'useless' ? '👎 ✓' : '👎', action: { verb: 'useless', id } } as const;
  return {
    blocks: [...blocks, ...thanks(rating)],
    buttons: [
      [...first, useful, useless],
      [...share, ...person],
    ],
  };
}

/** The same where the answer itself cannot be drawn again: only what changed. */
export function ratedAlone(id: number, rating: Rating): Reply {
  if (rating.state !== 'asked-why') return { blocks: thanks(rating) };
  const { blocks, buttons } = ratedAnswer(id, [], 0, rating);
  return { blocks, ...(buttons && { buttons }) };
}

const reason = (id: number, choice: Reason): Button => ({
  label: REASONS[choice],
  action: { verb: 'reason', id, choice },
});

function thanks(rating: Rating): Block[] {
  if (rating.state === 'useful') return [note('Terima kasih atas penilaiannya.')];
  if (rating.state !== 'useless') return [];
  const why = REASONS[rating.reason as Reason]?.replace('…', '').toLowerCase();
  const what = rating.commented || why === undefined || rating.reason === 'other' ? '' : ` (${why})`;
  return [note(`Terima kasih, penilaian Anda${what} dicatat untuk perbaikan.`)];
}

/** Asks for the reason in words. */
export const whyInWords = (): Reply => ({
  blocks: [paragraph('Tuliskan apa yang kurang dari jawaban itu, dengan satu pesan. /batal bila tidak jadi.')],
});

/** The form for the reason in words. */
export const reasonForm = (answer: number): Form => ({
  name: 'reason',
  id: answer,
  title: 'Yang kurang',
  submit: 'Kirim',
  fields: [{ name: 'comment', label: 'Apa yang kurang dari jawaban itu?', kind: 'long', longest: 1_000 }],
});

/** The reason in words was kept. */
export const reasonKept = (): Reply => ({
  blocks: [paragraph('Terima kasih. Catatan Anda saya simpan untuk para pelatih bot ini.')],
});
