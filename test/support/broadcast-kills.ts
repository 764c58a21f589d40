import { setTimeout as pause } from 'node:timers/promises';
import { startTelegramServer, type TelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { addBroadcast } from '../../db/broadcasts.ts';
import { type Database, openDatabase } from '../../db/database.ts';
import { type Program, preparedData, startProgram } from './program.ts';

/** What became of the messages of all broadcasts, counted by what people got. */
export type Tally = {
  kills: number;
  recipients: number;
  once: number;
  /** Listed as unsure; the message came, or did not. */
  unsureArrived: number;
  unsureMissing: number;
  /** The most that one kill left unsure. */
  mostUnsure: number;
  /** Sent to that many recipients when it was killed. */
  sentAtKill: number[];
  /** More than one message: must never happen. */
  twice: number;
  /** None, though listed as sent: must never happen. */
  lost: number;
  /** Neither sent nor unsure: must never happen. */
  other: number;
};

const QUIET_MS = 1_500;
const LONGEST_MS = 60_000;
const THREAD = 'announcement:1';

/**
 * Sends broadcasts of one thread to the same people, each killed with SIGKILL and started again on the same data so often;
 * the program goes on by itself. Telegram's limits are off.
 * @param share of the messages after which the program is killed, between 0 and 1, for each kill of a broadcast in order
 * @param perSecond messages a second that the program may send; the more, the more are on their way when it is killed
 */
export async function killWhileBroadcasting({
  broadcasts,
  killsEach,
  recipients,
  share,
  perSecond = 400,
}: {
  broadcasts: number;
  killsEach: number;
  recipients: number;
  share: (kill: number) => number;
  perSecond?: number;
}): Promise<Tally> {
  const telegram = await startTelegramServer({ limits: 'off' });
  const { dataDir, remove } = await preparedData();
  const people = await openChats(telegram, recipients);
  const tally: Tally = {
    ...{ kills: 0, recipients: 0, once: 0, unsureArrived: 0, unsureMissing: 0, mostUnsure: 0, sentAtKill: [] },
    ...{ twice: 0, lost: 0, other: 0 },
  };
  let last: Program | undefined;
  const start = async () => {
    const program = await startProgram({
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      TELEGRAM_PER_SECOND: `${perSecond}`,
    });
    last = program;
    await program.says('Tersambung: ');
    return program;
  };
  try {
    await onDatabase(dataDir, (db) => subscribeAll(db, people));
    for (let at = 0; at < broadcasts; at++) {
      const text = `pengumuman ${at + 1}`;
      const id = await onDatabase(dataDir, (db) => addText(db, text));
      const arrived = countArrived(telegram, text);
      for (let kill = 0; kill < killsEach; kill++) {
        const program = await start();
        const enough = Math.floor(share(kill) * recipients);
        const began = Date.now();
        while (arrived().size < enough && Date.now() - began < LONGEST_MS) await pause(1);
        program.signal('SIGKILL');
        await program.ended;
        tally.kills += 1;
        tally.sentAtKill.push(arrived().size);
      }
      const program = await start();
      await finished(() => arrived().size);
      program.signal('SIGTERM');
      await program.ended;
      account(await onDatabase(dataDir, (db) => listStates(db, id)), arrived(), tally);
    }
    return tally;
  } finally {
    last?.signal('SIGKILL');
    await last?.ended;
    await telegram.stop();
    await remove();
  }
}

/** People who pressed /start before; what they wrote is gone from the service. */
export async function openChats(telegram: TelegramServer, count: number): Promise<number[]> {
  const people = Array.from({ length: count }, (_, at) => telegram.people.addPerson(`Orang ${at}`).id);
  for (const id of people) telegram.people.say(id, id, '/start');
  const last = telegram.deliver({});
  await fetch(`${telegram.apiRoot}/bot${telegram.token}/getUpdates?offset=${last + 1}&timeout=0`);
  return people;
}

async function subscribeAll(db: Database, people: number[]): Promise<void> {
  await db.query(
    `INSERT INTO subscriptions (channel, chat, kind, topics)
     SELECT 'telegram', chat, 'private', '{gangguan}' FROM unnest($1::text[]) AS chat`,
    [people.map(String)],
  );
}

async function addText(db: Database, text: string): Promise<number> {
  const reply = { blocks: [{ kind: 'paragraph', spans: [text] }] };
  const id = await addBroadcast(db, { subject: text, thread: THREAD, reply, topic: 'gangguan' }, new Date());
  return id as number;
}

/** How many messages with this text each chat got, known without looking through the chats. */
function countArrived({ calls }: TelegramServer, text: string): () => Map<number, number> {
  const chats = new Map<number, number>();
  let seen = calls.length;
  return () => {
    for (; seen < calls.length; seen++) {
      const call = calls[seen];
      if (call?.method !== 'sendMessage' || !call.ok || call.params.text !== text) continue;
      chats.set(call.chat ?? 0, (chats.get(call.chat ?? 0) ?? 0) + 1);
    }
    return chats;
  };
}

async function finished(count: () => number): Promise<void> {
  const began = Date.now();
  for (let [before, since] = [-1, began]; Date.now() - since < QUIET_MS && Date.now() - began < LONGEST_MS; ) {
    if (count() !== before) [before, since] = [count(), Date.now()];
    await pause(50);
  }
}

async function onDatabase<T>(dataDir: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase({ dataDir });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

type Row = { chat: string; state: string; ended_at: Date };

const listStates = (db: Database, id: number) =>
  db.query<Row>('SELECT chat, state, ended_at FROM deliveries WHERE broadcast = $1', [id]);

function account(rows: Row[], arrived: Map<number, number>, tally: Tally): void {
  const ofStart = new Map<number, number>();
  for (const { chat, state, ended_at } of rows) {
    const got = arrived.get(Number(chat)) ?? 0;
    tally.recipients += 1;
    if (got > 1) tally.twice += 1;
    else if (state === 'unsure') tally[got === 1 ? 'unsureArrived' : 'unsureMissing'] += 1;
    else if (state !== 'sent') tally.other += 1;
    else if (got === 1) tally.once += 1;
    else tally.lost += 1;
    // Each start notes in one statement what the kill before it left.
    if (state === 'unsure') ofStart.set(ended_at.getTime(), (ofStart.get(ended_at.getTime()) ?? 0) + 1);
  }
  tally.mostUnsure = Math.max(tally.mostUnsure, ...ofStart.values());
}
