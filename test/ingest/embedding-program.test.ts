import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { preparedFolder } from '../support/helpdesk.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let dataDir: string;
let server: ModelServer;
beforeAll(async () => {
  dataDir = await preparedFolder();
  server = await startModelServer();
}, 180_000);
afterAll(async () => {
  await server?.stop();
  await rm(dataDir, { recursive: true });
});

/** Runs `npm run ingest -- --embed` where there is no terminal. */
function embed(env: Record<string, string>): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['ingest/main.ts', '--embed'], {
      cwd: ROOT,
      env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', OPENAI_API_KEY: '', OPENAI_BASE_URL: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (data) => (said.out += data));
    child.stderr.on('data', (data) => (said.err += data));
    child.on('close', (code) => resolve({ ...said, code }));
  });
}

describe('npm run ingest -- --embed', () => {
  test('says what is missing when no model is named', async () => {
    const said = await embed({ OPENAI_EMBEDDING_MODEL: '' });
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toMatch(/^OPENAI_EMBEDDING_MODEL belum diisi.*\.\n$/u);
  });

  test('keeps what was made when the server fails, goes on from there, and sends nothing twice', async () => {
    const env = { OPENAI_BASE_URL: server.url, OPENAI_EMBEDDING_MODEL: 'pemakna', OPENAI_PER_MINUTE: '60000' };
    server.next({ status: 401, message: 'kunci salah' });
    const refused = await embed(env);
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(/^Vektor: 0 dibuat, 0 tetap, 0 dihapus, \d+ belum, dalam [\d.]+ detik\.\n$/u);
    expect(refused.err).toBe('Server model menolak kuncinya. Periksa OPENAI_API_KEY.\n');
    const whole = await embed({ ...env, OPENAI_PRICE_EMBED: '300' });
    expect(whole).toMatchObject({ code: 0, err: '' });
    expect(whole.out).toMatch(
      /^Vektor: (\d+) dibuat, 0 tetap, 0 dihapus, 0 belum, dalam [\d.]+ detik, biaya Rp[\d,]+\.\n/u,
    );
    expect(whole.out).toMatch(/\nDipakai: pemakna \(256 dimensi, \d+ vektor\)\.\n$/u);
    server.journal.length = 0;
    const again = await embed(env);
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).toMatch(/^Vektor: 0 dibuat, \d+ tetap, 0 dihapus, 0 belum/u);
    expect(server.journal).toEqual([]);
  }, 180_000);
});
