import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fetched, Log } from '../../../bot/channel.ts';
import { createFiles } from '../../../bot/files/index.ts';
import { type FileStore, openFileStore } from '../../../bot/files/store.ts';
import type { Database } from '../../../db/database.ts';
import { addFiles, dropDraftFiles, findFile, type NewFile } from '../../../db/files.ts';
import { temporaryFolder, testDatabase } from '../../support/database.ts';
import { plainPng } from './pictures.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const png = plainPng(4, 4);
const bytes: Fetched = { kind: 'bytes', bytes: png };

let db: Database;
let dataDir: string;
let people: number[];
let clock: number;
beforeAll(async () => {
  db = await testDatabase();
  dataDir = await temporaryFolder();
  const rows = await db.query<{ id: number }>(
    `INSERT INTO people (channel, address, name) SELECT 'telegram', 'f' || n, 'Budi' FROM generate_series(1, 3) n RETURNING id`,
  );
  people = rows.map(({ id }) => id);
});
afterAll(async () => {
  await db.close();
  await rm(dataDir, { recursive: true });
});
beforeEach(async () => {
  await db.query('DELETE FROM files');
  clock = Date.now() + MINUTE;
});

/** The rows of files of the first person, unless they say otherwise; their references are told to `fetch`. */
const add = (...files: Partial<NewFile>[]) =>
  addFiles(
    db,
    files.map((file, at) => ({
      direction: 'in',
      channel: 'telegram',
      kind: 'document',
      name: 'layar.png',
      reference: `r${at}`,
      person: people[0] ?? null,
      ...file,
    })),
  );
