import { board } from './announcement-board.ts';
import { changeDraft, discard, draftNew, draftNews, toOneself } from './announcement-drafts.ts';
import { openedBy } from './announcement-forms.ts';
import { readForm } from './announcement-reading.ts';
import { confirm, recall, sendAlone, steer } from './bulletins.ts';
import { notTaken, refused } from './messages/announcing.ts';
import * as messages from './messages/index.ts';
import type { Form, Reply } from './reply.ts';
import { may } from './rules/permission.ts';
import type { Decision, Visit } from './visit.ts';

/** The form that a command or press opens; undefined when it opens none. */
export async function announcementForm(visit: Visit): Promise<Form | undefined> {
  const opened = await openedBy(visit);
  return opened && 'form' in opened ? opened.form : undefined;
}

/** What is wrong with a form, by field; undefined when it can be taken. Answers quickly. */
export async function checkAnnouncementForm(visit: Visit): Promise<Record<string, string> | undefined> {
  const { event } = visit.incoming;
  // Whoever may not send it is refused in words, and on record.
  if (event.kind !== 'form' || !may(visit.person.roles, `form:${event.form}`)) return undefined;
  const read = await readForm(visit);
  return read && 'problems' in read ? read.problems : undefined;
}

/** A form of an announcement that was sent. */
export async function announcementFromForm(visit: Visit): Promise<Decision> {
  const read = await readForm(visit);
  if (!read) return tell(visit, refused('unknown'));
  // What was right while the form was open may be wrong by now.
  if ('problems' in read) return tell(visit, notTaken(Object.values(read.problems), typedIn(visit)));
  switch (read.what) {
    case 'new':
      return draftNew(visit, read);
    case 'news':
      return draftNews(visit, read);
    case 'change':
      return changeDraft(visit, read);
    case 'alone':
      return sendAlone(visit, read.bulletin, read.reason);
  }
}

/** A press on a card of an announcement, or what was to open a form that did not open. */
export async function pressAnnouncement(visit: Visit): Promise<Decision> {
  const { event } = visit.incoming;
  if (event.kind !== 'press') return await notOpened(visit);
  const { verb, id, choice } = event.action;
  switch (verb) {
    case 'announcements':
      return await board(visit);
    case 'bulletin-confirm':
      return confirm(visit, id, Number(choice));
    case 'bulletin-recall':
      return recall(visit, id);
    case 'bulletin-discard':
      return discard(visit, id);
    case 'bulletin-pause':
      return steer(visit, id, 'paused');
    case 'bulletin-resume':
      return steer(visit, id, 'resumed');
    case 'bulletin-stop':
      return steer(visit, id, 'stopped');
    default:
      return await notOpened(visit);
  }
}

/** Why no form came, to whoever waited for it. */
async function notOpened(visit: Visit): Promise<Decision> {
  const opened = await openedBy(visit);
  return tell(visit, opened && 'reply' in opened ? opened.reply : messages.outdated());
}

/** /lpse pengumuman: what runs, what was, and the ways to announce. */
export const announcementsForOfficers = board;

const tell =
  (visit: Visit, reply: Reply): Decision =>
  async () =>
    toOneself(visit, reply);

/** The longer words of a form: they are given back. */
function typedIn({ incoming: { event } }: Visit): string[] {
  if (event.kind !== 'form') return [];
  return ['title', 'impact', 'advice', 'note', 'reason'].flatMap((name) => event.fields[name] ?? []);
}
