import type { Database } from '../db/database.ts';
import { addGap, addToGaps, listGapQuestions, listUngrouped, lockGaps, type PoorAnswer } from '../db/gaps.ts';
import { alleges, hear } from './rules/complaint-words.ts';
import { maskPersonalData } from './rules/personal-data.ts';
import { isRestricted } from './rules/ticket.ts';
import type { Needs } from './visit.ts';

/** So many answers are put into groups in one transaction. */
const AT_ONCE = 500;
/** Somebody else made groups meanwhile: then all is thought over again, so often. */
const TRIES = 5;

type Known = Awaited<ReturnType<typeof listGapQuestions>>[number];

/**
 * Puts answers that helped nobody into groups of one meaning: those that are there, else new ones. Thinking comes first,
 * outside of any transaction; `db` may be one all the same.
 * @returns how many answers were put
 */
export async function collectGaps(db: Database, needs: Pick<Needs, 'knowledge' | 'now'>): Promise<number> {
  let put = 0;
  for (let after = 0; ; ) {
    const found = await listUngrouped(db, after, AT_ONCE);
    const fresh = found.filter(mayBeShown);
    if (fresh.length > 0) put += await group(db, needs, fresh.map(masked));
    after = found.at(-1)?.id ?? after;
    if (found.length < AT_ONCE) return put;
  }
}

/** What somebody alleges of staff or of a tender is for few. */
const mayBeShown = ({ question, kind }: PoorAnswer): boolean =>
  !alleges(question) && !(kind === 'complaint' && isRestricted(hear(question).category));

/** Questions are stored without personal data; what is known as such today may not have been then. */
const masked = (answer: PoorAnswer): PoorAnswer => ({ ...answer, question: maskPersonalData(answer.question).text });

async function group(
  db: Database,
  { knowledge, now }: Pick<Needs, 'knowledge' | 'now'>,
  fresh: PoorAnswer[],
): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const known = await listGapQuestions(db);
    const groups = await knowledge.groupAlike([...known, ...fresh].map(({ question }) => question));
    const done = await db.transaction(async (tx) => {
      if ((await lockGaps(tx)) > newestOf(known) && tries < TRIES - 1) return false;
      const rows = [];
      for (const places of groups) {
        const members = places.flatMap((at) => known[at] ?? []);
        let made: number | undefined;
        for (const answer of places.flatMap((at) => fresh[at - known.length] ?? [])) {
          const joined = members.find((member) => takes(member, answer))?.id;
          if (joined === undefined) made ??= await addGap(tx, { question: answer.question, at: new Date(now()) });
          rows.push({ answer: answer.id, gap: joined ?? (made as number) });
        }
      }
      await addToGaps(tx, rows);
      return true;
    });
    if (done) return fresh.length;
  }
  return 0;
}

/** What was asked before there was an entry is answered by it; whoever asks in vain afterwards was not helped by it. */
const takes = ({ state, decided_at }: Known, { made_at }: PoorAnswer): boolean =>
  state !== 'terjawab' || (decided_at !== null && made_at <= decided_at);

const newestOf = (known: Known[]): number => Math.max(0, ...known.map(({ id }) => id));
