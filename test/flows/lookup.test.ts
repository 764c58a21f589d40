import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOutbox, type Outbox } from '../../bot/outbox.ts';
import { createPace, NO_RATES } from '../../bot/pace.ts';
import { type SlackServer, startSlackServer } from '../../bot/sandbox/slack/index.ts';
import { createSlack } from '../../bot/slack/index.ts';
import type { Database } from '../../db/database.ts';
import { addLetters, decideUncertain, type Letter, listUncertain, markSending } from '../../db/outbox.ts';
import type { Place } from '../../handlers/index.ts';
import { testDatabase } from '../support/database.ts';
import { officer, wordsOf } from '../support/officer.ts';
import { ticketOf } from '../support/tickets.ts';
import { vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

const SOON = [300, 600];
/** Two looks, and what lies between them. */
const PATIENT = { timeout: 8_000 };

describe('a letter of which nobody knows whether it arrived', () => {
  let db: Database;
  let slack: SlackServer;
  let outbox: Outbox;
  let ani: string;
  let channel: string;
  let desk: string;

  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.query('TRUNCATE outbox RESTART IDENTITY');
    slack = await startSlackServer({ limits: 'off', retryDelaysMs: [] });
    ani = slack.people.addUser('ani', 'Ani').id;
    channel = slack.people.addChannel('layanan', [ani]);
    desk = slack.people.addChannel('petugas', [ani]);
  });
  afterEach(async () => {
    await outbox.stop();
    await slack.stop();
  });

  async function start(lookAfterMs = SOON): Promise<void> {
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const { out } = createSlack({
      botToken: slack.botToken,
      appToken: slack.appToken,
      apiUrl: slack.apiUrl,
      receive: async () => {},
      openForm: async () => undefined,
      readFile: async () => undefined,
      watched: [],
      log,
    });
    outbox = createOutbox({
      db,
      exits: { slack: { out, pace: createPace(NO_RATES) } },
      log,
      triage: { channel: 'slack', chat: desk, audience: 'group' },
      lookAfterMs,
    });
    await outbox.start();
  }
  const letter = (text: string, more: Partial<Letter> & { place?: Partial<Place> } = {}): Letter => {
    const chat = more.chat ?? channel;
    return {
      lane: 1,
      channel: 'slack',
      reply: { blocks: [{ kind: 'paragraph', spans: [text] }] },
      ...more,
      chat,
      place: { channel: 'slack', chat, audience: 'group', ...more.place },
    };
  };
  const said = (chat = channel) =>
    slack.people
      .view()
      .channels.find(({ id }) => id === chat)
      ?.messages.map(({ text }) => text) ?? [];
  const states = async () =>
    (await db.query<{ state: string }>('SELECT state FROM outbox ORDER BY id')).map(({ state }) => state);
  const posts = () => slack.calls.filter(({ method }) => method === 'chat.postMessage').length;
  async function send(...letters: Letter[]): Promise<void> {
    await addLetters(db, letters);
    await outbox.idle();
  }

  it.each([{ kind: 'drop-after' } as const, { kind: 'http-after', status: 500 } as const])(
    'is found where it arrived: sent once, what waited for it goes on, no officer is told: %o',
    async (fault) => {
      await start();
      slack.faults.next('chat.postMessage', fault);
      await send(letter('kartu', { subject: 'ticket:1' }), letter('catatan', { under: 'ticket:1' }));
      expect(await states()).toEqual(['unsure', 'held']);
      await expect.poll(states, PATIENT).toEqual(['sent', 'sent']);
      expect(said()).toEqual(['kartu', 'catatan']);
      const [card, note] = slack.people.view().channels.find(({ id }) => id === channel)?.messages ?? [];
      expect(note?.threadTs).toBe(card?.ts);
      expect(said(desk)).toEqual([]);
    },
  );

  it.each([
    { kind: 'drop-before' } as const,
    { kind: 'http', status: 500 } as const,
    { kind: 'error', error: 'internal_error' } as const,
  ])('is sent again where it surely did not arrive: %o', async (fault) => {
    await start();
    slack.faults.next('chat.postMessage', fault);
    await send(letter('halo'));
    expect([await states(), said()]).toEqual([['unsure'], []]);
    await expect.poll(states, PATIENT).toEqual(['sent']);
    expect([said(), said(desk), posts()]).toEqual([['halo'], [], 2]);
  });

  it('stays unsure where Slack does not let us look, and then officers and whoever wrote it are told', async () => {
    await start();
    slack.faults.next('chat.postMessage', { kind: 'drop-after' });
    slack.faults.next('conversations.history', { kind: 'error', error: 'missing_scope' }, SOON.length);
    await send(letter('halo', { reportTo: { channel: 'slack', chat: ani, audience: 'private' } }));
    await expect.poll(() => slack.calls.filter(({ error }) => error === 'missing_scope').length, PATIENT).toBe(1);
    expect(said(desk)).toEqual([]);
    await expect.poll(() => said(desk).join(), PATIENT).toContain('tidak pasti sampai: 1');
    expect((await states())[0]).toBe('unsure');
    expect((await listUncertain(db, 5)).map(({ id }) => id)).toEqual([1]);
    await outbox.idle();
    expect(said(slack.people.directChannel(ani))).toHaveLength(1);
    expect(said()).toEqual(['halo']);
  });

  it('is looked for again when the first look fails', async () => {
    await start();
    slack.faults.next('chat.postMessage', { kind: 'drop-after' });
    slack.faults.next('conversations.history', { kind: 'http', status: 503 });
    await send(letter('halo'));
    await expect.poll(states, PATIENT).toEqual(['sent']);
    expect([said(), said(desk)]).toEqual([['halo'], []]);
  });

  it.each([true, false])('after a crash is found, or sent when it had not left: %s', async (arrived) => {
    await start();
    await send(letter('lama'));
    if (arrived) await send(letter('halo'));
    else await addLetters(db, [letter('halo')]);
    await outbox.stop();
    if (arrived)
      await db.query(`UPDATE outbox SET state = 'sending', part = 0, refs = '{}', asked_at = now() WHERE id = 2`);
    else expect(await markSending(db, ['2'])).toEqual(new Set(['2']));
    await start();
    expect((await states())[1]).toBe('unsure');
    await expect.poll(states, PATIENT).toEqual(['sent', 'sent']);
    expect([said(), said(desk)]).toEqual([['lama', 'halo'], []]);
  });

  it('that an earlier version was sending bears no mark, and is left to officers', async () => {
    await addLetters(db, [letter('halo')]);
    await db.query(`UPDATE outbox SET state = 'sending'`);
    await start();
    await outbox.idle();
    expect(said(desk).join()).toContain('tidak pasti sampai: 1');
    expect(slack.calls.some(({ method }) => method.startsWith('conversations.'))).toBe(false);
  });

  it('is found as a reply in a thread, and in the direct channel of a person', async () => {
    await start();
    await send(letter('kartu', { subject: 'ticket:1' }));
    slack.faults.next('chat.postMessage', { kind: 'drop-after' }, 2);
    await send(
      letter('catatan', { under: 'ticket:1' }),
      letter('rahasia', { chat: ani, place: { audience: 'private' } }),
    );
    expect(await states()).toEqual(['sent', 'unsure', 'unsure']);
    await expect.poll(states, PATIENT).toEqual(['sent', 'sent', 'sent']);
    expect([said(), said(slack.people.directChannel(ani))]).toEqual([['kartu', 'catatan'], ['rahasia']]);
    expect(slack.calls.filter(({ method }) => method === 'conversations.replies')).toHaveLength(1);
  });

  it('does not go out twice when an officer lets it go again before it was looked for', async () => {
    await start([60_000]);
    slack.faults.next('chat.postMessage', { kind: 'drop-after' });
    slack.faults.next('chat.postMessage', { kind: 'drop-before' });
    await send(letter('sampai'), letter('hilang', { chat: desk }));
    expect(await states()).toEqual(['unsure', 'unsure']);
    expect([await decideUncertain(db, 1, true), await decideUncertain(db, 2, true)]).toEqual([true, true]);
    await outbox.idle();
    expect(await states()).toEqual(['sent', 'sent']);
    expect([said(), said(desk)]).toEqual([['sampai'], ['hilang']]);
  });

  it('is left alone when an officer lets it be while it is being looked for', async () => {
    await start();
    slack.faults.next('chat.postMessage', { kind: 'drop-before' });
    slack.faults.next('conversations.history', { kind: 'delay', ms: 500 });
    await send(letter('halo'));
    const looks = () => slack.calls.filter(({ method }) => method === 'conversations.history');
    await expect.poll(() => looks().length, PATIENT).toBe(1);
    expect(await decideUncertain(db, 1, false)).toBe(true);
    await expect.poll(() => looks()[0]?.ok, PATIENT).toBe(true);
    await outbox.idle();
    expect([await states(), said()]).toEqual([['dismissed'], []]);
  });

  it.each([
    ['drop-after', ['sent', 'sent'], ['kartu dua'], 1],
    ['drop-before', ['superseded', 'sent'], ['kartu dua'], 2],
  ] as const)(
    'keeps a newer one of its subject waiting, so that there is one card: %s',
    async (kind, ends, cards, calls) => {
      await start();
      slack.faults.next('chat.postMessage', { kind });
      await send(letter('kartu satu', { subject: 'ticket:1' }));
      await send(letter('kartu dua', { subject: 'ticket:1' }));
      expect(await states()).toEqual(['unsure', 'held']);
      await expect.poll(states, PATIENT).toEqual(ends);
      expect([said(), posts()]).toEqual([cards, calls]);
    },
  );

  it.each(['drop-before', 'drop-after'] as const)('that edits is made again, in its order: %s', async (kind) => {
    await start();
    await send(letter('satu', { subject: 'ticket:1' }));
    slack.faults.next('chat.update', { kind });
    await send(letter('dua', { subject: 'ticket:1' }));
    expect(await states()).toEqual(['sent', 'unsure']);
    await expect.poll(states, PATIENT).toEqual(['sent', 'sent']);
    expect([said(), posts()]).toEqual([['dua'], 1]);
    slack.faults.next('chat.update', { kind });
    await send(letter('tiga', { subject: 'ticket:1' }));
    await send(letter('empat', { subject: 'ticket:1' }));
    await expect.poll(states, PATIENT).toEqual(['sent', 'sent', 'superseded', 'sent']);
    expect([said(), posts()]).toEqual([['empat'], 1]);
  });

  it('that edits a named message is never made again by itself: another may have edited it since', async () => {
    await start();
    await send(letter('satu'));
    const [row] = await db.query<{ refs: string[] }>('SELECT refs FROM outbox');
    slack.faults.next('chat.update', { kind: 'drop-before' });
    await send(letter('dua', { edits: row?.refs[0] ?? '' }));
    expect((await states()).slice(0, 2)).toEqual(['sent', 'unsure']);
    expect(said(desk).join()).toContain('tidak pasti sampai: 1');
  });

  it('goes on with the next message of a long one', async () => {
    await start();
    slack.faults.next('chat.postMessage', { kind: 'drop-after' });
    const spans = (from: number) => [`${from} ${'panjang '.repeat(330)}`];
    const blocks = [1, 2, 3, 4, 5, 6].map((at) => ({ kind: 'paragraph', spans: spans(at) }));
    await send({ ...letter(''), reply: { blocks } });
    expect(said()).toHaveLength(1);
    await expect.poll(states, PATIENT).toEqual(['sent']);
    expect(said().length).toBeGreaterThan(1);
    expect(
      said()
        .map((text) => text.slice(0, 1))
        .join(''),
    ).toBe([...new Set(said().map((text) => text.slice(0, 1)))].join(''));
    const [row] = await db.query<{ refs: string[] }>('SELECT refs FROM outbox');
    expect(new Set(row?.refs).size).toBe(said().length);
  });

  it('that only one person saw is not looked for: officers are told at once', async () => {
    await start();
    slack.faults.next('chat.postEphemeral', { kind: 'drop-after' });
    await send(letter('bisik', { place: { onlyFor: ani } }));
    expect((await states())[0]).toBe('unsure');
    expect(said(desk).join()).toContain('tidak pasti sampai: 1');
  });
});

