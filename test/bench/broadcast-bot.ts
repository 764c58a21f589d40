// A process that is the whole bot, with the pauses that Telegram asks for, by a clock that may be fast.
import { type App, createApp } from '../../bot/app.ts';
import { createChannels } from '../../bot/connect.ts';
import { openFileStore } from '../../bot/files/store.ts';
import { openHelpdesk } from '../../bot/helpdesk.ts';
import { createLog } from '../../bot/log.ts';
import { addBroadcast, progressOf } from '../../db/broadcasts.ts';
import { fastClock } from './fast-clock.ts';
import { held } from './garbage.ts';
import { servePart } from './part.ts';

export type ToBroadcastBot = 'ready' | { send: { first: number; recipients: number; text: string } };
/** `grown`: bytes that JavaScript holds more than before. */
export type BroadcastDone = { ms: number; sent: number; grown: number };

const [apiRoot = '', token = '', dataDir = '', origin = '0', factor = '1'] = process.argv.slice(2);
const LOOK_EVERY_MS = 500;

const log = createLog('error', [token]);
const helpdesk = await openHelpdesk({ databaseUrl: undefined, dataDir });
const app = Promise.withResolvers<App>();
const channels = createChannels(
  { telegram: { apiRoot, token, webhook: undefined, perSecond: 25 }, slack: undefined },
  {
    receive: async (incoming) => (await app.promise).receive(incoming),
    formFor: async (incoming) => (await app.promise).formFor(incoming),
    readFile: async (id) => (await app.promise).readFile(id),
  },
  log,
);
for (const { transport } of Object.values(channels)) await transport.check();
app.resolve(
  createApp({
    helpdesk,
    channels,
    files: openFileStore({ dataDir, s3: undefined }),
    paceClock: fastClock(Number(origin), Number(factor)),
    log,
  }),
);
await (await app.promise).start();

servePart<ToBroadcastBot>(async (message) => (message === 'ready' ? true : await send(message.send)));

async function send({
  first,
  recipients,
  text,
}: Extract<ToBroadcastBot, { send: unknown }>['send']): Promise<BroadcastDone> {
  const { db } = helpdesk;
  await db.query(
    `INSERT INTO subscriptions (channel, chat, kind, topics)
     SELECT 'telegram', n::text, 'private', '{gangguan}' FROM generate_series($1::bigint, $2::bigint) AS n`,
    [first, first + recipients - 1],
  );
  const before = await held();
  const began = performance.now();
  const reply = { blocks: [{ kind: 'paragraph', spans: [text] }] };
  const id = (await addBroadcast(db, { subject: text, reply, topic: 'gangguan' }, new Date())) as number;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const progress = await progressOf(db, id);
    if (!progress?.endedAt) continue;
    const ms = performance.now() - began;
    return { ms, sent: progress.sent, grown: (await held()) - before };
  }
}
