import type { Database } from '../db/database.ts';
import { countToReview } from '../db/faq-reviews.ts';
import { countFaqs, type FaqFilter, type FaqHead, type FaqListStatus, listFaqs } from '../db/faqs.ts';
import type { FaqContent } from '../knowledge/index.ts';
import { faqCardOf, todayOf } from './faq-card.ts';
import {
  FAQ_SHELVES,
  type FaqShelf,
  faqAtHome,
  faqFound,
  faqList,
  faqTold,
  type ListedFaq,
} from './messages/faq-desk.ts';
import type { Reply } from './reply.ts';
import { lastLapsedDay } from './rules/faq.ts';
import { may } from './rules/permission.ts';
import { type Decision, type Needs, type Visit, whisper } from './visit.ts';

/** Entries on a page of a list, and of each kind that is found for some words. */
const PAGE = 10;
const FOUND = 8;
const ALIKE = 5;

/** The list of all entries, or of some: a page after the number `after`. */
export async function showFaqs(visit: Visit, after: number, choice: string | undefined): Promise<Decision> {
  const { needs, person } = visit;
  const shelf = FAQ_SHELVES.find((one) => one === choice) ?? 'semua';
  const found = await listFaqs<FaqContent>(needs.db, { ...filterOf(visit, shelf), after, most: PAGE + 1 });
  const rows = found.slice(0, PAGE);
  const page = {
    shelf,
    counts: await countFaqs(needs.db, lapsedOf(needs)),
    rows: rows.map(listed),
    first: after === 0,
    next: found.length > PAGE ? rows.at(-1)?.id : undefined,
  };
  return whisper(visit, faqList(page, { writes: may(person.roles, 'press:faq-new'), unit: needs.knowledge.unit }));
}

/** Entries that hold the words, and published ones that ask the same in other words. */
export async function searchFaqs(visit: Visit, text: string): Promise<Decision> {
  const { db, knowledge } = visit.needs;
  const asked = text.trim().slice(0, LONGEST_SEARCH);
  if (asked === '') return whisper(visit, faqTold('search-what'));
  const words = asked.split(/\s+/u);
  const holding = await listFaqs<FaqContent>(db, { lapsed: lapsedOf(visit.needs), words, after: 0, most: FOUND + 1 });
  const asking = knowledge
    .similarFaqs(asked, { most: ALIKE })
    .filter(({ id }) => !holding.some((one) => one.id === id));
  return whisper(
    visit,
    faqFound(asked, { holding: holding.slice(0, FOUND).map(listed), more: holding.length > FOUND, asking }),
  );
}
const LONGEST_SEARCH = 200;

/** The card of an entry as it is now, for nobody but whoever asks. */
export async function showFaq(visit: Visit, id: number): Promise<Decision> {
  const { needs } = visit;
  return whisper(visit, (await faqCardOf(needs.db, needs, id)) ?? faqTold('unknown'));
}

/** What stands in the App Home for those who look after the FAQ; undefined for others. */
export async function faqHome(db: Database, { needs, person }: Visit): Promise<Reply | undefined> {
  if (!may(person.roles, 'press:faq-approve')) return undefined;
  const mine = await countToReview(db, person.id, todayOf(needs));
  return faqAtHome(await countFaqs(db, lapsedOf(needs)), { mine, writes: may(person.roles, 'press:faq-new') });
}

function filterOf({ needs, person }: Visit, shelf: FaqShelf): FaqFilter {
  const lapsed = lapsedOf(needs);
  if (shelf === 'semua') return { lapsed };
  if (shelf === 'saya') return { lapsed, owner: person.id };
  // What waits to be decided is looked for also where another version answers meanwhile.
  return shelf === 'draf' || shelf === 'ditinjau' ? { lapsed, proposed: shelf } : { lapsed, status: shelf };
}

/** The last day of review that is out of date today. */
const lapsedOf = (needs: Needs): string => lastLapsedDay(todayOf(needs));

const listed = (row: FaqHead<FaqContent> & { status: FaqListStatus }): ListedFaq => ({
  id: row.id,
  question: row.content.question,
  status: row.status,
  reviewBy: row.review_by,
  owner: row.owner_name,
  proposed: row.proposed !== null,
});
