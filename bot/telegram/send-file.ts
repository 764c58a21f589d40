import type { Place } from '../../handlers/index.ts';
import type { Delivery, ReadFile } from '../channel.ts';
import type { Answer, Call } from './api.ts';
import { deliveryOf } from './delivery.ts';
import { safeFileName } from './file-name.ts';
import type { TelegramFile, TelegramMessage } from './render.ts';

/** Milliseconds that one upload may take. */
const UPLOAD_LIMIT = 60_000;
/** Seconds until a store that does not answer is asked again. */
const AFTER_STORE = 10;

/** What a bot may send as a photo, and what as anything else, in bytes. */
const LARGEST_PHOTO = 10 * 1024 * 1024;
const LARGEST_UPLOAD = 50 * 1024 * 1024;
const PHOTOS = ['image/jpeg', 'image/png'];
/** A picture that Telegram does not show, such as a very long one, it still takes as a document. */
const NO_PHOTO = /IMAGE_PROCESS_FAILED|PHOTO_(INVALID_DIMENSIONS|SAVE_FILE_INVALID|EXT_INVALID)/;

/**
 * Sends one message with a file: a picture to look at, or else a document.
 * @returns how it ended; `ref` is the id of the message. Nothing was sent when the bytes cannot be read
 */
export async function sendFile(
  call: Call,
  readFile: ReadFile,
  place: Place,
  message: TelegramMessage,
  file: TelegramFile,
): Promise<Delivery> {
  const read = await bytesOf(readFile, file);
  if (!(read instanceof Uint8Array)) return read;
  if (read.length > LARGEST_UPLOAD) return { kind: 'refused', why: 'file is too big for Telegram' };
  const source = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
  const upload = { source, filename: safeFileName(file.name) };
  const content = contentOf(place, message);
  if (PHOTOS.includes(file.type) && source.length <= LARGEST_PHOTO) {
    const answer = await call('sendPhoto', { ...content, photo: upload }, UPLOAD_LIMIT);
    if (!isNoPhoto(answer)) return deliveryOf(answer);
  }
  const asDocument = { document: upload, disable_content_type_detection: true };
  return deliveryOf(await call('sendDocument', { ...content, ...asDocument }, UPLOAD_LIMIT));
}

async function bytesOf(readFile: ReadFile, { id }: TelegramFile): Promise<Uint8Array | Delivery> {
  try {
    return (await readFile(id)) ?? { kind: 'refused', why: 'file is gone' };
  } catch (error) {
    const why = `file not readable: ${error instanceof Error ? error.name : typeof error}`;
    return { kind: 'retry', after: AFTER_STORE, why, limited: false };
  }
}

function contentOf(place: Place, { text, entities, buttons }: TelegramMessage) {
  const replied = { message_id: Number(place.thread), allow_sending_without_reply: true };
  return {
    chat_id: Number(place.chat),
    // The types of telegraf are older than the folded quote.
    ...(text !== '' && { caption: text, caption_entities: entities as never }),
    ...(buttons.length > 0 && { reply_markup: { inline_keyboard: buttons } }),
    // Beside a file telegraf drops an object that it does not know; the Bot API takes the text of it.
    ...(place.thread !== undefined && { reply_parameters: JSON.stringify(replied) as never }),
  };
}

function isNoPhoto(answer: Answer): boolean {
  return answer.kind === 'no' && answer.code === 400 && NO_PHOTO.test(answer.why);
}
