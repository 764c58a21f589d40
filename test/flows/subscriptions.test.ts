import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AnnouncementRow } from '../../db/announcements.ts';
import {
  chooseTopics,
  countAudience,
  endSubscriptions,
  findSubscription,
  moveSubscription,
  subscribe,
} from '../../db/subscriptions.ts';
import { announcement, ended, news, subscriptionOf } from '../support/announcements.ts';
import { officer } from '../support/officer.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

/** A Monday at 10.00 WITA. */
const NOW = Date.UTC(2026, 10, 23, 2);

let world: Awaited<ReturnType<typeof createWorld>>;
beforeAll(async () => {
  world = await createWorld({ slack: {}, now: () => NOW });
}, 120_000);
afterAll(() => world.close());

const running: AnnouncementRow[] = [];
/** An announcement that runs during one test. */
async function during(which: Partial<Parameters<typeof announcement>[1]> = {}): Promise<AnnouncementRow> {
  const row = await announcement(world, { now: NOW, ...which });
  running.push(row);
  return row;
}
afterEach(async () => {
  for (const row of running.splice(0)) await ended(world, row, 'pulih', NOW);
});

const settle = () => settled(world, () => JSON.stringify(world.telegram.people.view()));
const labels = (message: { buttons: { text: string }[][] } | undefined) =>
  (message?.buttons ?? []).flat().map(({ text }) => text);

/** A group or channel of somebody, and what the bot says in it. */
function place(kind: 'addGroup' | 'addSupergroup' | 'addChannel', ...members: number[]) {
  const { people, controls } = world.telegram;
  const made = { ...people, addSupergroup: controls.addSupergroup };
  const id = made[kind](`Rekanan ${members[0]}`, members);
  const said = () =>
    (people.view().chats.find((chat) => chat.id === id)?.messages ?? []).filter(
      ({ from }) => from === people.view().bot.id,
    );
  return {
    id,
    said,
    last: () => said().at(-1),
    say: async (who: number, text: string) => {
      people.say(who, id, text);
      await settle();
      return said().at(-1);
    },
    press: async (who: number, label: string) => {
      const message = said().findLast(({ buttons }) => buttons.flat().some(({ text }) => text.includes(label)));
      const data = message?.buttons.flat().find(({ text }) => text.includes(label))?.data;
      if (!message || data === undefined) throw new Error(`no button ${label}`);
      await people.press(who, id, message.id, data);
      await settle();
      return said().find(({ id: same }) => same === message.id);
    },
  };
}

describe('somebody who presses /start', () => {
  it('is subscribed to outages, and told so', async () => {
    const who = vendor(world);
    const welcome = await who.say('/start');
    expect(welcome.text).toContain('Anda berlangganan pengumuman: gangguan');
    expect(welcome.text).toContain('/langganan');
    expect(await subscriptionOf(world, who.id)).toMatchObject({
      kind: 'private',
      topics: ['gangguan'],
      ended_at: null,
    });
  });

  it('is told at once of an outage that runs, and only once', async () => {
    const { number } = await during();
    const who = vendor(world);
    await who.say('/start');
    await settle();
    expect(who.replies().map(({ text }) => text)).toEqual([
      expect.stringContaining('Privasi'),
      expect.stringContaining(number),
    ]);
    await who.say('/start');
    await settle();
    expect(who.replies().filter(({ text }) => text.includes(number))).toHaveLength(1);
  });

  it('is not told of what is only planned, nor of a maintenance for those who chose that topic', async () => {
    await during({ kind: 'pemeliharaan', state: 'terjadwal', facts: { startsAt: NOW + 86_400_000 } });
    await during({ kind: 'pemeliharaan', audience: 'topik' });
    const who = vendor(world);
    await who.say('/start');
    await settle();
    expect(who.replies()).toHaveLength(1);
    const { number } = await during({ kind: 'pemeliharaan', audience: 'semua' });
    await who.say('/langganan');
    await who.press('Pemeliharaan');
    await settle();
    expect(who.replies().filter(({ text }) => text.includes(number))).toHaveLength(1);
  });

  it('keeps to nothing once that was chosen', async () => {
    const who = vendor(world);
    await who.say('/start');
    await who.say('/langganan');
    await who.press('Berhenti semua');
    await during();
    expect((await who.say('/start')).text).toContain('Sesuai pilihan Anda');
    await settle();
    expect(who.replies().filter(({ text }) => text.includes('SPSE tidak dapat dibuka'))).toEqual([]);
    expect((await subscriptionOf(world, who.id))?.topics).toEqual([]);
  });
});

