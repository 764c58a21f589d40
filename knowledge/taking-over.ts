import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../db/database.ts';
import { relationsOf, saveRelations } from '../db/document-relations.ts';
import {
  archiveDocument,
  type CurrentDocument,
  currentDocument,
  nextVersion,
  saveCurrent,
} from '../db/document-versions.ts';
import {
  type DocumentRow,
  deleteDocument,
  type ExampleRow,
  type PassageRow,
  passagesOf,
  replaceDocument,
  savePassageExtra,
} from '../db/documents.ts';
import { faqsRestingOn, markBasisChanged, markProposedBasisChanged } from '../db/faq-basis.ts';
import { recordChange } from '../db/knowledge-changes.ts';
import { type Address, addressKey, isWithin } from './address.ts';
import { placesNamed } from './changed-by.ts';
import { plainWords } from './document-difference.ts';
import type { Relation } from './document-found.ts';
import { type Basis, FAQ_DOCUMENT } from './faq-entry.ts';
import type { DocumentMeta } from './source.ts';

/**
 * Who brings a document (a row of people), what it does to others, and whether somebody gave it as a file. What is absent stays as
 * it is.
 */
export type Bringing = { by?: number; relations?: Relation[]; given?: boolean };

/** Why an entry of the FAQ has to be looked at again: what it rests on, and what became of that. */
type ChangedBasis = Basis & { how: 'berubah' | 'hilang' | 'diubah' | 'dicabut' };

/** What changed under entries of the FAQ, by their number: under what answers, and under what is proposed. */
type Marks = { answering: Map<number, ChangedBasis[]>; proposed: Map<number, ChangedBasis[]> };

type Stored = { document: DocumentRow & { source_text: string }; passages: PassageRow[]; examples: ExampleRow[] };

/**
 * Puts a document in the place of the stored one, all at once: the text that it replaces stays as an earlier version, and entries
 * of the FAQ are marked that rest on what changed. `today` is a day in the zone of the unit, e.g. 2026-11-23.
 */
export async function takeOver(
  db: Database,
  { document, passages, examples }: Stored,
  { by, relations, given }: Bringing,
  today: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { id } = document;
    const stored = await currentDocument(tx, id);
    const isNewText = stored !== undefined && !saysTheSame(stored, document);
    const before = isNewText ? await passagesOf(tx, id) : [];
    if (isNewText) await archiveDocument(tx, id);
    await replaceDocument(tx, document, passages, examples);
    // Whoever brings the text that is there already has brought nothing.
    const isSameText = stored !== undefined && !isNewText;
    await saveCurrent(
      tx,
      id,
      isSameText
        ? {
            version: stored.version,
            broughtBy: stored.brought_by,
            given: stored.given && given !== false,
            since: stored.since,
          }
        : { version: await nextVersion(tx, id), broughtBy: by ?? null, given: given ?? false },
    );
    const marks: Marks = { answering: new Map(), proposed: new Map() };
    if (isNewText) await markChanged(tx, id, changesBetween(before, passages), marks);
    if (relations) {
      // What it did to others is taken back, and their statements no longer say it.
      for (const { other } of await relationsOf(tx, id)) await recordChange(tx, other, null);
      await saveRelations(tx, id, relations, by ?? null);
      for (const { verb, other } of relations) {
        await markChanged(tx, other, changesMade(verb, passages), marks);
        // Its statements say from now on what was done to it.
        await recordChange(tx, other, null);
      }
    }
    await saveMarks(tx, marks, today);
  });
}

/**
 * Forgets a document and what it does to others, all at once: its text stays as an earlier version, and entries of the FAQ that
 * rest on it are marked. False when it was not there.
 */
export async function forget(db: Database, id: string, today: string): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const stored = await currentDocument(tx, id);
    if (!stored) return false;
    // Entries of the FAQ have versions of their own.
    if (id !== FAQ_DOCUMENT) await archiveDocument(tx, id);
    const marks: Marks = { answering: new Map(), proposed: new Map() };
    await markChanged(tx, id, () => 'hilang', marks);
    for (const { other } of await relationsOf(tx, id)) await recordChange(tx, other, null);
    await saveRelations(tx, id, [], null);
    await deleteDocument(tx, id);
    await saveMarks(tx, marks, today);
    return true;
  });
}

async function saveMarks(tx: Database, { answering, proposed }: Marks, today: string): Promise<void> {
  if (proposed.size > 0) await markProposedBasisChanged(tx, listed(proposed));
  if (answering.size === 0) return;
  await markBasisChanged(tx, listed(answering));
  await savePassageExtra(tx, FAQ_DOCUMENT, [...answering.keys()], { basisChanged: today });
  await recordChange(tx, FAQ_DOCUMENT, [...answering.keys()]);
}

const listed = (marks: Map<number, ChangedBasis[]>) => [...marks].map(([id, changed]) => ({ id, changed }));

/** What readers of the file stumbled on is no part of what it says. */
export function saysTheSame(stored: CurrentDocument, next: DocumentRow & { source_text: string }): boolean {
  const said = ({ meta }: { meta: unknown }) => ({ ...(meta as DocumentMeta), warnings: undefined });
  return (
    plainWords(stored.source_text) === plainWords(next.source_text) &&
    stored.title === next.title &&
    stored.short === next.short &&
    isDeepStrictEqual(said(stored), said(next))
  );
}

type Changes = (basis: Address) => ChangedBasis['how'] | undefined;

/** What became of a place between two texts of a document. */
function changesBetween(
  before: Pick<PassageRow, 'address' | 'text'>[],
  after: Pick<PassageRow, 'address' | 'text'>[],
): Changes {
  const byPlace = (passages: typeof before) =>
    new Map(passages.map(({ address, text }) => [addressKey(address as Address), plainWords(text)]));
  const [old, now] = [byPlace(before), byPlace(after)];
  return (basis) => {
    const key = addressKey(basis);
    if (!now.has(key)) return 'hilang';
    return old.get(key) === now.get(key) ? undefined : 'berubah';
  };
}

/** What a document does to the places of another one. */
function changesMade(verb: Relation['verb'], passages: Pick<PassageRow, 'address' | 'text'>[]): Changes {
  if (verb === 'mencabut') return () => 'dicabut';
  const named = passages.flatMap(({ text }) => placesNamed(text));
  return (basis) => (named.some((place) => isWithin(basis, place) || isWithin(place, basis)) ? 'diubah' : undefined);
}

async function markChanged(
  tx: Database,
  document: string,
  changes: Changes,
  { answering, proposed }: Marks,
): Promise<void> {
  for (const { id, answers, basis } of await faqsRestingOn(tx, document)) {
    const changed = (basis as Basis[]).flatMap((one) => {
      const { document: where, ...address } = one;
      const how = where === document ? changes(address) : undefined;
      return how ? [{ ...one, how }] : [];
    });
    const marks = answers ? answering : proposed;
    if (changed.length > 0) marks.set(id, [...(marks.get(id) ?? []), ...changed]);
  }
}
