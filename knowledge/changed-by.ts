import type { Database } from '../db/database.ts';
import { listRelations } from '../db/document-relations.ts';
import { type Address, addressKey, findReferences, formatAddress, isRelated } from './address.ts';
import type { Corpus, DocumentInfo, Entry } from './corpus.ts';
import type { DocumentChange, RelationVerb } from './document-found.ts';

/** What is done to each document by others, the earliest first. */
export async function changesByDocument(db: Database): Promise<Map<string, DocumentChange[]>> {
  const relations = await listRelations(db);
  return new Map(
    [...Map.groupBy(relations, ({ other }) => other)].map(([other, rows]) => [
      other,
      rows.map(({ verb, document, short }) => ({ verb, by: document, short })),
    ]),
  );
}

/** What another document does to a provision. */
export type ChangedBy = {
  verb: RelationVerb;
  /** The changed document and the one that changes it, as they are called. */
  source: string;
  short: string;
  /** Where that one speaks of this very provision, and its words there. */
  place?: { where: string; quote: string };
  /** That one names the provisions it changes, and this is none of them. */
  elsewhere?: true;
};

/**
 * What other documents do to a provision, the latest first: revoking concerns all of it, changing the place that is named in
 * "Ketentuan Pasal 5 ayat (1) diubah sehingga berbunyi …".
 */
export function changesOf(corpus: Corpus, entry: Entry): ChangedBy[] {
  return (entry.document.changes ?? []).toReversed().map(({ verb, by, short }) => {
    const changed = { verb, source: entry.document.short, short };
    if (verb === 'mencabut') return changed;
    const named = namedIn(corpus, by);
    const found = named.filter(({ place }) => isRelated(place, entry.address)).at(-1);
    if (found) {
      const { address, text } = newWords(corpus, found.entry, entry.address) ?? found.entry;
      return { ...changed, place: { where: formatAddress(address), quote: text.trim() } };
    }
    return named.length > 0 ? { ...changed, elsewhere: true as const } : changed;
  });
}

/** What a change says anew of a place: the unit that stands there now, else the whole that holds it. */
function newWords(corpus: Corpus, change: Entry, place: Address): Entry | undefined {
  const within = formatAddress(change.address);
  const units = corpus.entries.filter(
    ({ document, address }) => document.id === change.document.id && address.bagian === within,
  );
  const exact = units.find(({ address: { bagian: _bagian, ...rest } }) => addressKey(rest) === addressKey(place));
  return exact ?? units.find(({ address: { bagian: _bagian, ...rest } }) => isRelated(rest, place));
}

type Named = { place: Address; entry: Entry };
/** Kept as long as the documents of a corpus are the same. */
const namedInDocument = new WeakMap<ReadonlyMap<string, DocumentInfo>, Map<string, Named[]>>();

/** The places of another document that one speaks of changing, each with the innermost passage that does. */
function namedIn(corpus: Corpus, document: string): Named[] {
  const known = namedInDocument.get(corpus.documents) ?? new Map<string, Named[]>();
  namedInDocument.set(corpus.documents, known);
  const before = known.get(document);
  if (before) return before;
  const found = corpus.entries
    .filter((entry) => entry.document.id === document)
    .flatMap((entry) => placesNamed(entry.text).map((place) => ({ place, entry })));
  known.set(document, found);
  return found;
}

const CHANGING = /(?:Ketentuan\s+)?(Pasal\s+\d{1,3}[A-Z]?\b[^.:;]{0,80}?)\s+(?:diubah|dihapus|dicabut|diganti)/giu;

/** The provisions of another document that a text says it changes or deletes. */
export const placesNamed = (text: string): Address[] =>
  [...text.replace(/\s+/gu, ' ').matchAll(CHANGING)].flatMap(([, chain = '']) =>
    findReferences(`dimaksud dalam ${chain}`, {}).map(({ to }) => to),
  );
