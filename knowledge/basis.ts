import { type Address, findAddresses, formatAddress } from './address.ts';
import type { Corpus, DocumentInfo } from './corpus.ts';
import type { Basis } from './faq-entry.ts';

/**
 * The provision or step that a text names: "Pasal 3 ayat (1)", "Perbup 31/2012 Pasal 3", "SOP A, langkah 4". Without the name of
 * a document it stands in the regulation that leads. Undefined when there is no such place, when the text names several, and
 * when it holds anything else: "Pasal 3 Perpres 54/2010" is not Pasal 3 of the regulation at hand.
 */
export function findBasis(corpus: Corpus, text: string): Basis | undefined {
  const said = plain(text);
  const named = nameIn(corpus, said);
  if (named)
    for (const { document, rest } of named) {
      const address = placeIn(corpus, document, rest, text);
      if (address) return { document: document.id, ...address };
    }
  const leading = leadingOf(corpus);
  const address = leading && placeIn(corpus, leading, said, text);
  return address && leading ? { document: leading.id, ...address } : undefined;
}

/** The text that names a basis, which `findBasis` reads: a place outside the regulation that leads comes with its document. */
export function basisText(corpus: Corpus, { document, ...address }: Basis): string {
  const place = placeText(address).replaceAll(';', ' ');
  const known = corpus.documents.get(document);
  const names = ['', ...(known ? [known.short, known.title] : []), document];
  const written = names.map((name) => (name === '' ? place : `${name.replaceAll(';', ' ')}, ${place}`));
  const wanted = plain(placeText(address));
  const isRead = (text: string) => {
    const { document: in_, ...found } = findBasis(corpus, text) ?? { document: '' };
    return in_ === document && plain(placeText(found)) === wanted;
  };
  return written.find(isRead) ?? `${known?.short ?? document}, ${place}`;
}

/** "langkah 4" and "Ruang lingkup 1" where nothing but the number of the step or paragraph follows. */
function placeText(address: Address): string {
  const { bagian, angka, ...more } = address;
  return bagian !== undefined && angka !== undefined && Object.keys(more).length === 0
    ? `${bagian} ${angka}`
    : formatAddress(address);
}

/** Small letters and numbers, one space between: how a name is compared. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The regulation that a place without the name of a document stands in: the one whose questions are known. */
function leadingOf(corpus: Corpus): DocumentInfo | undefined {
  const regulations = [...corpus.documents.values()].filter(({ kind }) => kind === 'peraturan');
  return regulations.find(({ id }) => corpus.taught.has(id)) ?? regulations[0];
}

/** The documents that a text names, the longest name first, each with what else the text says. */
function nameIn(corpus: Corpus, said: string): { document: DocumentInfo; rest: string }[] {
  const padded = ` ${said} `;
  const found: { document: DocumentInfo; rest: string; length: number }[] = [];
  for (const document of corpus.documents.values()) {
    if (document.kind === 'faq') continue;
    for (const name of namesOf(document, said)) {
      const at = padded.indexOf(` ${name} `);
      if (name === '' || at < 0) continue;
      const rest = `${padded.slice(0, at)} ${padded.slice(at + name.length + 1)}`.replace(/\s+/gu, ' ').trim();
      found.push({ document, rest, length: name.length });
    }
  }
  return found.sort((a, b) => b.length - a.length);
}

const KINDS: [RegExp, string][] = [
  [/^(?:perbup|peraturan bupati)\b/u, 'perbup'],
  [/^(?:perda|peraturan daerah)\b/u, 'perda'],
  [/^(?:perpres|peraturan presiden)\b/u, 'perpres'],
  [/^(?:pp|peraturan pemerintah)\b/u, 'pp'],
  [/^(?:uu|undang undang)\b/u, 'uu'],
  [/^(?:kepbup|keputusan bupati|sk bupati)\b/u, 'kepbup'],
];
const kindIn = (name: string) => KINDS.find(([pattern]) => pattern.test(name))?.[1];

/** How the document is called, and of a regulation "perbup nomor 31 tahun 2012" as it stands in `said`. */
function namesOf({ id, short, title, meta }: DocumentInfo, said: string): string[] {
  const names = [id, short, title].map(plain);
  if (!meta.number) return names;
  const { nomor, tahun } = meta.number;
  const numbered = new RegExp(
    `\\b(?:perbup|perda|perpres|pp|uu|kepbup|sk bupati|peraturan \\p{L}+|undang undang|keputusan bupati)(?: (?!pasal|ayat|huruf|angka)\\p{L}+){0,4} ${nomor}(?: tahun)? ${tahun}\\b`,
    'u',
  ).exec(said)?.[0];
  return numbered !== undefined && kindIn(numbered) === kindIn(plain(short)) ? [...names, numbered] : names;
}

/** Words that only point at a place. */
const POINTING =
  /^(?:pasal|psal|psl|pasl|pasa|ps|ayat|ayt|ay|aya|huruf|hrf|huruff|angka|angk|butir|nomor|urut|\d+\p{L}?|\p{L})$/u;
const STEP = /^(?:langkah|step)(?: (?:nomor|no|ke|angka))? (\d+)$/u;

/** The place of a document that `rest` names in full; `text` is the same as it was typed, brackets and all. */
function placeIn(corpus: Corpus, document: DocumentInfo, rest: string, text: string): Address | undefined {
  const places = placesOf(corpus, document.id);
  const step = STEP.exec(rest)?.[1];
  const exact = places.get(rest) ?? (step === undefined ? undefined : places.get(`langkah ${step}`));
  if (exact) return exact;
  const [address, ...more] = findAddresses(text);
  if (!address || more.length > 0 || !rest.split(' ').every((word) => POINTING.test(word))) return undefined;
  return places.get(plain(formatAddress(address)));
}

/** Kept as long as the documents of a corpus are the same. */
const known = new WeakMap<Corpus['documents'], Map<string, Map<string, Address>>>();

/** The places of a document by how they are written. Those of the FAQ are none: nothing rests on it. */
function placesOf(corpus: Corpus, document: string): ReadonlyMap<string, Address> {
  let all = known.get(corpus.documents);
  if (!all) {
    all = new Map();
    known.set(corpus.documents, all);
    for (const { document: in_, address } of corpus.entries) {
      if (in_.kind === 'faq') continue;
      const places = all.get(in_.id) ?? new Map<string, Address>();
      all.set(in_.id, places);
      for (const written of [placeText(address), formatAddress(address)].map(plain))
        if (!places.has(written)) places.set(written, address);
    }
  }
  return all.get(document) ?? new Map();
}
