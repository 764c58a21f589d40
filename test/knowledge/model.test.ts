import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../db/database.ts';
import { beginCall, callsSummary, endCall, forgetCalls, spentSince } from '../../db/model-calls.ts';
import { modelSwitch, switchModels } from '../../db/model-switches.ts';
import { createModels, type ModelSettings } from '../../knowledge/model/index.ts';
import { testDatabase } from '../support/database.ts';
import { embedText, WordEmbeddings } from '../support/embedder.ts';
import { type ModelServer, type Reply, startModelServer } from '../support/model-server.ts';
import { modelsAt } from '../support/models.ts';

const SCHEMA = z.object({ klaim: z.array(z.string()), lengkap: z.boolean() });
const PROMPT = { system: 'Jawab dari kutipan saja.', user: 'Apakah SIUP wajib?', version: 'v1' };
const GOOD = { klaim: ['SIUP wajib.', 'Gratis.'], lengkap: true };
const ZONE = 'Asia/Makassar';
/** 23:30 on the 23rd in Makassar. */
const NOW = Date.parse('2026-11-23T15:30:00Z');

let db: Database;
let server: ModelServer;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query('TRUNCATE model_calls, model_switches');
  server = await startModelServer();
  server.answers(() => ({ writes: GOOD }));
});
afterEach(() => server.stop());

function models(more: Partial<ModelSettings> = {}, by: Partial<Parameters<typeof createModels>[0]> = {}) {
  return createModels({ db, settings: modelsAt(server.url, more), now: () => NOW, zone: ZONE, ...by });
}

const judge = (value: z.infer<typeof SCHEMA>) => ({ kept: 1, dropped: value.klaim.length - 1, result: value });
const write = (gate: ReturnType<typeof models>, signal = AbortSignal.timeout(30_000)) =>
  gate.write(PROMPT, SCHEMA, judge, signal);
const calls = () =>
  db
    .query<Record<string, unknown>>('SELECT * FROM model_calls ORDER BY id')
    .then((rows) => rows.map(({ purpose, outcome, kept, dropped }) => ({ purpose, outcome, kept, dropped })));
const outcomes = async () => (await calls()).map(({ outcome }) => outcome);
const off = (reason = 'Coba dulu') => switchModels(db, { off: true, person: 1, reason });

