import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import {
  addEmbeddings,
  dropEmbedder,
  ensureEmbedder,
  indexEmbeddings,
  listEmbedders,
  nearestEmbeddings,
} from '../../db/embeddings.ts';
import type { Filling } from '../../knowledge/meaning/fill.ts';
import { createMeaning } from '../../knowledge/meaning/index.ts';
import { createModels } from '../../knowledge/model/index.ts';
import { testDatabase } from '../support/database.ts';
import { embedText } from '../support/embedder.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import { modelsAt } from '../support/models.ts';
import { embeddingModel, randomVector } from '../support/vectors.ts';

const { signal } = new AbortController();
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  for (const { id } of await listEmbedders(db)) await dropEmbedder(db, id);
});
afterAll(() => db.close());

const MATTERS = [
  ...['akun masuk', 'berkas unggah', 'jadwal tender', 'sanggah banding', 'pajak setoran'],
  ...['lelang ulang', 'katalog produk', 'server gangguan', 'surat kuasa', 'kontrak tanda'],
];
const PEOPLE = 'budi sari dewi joko rina agus wati hasan'.split(' ');
/** Each matter in the words of everybody. */
const QUESTIONS = PEOPLE.flatMap((person) => MATTERS.map((matter) => `${matter} ${person}`));
const matterOf = (text: string) => text.split(' ')[0];

/** Knowledge of nothing but questions, of which those of the same first word mean the same. */
const knowing = (texts: () => string[]) => ({
  embeddable: async () => texts().map((text) => ({ hash: hashOf(text), text })),
  nearnessTests: () =>
    texts().map((text) => ({
      hash: hashOf(text),
      judge: (other: string) => {
        const found = texts().find((one) => hashOf(one) === other);
        if (found === undefined || found === text) return undefined;
        return { of: 'question' as const, right: matterOf(found) === matterOf(text) };
      },
    })),
});

