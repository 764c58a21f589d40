/** What is read as a list of FAQ or as a document, by the ending of its name; old formats are told there what to do instead. */
const READ = /\.(?:xls[xmb]?|ods|[ct]sv|md|markdown|ya?ml|pdf|docx?|rtf|html?|txt|png|jpe?g)$/iu;
const RECORDING = /\.(?:mp[34]|m4[av]|mov|avi|mkv|webm|og[agv]|opus|wav|aac|gif|heic|webp)$/iu;
const PICTURE = /\.(?:png|jpe?g)$/iu;

/** Whether a file of that name can be read for the knowledge. */
export const isReadable = (name: string): boolean => READ.test(name.trim());
/** Whether it is a picture, which in a conversation mostly is for the others there. */
export const isPicture = (name: string): boolean => PICTURE.test(name.trim());
/** Whether it is a recording or moving picture, which is for people. */
export const isRecording = (name: string): boolean => RECORDING.test(name.trim());

/** In bytes; as the file store takes them. */
export const LARGEST_UPLOAD = 20 * 1024 * 1024;

const LONGEST_NAME = 80;
/** Control characters, and marks that turn the reading direction or take no room. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The name of a file as cards show it; its ending stays in sight. */
export function shownUploadName(name: string): string {
  const clean = name.toWellFormed().replace(UNSEEN, '').replace(/\s+/gu, ' ').trim() || 'berkas';
  if (clean.length <= LONGEST_NAME) return clean;
  const ending = /\.\w{1,8}$/u.exec(clean)?.[0] ?? '';
  return `${clean.slice(0, LONGEST_NAME - ending.length - 1).toWellFormed()}…${ending}`;
}

/** Why an upload cannot be decided on as somebody wants. */
export type UploadRefusal = 'unknown' | 'over' | 'unread' | 'changed' | 'own' | 'busy' | 'relation' | 'related';

type Standing = { state: string; revision: number; person: number };

/**
 * Why this person may not let it be taken over; undefined when they may. `seen`: the revision that they looked at; `related`: who
 * chose what it does to others.
 */
export function whyNotTakeOver(
  upload: Standing & { related?: number | undefined },
  seen: number,
  person: number,
): UploadRefusal | undefined {
  if (upload.state === 'dibaca') return 'unread';
  if (upload.state === 'diterapkan') return 'busy';
  if (upload.state !== 'siap') return 'over';
  if (upload.person === person) return 'own';
  if (upload.related === person) return 'related';
  return upload.revision === seen ? undefined : 'changed';
}

/** Why it cannot be dropped; undefined when it can. */
export function whyNotDrop({ state }: Pick<Standing, 'state'>): UploadRefusal | undefined {
  if (state === 'diterapkan') return 'busy';
  return state === 'dibaca' || state === 'siap' ? undefined : 'over';
}

/** Why its relation to another document cannot be chosen; undefined when it can. `seen` as above. */
export function whyNotRelate({ state, revision }: Standing, seen: number | undefined): UploadRefusal | undefined {
  if (state === 'dibaca') return 'unread';
  if (state === 'diterapkan') return 'busy';
  if (state !== 'siap') return 'over';
  return seen === undefined || seen === revision ? undefined : 'changed';
}
