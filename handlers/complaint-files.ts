import type { Database } from '../db/database.ts';
import { addFiles } from '../db/files.ts';
import { judged, openDraft, saveDraft, sayOf, stepOf } from './draft.ts';
import type { Event, FileReference } from './incoming.ts';
import { filesNoted, noRoom, notForForm } from './messages/intake.ts';
import { notify } from './notice.ts';
import { type Draft, hasRoom, LARGEST_FILE, MOST_FILES, nextStep, withWords } from './rules/complaint-form.ts';
import { isRestricted } from './rules/ticket.ts';
import type { Decision, Visit } from './visit.ts';

/**
 * Files, at whatever step of the form they come; undefined when no form is open in this chat. They are noted and fetched
 * later. One message tells of all of them; the words beside them go into the description.
 */
export async function fillFiles(
  visit: Visit,
  event: Extract<Event, { kind: 'files' | 'unreadable' }>,
): Promise<Decision | undefined> {
  const open = openDraft(visit);
  if (!open) return undefined;
  const { waiting: _other, ...form } = open;
  const captioned = withCaption(visit, form, event.caption ?? '');
  return event.kind === 'files' ? noted(visit, form, captioned, event.files) : refused(visit, captioned, event);
}

/** The form with the words that stand beside a file. */
function withCaption(visit: Visit, form: Draft, caption: string): { draft: Draft; full: boolean } {
  if (caption.trim() === '') return { draft: form, full: false };
  if (!hasRoom(form, caption)) return { draft: form, full: true };
  const told = judged(visit, withWords(form, caption, visit.incoming.message));
  const isAnswered = form.step === 'description' || nextStep(told) === 'beyond';
  return { draft: { ...told, step: isAnswered ? nextStep(told) : form.step }, full: false };
}

function noted(
  visit: Visit,
  form: Draft,
  { draft: captioned, full }: { draft: Draft; full: boolean },
  files: readonly FileReference[],
): Decision {
  const { taken, draft } = sorted(captioned, files);
  const { place } = visit.incoming;
  return async (tx) => {
    await addTaken(tx, visit, taken);
    await saveDraft(tx, visit, draft);
    const about = { subject: `draft:${draft.id}:files`, confidential: isRestricted(draft.category) };
    await notify(tx, place, filesNoted(draft), about);
    // Words that answered the question bring the next one.
    if (draft.step === form.step && !full) return { replies: [] };
    return await sayOf(tx, visit, draft, stepOf(visit, draft, full ? [noRoom()] : []));
  };
}

/** Files that are part of a form. */
type Taken = { file: FileReference; name: string }[];

/** Notes the files of a form; they are fetched later. */
export async function addTaken(tx: Database, { person, incoming }: Visit, taken: Taken): Promise<void> {
  await addFiles(
    tx,
    taken.map(({ file, name }) => ({
      person: person.id,
      direction: 'in',
      channel: incoming.place.channel,
      reference: file.id,
      kind: file.kind,
      name,
    })),
  );
}

/** Which files are taken: so many, and none that is larger than can be fetched. */
export function sorted(form: Draft, files: readonly FileReference[]) {
  const taken: Taken = [];
  let draft = form;
  for (const file of files) {
    const name = file.name ?? `${file.kind === 'photo' ? 'foto' : 'berkas'}-${draft.files.length + 1}`;
    const why = whyNot(draft, file);
    if (why) draft = { ...draft, leftOut: [...draft.leftOut, { name, why }].slice(-MOST_FILES) };
    else {
      draft = { ...draft, files: [...draft.files, name] };
      taken.push({ file, name });
    }
  }
  return { taken, draft };
}

function whyNot(draft: Draft, { bytes = 0 }: FileReference): 'too-big' | 'too-many' | undefined {
  if (bytes > LARGEST_FILE) return 'too-big';
  return draft.files.length >= MOST_FILES ? 'too-many' : undefined;
}

/** A voice, a video and the like: what was sent together is refused once. */
function refused(
  visit: Visit,
  { draft }: { draft: Draft },
  { album, caption }: Extract<Event, { kind: 'unreadable' }>,
): Decision {
  const { person } = visit;
  const again = album !== undefined && person.talk.album === album;
  const seen = { ...visit, person: { ...person, talk: { ...person.talk, ...(album !== undefined && { album }) } } };
  return async (tx) => {
    await saveDraft(tx, seen, draft);
    if (again && !caption) return { replies: [] };
    return await sayOf(tx, visit, draft, stepOf(visit, draft, [notForForm()]));
  };
}
