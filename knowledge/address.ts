/**
 * Where a provision stands, the way a lawyer points at it: Pasal 21 ayat (1) huruf a angka 2 huruf b).
 * Outside the Pasal, `bagian` names the part: menimbang, mengingat, memperhatikan, penutup — or, in
 * documents that are no regulation, langkah (a step of an SOP), faq, or the heading of a section.
 */
export type Address = {
  bagian?: string;
  pasal?: number;
  /** The letter of an inserted Pasal: 21A is pasal 21, sisipan "a". */
  sisipan?: string;
  ayat?: number;
  huruf?: string;
  angka?: number;
  sub?: string;
};

const LEVELS = ['bagian', 'pasal', 'sisipan', 'ayat', 'huruf', 'angka', 'sub'] as const;

/** The address as people write it, "Pasal 21 ayat (1) huruf a angka 2 huruf b)". */
export function formatAddress(address: Address): string {
  const parts: string[] = [];
  if (address.bagian !== undefined) parts.push(titleCase(address.bagian));
  if (address.pasal !== undefined) parts.push(`Pasal ${address.pasal}${address.sisipan?.toUpperCase() ?? ''}`);
  if (address.ayat !== undefined) parts.push(`ayat (${address.ayat})`);
  if (address.huruf !== undefined) parts.push(`huruf ${address.huruf}`);
  if (address.angka !== undefined) parts.push(`angka ${address.angka}`);
  if (address.sub !== undefined) parts.push(`huruf ${address.sub})`);
  return parts.join(' ');
}

const titleCase = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** One string per place, equal for equal addresses. */
export function addressKey(address: Address): string {
  return LEVELS.map((level) => address[level] ?? '').join('/');
}

/** Whether `inner` is `outer` itself or stands inside it. */
export function isWithin(inner: Address, outer: Address): boolean {
  return LEVELS.every((level) => outer[level] === undefined || outer[level] === inner[level]);
}

/** Whether one of the two holds the other: the same line of the tree, whatever the depth. */
export function isRelated(a: Address, b: Address): boolean {
  return isWithin(a, b) || isWithin(b, a);
}

const PASAL = /\b(?:pasal|psal|psl|pasl|pasa|ps|article|section)\s*\.?\s*(\d+)([a-z])?\b/giu;
const AYAT = /\b(?:ayat|ayt|ay|aya|paragraph)\s*\.?\s*\(?\s*(\d+)\s*\)?/iu;
const HURUF = /\b(?:huruf|hrf|huruff|letter)\s*\.?\s*([a-z])\b(\))?/iu;
const EACH_HURUF = new RegExp(HURUF, 'giu');
const ANGKA = /\b(?:angka|angk|butir|nomor urut)\s*\.?\s*(\d+)\b/iu;
/** "Pasal 21(1)a", the short form of officials. */
const SHORT = /^\s*\((\d+)\)\s*(?:([a-z])\b)?/iu;

/**
 * The places a question or a provision names, in order: "isi psl 23 ayat 3 sama pasal 24" gives two.
 * Numbers of other instruments ("Perpres 54/2010") are not read, only Pasal, ayat, huruf and angka.
 */
export function findAddresses(text: string): Address[] {
  const found: Address[] = [];
  const starts = [...text.matchAll(PASAL)];
  for (const [index, match] of starts.entries()) {
    const from = (match.index ?? 0) + match[0].length;
    const rest = text.slice(from, starts[index + 1]?.index ?? text.length).slice(0, 60);
    const address: Address = { pasal: Number(match[1]) };
    // "pasal 5 a" in running text is no inserted Pasal: only a letter stuck to the number is.
    if (match[2] !== undefined) address.sisipan = match[2].toLowerCase();
    const short = rest.match(SHORT);
    const ayat = rest.match(AYAT) ?? (short ? [short[0], short[1]] : null);
    if (ayat?.[1] !== undefined) address.ayat = Number(ayat[1]);
    const angka = rest.match(ANGKA);
    // The letter right behind an angka stands below it: "angka 2 huruf b)", often typed without its bracket.
    const isBelow = (letter: RegExpMatchArray) =>
      angka !== null && /^.{0,12}\d\s*,?\s*$/u.test(rest.slice(angka.index, letter.index));
    const [first, second] = rest.matchAll(EACH_HURUF);
    const huruf = first && !isBelow(first) ? first[1] : short?.[2];
    if (huruf !== undefined) address.huruf = huruf.toLowerCase();
    if (angka?.[1] !== undefined) address.angka = Number(angka[1]);
    const sub = first && isBelow(first) ? first : second && (isBelow(second) || second[2]) ? second : undefined;
    if (sub?.[1] !== undefined) address.sub = sub[1].toLowerCase();
    found.push(address);
  }
  return found;
}

