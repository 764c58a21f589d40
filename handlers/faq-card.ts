import type { Database } from '../db/database.ts';
import {
  type FaqRow,
  type FaqVersionRow,
  findFaq,
  findVersion,
  listAside,
  listCardlessFaqs,
  listFirstProposals,
} from '../db/faqs.ts';
import { moveHeld, sentRef } from '../db/outbox.ts';
import { findPerson } from '../db/people.ts';
import type { Basis, FaqContent } from '../knowledge/index.ts';
import { pushedOf } from './faq-pushed.ts';
import { type FaqMoves, faqCard, type ShownVersion } from './messages/faq-card.ts';
import { notify } from './notice.ts';
import type { Reply } from './reply.ts';
import { statusOf } from './rules/faq.ts';
import { cleaned, suspicionsOf } from './rules/faq-suspicion.ts';
import type { Needs } from './visit.ts';

/** What letters call the card of an entry. */
export const faqSubject = (faq: number): string => `faq:${faq}`;

/** Posts the card of an entry, or draws the one that stands there again from what is stored. Gives the card. */
export async function drawFaqCard(tx: Database, needs: Needs, faq: number): Promise<Reply | undefined> {
  const { training: place } = needs;
  const reply = place && (await faqCardOf(tx, needs, faq));
  if (!place || !reply) return undefined;
  // What was to stand below a card elsewhere, where none can be posted any more, waits for this one.
  await moveHeld(tx, faqSubject(faq), place);
  await notify(tx, place, reply, { subject: faqSubject(faq) });
  return reply;
}

/** Posts the cards of proposals that are missing: the channel was away, or is another one now. */
export async function postMissingFaqs(needs: Needs): Promise<void> {
  if (!needs.training) return;
  for (const id of await listCardlessFaqs(needs.db, needs.training))
    await needs.db.transaction(async (tx) => void (await drawFaqCard(tx, needs, id)));
}

/** A note below the card, for all trainers. */
export async function noteBelowFaq(
  tx: Database,
  { training }: Pick<Needs, 'training'>,
  faq: number,
  reply: Reply,
): Promise<void> {
  if (training) await notify(tx, training, reply, { under: faqSubject(faq) });
}

/** The address of the card of an entry; undefined where it does not stand yet, or nothing has addresses. */
export async function linkToFaq(
  db: Database,
  { training: place, linkTo }: Pick<Needs, 'training' | 'linkTo'>,
  faq: number,
): Promise<string | undefined> {
  const ref = place && (await sentRef(db, place.channel, place.chat, faqSubject(faq)));
  return place && ref !== undefined ? linkTo(place.channel, place.chat, ref) : undefined;
}

/** The card of an entry as it is now; undefined when there is no such entry. */
export async function faqCardOf(db: Database, needs: Needs, id: number): Promise<Reply | undefined> {
  const faq = await findFaq(db, id);
  if (!faq) return undefined;
  const [published, proposed] = await Promise.all([
    versionShown(db, needs, faq, faq.published),
    versionShown(db, needs, faq, faq.proposed),
  ]);
  const aside = await listAside<FaqContent>(db, id);
  return faqCard({
    faq,
    status: statusOf(faq, todayOf(needs)),
    published,
    proposed: proposed && {
      ...proposed,
      warnings: await warningsOf(db, needs, id, proposed.row.content),
      moves: await movesOf(db, proposed.row),
      changedBasis: basisNamed(needs, proposed.row.basis_changed),
    },
    owner: await nameOf(db, faq.owner),
    aside: await Promise.all(aside.map(async ({ version, author }) => ({ version, author: await nameOf(db, author) }))),
    changedBasis: basisNamed(needs, faq.basis_changed),
    push: await pushedOf(db, id),
    perSecond: needs.perSecond,
    unit: needs.knowledge.unit,
    now: new Date(needs.now()),
  });
}

/** What stands in the database of a changed basis, as it is called. */
export const basisNamed = ({ knowledge }: Pick<Needs, 'knowledge'>, basis: unknown): string[] =>
  (Array.isArray(basis) ? (basis as Basis[]) : []).map((one) => knowledge.basisText(one));

/** The day in the zone of the unit. */
export const todayOf = ({ calendar, now }: Pick<Needs, 'calendar' | 'now'>): string => calendar.dayOf(now()).date;

async function versionShown(
  db: Database,
  { knowledge }: Needs,
  faq: FaqRow,
  version: number | null,
): Promise<ShownVersion | undefined> {
  const row = version === null ? undefined : await findVersion<FaqContent>(db, faq.id, version);
  return (
    row && { row, statement: knowledge.drawFaq({ ...cleaned(row.content), id: faq.id }), ...(await namesOf(db, row)) }
  );
}

/** What whoever approves it should look at twice. */
async function warningsOf(db: Database, { knowledge }: Needs, id: number, content: FaqContent) {
  const { question } = cleaned(content);
  const published = knowledge.similarFaqs(question, { except: id, most: MOST_ALIKE });
  // Two may write the same on the same day.
  const waiting = await listFirstProposals(db, { except: id, most: MOST_WAITING });
  const alike = [...published, ...knowledge.similarAmong(question, waiting)];
  return {
    suspicions: suspicionsOf(content),
    alike: alike.toSorted((one, other) => other.likeness - one.likeness).slice(0, MOST_ALIKE),
    regulation: knowledge.regulationSays(question),
    unseen: !knowledge.answersItself({ ...cleaned(content), id }),
  };
}
const MOST_ALIKE = 3;
const MOST_WAITING = 200;

const namesOf = async (db: Database, { author, decided_by }: FaqVersionRow<FaqContent>) => ({
  author: await nameOf(db, author),
  decider: await nameOf(db, decided_by),
});

/** Owner and review day that a proposal brings. */
async function movesOf(db: Database, { beside }: FaqVersionRow<FaqContent>): Promise<FaqMoves> {
  return {
    ...(beside?.owner !== undefined && { owner: await nameOf(db, beside.owner) }),
    ...(beside?.review_by && { reviewBy: beside.review_by }),
  };
}

const nameOf = async (db: Database, person: number | null): Promise<string | undefined> =>
  person === null ? undefined : (await findPerson(db, person))?.name;