describe('writing', () => {
  it('fills in a schema and puts the call on record, with the hash of what left', async () => {
    expect(await write(models())).toEqual({ ok: true, result: GOOD });
    expect(await calls()).toEqual([{ purpose: 'write', outcome: 'ok', kept: 1, dropped: 1 }]);
    const [row] = await db.query<Record<string, unknown>>('SELECT * FROM model_calls');
    const [sent] = server.journal;
    expect(row).toMatchObject({
      model: 'penulis',
      prompt_version: 'v1',
      sent_hash: createHash('sha256')
        .update(sent?.body ?? '')
        .digest('hex'),
      at: new Date(NOW),
    });
    expect(row?.tokens_in).toBe(Math.ceil((sent?.body.length ?? 0) / 4));
    expect(row?.tokens_out).toBe(Math.ceil(JSON.stringify(GOOD).length / 4));
  });

  it('asks for nothing but one answer: no tools, no chance, nothing kept, an end', async () => {
    await write(models());
    const body = JSON.parse(server.journal[0]?.body ?? '{}');
    expect(body).toMatchObject({ model: 'penulis', temperature: 0, stream: false });
    expect(body.max_tokens).toBeLessThanOrEqual(2_000);
    expect(body.response_format).toMatchObject({ type: 'json_schema', json_schema: { strict: true } });
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['tools']));
    expect(body.store ?? false).toBe(false);
    expect(body.messages.map(({ role }: { role: string }) => role)).toEqual(['system', 'user']);
  });

  it('asks models that think as they want it, and old ones in words', async () => {
    const asked = async (model: string) => {
      await write(models({ writer: { model, url: server.url, key: 'sk-percobaan-1' } }));
      return JSON.parse(server.journal.at(-1)?.body ?? '{}');
    };
    const thinking = await asked('gpt-5-mini');
    expect(thinking.temperature).toBeUndefined();
    expect(thinking).toMatchObject({ reasoning_effort: 'low', response_format: { type: 'json_schema' } });
    expect(thinking.max_completion_tokens).toBeGreaterThan(2_000);
    expect(await asked('gpt-4')).toMatchObject({ temperature: 0, response_format: { type: 'json_object' } });
    expect(await outcomes()).toEqual(['ok', 'ok']);
  });

  it('tells a server that knows no schemas in words, and remembers it', async () => {
    server.knowsSchemas(false);
    const gate = models();
    expect(await write(gate)).toEqual({ ok: true, result: GOOD });
    expect(await outcomes()).toEqual(['fault', 'ok']);
    expect(await write(gate)).toEqual({ ok: true, result: GOOD });
    expect(server.journal).toHaveLength(3);
    const body = JSON.parse(server.journal[2]?.body ?? '{}');
    expect(body.response_format).toEqual({ type: 'json_object' });
    expect(body.messages[0].content).toContain('"klaim"');
  });

  it('reads an answer in a fence, when it was told in words', async () => {
    server.knowsSchemas(false);
    server.answers(() => ({ writes: `\`\`\`json\n${JSON.stringify(GOOD)}\n\`\`\`` }));
    expect(await write(models())).toEqual({ ok: true, result: GOOD });
  });

  it.each<[what: string, reply: Reply]>([
    ['words', { writes: 'Tentu! SIUP wajib.' }],
    ['nothing', { writes: '' }],
    ['JSON that is cut off', { writes: '{"klaim":["SIUP wajib."' }],
    ['JSON of another kind', { writes: { klaim: 'SIUP', lengkap: true } }],
    ['an answer without choices', { raw: '{"id":"x","object":"chat.completion","choices":[]}' }],
    ['what is no JSON at all', { raw: '<html>gateway</html>' }],
    ['an empty body', { raw: '' }],
  ])('asks once more after %s, and no third time', async (_what, reply) => {
    server.next(reply);
    expect(await write(models())).toEqual({ ok: true, result: GOOD });
    expect(await outcomes()).toEqual(['malformed', 'ok']);
    server.next(reply, reply);
    expect(await write(models())).toEqual({ ok: false, why: 'malformed' });
    expect(server.journal).toHaveLength(4);
  });

  it('takes half an answer for none, and does not ask for it again', async () => {
    server.answers(() => ({ writes: GOOD, finish: 'length' }));
    expect(await write(models())).toEqual({ ok: false, why: 'malformed' });
    server.knowsSchemas(false);
    expect(await write(models())).toEqual({ ok: false, why: 'malformed' });
    expect(await outcomes()).toEqual(['truncated', 'fault', 'truncated']);
  });

  it.each<[what: string, reply: Reply]>([
    ['a refusal', { refusal: 'Maaf, saya tidak bisa.' }],
    ['an answer that was filtered', { writes: '', finish: 'content_filter' }],
  ])('takes %s for an answer', async (_what, reply) => {
    server.next(reply);
    expect(await write(models())).toEqual({ ok: false, why: 'malformed' });
    expect(await outcomes()).toEqual(['refused']);
  });

  it('has none without a model', async () => {
    expect(await write(models({ writer: undefined }))).toEqual({ ok: false, why: 'unset' });
    expect(models({ writer: undefined }).names).toEqual({ embedder: 'pemakna', listener: 'pendengar' });
    expect(server.journal).toEqual([]);
  });

  it('puts on record what the judge stumbles over', async () => {
    const stumble = () => {
      throw new Error('a fault of ours');
    };
    await expect(models().write(PROMPT, SCHEMA, stumble, AbortSignal.timeout(30_000))).rejects.toThrow(
      'a fault of ours',
    );
    expect(await outcomes()).toEqual(['ok']);
  });
});