describe('the card of a ticket', () => {
  it('is looked for half a minute later; its thread goes on, and nobody is asked', async () => {
    const world = await createWorld({ slack: {} });
    const rahma = officer(world, world.officer);
    await officer(world, world.admin).command(`peran beri <@${rahma.id}> LPD`);
    const andi = vendor(world, 'Andi Baso');
    await andi.say('/start');
    world.slack.faults.next('chat.postMessage', { kind: 'drop-after' });
    const { id, number } = await ticketOf(world, andi.id);
    await rahma.settle();
    expect([rahma.card(number) === undefined, rahma.thread(number)]).toEqual([false, []]);
    const { db } = world.helpdesk;
    const [card] = await db.query<{ state: string; wait: number }>(
      `SELECT state, extract(epoch FROM look_at - ended_at)::float8 AS wait FROM outbox WHERE subject = $1 AND look_at IS NOT NULL`,
      [`ticket:${id}`],
    );
    expect(card).toEqual({ state: 'unsure', wait: 30 });
    await db.query('UPDATE outbox SET look_at = now() WHERE look_at IS NOT NULL');
    await expect.poll(() => rahma.thread(number).length, PATIENT).toBeGreaterThan(0);
    await rahma.press(number, 'Ambil');
    const shown = rahma.messages().filter((one) => !one.threadTs && !one.onlyFor);
    expect(shown.filter((one) => wordsOf(one).includes(` ${number} ·`))).toHaveLength(1);
    expect(shown.some((one) => wordsOf(one).includes('tidak pasti sampai'))).toBe(false);
    await world.close();
  });
});
