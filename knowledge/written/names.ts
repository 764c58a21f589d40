import { findAddresses, isWithin } from '../address.ts';
import type { Entry } from '../corpus.ts';

const PLACE = String.raw`(?:pasal|article)\s+\d+[a-z]?\b(?:\s*,?\s*(?:(?:ayat|paragraph)\s*\(?\d+\)?|huruf\s+[a-z]\b\)?|letter\s+[a-z]\b\)?|angka\s+\d+\b))*`;
const REGULATION = String.raw`(?:perbup|peraturan\s+bupati|(?:the\s+)?(?:regent'?s?\s+)?regulation)(?:\s+polewali\s+mandar)?(?:\s+(?:nomor\s+|no\.?\s+)?(\d+)\s*(?:\/|\s+tahun\s+)\s*(\d+))?(?:\s+ini)?`;
const FROM = String.raw`(?:menurut|berdasarkan|sesuai(?:\s+dengan)?|dalam|di|under|according\s+to|based\s+on|pursuant\s+to)`;
const OPENING = new RegExp(
  String.raw`^\s*${FROM}\s+(?:ketentuan\s+)?(?:(${PLACE})(?:\s+(${REGULATION}))?|(${REGULATION}))\s*(?:,|:)?\s+`,
  'iu',
);
const CLOSING = new RegExp(String.raw`\s*\((${PLACE})(?:\s+(${REGULATION}))?\)\s*(?=\.?\s*$)`, 'iu');

/**
 * A sentence without the place it says it rests on ("Menurut Pasal 21 ayat (3), …", "… (Pasal 21 ayat (3))"), where that is the
 * place of the passage or one that holds it. Any other place or number stays, and is held to the passage like all else.
 */
export function withoutPlace(sentence: string, entry: Entry): string {
  const opening = sentence.match(OPENING);
  const bare =
    opening && isOf(entry, opening[1], opening[2] ?? opening[5]) && isNumberOf(entry, opening)
      ? sentence.slice(opening[0].length)
      : sentence;
  const closing = bare.match(CLOSING);
  return closing && isOf(entry, closing[1], closing[2]) && isNumberOf(entry, closing)
    ? bare.replace(CLOSING, '')
    : bare;
}

function isOf({ address, document }: Entry, place: string | undefined, regulation: string | undefined): boolean {
  if (document.kind !== 'peraturan') return false;
  if (place === undefined) return regulation !== undefined;
  const [named, ...more] = findAddresses(place);
  return named !== undefined && more.length === 0 && isWithin(address, named);
}

/** A regulation that is named by number is the one of the passage. */
function isNumberOf({ document }: Entry, match: RegExpMatchArray): boolean {
  const figures = match[0].replace(new RegExp(PLACE, 'giu'), '').match(/\d+/gu) ?? [];
  const { number } = document.meta;
  if (figures.length === 0) return true;
  return number !== undefined && figures.join(' ') === `${number.nomor} ${number.tahun}`;
}