const UNIT = String.raw`pasal\s{1,3}\d{1,3}[a-z]?\b|ayat\s{0,3}\(?\d{1,3}\b\)?|\(\d{1,3}\)|huruf\s{1,3}[a-z]\b\)?|angka\s{1,3}\d{1,3}\b`;
const AND = String.raw`(?:\s{0,3},\s{0,3}(?:dan\/atau|dan|atau|serta)?|\s{1,3}(?:dan\/atau|dan|atau|serta|sampai dengan|s\.d\.|jo\.?))\s{1,3}`;
const REFERENCE = new RegExp(
  String.raw`(?:\b(?:dimaksud|diatur|dipersyaratkan|tercantum|disebut)(?:\s{1,3}(?:pada|dalam|di|oleh))?\s{1,3}|\b(?:ketentuan|melanggar|berdasarkan|menurut)\s{1,3}(?=pasal\b))((?:${UNIT})(?:(?:${AND}|[\s,]{0,3})(?:${UNIT}))*)`,
  'giu',
);
const EACH = new RegExp(`(${AND})?((?:${UNIT})(?:[\\s]{0,3}(?:${UNIT}))*)`, 'giu');
/** "Pasal 18 ayat (6) Undang-Undang Dasar …" stands in another instrument, unless that is "ini". */
const OTHER_INSTRUMENT =
  /^\s{0,3}(?:undang-undang|peraturan|keputusan|ketetapan|kitab|perpres|perda|perbup|permen\w*|uu|pp)\b(?![^,.;]{0,60}\bini\b)/iu;

/**
 * The cross-references of a provision ("sebagaimana dimaksud pada ayat (1) huruf a angka 2"), read
 * relative to the place they stand in. `written` is the reference word for word; "ayat (1) dan ayat (2)"
 * are two. References to other instruments are left out.
 */
export function findReferences(text: string, at: Address): { written: string; to: Address }[] {
  const references: { written: string; to: Address }[] = [];
  for (const match of text.matchAll(REFERENCE)) {
    const chain = match[1] ?? '';
    if (OTHER_INSTRUMENT.test(text.slice(match.index + match[0].length, match.index + match[0].length + 100))) continue;
    let from = at;
    for (const [, , piece = ''] of chain.matchAll(EACH)) {
      const written = piece.trim();
      const to = placeOf(written, from);
      references.push({ written, to });
      from = to;
    }
  }
  return references;
}

/** Where "huruf b" leads when it stands in `from`: to the huruf b beside it. */
function placeOf(written: string, from: Address): Address {
  const named = findAddresses(written)[0];
  if (named) {
    const bare = written.match(/\((\d+)\)/u)?.[1];
    return named.ayat === undefined && bare !== undefined ? { ...named, ayat: Number(bare) } : named;
  }
  const { pasal: _, ...inside } = findAddresses(`pasal 0 ${written}`)[0] ?? {};
  const isInside = inside.ayat === undefined;
  return {
    ...(from.bagian !== undefined && { bagian: from.bagian }),
    ...(from.pasal !== undefined && { pasal: from.pasal }),
    ...(from.sisipan && { sisipan: from.sisipan }),
    ...(isInside && from.ayat !== undefined && { ayat: from.ayat }),
    // "angka 2" alone, in a huruf, is that huruf's.
    ...(isInside && inside.huruf === undefined && from.huruf !== undefined && { huruf: from.huruf }),
    ...inside,
  };
}
