import { extname } from 'node:path';
import { pictureSize } from './picture-size.ts';
import { badRequest } from './refusal.ts';

/** What a bot may download. */
const LARGEST_DOWNLOAD = 20 * 1024 * 1024;
/** What a bot may upload as a photo, and as anything else. */
const LARGEST_PHOTO = 10 * 1024 * 1024;
const LARGEST_UPLOAD = 50 * 1024 * 1024;
/** What a photo may have: pixels of both sides together, and how much longer than the other one side may be. */
const MOST_PIXELS = 10_000;
const LONGEST_TO_SHORTEST = 20;
/** Bytes of all files together; the oldest ones go, and then are "temporarily unavailable". */
const KEPT_BYTES = 256 * 1024 * 1024;

export type FileKind = 'photo' | 'document' | 'voice' | 'audio' | 'video' | 'sticker';

export type StoredFile = {
  id: string;
  uniqueId: string;
  kind: FileKind;
  name: string;
  type: string;
  bytes: Uint8Array;
  /** Set by getFile: only then it can be downloaded. */
  path?: string;
};

export type PhotoSize = { file_id: string; file_unique_id: string; width: number; height: number; file_size: number };

export type Document = {
  file_id: string;
  file_unique_id: string;
  file_size: number;
  file_name?: string;
  mime_type?: string;
};

/** A voice note or a recording; `duration` in seconds, as the sender's program says. */
export type Sound = Document & { duration: number };

/** The files of all chats. */
export type Files = {
  add: (kind: FileKind, file: { name: string; type: string; bytes: Uint8Array }) => StoredFile;
  /** A photo in its sizes, the smallest first. */
  addPhoto: (file: { name: string; type: string; bytes: Uint8Array }) => PhotoSize[];
  get: (id: string) => StoredFile | undefined;
  /** @throws Refusal for an unknown id or a file over 20 MB */
  getFile: (id: string) => { file_id: string; file_unique_id: string; file_size: number; file_path: string };
  atPath: (path: string) => StoredFile | undefined;
};

const PREFIX: Record<FileKind, string> = {
  photo: 'AgACAg',
  document: 'BQACAg',
  voice: 'AwACAg',
  audio: 'CQACAg',
  video: 'BAACAg',
  sticker: 'CAACAg',
};
const FOLDER: Record<FileKind, string> = {
  photo: 'photos',
  document: 'documents',
  voice: 'voice',
  audio: 'music',
  video: 'videos',
  sticker: 'stickers',
};
/** The ending is believed more than the sender: a part of a form without type is called `text/plain`. */
const TYPES: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.zip': 'application/zip',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
const SIZES = [90, 320, 800, 1280];

export function createFiles(): Files {
  const byId = new Map<string, StoredFile>();
  const byPath = new Map<string, StoredFile>();
  let kept = 0;
  let count = 0;
  let paths = 0;

  const add: Files['add'] = (kind, { name, type, bytes }) => {
    const number = String(++count);
    const id = PREFIX[kind] + Buffer.from(`${kind}:${number}`.padEnd(42, '.')).toString('base64url');
    const uniqueId = `AQAD${Buffer.from(number.padStart(9, '0')).toString('base64url')}`;
    const file = { id, uniqueId, kind, name, type: TYPES[extname(name).toLowerCase()] ?? type, bytes };
    byId.set(id, file);
    kept += bytes.length;
    for (const [oldId, old] of byId) {
      if (kept <= KEPT_BYTES || old === file) break;
      byId.delete(oldId);
      if (old.path) byPath.delete(old.path);
      kept -= old.bytes.length;
    }
    return file;
  };

  return {
    add,
    addPhoto: (file) =>
      SIZES.map((width, index) => {
        const full = index === SIZES.length - 1;
        // Nobody looks at the small ones here; they only have to be smaller.
        const bytes = full ? file.bytes : file.bytes.subarray(0, Math.ceil((file.bytes.length * (index + 1)) / 8));
        const { id, uniqueId } = add('photo', { ...file, bytes });
        return { file_id: id, file_unique_id: uniqueId, width, height: (width * 3) / 4, file_size: bytes.length };
      }),
    get: (id) => byId.get(id),
    getFile: (id) => {
      if (id === '') throw badRequest('file_id not specified');
      const file = byId.get(id);
      if (!file)
        throw badRequest(id.length < 20 ? 'invalid file_id' : 'wrong file_id or the file is temporarily unavailable');
      if (file.bytes.length > LARGEST_DOWNLOAD) throw badRequest('file is too big');
      if (!file.path) {
        const ending = extname(file.name).toLowerCase() || (file.kind === 'photo' ? '.jpg' : '');
        file.path = `${FOLDER[file.kind]}/file_${paths++}${/^[.a-z0-9]*$/.test(ending) ? ending : ''}`;
        byPath.set(file.path, file);
      }
      return { file_id: id, file_unique_id: file.uniqueId, file_size: file.bytes.length, file_path: file.path };
    },
    atPath: (path) => byPath.get(path),
  };
}

/** A file as the Bot API describes a document. */
export function documentOf({ id, uniqueId, bytes, name, type }: StoredFile): Document {
  const known = { ...(name !== '' && { file_name: name }), ...(type !== '' && { mime_type: type }) };
  return { ...known, file_id: id, file_unique_id: uniqueId, file_size: bytes.length };
}

/** @throws Refusal when the bytes cannot be sent as that kind */
export function checkUpload(kind: FileKind, bytes: Uint8Array): void {
  if (bytes.length === 0) throw badRequest('file must be non-empty');
  if (bytes.length > LARGEST_UPLOAD) throw badRequest('file is too big');
  if (kind !== 'photo') return;
  if (bytes.length > LARGEST_PHOTO) {
    throw badRequest(
      `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${LARGEST_PHOTO} bytes`,
    );
  }
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (!/^(\x89PNG|\xff\xd8\xff|GIF8|BM|RIFF....WEBP)/s.test(start)) throw badRequest('IMAGE_PROCESS_FAILED');
  const { width, height } = pictureSize(bytes) ?? { width: 1, height: 1 };
  const ratio = Math.max(width, height) / Math.min(width, height);
  if (width + height > MOST_PIXELS || ratio > LONGEST_TO_SHORTEST) throw badRequest('PHOTO_INVALID_DIMENSIONS');
}
