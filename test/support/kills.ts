import { startTelegramServer, type TelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { type Database, openDatabase } from '../../db/database.ts';
import { type Program, preparedData, startProgram } from './program.ts';

/** What became of the questions, counted by the messages that people got. */
export type Tally = {
  asked: number;
  /** Answered with exactly one message, of the words that belong to the question. */
  once: number;
  /** The outbox says that nobody knows; the message came, or did not. */
  unsureArrived: number;
  unsureMissing: number;
  /** More than one message: must never happen. */
  twice: number;
  /** None, though the outbox does not say unsure: must never happen. */
  lost: number;
  /** Of each burst: how many had their answer when it was killed, how many not. */
  kills: { answered: number; open: number }[];
};

/** Each is answered with one message, which contains the words. */
const QUESTIONS: [question: string, words: string][] = [
  ['isi pasal 16', 'meningkatkan pengetahuan dan ketrampilan'],
  ['isi pasal 23 ayat 2', 'Pasal 23 ayat (2)'],
  ['boleh gak LPSE minta syarat tambahan pas daftar?', 'Pasal 21 ayat (3)'],
  ['isi pasal 27', 'Pasal 27'],
];
/** Longer than any answer takes, the first after a start too. */
const QUIET_MS = 1_500;

/**
 * Lets `questions` different people ask at once, kills the program with SIGKILL after some of the answers, starts it on the
 * same data, and so on for each kill; at the end it may finish. Telegram's limits are off.
 * @param share of the answers after which the program is killed, between 0 and 1, for each kill
 */
export async function killInBursts(kills: number, questions: number, share: (kill: number) => number): Promise<Tally> {
  const telegram = await startTelegramServer({ limits: 'off' });
  const { dataDir, remove } = await preparedData();
  let last: Program | undefined;
  const start = async () => {
    const program = await startProgram({
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      TELEGRAM_PER_SECOND: '1000',
    });
    last = program;
    await program.says('Tersambung: ');
    return program;
  };
  const messages = countMessages(telegram);
  const expected = new Map<number, string>();
  const tally: Tally = { asked: 0, once: 0, unsureArrived: 0, unsureMissing: 0, twice: 0, lost: 0, kills: [] };
  try {
    for (let kill = 0; kill < kills; kill++) {
      const program = await start();
      // What the last kill left is answered first, so that each burst is one of its own.
      if (kill > 0) await quiet(messages);
      const before = messages();
      for (let at = 0; at < questions; at++) {
        const { id } = telegram.people.addPerson(`Orang ${kill}-${at}`);
        const [question, words] = QUESTIONS[at % QUESTIONS.length] as [string, string];
        expected.set(id, words);
        telegram.people.say(id, id, question);
      }
      const enough = before + Math.floor(share(kill) * questions);
      while (messages() < enough) await new Promise((resolve) => setTimeout(resolve, 1));
      program.signal('SIGKILL');
      await program.ended;
      const answered = messages() - before;
      tally.kills.push({ answered, open: questions - answered });
    }
    let unsure: Set<string> | undefined;
    do {
      const program = await start();
      await quiet(messages);
      program.signal('SIGTERM');
      await program.ended;
      unsure = await onDatabase(dataDir, async (db) => ((await isFinished(db)) ? await unsureChats(db) : undefined));
    } while (!unsure);

    const replies = repliesOf(telegram);
    for (const [person, words] of expected) {
      const got = replies.get(person) ?? [];
      const right = got.every((text) => text.includes(words));
      tally.asked += 1;
      if (got.length > 1) tally.twice += 1;
      else if (unsure.has(String(person))) tally[got.length === 1 ? 'unsureArrived' : 'unsureMissing'] += 1;
      else if (got.length === 1 && right) tally.once += 1;
      else tally.lost += 1;
    }
    return tally;
  } finally {
    last?.signal('SIGKILL');
    await last?.ended;
    await telegram.stop();
    await remove();
  }
}

/** How many messages the bot has sent, known without looking through the chats. */
function countMessages({ calls }: TelegramServer): () => number {
  let [seen, count] = [0, 0];
  return () => {
    for (; seen < calls.length; seen++) if (calls[seen]?.method === 'sendMessage') count += 1;
    return count;
  };
}

function repliesOf({ people }: TelegramServer): Map<number, string[]> {
  const replies = new Map<number, string[]>();
  for (const { id, messages } of people.view().chats) {
    const got = messages.filter(({ from }) => from !== id).map(({ text }) => text);
    if (got.length > 0) replies.set(id, got);
  }
  return replies;
}

async function quiet(state: () => number): Promise<void> {
  for (let [before, since] = [-1, Date.now()]; Date.now() - since < QUIET_MS; ) {
    if (state() !== before) [before, since] = [state(), Date.now()];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function onDatabase<T>(dataDir: string, look: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase({ dataDir });
  try {
    return await look(db);
  } finally {
    await db.close();
  }
}

async function isFinished(db: Database): Promise<boolean> {
  const open = await db.query(
    "SELECT FROM inbox WHERE state = 'waiting' UNION ALL SELECT FROM outbox WHERE state IN ('due', 'sending')",
  );
  return open.length === 0;
}

async function unsureChats(db: Database): Promise<Set<string>> {
  const rows = await db.query<{ chat: string }>("SELECT chat FROM outbox WHERE state = 'unsure'");
  return new Set(rows.map(({ chat }) => chat));
}
