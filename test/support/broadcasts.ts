import { createBroadcast } from '../../bot/broadcast.ts';
import type { Log } from '../../bot/channel.ts';
import { createOutbox } from '../../bot/outbox.ts';
import { createPace, NO_RATES, type Rates } from '../../bot/pace.ts';
import { startTelegramServer, type TelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { createTelegram } from '../../bot/telegram/index.ts';
import { addBroadcast, type NewBroadcast, type Progress, progressOf } from '../../db/broadcasts.ts';
import type { Database } from '../../db/database.ts';
import { addLetters } from '../../db/outbox.ts';
import { subscribe } from '../../db/subscriptions.ts';

type Line = { level: string; what: string; facts: Record<string, unknown> };

/** What sends broadcasts and letters, over the wire to a Telegram of this process, on an empty database. */
export async function broadcastStage(
  db: Database,
  {
    rates = NO_RATES,
    server = { limits: 'off' },
    mayLeave,
  }: { rates?: Rates; server?: Parameters<typeof startTelegramServer>[0]; mayLeave?: () => boolean } = {},
) {
  await db.query('TRUNCATE broadcasts, deliveries, subscriptions, outbox, people RESTART IDENTITY CASCADE');
  const telegram = await startTelegramServer(server);
  const lines: Line[] = [];
  const at =
    (level: string) =>
    (what: string, facts: Record<string, unknown> = {}) =>
      void lines.push({ level, what, facts });
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const { out } = createTelegram({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    commands: [],
    receive: async () => {},
    readFile: async () => undefined,
    log,
  });
  const told = { settled: 0 };
  const create = () => {
    const exits = { telegram: { out, pace: createPace(rates) } };
    const leave = mayLeave && { mayLeave };
    return {
      broadcast: createBroadcast({ db, exits, log, settled: () => void told.settled++, ...leave }),
      outbox: createOutbox({ db, exits, log, ...leave }),
    };
  };
  let { broadcast, outbox } = create();
  const begin = async () => {
    await outbox.start();
    await broadcast.start();
  };
  const end = async () => {
    await broadcast.stop();
    await outbox.stop();
  };

  return {
    telegram,
    lines,
    told,
    idle: () => broadcast.idle(),
    wake: () => broadcast.wake(),
    start: begin,
    stop: end,
    /** As a new process would. */
    async restart() {
      await end();
      ({ broadcast, outbox } = create());
      await begin();
    },
    async close() {
      await end();
      await telegram.stop();
    },
    /** So many people, subscribed. */
    async people(count: number) {
      const people = Array.from({ length: count }, (_, number) => {
        const person = telegram.people.addPerson(`Orang ${number}`);
        telegram.people.say(person.id, person.id, '/start');
        return personIn(telegram, person.id);
      });
      for (const { id } of people) await subscribe(db, { channel: 'telegram', chat: `${id}`, kind: 'private' }, TOPICS);
      return people;
    },
    async tell(subject: string, more: Partial<NewBroadcast> = {}): Promise<number> {
      const broadcastId = await addBroadcast(
        db,
        { subject, reply: words(subject), topic: 'gangguan', ...more },
        new Date(),
      );
      broadcast.wake();
      return broadcastId as number;
    },
    async say(chat: number, text: string, lane: 0 | 1 | 2 = 0) {
      const place = { channel: 'telegram', chat: `${chat}`, audience: 'private' };
      await addLetters(db, [{ lane, channel: 'telegram', chat: `${chat}`, place, reply: words(text) }]);
      outbox.wake();
    },
    progress: async (id: number): Promise<Progress> => (await progressOf(db, id)) as Progress,
    states: async (id: number) =>
      (await db.query<{ state: string }>('SELECT state FROM deliveries WHERE broadcast = $1 ORDER BY id', [id])).map(
        ({ state }) => state,
      ),
  };
}

const TOPICS = ['gangguan'];
const words = (text: string) => ({ blocks: [{ kind: 'paragraph', spans: [text] }] });

/** Somebody, and what the bot wrote to them. */
function personIn({ people }: TelegramServer, id: number) {
  const got = () =>
    (people.view().chats.find((chat) => chat.id === id)?.messages ?? []).filter(({ from }) => from !== id);
  return { id, got, texts: () => got().map(({ text }) => text) };
}

/** The most calls of a list that came in any rolling second. */
export function busiestSecond(times: number[]): number {
  let [from, most] = [0, 0];
  for (const [to, time] of times.entries()) {
    while ((times[from] ?? 0) <= time - 1_000) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
