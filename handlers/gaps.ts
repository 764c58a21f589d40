import { lockFaq, publishedEntries } from '../db/faqs.ts';
import { countGaps, lastEntryFor, lockGap, saveGap } from '../db/gaps.ts';
import { FAQ_LIMITS, type FaqContent } from '../knowledge/index.ts';
import type { Action } from './actions.ts';
import { linkToFaq } from './faq-card.ts';
import { draftFaq } from './faq-drafts.ts';
import { readWritten } from './faq-form-reading.ts';
import { proposeVariants } from './faq-publishing.ts';
import { collectGaps } from './gap-collecting.ts';
import { openedOnGap, whyNotWork } from './gap-forms.ts';
import { answersFor, gapShown, gapsShown, questionsShown, wordingsOf } from './gap-reading.ts';
import { faqNotTaken } from './messages/faq.ts';
import {
  GAP_REOPEN,
  gapAnswered,
  gapClosed,
  gapFieldWrong,
  gapHindered,
  gapInFull,
  gapJoined,
  gapList,
  gapReopened,
  isGapClosing,
} from './messages/gaps.ts';
import * as messages from './messages/index.ts';
import type { Form } from './reply.ts';
import { withVariants } from './rules/faq.ts';
import { may } from './rules/permission.ts';
import { type Decision, type Visit, whisper } from './visit.ts';
import { tellWaiting } from './wishes.ts';

/** Groups on a page: each has a row of buttons. */
const PAGE = 5;
/** What is shown of one group. */
const QUESTIONS_SHOWN = 20;
const ANSWERS_SHOWN = 3;
const LIKE_SHOWN = 3;

/** /lpse celah: what could not be answered, with all that was asked up to now. */
export async function gapsCommand(visit: Visit, _text: string): Promise<Decision> {
  await collectGaps(visit.needs.db, visit.needs);
  return await showGaps(visit, 0);
}

/** A press on the list of groups, or on one of them. */
export async function pressGap(visit: Visit, { verb, id, choice }: Action): Promise<Decision> {
  switch (verb) {
    case 'gaps':
      return await showGaps(visit, id);
    case 'gap':
      return await showGap(visit, id);
    case 'gap-close':
      return close(visit, id, choice);
    default: {
      // A form that did not open: it is said why.
      const opened = await openedOnGap(visit);
      return whisper(visit, opened && 'reply' in opened ? opened.reply : messages.outdated());
    }
  }
}

/** The form that a press opens; undefined when it opens none. */
export async function gapForm(visit: Visit): Promise<Form | undefined> {
  const opened = await openedOnGap(visit);
  return opened && 'form' in opened ? opened.form : undefined;
}

/** What is wrong with a form, by field; undefined when it can be taken. */
export async function checkGapForm(visit: Visit): Promise<Record<string, string> | undefined> {
  const { event } = visit.incoming;
  // Whoever may not send it is refused in words, and on record.
  if (event.kind !== 'form' || !may(visit.person.roles, `form:${event.form}`)) return undefined;
  if (event.form === 'gap-join')
    return (await entryMeant(visit)) === undefined ? { faq: gapFieldWrong('no-entry') } : undefined;
  const written = await readWritten(visit.needs, event.fields);
  return 'problems' in written ? written.problems : undefined;
}

/** A form about a group that was sent. */
export async function gapFromForm(visit: Visit): Promise<Decision> {
  const { event } = visit.incoming;
  if (event.kind !== 'form') return whisper(visit, messages.outdated());
  return event.form === 'gap-join' ? await join(visit, event.id) : await draft(visit, event.id, event.fields);
}

async function showGaps(visit: Visit, skip: number): Promise<Decision> {
  const { db, knowledge } = visit.needs;
  const found = await gapsShown(db, { states: ['terbuka', 'dikerjakan'], skip, most: PAGE + 1 });
  const { terbuka = 0, dikerjakan = 0 } = await countGaps(db);
  const page = { gaps: found.slice(0, PAGE), skip, more: found.length > PAGE, total: terbuka + dikerjakan };
  return whisper(visit, gapList(page, { writes: writes(visit), unit: knowledge.unit }));
}

async function showGap(visit: Visit, id: number): Promise<Decision> {
  const { db, knowledge } = visit.needs;
  const gap = await gapShown(db, id);
  if (!gap) return whisper(visit, gapHindered('unknown'));
  const questions = await questionsShown(db, id, QUESTIONS_SHOWN + 1);
  const shown = {
    gap,
    questions: questions.slice(0, QUESTIONS_SHOWN),
    more: questions.length > QUESTIONS_SHOWN,
    answers: await answersFor(db, visit.needs, gap, ANSWERS_SHOWN),
    like: knowledge.similarFaqs(gap.question, { most: LIKE_SHOWN }),
  };
  return whisper(visit, gapInFull(shown, { writes: writes(visit), unit: knowledge.unit }));
}