describe('a provider that fails', () => {
  it.each([500, 502, 401, 403, 404, 400])('is not asked again after %i', async (status) => {
    server.next({ status });
    expect(await write(models())).toEqual({ ok: false, why: 'fault', status });
    expect(await outcomes()).toEqual(['fault']);
  });

  it.each([429, 503])('is asked again after %i, when it says so', async (status) => {
    server.next({ status, retryAfter: 0.05 });
    expect(await write(models())).toEqual({ ok: true, result: GOOD });
    expect(await outcomes()).toEqual([status === 429 ? 'limited' : 'fault', 'ok']);
  });

  it('is not waited for longer than a person waits', async () => {
    server.next({ status: 429, retryAfter: 60 });
    expect(await write(models())).toEqual({ ok: false, why: 'busy' });
    expect(server.journal).toHaveLength(1);
  });

  it('is left alone as long as it says, by all', async () => {
    const gate = models();
    server.next({ status: 429, retryAfter: 60 });
    await write(gate);
    expect(await write(gate)).toEqual({ ok: false, why: 'busy' });
    expect(server.journal).toHaveLength(1);
  });

  it('is not waited for when what was paid is used up', async () => {
    server.next({ status: 429, retryAfter: 0.01, message: 'insufficient_quota' });
    expect(await write(models())).toEqual({ ok: false, why: 'fault', status: 429 });
    expect(server.journal).toHaveLength(1);
  });

  it('may close the connection', async () => {
    server.next('drop');
    expect(await write(models())).toEqual({ ok: false, why: 'fault' });
    expect(await outcomes()).toEqual(['fault']);
  });

  it('may not be there, and costs nothing then', async () => {
    const gate = models({ prices: { in: 1_000_000, out: 1_000_000, embed: 0, listen: 0 }, timeLimitMs: 500 });
    await server.stop();
    expect(await write(gate)).toMatchObject({ ok: false });
    expect(await spentSince(db, new Date(0))).toBe(0);
    server = await startModelServer();
  });

  it('is broken off at the limit, and the call is on record with what it may have cost', async () => {
    server.next('hang');
    const gate = models({ timeLimitMs: 300, prices: { in: 1_000_000, out: 0, embed: 0, listen: 0 } });
    expect(await write(gate)).toEqual({ ok: false, why: 'late' });
    expect(await outcomes()).toEqual(['late']);
    expect(await spentSince(db, new Date(0))).toBeGreaterThan(100);
  });

  it('is broken off when nobody waits any more', async () => {
    const stop = new AbortController();
    server.answers(() => {
      stop.abort();
      return 'hang';
    });
    expect(await write(models(), stop.signal)).toEqual({ ok: false, why: 'late' });
    expect(await outcomes()).toEqual(['cancelled']);
    expect(await write(models(), stop.signal)).toEqual({ ok: false, why: 'late' });
    expect(server.journal).toHaveLength(1);
  });

  it('sends us nowhere else', async () => {
    const elsewhere = await startModelServer();
    const { createServer } = await import('node:http');
    const sends = createServer((_request, response) => {
      response.writeHead(307, { location: `${elsewhere.url}/chat/completions` }).end();
    });
    await new Promise<void>((resolve) => sends.listen(0, '127.0.0.1', resolve));
    const { port } = sends.address() as { port: number };
    const writer = { model: 'penulis', url: `http://127.0.0.1:${port}/v1`, key: 'sk-percobaan-1' };
    expect(await write(models({ writer }))).toEqual({ ok: false, why: 'fault' });
    expect(elsewhere.journal).toEqual([]);
    sends.close();
    await elsewhere.stop();
  });

  it('is never quoted, and neither is what was sent', async () => {
    const secret = 'rahasia-penyedia';
    server.answers(() => ({ status: 500, message: secret }));
    const said: unknown[] = [];
    for (const name of ['log', 'warn', 'error', 'info', 'debug'] as const)
      vi.spyOn(console, name).mockImplementation((...words) => void said.push(words));
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((words) => said.push(words) > 0);
    try {
      const gate = models();
      const result = await write(gate);
      server.next({ writes: secret }, { writes: `${secret} lagi` });
      const malformed = await write(gate);
      const all = JSON.stringify([said, result, malformed, await db.query('SELECT * FROM model_calls')]);
      expect(all).not.toContain(secret);
      expect(all).not.toContain(PROMPT.user);
    } finally {
      stderr.mockRestore();
      vi.restoreAllMocks();
    }
  });
});

