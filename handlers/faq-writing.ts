import { type Action, numberChosen } from './actions.ts';
import { approve, drop, dropMine, giveBack, merge, submit } from './faq-deciding.ts';
import { changeFaq, draftFaq } from './faq-drafts.ts';
import { readFaqForm } from './faq-form-reading.ts';
import { openedBy } from './faq-forms.ts';
import { faqNotTaken, faqRefused } from './messages/faq.ts';
import { isVariantsField } from './messages/faq-form.ts';
import * as messages from './messages/index.ts';
import type { Form } from './reply.ts';
import { may } from './rules/permission.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** The form that a command or press opens; undefined when it opens none. */
export async function faqForm(visit: Visit): Promise<Form | undefined> {
  const opened = await openedBy(visit);
  return opened && 'form' in opened ? opened.form : undefined;
}

/** What is wrong with a form of the FAQ, by field; undefined when it can be taken. Answers quickly. */
export async function checkFaqForm(visit: Visit): Promise<Record<string, string> | undefined> {
  const { event } = visit.incoming;
  // Whoever may not send it is refused in words, and on record.
  if (event.kind !== 'form' || !may(visit.person.roles, `form:${event.form}`)) return undefined;
  const read = await readFaqForm(visit);
  return read && 'problems' in read ? read.problems : undefined;
}

/** A form that was sent. */
export async function faqFromForm(visit: Visit): Promise<Decision> {
  const read = await readFaqForm(visit);
  if (!read) return whisper(visit, faqRefused('unknown'));
  // What was right while the form was open may be wrong by now.
  if ('problems' in read) return whisper(visit, faqNotTaken(Object.values(read.problems), typedIn(visit)));
  switch (read.what) {
    case 'new':
      return draftFaq(visit, read.written);
    case 'change':
      return await changeFaq(visit, read.faq, read);
    case 'return':
      return giveBack(visit, read.faq, read.version, read.reason);
    case 'drop':
      return drop(visit, read.faq, read.version);
  }
}

/** A press on a card of an entry, or what was to open a form that did not open. */
export async function pressFaq(visit: Visit, { verb, id, choice = '' }: Action): Promise<Decision> {
  const isMine = verb === 'faq-drop' && choice.startsWith('mine-');
  if (!isMine && !DECIDES.has(verb)) return await notOpened(visit);
  const chosen = numberChosen(isMine ? choice.slice('mine-'.length) : choice);
  if (chosen === undefined) return whisper(visit, faqRefused('stale'));
  if (isMine) return dropMine(visit, id, chosen);
  switch (verb) {
    case 'faq-submit':
      return submit(visit, id, chosen);
    case 'faq-approve':
      return await approve(visit, id, chosen);
    default:
      return merge(visit, id, chosen);
  }
}
const DECIDES: ReadonlySet<string> = new Set(['faq-submit', 'faq-approve', 'faq-merge']);

/** Why no form came, to whoever waited for it. */
async function notOpened(visit: Visit): Promise<Decision> {
  const opened = await openedBy(visit);
  return whisper(visit, opened && 'reply' in opened ? opened.reply : messages.outdated());
}

/** The longer words of a form: they are given back. */
function typedIn({ incoming: { event } }: Visit): string[] {
  if (event.kind !== 'form') return [];
  const names = ['question', 'answer', 'practice', 'reason', ...Object.keys(event.fields).filter(isVariantsField)];
  return names.flatMap((name) => event.fields[name] ?? []);
}
