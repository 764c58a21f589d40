import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorker, type Worker } from 'tesseract.js';
import { type Box, greyMap, type Pixels, resize } from './pixels.ts';

/** A word that was read in a picture, and where; `sure` from 0 to 100. */
export type Word = Box & { text: string; sure: number };
/** The words of a line, from the left. */
export type Line = Word[];

/**
 * Each picture is read twice, with another model and in another size: what one of them misreads the other mostly does not.
 * Small letters are read better when they are doubled.
 */
const PASSES = [
  { language: 'eng', model: import.meta.resolve('@tesseract.js-data/eng'), larger: 2 },
  { language: 'ind', model: import.meta.resolve('@tesseract.js-data/ind'), larger: 1 },
] as const;
/** Points on the longer side beyond which nothing is made larger. */
const LARGEST = 2_600;

export type Reader = { read: (pixels: Pixels) => Promise<Line[][]>; stop: () => Promise<void> };

/** Prepares to read pictures; the models come with the program, nothing is loaded from a network and nothing is written. */
export async function createReader(): Promise<Reader> {
  const workers: Worker[] = [];
  for (const { language, model } of PASSES) workers.push(await startWorker(language, model));
  return {
    /** The lines of each pass, in the points of this picture. */
    async read(pixels) {
      const passes: Line[][] = [];
      for (const [at, { larger }] of PASSES.entries()) {
        const factor = Math.max(1, Math.min(larger, LARGEST / Math.max(pixels.width, pixels.height)));
        const worker = workers[at];
        if (worker) passes.push(await readAt(worker, pixels, factor));
      }
      return passes;
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

async function startWorker(language: string, model: string): Promise<Worker> {
  const langPath = join(dirname(fileURLToPath(model)), '4.0.0_best_int');
  // Without a handler of its own the library throws where nobody can catch.
  return await createWorker(language, 1, { langPath, cacheMethod: 'none', errorHandler: () => {} });
}

async function readAt(worker: Worker, pixels: Pixels, factor: number): Promise<Line[]> {
  const { width, height } = pixels;
  const larger = factor > 1 ? resize(pixels, Math.round(width * factor), Math.round(height * factor)) : pixels;
  const { data } = await worker.recognize(Buffer.from(greyMap(larger)), {}, { text: false, blocks: true });
  return (data.blocks ?? [])
    .flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines))
    .map(({ words }) =>
      words.map(({ text, confidence, bbox: { x0, y0, x1, y1 } }) => ({
        text,
        sure: confidence,
        left: x0 / factor,
        top: y0 / factor,
        right: x1 / factor,
        bottom: y1 / factor,
      })),
    )
    .filter((line) => line.length > 0);
}
