import type { Database } from '../db/database.ts';
import {
  type CountedGap,
  findCountedGap,
  type GapRow,
  listGaps,
  listProposedByOfficers,
  type OfficersAnswer,
  officersAnswers,
  questionsOf,
} from '../db/gaps.ts';
import { maskPersonalData } from './rules/personal-data.ts';
import type { Needs } from './visit.ts';

// What officers read of a group: without personal data, whatever was known as such when it was asked, and nothing of what led
// to a restricted ticket.

/** What officers proposed is looked through for the same question so far back. */
const PROPOSED = 200;

/** Groups with their counts; see listGaps. */
export async function gapsShown(db: Database, which: Parameters<typeof listGaps>[1]): Promise<CountedGap[]> {
  return (await listGaps(db, which)).map(withoutPersonalData);
}

/** One group with its counts; undefined when there is none, or nobody asks about it any more. */
export async function gapShown(db: Database, id: number): Promise<CountedGap | undefined> {
  const gap = await findCountedGap(db, id);
  return gap && withoutPersonalData(gap);
}

/** The ways in which a group was asked with their counts, the most frequent first. */
export async function questionsShown(
  db: Database,
  gap: number,
  most: number,
): Promise<{ question: string; times: number }[]> {
  return (await questionsOf(db, gap, most)).map(withoutPersonalData);
}

/** What officers answered: to the questions of a group, or to one that is alike. */
export async function answersFor(
  db: Database,
  { knowledge }: Needs,
  gap: GapRow,
  most: number,
): Promise<OfficersAnswer[]> {
  const own = await officersAnswers(db, gap.id, most);
  const others = own.length < most ? await listProposedByOfficers(db, PROPOSED) : [];
  const alike = new Set(knowledge.similarAmong(gap.question, others).map(({ id }) => id));
  const all = [...own, ...others.filter(({ id }) => alike.has(id))];
  const known = new Set<string>();
  return all
    .filter(({ answer }) => !known.has(answer) && known.add(answer))
    .slice(0, most)
    .map(({ number, question, answer }) => ({ number, question: masked(question), answer: masked(answer) }));
}

/** The ways in which a group was asked, the most frequent first. */
export async function wordingsOf(db: Database, gap: number, most: number): Promise<string[]> {
  const asked = await questionsOf(db, gap, most);
  return [...new Set(asked.map(({ question }) => oneLine(masked(question))))];
}

const withoutPersonalData = <Asked extends { question: string }>(asked: Asked): Asked => ({
  ...asked,
  question: masked(asked.question),
});
const masked = (text: string): string => maskPersonalData(text).text;
const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();
