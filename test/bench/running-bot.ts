// A process that is the whole bot, without the pauses between messages that Telegram asks for.
import { type App, createApp } from '../../bot/app.ts';
import { createChannels } from '../../bot/connect.ts';
import { openFileStore } from '../../bot/files/store.ts';
import { openHelpdesk } from '../../bot/helpdesk.ts';
import { createLog } from '../../bot/log.ts';
import { NO_RATES } from '../../bot/pace.ts';
import type { Database } from '../../db/database.ts';
import { servePart } from './part.ts';
import { used } from './used.ts';

/** `stuck`: the handler of this person waits for ever when something that was asked is changed. */
const [apiRoot = '', token = '', dataDir = '', stuck = ''] = process.argv.slice(2);
const log = createLog('error', [token]);
const helpdesk = await openHelpdesk({ databaseUrl: undefined, dataDir });
const db: Database = {
  ...helpdesk.db,
  query: (sql, params) =>
    sql.includes('FROM answers') && params?.includes(stuck) ? new Promise(() => {}) : helpdesk.db.query(sql, params),
};
const app = Promise.withResolvers<App>();
const channels = createChannels(
  { telegram: { apiRoot, token, webhook: undefined, perSecond: 1_000 }, slack: undefined },
  {
    receive: async (incoming) => (await app.promise).receive(incoming),
    formFor: async (incoming) => (await app.promise).formFor(incoming),
    readFile: async (id) => (await app.promise).readFile(id),
  },
  log,
);
for (const channel of Object.values(channels)) {
  channel.rates = NO_RATES;
  await channel.transport.check();
}
app.resolve(
  createApp({
    helpdesk: { ...helpdesk, db },
    channels,
    files: openFileStore({ dataDir, s3: undefined }),
    floodRate: { burst: 1_000_000, secondsEach: 1 },
    log,
  }),
);
await (await app.promise).start();

servePart(used);
