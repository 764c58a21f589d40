import { type Ocr, openOcr } from './ocr.ts';
import { Refusal } from './unreadable.ts';

/** How pictures of text are read. */
export type Recognition = {
  /** Told before each page that is read from a picture. */
  progress?: (step: { page: number; pages: number }) => void;
  /** Ends the reading, which then rejects with the reason of the signal. */
  signal?: AbortSignal;
};

/** A text that may have been read from pictures: how many pages, and how surely on average, 0 to 100. */
export type Printed = { text: string; warnings: string[]; ocr?: { pages: number; confidence: number } };

/** A page takes some seconds. */
const MOST_PAGES = 60;
/** Below this the words are guesses. */
const FLOOR = 55;
/** Below this somebody should look. */
const DOUBTFUL = 80;

/**
 * Reads scanned pages one by one: `read` gives how surely that page was read. The warnings are sentences for whoever gave the
 * file. @throws Refusal for too many pages, and when most of it is illegible
 */
export async function recognised(
  pages: number[],
  { progress, signal }: Recognition,
  read: (ocr: Ocr, page: number) => Promise<number>,
): Promise<Omit<Printed, 'text'>> {
  if (pages.length === 0) return { warnings: [] };
  if (pages.length > MOST_PAGES)
    throw new Refusal(
      'too_large',
      `${pages.length} halamannya hasil pindai; yang dapat dibaca paling banyak ${MOST_PAGES}. Pecah berkasnya, atau berikan PDF asli dari pengolah kata.`,
    );
  const ocr = await openOcr(signal);
  const sure: number[] = [];
  try {
    for (const [at, page] of pages.entries()) {
      progress?.({ page: at + 1, pages: pages.length });
      sure.push(await read(ocr, page));
    }
  } finally {
    await ocr.stop();
  }
  const confidence = Math.round(sure.reduce((sum, one) => sum + one, 0) / sure.length);
  if (confidence < FLOOR)
    throw new Refusal(
      'no_text',
      `hasil pindai ini hampir tidak terbaca (keyakinan ${confidence}%). Pindai ulang lebih terang dan tegak, sedikitnya 200 dpi, atau berikan PDF asli dari pengolah kata.`,
    );
  const doubtful = pages.flatMap((page, at) => {
    const found = Math.round(sure[at] ?? 0);
    return found < DOUBTFUL
      ? [`Halaman ${page} hasil pindai kurang jelas terbaca (keyakinan ${found}%). Bandingkan isinya.`]
      : [];
  });
  const all = `${pages.length} halaman dibaca dari gambar (keyakinan rata-rata ${confidence}%). Angka dan huruf dapat salah baca; periksa dulu.`;
  return { warnings: [all, ...doubtful], ocr: { pages: pages.length, confidence } };
}
