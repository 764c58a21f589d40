import { randomInt } from 'node:crypto';
import { ownMessage, repliedTo, writableChat } from './access.ts';
import type { Formatted } from './entities.ts';
import { checkUpload, documentOf, type FileKind } from './files.ts';
import { replyMarkup } from './keyboard.ts';
import { messageCaption, messageText } from './markup.ts';
import type { Method, Service } from './method.ts';
import type { Params, Upload } from './params.ts';
import { badRequest, tooManyRequests } from './refusal.ts';
import type { Chat, Content, Message } from './world.ts';

const TYPING_MS = 5_000;
const DELETABLE_MS = 48 * 60 * 60 * 1_000;
const MOST_IN_ALBUM = 10;
const ACTIONS = [
  ...['typing', 'upload_photo', 'record_video', 'upload_video', 'record_voice', 'upload_voice', 'upload_document'],
  ...['choose_sticker', 'find_location', 'record_video_note', 'upload_video_note'],
];

/** The methods that send, change and delete messages. */
export const sending: Record<string, Method> = {
  sendMessage: (service, params) => {
    const text = messageText(params);
    return send(service, params, () => textContent(text));
  },

  sendPhoto: (service, params) => {
    const caption = captionOf(params);
    return send(service, params, () => ({ ...photo(service, fileGiven(params, 'photo')), ...captionContent(caption) }));
  },

  sendDocument: (service, params) => {
    const caption = captionOf(params);
    return send(service, params, () => ({
      ...document(service, fileGiven(params, 'document')),
      ...captionContent(caption),
    }));
  },

  sendMediaGroup: (service, params) => {
    const { world } = service;
    const items = album(params);
    const chat = writableChat(world, params);
    const replyTo = repliedTo(chat, params);
    const contents = items.map(({ type, media, caption }) => ({
      ...(type === 'photo' ? photo(service, media) : document(service, media)),
      ...captionContent(caption),
    }));
    admit(service, chat, items.length);
    const together = items.length > 1 && { media_group_id: randomInt(1e12, 2e14).toString() };
    return contents.map((content) =>
      world.apiMessage(world.post(chat, world.bot.id, { ...content, ...together }, { replyTo })),
    );
  },

  sendChatAction: ({ world }, params) => {
    if (!ACTIONS.includes(params.text('action'))) throw badRequest('wrong parameter action in request');
    const chat = writableChat(world, params);
    chat.typingUntil = world.now() + TYPING_MS;
    world.changed();
    setTimeout(world.changed, TYPING_MS).unref();
    return true;
  },

  editMessageText: (service, params) => {
    const text = messageText(params);
    const { chat, message } = editable(service, params);
    if (message.content.text === undefined) throw badRequest('there is no text in the message to edit');
    return change(service, chat, message, textContent(text), params);
  },

  editMessageCaption: (service, params) => {
    const caption = captionOf(params);
    const { chat, message } = editable(service, params);
    const { text, caption: _c, caption_entities: _ce, ...media } = message.content;
    if (text !== undefined) throw badRequest('there is no caption in the message to edit');
    return change(service, chat, message, { ...media, ...captionContent(caption) }, params);
  },

  editMessageReplyMarkup: (service, params) => {
    const { chat, message } = editable(service, params);
    return change(service, chat, message, message.content, params);
  },

  deleteMessage: ({ world }, params) => {
    const chat = writableChat(world, params);
    const id = params.integer('message_id');
    if (id === undefined) throw badRequest('message identifier is not specified');
    const message = chat.messages.get(id);
    if (!message) throw badRequest('message to delete not found');
    if (chat.kind !== 'private' && message.from !== world.bot.id) throw badRequest("message can't be deleted");
    if (world.now() - message.at > DELETABLE_MS) throw badRequest("message can't be deleted for everyone");
    chat.messages.delete(id);
    world.changed();
    return true;
  },
};

function send(service: Service, params: Params, content: () => Content): Record<string, unknown> {
  const { world } = service;
  const buttons = replyMarkup(params);
  const chat = writableChat(world, params);
  const replyTo = repliedTo(chat, params);
  // What is refused for its content is not counted.
  const made = content();
  admit(service, chat);
  return world.apiMessage(world.post(chat, world.bot.id, made, { buttons, replyTo }));
}

