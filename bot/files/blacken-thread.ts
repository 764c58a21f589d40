import { parentPort } from 'node:worker_threads';
import { type Box, decode, encode, type PictureHeader, type Pixels, paintBlack, readHeader } from './pixels.ts';
import { createReader, type Line, type Reader } from './read-words.ts';

/** What the thread is asked. Pixels stay here between the two questions; they would be long to send. */
export type Question = { read: Uint8Array } | { paint: Box[] };
/** What it answers. */
export type Answer =
  | { kind: 'words'; passes: Line[][] }
  | { kind: 'picture'; bytes: Uint8Array }
  /** Not a picture that can be opened, or nothing could be read in it for a fault. */
  | { kind: 'unreadable' };

/** More points than this on the longer side show nothing more in print. */
const LONGEST_SIDE = 2_000;

let reader: Promise<Reader> | undefined;
let open: { pixels: Pixels; header: PictureHeader } | undefined;

async function answerTo(question: Question): Promise<Answer> {
  if ('read' in question) {
    const header = readHeader(question.read);
    if (!header) return { kind: 'unreadable' };
    const pixels = decode(question.read, header, LONGEST_SIDE);
    open = { pixels, header };
    reader ??= createReader();
    return { kind: 'words', passes: await (await reader).read(pixels) };
  }
  if (!open) return { kind: 'unreadable' };
  paintBlack(open.pixels, question.paint);
  return { kind: 'picture', bytes: encode(open.pixels, open.header.kind) };
}

parentPort?.on('message', (question: Question) => {
  // Whatever is wrong with a picture: it is left out, and nobody is told more.
  answerTo(question)
    .catch((): Answer => ({ kind: 'unreadable' }))
    .then((answer) => parentPort?.postMessage(answer));
});
