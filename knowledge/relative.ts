import { type Address, findAddresses, isWithin } from './address.ts';
import type { Corpus, Entry } from './corpus.ts';

/** The levels of a regulation, widest first. */
const LEVELS = ['pasal', 'ayat', 'huruf', 'angka', 'sub'] as const;
type Level = (typeof LEVELS)[number];

const NEXT = /\b(?:berikut\w*|selanjutnya|setelah(?:nya| itu)|sesudah(?:nya| itu)|next)\b/u;
const PREVIOUS = /\b(?:sebelum(?:nya| itu)|previous)\b/u;
const UNIT =
  /\b(?:(pasal|article)|(ayat|paragraph)|(huruf|letter)|(angka|butir)|(poin|point|nomor|langkah|step|item))(?:nya)?\b/u;
/** "poin c" is a huruf and "poin 3" an angka, whatever people call them. */
const POINT = /\b(?:poin|point|butir|item|nomor)\s+(?:(\d{1,3})|([a-z]))\b/gu;

/**
 * Where "ayat 2 nya", "huruf b" or "pasal berikutnya" lead when `from` was the last place: the unit inside it,
 * beside it, or beside one that holds it. A place that does not exist is returned too, so that this can be
 * said. Undefined when the message names no place relative to another.
 */
export function relativePlace(corpus: Corpus, message: string, from: Entry): Address | undefined {
  const { address } = from;
  if (findAddresses(message).length > 0) return undefined;
  const step = NEXT.test(message) ? 1 : PREVIOUS.test(message) ? -1 : 0;
  if (step !== 0) return besides(message, from, step);
  const standard = message.replace(POINT, (_, digits, letter) => (digits ? ` angka ${digits} ` : ` huruf ${letter} `));
  const inside: Address = { ...findAddresses(`pasal 0 ${standard}`)[0] };
  delete inside.pasal;
  const [widest] = LEVELS.filter((level) => inside[level] !== undefined);
  if (widest === undefined) return stepOfProcedure(corpus, message, from);
  if (address.bagian !== undefined) {
    // "Angka 3" of Mengingat; people do not know the numbers of steps and questions.
    const place = { bagian: address.bagian, ...inside };
    return from.document.kind === 'peraturan' && corpus.find(from.document.id, place) ? place : undefined;
  }
  if (address.pasal === undefined) return undefined;
  // A lone letter may be the small huruf below an angka.
  const asSub = Object.keys(inside).length === 1 && inside.huruf !== undefined ? { sub: inside.huruf } : undefined;
  for (const above of lineOf(address))
    for (const below of asSub ? [asSub, inside] : [inside]) {
      if (!isBelow(below, above)) continue;
      if (corpus.find(from.document.id, { ...above, ...below })) return { ...above, ...below };
    }
  // "Yang huruf c" of an ayat without any: the list of such letters nearby is meant.
  const near = nearby(corpus, from, inside, widest);
  if (near) return near;
  const outermost = lineOf(address).find((above) => isBelow(inside, above)) ?? { pasal: address.pasal };
  return { ...outermost, ...inside };
}

/** The same sort of unit elsewhere in the Pasal, when the last place stands in no list of that sort. */
function nearby(corpus: Corpus, { document, address }: Entry, inside: Address, level: Level): Address | undefined {
  const around = { ...(address.pasal !== undefined && { pasal: address.pasal }) };
  const list = corpus.entries.filter(
    (entry) =>
      entry.document.id === document.id && isWithin(entry.address, around) && deepestOf(entry.address) === level,
  );
  const here = { ...around, ...(address.ayat !== undefined && { ayat: address.ayat }) };
  if (list.some((entry) => isWithin(entry.address, here))) return undefined;
  return list.find((entry) => isWithin(entry.address, inside))?.address;
}

/** The address and those of all that hold it, closest first: 21/1/a, 21/1, 21. */
function lineOf(address: Address): Address[] {
  const depth = LEVELS.filter((level) => address[level] !== undefined).length;
  const held = LEVELS.filter((level) => address[level] !== undefined);
  return Array.from({ length: depth }, (_, shorter) => {
    const kept = held.slice(0, depth - shorter);
    const above: Address = { ...(address.sisipan !== undefined && { sisipan: address.sisipan }) };
    return Object.assign(above, Object.fromEntries(kept.map((level) => [level, address[level]])));
  });
}

function isBelow(inside: Address, above: Address): boolean {
  const depthOf = (level: Level) => LEVELS.indexOf(level);
  const deepest = Math.max(...LEVELS.filter((level) => above[level] !== undefined).map(depthOf));
  return LEVELS.filter((level) => inside[level] !== undefined).every((level) => depthOf(level) > deepest);
}

/** The neighbour of the last place, or of the Pasal or ayat around it when one of those is asked for. */
function besides(message: string, { address }: Entry, step: 1 | -1): Address | undefined {
  const asked = message.match(UNIT);
  if (!asked) return undefined;
  const named = LEVELS[asked.slice(1, 5).findIndex((found) => found !== undefined)];
  if (address.bagian !== undefined)
    return asked[5] !== undefined && address.angka !== undefined
      ? { ...address, angka: address.angka + step }
      : undefined;
  const [closest] = lineOf(address);
  const around = lineOf(address).find((above) => named !== undefined && deepestOf(above) === named) ?? closest;
  if (!around) return undefined;
  const level = deepestOf(around);
  const value = level && around[level];
  if (level === undefined || value === undefined) return undefined;
  const { sisipan: _, ...plain } = around;
  if (typeof value === 'number') return { ...plain, [level]: value + step };
  return { ...plain, [level]: String.fromCharCode(value.charCodeAt(0) + step) };
}

const deepestOf = (address: Address) => LEVELS.findLast((level) => address[level] !== undefined);

/** "Langkah 5" of the SOP that answered last. */
function stepOfProcedure(corpus: Corpus, message: string, { address, document }: Entry): Address | undefined {
  const step = message.match(/\b(?:langkah|step)\s*(?:ke\s*)?(\d{1,3})\b/u)?.[1];
  if (step === undefined || address.bagian === undefined) return undefined;
  const place = { ...address, angka: Number(step) };
  return corpus.find(document.id, place) && place;
}
