type Found = { from: number; to: number; kind: 'nomor' | 'telepon' | 'rekening' };
/** Digits without a break. */
type Group = { from: number; to: number; digits: string };

/**
 * What looks like a number of a person and is none. The order matters nowhere: each is hidden by itself.
 * A time or date that is a piece of a longer number is no time or date.
 */
const HARMLESS: RegExp[] = [
  /\b[A-Z]-\d{4}-\d{5,}\b/gi, // tickets
  /\b(?:(?:kode|id|nomor|no\.?)\s{0,3})(?:tender|paket|rup|lelang|seleksi)(?:nya)?\s{0,3}(?:adalah\s|[:=#])?\s{0,3}\d{5,12}(?!\d)/gi,
  /\b(?:rup|sirup)\s{0,3}(?:[:=#]|no\.?)?\s{0,3}\d{5,12}(?!\d)/gi,
  /\b(?:tender|paket|lelang|seleksi)\s{0,3}[:=#]?\s{0,3}(?!08|628)\d{5,12}(?!\d)/gi,
  /\/(?:lelang|nontender|tender|pencatatan|swakelola|paket|rup|dokumen|evaluasi)\/\d{5,12}(?!\d)/gi,
  /\b(?:rp|idr)\.?\s{0,2}\d{1,3}(?:[.,]\d{3}){1,5}(?:,\d{1,2})?(?![\d.,]*\d)/gi,
  /\b(?:rp|idr)\.?\s{0,2}\d{1,15}(?:,\d{1,2})?(?!\d)/gi,
  /(?<![\d.-])(?!628)[1-9]\d{0,2}(?:\.\d{3}){2,3}(?:,\d{1,2})?(?![.,-]?\d)/g, // amounts without "Rp", up to milliards
  /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!\d{4})|(?![\d.]))){4}(?::\d{1,5})?(?!\d)/g, // IPv4
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, // UUID
  /(?<!\d)(?:19|20)\d\d-(?:0\d|1[0-2])-[0-3]\d(?!\d)/g,
  /(?<![\d.:-])[0-3]?\d[-/.][01]?\d[-/.](?:19|20)\d\d(?![-/.]?\d)/g,
  /(?<![\d.:]|\d{3}-)(?:[01]?\d|2[0-3])[.:][0-5]\d(?:[.:][0-5]\d)?(?![.:]?\d|-\d{3})/g,
];

/** Numbers that are personal because of the word before them, whatever their shape: from so many digits on. */
const NAMED: [kind: Found['kind'], least: number, name: RegExp][] = [
  [
    'nomor',
    8,
    /\b(?:nik|e?-?ktp|kk|npwp\d{0,2}|nib|nip|paspor|kartu keluarga)(?:nya|ku)?(?![\p{L}])[^\d\n\0?!;,[]{0,25}$/iu,
  ],
  ['rekening', 8, /\b(?:rek(?:ening)?|virtual account|va)(?:nya|ku)?(?![\p{L}])[^\d\n\0?!;,[]{0,30}$/iu],
  [
    'telepon',
    7,
    /\b(?:hp|handphone|wa|whatsapp|telp|tlp|telpon|telepon|telephone|phone)(?:nya|ku)?(?![\p{L}])[^\d\n\0?!;,[]{0,20}$/iu,
  ],
];
const LONGEST_NAME = 60;
const LONGEST_NUMBER = 20;

/** What people and programs put between the groups of one number: blanks, dots, dashes, brackets; contacts add marks of direction. */
const BETWEEN = /^[ \t\u00a0\u2007-\u200f\u202a-\u202f.()/\-\u2010-\u2015+]{1,3}$/u;
/** In groups longer than this nobody writes a number of 16 digits: those are two codes side by side. */
const LONGEST_GROUP = 6;
const MOST_GROUPS = 8;

const MOBILE = /^(?:0|620?)8[1-9]\d{6,10}$/;
/** Digits of a civil servant: date of birth, month of appointment, sex, number. */
const NIP = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:19|20)\d\d(?:0[1-9]|1[0-2])[12]\d{3}$/;

/**
 * Finds numbers of identity, telephones and bank accounts in a text: by the word before them, or by their shape, written
 * with or without blanks, dots and dashes.
 */
export function numbersIn(text: string): Found[] {
  const open = withoutHarmless(text);
  const found: Found[] = [];
  for (const chain of chainsIn(open)) {
    for (let at = 0; at < chain.length; ) {
      const number = namedAt(open, chain, at) ?? shapedAt(chain, at);
      if (number) found.push(partOf(open, chain.slice(at, at + number.groups), number.kind));
      at += number?.groups ?? 1;
    }
  }
  return found;
}

/** The text, as long as it was, without the numbers that are nobody's: codes, amounts, dates, times and addresses. */
export const withoutHarmless = (text: string): string =>
  HARMLESS.reduce((rest, pattern) => rest.replace(pattern, (all) => '\0'.repeat(all.length)), asciiDigits(text));

/** With the plus or the bracket that opens it. */
function partOf(text: string, groups: Group[], kind: Found['kind']): Found {
  const [start = 0, to = 0] = [groups[0]?.from, groups.at(-1)?.to];
  const opening = text[start - 1];
  const opens = opening === '+' || (opening === '(' && text.slice(start, to).includes(')'));
  return { from: opens ? start - 1 : start, to, kind };
}

type Taken = { groups: number; kind: Found['kind'] } | undefined;

function namedAt(text: string, chain: Group[], at: number): Taken {
  const start = chain[at]?.from ?? 0;
  const before = text.slice(Math.max(0, start - LONGEST_NAME), start);
  const named = NAMED.find(([, , name]) => name.test(before));
  if (!named) return undefined;
  const [kind, least] = named;
  // As far as it goes: what is masked too much after such a word is not missed.
  const groups = longest(chain, at, 16, ({ length }) => length >= least && length <= LONGEST_NUMBER);
  return groups ? { groups, kind } : undefined;
}

function shapedAt(chain: Group[], at: number): Taken {
  const identity = longest(chain, at, 16, isIdentity);
  if (identity) return { groups: identity, kind: 'nomor' };
  const mobile = longest(chain, at, 12, (digits) => MOBILE.test(digits));
  return mobile ? { groups: mobile, kind: 'telepon' } : undefined;
}

/** NIK, KK and NPWP have 16 digits or 15, NIB 13, NIP 18. */
function isIdentity(digits: string, groups: Group[]): boolean {
  if (NIP.test(digits)) return true;
  if (groups.length === 1) return [13, 15, 16].includes(digits.length) && !MOBILE.test(digits);
  if (digits.length !== 15 && digits.length !== 16) return false;
  if (groups.every(({ digits: { length } }) => length === 1)) return true;
  return groups.length <= MOST_GROUPS && groups.every(({ digits: { length } }) => length <= LONGEST_GROUP);
}

/** Of how many groups from `at` on the longest such number consists. */
function longest(chain: Group[], at: number, most: number, fits: (digits: string, groups: Group[]) => boolean) {
  for (let count = Math.min(most, chain.length - at); count > 0; count--) {
    const groups = chain.slice(at, at + count);
    if (fits(groups.map(({ digits }) => digits).join(''), groups)) return count;
  }
  return undefined;
}

/** Groups of digits that may belong to one number, because hardly anything stands between them. */
function chainsIn(text: string): Group[][] {
  const chains: Group[][] = [];
  let last: Group | undefined;
  for (const { index, 0: digits } of text.matchAll(/\d+/g)) {
    const group = { from: index, to: index + digits.length, digits };
    if (last && BETWEEN.test(text.slice(last.to, index))) chains.at(-1)?.push(group);
    else chains.push([group]);
    last = group;
  }
  return chains;
}

/** The digits of full width are digits too. */
const asciiDigits = (text: string) =>
  text.replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