function admit({ flood }: Service, chat: Chat, count = 1): void {
  const wait = flood.admit(chat, count);
  if (wait > 0) throw tooManyRequests(wait);
}

function editable({ world }: Service, params: Params): { chat: Chat; message: Message } {
  if (params.text('inline_message_id') !== '') throw badRequest('MESSAGE_ID_INVALID');
  const chat = writableChat(world, params);
  return { chat, message: ownMessage(world, chat, params) };
}

function change(
  service: Service,
  chat: Chat,
  message: Message,
  content: Content,
  params: Params,
): Record<string, unknown> {
  // Without reply_markup the buttons go.
  const buttons = replyMarkup(params);
  const same = JSON.stringify([content, buttons]) === JSON.stringify([message.content, message.buttons]);
  if (same) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  admit(service, chat);
  message.edited ||= content !== message.content;
  message.content = content;
  message.buttons = buttons;
  message.editedAt = service.world.now();
  service.world.changed();
  return service.world.apiMessage(message);
}

const textContent = ({ text, entities }: Formatted): Content => ({ text, ...(entities.length > 0 && { entities }) });

const captionContent = ({ text, entities }: Formatted): Content => ({
  ...(text !== '' && { caption: text }),
  ...(entities.length > 0 && { caption_entities: entities }),
});

const captionOf = (params: Params): Formatted =>
  messageCaption(
    params.text('caption'),
    params.text('parse_mode'),
    params.nested('caption_entities', 'caption_entities'),
  );

/** A file that came along, or the id of one that is there. */
type Given = { upload: Upload } | { id: string };

function fileGiven(params: Params, field: 'photo' | 'document'): Given {
  const upload = params.uploads.get(field);
  if (upload) return { upload };
  const text = params.text(field);
  if (text === '') throw badRequest(`there is no ${field} in the request`);
  return reference(params, text);
}

function reference(params: Params, text: string): Given {
  if (!text.startsWith('attach://')) return { id: text };
  const upload = params.uploads.get(text.slice('attach://'.length));
  if (!upload) throw badRequest('attached file not found');
  return { upload };
}

function photo(service: Service, given: Given): Content {
  if ('id' in given) return { photo: [sizeOf(service, given.id)] };
  checkUpload('photo', given.upload.bytes);
  return { photo: service.files.addPhoto(given.upload) };
}

function sizeOf(service: Service, id: string) {
  const { uniqueId, bytes } = stored(service, id, 'photo');
  return { file_id: id, file_unique_id: uniqueId, width: 1280, height: 960, file_size: bytes.length };
}

function document(service: Service, given: Given): Content {
  if ('id' in given) return { document: documentOf(stored(service, given.id, 'document')) };
  checkUpload('document', given.upload.bytes);
  return { document: documentOf(service.files.add('document', given.upload)) };
}

function stored({ files }: Service, id: string, kind: FileKind) {
  // Nothing is fetched from the network here.
  if (/^https?:/i.test(id)) throw badRequest('failed to get HTTP URL content');
  const file = files.get(id);
  if (!file) throw badRequest('wrong file identifier/HTTP URL specified');
  if (file.kind !== kind) throw badRequest(`can't use file of type ${capital(file.kind)} as ${capital(kind)}`);
  return file;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function album(params: Params): { type: string; media: Given; caption: Formatted }[] {
  const media = params.nested('media', 'media');
  if (!Array.isArray(media)) throw badRequest('expected an Array of InputMedia');
  if (media.length === 0) throw badRequest('there are no messages to send');
  if (media.length > MOST_IN_ALBUM) throw badRequest('too many messages to send as an album');
  const items = media.map((item: unknown) => {
    const wrong = (why: string) => badRequest(`can't parse InputMedia: ${why}`);
    if (typeof item !== 'object' || item === null) throw wrong('expected an Object');
    const { type, media: source, caption, parse_mode, caption_entities } = item as Record<string, unknown>;
    if (type !== 'photo' && type !== 'document') throw wrong(`type "${String(type)}" is unsupported`);
    if (typeof source !== 'string' || source === '') throw wrong('media not found');
    const words = messageCaption(String(caption ?? ''), String(parse_mode ?? ''), caption_entities);
    return { type, media: reference(params, source), caption: words };
  });
  if (new Set(items.map(({ type }) => type)).size > 1) {
    throw badRequest("can't use the media of the specified type in the album");
  }
  return items;
}
