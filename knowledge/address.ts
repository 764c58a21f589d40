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

export const LEVELS = ['bagian', 'pasal', 'sisipan', 'ayat', 'huruf', 'angka', 'sub'] as const;

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

export function sameAddress(a: Address, b: Address): boolean {
  return addressKey(a) === addressKey(b);
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
const HURUF = /\b(?:huruf|hrf|huruff|letter)\s*\.?\s*([a-z])\b/iu;
const ANGKA = /\b(?:angka|angk|butir|nomor urut)\s*\.?\s*(\d+)\b/iu;
const SUB = /\bhuruf\s+([a-z])\)/iu;
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
    const sub = rest.match(SUB);
    const huruf = rest.match(HURUF)?.[1] ?? short?.[2];
    if (huruf !== undefined && !(sub && rest.match(HURUF)?.index === sub.index)) address.huruf = huruf.toLowerCase();
    const angka = rest.match(ANGKA);
    if (angka?.[1] !== undefined) address.angka = Number(angka[1]);
    if (sub?.[1] !== undefined && address.huruf !== undefined) address.sub = sub[1].toLowerCase();
    found.push(address);
  }
  return found;
}

const REFERENCE =
  /(?:(?:dimaksud|diatur|dipersyaratkan|tercantum|disebut)\s+(?:pada|dalam|di))\s+((?:(?:pasal|ayat|huruf|angka)\s*\(?\s*[0-9a-z]+\s*\)?[\s,]*|\(\d+\)\s*)+)/giu;

/**
 * The cross-references of a provision ("sebagaimana dimaksud pada ayat (1) huruf a angka 2"), read
 * relative to the place they stand in. `written` is the reference word for word.
 */
export function findReferences(text: string, at: Address): { written: string; to: Address }[] {
  const references: { written: string; to: Address }[] = [];
  for (const match of text.matchAll(REFERENCE)) {
    const written = (match[1] ?? '').trim().replace(/[,\s]+$/u, '');
    const named = findAddresses(written)[0];
    const to: Address = named ?? {
      ...(at.pasal !== undefined && { pasal: at.pasal }),
      ...(at.sisipan && { sisipan: at.sisipan }),
    };
    if (!named) {
      if (at.bagian !== undefined) to.bagian = at.bagian;
      const ayat = written.match(AYAT) ?? written.match(/^\((\d+)\)/u);
      if (ayat?.[1] !== undefined) to.ayat = Number(ayat[1]);
      else if (at.ayat !== undefined) to.ayat = at.ayat;
      const huruf = written.match(HURUF)?.[1];
      if (huruf !== undefined) to.huruf = huruf.toLowerCase();
      const angka = written.match(ANGKA)?.[1];
      if (angka !== undefined) to.angka = Number(angka);
    } else if (to.ayat === undefined) {
      const bare = written.match(/\((\d+)\)/u)?.[1];
      if (bare !== undefined) to.ayat = Number(bare);
    }
    references.push({ written, to });
  }
  return references;
}
