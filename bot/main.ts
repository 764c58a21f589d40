import { join } from 'node:path';
import { type Config, loadDotEnv, readConfig, unknownNames } from '../config.ts';
import { forgetEverybody } from '../db/people.ts';
import { type Place, readStatus } from '../handlers/index.ts';
import { type App, createApp } from './app.ts';
import { createChannels } from './connect.ts';
import { faultOf } from './fault.ts';
import { openFileStore } from './files/index.ts';
import { openHelpdesk } from './helpdesk.ts';
import { type HttpServer, listen } from './http.ts';
import { createLog } from './log.ts';
import { endLate, explainFailure, onSignals, showPreparing } from './process.ts';
import { type Sandbox, startSandbox } from './sandbox/index.ts';
import { type ReadStatus, statusRoutes } from './status/index.ts';

const stop = onSignals({ endWithParent: process.env.npm_lifecycle_event !== undefined });
/** What was opened, to be closed in the reverse order. */
const opened: { close: () => Promise<void> }[] = [];
try {
  loadDotEnv('.env');
  const config = readConfig(process.env);
  for (const name of unknownNames(process.env))
    process.stderr.write(`Peringatan: variabel ${name} tidak dikenal dan diabaikan (yang dikenal: .env.example).\n`);
  const log = createLog(config.logLevel, secretsOf(config));
  // A library that forgets to await must not take the whole helpdesk down.
  process.on('unhandledRejection', (error) => log.error('unhandled', { fault: faultOf(error) }));
  const told = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()));
  void told.then(() => {
    process.stdout.write('Berhenti: menyelesaikan yang sedang dikerjakan…\n');
    endLate(log);
  });

  // Before the helpdesk is open the status page says that it cannot tell.
  let readPublic: ReadStatus | undefined;
  const statusAt = (url: string) => statusRoutes({ url, read: async (now) => await readPublic?.(now), log });
  const sandbox =
    config.telegram || config.slack
      ? undefined
      : await startSandbox({ port: config.port, routes: (url) => statusAt(`${url}/status`) });
  if (sandbox) opened.push({ close: sandbox.stop });
  const configured = sandbox ? pretended(config, sandbox) : config;

  // The channels exist before the helpdesk is open, so that a wrong token is told at once; what they bring waits for it.
  const app = Promise.withResolvers<App>();
  const channels = createChannels(
    configured,
    {
      receive: async (incoming) => (await app.promise).receive(incoming),
      formFor: async (incoming) => (await app.promise).formFor(incoming),
      checkForm: async (incoming) => (await app.promise).checkForm(incoming),
      readFile: async (id) => (await app.promise).readFile(id),
    },
    log,
  );
  const transports = Object.values(channels).map(({ transport }) => transport);
  await Promise.all(transports.map((transport) => transport.check()));
  const routes = [
    ...transports.flatMap(({ http }) => http ?? []),
    ...(config.statusUrl === undefined || sandbox ? [] : statusAt(config.statusUrl)),
  ];
  const server: HttpServer | undefined = routes.length > 0 ? await listen(config.host, config.port, routes) : undefined;
  if (server) opened.push(server);

  const helpdesk = await openHelpdesk(configured, showPreparing());
  opened.push(helpdesk);
  readPublic = (now) => readStatus({ ...helpdesk, now, telegram: channels.telegram?.transport.privateLink?.() });
  if (sandbox) await forgetEverybody(helpdesk.db);
  for (const file of helpdesk.report.files) if (file.outcome === 'refused') process.stderr.write(`${file.reason}\n`);
  const desk = (chat: string | undefined): Place | undefined =>
    chat === undefined ? undefined : { channel: 'slack', chat, audience: 'group' };
  const running = createApp({
    helpdesk,
    channels,
    files: openFileStore(configured),
    triage: desk(configured.slack?.triageChannel),
    restricted: desk(configured.slack?.restrictedChannel),
    announcements: desk(configured.slack?.announceChannel),
    training: desk(configured.slack?.trainingChannel),
    statusUrl: configured.statusUrl,
    officers: sandbox?.officers ?? config.slack?.admins.map((address) => ({ address, roles: ['admin'] })) ?? [],
    log,
  });
  app.resolve(running);
  opened.push({ close: running.stop });
  // A service that is away is waited for without end, and whoever tells us to stop shall not wait with us.
  await Promise.race([running.start(), told]);
  if (!stop.aborted) process.stdout.write(greeting(helpdesk.knowledge.unit.name, configured, sandbox));
  if (!stop.aborted && !running.leads())
    process.stdout.write('Proses lain sedang bekerja: yang ini menerima pesan dan siap mengambil alih.\n');
  // Whoever watches over this process starts it anew; what was stored is taken up then.
  const lost = AbortSignal.any([helpdesk.db.lost, running.lost]);
  lost.addEventListener('abort', () => endLate(log));
  const failed = new Promise<never>((_, reject) => lost.addEventListener('abort', () => reject(lost.reason)));
  await Promise.race([told, failed]);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${explainFailure(error)}\n`);
} finally {
  for (const { close } of opened.reverse())
    await close().catch((error) => process.stderr.write(`${explainFailure(error)}\n`));
}
process.exit();

/** The configuration with which the same program runs against the servers of the sandbox. */
function pretended(config: Config, sandbox: Sandbox): Config {
  return {
    ...config,
    // Its people are not those of the real services, and are gone with the next start: so is what is kept of them.
    dataDir: config.dataDir === ':memory:' ? config.dataDir : join(config.dataDir, 'sandbox'),
    databaseUrl: undefined,
    telegram: { ...sandbox.telegram, webhook: undefined, perSecond: 25 },
    slack: {
      ...sandbox.slack,
      signingSecret: undefined,
      admins: [],
      triageChannel: sandbox.triageChannel,
      restrictedChannel: sandbox.restrictedChannel,
      announceChannel: sandbox.announceChannel,
      trainingChannel: sandbox.trainingChannel,
    },
    statusUrl: `${sandbox.url}/status`,
    s3: undefined,
  };
}

function secretsOf({ telegram, slack, s3, models }: Config): string[] {
  return [
    telegram?.token,
    telegram?.webhook?.secret,
    slack?.botToken,
    slack?.appToken,
    slack?.signingSecret,
    s3?.secretAccessKey,
    models?.writer?.key,
    models?.embedder?.key,
    models?.listener?.key,
  ].filter((secret) => secret !== undefined);
}

/** Where the words of people go; nothing where no model is configured. */
function modelLine({ models }: Config): string {
  if (!models) return '';
  const at = (address: { model: string; url: string } | undefined) =>
    address && `${address.model} (${new URL(address.url).host})`;
  const used = [at(models.writer), at(models.embedder), at(models.listener)].filter(Boolean);
  return `Model: ${used.join(', ')}. Data pribadi disamarkan dahulu; mematikannya: /lpse ai mati alasan\n`;
}

function greeting(name: string, config: Config, sandbox: Sandbox | undefined): string {
  const { telegram, slack, statusUrl } = config;
  if (!sandbox) {
    const how = [
      telegram && `Telegram (${telegram.webhook ? 'webhook' : 'long polling'})`,
      slack && `Slack (${slack.appToken === undefined ? 'HTTP' : 'Socket Mode'})`,
    ];
    const page = statusUrl === undefined ? '' : ` Halaman status: ${statusUrl}`;
    return `${name}\n${modelLine(config)}Tersambung: ${how.filter(Boolean).join(' dan ')}.${page} Hentikan dengan Ctrl+C.\n`;
  }
  return `${name}
Belum ada token Telegram atau Slack: sandbox dibuka. Semua di dalamnya tiruan dan berjalan di komputer ini.
${modelLine(config)}
  Buka  ${sandbox.url}
  Halaman status  ${sandbox.url}/status

Coba tanyakan sebagai penyedia di sisi kiri:
  - syarat daftar penyedia apa saja?
  - kalau dokumen penawaran tidak bisa dibuka gimana?
  - tolong mundurkan jadwal upload dong
Hentikan dengan Ctrl+C.
`;
}
