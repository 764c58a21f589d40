import type { Progress } from '../../db/broadcasts.ts';
import type { Unit } from '../../knowledge/index.ts';
import type { Block, Button, Form, Reply } from '../reply.ts';
import { count, progressIcon, progressWords } from './announcement-card.ts';
import { heading, note, paragraph, shortened } from './blocks.ts';
import { clock, dayIn } from './time.ts';

/** A version of an entry that was sent to subscribers. */
export type PushShown = { version: number; at: Date; by: string; progress: Progress | undefined };

/** An entry as subscribers get it. */
export type PushedEntry = {
  question: string;
  answer: string;
  /** What it rests on, e.g. "Pasal 21 ayat (1)"; empty for what is practice. */
  basis: string[];
  practice?: string | undefined;
  /** When it was published, where other words answered before. */
  changedAt?: Date | undefined;
};

/** A broadcast is one message of Telegram, which holds 4,096 UTF-16 units; the answer is whole unless it is of emoji. */
const QUESTION_SHOWN = 350;
const ANSWER_SHOWN = 3_050;
const BASIS_SHOWN = 200;
const NAME_SHOWN = 80;

/** What subscribers get of an entry, on either channel. */
export const pushedReply = ({ question, answer, basis, practice, changedAt }: PushedEntry, unit: Unit): Reply => ({
  blocks: [
    heading(`💡 Jawaban resmi${changedAt === undefined ? '' : `, diperbarui ${dayIn(changedAt, unit)}`}`),
    paragraph({ bold: shortened(question, QUESTION_SHOWN) }),
    paragraph(shortened(answer, ANSWER_SHOWN)),
    ...(basis.length > 0 ? [note(`Dasar: ${shortened(basis.join('; '), BASIS_SHOWN)}.`)] : []),
    ...(practice === undefined ? [] : [note(`Catatan: ${shortened(practice, BASIS_SHOWN)}`)]),
    note(`${shortened(unit.short, NAME_SHOWN)} · Atur atau hentikan kiriman ini: /langganan`),
  ],
});

/** How far the sending of a version is, for the card of its entry; nothing when none was sent. */
export function pushLines(
  push: PushShown | undefined,
  { perSecond, now, unit }: { perSecond: number; now: Date; unit: Unit },
): Block[] {
  if (!push) return [];
  const { version, at, by, progress } = push;
  return [
    paragraph(
      { bold: `${progressIcon(progress)} Kiriman ke pelanggan, versi ${version}` },
      progress ? `: ${progressWords(progress, { perSecond, now, unit })}` : '.',
    ),
    note(`Dikirim oleh ${nameOf(by)}, ${clock(at, unit)}.`),
  ];
}

/** What can be done with a version that is on its way. */
export function pushButtons(id: number, push: PushShown | undefined): Button[][] {
  const state = push?.progress?.state;
  if (state !== 'sending' && state !== 'paused') return [];
  const verb = 'faq-push-state';
  return [
    [
      state === 'sending'
        ? { label: 'Jeda', action: { verb, id, choice: 'paused' } }
        : { label: 'Lanjutkan', action: { verb, id, choice: 'sending' }, style: 'primary' },
      { label: 'Hentikan pengiriman', action: { verb, id, choice: 'stopped' }, style: 'danger' },
    ],
  ];
}

/** The form that asks once more before a version is sent: exactly what goes out, and to how many. */
export const pushForm = (
  { id, version, recipients }: { id: number; version: number; recipients: number },
  { blocks }: Reply,
): Form => ({
  name: 'faq-push',
  id,
  version,
  title: 'Kirim ke pelanggan',
  submit: 'Kirim',
  intro: [
    paragraph({ bold: `Penerima: ${count(recipients)} pelanggan topik FAQ.` }, ' Setiap versi hanya dikirim sekali.'),
    ...blocks,
  ],
  fields: [],
});

/** Why a version was not sent. */
export const PUSH_REFUSED = {
  unpublished: 'Yang belum terbit tidak dapat dikirim ke pelanggan. Terbitkan dahulu.',
  withdrawn: 'FAQ ini sudah ditarik, jadi tidak dapat dikirim ke pelanggan.',
  unreviewed:
    'FAQ ini belum ditinjau sesudah waktunya lewat atau dasarnya berubah. Tekan Masih benar atau Ubah dahulu, lalu kirim.',
  changed:
    'Sejak formulir itu terbuka sudah terbit versi lain. Tekan Kirim ke pelanggan lagi dan baca teks yang terbaru.',
  nobody: 'Belum ada penerimanya: tidak seorang pun berlangganan topik FAQ, jadi tidak ada yang dapat dikirim.',
  ended: 'Pengirimannya sudah berakhir, atau sudah dalam keadaan itu.',
} as const;

/** Nothing was sent, and why. */
export const pushRefused = (why: keyof typeof PUSH_REFUSED): Reply => ({ blocks: [paragraph(PUSH_REFUSED[why])] });

/** That version was sent before: when, and by whom. */
export const alreadyPushed = ({ version, at, by }: Omit<PushShown, 'progress'>, unit: Unit): Reply => ({
  blocks: [
    paragraph(
      `Versi ${version} sudah dikirim ke pelanggan ${clock(at, unit)} oleh `,
      { bold: nameOf(by) },
      '. Setiap versi hanya dikirim sekali; yang berikutnya sesudah ada versi baru.',
    ),
  ],
});

/** A version is on its way. */
export const pushBegun = (id: number, recipients: number): Reply => ({
  blocks: [
    paragraph(
      { bold: `📤 FAQ nomor ${id}` },
      ` mulai dikirim ke ${count(recipients)} pelanggan. Perkembangannya tampil di kartunya.`,
    ),
  ],
});

/** What was done to a broadcast that is on its way. */
export const pushSteered = (id: number, how: 'paused' | 'sending' | 'stopped'): Reply => ({
  blocks: [paragraph(`Pengiriman FAQ nomor ${id} ${STEERED[how]}.`)],
});
const STEERED = { paused: 'dijeda', sending: 'dilanjutkan', stopped: 'dihentikan; sisanya tidak dikirim' };

const nameOf = (name: string): string => shortened(name.replace(/\s+/gu, ' ').trim() || 'seseorang', NAME_SHOWN);
