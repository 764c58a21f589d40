import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../db/database.ts';
import { relationsOf } from '../db/document-relations.ts';
import { listDocuments } from '../db/documents.ts';
import { findUpload, saveUpload, type UploadRow } from '../db/uploads.ts';
import { FAQ_DOCUMENT, RELATION_VERBS } from '../knowledge/index.ts';
import * as messages from './messages/index.ts';
import { formToRelate, uploadRefused } from './messages/uploads.ts';
import type { Form } from './reply.ts';
import { whyNotRelate } from './rules/upload.ts';
import { drawUpload } from './upload-card.ts';
import { onUpload } from './upload-deciding.ts';
import type { Chosen, Found } from './upload-found.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** The form that the button of a document's card opens: what the document does to another one. */
export async function relateForm({ needs, incoming }: Visit): Promise<Form | undefined> {
  const { event } = incoming;
  if (event.kind !== 'press' || event.action.verb !== 'upload-relate') return undefined;
  const row = await findUpload(needs.db, event.action.id);
  if (!row || whyNotRelate(row, undefined)) return undefined;
  const documents = await others(needs.db, row);
  const found = row.found as Found | null;
  const suggested = found?.kind === 'dokumen' ? found.document.suggested[0] : undefined;
  const { relation = suggested } = await standing(needs.db, row);
  return documents.length === 0 ? undefined : formToRelate(row, documents, relation ?? undefined);
}

/** What was chosen in it. */
export async function relateFromForm(visit: Visit): Promise<Decision> {
  const { needs, incoming, person } = visit;
  const { event } = incoming;
  if (event.kind !== 'form') return whisper(visit, messages.outdated());
  const [verb, other] = ['verb', 'other'].map((field) => [event.fields[field] ?? ''].flat()[0] ?? '');
  return onUpload(visit, event.id, async (tx, row) => {
    const why = whyNotRelate(row, event.version);
    if (why) return why;
    const chosenVerb = RELATION_VERBS.find((one) => one === verb);
    const document = (await others(tx, row)).find(({ id }) => id === other);
    if (chosenVerb && !document) return uploadRefused('relation');
    const relation = chosenVerb && document ? { verb: chosenVerb, other: document.id, short: document.short } : null;
    const before = await standing(tx, row);
    // Who only looked has chosen nothing; whoever gave the file stands for it by saving it.
    if (isDeepStrictEqual(before.relation ?? null, relation) && row.person !== person.id) return undefined;
    const chosen: Chosen = { relation, by: person.id };
    const now = await saveUpload(tx, row.id, 'siap', { chosen });
    if (now) await drawUpload(tx, needs, now);
    return undefined;
  });
}

/** What was chosen, else what the stored document does to another one; absent when there is neither. */
async function standing(db: Database, row: UploadRow): Promise<Pick<Chosen, 'relation'>> {
  const { relation } = row.chosen as Chosen;
  const found = row.found as Found | null;
  if (relation !== undefined || found?.kind !== 'dokumen') return relation === undefined ? {} : { relation };
  const [inForce] = await relationsOf(db, found.document.id);
  return inForce ? { relation: inForce } : {};
}

/** Documents that another document could change or revoke. */
async function others(db: Database, row: UploadRow): Promise<{ id: string; short: string }[]> {
  const found = row.found as Found | null;
  const own = found?.kind === 'dokumen' ? found.document.id : undefined;
  return (await listDocuments(db)).filter(({ id, kind }) => id !== own && id !== FAQ_DOCUMENT && kind !== 'faq');
}
