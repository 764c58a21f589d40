import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorker, type Worker } from 'tesseract.js';
import { cleanLine } from './clean-text.ts';

/** A line read in a picture; `bottom` is the line that its letters stand on, in points of the picture from the top. */
type OcrLine = { text: string; bottom: number; height: number };
/** How surely its words were read on average, 0 to 100, the longer ones counting more; 0 when there are none. */
type OcrPage = { lines: OcrLine[]; sure: number };

export type Ocr = {
  /** Reads a PNG, JPEG or PGM. @throws the reason of the signal when it was cancelled */
  read: (picture: Uint8Array) => Promise<OcrPage>;
  stop: () => Promise<void>;
};

const MODEL = import.meta.resolve('@tesseract.js-data/ind');
/** What is read less surely on a whole line is a stamp, a signature or dirt. */
const DIRT = 30;

/** Prepares to read pictures of Indonesian text, in a thread of its own; the model comes with the program, nothing is loaded from a network. */
export async function openOcr(signal?: AbortSignal): Promise<Ocr> {
  const cancelled = Promise.withResolvers<never>();
  const cancel = () => cancelled.reject(signal?.reason);
  // Nobody may be waiting when it is cancelled.
  cancelled.promise.catch(() => {});
  if (signal?.aborted) throw signal.reason;
  signal?.addEventListener('abort', cancel, { once: true });
  const worker = await startWorker();
  return {
    async read(picture) {
      // A thread that was ended never answers.
      return await Promise.race([readPicture(worker, picture), cancelled.promise]);
    },
    async stop() {
      signal?.removeEventListener('abort', cancel);
      await worker.terminate();
    },
  };
}

async function startWorker(): Promise<Worker> {
  const langPath = join(dirname(fileURLToPath(MODEL)), '4.0.0_best_int');
  // Without a handler of its own the library throws where nobody can catch.
  return await createWorker('ind', 1, { langPath, cacheMethod: 'none', errorHandler: () => {} });
}

async function readPicture(worker: Worker, picture: Uint8Array): Promise<OcrPage> {
  const { data } = await worker.recognize(Buffer.from(picture), {}, { text: false, blocks: true });
  const found = (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines));
  const lines: OcrLine[] = [];
  let letters = 0;
  let weight = 0;
  for (const { words, bbox, baseline } of found) {
    const text = cleanLine(words.map((word) => word.text).join(' '));
    const length = words.reduce((sum, word) => sum + word.text.length, 0);
    const sure = words.reduce((sum, word) => sum + word.confidence * word.text.length, 0) / Math.max(1, length);
    if (sure < DIRT || !/[\p{L}\p{N}]/u.test(text)) continue;
    letters += length;
    weight += sure * length;
    lines.push({ text, bottom: (baseline.y0 + baseline.y1) / 2, height: bbox.y1 - bbox.y0 });
  }
  return { lines, sure: letters === 0 ? 0 : weight / letters };
}
