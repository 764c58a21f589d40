import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fault, startTelegramServer, type TelegramServer } from '../../../bot/sandbox/telegram/index.ts';
import type { TelegramMessage } from '../../../bot/telegram/render.ts';
import type { Block, Place, Reply } from '../../../handlers/index.ts';
import { stageBot } from './stage.ts';

let server: TelegramServer;
let siti: number;
let place: Place;
let out: ReturnType<typeof stageBot>['bot']['out'];
beforeAll(async () => {
  server = await startTelegramServer({ limits: 'off' });
  siti = server.people.addPerson('Siti').id;
  server.people.say(siti, siti, '/start');
  place = { channel: 'telegram', chat: String(siti), audience: 'private' };
  out = stageBot(server).bot.out;
});
afterAll(() => server.stop());

const reply = (text: string): Reply => ({
  blocks: [
    { kind: 'heading', text },
    { kind: 'quote', text: 'Pasal 5' },
  ],
  buttons: [[{ label: 'Menu', action: { verb: 'menu', id: 0 } }]],
});
const messageOf = (text: string) => out.render(reply(text))[0];
const inbox = (chat = siti) => server.people.view().chats.find(({ id }) => id === chat)?.messages ?? [];

describe('Telegram takes', () => {
  it('a reply, and another in its place', async () => {
    const sent = await out.send(place, messageOf('Satu'));
    const ref = sent.kind === 'sent' ? sent.ref : '';
    expect(inbox().at(-1)).toMatchObject({
      id: Number(ref),
      text: 'Satu\nPasal 5',
      edited: false,
      buttons: [[{ text: 'Menu', data: 'menu:0' }]],
    });
    expect(await out.send(place, messageOf('Dua'), ref)).toEqual({ kind: 'sent', ref });
    expect(await out.send(place, messageOf('Dua'), ref)).toEqual({ kind: 'sent', ref });
    expect(inbox().at(-1)).toMatchObject({ id: Number(ref), text: 'Dua\nPasal 5', edited: true });
    expect(await out.send(place, messageOf('Tiga'), '999999')).toEqual({ kind: 'unknown-message' });
  });

  it('a reply in a group, to the message or, when that is gone, to none', async () => {
    const chat = server.people.addGroup('Penyedia', [siti]);
    const asked = server.people.say(siti, chat, '/tanya jam');
    const group: Place = { channel: 'telegram', chat: String(chat), audience: 'group' };
    await out.send({ ...group, thread: String(asked) }, messageOf('Satu'));
    expect(inbox(chat).at(-1)).toMatchObject({ replyTo: asked });
    expect(await out.send({ ...group, thread: '999999' }, messageOf('Dua'))).toMatchObject({ kind: 'sent' });
  });

  it('every text with the marks that we gave it', async () => {
    const words = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '\n', '.', '😀', '<', '*', '_', '`', '[', '&'),
      maxLength: 60,
    });
    const spans = fc.array(
      fc.oneof(
        words,
        fc.record({ bold: words }),
        fc.record({ italic: words }),
        fc.record({ code: words }),
        fc.record({ text: words, url: fc.constant('https://a.id/') }),
      ),
      { maxLength: 40 },
    );
    const block: fc.Arbitrary<Block> = fc.oneof(
      fc.record({ kind: fc.constantFrom('heading' as const, 'quote' as const), text: words }),
      fc.record({ kind: fc.constantFrom('paragraph' as const, 'note' as const), spans }),
      fc.record({ kind: fc.constant('list' as const), items: fc.array(spans, { maxLength: 10 }) }),
    );
    const replies = fc
      .array(block, { maxLength: 20 })
      .map((blocks): Reply => ({ blocks: [{ kind: 'heading', text: 'Awal' }, ...blocks] }));
    const byPlace = (entities: { type: string; offset: number; length: number; url?: string }[]) =>
      entities.map(({ type, offset, length, url }) => `${offset} ${length} ${type} ${url ?? ''}`).sort();
    await fc.assert(
      fc.asyncProperty(replies, async (made) => {
        for (const message of out.render(made) as TelegramMessage[]) {
          expect(await out.send(place, message)).toMatchObject({ kind: 'sent' });
          const shown = inbox().at(-1);
          expect(shown?.text).toBe(message.text);
          expect(byPlace(shown?.entities ?? [])).toEqual(byPlace(message.entities));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('"typing" for a chat', async () => {
    out.typing(place);
    await expect.poll(() => server.people.view().chats.find(({ id }) => id === siti)?.typing).toBe(true);
  });
});

describe('Telegram fails', () => {
  const FAULTS: [fault: Fault, delivery: object, taken: number][] = [
    [{ kind: 'drop-before' }, { kind: 'unsure' }, 0],
    [{ kind: 'drop-after' }, { kind: 'unsure' }, 1],
    [{ kind: 'garbage' }, { kind: 'unsure' }, 0],
    [{ kind: 'bad-gateway' }, { kind: 'unsure' }, 0],
    [{ kind: 'hang' }, { kind: 'unsure' }, 0],
    [{ kind: 'delay', ms: 300 }, { kind: 'sent' }, 1],
    [
      { kind: 'error', code: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } },
      { kind: 'retry', after: 3, limited: true },
      0,
    ],
    [{ kind: 'error', code: 403, description: 'Forbidden: user is deactivated' }, { kind: 'gone' }, 0],
  ];
  it.each(FAULTS)('$kind $code', async (fault, delivery, taken) => {
    const before = inbox().length;
    server.faults.next('sendMessage', fault);
    expect(await out.send(place, messageOf('Satu'))).toMatchObject(delivery);
    expect(inbox().length - before).toBe(taken);
  });

  it('to reach who is not there', async () => {
    expect(await out.send({ ...place, chat: '4242' }, messageOf('Satu'))).toMatchObject({ kind: 'gone' });
    server.people.block(siti);
    expect(await out.send(place, messageOf('Satu'))).toMatchObject({ kind: 'gone' });
    server.people.unblock(siti);
    expect(await out.send(place, messageOf('Satu'))).toMatchObject({ kind: 'sent' });
  });
});