describe('the breaker', () => {
  afterEach(() => void vi.useRealTimers());

  it('leaves a server alone that fails again and again, tries it later, and closes again', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    const gate = models({}, { patience: { faults: 3, restMs: 60_000 } });
    server.answers(() => ({ status: 500 }));
    for (let times = 0; times < 3; times++) expect(await write(gate)).toMatchObject({ ok: false, why: 'fault' });
    expect(gate.breaker()).toBe('open');
    expect(await write(gate)).toEqual({ ok: false, why: 'broken' });
    expect(server.journal).toHaveLength(3);
    expect((await gate.embed(['satu'], { signal: AbortSignal.timeout(30_000) })).ok).toBe(true);

    vi.setSystemTime(NOW + 60_000);
    expect(await write(gate)).toMatchObject({ ok: false, why: 'fault' });
    expect(gate.breaker()).toBe('open');
    expect(await write(gate)).toEqual({ ok: false, why: 'broken' });

    server.answers(() => ({ writes: GOOD }));
    vi.setSystemTime(NOW + 120_000);
    expect(await write(gate)).toEqual({ ok: true, result: GOOD });
    expect(gate.breaker()).toBe('closed');
  });

  it('lets one try whether it is up again, and no others meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    const gate = models({}, { patience: { faults: 1, restMs: 60_000 } });
    server.next({ status: 500 });
    await write(gate);
    vi.setSystemTime(NOW + 60_000);
    const answer = Promise.withResolvers<Reply>();
    const asked = Promise.withResolvers<void>();
    server.answers(() => {
      asked.resolve();
      return answer.promise;
    });
    const trying = write(gate);
    await asked.promise;
    expect(gate.breaker()).toBe('half-open');
    expect(await write(gate)).toEqual({ ok: false, why: 'broken' });
    answer.resolve({ writes: GOOD });
    expect(await trying).toEqual({ ok: true, result: GOOD });
  });

  it('does not mind what cannot be read, what is wrong with a request, and what we broke off ourselves', async () => {
    const gate = models({}, { patience: { faults: 1, restMs: 60_000 } });
    server.next({ writes: 'x' }, { writes: 'x' }, { status: 400 }, { status: 429, retryAfter: 60 });
    await write(gate);
    await write(gate);
    const stop = new AbortController();
    stop.abort();
    await write(gate, stop.signal);
    await write(gate);
    expect(await outcomes()).toEqual(['malformed', 'malformed', 'fault', 'limited']);
    expect(gate.breaker()).toBe('closed');
  });

  it('minds a server that is silent', async () => {
    const gate = models({ timeLimitMs: 200 }, { patience: { faults: 1, restMs: 60_000 } });
    server.next('hang');
    expect(await write(gate)).toEqual({ ok: false, why: 'late' });
    expect(gate.breaker()).toBe('open');
  });
});

describe('the switch', () => {
  it('works at once, for every purpose, and nothing leaves', async () => {
    const gate = models();
    await off();
    const signal = AbortSignal.timeout(30_000);
    expect(await gate.may()).toEqual({ ok: false, why: 'off' });
    expect(await write(gate)).toEqual({ ok: false, why: 'off' });
    expect(await gate.embed(['a'], { signal })).toEqual({ ok: false, why: 'off' });
    expect(await gate.listen({ bytes: new Uint8Array(4), name: 'a.ogg', type: 'audio/ogg' }, signal)).toEqual({
      ok: false,
      why: 'off',
    });
    expect(server.journal).toEqual([]);
    expect(await modelSwitch(db)).toMatchObject({ off: true, person: 1, reason: 'Coba dulu' });
    await switchModels(db, { off: false, person: 1 });
    expect(await gate.may()).toBeUndefined();
    expect(await write(gate)).toEqual({ ok: true, result: GOOD });
  });

  it('throws away what comes back after it', async () => {
    server.answers(async () => {
      await off();
      return { writes: GOOD };
    });
    let judged = 0;
    const count = (value: z.infer<typeof SCHEMA>) => {
      judged++;
      return judge(value);
    };
    const wrote = await models().write(PROMPT, SCHEMA, count, AbortSignal.timeout(30_000));
    expect(wrote).toEqual({ ok: false, why: 'off' });
    expect(judged).toBe(0);
    expect(await calls()).toEqual([{ purpose: 'write', outcome: 'off', kept: null, dropped: null }]);
  });

  it('keeps a second request from leaving', async () => {
    server.answers(async () => {
      await off();
      return { writes: 'bukan JSON' };
    });
    expect(await write(models())).toEqual({ ok: false, why: 'off' });
    expect(server.journal).toHaveLength(1);
  });
});

