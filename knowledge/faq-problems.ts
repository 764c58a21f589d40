import type { FaqField, FaqProblem } from './faq-reading.ts';

/** How the fields are called, in forms and in the heads of tables. */
export const FAQ_FIELD_NAMES: Record<FaqField, string> = {
  question: 'pertanyaan',
  variants: 'ragam',
  answer: 'jawaban',
  basis: 'dasar',
  practice: 'praktik',
  topic: 'topik',
  owner: 'pemilik',
  reviewBy: 'tinjau sampai',
  source: 'sumber',
  sourceDate: 'tanggal sumber',
  outcome: 'hasil',
  unit: 'isian unit',
};

/** Longer pieces of what was typed are cut in a sentence. */
const SHOWN = 60;

/** What is wrong with a field and what to do, as a sentence that can stand below the field or in a list. */
export function faqProblem({ field, why, said = '', least, most, known = [] }: FaqProblem): string {
  const name = FAQ_FIELD_NAMES[field];
  const quoted = `"${[...said].length > SHOWN ? `${[...said].slice(0, SHOWN).join('')}…` : said}"`;
  const choices = known.join(', ');
  switch (why) {
    case 'missing':
      return known.length > 0 ? `Pilih ${name}: ${choices}.` : `Isi ${name}.`;
    case 'short':
      return said === ''
        ? `Tulis ${name} paling sedikit ${least} huruf.`
        : `${capital(name)} ${quoted} terlalu pendek; paling sedikit ${least} huruf.`;
    case 'long':
      return said === ''
        ? `Ringkas ${name} menjadi paling banyak ${number(most)} huruf.`
        : `${capital(name)} ${quoted} terlalu panjang; paling banyak ${number(most)} huruf.`;
    case 'many':
      return `${capital(name)} paling banyak ${most}. Kurangi, atau pecah menjadi dua entri.`;
    case 'no_basis':
      return 'Isi dasar, misalnya Pasal 3 ayat (1). Bila tidak ada dasarnya, isi praktik dengan alasannya.';
    case 'unknown':
      return field === 'basis'
        ? `Dasar ${quoted} tidak ditemukan dalam dokumen. Tulis satu dasar per baris, misalnya Pasal 3 ayat (1) atau SOP A, langkah 4.`
        : `${capital(name)} ${quoted} tidak dikenal. Yang dikenal: ${choices}.`;
    case 'not_a_date':
      return `${capital(name)} ${quoted} bukan tanggal. Tulis seperti 23 Nov 2026 atau 23/11/2026.`;
    case 'past':
      return `${capital(name)} ${dayShown(said)} sudah lewat. Pilih tanggal hari ini atau sesudahnya.`;
    case 'future':
      return `${capital(name)} ${dayShown(said)} belum tiba. Periksa tahunnya.`;
    case 'far':
      return `${capital(name)} ${dayShown(said)} lebih dari ${most} tahun lagi. Periksa tahunnya.`;
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A day, e.g. 2026-01-01, as people write it: "1 Jan 2026". */
const dayShown = (day: string) =>
  new Intl.DateTimeFormat('id', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(`${day}T00:00:00Z`),
  );

const number = (value: number | undefined) => new Intl.NumberFormat('id').format(value ?? 0);