describe('/langganan', () => {
  it('shows the topics, takes them and leaves them out in one message', async () => {
    const who = vendor(world);
    await who.say('/start');
    const shown = await who.say('/langganan');
    expect(shown.text).toContain('Anda menerima: gangguan.');
    expect(labels(shown)).toEqual(['✓ Gangguan', 'Pemeliharaan', 'FAQ baru', 'Berhenti semua']);
    const both = await who.press('Pemeliharaan');
    expect(both.id).toBe(shown.id);
    expect(both.text).toContain('Anda menerima: gangguan, pemeliharaan.');
    expect(labels(both)).toEqual(['✓ Gangguan', '✓ Pemeliharaan', 'FAQ baru', 'Berhenti semua']);
    const one = await who.press('✓ Gangguan');
    expect(one.text).toContain('Anda menerima: pemeliharaan.');
    expect((await subscriptionOf(world, who.id))?.topics).toEqual(['pemeliharaan']);
  });

  it('stops all, and begins again', async () => {
    const who = vendor(world);
    await who.say('/start');
    await who.say('/langganan');
    const none = await who.press('Berhenti semua');
    expect(none.text).toContain('Anda tidak menerima pengumuman apa pun.');
    expect(labels(none).at(-1)).toBe('Langganan gangguan');
    const { number } = await during();
    expect((await who.press('Langganan gangguan')).text).toBeDefined();
    await settle();
    expect((await subscriptionOf(world, who.id))?.topics).toEqual(['gangguan']);
    expect(who.replies().filter(({ text }) => text.includes(number))).toHaveLength(1);
  });

  it('changes nothing when a button is pressed twice', async () => {
    const who = vendor(world);
    await who.say('/start');
    const shown = await who.say('/langganan');
    const data = shown.buttons.flat().find(({ text }) => text === 'Pemeliharaan')?.data ?? '';
    for (let pressed = 0; pressed < 2; pressed++) await world.telegram.people.press(who.id, who.id, shown.id, data);
    await settle();
    expect((await subscriptionOf(world, who.id))?.topics).toEqual(['gangguan', 'pemeliharaan']);
  });

  it('does nothing for a button that no version of it has', async () => {
    const who = vendor(world);
    await who.say('/start');
    for (const data of ['topic:0:semua-on', 'topic:0:gangguan', 'topic:0']) {
      await who.do(() =>
        world.telegram.deliver({
          callback_query: {
            id: '1',
            from: { id: who.id, is_bot: false, first_name: 'Andi' },
            chat_instance: 'x',
            data,
            message: { message_id: who.last().id, date: 0, chat: { id: who.id, type: 'private' } },
          },
        }),
      );
      expect(who.last().text).toContain('sudah tidak berlaku');
    }
    expect((await subscriptionOf(world, who.id))?.topics).toEqual(['gangguan']);
  });

  it('works for somebody who never pressed /start', async () => {
    const who = vendor(world);
    expect((await who.say('/langganan')).text).toContain('Anda tidak menerima pengumuman apa pun.');
    expect(await subscriptionOf(world, who.id)).toBeUndefined();
    await who.press('FAQ baru');
    expect(await subscriptionOf(world, who.id)).toMatchObject({ kind: 'private', topics: ['faq'], ended_at: null });
  });

  it('says in Slack where it is done', async () => {
    const rahma = officer(world, world.officer);
    await rahma.command('langganan');
    expect(rahma.told().at(-1)?.text).toContain('di Telegram');
  });
});