describe('the budget', () => {
  const prices = { in: 4_000_000, out: 8_000_000, embed: 1_000_000, listen: 600 };

  it('counts rupiah by tokens, and by minutes of sound', async () => {
    const gate = models({ prices });
    const signal = AbortSignal.timeout(30_000);
    await write(gate);
    const sent = Math.ceil((server.journal[0]?.body.length ?? 0) / 4);
    const got = Math.ceil(JSON.stringify(GOOD).length / 4);
    expect(await spentSince(db, new Date(0))).toBeCloseTo(sent * 4 + got * 8, 3);
    await db.query('TRUNCATE model_calls');
    await gate.embed(['sebelas hrf'], { signal });
    expect(await spentSince(db, new Date(0))).toBeCloseTo(11, 3);
    await db.query('TRUNCATE model_calls');
    await gate.listen({ bytes: new Uint8Array(9), name: 'a.ogg', type: 'audio/ogg', seconds: 30 }, signal);
    expect(await spentSince(db, new Date(0))).toBeCloseTo(300, 3);
  });

  it('counts what is under way with all that it may cost, so that those who come at once do not pass it by', async () => {
    server.answers(async () => {
      await sleep(100);
      return { writes: GOOD };
    });
    const gate = models({ prices, dailyBudget: 5 });
    const all = await Promise.all(Array.from({ length: 20 }, () => write(gate)));
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(all.filter((made) => !made.ok).every((made) => made.why === 'budget')).toBe(true);
    expect(server.journal).toHaveLength(1);
    expect(await calls()).toHaveLength(1);
  });

  it('lets nothing leave once it is spent, until the next day in the zone of the unit', async () => {
    let now = NOW;
    const gate = models({ prices, dailyBudget: 100 }, { now: () => now });
    expect((await write(gate)).ok).toBe(true);
    expect(await spentSince(db, new Date(0))).toBeGreaterThan(100);
    expect(await write(gate)).toEqual({ ok: false, why: 'budget' });
    expect(server.journal).toHaveLength(1);
    now = Date.parse('2026-11-23T15:59:59Z');
    expect(await gate.may()).toEqual({ ok: false, why: 'budget' });
    now = Date.parse('2026-11-23T16:00:00Z');
    expect(await gate.may()).toBeUndefined();
  });
});

