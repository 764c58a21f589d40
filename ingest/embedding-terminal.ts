import type { Ai } from '../knowledge/index.ts';

type Filled = Awaited<ReturnType<Ai['meaning']['fill']>>;
type Serving = Awaited<ReturnType<Ai['meaning']['state']>>['serving'];

/** What is said when no model is named that could make vectors. */
export const NO_EMBEDDER =
  'OPENAI_EMBEDDING_MODEL belum diisi, sehingga vektor tidak dapat dibuat; isi bersama OPENAI_API_KEY, OPENAI_BASE_URL, atau OPENAI_EMBEDDING_BASE_URL';

/** What was made, as lines for the terminal. `spent` is in rupiah. */
export function embeddedLines(
  { embedded, cut = 0, tooLong = 0, unchanged, dropped, left }: Filled,
  { serving, seconds, spent }: { serving: Serving; seconds: number; spent: number },
): string[] {
  const made = `${embedded} dibuat${cut > 0 ? ` (${cut} dari awal teksnya saja)` : ''}`;
  const long = tooLong > 0 ? `, ${tooLong} terlalu panjang` : '';
  const counts = `Vektor: ${made}, ${unchanged} tetap, ${dropped} dihapus, ${left} belum${long}`;
  const cost = spent > 0 ? `, biaya Rp${spent.toLocaleString('id-ID', { maximumFractionDigits: 2 })}` : '';
  return [
    `${counts}, dalam ${seconds.toFixed(1)} detik${cost}.`,
    ...(serving ? [`Dipakai: ${serving.model} (${serving.dimension} dimensi, ${serving.texts} vektor).`] : []),
  ];
}

/** What the progress bar says beside the count. */
export const progressWords = (model: string, waitsMs: number | undefined): string =>
  waitsMs === undefined ? model : `${model}: server sibuk, menunggu ${Math.ceil(waitsMs / 1_000)} detik`;

const TROUBLE: Record<Exclude<NonNullable<Filled['why']>, 'fault'>, string> = {
  unset: `${NO_EMBEDDER}.`,
  off: 'Model AI sedang dimatikan. Nyalakan dahulu dengan /lpse ai nyala.',
  budget: 'Anggaran hari ini (OPENAI_DAILY_BUDGET) sudah habis.',
  broken: 'Server model berkali-kali gagal. Periksa alamat, kunci, dan nama modelnya.',
  busy: 'Server model terlalu sibuk, juga sesudah ditunggu beberapa menit.',
  late: 'Dihentikan, atau server model terlalu lama menjawab.',
  malformed: 'Jawaban server model bukan vektor. Periksa nama modelnya.',
};

/** What a server that is there may not like, by what it answered. */
const REFUSED: Record<number, string> = {
  401: 'Server model menolak kuncinya. Periksa OPENAI_API_KEY.',
  402: 'Server model minta dibayar dahulu. Periksa saldonya.',
  403: 'Server model menolak kuncinya. Periksa OPENAI_API_KEY.',
  404: 'Server model tidak mengenal alamat atau nama modelnya. Periksa keduanya.',
  429: 'Jatah di server model sudah habis. Periksa saldonya.',
};

/** Why it is not finished, and how to go on; undefined when it is. */
export function embeddingTrouble({ why, status, embedded, unchanged }: Filled): string | undefined {
  if (why === undefined) return undefined;
  const kept = embedded + unchanged > 0 ? ' Yang sudah dibuat tersimpan: ulangi perintahnya untuk melanjutkan.' : '';
  return `${why === 'fault' ? faultWords(status) : TROUBLE[why]}${kept}`;
}

const faultWords = (status: number | undefined): string =>
  status === undefined
    ? 'Server model tidak terjangkau. Periksa alamatnya, dan apakah servernya hidup.'
    : (REFUSED[status] ?? `Server model menjawab dengan galat ${status}. Periksa catatan (log) server itu.`);
