import { FAQ_LIMITS, FAQ_TOPIC_NAMES, FAQ_TOPICS, type FaqTopic } from '../../knowledge/index.ts';
import type { Field, Form } from '../reply.ts';
import { note, paragraph, shortened } from './blocks.ts';
import { SHORTEST_FAQ_REASON } from './faq.ts';

/** What stands in a form before anybody types. Lists have one member a line. */
export type KnownFaq = {
  question?: string;
  variants?: string[];
  answer?: string;
  /** As they are called: "Pasal 21 ayat (1)". */
  basis?: string[];
  practice?: string;
  topic?: FaqTopic;
  /** An address in Slack. */
  owner?: string;
  reviewBy?: string;
  source?: string;
  sourceDate?: string;
};

const QUESTION_SHOWN = 200;
/** A field of Slack holds so many UTF-16 units; what does not fit would be lost. */
const LONGEST_FIELD = 3_000;
/** Fields of the ways to ask, so that all of them fit; each is filled to this and has room for more. */
const VARIANTS_FILLED = 2_400;
/** The later of those fields: `variants`, `variants-2` … */
export const isVariantsField = (name: string): boolean => /^variants(?:-\d)?$/u.test(name);

/** Whether a form holds all of what is known. */
export const fitsForm = ({ variants: _, basis = [], ...texts }: KnownFaq): boolean =>
  [...Object.values(texts), basis.join('\n')].every((text) => text.length <= LONGEST_FIELD);

/** The fields in which an entry is written. */
function faqFields(known: KnownFaq): Field[] {
  return [
    {
      name: 'question',
      label: 'Pertanyaan',
      kind: 'text',
      longest: FAQ_LIMITS.question.most,
      ...filled(known.question),
    },
    ...variantsFields(known.variants ?? []),
    {
      name: 'answer',
      label: 'Jawaban',
      kind: 'long',
      longest: FAQ_LIMITS.answer.most,
      hint: 'Kalimat pendek. Tampil persis seperti ini di Telegram.',
      ...filled(known.answer),
    },
    {
      name: 'basis',
      label: 'Dasar',
      kind: 'long',
      optional: true,
      hint: 'Isi Dasar, Praktik, atau keduanya. Satu per baris, misalnya Pasal 3 ayat (1), atau SOP Pendaftaran, langkah 4.',
      ...filled(known.basis?.join('\n')),
    },
    {
      name: 'practice',
      label: 'Praktik',
      kind: 'long',
      optional: true,
      longest: FAQ_LIMITS.practice.most,
      hint: 'Wajib bila Dasar kosong: mengapa demikian, dan siapa yang memastikannya.',
      ...filled(known.practice),
    },
    {
      name: 'topic',
      label: 'Topik',
      kind: 'choice',
      options: FAQ_TOPICS.map((value) => ({ value, label: FAQ_TOPIC_NAMES[value] })),
      ...filled(known.topic),
    },
    {
      name: 'owner',
      label: 'Pemilik',
      kind: 'person',
      optional: true,
      hint: 'Diingatkan ketika waktunya meninjau.',
      ...filled(known.owner),
    },
    {
      name: 'reviewBy',
      label: 'Tinjau sampai',
      kind: 'date',
      hint: 'Biasanya 90 hari dari sekarang.',
      ...filled(known.reviewBy),
    },
    {
      name: 'source',
      label: 'Sumber',
      kind: 'text',
      optional: true,
      longest: FAQ_LIMITS.source.most,
      hint: 'Misalnya: Surat Kepala LPSE 12/2026.',
      ...filled(known.source),
    },
    { name: 'sourceDate', label: 'Tanggal sumber', kind: 'date', optional: true, ...filled(known.sourceDate) },
  ];
}

/** The form of a new entry. */
export const newFaqForm = (known: KnownFaq): Form => ({
  name: 'faq-new',
  id: 0,
  title: 'FAQ baru',
  submit: 'Simpan draf',
  intro: [note('Belum terbit: sesudah ini pratinjaunya tampil, lalu orang lain menyetujuinya.')],
  fields: faqFields(known),
});

/**
 * The form of an entry that stands. `version` is what it was opened on, `stood` who looked after it then and until when: what
 * others change meanwhile is not lost.
 */
export const editFaqForm = (
  { id, version, stood }: { id: number; version: number; stood: Pick<KnownFaq, 'owner' | 'reviewBy'> },
  known: KnownFaq,
): Form => ({
  name: 'faq-edit',
  id,
  version,
  before: stood,
  title: `Ubah FAQ nomor ${id}`,
  submit: 'Simpan draf',
  intro: [note('Yang terbit tetap menjawab sampai perubahan ini disetujui orang lain.')],
  fields: faqFields(known),
});

/** The form that asks once more before a proposal is thrown away. */
export const dropFaqForm = ({ id, version, question }: { id: number; version: number; question: string }): Form => ({
  name: 'faq-drop',
  id,
  version,
  title: 'Buang draf',
  submit: 'Ya, buang',
  intro: [
    paragraph({ bold: 'Buang draf ini?' }, ` FAQ nomor ${id}, versi ${version}: `, {
      italic: shortened(question, QUESTION_SHOWN),
    }),
    note('Yang terbit, bila ada, tetap menjawab. Isi draf ini tetap tercatat di Riwayat.'),
  ],
  fields: [],
});

/** The form in which whoever does not approve says why. */
export const returnFaqForm = ({ id, version }: { id: number; version: number }): Form => ({
  name: 'faq-return',
  id,
  version,
  title: 'Kembalikan usulan',
  submit: 'Kembalikan',
  intro: [note(`FAQ nomor ${id}, versi ${version}. Penulisnya diberi tahu dengan alasan ini.`)],
  fields: [
    {
      name: 'reason',
      label: 'Apa yang perlu diperbaiki',
      kind: 'long',
      longest: 1_000,
      hint: `Paling sedikit ${SHORTEST_FAQ_REASON} huruf.`,
    },
  ],
});

const filled = (initial: string | undefined): { initial?: string } =>
  initial === undefined || initial === '' ? {} : { initial };

function variantsFields(variants: string[]): Field[] {
  const fields: string[][] = [[]];
  for (const variant of variants) {
    const last = fields.at(-1) ?? [];
    if (last.length > 0 && [...last, variant].join('\n').length > VARIANTS_FILLED) fields.push([variant]);
    else last.push(variant);
  }
  return fields.map((some, at) => ({
    name: at === 0 ? 'variants' : `variants-${at + 1}`,
    label: at === 0 ? 'Ragam pertanyaan' : 'Ragam pertanyaan (lanjutan)',
    kind: 'long',
    optional: true,
    longest: LONGEST_FIELD,
    ...(at === 0 && { hint: 'Cara lain orang menanyakannya, satu per baris.' }),
    ...filled(some.join('\n')),
  }));
}
