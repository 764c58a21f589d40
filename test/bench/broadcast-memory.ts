// A process that sends a broadcast as fast as the database can, to nobody: only what it needs itself is measured.
import { createBroadcast } from '../../bot/broadcast.ts';
import type { Log } from '../../bot/channel.ts';
import { openHelpdesk } from '../../bot/helpdesk.ts';
import { createPace, NO_RATES } from '../../bot/pace.ts';
import { addBroadcast, progressOf } from '../../db/broadcasts.ts';
import { held } from './garbage.ts';
import { servePart } from './part.ts';

export type ToMemory = { recipients: number; subject: string };
/**
 * Bytes that JavaScript held and the whole process took more than before, at most; all who are subscribed were so before.
 * `sent`: recipients that had it when time was over.
 */
export type Memory = { grown: number; processGrown: number; sent: number; ms: number };

const [dataDir = '', longestMs = '60000'] = process.argv.slice(2);
const silent = () => {};
const log: Log = { debug: silent, info: silent, warn: silent, error: silent };
const { db } = await openHelpdesk({ databaseUrl: undefined, dataDir });
let sent = 0;
const broadcast = createBroadcast({
  db,
  exits: {
    telegram: {
      out: {
        render: () => ['text'],
        send: async () => ({ kind: 'sent', ref: String(++sent) }),
        typing: silent,
      },
      pace: createPace(NO_RATES),
    },
  },
  log,
});
await broadcast.start();

servePart<ToMemory>(async ({ recipients, subject }) => {
  await db.query('DELETE FROM subscriptions');
  await db.query(
    `INSERT INTO subscriptions (channel, chat, kind, topics)
     SELECT 'telegram', n::text, 'private', '{gangguan}' FROM generate_series(1, $1::integer) AS n`,
    [recipients],
  );
  const [before, rss] = [await held(), process.memoryUsage().rss];
  let [most, grown] = [0, 0];
  const began = performance.now();
  sent = 0;
  const id = (await addBroadcast(db, { subject, reply: { blocks: [] }, topic: 'gangguan' }, new Date())) as number;
  broadcast.wake();
  while (performance.now() - began < Number(longestMs)) {
    grown = Math.max(grown, (await held()) - before);
    most = Math.max(most, process.memoryUsage().rss - rss);
    if (sent >= recipients && (await progressOf(db, id))?.endedAt) break;
  }
  return { grown, processGrown: most, sent, ms: performance.now() - began } satisfies Memory;
});