const writes = ({ needs, person }: Visit): boolean =>
  needs.training !== undefined && may(person.roles, 'press:gap-draft');

/** Leaves a group as it is, or takes that back. */
function close(visit: Visit, id: number, choice: string | undefined): Decision {
  const { needs, person } = visit;
  return async (tx) => {
    const gap = await lockGap(tx, id);
    if (!gap) return await whisper(visit, gapHindered('unknown'))(tx);
    const decided = { faq: null, by: person.id, at: new Date(needs.now()) };
    if (gap.state === 'diabaikan' && choice === GAP_REOPEN) {
      await saveGap(tx, id, { ...decided, state: 'terbuka', why: null });
      return await whisper(visit, gapReopened(id))(tx);
    }
    if (gap.state !== 'terbuka' || !isGapClosing(choice)) return await whisper(visit, gapHindered('taken'))(tx);
    await saveGap(tx, id, { ...decided, state: 'diabaikan', why: choice });
    return await whisper(visit, gapClosed(id, choice))(tx);
  };
}

/** An entry that is written for a group. */
async function draft(visit: Visit, id: number, fields: Record<string, string | string[]>): Promise<Decision> {
  const { needs, person } = visit;
  const written = await readWritten(needs, fields);
  if ('problems' in written) {
    const typed = ['question', 'variants', 'answer', 'practice'].flatMap((name) => fields[name] ?? []);
    return whisper(visit, faqNotTaken(Object.values(written.problems), typed));
  }
  // Whoever writes a better question: the one that was asked stays a way to ask it.
  const asked = await wordingsOf(needs.db, id, 1);
  const joined = withVariants(written.content, asked);
  const content = 'why' in joined ? written.content : joined.content;
  const drafted = draftFaq(visit, { ...written, content }, id);
  return async (tx) => {
    const gap = await lockGap(tx, id);
    const said = await drafted(tx);
    const faq = await lastEntryFor(tx, id);
    // Of two who write for one group at once both drafts stand; the group waits for the first.
    if (gap?.state === 'terbuka' && faq !== undefined)
      await saveGap(tx, id, { state: 'dikerjakan', faq, why: null, by: person.id, at: new Date(needs.now()) });
    return said;
  };
}

/** The entry that stands answers it: the ways to ask are proposed for it. */
async function join(visit: Visit, id: number): Promise<Decision> {
  const { needs, person } = visit;
  const { db, knowledge } = needs;
  const number = await entryMeant(visit);
  if (number === undefined) return whisper(visit, gapHindered('no-entry'));
  const questions = await wordingsOf(db, id, FAQ_LIMITS.variants);
  return async (tx) => {
    const why = whyNotWork(await lockGap(tx, id), needs.training !== undefined);
    if (why) return await whisper(visit, gapHindered(why))(tx);
    const faq = await lockFaq(tx, number);
    if (!faq || faq.withdrawn_at !== null) return await whisper(visit, gapHindered('no-entry'))(tx);
    const decided = { faq: number, why: null, by: person.id, at: new Date(needs.now()) };
    const added = await proposeVariants(tx, needs, { faq, questions, author: person.id });
    if ('added' in added) {
      await saveGap(tx, id, { ...decided, state: 'dikerjakan' });
      const link = await linkToFaq(tx, needs, number);
      return await whisper(visit, gapJoined(id, number, added.added.length, link))(tx);
    }
    if (added.why !== 'nothing-new')
      return await whisper(visit, gapHindered(added.why === 'gone' ? 'no-entry' : 'too-many'))(tx);
    await saveGap(tx, id, { ...decided, state: 'dikerjakan' });
    const [entry] = await publishedEntries<FaqContent>(tx, { zone: knowledge.unit.zone, ids: [number] });
    const told = entry ? await tellWaiting(tx, needs, entry) : 0;
    return await whisper(visit, gapAnswered(id, number, told))(tx);
  };
}

/** The number of an entry that was filled in; undefined for one that cannot answer anything. */
async function entryMeant({ needs, incoming: { event } }: Visit): Promise<number | undefined> {
  if (event.kind !== 'form') return undefined;
  const [, number] = /^\s*(?:faq\s*)?#?(\d{1,9})\s*$/iu.exec([event.fields.faq ?? ''].flat().join('')) ?? [];
  if (number === undefined) return undefined;
  const [entry] = await publishedEntries(needs.db, { zone: needs.knowledge.unit.zone, ids: [Number(number)] });
  return entry?.id;
}
