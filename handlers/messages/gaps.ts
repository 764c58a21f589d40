import type { CountedGap, GapState, OfficersAnswer } from '../../db/gaps.ts';
import type { Unit } from '../../knowledge/index.ts';
import type { Block, Button, Form, Reply, Span } from '../reply.ts';
import { heading, list, note, paragraph, quote, shortened } from './blocks.ts';
import { type KnownFaq, newFaqForm } from './faq-form.ts';
import { clock } from './time.ts';

/** What officers are shown of a group. */
export type ShownGap = Omit<CountedGap, 'decided_by' | 'decided_at' | 'made_at'>;

/** A page of groups; `skip` of them come before it. */
export type GapPage = { gaps: ShownGap[]; skip: number; more: boolean; total: number };

/** Why a group is left as it is; the choice of its button. */
export const GAP_CLOSINGS = {
  luar: 'Di luar layanan LPSE',
  jelas: 'Sudah terjawab di tempat lain',
  rancu: 'Bukan pertanyaan yang jelas',
} as const;
type GapClosing = keyof typeof GAP_CLOSINGS;
export const isGapClosing = (choice: string | undefined): choice is GapClosing =>
  choice !== undefined && Object.hasOwn(GAP_CLOSINGS, choice);
/** The choice that opens a closed group again. */
export const GAP_REOPEN = 'buka';

const STATE_NAMES: Record<GapState, string> = {
  terbuka: 'terbuka',
  dikerjakan: 'sedang dikerjakan',
  terjawab: 'sudah terjawab',
  diabaikan: 'ditutup',
};

const QUESTION_SHOWN = 200;
const ANSWER_SHOWN = 600;
const NAME_SHOWN = 60;

/** /lpse celah: what people asked in vain, most asked first. */
export function gapList(page: GapPage, { writes, unit }: { writes: boolean; unit: Unit }): Reply {
  const { gaps, skip, more, total } = page;
  const turn = (label: string, id: number): Button => ({ label, action: { verb: 'gaps', id } });
  return {
    blocks: [
      heading('Celah: yang belum terjawab'),
      ...(gaps.length === 0
        ? [note('Tidak ada celah yang terbuka: semua pertanyaan terjawab atau sudah ditindaklanjuti.')]
        : [
            paragraph(`${total} kelompok pertanyaan, yang paling banyak ditanyakan lebih dahulu.`),
            list(gaps.map((gap) => gapLine(gap, unit))),
            note('Ditanyakan tanpa nama; data pribadi sudah disamarkan.'),
          ]),
    ],
    buttons: [
      ...gaps.map((gap) => gapButtons(gap, `${gap.id} · `, writes)),
      [...(skip > 0 ? [turn('« Dari awal', 0)] : []), ...(more ? [turn('Berikutnya »', skip + gaps.length)] : [])],
    ].filter((row) => row.length > 0),
  };
}

/** Monday morning: what was asked in vain since the last time; in one line when it was nothing. */
export function gapsOfWeek(gaps: ShownGap[], { total, unit }: { total: number; unit: Unit }): Reply {
  if (gaps.length === 0)
    return { blocks: [note('Celah pekan ini: tidak ada pertanyaan baru yang tidak terjawab. 👍')] };
  return {
    blocks: [
      heading('Celah pekan ini'),
      paragraph(`Pertanyaan yang tidak terjawab dengan baik sejak pekan lalu. Seluruhnya ${total} kelompok terbuka.`),
      list(gaps.map((gap) => gapLine(gap, unit))),
      note('Selengkapnya kapan saja dengan ', { code: '/lpse celah' }, '. Data pribadi sudah disamarkan.'),
    ],
    buttons: [
      ...gaps.map((gap) => gapButtons(gap, `${gap.id} · `, true)),
      [{ label: 'Semua celah', action: { verb: 'gaps', id: 0 } }],
    ],
  };
}

