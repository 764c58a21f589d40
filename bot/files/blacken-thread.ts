import { parentPort } from 'node:worker_threads';
import { type Box, decode, encode, type PictureHeader, type Pixels, paintBlack, readHeader, turn } from './pixels.ts';
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

/** Screenshots are read with 85 and more, what stands on its head with 50 and less. */
const SURE = 65;
/** So few are dirt on a photo without any text. */
const FEW_LETTERS = 8;

let reader: Promise<Reader> | undefined;
let open: { pixels: Pixels; header: PictureHeader } | undefined;

async function answerTo(question: Question): Promise<Answer> {
  if ('read' in question) {
    const header = readHeader(question.read);
    if (!header) return { kind: 'unreadable' };
    const pixels = decode(question.read, header, LONGEST_SIDE);
    reader ??= createReader();
    const read = await readUpright(await reader, pixels);
    if (!read) return { kind: 'unreadable' };
    open = { pixels: read.pixels, header };
    return { kind: 'words', passes: read.passes };
  }
  if (!open) return { kind: 'unreadable' };
  paintBlack(open.pixels, question.paint);
  return { kind: 'picture', bytes: encode(open.pixels, open.header.kind) };
}

/**
 * What lies on its side or on its head is read as nonsense, and nothing would be blackened in it: it is turned until it can
 * be read. Undefined when there are letters that cannot be read in any way.
 */
async function readUpright(reader: Reader, pixels: Pixels) {
  for (const orientation of [1, 3, 6, 8]) {
    const turned = turn(pixels, orientation);
    const passes = await reader.read(turned);
    const most = Math.max(...passes.map(lettersIn));
    // A pass that read one word well and missed the rest says nothing.
    const isRead = passes.some((lines) => lettersIn(lines) >= most / 2 && sureOf(lines) >= SURE);
    if (isRead || most < FEW_LETTERS) return { pixels: turned, passes };
  }
  return undefined;
}

const lettersIn = (lines: Line[]) => lines.flat().reduce((sum, { text }) => sum + text.length, 0);
/** How sure the reader is of all it read; long words count more. */
const sureOf = (lines: Line[]) =>
  lines.flat().reduce((sum, { text, sure }) => sum + sure * text.length, 0) / Math.max(1, lettersIn(lines));

parentPort?.on('message', (question: Question) => {
  // Whatever is wrong with a picture: it is left out, and nobody is told more.
  answerTo(question)
    .catch((): Answer => ({ kind: 'unreadable' }))
    .then((answer) => parentPort?.postMessage(answer));
});
