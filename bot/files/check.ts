import { fileTypeFromBuffer } from 'file-type';
import { isBidFile, shownName } from './file-name.ts';

/** What Telegram gives a bot at most, and enough for a screenshot or a scan. In bytes. */
export const LARGEST_FILE = 20 * 1024 * 1024;

/** Why a file is not taken. */
export type Refusal = 'too-big' | 'type' | 'bid-file' | 'empty';
/** How checking ended: the real content type and the name to show, or why it is not taken. */
export type Checked = { kind: 'taken'; type: string; name: string } | { kind: 'refused'; why: Refusal };

/**
 * What is taken, by the bytes, and its ending. Pictures and documents that show something and run nothing. Not taken:
 * programs, scripts, HTML and SVG (they run in a browser), old Office files (they may hold macros, and an installer looks
 * the same), Office files with macros, and archives (nobody sees what is in them).
 */
const TAKEN: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/heif': 'heic',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};
/** The entry names of a ZIP are not compressed: macros of Office and of the old Excel are seen in the bytes. */
const MACROS = ['vbaProject.bin', 'xl/macrosheets/', 'word/vbaData.xml'];
/** Texts have no signature: they are taken when they call themselves so and are nothing else. */
const TEXT = /\.(txt|log|csv)$/iu;

/**
 * Whether a file may be asked for at all, before a byte of it is here. A sealed bid is secret until it is opened: it is not
 * collected, even from the vendor that made it.
 */
export function refusalByName(name: string): Refusal | undefined {
  return isBidFile(name) ? 'bid-file' : undefined;
}

/** Looks at the bytes; what the sender calls it decides nothing but the name, and whether a text may be a text. */
export async function checkFile(bytes: Uint8Array, name: string): Promise<Checked> {
  const why = refusalByName(name) ?? refusalBySize(bytes.length);
  if (why) return { kind: 'refused', why };
  const text = TEXT.exec(name.trim())?.[1]?.toLowerCase();
  if (text !== undefined && isPlainText(bytes)) return taken('text/plain', name, text);
  const type = await typeOf(bytes);
  const ending = type === undefined ? undefined : TAKEN[type];
  if (type === undefined || ending === undefined || hasMacros(bytes, ending)) return { kind: 'refused', why: 'type' };
  return taken(type, name, ending);
}

/** What trainers give for the knowledge, by ending. */
const INTAKE: Record<string, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xlsm: 'application/vnd.ms-excel.sheet.macroenabled.12',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  ...Object.fromEntries(['xls', 'xlsb', 'ods', 'doc', 'rtf'].map((one) => [one, 'application/octet-stream'])),
  ...Object.fromEntries(['csv', 'tsv', 'txt', 'md', 'markdown', 'yaml', 'yml'].map((one) => [one, 'text/plain'])),
  ...Object.fromEntries(['html', 'htm'].map((one) => [one, 'text/html'])),
};

/**
 * Looks at a file that a trainer gave. It is read in a thread of its own and never shown or run, so formulas, macros and HTML
 * are let through to the readers, who say what is wrong with them.
 */
export async function checkIntake(bytes: Uint8Array, name: string): Promise<Checked> {
  const why = refusalByName(name) ?? refusalBySize(bytes.length);
  if (why) return { kind: 'refused', why };
  const ending = /\.(\w+)\s*$/u.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = Object.hasOwn(INTAKE, ending) ? INTAKE[ending] : undefined;
  return type === undefined ? { kind: 'refused', why: 'type' } : { kind: 'taken', type, name };
}

const taken = (type: string, name: string, ending: string): Checked => ({
  kind: 'taken',
  type,
  name: shownName(name, ending, type.startsWith('image/') ? 'foto' : 'berkas'),
});

function refusalBySize(length: number): Refusal | undefined {
  if (length === 0) return 'empty';
  return length > LARGEST_FILE ? 'too-big' : undefined;
}

/** Undefined also for what is so broken that the signature cannot be followed. */
async function typeOf(bytes: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(bytes))?.mime;
  } catch {
    return undefined;
  }
}

function hasMacros(bytes: Uint8Array, ending: string): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return ['docx', 'xlsx'].includes(ending) && MACROS.some((name) => buffer.includes(name));
}

/** UTF-8, UTF-16 with its mark, or Latin without a single control character. */
function isPlainText(bytes: Uint8Array): boolean {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  const control = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f]/;
  try {
    return !control.test(new TextDecoder(marked, { fatal: true }).decode(bytes));
  } catch {
    return !control.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));
  }
}
