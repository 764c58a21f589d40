import type { Passage } from '../knowledge/index.ts';
import { UnreadableFile } from './unreadable.ts';

/** A book of law has a tenth of it; what is much longer would hold up everybody who waits for an answer. */
const MOST_LETTERS = 2_000_000;
const MOST_PASSAGES = 5_000;
/** Nobody reads a longer citation. */
const LONGEST_PASSAGE = 20_000;

const count = (value: number): string => new Intl.NumberFormat('id').format(value);

/** @throws UnreadableFile when a text is too long to be taken apart */
export function refuseLongText(path: string, text: string): void {
  if (text.length > MOST_LETTERS)
    throw tooLong(path, `teksnya ${count(text.length)} huruf, batasnya ${count(MOST_LETTERS)}.`);
}

/** @throws UnreadableFile when there are too many passages, or one that is too long to be cited */
export function refuseHugePassages(path: string, passages: readonly Passage[]): void {
  if (passages.length > MOST_PASSAGES)
    throw tooLong(path, `ada ${count(passages.length)} bagian yang dapat dikutip, batasnya ${count(MOST_PASSAGES)}.`);
  const huge = passages.find(({ text }) => text.length > LONGEST_PASSAGE);
  if (huge)
    throw tooLong(
      path,
      `satu paragrafnya ${count(huge.text.length)} huruf, batasnya ${count(LONGEST_PASSAGE)} ("${huge.text.slice(0, 40).toWellFormed()} …"). Beri judul bagian atau baris kosong di antaranya.`,
    );
}

const tooLong = (path: string, what: string): UnreadableFile =>
  new UnreadableFile(path, 'too_large', `${what} Pecah menjadi beberapa berkas.`);
