import { createHash } from 'node:crypto';
import { listRelations } from '../db/document-relations.ts';
import { type DocumentVersionRow, listCurrent, listVersions, passagesOfVersion } from '../db/document-versions.ts';
import { passagesOf } from '../db/documents.ts';
import { type Address, type DocumentMeta, differenceOf, type Unit } from '../knowledge/index.ts';
import type { Action } from './actions.ts';
import {
  documentCard,
  documentDifference,
  documentGone,
  documentHistory,
  documentList,
  type ShownDocument,
  type ShownVersion,
} from './messages/documents.ts';
import { clock } from './messages/time.ts';
import { may } from './rules/permission.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** Of documents on a page. */
const PAGE = 10;

/** /lpse dokumen: what the bot answers from. */
export async function documentsCommand(visit: Visit, _text: string): Promise<Decision> {
  return await listed(visit, 0);
}

/** A press on the list, on a document, on its history, or on what differs between two of its versions. */
export async function pressDocument(visit: Visit, { verb, id, choice }: Action): Promise<Decision> {
  if (verb === 'documents') return await listed(visit, id);
  const { db, knowledge } = visit.needs;
  const document = (await shownDocuments(visit)).find(({ number }) => number === id);
  if (!document) return whisper(visit, documentGone());
  if (verb === 'document-difference') return await difference(visit, document, Number(choice));
  const versions = (await listVersions(db, document.id)).map((row) => shownVersion(row, knowledge.unit));
  return whisper(
    visit,
    verb === 'document-history' ? documentHistory(document, versions) : documentCard(document, versions),
  );
}

async function listed(visit: Visit, from: number): Promise<Decision> {
  const all = await shownDocuments(visit);
  const next = all.length > from + PAGE ? from + PAGE : undefined;
  const trains = may(visit.person.roles, 'press:upload-drop');
  return whisper(visit, documentList(all.slice(from, from + PAGE), { total: all.length, next, trains }));
}

async function difference(visit: Visit, document: ShownDocument & { id: string }, version: number): Promise<Decision> {
  const { db } = visit.needs;
  const before = Number.isInteger(version) ? await passagesOfVersion(db, document.id, version) : undefined;
  const after =
    before && ((await passagesOfVersion(db, document.id, version + 1)) ?? (await passagesOf(db, document.id)));
  if (!before || !after) return whisper(visit, documentGone());
  const difference = differenceOf(before.map(placed), after.map(placed));
  return whisper(visit, documentDifference(document, { from: version, to: version + 1 }, difference));
}

const placed = <Row extends { address: unknown }>(row: Row): Row & { address: Address } => ({
  ...row,
  address: row.address as Address,
});

async function shownDocuments({ needs }: Visit): Promise<(ShownDocument & { id: string })[]> {
  const { db, knowledge } = needs;
  const rows = await listCurrent(db);
  const relations = await listRelations(db);
  const shorts = new Map(rows.map(({ id, short }) => [id, short]));
  return rows.map(({ id, kind, title, short, version, since, by_name, passages, meta }) => ({
    ...{ id, kind, title, short, version, passages },
    number: numberOf(id),
    since: clock(since, knowledge.unit),
    by: by_name ?? undefined,
    warnings: (meta as DocumentMeta).warnings ?? [],
    changedBy: relations.filter(({ other }) => other === id),
    changes: relations
      .filter(({ document }) => document === id)
      .map(({ verb, other }) => ({ verb, short: shorts.get(other) ?? other })),
  }));
}

const shownVersion = ({ version, from_at, until_at, by_name }: DocumentVersionRow, unit: Unit): ShownVersion => ({
  version,
  from: clock(from_at, unit),
  until: clock(until_at, unit),
  by: by_name ?? undefined,
});

/** What stands for a document on a button, which has room for a number only. */
const numberOf = (id: string): number => createHash('sha256').update(id).digest().readUInt32BE(0) % 2_000_000_000;
