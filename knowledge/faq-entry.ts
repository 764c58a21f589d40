import type { Address } from './address.ts';

/** The document that the entries of the FAQ are passages of; its passages are addressed FAQ 12, the number of the entry. */
export const FAQ_DOCUMENT = 'faq-lpse';
/** Entries of the unit begin here; those that come with the program are below. */
export const FIRST_OWN_NUMBER = 1001;

/** What an entry may be about. */
export const FAQ_TOPICS = ['registrasi', 'akun', 'dokumen', 'tender', 'layanan', 'gangguan', 'hukum', 'lain'] as const;
export type FaqTopic = (typeof FAQ_TOPICS)[number];

/** How the topics are called where people choose one. */
export const FAQ_TOPIC_NAMES: Record<FaqTopic, string> = {
  registrasi: 'Pendaftaran',
  akun: 'Akun',
  dokumen: 'Dokumen',
  tender: 'Tender',
  layanan: 'Layanan',
  gangguan: 'Gangguan',
  hukum: 'Dasar hukum',
  lain: 'Lain-lain',
};

/** A provision of a regulation or a step of an SOP that an answer rests on. */
export type Basis = { document: string } & Address;

/** What an entry says, and on what it rests: one version of it. Plain data; compared field by field. */
export type FaqContent = {
  question: string;
  /** Other ways to ask the same; none is the question itself. */
  variants: string[];
  answer: string;
  /** Empty for what is practice only. */
  basis: Basis[];
  /** Why there is no basis, or what of the answer has none, and who confirms it. */
  practice?: string;
  topic: FaqTopic;
  /** Where it was taken from, e.g. "Surat Kepala LPSE 12/2026", and the day of that, e.g. 2026-11-01. */
  source?: string;
  sourceDate?: string;
  /** The entry says that nothing regulates this. */
  outcome?: 'tidak_diatur';
  /** Fields of unit.yaml that hold the fact itself. */
  unit?: string[];
};

/** An entry as it answers. */
export type FaqEntry = FaqContent & {
  id: number;
  version: number;
  /** The day until which it shall be looked at again, e.g. 2027-02-01. */
  reviewBy?: string;
  /** The day on which a provision it rests on changed, and nobody has looked at it since. */
  basisChanged?: string;
};
