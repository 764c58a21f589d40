import type { SlackView, TelegramView } from './views.ts';

/** Shown or played in the page; everything else is only saved, so that no file of a stranger runs as a part of the page. */
const SHOWN = [
  ...['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
  ...['audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/wav', 'audio/webm'],
];

/** The view with each medium under an address of the page's own: the page may load nothing from elsewhere. */
export function withOwnTelegramFiles(view: TelegramView): TelegramView {
  return {
    ...view,
    chats: view.chats.map((chat) => ({
      ...chat,
      messages: chat.messages.map((message) =>
        message.media?.href === undefined
          ? message
          : { ...message, media: { ...message.media, href: `/berkas/telegram/${chat.id}/${message.id}` } },
      ),
    })),
  };
}

/** As withOwnTelegramFiles, for Slack. */
export function withOwnSlackFiles(view: SlackView): SlackView {
  return {
    ...view,
    channels: view.channels.map((channel) => ({
      ...channel,
      messages: channel.messages.map((message) => ({
        ...message,
        files: message.files.map((file) => ({ ...file, href: `/berkas/slack/${encodeURIComponent(file.id)}` })),
      })),
    })),
  };
}

export type Found = { href: string; name: string };

/** The medium of a Telegram message, as the service hands it out. */
export function telegramFile(view: TelegramView, chat: number, message: number): Found | undefined {
  const found = view.chats.find(({ id }) => id === chat)?.messages.find(({ id }) => id === message)?.media;
  return found?.href === undefined ? undefined : { href: found.href, name: found.name ?? found.kind };
}

/** A Slack file, as the service hands it out. */
export function slackFile(view: SlackView, id: string): Found | undefined {
  return view.channels
    .flatMap(({ messages }) => messages)
    .flatMap(({ files }) => files)
    .find((file) => file.id === id);
}

/** Fetches a file from a service of the sandbox and passes it on. */
export async function passOn({ href, name }: Found): Promise<Response> {
  const answer = await fetch(href);
  if (!answer.ok) return Response.json({ error: `Berkas ${name} tidak dapat diambil.` }, { status: 502 });
  const type = answer.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  const shown = SHOWN.includes(type);
  return new Response(answer.body, {
    headers: {
      'content-type': shown ? type : 'application/octet-stream',
      'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
  });
}