describe('who blocks the bot', () => {
  it('is no recipient until they come back, with what they had chosen', async () => {
    const who = vendor(world);
    await who.say('/start');
    await who.say('/langganan');
    await who.press('FAQ baru');
    const before = await countAudience(world.helpdesk.db, 'faq');
    await who.do((people) => people.block(who.id));
    await settle();
    expect(await subscriptionOf(world, who.id)).toMatchObject({ ended_at: expect.any(Date), ended_why: 'blocked' });
    expect((await countAudience(world.helpdesk.db, 'faq')).private).toBe(before.private - 1);
    const { number } = await during();
    await who.do((people) => people.unblock(who.id));
    await settle();
    expect(await subscriptionOf(world, who.id)).toMatchObject({
      topics: ['gangguan', 'faq'],
      ended_at: null,
      ended_why: null,
    });
    expect(who.replies().filter(({ text }) => text.includes(number))).toHaveLength(1);
  });

  it('is told the latest of an outage that they know of, when they missed it; and nothing when they missed nothing', async () => {
    const [gone, there] = [vendor(world, 'Pergi'), vendor(world, 'Tetap')];
    await there.say('/start');
    await gone.say('/start');
    const row = await during();
    await settle();
    const told = (who: typeof gone) => who.replies().filter(({ text }) => text.includes(row.number));
    expect([told(gone), told(there)].map(({ length }) => length)).toEqual([1, 1]);
    await gone.do((people) => people.block(gone.id));
    await gone.do((people) => people.unblock(gone.id));
    await settle();
    expect(told(gone)).toHaveLength(1);

    await gone.do((people) => people.block(gone.id));
    await settle();
    await news(world, row, { kind: 'pembaruan', at: NOW, note: 'Jangan unggah dulu.' });
    await settle();
    expect([told(gone), told(there)].map(({ length }) => length)).toEqual([1, 2]);
    await gone.do((people) => people.unblock(gone.id));
    await settle();
    expect(told(gone)).toHaveLength(2);
    const [first, latest] = told(gone);
    expect(latest?.text).toContain('Jangan unggah dulu.');
    expect(latest?.replyTo).toBe(first?.id);
    await gone.say('/start');
    await settle();
    expect(told(gone)).toHaveLength(2);
  });
});

describe('who could not be reached', () => {
  it('is a recipient again once they look at what they get', async () => {
    const who = vendor(world);
    await who.say('/start');
    await endSubscriptions(world.helpdesk.db, [{ channel: 'telegram', chat: String(who.id), why: 'deactivated' }]);
    expect((await who.say('/langganan')).text).toContain('Anda menerima: gangguan.');
    expect((await subscriptionOf(world, who.id))?.ended_at).toBeNull();
  });
});

describe('a group', () => {
  it('is subscribed by its admin, and by nobody else', async () => {
    const [admin, member] = [vendor(world, 'Admin'), vendor(world, 'Anggota')];
    const group = place('addGroup', admin.id, member.id);
    await settle();
    expect(group.last()?.text).toContain('/langganan');
    expect((await group.say(member.id, '/langganan'))?.text).toContain('hanya dapat diatur oleh adminnya');
    expect((await group.say(admin.id, '/langganan'))?.text).toContain('Grup ini tidak menerima pengumuman apa pun.');
    await group.press(member.id, 'Pemeliharaan');
    expect(await subscriptionOf(world, group.id)).toBeUndefined();
    expect((await group.press(admin.id, 'Pemeliharaan'))?.text).toContain('Grup ini menerima: pemeliharaan.');
    expect(await subscriptionOf(world, group.id)).toMatchObject({
      kind: 'group',
      name: `Rekanan ${admin.id}`,
      topics: ['pemeliharaan'],
    });
    expect(group.said().filter(({ text }) => text.includes('hanya dapat diatur'))).toHaveLength(2);
  });

  it('is subscribed by an admin who writes in its name', async () => {
    const admin = vendor(world, 'Admin');
    const group = place('addSupergroup', admin.id);
    await settle();
    world.telegram.controls.sayAnonymously(group.id, '/langganan');
    await settle();
    expect(group.last()?.text).toContain('Grup ini tidak menerima');
    await group.press(admin.id, 'Gangguan');
    expect((await subscriptionOf(world, group.id))?.topics).toEqual(['gangguan']);
  });

  it('ends with the bot being taken out, and goes on when it comes back', async () => {
    const admin = vendor(world, 'Admin');
    const group = place('addGroup', admin.id);
    await settle();
    await group.say(admin.id, '/langganan');
    await group.press(admin.id, 'Gangguan');
    world.telegram.controls.kickBot(group.id);
    await settle();
    expect(await subscriptionOf(world, group.id)).toMatchObject({ ended_at: expect.any(Date), ended_why: 'removed' });
    const { number } = await during();
    world.telegram.controls.addBot(group.id);
    await settle();
    expect(await subscriptionOf(world, group.id)).toMatchObject({ topics: ['gangguan'], ended_at: null });
    const since = group.said().slice(-2);
    expect(since.map(({ text }) => text)).toEqual([
      expect.stringContaining('Grup ini menerima pengumuman: gangguan'),
      expect.stringContaining(number),
    ]);
  });

  it('gets nothing by /start', async () => {
    const admin = vendor(world, 'Admin');
    const group = place('addGroup', admin.id);
    await settle();
    await group.say(admin.id, '/start');
    expect(await subscriptionOf(world, group.id)).toBeUndefined();
  });
});

