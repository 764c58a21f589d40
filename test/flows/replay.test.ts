import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../bot/app.ts';
import type { Transport } from '../../bot/channel.ts';
import { createChannels } from '../../bot/connect.ts';
import { openFileStore } from '../../bot/files/store.ts';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { createLog } from '../../bot/log.ts';
import { NO_RATES } from '../../bot/pace.ts';
import { startTelegramServer } from '../../bot/sandbox/telegram/index.ts';
import type { Incoming } from '../../handlers/index.ts';
import { testHelpdesk } from '../support/helpdesk.ts';
import { settled, vendor } from '../support/vendor.ts';

const NO_FLOOD = { burst: 1_000_000, secondsEach: 1 };
const NOW = Date.UTC(2026, 2, 2, 1);
const silent = createLog('silent');

let helpdesk: Helpdesk;
/** What came in at first, one thing after the other, and then in one go. */
const files = openFileStore({ dataDir: ':memory:', s3: undefined });
let history: Incoming[];
let recorded: Incoming[];
beforeAll(async () => {
  helpdesk = await testHelpdesk();
  [history, recorded] = await record();
});
afterAll(() => helpdesk.close());

/** Lets people talk to the bot over the wire, and keeps what the channel made of it. */
async function record(): Promise<[Incoming[], Incoming[]]> {
  const telegram = await startTelegramServer({ limits: 'off' });
  const log: Incoming[] = [];
  let app: App;
  const channels = createChannels(
    {
      telegram: { token: telegram.token, apiRoot: telegram.apiRoot, webhook: undefined, perSecond: 1_000 },
      slack: undefined,
    },
    {
      receive: async (incoming) => {
        log.push(incoming);
        await app.receive(incoming);
      },
      formFor: (incoming) => app.formFor(incoming),
      readFile: (id) => app.readFile(id),
    },
    silent,
  );
  for (const channel of Object.values(channels)) channel.rates = NO_RATES;
  await forget();
  app = createApp({ helpdesk, channels, files, log: silent, floodRate: NO_FLOOD });
  await channels.telegram?.transport.check();
  await app.start();
  const world = { app, telegram } as Parameters<typeof vendor>[0];
  const [andi, budi, citra] = ['Andi', 'Budi', 'Citra'].map((name) => vendor(world, name));
  if (!andi || !budi || !citra) throw new Error('nobody');

  await andi.say('isi pasal 23 ayat 2');
  const asked = andi.messages().at(0)?.id ?? 0;
  await budi.say('boleh gak LPSE minta syarat tambahan pas daftar?');
  await citra.say('isi pasal 27');
  const before = log.length;

  await andi.say('kalau ayat 3 nya?');
  await andi.do((people) => people.edit(andi.id, andi.id, asked, 'isi pasal 23 ayat 3'));
  await andi.press('Jawab pertanyaan');
  await andi.do((people) => people.sendOther(andi.id, andi.id, 'sticker'));
  await budi.press('👎');
  await budi.press('Lainnya');
  await budi.say('kurang contoh');
  await budi.say('/daftar');
  await budi.press('Perorangan');
  await citra.press('👍');
  await citra.press('👎');
  await citra.press('Tidak lengkap');
  await citra.do((people) => {
    const message = people.say(citra.id, citra.id, 'isi pasal 2');
    people.edit(citra.id, citra.id, message, 'isi pasal 29');
  });
  await citra.say('/entah');
  const photo = { kind: 'photo', name: 'a.png', type: 'image/png', bytes: new Uint8Array([1]) } as const;
  await citra.do((people) => people.attach(citra.id, citra.id, [photo, photo]));
  await citra.do((people) => people.block(citra.id));
  await settled(world, () => log.length);
  await app.stop();
  await telegram.stop();
  return [log.slice(0, before), log.slice(before)];
}

/** A helpdesk of today on an empty database, which has seen the history; what it sends arrives nowhere. */
async function replaying(): Promise<App> {
  await forget();
  let sent = 0;
  const transport: Transport = {
    out: { render: (reply) => [reply], send: async () => ({ kind: 'sent', ref: String(++sent) }), typing: () => {} },
    check: async () => {},
    start: async () => {},
    stop: async () => {},
    fetchFile: async () => ({ kind: 'gone', why: 'nothing is fetched' }),
  };
  const app = createApp({
    helpdesk,
    files,
    channels: { telegram: { transport, rates: NO_RATES } },
    log: silent,
    floodRate: NO_FLOOD,
    now: () => NOW,
  });
  await app.start();
  for (const incoming of history) {
    await app.receive(incoming);
    await app.idle();
  }
  return app;
}

async function forget(): Promise<void> {
  await helpdesk.db.query(`
    ALTER TABLE audit DISABLE TRIGGER audit_append_only;
    TRUNCATE inbox, outbox, judgements, answers, people, audit RESTART IDENTITY CASCADE;
    ALTER TABLE audit ENABLE TRIGGER audit_append_only`);
}

async function deliver(app: App, log: Incoming[]): Promise<void> {
  await Promise.all(log.map((incoming) => app.receive(incoming)));
  await app.idle();
}

/** All that is stored. The numbers of rows made after the history tell only who was worked on first, so they are left out. */
async function state() {
  const rows = async (sql: string) => (await helpdesk.db.query(sql)).map((row) => numberless(JSON.stringify(row)));
  return {
    people: await rows('SELECT address, name, roles, talk, reachable FROM people ORDER BY address'),
    answers: await rows(
      `SELECT person, chat, message, question, changed_question, kind, confidence, reply, citations FROM answers
       ORDER BY person, message, question, id`,
    ),
    judgements: await rows('SELECT answer, person, useful, reason, comment FROM judgements ORDER BY answer, person'),
    audit: (await rows('SELECT person, deed, allowed, detail FROM audit')).sort(),
    inbox: await rows('SELECT key, state, incoming FROM inbox ORDER BY key'),
    outbox: await rows('SELECT chat, lane, reply, edits, subject, state, part FROM outbox ORDER BY chat, id'),
  };
}

const numberless = (row: string) =>
  row.replace(/"id":(\d+)/gu, (all, id: string) => (Number(id) > history.length ? '"id":"#"' : all));

const everything = () =>
  Promise.all(
    ['people', 'answers', 'judgements', 'audit', 'inbox', 'outbox'].map((table) =>
      helpdesk.db.query(`SELECT * FROM ${table} ORDER BY 1, 2`),
    ),
  );

describe('what Telegram delivers in any order and any number of times', () => {
  it('leads to the same, and once more changes nothing', { timeout: 120_000 }, async () => {
    expect(recorded.length).toBeGreaterThan(15);
    await deliver(await replaying(), recorded);
    const expected = await state();
    expect(expected.judgements).toHaveLength(2);
    expect(new Set(expected.inbox.map((row) => JSON.parse(row).state))).toEqual(new Set(['done', 'superseded']));

    const repeats = fc.array(fc.nat(recorded.length - 1), { maxLength: 12 });
    const order = repeats.chain((again) => {
      const all = [...recorded.keys(), ...again];
      return fc.shuffledSubarray(all, { minLength: all.length });
    });
    await fc.assert(
      fc.asyncProperty(order, async (numbers) => {
        const app = await replaying();
        const log = numbers.map((at) => recorded[at] as Incoming);
        await deliver(app, log);
        expect(await state()).toEqual(expected);
        const before = await everything();
        await deliver(app, [...history, ...log]);
        expect(await everything()).toEqual(before);
        await app.stop();
      }),
      { numRuns: 15 },
    );
  });
});
