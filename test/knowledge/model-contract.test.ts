import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../db/database.ts';
import { createModels } from '../../knowledge/model/index.ts';
import { testDatabase } from '../support/database.ts';
import { modelsAt } from '../support/models.ts';

/**
 * The same against a real OpenAI-compatible server: MODEL_CONTRACT_URL (as OPENAI_BASE_URL), MODEL_CONTRACT_KEY,
 * MODEL_CONTRACT_MODEL, MODEL_CONTRACT_EMBEDDING_MODEL; what is not named is not tried.
 */
const {
  MODEL_CONTRACT_URL: url = '',
  MODEL_CONTRACT_KEY: key = 'tanpa-kunci',
  MODEL_CONTRACT_MODEL: writer,
  MODEL_CONTRACT_EMBEDDING_MODEL: embedder,
} = process.env;
const SCHEMA = z.object({ klaim: z.array(z.object({ teks: z.string(), sumber: z.array(z.string()) })) });

describe.skipIf(url === '')('a real server', () => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.close());
  const gate = () =>
    createModels({
      db,
      settings: modelsAt(url, {
        writer: writer === undefined ? undefined : { model: writer, url, key },
        embedder: embedder === undefined ? undefined : { model: embedder, url, key },
        listener: undefined,
        timeLimitMs: 120_000,
      }),
      now: Date.now,
      zone: 'Asia/Makassar',
    });
  const signal = () => AbortSignal.timeout(120_000);

  it.skipIf(writer === undefined)('fills in a schema, and counts its tokens', { timeout: 120_000 }, async () => {
    const prompt = {
      system: 'Jawab hanya dari kutipan. Setiap klaim menyebut sumbernya.',
      user: '<kutipan id="S1">Pendaftaran penyedia tidak dipungut biaya.</kutipan>\nPertanyaan: apakah daftar bayar?',
      version: 'kontrak',
    };
    const wrote = await gate().write(prompt, SCHEMA, (result) => ({ kept: 0, dropped: 0, result }), signal());
    expect(wrote).toMatchObject({ ok: true, result: { klaim: expect.any(Array) } });
    const [row] = await db.query<{ tokens_in: number; tokens_out: number }>(
      "SELECT tokens_in, tokens_out FROM model_calls WHERE outcome = 'ok' ORDER BY id DESC LIMIT 1",
    );
    expect(row?.tokens_in).toBeGreaterThan(10);
    expect(row?.tokens_out).toBeGreaterThan(1);
  });

  it.skipIf(embedder === undefined)('makes vectors in order, nearer for what means the same', async () => {
    const texts = ['Apakah mendaftar dikenai biaya?', 'Daftar penyedia bayar tidak?', 'Ayam berkokok di pagi hari.'];
    const made = await gate().embed(texts, { signal: signal() });
    const [asked, same, other] = made.ok ? made.vectors : [];
    const cosine = (a: number[] = [], b: number[] = []) =>
      a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0) / (Math.hypot(...a) * Math.hypot(...b));
    expect(cosine(asked, same)).toBeGreaterThan(cosine(asked, other));
  });
});
