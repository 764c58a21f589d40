import { recordDeed } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { addFiles } from '../db/files.ts';
import { ticketOfMessage } from '../db/outbox.ts';
import { addUpload, findUpload } from '../db/uploads.ts';
import type { Action } from './actions.ts';
import type { Event, FileReference, Place } from './incoming.ts';
import * as messages from './messages/index.ts';
import { formToDrop, notForYou, notRead } from './messages/uploads.ts';
import type { Form } from './reply.ts';
import { may } from './rules/permission.ts';
import { isPicture, isReadable, isRecording, LARGEST_UPLOAD, shownUploadName } from './rules/upload.ts';
import { drawUpload } from './upload-card.ts';
import { drop, dryRun, problems, takeOver } from './upload-deciding.ts';
import { relateForm, relateFromForm } from './upload-relating.ts';
import { aloneIn, type Decision, type Visit, whisper } from './visit.ts';

/** The form that a button of a card opens; undefined when it opens none. What is still being read is broken off unasked. */
export async function uploadForm(visit: Visit): Promise<Form | undefined> {
  const { event } = visit.incoming;
  if (event.kind !== 'press' || event.action.verb !== 'upload-drop') return await relateForm(visit);
  const row = await findUpload(visit.needs.db, event.action.id);
  return row?.state === 'siap' ? formToDrop(row) : undefined;
}

/** What was filled in, or said once more. */
export async function uploadFromForm(visit: Visit): Promise<Decision> {
  const { event } = visit.incoming;
  return event.kind === 'form' && event.form === 'upload-drop'
    ? drop(visit, event.id, true)
    : await relateFromForm(visit);
}

type Files = Extract<Event, { kind: 'files' }>;

/** A file that a trainer gave to the bot; undefined when it is none for the knowledge. */
export async function upload(visit: Visit, event: Files): Promise<Decision | undefined> {
  const { needs, person } = visit;
  const files = await meant(visit, event.files);
  if (files.length === 0) return undefined;
  if (!may(person.roles, 'file:upload')) {
    const detail = { chat: visit.incoming.place.chat };
    return async (tx) => {
      await recordDeed(tx, { person: person.id, deed: 'file:upload', allowed: false, detail });
      return { replies: [notForYou()], place: aloneIn(visit) };
    };
  }
  const sorted = files.map((file) => ({ file, name: shownUploadName(file.name ?? ''), why: whyNot(file) }));
  const left = sorted.flatMap(({ name, why }) => (why ? [{ name, why }] : []));
  return async (tx) => {
    for (const { file, name, why } of sorted) if (!why) await take(tx, visit, file, name);
    return left.length === 0 ? { replies: [] } : { replies: [notRead(left)], place: aloneIn(visit) };
  };

  async function take(tx: Database, { incoming: { place } }: Visit, file: FileReference, name: string): Promise<void> {
    const { channel } = place;
    const [stored = null] = await addFiles(tx, [
      { person: person.id, direction: 'in', channel, reference: file.id, kind: 'intake', name: file.name ?? name },
    ]);
    const row = await addUpload(tx, {
      file: stored,
      name,
      person: person.id,
      place: givenAt(place),
      made_at: new Date(needs.now()),
    });
    await recordDeed(tx, { person: person.id, deed: 'file:upload', allowed: true, detail: { id: row.id } });
    await drawUpload(tx, needs, row);
  }
}

/**
 * The files that somebody gave to the bot rather than showed to the others: all in a direct message of an officer, and those
 * in the channel of the trainers that could be read or that a trainer thought could. A picture in a thread, or where tickets are talked about, is for the
 * others.
 */
async function meant({ needs, incoming, person }: Visit, files: FileReference[]): Promise<FileReference[]> {
  const { place, message, overheard } = incoming;
  if (place.channel !== 'slack') return [];
  if (place.audience === 'private') return may(person.roles, 'command:faq') ? files : [];
  if (place.chat !== needs.training?.chat) return [];
  const inThread = place.thread !== undefined && place.thread !== message;
  if (inThread && place.thread !== undefined) {
    const ticket = await ticketOfMessage(needs.db, place.channel, place.chat, place.thread);
    if (ticket !== undefined) return [];
  }
  const isShown = overheard === true && (inThread || place.chat === needs.triage?.chat);
  const mayGive = may(person.roles, 'file:upload');
  return files.filter(({ name = '' }) => {
    if (isReadable(name)) return !(isShown && isPicture(name));
    // A trainer who lays down what is not read learns so; recordings, and what stands in a thread, are for the others.
    return mayGive && !isShown && !isRecording(name);
  });
}

function whyNot({ name = '', bytes = 0 }: FileReference): 'too-big' | 'type' | undefined {
  if (!isReadable(name)) return 'type';
  return bytes > LARGEST_UPLOAD ? 'too-big' : undefined;
}

/** Where it is told how far it is: in a channel that is the card of all trainers. */
const givenAt = ({ channel, chat, audience, thread }: Place): Place => ({
  channel,
  chat,
  audience,
  ...(audience === 'private' && thread !== undefined && { thread }),
});

/** A press on the card of an upload. */
export async function pressUpload(visit: Visit, { verb, id, choice }: Action): Promise<Decision> {
  if (verb === 'upload-confirm') return takeOver(visit, id, Number(choice));
  if (verb === 'upload-drop') return drop(visit, id, false);
  if (verb === 'upload-problems') return problems(visit, id);
  if (verb === 'upload-rows') return dryRun(visit, id);
  // The form was to be opened.
  return whisper(visit, messages.outdated());
}
