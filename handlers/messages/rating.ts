import type { Block, Button, Form, Reply } from '../reply.ts';
import { note, paragraph } from './blocks.ts';

/** Why an answer was of no use: the choice that a button carries, and its words. */
const REASONS = {
  wrong: 'Tidak tepat',
  incomplete: 'Tidak lengkap',
  unclear: 'Sulit dipahami',
  outdated: 'Sudah usang',
  other: 'Lainnya…',
} as const;
type Reason = keyof typeof REASONS;

/** What the one who judges has said so far. */
export type Rating =
  | { state: 'none' }
  | { state: 'useful' }
  | { state: 'asked-why' }
  | { state: 'useless'; reason: string | undefined };

/** What stands below an answer besides its sources. */
export type Controls = {
  /** The things that a short message may have meant, one button each. */
  choices: Button[];
  /** 👍 and 👎: where the answer is one person's. */
  judged: boolean;
  /** Only the one who asked sees it, in a channel, and may share it. */
  shared: boolean;
  /** A person can be asked for here. */
  person: boolean;
  /** What can be made of it: a ticket, or a part of one. */
  offers: Button[][];
};

/** An answer with its buttons: what can be made of it, the sources, what it was worth, a person. */
export function ratedAnswer(id: number, blocks: Block[], sources: number, rating: Rating, controls: Controls): Reply {
  const { choices, judged, shared, person, offers } = controls;
  const remark = remarkOn(rating);
  return {
    blocks,
    ...(remark && { remark }),
    buttons: [
      ...choices.map((choice) => [choice]),
      ...offers,
      [
        ...(sources > 0 ? [{ label: `📖 Sumber (${sources})`, action: { verb: 'sources', id } } as const] : []),
        ...(judged ? judging(id, rating) : []),
      ],
      ...(rating.state === 'asked-why' ? reasons(id) : []),
      [
        ...(shared ? [{ label: 'Bagikan ke kanal', action: { verb: 'share', id } } as const] : []),
        ...(person ? [{ label: '🙋 Hubungi petugas', action: { verb: 'person', id } } as const] : []),
      ],
    ].filter((row) => row.length > 0),
  };
}

/** The same where the answer stands before others too: only what the one who judged has to know. */
export function ratedAlone(id: number, rating: Rating): Reply {
  const remark = remarkOn(rating);
  return { blocks: remark ? [remark] : [], ...(rating.state === 'asked-why' && { buttons: reasons(id) }) };
}

function judging(id: number, { state }: Rating): Button[] {
  return [
    { label: state === 'useful' ? '👍 ✓' : '👍', action: { verb: 'useful', id } },
    { label: state === 'useless' || state === 'asked-why' ? '👎 ✓' : '👎', action: { verb: 'useless', id } },
  ];
}

function reasons(id: number): Button[][] {
  const reason = (choice: Reason): Button => ({ label: REASONS[choice], action: { verb: 'reason', id, choice } });
  return [
    [reason('wrong'), reason('incomplete')],
    [reason('unclear'), reason('outdated')],
    [reason('other'), { label: 'Lewati', action: { verb: 'reason', id, choice: 'none' } }],
  ];
}

function remarkOn(rating: Rating): Block | undefined {
  if (rating.state === 'useful') return note('Terima kasih atas penilaiannya.');
  if (rating.state === 'asked-why') return note('Apa yang kurang dari jawaban ini?');
  if (rating.state === 'none') return undefined;
  const why = isReason(rating.reason) && rating.reason !== 'other' ? ` (${REASONS[rating.reason].toLowerCase()})` : '';
  return note(`Terima kasih, penilaian Anda${why} dicatat untuk perbaikan.`);
}

/** Whether a choice that came back is one of the reasons. */
export const isReason = (choice: string | undefined): choice is Reason =>
  choice !== undefined && Object.hasOwn(REASONS, choice);

/** Asks for the reason in words. */
export const whyInWords = (): Reply => ({
  blocks: [paragraph('Tuliskan apa yang kurang dari jawaban itu, dengan satu pesan.')],
  buttons: [[{ label: 'Batal', action: { verb: 'cancel', id: 0 } }]],
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
  blocks: [paragraph('Terima kasih. Catatan Anda disimpan untuk memperbaiki jawaban.')],
});