describe('vectors', () => {
  let signal: AbortSignal;
  beforeEach(() => {
    signal = AbortSignal.timeout(30_000);
  });

  it('come in the order of the texts, in batches that small servers take, each on record', async () => {
    const texts = Array.from({ length: 70 }, (_, at) => `kalimat ke-${at}\nbaris dua`);
    const made = await models().embed(texts, { signal });
    expect(made.ok && made.vectors).toEqual(texts.map((text) => embedText(text)));
    expect(server.journal.map(({ body }) => JSON.parse(body).input.length)).toEqual([32, 32, 6]);
    expect(await calls()).toHaveLength(3);
    expect(JSON.parse(server.journal[0]?.body ?? '').input[0]).toBe('kalimat ke-0\nbaris dua');
  });

  it('may be of another model of the same server', async () => {
    const made = await models().embed(['satu'], { signal, model: 'lama-512' });
    expect(made.ok && made.vectors[0]?.length).toBe(512);
    expect(await callsSummary(db, new Date(NOW), new Date(NOW + 1))).toMatchObject([{ model: 'lama-512', calls: 1 }]);
  });

  it('are waited for in the background as long as the server says', async () => {
    server.next(...Array.from({ length: 4 }, () => ({ status: 429, retryAfter: 0.02 })));
    const waited: number[] = [];
    const background = { waits: (ms: number) => void waited.push(ms) };
    expect((await models().embed(['satu', 'dua'], { signal, background })).ok).toBe(true);
    expect(await outcomes()).toEqual(['limited', 'limited', 'limited', 'limited', 'ok']);
    expect(waited).toEqual([20, 20, 20, 20]);
  });

  it('are waited for in the background longer than one request may take, but not for ever', async () => {
    const gate = models({}, { background: { limitMs: 500, attempts: 6, waitMs: 1_000 } });
    const background = { waits: () => {} };
    server.next({ status: 429, retryAfter: 0.6 });
    expect((await gate.embed(['satu'], { signal, background })).ok).toBe(true);
    server.next({ status: 429, retryAfter: 0.6 }, { status: 429, retryAfter: 0.6 });
    expect(await gate.embed(['satu'], { signal, background })).toEqual({ ok: false, why: 'busy' });
  });

  it('tell why a server that is gone gave none, even when that made the breaker open', async () => {
    await server.stop();
    const gate = models(
      { prices: { in: 0, out: 0, embed: 1_000_000, listen: 0 } },
      { patience: { faults: 2, restMs: 60_000 } },
    );
    const background = { waits: () => {} };
    expect(await gate.embed(['satu'], { signal, background })).toEqual({ ok: false, why: 'fault' });
    expect(gate.breaker()).toBe('open');
    expect(await gate.embed(['satu'], { signal, background })).toEqual({ ok: false, why: 'broken' });
    expect(await spentSince(db, new Date(0))).toBe(0);
    server = await startModelServer();
  });

  it('cost nothing at a port to which nothing is sent', async () => {
    const embedder = { model: 'pemakna', url: 'http://127.0.0.1:9/v1', key: 'sk-percobaan-1' };
    const gate = models({ embedder, timeLimitMs: 500, prices: { in: 0, out: 0, embed: 1_000_000, listen: 0 } });
    expect(await gate.embed(['satu'], { signal })).toEqual({ ok: false, why: 'fault' });
    expect(await spentSince(db, new Date(0))).toBe(0);
  });

  it('that nobody waits for open no breaker, as long as the server answers', async () => {
    const gate = models({}, { patience: { faults: 1, restMs: 60_000 } });
    server.next({ status: 500 });
    expect(await gate.embed(['satu'], { signal, background: { waits: () => {} } })).toEqual({
      ...{ ok: false, why: 'fault', status: 500 },
    });
    expect(gate.breaker()).toBe('closed');
    server.next({ status: 500 });
    await gate.embed(['satu'], { signal });
    expect(gate.breaker()).toBe('open');
  });

  it.each<[what: string, data: { embedding: unknown }[]]>([
    ['too few', [{ embedding: [1, 2] }]],
    ['of different lengths', [{ embedding: [1, 2] }, { embedding: [1] }]],
    ['empty', [{ embedding: [] }, { embedding: [] }]],
    ['no numbers', [{ embedding: [1, null] }, { embedding: [1, 2] }]],
  ])('are not taken when they are %s', async (_what, data) => {
    const raw = JSON.stringify({ object: 'list', data, model: 'x' });
    server.next({ raw }, { raw });
    expect(await models().embed(['satu', 'dua'], { signal })).toEqual({ ok: false, why: 'malformed' });
  });

  it('may come from models that are put in', async () => {
    const ports = { embedder: { name: 'sendiri', embeddings: new WordEmbeddings() } };
    const gate = models({}, { ports });
    expect(gate.names).toEqual({ embedder: 'sendiri' });
    expect(await gate.embed(['satu'], { signal })).toEqual({ ok: true, vectors: [embedText('satu')] });
    expect(await gate.embed(['satu'], { signal, model: 'lain' })).toEqual({ ok: false, why: 'unset' });
    const [row] = await db.query<{ sent_hash: string }>('SELECT sent_hash FROM model_calls');
    expect(row?.sent_hash).toBe(createHash('sha256').update('["satu"]').digest('hex'));
  });
});

describe('listening', () => {
  it('sends the sound and gives back what is said', async () => {
    server.hears('apakah SIUP wajib?');
    const sound = { bytes: Buffer.from('OggS-bunyi'), name: 'suara.ogg', type: 'audio/ogg', seconds: 2 };
    const heard = await models().listen(sound, AbortSignal.timeout(30_000));
    expect(heard).toEqual({ ok: true, text: 'apakah SIUP wajib?' });
    expect(server.journal[0]?.path).toBe('/v1/audio/transcriptions');
    expect(server.journal[0]?.body).toContain('OggS-bunyi');
    const [row] = await db.query<{ sent_hash: string }>('SELECT sent_hash FROM model_calls');
    expect(row?.sent_hash).toBe(
      createHash('sha256')
        .update(server.journal[0]?.body ?? '')
        .digest('hex'),
    );
  });
});

