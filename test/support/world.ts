import { rm } from 'node:fs/promises';
import { type App, createApp } from '../../bot/app.ts';
import type { Log } from '../../bot/channel.ts';
import { createChannels } from '../../bot/connect.ts';
import { openFileStore } from '../../bot/files/store.ts';
import type { FloodRate } from '../../bot/flood.ts';
import { type Helpdesk, openHelpdesk } from '../../bot/helpdesk.ts';
import { NO_RATES } from '../../bot/pace.ts';
import { startSlackServer } from '../../bot/sandbox/slack/index.ts';
import { startTelegramServer } from '../../bot/sandbox/telegram/index.ts';
import type { Ai } from '../../knowledge/index.ts';
import { preparedFolder } from './helpdesk.ts';

export type Line = { level: string; what: string; facts: Record<string, unknown> };

/** A log that is kept. */
function keptLog(): { log: Log; lines: Line[] } {
  const lines: Line[] = [];
  const at =
    (level: string) =>
    (what: string, facts: Record<string, unknown> = {}) =>
      void lines.push({ level, what, facts });
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines };
}

type Options = {
  telegram?: Parameters<typeof startTelegramServer>[0] | false;
  slack?: Parameters<typeof startSlackServer>[0] | false;
  /** As fast as the program can, and the servers do not mind; without it the real limits hold on both sides. */
  unlimited?: boolean;
  floodRate?: FloodRate;
  now?: () => number;
  /** Instead of the shipped database folder. */
  wrap?: (db: Helpdesk['db']) => Helpdesk['db'];
  /** Models, made over the helpdesk; none without it. */
  ai?: (helpdesk: Helpdesk) => Ai | Promise<Ai>;
};

/** The whole helpdesk, over the wire to servers of this process; `close` ends and removes all. */
export async function createWorld({
  telegram = {},
  slack = false,
  unlimited = true,
  floodRate,
  now,
  wrap,
  ai,
}: Options = {}) {
  const dataDir = await preparedFolder();
  const helpdesk: Helpdesk = await openHelpdesk({ databaseUrl: undefined, dataDir });
  const telegramServer =
    telegram === false ? undefined : await startTelegramServer({ ...(unlimited && { limits: 'off' }), ...telegram });
  const slackServer =
    slack === false
      ? undefined
      : await startSlackServer({
          shortcuts: [
            { callbackId: 'ask', name: 'Tanya LPSE' },
            { callbackId: 'ticket', name: 'Buat tiket' },
          ],
          subscriptions: ['app_home_opened', 'app_mention', 'message.im', 'message.channels', 'message.groups'],
          ...(unlimited && { limits: 'off' }),
          ...slack,
        });
  const { log, lines } = keptLog();
  const slackUser = slackServer?.people.addUser('ilham', 'Ilham');
  const officer = slackServer?.people.addUser('rahma', 'Rahma');
  const channel = slackServer?.people.addChannel(
    'helpdesk-lpse',
    [slackUser, officer].flatMap((one) => one?.id ?? []),
  );
  const head = slackServer?.people.addUser('hasnah', 'Hasnah');
  const restricted = head && slackServer?.people.addChannel('integritas', [head.id], 'private');
  const announcements = slackServer?.people.addChannel(
    'pengumuman',
    [slackUser, officer, head].flatMap((one) => one?.id ?? []),
  );
  const trainers = ['mawar', 'darwis'].map((name) =>
    slackServer?.people.addUser(name, name === 'mawar' ? 'Mawar' : 'Darwis'),
  );
  const training = slackServer?.people.addChannel(
    'pelatihan',
    [slackUser, head, ...trainers].flatMap((one) => one?.id ?? []),
  );
  const app = Promise.withResolvers<App>();
  const channels = createChannels(
    {
      telegram: telegramServer && {
        token: telegramServer.token,
        apiRoot: telegramServer.apiRoot,
        webhook: undefined,
        perSecond: 25,
      },
      slack: slackServer && {
        botToken: slackServer.botToken,
        appToken: slackServer.appToken,
        signingSecret: undefined,
        apiUrl: slackServer.apiUrl,
        admins: [],
        triageChannel: channel,
        restrictedChannel: restricted,
        announceChannel: announcements,
        trainingChannel: training,
      },
    },
    {
      receive: async (incoming) => (await app.promise).receive(incoming),
      formFor: async (incoming) => (await app.promise).formFor(incoming),
      checkForm: async (incoming) => (await app.promise).checkForm(incoming),
      readFile: async (id) => (await app.promise).readFile(id),
    },
    log,
  );
  for (const channel of Object.values(channels)) {
    if (unlimited) channel.rates = NO_RATES;
    await channel.transport.check();
  }
  const running = createApp({
    helpdesk: {
      ...helpdesk,
      ...(wrap && { db: wrap(helpdesk.db) }),
      ...(ai && { ai: await ai(helpdesk) }),
    },
    channels,
    ...((floodRate ?? unlimited) && { floodRate: floodRate ?? { burst: 1_000_000, secondsEach: 1 } }),
    officers: [
      ...(slackUser ? [{ address: slackUser.id, roles: ['admin'] }] : []),
      ...(head ? [{ address: head.id, roles: ['kepala'] }] : []),
      ...trainers.flatMap((one) => (one ? [{ address: one.id, roles: ['trn'] }] : [])),
    ],
    log,
    files: openFileStore({ dataDir, s3: undefined }),
    ...(channel !== undefined && { triage: { channel: 'slack', chat: channel, audience: 'group' } }),
    ...(restricted !== undefined && { restricted: { channel: 'slack', chat: restricted, audience: 'group' } }),
    ...(announcements !== undefined && {
      announcements: { channel: 'slack', chat: announcements, audience: 'group' },
    }),
    ...(training !== undefined && { training: { channel: 'slack', chat: training, audience: 'group' } }),
    ...(now && { now }),
  });
  app.resolve(running);
  await running.start();
  return {
    app: running,
    helpdesk,
    lines,
    telegram: telegramServer as NonNullable<typeof telegramServer>,
    slack: slackServer as NonNullable<typeof slackServer>,
    admin: slackUser?.id ?? '',
    officer: officer?.id ?? '',
    head: head?.id ?? '',
    channel: channel ?? '',
    restricted: restricted ?? '',
    announcements: announcements ?? '',
    /** The channel of trainers, and the ids of two of them. */
    training: training ?? '',
    trainers: trainers.flatMap((one) => one?.id ?? []),
    async close() {
      await running.stop();
      await helpdesk.close();
      await telegramServer?.stop();
      await slackServer?.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
