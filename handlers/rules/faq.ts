import { FAQ_LIMITS, type FaqContent, questionKey } from '../../knowledge/index.ts';

/** Where an entry is in its life. */
export type FaqStatus = 'draf' | 'ditinjau' | 'terbit' | 'kedaluwarsa' | 'ditarik';
/** What that depends on. */
export type FaqStanding = {
  published: number | null;
  proposed: number | null;
  proposed_state: 'draf' | 'ditinjau' | null;
  review_by: string | null;
  withdrawn_at: Date | null;
};

/** An entry is to be looked at again after so many days … */
const REVIEW_DAYS = 90;
/** … its owner is reminded so many days before … */
export const REMIND_DAYS = 7;
/** … and it says that nobody did when so many more have passed. */
const GRACE_DAYS = 14;
const DAY_MS = 86_400_000;

/** The day so many days after a day, e.g. 2026-11-23. */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Until when what is published today is to be looked at again, where nobody says otherwise. */
export const reviewAfter = (today: string): string => dayAfter(today, REVIEW_DAYS);

/** The last day of review that is too long ago today. */
export const lastLapsedDay = (today: string): string => dayAfter(today, -GRACE_DAYS - 1);

/** Where an entry is; undefined for a draft that was thrown away. `today` in the zone of the unit. */
export function statusOf(faq: FaqStanding, today: string): FaqStatus | undefined {
  if (faq.withdrawn_at !== null) return 'ditarik';
  if (faq.published === null) return faq.proposed_state ?? undefined;
  return faq.review_by !== null && faq.review_by <= lastLapsedDay(today) ? 'kedaluwarsa' : 'terbit';
}

/** Which proposal waits, and how far it is. */
type ProposalWaiting = Pick<FaqStanding, 'proposed' | 'proposed_state'>;
/** What a decision on a proposal looks at. */
export type ProposalStanding = ProposalWaiting & {
  /** All who wrote it; see authorsOf. */
  authors: readonly number[];
  /** Somebody gave it back. */
  returned: boolean;
  /** What it rests on changed since it was written. */
  basisChanged: boolean;
};

export type FaqRefusal = 'gone' | 'stale' | 'asked' | 'returned' | 'not-asked' | 'author' | 'basis-changed';

/**
 * Who wrote a version: besides its own author those of the drafts that it was made from, back to what somebody has approved.
 * Whoever only added ways to ask, or merged two drafts, has not read it as a second person would.
 */
export function authorsOf(
  versions: readonly { version: number; made_from: number | null; author: number | null; state: string }[],
  version: number,
): number[] {
  const byNumber = new Map(versions.map((one) => [one.version, one]));
  const authors = new Set<number>();
  let one = byNumber.get(version);
  while (one && one.state !== 'terbit' && one.state !== 'lama') {
    if (one.author !== null) authors.add(one.author);
    one = one.made_from === null ? undefined : byNumber.get(one.made_from);
  }
  return [...authors];
}

/** Why nothing can be decided on the proposal of that version; undefined: something can. */
export function whyNotDecide({ proposed }: ProposalWaiting, version: number): FaqRefusal | undefined {
  if (proposed === null) return 'gone';
  // Whoever pressed read another version.
  return proposed === version ? undefined : 'stale';
}

/** Why it cannot be handed to somebody who approves. */
export function whyNotSubmit(standing: ProposalStanding, version: number): FaqRefusal | undefined {
  const why = whyNotDecide(standing, version);
  if (why) return why;
  if (standing.proposed_state === 'ditinjau') return 'asked';
  if (standing.returned) return 'returned';
  return standing.basisChanged ? 'basis-changed' : undefined;
}

/** Why that person cannot let it answer: somebody else than its authors has read what is published. */
export function whyNotApprove(
  standing: ProposalStanding,
  { version, person }: { version: number; person: number },
): FaqRefusal | undefined {
  const why = whyNotReturn(standing, version);
  if (why) return why;
  if (standing.authors.includes(person)) return 'author';
  return standing.basisChanged ? 'basis-changed' : undefined;
}

/** Why it cannot be given back to its author. */
export function whyNotReturn(standing: ProposalWaiting, version: number): FaqRefusal | undefined {
  const why = whyNotDecide(standing, version);
  if (why) return why;
  return standing.proposed_state === 'ditinjau' ? undefined : 'not-asked';
}

/**
 * An entry with more ways to ask it; those that it has already, in whatever spelling, add nothing.
 * @returns why not when nothing is new, or an entry holds no more
 */
export function withVariants(
  content: FaqContent,
  questions: readonly string[],
): { content: FaqContent; added: string[] } | { why: 'nothing-new' | 'too-many' } {
  const known = new Set([content.question, ...content.variants].map(questionKey));
  const added: string[] = [];
  for (const question of questions.map((one) => one.replace(/\s+/gu, ' ').trim())) {
    const key = questionKey(question);
    if (key === '' || known.has(key) || [...question].length > FAQ_LIMITS.variant.most) continue;
    known.add(key);
    added.push(question);
  }
  if (added.length === 0) return { why: 'nothing-new' };
  const variants = [...content.variants, ...added];
  return variants.length > FAQ_LIMITS.variants ? { why: 'too-many' } : { content: { ...content, variants }, added };
}

/** Whether both say the same, field by field; the order of fields means nothing. */
export const saysTheSame = (one: FaqContent, other: FaqContent): boolean => sorted(one) === sorted(other);
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
