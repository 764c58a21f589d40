import { findAddresses, type Passage } from '../knowledge/index.ts';
import { type ParsedRegulation, parseRegulation } from './regulation.ts';
import { type Line, splitLines } from './regulation-lines.ts';

/** "Pasal I": those of the instrument itself; the ones in Arabic numbers below them belong to the instrument that it changes. */
const ROMAN_PASAL = /^Pasal\s+([IVX]{1,5})$/u;
const CLOSING = /^(?:(?:Agar|AGAR)\s(?:supaya\s)?setiap orang|(?:Di|DI)(?:tetapkan|TETAPKAN)\s(?:di|DI)\b)/u;
/** How an item begins that says what is changed; lists inside the new text begin otherwise. */
const CHANGES =
  /^(?:Ketentuan|Di\s?antara|Pasal|BAB|Bab|Bagian|Paragraf|Setelah|Sesudah|Judul|Menambah|Ditambahkan|Mengubah|Menghapus|Beberapa|Lampiran|Penjelasan)\b/u;
const ITEM = /^(\d{1,3})[.)]\s+/u;

/** Whether a text is an amending instrument: it has a Pasal I and a Pasal II of its own. */
export const isAmendment = (source: string): boolean =>
  ['I', 'II'].every((number) => new RegExp(`^[\\s*#-]*Pasal\\s+${number}\\W*$`, 'mu').test(source));

/**
 * Reads an instrument that changes another one: its opening as parseRegulation reads it, then Pasal I with each numbered change
 * in it, Pasal II, and the closing. The new words that a change gives to the other instrument are units of their own, addressed
 * "Pasal I angka 1" and then as they stand in the other one; the change itself is what leads into them.
 */
export function parseAmendment(source: string): ParsedRegulation {
  const lines = splitLines(source);
  const starts = lines.flatMap((line, at) => (romanOf(line) ? [at] : []));
  const first = lines[starts[0] ?? 0]?.start ?? source.length;
  const opening = parseRegulation(source.slice(0, first));
  const units: Unit[] = [];
  const closingAt = lines.findIndex((line, at) => at > (starts.at(-1) ?? 0) && CLOSING.test(line.text));
  const ends = closingAt < 0 ? lines.length : closingAt;
  for (const [at, start] of starts.entries()) units.push(...pasalUnits(lines.slice(start, starts[at + 1] ?? ends)));
  if (closingAt >= 0) units.push({ bagian: 'penutup', lines: lines.slice(closingAt) });
  const passages = [...opening.passages];
  let pasal: number | undefined;
  for (const { bagian, angka, lines: own } of units) {
    const ordinal = passages.length;
    if (angka === undefined) pasal = ordinal;
    passages.push(passageOf(source, { ordinal, bagian, angka, own, parent: angka === undefined ? undefined : pasal }));
    if (angka !== undefined) passages.push(...newWords(source, own, `${bagian} angka ${angka}`, passages.length));
  }
  const counts = { ...opening.counts, pasal: starts.length, items: units.filter(({ angka }) => angka).length };
  return { passages, head: opening.head, counts, warnings: opening.warnings };
}

type Unit = { bagian: string; angka?: number; lines: Line[] };

const romanOf = ({ text }: Line): string | undefined => ROMAN_PASAL.exec(text.replaceAll('*', '').trim())?.[1];

/** The units of the other instrument that a change gives anew: "Pasal 24 / (1) … / (2) …". */
function newWords(source: string, lines: Line[], bagian: string, from: number): Passage[] {
  const [at, end] = [lines[headingIn(lines)]?.start, lines.at(-1)?.end];
  if (at === undefined || end === undefined) return [];
  const text = source.slice(at, end);
  const { passages } = parseRegulation(text);
  const units = passages.filter(({ address }) => address.pasal !== undefined);
  return (units.length > 0 ? units : insertedPasal(text)).map((passage, index) => ({
    ...passage,
    ordinal: from + index,
    ...(passage.parent !== undefined && { parent: from + passage.parent }),
    address: { bagian, ...passage.address },
  }));
}

/** "Pasal 2A" without a Pasal 2 before it: to a reader of whole regulations that is a number misread. */
function insertedPasal(text: string): Passage[] {
  const [address] = findAddresses(text.slice(0, 20));
  return address ? [{ ordinal: 0, kind: 'pasal', address, heading: [], lead: '', text, extra: {} }] : [];
}

const headingIn = (lines: Line[]): number =>
  lines.findIndex(({ text }, at) => at > 0 && /^Pasal\s+\d{1,3}[A-Z]?$/u.test(text.replaceAll('*', '').trim()));

/** A Pasal up to its changes, then each of them up to the new words. */
function pasalUnits(lines: Line[]): Unit[] {
  const [heading, ...body] = lines;
  const bagian = `Pasal ${heading ? romanOf(heading) : ''}`;
  const starts: number[] = [];
  for (const [at, { text }] of body.entries()) {
    const [marker, number] = ITEM.exec(text) ?? [];
    if (marker && Number(number) === starts.length + 1 && CHANGES.test(text.slice(marker.length))) starts.push(at);
  }
  const opening = starts[0] === undefined ? lines : lines.slice(0, starts[0] + 1);
  return [
    { bagian, lines: opening },
    ...starts.map((start, at): Unit => ({ bagian, angka: at + 1, lines: body.slice(start, starts[at + 1]) })),
  ];
}

function passageOf(
  source: string,
  place: { ordinal: number; bagian: string; angka: number | undefined; own: Line[]; parent: number | undefined },
): Passage {
  const { ordinal, bagian, angka, own, parent } = place;
  return {
    ordinal,
    ...(parent !== undefined && { parent }),
    kind: angka === undefined ? 'bagian' : 'angka',
    address: { bagian, ...(angka !== undefined && { angka }) },
    heading: [],
    lead: '',
    text: source.slice(own[0]?.start ?? 0, (angka !== undefined && own[headingIn(own) - 1]?.end) || own.at(-1)?.end),
    extra: {},
  };
}