const row = async (id: number | undefined) => await findFile(db, id ?? -1);
const onDisk = async () =>
  (await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

type Answer = Fetched | Error | Promise<Fetched>;

/** Files over a scripted channel: `answers` by reference, one after the other, the last for ever. */
function stage({
  answers = {},
  store = openFileStore({ dataDir }),
  ...rest
}: {
  answers?: Record<string, Answer[]>;
  store?: FileStore;
  connected?: boolean;
  database?: Database;
  blacken?: (picture: Uint8Array) => Promise<Uint8Array | undefined>;
} = {}) {
  const asked: string[] = [];
  const logged: string[] = [];
  const told = { ready: 0 };
  const note = (what: string, facts?: Record<string, unknown>) => logged.push(JSON.stringify({ what, ...facts }));
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const files = createFiles({
    db: rest.database ?? db,
    store,
    log,
    now: () => clock,
    ready: () => {
      told.ready += 1;
    },
    fetch:
      rest.connected === false
        ? {}
        : {
            telegram: async ({ id }) => {
              asked.push(id);
              const script = answers[id] ?? [bytes];
              const answer = script.length > 1 ? script.shift() : script[0];
              if (answer instanceof Error) throw answer;
              return (await answer) ?? bytes;
            },
          },
    blackener: { blacken: rest.blacken ?? (async (picture) => picture), stop: async () => {} },
  });
  return { files, asked, logged, told };
}

/** Starts, lets everything end that is due, and stops. */
async function run(on: ReturnType<typeof stage>) {
  on.files.start();
  await on.files.idle();
  await on.files.stop();
}

describe('a file that is taken', () => {
  it('is fetched once, checked, stored, and told of', async () => {
    const [id] = await add({ name: 'foto.jpg.exe' });
    const on = stage();
    await run(on);
    expect(await row(id)).toMatchObject({
      state: 'stored',
      type: 'image/png',
      bytes: png.length,
      sha256: createHash('sha256').update(png).digest('hex'),
      name: 'foto.png',
      place: expect.stringMatching(/^\d{4}\/\d+-[0-9a-f]{12}$/),
    });
    expect(Buffer.from((await on.files.read(id ?? 0)) ?? []).equals(png)).toBe(true);
    expect(on.told.ready).toBe(1);
    await run(on);
    expect(on.asked).toEqual(['r0']);
  });

  it('is not there for those who read it before, or read another', async () => {
    const [id] = await add({});
    const { files } = stage();
    expect(await files.read(id ?? 0)).toBeUndefined();
    expect(await files.read(999_999)).toBeUndefined();
  });

  it('is fetched once however often it is woken', async () => {
    const slow = new Promise<Fetched>((resolve) => setTimeout(() => resolve(bytes), 30));
    const ids = await add(
      ...Array.from({ length: 20 }, (_, at) => ({ reference: `w${at}`, person: people[at % 3] ?? null })),
    );
    const on = stage({ answers: { w0: [slow], w7: [slow] } });
    on.files.start();
    for (let time = 0; time < 200; time++) {
      on.files.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await on.files.idle();
    await on.files.stop();
    expect([...on.asked].sort()).toEqual(ids.map((_, at) => `w${at}`).sort());
    expect(on.told.ready).toBe(20);
  });

  it('is not begun again when it ends while the list of what is due is on its way', async () => {
    await add({});
    const later = () => new Promise<void>((resolve) => setTimeout(resolve, 60));
    const slow: Database = {
      ...db,
      async query<Row>(sql: string, params?: unknown[]) {
        const rows = await db.query<Row>(sql, params);
        if (sql.includes('due_at <=')) await later();
        return rows;
      },
    };
    const held = later()
      .then(later)
      .then(() => bytes);
    const on = stage({ database: slow, answers: { r0: [held, bytes] } });
    on.files.start();
    await expect.poll(() => on.asked, { interval: 1 }).toEqual(['r0']);
    on.files.wake();
    await on.files.idle();
    await on.files.stop();
    expect(on.asked).toEqual(['r0']);
    expect(on.told.ready).toBe(1);
  });

  it('comes after the other files of its person, and not before two at a time are done', async () => {
    const open: (() => void)[] = [];
    const held = () => new Promise<Fetched>((resolve) => open.push(() => resolve(bytes)));
    await add(
      { reference: 'a1', person: people[0] ?? null },
      { reference: 'a2', person: people[0] ?? null },
      { reference: 'b1', person: people[1] ?? null },
      { reference: 'c1', person: people[2] ?? null },
    );
    const on = stage({ answers: { a1: [held()], a2: [held()], b1: [held()], c1: [held()] } });
    on.files.start();
    const until = async (asked: string[]) => await expect.poll(() => on.asked).toEqual(asked);
    await until(['a1', 'b1']);
    open[0]?.();
    await until(['a1', 'b1', 'a2']);
    open[1]?.();
    await until(['a1', 'b1', 'a2', 'c1']);
    for (const release of open) release();
    await on.files.idle();
    await on.files.stop();
  });
});

describe('a file that is not taken', () => {
  it.each([
    ['gone', { kind: 'gone', why: 'deleted' }, 'layar.png'],
    ['too-big', { kind: 'too-big' }, 'layar.png'],
    ['empty', { kind: 'bytes', bytes: new Uint8Array() }, 'layar.png'],
    ['type', { kind: 'bytes', bytes: Buffer.from('<html>') }, 'layar.png'],
  ] as const)('%s', async (why, answer, name) => {
    const [id] = await add({ name });
    const on = stage({ answers: { r0: [answer] } });
    await run(on);
    expect(await row(id)).toMatchObject({ state: 'refused', why, place: null });
    expect(on.told.ready).toBe(1);
  });

  it('a sealed bid is not even fetched', async () => {
    const [id] = await add({ name: 'penawaran.rhs' });
    const on = stage();
    await run(on);
    expect(await row(id)).toMatchObject({ state: 'refused', why: 'bid-file' });
    expect(on.asked).toEqual([]);
  });
});

describe('a file that cannot be fetched just now', () => {
  const retry: Fetched = { kind: 'retry', after: 30, why: 'status 502' };

  it('waits as long as the service asks, and longer each time', async () => {
    const [id] = await add({});
    const on = stage({ answers: { r0: [retry, retry, bytes] } });
    await run(on);
    clock += 29_000;
    await run(on);
    expect(on.asked).toHaveLength(1);
    clock += 1_500;
    await run(on);
    expect(on.asked).toHaveLength(2);
    expect(await row(id)).toMatchObject({ state: 'waiting', attempts: 2 });
    clock += 31_000;
    await run(on);
    expect(await row(id)).toMatchObject({ state: 'stored' });
    expect(on.told.ready).toBe(1);
  });

  it('is given up after two days of trying', async () => {
    const [id] = await add({});
    const on = stage({ answers: { r0: [retry] } });
    const begun = clock;
    while ((await row(id))?.state === 'waiting' && clock < begun + 4 * DAY) {
      await run(on);
      clock += 20 * MINUTE;
    }
    expect(await row(id)).toMatchObject({ state: 'refused', why: 'failed' });
    expect(clock - begun).toBeGreaterThan(2 * DAY);
    expect(clock - begun).toBeLessThan(2 * DAY + 60 * MINUTE);
  }, 60_000);

  it('is not given up at the first attempt after the program stood still for days', async () => {
    const [id] = await add({});
    clock += 5 * DAY;
    await run(stage({ answers: { r0: [retry] } }));
    expect(await row(id)).toMatchObject({ state: 'waiting' });
  });

  it('waits for a channel that is not connected, without end', async () => {
    const [id] = await add({});
    const on = stage({ connected: false });
    for (let day = 0; day < 30; day++) {
      await run(on);
      clock += DAY;
    }
    expect(await row(id)).toMatchObject({ state: 'waiting' });
    await run(stage());
    expect(await row(id)).toMatchObject({ state: 'stored' });
  });

  it('a fault is noted once with a reference, and says nothing of the file or its sender', async () => {
    const [id] = await add({ name: 'rahasia-budi.png' });
    const on = stage({ answers: { r0: [new TypeError('x is undefined'), bytes] } });
    await run(on);
    const faults = on.logged.filter((line) => line.includes('reference'));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/"reference":"[0-9a-f]{8}"/);
    expect(on.logged.join()).not.toMatch(/rahasia|budi/i);
    clock += MINUTE;
    await run(on);
    expect(await row(id)).toMatchObject({ state: 'stored' });
  });
});

describe('after a crash', () => {
  it('between storing and noting it, the file is fetched again and stored in the same place', async () => {
    const [id] = await add({});
    const disk = openFileStore({ dataDir });
    const crashing = {
      ...disk,
      async put(...all: Parameters<FileStore['put']>) {
        await disk.put(...all);
        throw new Error('crash');
      },
    };
    await run(stage({ store: crashing }));
    expect(await row(id)).toMatchObject({ state: 'waiting', place: null });
    const left = (await onDisk()).filter((name) => name.startsWith(`${id}-`));
    clock += MINUTE;
    const on = stage();
    await run(on);
    expect(await row(id)).toMatchObject({ state: 'stored' });
    expect((await onDisk()).filter((name) => name.startsWith(`${id}-`))).toEqual(left);
    expect(left).toHaveLength(1);
  });

  it('stopping in the middle leaves it waiting, without a failed attempt', async () => {
    const [id] = await add({});
    let release = (_: Fetched) => {};
    const held = new Promise<Fetched>((resolve) => {
      release = resolve;
    });
    const on = stage({ answers: { r0: [held] } });
    on.files.start();
    await expect.poll(() => on.asked).toEqual(['r0']);
    const stopping = on.files.stop();
    release({ kind: 'retry', after: 1, why: 'stopped' });
    await stopping;
    expect(await row(id)).toMatchObject({ state: 'waiting', attempts: 0 });
  });
});

describe('a packet', () => {
  const recipe = (pictures: { file: number; name: string }[]) => ({
    title: 'Paket untuk LKPP',
    facts: [{ label: 'Nomor', value: 'L-2026-00042' }],
    sections: [],
    pictures,
    pictureNote: 'Dihitamkan.',
    pictureLeftOut: 'Tidak disertakan.',
  });
  const packet = (pictures: { file: number; name: string }[]): Partial<NewFile> => ({
    direction: 'packet',
    channel: null,
    reference: null,
    name: 'L-2026-00042-LKPP.pdf',
    recipe: recipe(pictures),
  });

  it('is made from its recipe, with the pictures blackened', async () => {
    const [picture] = await add({});
    await run(stage());
    const [id] = await add(packet([{ file: picture ?? 0, name: 'layar.png' }]));
    const given: Uint8Array[] = [];
    const on = stage({
      async blacken(one) {
        given.push(one);
        return plainPng(9, 9, 0);
      },
    });
    await run(on);
    expect(await row(id)).toMatchObject({ state: 'stored', type: 'application/pdf', name: 'L-2026-00042-LKPP.pdf' });
    expect(Buffer.from((await on.files.read(id ?? 0)) ?? []).toString('latin1')).toMatch(
      /^%PDF-[\s\S]*\/Subtype \/Image/,
    );
    expect(given.map((one) => Buffer.from(one).equals(png))).toEqual([true]);
    expect(on.asked).toEqual([]);
  });

  it('holds no picture that could not be blackened, or is not there', async () => {
    const [picture, refused] = await add({}, { name: 'x.rhs' });
    await run(stage());
    const pictures = [picture ?? 0, refused ?? 0, 999_999].map((file) => ({ file, name: 'layar.png' }));
    const [id] = await add(packet(pictures));
    const on = stage({ blacken: async () => undefined });
    await run(on);
    expect(Buffer.from((await on.files.read(id ?? 0)) ?? []).toString('latin1')).not.toMatch(/\/Subtype \/Image/);
  });

  it('waits for a picture that is on its way', async () => {
    const [picture] = await add({ reference: 'slow' });
    const [id] = await add(packet([{ file: picture ?? 0, name: 'layar.png' }]));
    const on = stage({ answers: { slow: [{ kind: 'retry', after: 1, why: 'busy' }, bytes] } });
    await run(on);
    expect(await row(id)).toMatchObject({ state: 'waiting' });
    clock += MINUTE;
    await run(on);
    clock += MINUTE;
    await run(on);
    expect(await row(id)).toMatchObject({ state: 'stored' });
  });

  it('is not stored without its pictures because of a stop', async () => {
    const [picture] = await add({});
    await run(stage());
    const [id] = await add(packet([{ file: picture ?? 0, name: 'layar.png' }]));
    let release = (_: undefined) => {};
    const reading = new Promise<undefined>((resolve) => {
      release = resolve;
    });
    const begun: Uint8Array[] = [];
    const blacken = (one: Uint8Array) => {
      begun.push(one);
      return reading;
    };
    const on = stage({ blacken });
    on.files.start();
    await expect.poll(() => begun).toHaveLength(1);
    const stopping = on.files.stop();
    release(undefined);
    await stopping;
    expect(await row(id)).toMatchObject({ state: 'waiting', attempts: 0 });
  });
});

describe('forgetting', () => {
  it('removes the files of forms given up or old, and nothing else', async () => {
    const [old, fresh] = await add({ person: people[0] ?? null }, { person: people[1] ?? null });
    await run(stage());
    await db.query(`UPDATE files SET made_at = made_at - interval '3 days' WHERE id = $1`, [old]);
    const [dropped] = await add({ person: people[2] ?? null });
    await dropDraftFiles(db, people[2] ?? 0);
    const on = stage();
    await run(on);
    expect(on.asked).toEqual([]);
    await on.files.forget(new Date(Date.now() - DAY));
    expect([await row(old), await row(dropped)]).toEqual([undefined, undefined]);
    expect(await row(fresh)).toMatchObject({ state: 'stored' });
    expect((await onDisk()).filter((name) => name.startsWith(`${old}-`))).toEqual([]);
    expect(await on.files.read(fresh ?? 0)).toBeDefined();
  });

  it('tries again when the bytes could not be removed', async () => {
    const [id] = await add({});
    await run(stage());
    const disk = openFileStore({ dataDir });
    const failing = { ...disk, remove: () => Promise.reject(new Error('away')) };
    await expect(stage({ store: failing }).files.forget(new Date(clock))).rejects.toThrow('away');
    expect(await row(id)).toBeDefined();
    await stage().files.forget(new Date(0));
    expect(await row(id)).toBeUndefined();
    expect((await onDisk()).filter((name) => name.startsWith(`${id}-`))).toEqual([]);
  });

  it('leaves no bytes of a file that was being fetched', async () => {
    const [id] = await add({});
    let release = (_: Fetched) => {};
    const held = new Promise<Fetched>((resolve) => {
      release = resolve;
    });
    const on = stage({ answers: { r0: [held] } });
    on.files.start();
    await expect.poll(() => on.asked).toEqual(['r0']);
    await on.files.forget(new Date(clock));
    release(bytes);
    await on.files.idle();
    await on.files.stop();
    expect(await row(id)).toBeUndefined();
    expect((await onDisk()).filter((name) => name.startsWith(`${id}-`))).toEqual([]);
  });
});
