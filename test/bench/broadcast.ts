import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { preparedFolder } from '../support/helpdesk.ts';
import type { BroadcastDone, ToBroadcastBot } from './broadcast-bot.ts';
import type { Account, OpenedLoad, ToBroadcastLoad } from './broadcast-load.ts';
import type { Memory, ToMemory } from './broadcast-memory.ts';
import type { PeerDone, ToPeer } from './broadcast-peer.ts';
import { aligned, fine, machine, mebibytes, percentile, seconds, share, shown, whole } from './figures.ts';
import { type Part, PartFailed, startPart } from './part.ts';

const LOAD = new URL('./broadcast-load.ts', import.meta.url);
const BOT = new URL('./broadcast-bot.ts', import.meta.url);
const PEER = new URL('./broadcast-peer.ts', import.meta.url);
const MEMORY = new URL('./broadcast-memory.ts', import.meta.url);

const PER_SECOND = 25;
const TEXT = 'SPSE sedang tidak dapat dibuka. Tim sedang menangani.';
/** One asks each second of the real clock: few beside the 25 messages, and enough to know how long they wait. */
const ASKERS = 40;
const ASK_EVERY_MS = 1_000;
const WARM_UP_MS = 4_000;
const LONGEST_MS = 10 * 60_000;
const LONGEST_MEMORY_MS = 200_000;

type Run = { recipients: number; account: Account; ms: number; grown?: number };

/**
 * Sends a broadcast against a Telegram that keeps its real limits, beside two loops that many bots have, and prints one table.
 * @param slice recipients in real time, `all` those with a clock `speed` times as fast; `many` for measuring memory
 */
export async function benchBroadcast(slice = 750, all = 10_000, speed = 6, many = 100_000): Promise<void> {
  const began = performance.now();
  const deadline = began + LONGEST_MS;
  const tell = (what: string) => process.stderr.write(`${what}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  try {
    tell('bot ini, waktu nyata');
    const ours = await runOurs(slice, 1, deadline);
    tell('gelung telegraf');
    const loop = await runPeer('loop', slice, deadline);
    tell('Bottleneck');
    const reservoir = await runPeer('reservoir', slice, deadline);
    tell(`bot ini, jam ${speed} kali lebih cepat`);
    const fast = await runOurs(all, speed, deadline);
    tell('memori');
    const memory = await measureMemory(many, deadline);
    process.stdout.write(
      `${machine()}, laju ${PER_SECOND} pesan per detik\n\n${table([ours, loop, reservoir, fast])}\n\n`,
    );
    process.stdout.write(
      `Memori selama ${whole(memory.sent)} dari ${whole(many)} penerima (${seconds(memory.ms)} detik, tanpa jeda): ` +
        `JavaScript +${fine(memory.grown / 2 ** 20)} MiB, seluruh proses dengan basis data bawaan ` +
        `+${mebibytes(memory.processGrown)} MiB\n\nSeluruhnya ${seconds(performance.now() - began)} detik.\n`,
    );
    if (ours.account.refused + fast.account.refused > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof PartFailed)) throw error;
    process.stdout.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

async function runOurs(recipients: number, factor: number, deadline: number): Promise<Run> {
  const dataDir = await preparedFolder();
  const origin = Date.now();
  const load = startPart(LOAD, [], deadline);
  try {
    const opened = await load.ask<OpenedLoad>({
      open: { recipients, askers: ASKERS, origin, factor },
    } satisfies ToBroadcastLoad);
    const bot = startPart(BOT, [opened.apiRoot, opened.token, dataDir, `${origin}`, `${factor}`], deadline);
    try {
      await bot.ask('ready' satisfies ToBroadcastBot);
      await warmUp(load);
      const send = { first: opened.first, recipients, text: TEXT };
      const done = await bot.ask<BroadcastDone>({ send } satisfies ToBroadcastBot);
      const account = await load.ask<Account>('account' satisfies ToBroadcastLoad);
      return { recipients, account, ms: done.ms * factor, grown: done.grown };
    } finally {
      await bot.end();
    }
  } finally {
    await load.end();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function runPeer(kind: 'loop' | 'reservoir', recipients: number, deadline: number): Promise<Run> {
  const load = startPart(LOAD, [], deadline);
  try {
    const opened = await load.ask<OpenedLoad>({
      open: { recipients, askers: ASKERS, origin: Date.now(), factor: 1 },
    } satisfies ToBroadcastLoad);
    const peer = startPart(PEER, [opened.apiRoot, opened.token, kind], deadline);
    try {
      await peer.ask('ready' satisfies ToPeer);
      await warmUp(load);
      const done = await peer.ask<PeerDone>({ send: { first: opened.first, recipients, text: TEXT } } satisfies ToPeer);
      return { recipients, account: await load.ask<Account>('account' satisfies ToBroadcastLoad), ms: done.ms };
    } finally {
      await peer.end();
    }
  } finally {
    await load.end();
  }
}

async function warmUp(load: Part): Promise<void> {
  await load.ask({ ask: { everyMs: ASK_EVERY_MS } } satisfies ToBroadcastLoad);
  await pause(WARM_UP_MS);
  await load.ask('begin' satisfies ToBroadcastLoad);
}

async function measureMemory(recipients: number, deadline: number): Promise<Memory> {
  const dataDir = await preparedFolder();
  const part = startPart(MEMORY, [dataDir, `${LONGEST_MEMORY_MS}`], deadline);
  try {
    // What the first broadcast of a process brings into memory stays there.
    await part.ask({ recipients: 1_000, subject: 'pemanasan' } satisfies ToMemory);
    return await part.ask<Memory>({ recipients, subject: 'seluruhnya' } satisfies ToMemory);
  } finally {
    await part.end();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const LINES: [what: string, of: (run: Run) => string][] = [
  ['penerima', ({ recipients }) => whole(recipients)],
  ['sampai', ({ account: { reached, twice } }) => whole(reached - twice)],
  ['sampai dua kali', ({ account: { twice } }) => whole(twice)],
  ['tidak sampai', ({ recipients, account: { reached, twice } }) => whole(recipients - reached + twice)],
  ['pesan per detik', ({ account: { rate } }) => fine(rate)],
  ['bagian dari laju yang diatur', ({ account: { rate } }) => share(rate / PER_SECOND)],
  ['terbanyak dalam satu detik mana pun', ({ account: { mostInASecond } }) => whole(mostInASecond)],
  ['ditolak Telegram (429)', ({ account: { refused } }) => whole(refused)],
  ['pertanyaan selagi mengirim', ({ account: { waits, unanswered } }) => whole(waits.length + unanswered)],
  ['tidak terjawab', ({ account: { unanswered } }) => whole(unanswered)],
  ['p95 jawaban, milidetik', ({ account: { waits } }) => shown(percentile(waits, 0.95), fine)],
  ['lamanya, detik', ({ ms }) => seconds(ms)],
  ['JavaScript tumbuh, MiB', ({ grown }) => shown(grown, (bytes) => fine(bytes / 2 ** 20))],
];

function table(runs: Run[]): string {
  const head = ['', 'bot ini', 'telegraf', 'Bottleneck', 'jam cepat'];
  return aligned([head, ...LINES.map(([what, of]) => [what, ...runs.map(of)])]);
}