describe('making vectors', () => {
  it('makes each once, batch by batch, and serves when all are there', async () => {
    const models = embeddingModel('kata', (text) => embedText(text));
    const meaning = createMeaning({ db, knowledge: knowing(() => QUESTIONS), models });
    const seen: number[] = [];
    expect(await meaning.state()).toEqual({ filling: { model: 'kata', done: 0, total: 80 } });
    expect(await meaning.fill({ signal, progress: ({ done }) => seen.push(done) })).toEqual({
      ...{ embedded: 80, unchanged: 0, dropped: 0, left: 0 },
    });
    expect(seen).toEqual([0, 32, 64, 80]);
    expect(await meaning.state()).toEqual({ serving: { model: 'kata', dimension: 256, texts: 80 } });
    const sent = models.sent.length;
    expect(await meaning.fill({ signal })).toEqual({ embedded: 0, unchanged: 80, dropped: 0, left: 0 });
    expect(models.sent).toHaveLength(sent);
  });

  it('finds what is near, with how far that can be trusted', async () => {
    const models = embeddingModel('kata', (text) => embedText(text));
    const meaning = createMeaning({ db, knowledge: knowing(() => QUESTIONS), models });
    expect(await meaning.nearby('sanggah banding siapa', signal)).toBeUndefined();
    expect(models.sent).toEqual([]);
    await meaning.fill({ signal });
    const nearby = await meaning.nearby('sanggah banding siapa', signal);
    const own = QUESTIONS.filter((text) => matterOf(text) === 'sanggah').map(hashOf);
    expect(
      nearby?.hits
        .slice(0, 8)
        .map(({ hash }) => hash)
        .sort(),
    ).toEqual(own.sort());
    expect(nearby?.trust[0]?.right).toBeGreaterThan(0.9);
    expect(nearby?.hits.every(({ likeness }, at, all) => likeness <= (all[at - 1]?.likeness ?? 1))).toBe(true);
  });

  it('sends no question to an embedder that was seen to be no good', async () => {
    const models = embeddingModel('acak', (text) => randomVector(text));
    const meaning = createMeaning({ db, knowledge: knowing(() => QUESTIONS), models });
    await meaning.fill({ signal });
    const before = models.sent.length;
    expect(await meaning.nearby(QUESTIONS[0] ?? '', signal)).toBeUndefined();
    expect(models.sent).toHaveLength(before);
  });

  it('keeps what was made when it is broken off, and goes on from there', async () => {
    const models = embeddingModel('kata', (text) => embedText(text));
    const meaning = createMeaning({ db, knowledge: knowing(() => QUESTIONS), models });
    models.refuses = [undefined, 'budget'];
    expect(await meaning.fill({ signal })).toEqual({ embedded: 32, unchanged: 0, dropped: 0, left: 48, why: 'budget' });
    expect(await meaning.state()).toEqual({ filling: { model: 'kata', done: 32, total: 80 } });
    expect(await meaning.nearby('sanggah', signal)).toBeUndefined();
    // Another process, or the same after a restart.
    const again = createMeaning({ db, knowledge: knowing(() => QUESTIONS), models });
    expect(await again.fill({ signal })).toEqual({ embedded: 48, unchanged: 32, dropped: 0, left: 0 });
  });

  it('makes only what is new, and forgets what is gone', async () => {
    let texts = QUESTIONS;
    const models = embeddingModel('kata', (text) => embedText(text));
    const meaning = createMeaning({ db, knowledge: knowing(() => texts), models });
    await meaning.fill({ signal });
    texts = [...QUESTIONS.slice(1), 'sanggah banding baru'];
    expect(await meaning.fill({ signal })).toEqual({ embedded: 1, unchanged: 79, dropped: 1, left: 0 });
    expect(models.sent.at(-1)?.texts).toEqual(['sanggah banding baru']);
    const nearby = await meaning.nearby('sanggah banding baru', signal);
    expect(nearby?.hits[0]?.hash).toBe(hashOf('sanggah banding baru'));
    expect(nearby?.hits.map(({ hash }) => hash)).not.toContain(hashOf(QUESTIONS[0] ?? ''));
  });

  it('lets the old model serve until the new one is whole, and forgets it then', async () => {
    const models = embeddingModel('lama', (text, model) => embedText(`${text} ${model}`, model === 'lama' ? 256 : 128));
    const meaning = createMeaning({ db, knowledge: knowing(() => QUESTIONS), models });
    await meaning.fill({ signal });
    models.names.embedder = 'baru';
    models.refuses = [undefined, 'fault'];
    await meaning.fill({ signal });
    expect(await meaning.state()).toEqual({
      serving: { model: 'lama', dimension: 256, texts: 80 },
      filling: { model: 'baru', done: 32, total: 80 },
    });
    expect(await meaning.nearby('sanggah banding', signal)).toBeDefined();
    expect(models.sent.at(-1)).toEqual({ texts: ['sanggah banding'], model: 'lama' });
    await meaning.fill({ signal });
    expect(await meaning.state()).toEqual({ serving: { model: 'baru', dimension: 128, texts: 80 } });
    expect(await listEmbedders(db)).toHaveLength(1);
    expect(await db.query('SELECT DISTINCT embedder FROM embeddings')).toHaveLength(1);
  });

  it('gives up a model that was only begun when yet another is named', async () => {
    const models = embeddingModel('satu', (text) => embedText(text));
    const meaning = createMeaning({ db, knowledge: knowing(() => QUESTIONS), models });
    models.refuses = [undefined, 'fault'];
    await meaning.fill({ signal });
    models.names.embedder = 'dua';
    await meaning.fill({ signal });
    expect((await listEmbedders(db)).map(({ model }) => model)).toEqual(['dua']);
  });

  it('makes all anew when the vectors of the same model change their length', async () => {
    let dimension = 256;
    const models = embeddingModel('kata', (text) => embedText(text, dimension));
    const meaning = createMeaning({ db, knowledge: knowing(() => QUESTIONS), models });
    await meaning.fill({ signal });
    dimension = 128;
    // Seen with the first question; until all is made anew, words alone decide.
    expect(await meaning.nearby('sanggah banding', signal)).toBeUndefined();
    expect(await meaning.fill({ signal })).toMatchObject({ embedded: 80, left: 0 });
    expect(await meaning.state()).toEqual({ serving: { model: 'kata', dimension: 128, texts: 80 } });
    expect(await meaning.nearby('sanggah banding', signal)).toBeDefined();
  });

  it('says nothing of a question when the model says nothing', async () => {
    const models = embeddingModel('kata', (text) => embedText(text));
    const meaning = createMeaning({ db, knowledge: knowing(() => QUESTIONS), models });
    await meaning.fill({ signal });
    models.refuses = ['late'];
    expect(await meaning.nearby('sanggah', signal)).toBeUndefined();
  });

  it('does nothing without a model', async () => {
    const models = { ...embeddingModel('kata', (text) => embedText(text)), names: {} };
    const meaning = createMeaning({ db, knowledge: knowing(() => QUESTIONS), models });
    expect(await meaning.fill({ signal })).toMatchObject({ why: 'unset' });
    expect(await meaning.state()).toEqual({});
  });
});