describe('the rate', () => {
  it('says at once that a request cannot leave in time', async () => {
    const gate = models({ perMinute: 1 });
    expect((await write(gate)).ok).toBe(true);
    expect(await write(gate)).toEqual({ ok: false, why: 'busy' });
    expect(server.journal).toHaveLength(1);
  });

  it('is that of a server, not of a model', async () => {
    const other = await startModelServer();
    const embedder = { model: 'pemakna', url: other.url, key: 'sk-percobaan-1' };
    const gate = models({ perMinute: 1, embedder });
    const signal = AbortSignal.timeout(30_000);
    expect((await write(gate)).ok).toBe(true);
    expect((await gate.embed(['satu'], { signal })).ok).toBe(true);
    expect(await gate.listen({ bytes: new Uint8Array(4), name: 'a.ogg', type: 'audio/ogg' }, signal)).toEqual({
      ok: false,
      why: 'busy',
    });
    await other.stop();
  });

  it('lets two people be answered side by side', async () => {
    const gate = models();
    const both = Promise.withResolvers<Reply>();
    let asked = 0;
    server.answers(() => {
      if (++asked === 2) both.resolve({ writes: GOOD });
      return both.promise;
    });
    expect(await Promise.all([write(gate), write(gate)])).toEqual([
      { ok: true, result: GOOD },
      { ok: true, result: GOOD },
    ]);
  });
});

describe('the record', () => {
  const prices = { in: 3_000_000, out: 1_000_000, embed: 0, listen: 0 };

  it('has a row before anything leaves, as dear as it may become, and its end afterwards', async () => {
    const stop = new AbortController();
    const asked = Promise.withResolvers<void>();
    server.answers(() => {
      asked.resolve();
      return 'hang';
    });
    const writing = write(models({ prices }), stop.signal);
    await asked.promise;
    // Were this process killed now, that is what would stay.
    const [row] = await db.query<Record<string, unknown>>('SELECT * FROM model_calls');
    const body = server.journal[0]?.body ?? '';
    expect(row).toMatchObject({
      ...{ purpose: 'write', model: 'penulis', prompt_version: 'v1', outcome: 'sent', at: new Date(NOW) },
      sent_hash: createHash('sha256').update(body).digest('hex'),
    });
    expect(Number(row?.cost)).toBe(Math.ceil(Buffer.byteLength(body) / 3) * 3 + JSON.parse(body).max_tokens);
    stop.abort();
    expect(await writing).toEqual({ ok: false, why: 'late' });
    expect(await outcomes()).toEqual(['cancelled']);
    expect(await spentSince(db, new Date(0))).toBeLessThan(Number(row?.cost));
  });

  it('that cannot be written lets nothing leave, and asks for nothing twice', async () => {
    let tried = 0;
    const broken: Database = {
      ...db,
      query: (sql, params) => db.query(sql, params),
      transaction: () => {
        tried++;
        return Promise.reject(Object.assign(new Error('terminating connection'), { code: '57P01' }));
      },
    };
    const gate = models({}, { db: broken });
    await expect(write(gate)).rejects.toThrow('terminating connection');
    await expect(gate.embed(['satu'], { signal: AbortSignal.timeout(30_000) })).rejects.toThrow(
      'terminating connection',
    );
    expect(tried).toBe(2);
    expect(server.journal).toEqual([]);
    expect(gate.breaker()).toBe('closed');
  });

  it('is summed up, and forgotten after its time', async () => {
    const call = { purpose: 'write' as const, model: 'm', sentHash: 'x', cost: 50 };
    const ended = { tokensIn: 10, tokensOut: 2, ms: 100 };
    const at = (day: number) => new Date(Date.UTC(2026, 10, day));
    const begin = async (day: number) => (await beginCall(db, { ...call, at: at(day) }, undefined)) ?? '';
    await endCall(db, await begin(1), { ...ended, cost: 5, outcome: 'ok', kept: 2, dropped: 1 });
    await endCall(db, await begin(2), { ...ended, cost: 7.25, outcome: 'ok', kept: 1, dropped: 0, ms: 300 });
    const last = await begin(2);
    expect(await spentSince(db, at(2))).toBe(57.25);
    await endCall(db, last, { ...ended, cost: 0, outcome: 'fault' });
    // What has ended is never changed.
    await endCall(db, last, { ...ended, cost: 9, outcome: 'ok' });
    expect(await callsSummary(db, at(1), at(3))).toEqual([
      {
        ...{ purpose: 'write', model: 'm', outcome: 'ok', calls: 2, tokens_in: 20, tokens_out: 4 },
        ...{ cost: 12.25, mean_ms: 200, kept: 3, dropped: 1 },
      },
      {
        ...{ purpose: 'write', model: 'm', outcome: 'fault', calls: 1, tokens_in: 10, tokens_out: 2 },
        ...{ cost: 0, mean_ms: 100, kept: 0, dropped: 0 },
      },
    ]);
    await forgetCalls(db, at(2));
    expect(await spentSince(db, at(1))).toBe(7.25);
  });
});
