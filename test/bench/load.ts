// A process that is Telegram, and the people who ask there again as soon as they are answered.
import { setTimeout as pause } from 'node:timers/promises';
import { startTelegramServer, type TelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { servePart } from './part.ts';

export type ToLoad =
  | { open: { questions: string[]; people: number } }
  /** People who wait for an answer go on waiting between rounds. `stuck`: the first does not count. */
  | { round: { ms: number; stuck: boolean } }
  /** The first changes what was asked last, and asks nothing more. */
  | { change: true };
export type Opened = { apiRoot: string; token: string; first: number };
/**
 * Milliseconds from each question to the message that answers it, and of the whole. What was asked before the end and
 * answered after it counts in `answered` only.
 */
export type Round = { times: number[]; ms: number; answered: number; unanswered: number };

/** Somebody who is answered later than this is not waited for at the end of a round. */
const LONGEST_WAIT_MS = 10_000;
const GREETINGS = ['', 'Pak, ', 'Bu, ', 'min ', 'halo, ', 'permisi, ', 'kak ', 'maaf, ', 'selamat siang, '];
const ENDINGS = ['', ' ya', ' makasih', ' mohon infonya', ' trims'];

type Asker = { id: number; askedAt: number | undefined; message: number };

let server: TelegramServer;
let askers: Asker[] = [];
let words: Generator<string>;
let asking = false;
let times: number[] = [];

servePart<ToLoad>(async (message) => {
  if ('open' in message) return await open(message.open.questions, message.open.people);
  if ('round' in message) return await round(message.round.ms, message.round.stuck);
  const [first] = askers;
  if (first) server.people.edit(first.id, first.id, first.message, 'isi pasal 2');
  return true;
});

async function open(questions: string[], people: number): Promise<Opened> {
  server = await startTelegramServer({ limits: 'off' });
  words = wordsOf(questions);
  askers = Array.from({ length: people }, (_, at) => {
    const { id } = server.people.addPerson(`Penanya ${at + 1}`);
    return { id, askedAt: undefined, message: 0 };
  });
  watchAnswers();
  return { apiRoot: server.apiRoot, token: server.token, first: askers[0]?.id ?? 0 };
}

/** The same question comes again with other words around it: no cache of whole questions answers it. */
function* wordsOf(questions: string[]): Generator<string> {
  for (let at = 0; ; at++) {
    const turn = Math.floor(at / questions.length);
    const ending = ENDINGS[Math.floor(turn / GREETINGS.length) % ENDINGS.length];
    yield `${GREETINGS[turn % GREETINGS.length]}${questions[at % questions.length]}${ending}`;
  }
}

function ask(asker: Asker): void {
  asker.askedAt = performance.now();
  asker.message = server.people.say(asker.id, asker.id, words.next().value as string);
}

/** A call is in the journal a moment after the change that it made. */
function watchAnswers(): void {
  const byId = new Map(askers.map((asker) => [asker.id, asker]));
  let last: unknown;
  let looking = false;
  const look = () => {
    looking = false;
    const { calls } = server;
    let at = calls.length;
    while (at > 0 && calls[at - 1] !== last) at--;
    for (const { method, chat, ok } of calls.slice(at)) {
      const asker = method === 'sendMessage' && ok ? byId.get(chat ?? 0) : undefined;
      if (asker?.askedAt === undefined) continue;
      times.push(performance.now() - asker.askedAt);
      asker.askedAt = undefined;
      if (asking) ask(asker);
    }
    last = calls.at(-1);
  };
  server.people.onChange(() => {
    if (!looking) setImmediate(look);
    looking = true;
  });
}

async function round(ms: number, stuck: boolean): Promise<Round> {
  const start = performance.now();
  const counted = stuck ? askers.slice(1) : askers;
  times = [];
  asking = true;
  for (const asker of counted) ask(asker);
  await pause(ms);
  asking = false;
  const inTime = { times: [...times], ms: performance.now() - start };
  const waits = () => counted.filter(({ askedAt }) => askedAt !== undefined).length;
  while (waits() > 0 && performance.now() - start < ms + LONGEST_WAIT_MS) await pause(10);
  return { ...inTime, answered: times.length, unanswered: waits() };
}