describe('texts longer than the window of the model', () => {
  let server: ModelServer;
  beforeEach(async () => {
    server = await startModelServer();
    await db.query('TRUNCATE model_calls');
  });
  afterEach(() => server.stop());

  const opened = (texts: string[], patience = { faults: 1, restMs: 60_000 }) => {
    const models = createModels({ db, settings: modelsAt(server.url), now: Date.now, zone: 'Asia/Makassar', patience });
    return { models, meaning: createMeaning({ db, knowledge: knowing(() => texts), models }) };
  };
  const textsSent = () => server.journal.map(({ body }) => (JSON.parse(body) as { input: string[] }).input);

  it('get the vector of their beginning, and keep the others from nothing', async () => {
    const long = QUESTIONS.slice(0, 3).map((text) => `${text} ${'dan seterusnya '.repeat(20)}`);
    server.window(200);
    const { models, meaning } = opened([...long, ...QUESTIONS]);
    expect(await meaning.fill({ signal })).toEqual({ embedded: 83, cut: 3, unchanged: 0, dropped: 0, left: 0 });
    expect(models.breaker()).toBe('closed');
    expect(await meaning.state()).toEqual({ serving: { model: 'pemakna', dimension: 256, texts: 83 } });
    const beginnings = textsSent().flatMap((texts) =>
      texts.filter((text) => long.some((one) => one !== text && one.startsWith(text) && !QUESTIONS.includes(text))),
    );
    expect(beginnings).toHaveLength(3);
    expect(beginnings.every((text) => text.length > 100 && /(?:dan|seterusnya)$/u.test(text))).toBe(true);
    expect(await meaning.fill({ signal })).toMatchObject({ embedded: 0, unchanged: 83 });
  });

  it('are left out when no part of them is taken, and not sent again', async () => {
    const endless = 'x'.repeat(4_000);
    server.window(60);
    const { models, meaning } = opened([endless, ...QUESTIONS]);
    const filled = { tooLong: 1, dropped: 0, left: 0 };
    expect(await meaning.fill({ signal })).toEqual({ ...filled, embedded: 80, unchanged: 0 });
    expect(models.breaker()).toBe('closed');
    expect(await meaning.state()).toEqual({ serving: { model: 'pemakna', dimension: 256, texts: 80 } });
    const sent = server.journal.length;
    expect(await meaning.fill({ signal })).toEqual({ ...filled, embedded: 0, unchanged: 80 });
    expect(server.journal).toHaveLength(sent);
  });

  it('are not looked for at a server that takes no text at all', async () => {
    server.window(0);
    const { models, meaning } = opened(QUESTIONS);
    const refused = { embedded: 0, unchanged: 0, dropped: 0, left: 80, why: 'fault', status: 500 };
    expect(await meaning.fill({ signal })).toEqual(refused);
    expect(server.journal.length).toBeLessThan(15);
    expect(models.breaker()).toBe('closed');
  });

  it('are not suspected where the key or the name is refused', async () => {
    server.next({ status: 401 });
    const { meaning } = opened(QUESTIONS);
    expect(await meaning.fill({ signal })).toMatchObject({ left: 80, why: 'fault', status: 401 });
    expect(server.journal).toHaveLength(1);
  });

  it('have nothing to do with a busy server, which is waited for', async () => {
    server.next({ status: 429, retryAfter: 0.05 });
    const { meaning } = opened(QUESTIONS);
    const waits: unknown[] = [];
    const progress = ({ done, waitsMs }: Filling) => void (waitsMs && waits.push([done, waitsMs]));
    expect(await meaning.fill({ signal, progress })).toMatchObject({ embedded: 80, left: 0 });
    expect(waits).toEqual([[0, 50]]);
  });
});

