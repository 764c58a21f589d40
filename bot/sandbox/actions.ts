import { z } from 'zod';
import type { SlackRequests, TelegramRequests } from './requests.ts';
import type { SlackPeople, TelegramPeople } from './views.ts';

/** The page asked for something in a form that nobody can carry out; `message` is an Indonesian sentence. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

/** Carries out one request; the body is checked first. */
export type Act = (body: unknown) => unknown;

const number = z.int();
const name = z.string().trim().min(1).max(80);
/** More than either service takes, so that its own limit is what people meet. */
const text = z.string().max(50_000);
const id = z.string().min(1).max(200);

/** What people can do in Telegram, by the name in the address; files come by another way, as they are no JSON. */
export function telegramActions(people: TelegramPeople): Record<keyof TelegramRequests, Act> {
  const seat = { person: number, chat: number };
  return {
    addPerson: act(z.object({ name, username: name.exactOptional() }), (asked: TelegramRequests['addPerson']) =>
      people.addPerson(asked.name, asked.username),
    ),
    addGroup: act(z.object({ title: name, members: z.array(number).min(1) }), (asked: TelegramRequests['addGroup']) =>
      people.addGroup(asked.title, asked.members),
    ),
    say: act(
      z.object({ ...seat, text, replyTo: number.exactOptional(), forwardedFrom: name.exactOptional() }),
      ({ person, chat, text, ...options }: TelegramRequests['say']) => people.say(person, chat, text, options),
    ),
    edit: act(z.object({ ...seat, message: number, text }), (asked: TelegramRequests['edit']) =>
      people.edit(asked.person, asked.chat, asked.message, asked.text),
    ),
    press: act(z.object({ ...seat, message: number, data: z.string() }), (asked: TelegramRequests['press']) =>
      people.press(asked.person, asked.chat, asked.message, asked.data),
    ),
    sendOther: act(
      z.object({ ...seat, kind: z.enum(['voice', 'sticker', 'video', 'location', 'contact']) }),
      (asked: TelegramRequests['sendOther']) => people.sendOther(asked.person, asked.chat, asked.kind),
    ),
    block: act(z.object({ person: number }), (asked: TelegramRequests['block']) => people.block(asked.person)),
    unblock: act(z.object({ person: number }), (asked: TelegramRequests['unblock']) => people.unblock(asked.person)),
  };
}

/** What people can do in Slack, by the name in the address. */
export function slackActions(people: SlackPeople): Record<keyof SlackRequests, Act> {
  const where = z.union([
    z.object({ channel: id, ts: id }),
    z.object({ view: id }),
    z.object({ home: z.literal(true) }),
  ]);
  return {
    addUser: act(z.object({ name, realName: name }), (asked: SlackRequests['addUser']) =>
      people.addUser(asked.name, asked.realName),
    ),
    addChannel: act(
      z.object({ name, members: z.array(id).min(1), kind: z.enum(['channel', 'private']).exactOptional() }),
      (asked: SlackRequests['addChannel']) => people.addChannel(asked.name, asked.members, asked.kind),
    ),
    directChannel: act(z.object({ user: id }), (asked: SlackRequests['directChannel']) =>
      people.directChannel(asked.user),
    ),
    say: act(z.object({ user: id, channel: id, text, threadTs: id.exactOptional() }), (asked: SlackRequests['say']) =>
      people.say(asked.user, asked.channel, asked.text, asked.threadTs),
    ),
    edit: act(z.object({ user: id, channel: id, ts: id, text }), (asked: SlackRequests['edit']) =>
      people.edit(asked.user, asked.channel, asked.ts, asked.text),
    ),
    remove: act(z.object({ user: id, channel: id, ts: id }), (asked: SlackRequests['remove']) =>
      people.remove(asked.user, asked.channel, asked.ts),
    ),
    command: act(z.object({ user: id, channel: id, command: id, text }), (asked: SlackRequests['command']) =>
      people.command(asked.user, asked.channel, asked.command, asked.text),
    ),
    press: act(
      z.object({
        user: id,
        where,
        actionId: id,
        blockId: id.exactOptional(),
        selected: z.union([text, z.array(text)]).exactOptional(),
      }),
      (asked: SlackRequests['press']) =>
        people.press(asked.user, asked.where, asked.actionId, asked.blockId, asked.selected),
    ),
    shortcut: act(z.object({ user: id, channel: id, ts: id, callbackId: id }), (asked: SlackRequests['shortcut']) =>
      people.shortcut(asked.user, asked.channel, asked.ts, asked.callbackId),
    ),
    openHome: act(z.object({ user: id }), (asked: SlackRequests['openHome']) => people.openHome(asked.user)),
    submit: act(
      z.object({ user: id, view: id, values: z.record(z.string(), z.record(z.string(), z.unknown())) }),
      (asked: SlackRequests['submit']) => people.submit(asked.user, asked.view, asked.values),
    ),
    closeModal: act(z.object({ user: id, view: id }), (asked: SlackRequests['closeModal']) =>
      people.closeModal(asked.user, asked.view),
    ),
  };
}

/** The fields that a person fills in, as the page calls them. */
const FIELDS: Record<string, string> = {
  name: 'nama',
  realName: 'nama',
  title: 'nama grup',
  members: 'anggota',
  text: 'teks',
  command: 'perintah',
};

function act<Asked>(shape: z.ZodType<Asked>, work: (asked: Asked) => unknown): Act {
  return (body) => {
    const asked = shape.safeParse(body);
    if (asked.success) return work(asked.data);
    const fields = new Set(asked.error.issues.map(({ path }) => FIELDS[String(path[0])] ?? 'isi permintaan'));
    throw new BadRequest(`Permintaan tidak dapat dijalankan: periksa ${[...fields].join(', ')}.`);
  };
}
