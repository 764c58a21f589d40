// The helpdesk as a process of its own, without the pauses between messages that the services ask for and that people are
// asked for.
import { createApp } from '../../bot/app.ts';
import { createChannels } from '../../bot/connect.ts';
import { openFileStore } from '../../bot/files/store.ts';
import { openHelpdesk } from '../../bot/helpdesk.ts';
import { createLog } from '../../bot/log.ts';
import { NO_RATES } from '../../bot/pace.ts';
import { readConfig } from '../../config.ts';

const config = readConfig(process.env);
const log = createLog(config.logLevel, []);
const ready = Promise.withResolvers<ReturnType<typeof createApp>>();
const channels = createChannels(
  config,
  {
    receive: async (incoming) => (await ready.promise).receive(incoming),
    formFor: async (incoming) => (await ready.promise).formFor(incoming),
    readFile: async (id) => (await ready.promise).readFile(id),
  },
  log,
);
for (const channel of Object.values(channels)) {
  channel.rates = NO_RATES;
  await channel.transport.check();
}
const helpdesk = await openHelpdesk(config);
const chat = config.slack?.triageChannel;
const app = createApp({
  helpdesk,
  channels,
  files: openFileStore(config),
  ...(chat !== undefined && { triage: { channel: 'slack', chat, audience: 'group' } as const }),
  officers: config.slack?.admins.map((address) => ({ address, roles: ['lpd'] })) ?? [],
  floodRate: { burst: 1_000_000, secondsEach: 1 },
  log,
});
process.once('SIGTERM', async () => {
  await app.stop();
  await helpdesk.close();
  process.exit();
});
ready.resolve(app);
await app.start();
console.log('Tersambung: tanpa jeda');