describe('the index over the vectors', () => {
  /** As on a server, where making it stops nobody but those who write. */
  const served = () => ({ ...db, shared: {} as NonNullable<Database['shared']> });

  it('is made at a server, used, and finds the nearest', async () => {
    const embedder = await ensureEmbedder(db, 'kata', 64);
    const rows = Array.from({ length: 2_000 }, (_, at) => ({ hash: `${at}`, vector: randomVector(`${at}`) }));
    const question = (rows[1_234]?.vector ?? []).map((value, at) => value + (at % 2 === 0 ? 0.01 : -0.01));
    const indexes = () =>
      db.query<{ indexdef: string }>(
        `SELECT indexdef FROM pg_indexes WHERE indexname = 'embeddings_of_${embedder.id}'`,
      );
    await addEmbeddings(db, embedder.id, rows.slice(0, 1_999));
    await indexEmbeddings(db, embedder, { alone: false });
    await indexEmbeddings(db, embedder, { alone: true });
    await indexEmbeddings(db, embedder, { alone: false, lookedThrough: 100_000 });
    expect(await indexes()).toEqual([]);
    const exact = await nearestEmbeddings(db, embedder, question, 10);
    await addEmbeddings(db, embedder.id, rows.slice(1_999));
    await indexEmbeddings(served(), embedder, { alone: false });
    const [index] = await indexes();
    expect(index?.indexdef).toMatch(/USING hnsw \(\(\(embedding\)::vector\(64\)\) vector_cosine_ops\)/u);
    await db.query('ANALYZE embeddings');
    const plan = await db.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT hash FROM embeddings WHERE embedder = ${embedder.id}
       ORDER BY embedding::vector(64) <=> '[${question}]'::vector::vector(64) LIMIT 10`,
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain(`embeddings_of_${embedder.id}`);
    const found = await nearestEmbeddings(db, embedder, question, 10);
    expect(found[0]).toEqual(exact[0]);
    expect(found[0]?.hash).toBe('1234');
  });

  it('is made in the embedded database only of more than it looks through quickly, and when nobody waits', async () => {
    const embedder = await ensureEmbedder(db, 'kata', 64);
    const rows = ['satu', 'dua', 'tiga'].map((hash) => ({ hash, vector: randomVector(hash) }));
    await addEmbeddings(db, embedder.id, rows);
    const count = () => db.query("SELECT 1 FROM pg_indexes WHERE indexname LIKE 'embeddings_of_%'");
    await indexEmbeddings(db, embedder, { alone: true, lookedThrough: 3 * 64 });
    expect(await count()).toHaveLength(0);
    await indexEmbeddings(db, embedder, { alone: true, lookedThrough: 3 * 64 - 1 });
    expect(await count()).toHaveLength(1);
  });

  it('is not needed for vectors too long for one', async () => {
    const embedder = await ensureEmbedder(db, 'panjang', 4_500);
    const rows = ['satu', 'dua', 'tiga'].map((hash) => ({ hash, vector: randomVector(hash, 4_500) }));
    await addEmbeddings(db, embedder.id, rows);
    await indexEmbeddings(served(), embedder, { alone: true });
    const found = await nearestEmbeddings(db, embedder, randomVector('dua', 4_500), 2);
    expect(found.map(({ hash }) => hash)[0]).toBe('dua');
    expect(found[0]?.likeness).toBeCloseTo(1, 5);
  });
});
