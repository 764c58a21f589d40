import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import {
  addEmbeddings,
  dropEmbedder,
  ensureEmbedder,
  indexEmbeddings,
  listEmbedders,
  nearestEmbeddings,
} from '../../db/embeddings.ts';
import { createMeaning } from '../../knowledge/meaning/index.ts';
import { testDatabase } from '../support/database.ts';
import { embedText } from '../support/embedder.ts';
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

describe('the index over the vectors', () => {
  it('is used where there are many, and finds the nearest', async () => {
    const embedder = await ensureEmbedder(db, 'kata', 64);
    const rows = Array.from({ length: 2_000 }, (_, at) => ({ hash: `${at}`, vector: randomVector(`${at}`) }));
    const question = (rows[1_234]?.vector ?? []).map((value, at) => value + (at % 2 === 0 ? 0.01 : -0.01));
    const indexes = () =>
      db.query<{ indexdef: string }>(
        `SELECT indexdef FROM pg_indexes WHERE indexname = 'embeddings_of_${embedder.id}'`,
      );
    await addEmbeddings(db, embedder.id, rows.slice(0, 1_999));
    await indexEmbeddings(db, embedder);
    expect(await indexes()).toEqual([]);
    const exact = await nearestEmbeddings(db, embedder, question, 10);
    await addEmbeddings(db, embedder.id, rows.slice(1_999));
    await indexEmbeddings(db, embedder);
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

  it('is not needed for vectors too long for one', async () => {
    const embedder = await ensureEmbedder(db, 'panjang', 4_500);
    const rows = ['satu', 'dua', 'tiga'].map((hash) => ({ hash, vector: randomVector(hash, 4_500) }));
    await addEmbeddings(db, embedder.id, rows);
    await indexEmbeddings(db, embedder);
    const found = await nearestEmbeddings(db, embedder, randomVector('dua', 4_500), 2);
    expect(found.map(({ hash }) => hash)[0]).toBe('dua');
    expect(found[0]?.likeness).toBeCloseTo(1, 5);
  });
});
