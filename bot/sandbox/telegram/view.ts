import type { TelegramChatView, TelegramMessageView, TelegramView } from '../views.ts';
import type { Files, StoredFile } from './files.ts';
import { makerOf } from './members.ts';
import type { Chat, Content, Message, World } from './world.ts';

/** What people see, as data for the page. */
export function viewOf(
  world: World,
  files: Files,
  commands: { command: string; description: string }[],
  href: (file: StoredFile) => string,
): TelegramView {
  const { id, name, username } = world.bot;
  const now = world.now();
  return {
    bot: { id, name, username },
    commands,
    people: [...world.people.values()]
      .filter((person) => !person.deactivated)
      .map(({ deactivated: _, ...person }) => person),
    chats: [...world.chats.values()].filter((chat) => chat.migratedTo === undefined).map((chat) => chatView(chat)),
  };

  function chatView(chat: Chat): TelegramChatView {
    return {
      id: chat.id,
      kind: chat.kind === 'supergroup' ? 'group' : chat.kind,
      title: chat.title,
      members: [...chat.members],
      ...adminOf(chat),
      messages: [...chat.messages.values()].map(messageView),
      typing: chat.typingUntil > now,
      blocked: chat.blocked,
    };
  }

  function adminOf(chat: Chat): Pick<TelegramChatView, 'admin'> {
    const admin = makerOf(chat);
    return admin === undefined ? {} : { admin };
  }

  function messageView({ id, from, at, edited, content, buttons, replyTo, ...message }: Message): TelegramMessageView {
    const origin = content.forward_origin as { sender_user_name?: string } | undefined;
    const media = mediaView(content);
    return {
      id,
      from: message.anonymous ? message.chat.id : from,
      at,
      edited,
      text: content.text ?? content.caption ?? notice(content),
      entities: content.entities ?? content.caption_entities ?? [],
      buttons: (buttons ?? []).map((row) => row.map(buttonView)),
      ...(replyTo !== undefined && { replyTo }),
      ...(origin?.sender_user_name !== undefined && { forwardedFrom: origin.sender_user_name }),
      ...(media && { media }),
      ...(content.media_group_id !== undefined && { album: content.media_group_id }),
    };
  }

  function mediaView({
    photo,
    document,
    voice,
    audio,
    video,
    sticker,
    location,
    contact,
  }: Content): TelegramMessageView['media'] {
    const fileView = (kind: 'photo' | 'document' | 'voice' | 'video' | 'sticker', id: string | undefined) => {
      const file = files.get(id ?? '');
      if (!file) return { kind };
      return { kind, href: href(file), size: file.bytes.length, ...(file.name !== '' && { name: file.name }) };
    };
    if (photo) return fileView('photo', photo.at(-1)?.file_id);
    if (document) return fileView('document', document.file_id);
    const sound = voice ?? audio;
    if (sound) return { ...fileView('voice', sound.file_id), seconds: sound.duration };
    if (video) return fileView('video', video.file_id);
    if (sticker) return fileView('sticker', sticker.file_id);
    if (location) return { kind: 'location', name: `${location.latitude}, ${location.longitude}` };
    return contact && { kind: 'contact', name: `${contact.first_name} ${contact.phone_number}` };
  }
}

const buttonView = ({ text, callback_data, url }: { text: string; callback_data?: string; url?: string }) => ({
  text,
  ...(callback_data !== undefined && { data: callback_data }),
  ...(url !== undefined && { url }),
});

function notice(content: Content): string {
  if (content.group_chat_created || content.supergroup_chat_created) return 'Grup dibuat.';
  if (content.new_chat_members) return 'Bot masuk ke grup.';
  if (content.left_chat_member) return 'Bot dikeluarkan dari grup.';
  return content.migrate_from_chat_id ? 'Grup menjadi supergrup.' : '';
}
