import { addChore, isChoreDue, moveChore } from '../db/chores.ts';
import type { Database } from '../db/database.ts';
import { answeringFrom, listImported, publishedEntries } from '../db/faqs.ts';
import { payloadOf, type UploadRow } from '../db/uploads.ts';
import { waitingAtAll } from '../db/wishes.ts';
import { type FaqContent, inSteps, type Knowledge, type Steps } from '../knowledge/index.ts';
import { drawFaqCard } from './faq-card.ts';
import type { UploadRest } from './upload-found.ts';
import type { Needs } from './visit.ts';
import { answerGroups, tell } from './wishes.ts';

/** What follows an import is a chore: of which upload, and after which entry it goes on. */
const BEGINNING = 'faq-import:';
const choreOf = (upload: number, after: number): string => `${BEGINNING}${upload}:${after}`;

/** So many entries are drawn in one transaction, and so many who wait are looked at. */
const AT_ONCE = 50;
const MOST_WAITING = 1_000;

/** Which entries may answer a question that somebody waits for. */
type MayAnswer = ReadonlyMap<string, number[]>;

/** Once a list is taken over, the cards of its entries are drawn, and who waits for one of them is told. */
export async function followImport(
  tx: Database,
  { now }: Pick<Needs, 'now'>,
  { id, kind, state, decided_at }: UploadRow,
): Promise<void> {
  if (kind === 'faq' && state === 'selesai' && decided_at !== null) await addChore(tx, choreOf(id, 0), new Date(now()));
}

/**
 * Thinks out, outside of any transaction, which entries answer what people wait for; undefined when no import is to be followed.
 * It takes in first what was stored.
 */
export async function thinkOfImports(db: Database, { knowledge, now }: Needs): Promise<MayAnswer | undefined> {
  if (!(await isChoreDue(db, BEGINNING, new Date(now())))) return undefined;
  await knowledge.refresh();
  const waiting = await waitingAtAll(db, MOST_WAITING);
  return await inSteps(comparing(knowledge, new Set(waiting.map(({ question }) => question))));
}

function* comparing(knowledge: Knowledge, questions: Iterable<string>): Steps<MayAnswer> {
  const found = new Map<string, number[]>();
  for (const question of questions) {
    found.set(
      question,
      knowledge.similarFaqs(question).map(({ id }) => id),
    );
    yield;
  }
  return found;
}

/**
 * Does such a chore; false when it is another one. Without `mayAnswer` it came up only now, and waits for its thinking.
 */
export async function workOnImport(
  tx: Database,
  needs: Needs,
  chore: string,
  mayAnswer: MayAnswer | undefined,
): Promise<boolean> {
  const [, upload, after] = /^faq-import:(\d+):(\d+)$/u.exec(chore)?.map(Number) ?? [];
  if (upload === undefined || after === undefined) return false;
  if (!mayAnswer) return true;
  if (after === 0) await tellThose(tx, needs, upload, mayAnswer);
  const next = await drawSome(tx, needs, upload, after);
  await moveChore(tx, chore, undefined);
  if (next !== undefined) await addChore(tx, choreOf(upload, next), new Date(needs.now()));
  return true;
}

async function tellThose(tx: Database, needs: Needs, upload: number, mayAnswer: MayAnswer): Promise<void> {
  const brought = await answeringFrom(tx, upload, [...mayAnswer.values()].flat());
  if (brought.length === 0) return;
  const zone = needs.knowledge.unit.zone;
  const entries = await publishedEntries<FaqContent>(tx, { zone, ids: brought });
  const entryFor = (question: string) =>
    mayAnswer.get(question)?.flatMap((id) => entries.find((entry) => entry.id === id) ?? [])[0];
  const waiting = Map.groupBy(await waitingAtAll(tx, MOST_WAITING), ({ question }) => entryFor(question));
  for (const [entry, those] of waiting) if (entry) await tell(tx, needs, entry, those);
}

/** Draws the cards of the next entries, and closes the groups they were begun for; gives the last one when there may be more. */
async function drawSome(tx: Database, needs: Needs, upload: number, after: number): Promise<number | undefined> {
  const place = needs.training ?? { channel: '', chat: '' };
  const { beside = [] } = ((await payloadOf(tx, upload)) ?? {}) as Partial<UploadRest>;
  const imported = await listImported(tx, upload, { beside, after, most: AT_ONCE, place });
  const ids = imported.map(({ id }) => id);
  const entries = await publishedEntries<FaqContent>(tx, { zone: needs.knowledge.unit.zone, ids });
  for (const { id, carded } of imported) {
    const entry = entries.find((one) => one.id === id);
    if (entry) await tell(tx, needs, entry, await answerGroups(tx, needs, id));
    if (carded) await drawFaqCard(tx, needs, id);
  }
  return imported.length < AT_ONCE ? undefined : ids.at(-1);
}
