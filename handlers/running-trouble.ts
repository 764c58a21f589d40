import * as messages from './messages/index.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** /status: whether anything is out of order now. */
export async function statusCommand(visit: Visit): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

/** /pengumuman: what was announced lately. */
export async function announcementsCommand(visit: Visit): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

/** One announcement with all that was told of it. */
export async function showAnnouncement(visit: Visit, _id: number): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

/** Whoever reported it says that it works again. */
export async function recovered(visit: Visit, _ticket: number): Promise<Decision> {
  return whisper(visit, messages.outdated());
}