describe('a channel', () => {
  it('is subscribed by a post of its admin; nothing is said there unasked', async () => {
    const [admin, reader] = [vendor(world, 'Admin'), vendor(world, 'Pembaca')];
    const channel = place('addChannel', admin.id, reader.id);
    await settle();
    expect(channel.said()).toEqual([]);
    for (const command of ['/start', '/langganan'])
      expect((await channel.say(admin.id, command))?.text).toContain('Kanal ini tidak menerima');
    await channel.press(reader.id, 'Gangguan');
    expect(await subscriptionOf(world, channel.id)).toBeUndefined();
    expect((await channel.press(admin.id, 'Gangguan'))?.text).toContain('Kanal ini menerima: gangguan.');
    expect(await subscriptionOf(world, channel.id)).toMatchObject({ kind: 'channel', topics: ['gangguan'] });
  });
});

describe('subscriptions as they are stored', () => {
  const db = () => world.helpdesk.db;
  let chats = 0;
  const chat = () => ({ channel: 'telegram', chat: `stored-${++chats}`, kind: 'group' as const });

  it('begin once, and keep what was chosen', async () => {
    const group = { ...chat(), name: 'Lama' };
    expect(await subscribe(db(), group, ['gangguan'])).toEqual({ topics: ['gangguan'], began: true });
    expect(await subscribe(db(), group, ['faq'])).toEqual({ topics: ['gangguan'], began: false });
    await chooseTopics(db(), group.channel, group.chat, []);
    expect(await subscribe(db(), { ...group, name: '' }, ['faq'])).toEqual({ topics: [], began: false });
    expect((await findSubscription(db(), group.channel, group.chat))?.name).toBe('Lama');
  });

  it('end with the first reason, and revive without it', async () => {
    const group = chat();
    await subscribe(db(), group, ['gangguan']);
    for (const why of ['blocked', 'deactivated']) await endSubscriptions(db(), [{ ...group, why }]);
    expect((await findSubscription(db(), group.channel, group.chat))?.ended_why).toBe('blocked');
    expect(await subscribe(db(), group, [])).toEqual({ topics: ['gangguan'], began: true });
    expect(await findSubscription(db(), group.channel, group.chat)).toMatchObject({ ended_at: null, ended_why: null });
    await endSubscriptions(db(), []);
  });

  it('follow a chat that moved; where it is known already its own choice counts', async () => {
    const [from, to, known] = [chat(), chat(), chat()];
    await subscribe(db(), from, ['gangguan']);
    await moveSubscription(db(), 'telegram', from.chat, to.chat);
    expect(await findSubscription(db(), 'telegram', from.chat)).toBeUndefined();
    expect((await findSubscription(db(), 'telegram', to.chat))?.topics).toEqual(['gangguan']);
    await subscribe(db(), known, ['faq']);
    await moveSubscription(db(), 'telegram', to.chat, known.chat);
    expect(await findSubscription(db(), 'telegram', to.chat)).toMatchObject({ ended_why: 'moved' });
    expect(await findSubscription(db(), 'telegram', known.chat)).toMatchObject({ topics: ['faq'], ended_at: null });
    await moveSubscription(db(), 'telegram', known.chat, known.chat);
    expect(await findSubscription(db(), 'telegram', known.chat)).toMatchObject({ ended_at: null });
  });

  it('are counted by what they want', async () => {
    const before = await countAudience(db(), null);
    const [one, none, gone] = [chat(), chat(), chat()];
    await subscribe(db(), one, ['pemeliharaan']);
    await subscribe(db(), none, []);
    await subscribe(db(), { ...gone, kind: 'channel' }, ['gangguan']);
    await endSubscriptions(db(), [{ ...gone, why: 'removed' }]);
    const { total, ...kinds } = await countAudience(db(), null);
    expect([total, kinds.group, kinds.channel]).toEqual([before.total + 1, before.group + 1, before.channel]);
    expect(total).toBe(kinds.private + kinds.group + kinds.channel);
  });
});
