import { type SlackServer, startSlackServer } from '../../bot/sandbox/slack/index.ts';
import { startTelegramServer, type TelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { openDatabase } from '../../db/database.ts';
import { type Program, preparedData, startProgram } from './program.ts';
import { type Account, accountOf } from './ticket-account.ts';
import { type Look, officers, type Reporter, reporter } from './ticket-people.ts';

export type Killed = Account & { runs: number; reporters: number; faults: string[] };

const UNPACED = new URL('./unpaced.ts', import.meta.url);
const LOOK_EVERY_MS = 25;
/** A run is ended by then, however little was called. */
const LONGEST_RUN_MS = 5_000;
/** At the end people have so long to finish. */
const LONGEST_END_MS = 120_000;
/** Longer than any work of the program. */
const QUIET_MS = 2_000;
/** Slack's own are a second, a minute and five: the program is never away so long. */
const RETRY_DELAYS_MS = [300, 1_000, 3_000, 5_000, 10_000, 20_000];

/**
 * People report and officers triage while the program is killed with SIGKILL and started again on the same data; at the
 * end all may finish, and the books are compared with what people saw.
 * @param reporters who begin in each run
 * @param callsBefore calls to the services in a run before it is killed
 * @param until no further run begins after it, in milliseconds since 1970
 */
export async function killWhileTicketing(
  kills: number,
  { reporters, callsBefore, until }: { reporters: number; callsBefore: (run: number) => number; until: number },
): Promise<Killed> {
  const telegram = await startTelegramServer({ limits: 'off' });
  const slack = await startSlackServer({
    limits: 'off',
    retryDelaysMs: RETRY_DELAYS_MS,
    subscriptions: ['message.im', 'message.channels', 'message.groups'],
  });
  const { dataDir, remove } = await preparedData();
  const team = ['Rahma', 'Syamsul', 'Nurul'].map((name) => ({ id: slack.people.addUser(name, name).id, name }));
  const channel = slack.people.addChannel(
    'helpdesk-lpse',
    team.map(({ id }) => id),
  );
  const crew = officers(slack, channel, team);
  const everybody: Reporter[] = [];
  const clock = createUptime();
  const faults: string[] = [];
  let last: Program | undefined;

  async function start(): Promise<Program> {
    const program = await startProgram(environment(dataDir, { telegram, slack, team, channel }), UNPACED);
    last = program;
    await program.says('Tersambung: ');
    clock.start();
    return program;
  }
  async function end(program: Program, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    clock.stop();
    program.signal(signal);
    await program.ended;
    faults.push(...`${program.out()}${program.err()}`.split('\n').filter((line) => line.includes('"error"')));
  }
  /** Lets people act until it is enough; looking is dear, so `meanwhile` is asked between two looks. */
  async function live(
    enough: (look: Look) => boolean,
    longestMs: number,
    meanwhile: () => boolean = () => false,
  ): Promise<void> {
    for (const began = Date.now(); Date.now() - began < longestMs; ) {
      const look = lookAt(telegram, slack, clock.ms());
      if (enough(look)) return;
      for (const one of everybody) one.act(look);
      crew.act(look);
      for (const next = Date.now() + LOOK_EVERY_MS; Date.now() < next; ) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (meanwhile()) return;
      }
    }
  }
  const calls = countCalls(telegram, slack);

  try {
    let runs = 0;
    for (; runs < kills && Date.now() < until; runs++) {
      const program = await start();
      for (let at = 0; at < reporters; at++) everybody.push(reporter(telegram, everybody.length));
      const killAt = calls() + callsBefore(runs);
      const isTime = () => calls() >= killAt;
      await live(isTime, LONGEST_RUN_MS, isTime);
      await end(program, 'SIGKILL');
    }
    const program = await start();
    const settled = createQuiet(calls);
    await live(
      (look) => settled() && everybody.every((one) => one.told(look) !== undefined) && crew.finished(look),
      LONGEST_END_MS,
    );
    await end(program, 'SIGTERM');
    const db = await openDatabase({ dataDir });
    try {
      const account = await accountOf(db, {
        look: lookAt(telegram, slack, 0),
        channel,
        bot: slack.botUserId,
        reporters: everybody,
        answers: crew.answers,
        taken: (words) =>
          slack.deliveries.some(({ outcome, body }) => outcome?.ok && JSON.stringify(body).includes(words)),
      });
      return { ...account, runs, reporters: everybody.length, faults };
    } finally {
      await db.close();
    }
  } finally {
    last?.signal('SIGKILL');
    await last?.ended;
    await Promise.all([telegram.stop(), slack.stop()]);
    await remove();
  }
}

function environment(
  dataDir: string,
  {
    telegram,
    slack,
    team,
    channel,
  }: { telegram: TelegramServer; slack: SlackServer; team: { id: string }[]; channel: string },
): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    SLACK_ADMINS: team.map(({ id }) => id).join(','),
    SLACK_TRIAGE_CHANNEL: channel,
  };
}

function lookAt(telegram: TelegramServer, slack: SlackServer, uptime: number): Look {
  const chats = new Map(telegram.people.view().chats.map((chat) => [chat.id, chat]));
  return { chats, slack: slack.people.view(), uptime };
}

/** How often the program has called, but for asking whether there is anything new. */
function countCalls(telegram: TelegramServer, slack: SlackServer): () => number {
  let [seen, asking] = [0, 0];
  return () => {
    for (; seen < telegram.calls.length; seen++) if (telegram.calls[seen]?.method === 'getUpdates') asking += 1;
    return telegram.calls.length - asking + slack.calls.length;
  };
}

/** How long the program has run in all its lives. */
function createUptime() {
  let [before, since] = [0, 0];
  return {
    ms: () => before + (since === 0 ? 0 : Date.now() - since),
    start() {
      since = Date.now();
    },
    stop() {
      before += Date.now() - since;
      since = 0;
    },
  };
}

/** True when nothing was called for a while. */
function createQuiet(calls: () => number): () => boolean {
  let [seen, since] = [-1, 0];
  return () => {
    if (calls() !== seen) [seen, since] = [calls(), Date.now()];
    return Date.now() - since > QUIET_MS;
  };
}
