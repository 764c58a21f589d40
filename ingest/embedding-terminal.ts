import type { Ai } from '../knowledge/index.ts';

type Filled = Awaited<ReturnType<Ai['meaning']['fill']>>;
type Serving = Awaited<ReturnType<Ai['meaning']['state']>>['serving'];

/** What is said when no model is named that could make vectors. */
export const NO_EMBEDDER =
  'OPENAI_EMBEDDING_MODEL belum diisi, sehingga vektor tidak dapat dibuat; isi bersama OPENAI_API_KEY, OPENAI_BASE_URL, atau OPENAI_EMBEDDING_BASE_URL';

/** What was made, as lines for the terminal. `spent` is in rupiah. */
export function embeddedLines(
  { embedded, unchanged, dropped, left }: Filled,
  { serving, seconds, spent }: { serving: Serving; seconds: number; spent: number },
): string[] {
  const counts = `Vektor: ${embedded} dibuat, ${unchanged} tetap, ${dropped} dihapus, ${left} belum`;
  const cost = spent > 0 ? `, biaya Rp${spent.toLocaleString('id-ID', { maximumFractionDigits: 2 })}` : '';
  return [
    `${counts}, dalam ${seconds.toFixed(1)} detik${cost}.`,
    ...(serving ? [`Dipakai: ${serving.model} (${serving.dimension} dimensi, ${serving.texts} vektor).`] : []),
  ];
}

const TROUBLE: Record<NonNullable<Filled['why']>, string> = {
  unset: `${NO_EMBEDDER}.`,
  off: 'Model AI sedang dimatikan. Nyalakan dahulu dengan /lpse ai nyala.',
  budget: 'Anggaran hari ini (OPENAI_DAILY_BUDGET) sudah habis.',
  broken: 'Server model berkali-kali gagal. Periksa alamat, kunci, dan nama modelnya.',
  busy: 'Server model terlalu sibuk.',
  late: 'Dihentikan, atau server model terlalu lama menjawab.',
  fault: 'Server model tidak terjangkau atau menolak. Periksa alamat, kunci, dan nama modelnya.',
  malformed: 'Jawaban server model bukan vektor. Periksa nama modelnya.',
};

/** Why it is not finished, and how to go on; undefined when it is. */
export function embeddingTrouble({ why, embedded, unchanged }: Filled): string | undefined {
  if (why === undefined) return undefined;
  const kept = embedded + unchanged > 0 ? ' Yang sudah dibuat tersimpan: ulangi perintahnya untuk melanjutkan.' : '';
  return `${TROUBLE[why]}${kept}`;
}
