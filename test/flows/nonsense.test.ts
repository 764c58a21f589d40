import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { mutated } from '../support/mutations.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

const QUESTION = 'isi pasal 16';
const ANSWER = 'meningkatkan pengetahuan dan ketrampilan';
/** The same every time, so that what failed once fails again. */
const SEED = 31_2012;

let world: Awaited<ReturnType<typeof createWorld>>;
beforeAll(async () => {
  world = await createWorld({ slack: { retryDelaysMs: [] } });
});
afterAll(() => world.close());

/** One update of each kind, as the Bot API sends them, each without its number. */
async function soundUpdates(): Promise<Record<string, unknown>[]> {
  const { apiRoot, token, people, stop } = await startTelegramServer({ limits: 'off' });
  const call = async (method: string, params: object) => {
    const body = JSON.stringify(params);
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${apiRoot}/bot${token}/${method}`, { method: 'POST', headers, body });
    return ((await response.json()) as { result: unknown }).result;
  };
  const { id } = people.addPerson('Andi', 'andi');
  const said = people.say(id, id, '/start');
  people.edit(id, id, said, 'jam buka?');
  people.say(id, id, '/daftar', { forwardedFrom: 'Budi' });
  const group = people.addGroup('Penyedia', [id]);
  people.say(id, group, `@${people.view().bot.username} /bantuan`);
  const photo = { kind: 'photo', name: 'a.png', type: 'image/png', bytes: new Uint8Array([1]) } as const;
  people.attach(id, id, [photo, photo]);
  people.attach(id, id, [{ ...photo, kind: 'document' }], '/bantuan');
  for (const kind of ['voice', 'sticker', 'video', 'location', 'contact'] as const) people.sendOther(id, id, kind);
  const verbs = ['sources:1', 'answer:1:0', 'useful:1', 'useless:1', 'reason:1:other', 'register:0:orang', 'again:1'];
  const inline_keyboard = [verbs.map((callback_data) => ({ text: callback_data, callback_data }))];
  await call('sendMessage', { chat_id: id, text: 'tombol', reply_markup: { inline_keyboard } });
  const buttons = people.view().chats[0]?.messages.at(-1)?.id ?? 0;
  for (const data of verbs) people.press(id, id, buttons, data).catch(() => {});
  people.block(id);
  const updates = (await call('getUpdates', {})) as Record<string, unknown>[];
  await stop();
  return updates.map(({ update_id: _, ...update }) => update);
}

/** What Slack sends when people do everything that there is to do. */
async function soundPayloads() {
  const { people, deliveries } = world.slack;
  const { officer, channel } = world;
  const from = deliveries.length;
  const direct = people.directChannel(officer);
  const settle = () => settled(world, () => JSON.stringify(people.view()));
  const ts = people.say(officer, direct, QUESTION);
  people.say(officer, channel, `<@${world.slack.botUserId}> jam buka?`);
  people.edit(officer, direct, ts, 'isi pasal 27');
  people.openHome(officer);
  const file = { name: 'a.png', type: 'image/png', bytes: new Uint8Array([1]) };
  people.attach(officer, direct, [file], 'ini');
  await people.command(officer, channel, '/lpse', 'bantuan');
  await people.shortcut(officer, direct, ts, 'ask');
  await settle();
  const answer = people
    .view()
    .channels.find(({ id }) => id === direct)
    ?.messages.findLast(({ blocks }) => JSON.stringify(blocks).includes('useless:'));
  const [useless = ''] = /useless:\d+/u.exec(JSON.stringify(answer?.blocks)) ?? [];
  await people.press(officer, { channel: direct, ts: answer?.ts ?? '' }, useless);
  await settle();
  const [modal] = people.view().modals;
  const [block] = ((modal?.view.blocks ?? []) as { block_id: string; type: string }[]).filter(
    ({ type }) => type === 'input',
  );
  const value = { value: { type: 'plain_text_input', value: 'jam buka?' } };
  await people.submit(officer, modal?.id ?? '', { [block?.block_id ?? '']: value });
  await settle();
  return deliveries.slice(from).map(({ kind, body }) => ({ kind, body }));
}

const faults = (from: number) => world.lines.slice(from).filter(({ level }) => level === 'error');

describe('nonsense in the shape of updates', () => {
  it('on Telegram harms nobody: 10,000 of them, and the bot still answers', { timeout: 300_000 }, async () => {
    const sound = await soundUpdates();
    expect(new Set(sound.flatMap(Object.keys)).size).toBe(4);
    const people = Array.from({ length: 150 }, (_, at) => world.telegram.people.addPerson(`Orang ${at}`).id);
    const from = world.lines.length;
    for (const [at, update] of fc.sample(mutated(sound), { numRuns: 10_000, seed: SEED }).entries())
      world.telegram.deliver(sentBy(update, people[at % people.length] ?? 0));
    const andi = vendor(world);
    world.telegram.people.say(andi.id, andi.id, QUESTION);
    await expect.poll(() => andi.replies().at(-1)?.text ?? '', { timeout: 240_000 }).toContain(ANSWER);
    await world.app.idle();
    expect(faults(from)).toEqual([]);
    expect(world.lines.slice(from).map(({ what }) => what)).not.toContain('telegram update not stored');
    const [{ count } = { count: 0 }] = await world.helpdesk.db.query<{ count: number }>(
      "SELECT count(*)::integer AS count FROM inbox WHERE key LIKE 'telegram:%' AND state = 'done'",
    );
    // Else what was sent was too broken to get beyond the door.
    expect(count).toBeGreaterThan(500);
  });

  it('on Slack harms nobody: 1,000 of them, and the bot still answers', {
    timeout: 120_000,
  }, async () => {
    const sound = await soundPayloads();
    expect(new Set(sound.map(({ kind }) => kind)).size).toBe(3);
    const payload = fc.oneof(
      ...sound.map(({ kind, body }) => mutated([body]).map((nonsense) => ({ kind, body: nonsense }))),
    );
    const sent = fc.sample(payload, { numRuns: 1_200, seed: SEED });
    const sendable = sent.filter(({ kind, body }) => kind !== 'events_api' || isEvent(body));
    expect(sendable.length).toBeGreaterThan(1_000);
    const { people } = world.slack;
    for (let at = 0; at < sendable.length; at += 400)
      await Promise.all(sendable.slice(at, at + 400).map(({ kind, body }) => world.slack.deliver(kind, body)));
    const { id: user } = people.addUser('siti', 'Siti');
    const direct = people.directChannel(user);
    people.say(user, direct, QUESTION);
    const said = () => JSON.stringify(people.view().channels.find(({ id }) => id === direct)?.messages);
    await expect.poll(said, { timeout: 30_000 }).toContain(ANSWER);
    await world.app.idle();
  });
});

/** The update as if that person had sent it, as far as it still says who did. */
function sentBy(update: Record<string, unknown>, person: number): Record<string, unknown> {
  return JSON.parse(JSON.stringify(update).replaceAll('5000000001', String(person)));
}

/** Of an event without a type Slack's own library makes a rejection that nobody can hear; program.test.ts lives with it. */
const isEvent = ({ event }: Record<string, unknown>) => typeof (event as { type?: unknown } | null)?.type === 'string';
