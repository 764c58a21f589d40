import * as messages from './messages/index.ts';
import type { Form } from './reply.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** The form that a command or press opens; undefined when it opens none. */
export async function announcementForm(_visit: Visit): Promise<Form | undefined> {
  return undefined;
}

/** What is wrong with a form, by field; undefined when it can be taken. Answers quickly. */
export async function checkAnnouncementForm(_visit: Visit): Promise<Record<string, string> | undefined> {
  return undefined;
}

/** A form of an announcement that was sent. */
export async function announcementFromForm(visit: Visit): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

/** A press on a card of an announcement. */
export async function pressAnnouncement(visit: Visit): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

/** /lpse pengumuman: what runs, what was, and the ways to announce. */
export async function announcementsForOfficers(visit: Visit): Promise<Decision> {
  return whisper(visit, messages.outdated());
}