/** One group: every way in which it was asked, and what officers answered. */
export function gapInFull(
  {
    gap,
    questions,
    more,
    answers,
    like,
  }: {
    gap: ShownGap;
    questions: { question: string; times: number }[];
    more: boolean;
    answers: OfficersAnswer[];
    /** Published entries that ask the same. */
    like: { id: number; question: string }[];
  },
  { writes, unit }: { writes: boolean; unit: Unit },
): Reply {
  return {
    blocks: [
      heading(`Celah nomor ${gap.id}`),
      paragraph(countsOf(gap), ` · terakhir ${clock(gap.last_at, unit)}`),
      paragraph(...standing(gap)),
      list(
        questions.map(({ question, times }) => [
          shortened(oneLine(question), QUESTION_SHOWN),
          times > 1 ? ` (${times}×)` : '',
        ]),
      ),
      ...(more ? [note('Masih ada cara bertanya lain; yang paling sering ditampilkan.')] : []),
      ...answers.flatMap((one) => officersAnswer(one)),
      ...(like.length === 0
        ? []
        : [
            paragraph({ bold: 'FAQ yang menanyakan hal serupa' }),
            list(
              like.map(({ id, question }) => [
                { bold: String(id) },
                ` ${shortened(oneLine(question), QUESTION_SHOWN)}`,
              ]),
            ),
          ]),
    ],
    buttons: [
      gapButtons(gap, '', writes).slice(1),
      ...(writes && gap.state === 'terbuka' ? [closings(gap.id)] : []),
      ...(writes && gap.state === 'diabaikan' ? [[reopening(gap.id)]] : []),
    ].filter((row) => row.length > 0),
  };
}

/** A group was closed, with the way back. */
export const gapClosed = (id: number, why: GapClosing): Reply => ({
  blocks: [
    paragraph(`Celah nomor ${id} ditutup: ${GAP_CLOSINGS[why].toLowerCase()}. Pertanyaan serupa tidak tampil lagi.`),
  ],
  buttons: [[reopening(id)]],
});

export const gapReopened = (id: number): Reply => ({
  blocks: [paragraph(`Celah nomor ${id} dibuka lagi.`)],
  buttons: [[{ label: 'Rincian', action: { verb: 'gap', id } }]],
});

/** The questions of a group are ways to ask an entry now, once somebody approves them. */
export const gapJoined = (id: number, faq: number, added: number, link: string | undefined): Reply => ({
  blocks: [
    paragraph(
      `Celah nomor ${id} digabungkan: ${added} cara bertanya diusulkan untuk `,
      link === undefined ? `FAQ nomor ${faq}` : { text: `FAQ nomor ${faq}`, url: link },
      '. Baca di kartunya, lalu tekan Ajukan supaya orang lain menyetujuinya.',
    ),
  ],
});

/** Every way to ask was there already: nothing is left to approve. */
export const gapAnswered = (id: number, faq: number, told: number): Reply => ({
  blocks: [
    paragraph(
      `Semua cara bertanya pada celah nomor ${id} sudah ada di FAQ nomor ${faq}; celahnya ditutup.`,
      told > 0 ? ` ${told} orang yang menunggu jawabannya sudah dikabari.` : '',
    ),
  ],
});

/** Why nothing was done with a group. */
const HINDERED = {
  unknown: 'Kelompok pertanyaan itu tidak ada lagi.',
  taken: 'Kelompok itu sudah ditindaklanjuti orang lain. Lihat lagi dengan /lpse celah.',
  'no-desk': 'Kanal pelatihan belum diatur (SLACK_TRAINING_CHANNEL), jadi FAQ tidak dapat ditulis dari sini.',
  'no-entry': 'FAQ bernomor itu tidak ada, atau sudah ditarik.',
  'too-many': 'FAQ itu sudah memuat ragam pertanyaan paling banyak yang dapat dimuat.',
} as const;
export type GapHindrance = keyof typeof HINDERED;
export const gapHindered = (why: GapHindrance): Reply => ({ blocks: [paragraph(HINDERED[why])] });
export const gapFieldWrong = (why: GapHindrance): string => HINDERED[why];

/** What stands in the form of an entry that is written for a group, and where its answer comes from. */
export function gapDraftForm(id: number, known: KnownFaq, from: OfficersAnswer | undefined): Form {
  return {
    ...newFaqForm(known),
    name: 'gap-draft',
    id,
    title: 'FAQ dari celah',
    intro: [
      note(
        from === undefined
          ? 'Belum ada jawaban petugas untuk pertanyaan ini: tulis jawabannya, dengan dasarnya.'
          : `Jawabannya diambil dari ${sourceOf(from)} dan BELUM diperiksa: baca, perbaiki, dan lengkapi dasarnya.`,
      ),
      note('Belum terbit: sesudah ini pratinjaunya tampil, lalu orang lain menyetujuinya.'),
    ],
  };
}

