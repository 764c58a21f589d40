// A process that is Telegram with its real limits: its recipients only read, others ask something now and then.
import { startTelegramServer, type TelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { openChats } from '../support/broadcast-kills.ts';
import { fastClock } from './fast-clock.ts';
import { servePart } from './part.ts';

export type ToBroadcastLoad =
  | { open: { recipients: number; askers: number; origin: number; factor: number } }
  /** Somebody asks every so many milliseconds, who has not asked for long. */
  | { ask: { everyMs: number } }
  /** What was answered so far does not count: the first answers of a process take longer. */
  | 'begin'
  /** Ends the asking; what was asked is waited for. */
  | 'account';
export type OpenedLoad = { apiRoot: string; token: string; first: number };
/** As the service saw it: rates and seconds of its own clock, waits in real milliseconds. */
export type Account = {
  /** Messages to recipients. */
  reached: number;
  twice: number;
  /** Messages a second from the first to a recipient to the last, answers among them. */
  rate: number;
  mostInASecond: number;
  refused: number;
  waits: number[];
  unanswered: number;
};

const QUESTION = 'isi pasal 16';
const LONGEST_WAIT_MS = 15_000;

let server: TelegramServer;
let recipients = new Set<number>();
let askers: number[] = [];
let asking: NodeJS.Timeout | undefined;
const asked = new Map<number, number>();
let waits: number[] = [];

servePart<ToBroadcastLoad>(async (message) => {
  if (message === 'account') return await account();
  if (message === 'begin') {
    waits = [];
    return true;
  }
  if ('open' in message) return await open(message.open);
  asking = setInterval(askNext, message.ask.everyMs);
  return true;
});

async function open({
  recipients: count,
  askers: others,
  origin,
  factor,
}: Extract<ToBroadcastLoad, { open: unknown }>['open']): Promise<OpenedLoad> {
  server = await startTelegramServer({ clock: fastClock(origin, factor).now });
  const people = await openChats(server, count + others);
  recipients = new Set(people.slice(0, count));
  askers = people.slice(count);
  watchAnswers();
  return { apiRoot: server.apiRoot, token: server.token, first: people[0] ?? 0 };
}

function askNext(): void {
  const next = askers.shift();
  if (next === undefined) return;
  askers.push(next);
  if (asked.has(next)) return;
  asked.set(next, performance.now());
  server.people.say(next, next, QUESTION);
}

/** A call is in the journal a moment after the change that it made. */
function watchAnswers(): void {
  let seen = 0;
  const look = () => {
    const { calls } = server;
    for (; seen < calls.length; seen++) {
      const call = calls[seen];
      const since = call?.method === 'sendMessage' && call.ok ? asked.get(call.chat ?? 0) : undefined;
      if (since === undefined) continue;
      waits.push(performance.now() - since);
      asked.delete(call?.chat ?? 0);
    }
  };
  server.people.onChange(() => setImmediate(look));
}

async function account(): Promise<Account> {
  clearInterval(asking);
  for (const began = Date.now(); asked.size > 0 && Date.now() - began < LONGEST_WAIT_MS; )
    await new Promise((resolve) => setTimeout(resolve, 20));
  const taken = server.calls.filter(({ method, ok }) => method === 'sendMessage' && ok);
  const got = taken.filter(({ chat }) => recipients.has(chat ?? 0));
  const [first, last] = [got[0]?.at ?? 0, got.at(-1)?.at ?? 0];
  const between = taken.filter(({ at }) => at >= first && at <= last).length;
  return {
    reached: got.length,
    twice: got.length - new Set(got.map(({ chat }) => chat)).size,
    rate: ((between - 1) * 1_000) / (last - first),
    mostInASecond: server.traffic().mostInASecond,
    refused: server.traffic().refused,
    waits,
    unanswered: asked.size,
  };
}