/** Asks for the entry that answers a group already; `like` is the likeliest one. */
export const gapJoinForm = (gap: { id: number; question: string }, like: number | undefined): Form => ({
  name: 'gap-join',
  id: gap.id,
  title: 'Sudah ada di FAQ',
  submit: 'Gabungkan',
  intro: [
    paragraph('Celah: ', { italic: shortened(oneLine(gap.question), QUESTION_SHOWN) }),
    note('Cara bertanya pada kelompok ini diusulkan menjadi ragam pertanyaan FAQ itu.'),
  ],
  fields: [
    {
      name: 'faq',
      label: 'Nomor FAQ yang menjawabnya',
      kind: 'text',
      longest: 9,
      hint: 'Cari dengan /lpse faq cari …',
      ...(like !== undefined && { initial: String(like) }),
    },
  ],
});

function gapLine(gap: ShownGap, unit: Unit): Span[] {
  return [
    { bold: `Nomor ${gap.id}: ` },
    `${shortened(oneLine(gap.question), QUESTION_SHOWN)} · ${countsOf(gap)} · terakhir ${clock(gap.last_at, unit)}`,
    gap.solved ? ' · ada jawaban petugas' : '',
    gap.state === 'dikerjakan' ? ` · FAQ ${gap.faq ?? ''} sedang disiapkan` : '',
  ];
}

/** "5 orang, 8 kali: 6 tidak ditemukan, 2 👎 · 3 menunggu kabar" */
function countsOf({ people, times, not_found, unsure, useless, officer, wishes }: ShownGap): string {
  const reasons = [
    [not_found, 'tidak ditemukan'],
    [useless, '👎'],
    [unsure, 'kurang yakin'],
    [officer, 'lalu hubungi petugas'],
  ] as const;
  const why = reasons.flatMap(([count, name]) => (count > 0 ? [`${count} ${name}`] : [])).join(', ');
  const waiting = wishes > 0 ? ` · ${wishes} menunggu kabar` : '';
  return `${people} orang, ${times} kali${why === '' ? '' : `: ${why}`}${waiting}`;
}

function standing({ state, faq, why }: ShownGap): Span[] {
  if (state === 'diabaikan' && isGapClosing(why ?? undefined))
    return [`Keadaan: ditutup (${GAP_CLOSINGS[why as GapClosing].toLowerCase()}).`];
  return [`Keadaan: ${STATE_NAMES[state]}${faq === null || state === 'terbuka' ? '' : `, FAQ nomor ${faq}`}.`];
}

/** What can be done with a group; who does not write may look. */
function gapButtons({ id, state, faq }: ShownGap, before: string, writes: boolean): Button[] {
  return [
    { label: `${before}Rincian`, action: { verb: 'gap', id } },
    ...(writes && state === 'terbuka'
      ? ([
          { label: `${before}Buat draf`, action: { verb: 'gap-draft', id } },
          { label: `${before}Sudah ada di FAQ`, action: { verb: 'gap-join', id } },
        ] as const)
      : []),
    ...(faq !== null && state !== 'terbuka' && state !== 'diabaikan'
      ? [{ label: `${before}Buka FAQ ${faq}`, action: { verb: 'faq', id: faq } } as const]
      : []),
  ];
}

const closings = (id: number): Button[] =>
  (Object.keys(GAP_CLOSINGS) as GapClosing[]).map((choice) => ({
    label: `Tutup: ${GAP_CLOSINGS[choice].toLowerCase()}`,
    action: { verb: 'gap-close', id, choice },
  }));

const reopening = (id: number): Button => ({
  label: 'Buka lagi',
  action: { verb: 'gap-close', id, choice: GAP_REOPEN },
});

function officersAnswer(one: OfficersAnswer): Block[] {
  return [paragraph({ bold: `Jawaban petugas (${sourceOf(one)})` }), quote(shortened(one.answer, ANSWER_SHOWN))];
}

const sourceOf = ({ number }: OfficersAnswer): string =>
  number === null ? 'usulan petugas' : `tiket ${shortened(number, NAME_SHOWN)}`;

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();
