import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { preparedFolder } from '../support/helpdesk.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let dataDir: string;

type Finished = { code: number | null; out: string; err: string };

/** Runs a program of ours as a person would, with `input` on its standard input. */
function run(
  program: string,
  args: string[],
  input = '',
  { stopAfter, env = {} }: { stopAfter?: RegExp; env?: Record<string, string> } = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: ROOT,
      // No model of this machine is asked by a test.
      env: { ...process.env, OPENAI_API_KEY: '', OPENAI_BASE_URL: '', DATA_DIR: dataDir, DATABASE_URL: '', ...env },
    });
    const finished: Finished = { code: null, out: '', err: '' };
    child.stdout.on('data', (data) => {
      finished.out += data;
      if (stopAfter?.test(finished.out)) child.kill('SIGINT');
    });
    child.stderr.on('data', (data) => (finished.err += data));
    child.on('close', (code) => resolve({ ...finished, code }));
    if (stopAfter === undefined) child.stdin.end(input);
    else child.stdin.write(input);
  });
}

beforeAll(async () => {
  dataDir = await preparedFolder();
}, 180_000);
afterAll(() => rm(dataDir, { recursive: true }));

describe('npm run ask', () => {
  it('prints the answer for a person, and nothing else on standard output', async () => {
    const { code, out, err } = await run('bot/ask.ts', ['boleh gak LPSE minta syarat tambahan pas daftar?']);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Tidak perlu\.\n\nPasal 21 ayat \(3\), Perbup Polewali Mandar 31\/2012:\n“\(3\) LPSE tidak perlu/u,
    );
    expect(err).toBe('');
  });

  it('prints one object with --json', async () => {
    const { out } = await run('bot/ask.ts', ['--json', '--document', 'perbup-31-2012', 'apa', 'itu', 'SPSE']);
    const answer = JSON.parse(out);
    expect(answer).toMatchObject({ kind: 'answer', citations: [{ document: 'perbup-31-2012', pasal: 1, angka: 15 }] });
    expect(Object.keys(answer)).toEqual(['kind', 'text', 'citations', 'confidence', 'tookMs']);
  });

  it('answers a line for each line with --jsonl, and tells which line it could not read', async () => {
    const { code, out, err } = await run(
      'bot/ask.ts',
      ['--jsonl'],
      '{"id":"a","q":"halo min"}\nbukan json\n\n{"id":7,"q":"isi pasal 5"}\n',
    );
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ id, kind }) => [id, kind])).toEqual([
      ['a', 'smalltalk'],
      [7, 'answer'],
    ]);
    expect(err).toContain('Baris 2 dilewati');
    expect(code).toBe(1);
  });

  it('explains a wrong document and a wrong option', async () => {
    const wrong = await run('bot/ask.ts', ['--document', 'uu-1-1900', 'apa itu SPSE']);
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toContain('Dokumen "uu-1-1900" tidak ada');
    expect(await run('bot/ask.ts', ['--jsn', 'x'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^Pilihan --jsn tidak dikenal\.\nPemakaian/u),
    });
  });

  it('shows the usage when asked to', async () => {
    expect(await run('bot/ask.ts', ['--help'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Pemakaian/u),
      err: '',
    });
  });

  it.each([[['']], [['--json']], [['--json', '--jsonl']], [['--jsonl', 'halo']], [['--document']]])(
    'refuses %j',
    async (args) => {
      expect(await run('bot/ask.ts', args)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('Pemakaian'),
      });
    },
  );
});

describe('npm run ask with a model', () => {
  let server: ModelServer;
  beforeAll(async () => {
    server = await startModelServer();
  });
  beforeEach(() => void server.journal.splice(0));
  afterAll(() => server.stop());
  const env = () => ({ OPENAI_BASE_URL: server.url, OPENAI_MODEL: 'penulis' });
  const CLAIM = 'LPSE tidak perlu menambahkan persyaratan registrasi selain yang diatur pada ayat (1) peraturan ini.';
  const QUESTION = 'boleh gak LPSE minta syarat tambahan pas daftar? NPWP saya 01.234.567.8-901.000';

  it('has it write what the rules leave to it, from a question without personal data', async () => {
    server.answers(({ user }) => ({
      writes: {
        maksud: 'pertanyaan',
        kelengkapan: 'lengkap',
        klaim: [{ teks: CLAIM, sumber: [/\bS\d+\b/u.exec(user)?.[0] ?? ''] }],
      },
    }));
    const { code, out, err } = await run('bot/ask.ts', ['--json', QUESTION], '', { env: env() });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(server.journal.map(({ path }) => path)).toEqual(['/v1/chat/completions']);
    expect(server.journal[0]?.body).not.toContain('234.567');
    expect(JSON.parse(out)).toMatchObject({
      kind: 'answer',
      written: { model: 'penulis', claims: [{ text: CLAIM, citations: [{ pasal: 21, ayat: 3 }] }] },
    });
  });

  it('leaves it alone with --tanpa-ai', async () => {
    const { out } = await run('bot/ask.ts', ['--tanpa-ai', QUESTION], '', { env: env() });
    expect(out).toMatch(/^Pasal 21 ayat \(3\)/u);
    expect(server.journal).toEqual([]);
  });

  it('tells in the terminal where questions go', async () => {
    const { out } = await run('bot/ask.ts', [], 'halo\n/keluar\n', { env: env() });
    expect(out).toContain('Jawaban disusun oleh model penulis');
    expect(server.journal).toEqual([]);
  });
});

describe('npm run ask without a question', () => {
  it('talks in the terminal, and leaves when told', async () => {
    const { code, out } = await run('bot/ask.ts', [], 'isi pasal 16\n/sumber\n/apa\n/keluar\n');
    expect(code).toBe(0);
    expect(out).toContain('- perbup-31-2012: Perbup Polewali Mandar 31/2012');
    expect(out).toContain('meningkatkan pengetahuan dan ketrampilan');
    expect(out).toContain('Perintah /apa tidak dikenal');
  });

  it.each(['keluar', 'exit', 'Quit', '/keluar'])('takes "%s" as a command', async (word) => {
    const { code, out } = await run('bot/ask.ts', [], `sumber\n${word}\nhalo\n`);
    expect(code).toBe(0);
    expect(out.match(/- perbup-31-2012/gu)).toHaveLength(1);
    expect(out).not.toContain('Halo');
  });

  it('ends with its last line at the end of the input', async () => {
    expect((await run('bot/ask.ts', [], 'bantuan\n')).out).toMatch(/Ctrl\+D\)\n\n$/u);
  });

  it('closes its database on SIGINT, so that the next start finds no lock', async () => {
    const { code } = await run('bot/ask.ts', [], '', { stopAfter: /Ctrl\+D\)/u });
    expect(code).toBe(0);
    expect((await run('bot/ask.ts', ['halo'])).code).toBe(0);
  });
});

const PARKING = `PERATURAN BUPATI CONTOH
NOMOR 7 TAHUN 2020
TENTANG
PARKIR

Pasal 1
Setiap kendaraan wajib parkir di tempatnya.
Pasal 2
Petugas dapat menderek kendaraan yang melanggar.
`;

const PARKING_ID = 'peraturan-bupati-contoh-nomor-7-tahun-2020';

describe('npm run ingest', () => {
  it('explains itself and wrong options', async () => {
    expect(await run('ingest/main.ts', ['--help'])).toMatchObject({ code: 0, err: '' });
    const wrong = await run('ingest/main.ts', ['--hapos', 'x']);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('Pilihan --hapos tidak dikenal') });
  });

  it('removes a document, and says which there are when it is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'helpdesk-'));
    await writeFile(join(folder, 'parkir.txt'), PARKING);
    await run('ingest/main.ts', [folder]);
    await rm(folder, { recursive: true });
    expect(await run('ingest/main.ts', ['--hapus', PARKING_ID])).toMatchObject({
      code: 0,
      out: expect.stringContaining(`dihapus  ${PARKING_ID}`),
    });
    const again = await run('ingest/main.ts', ['--hapus', PARKING_ID]);
    expect(again.code).toBe(1);
    expect(again.err).toMatch(/Dokumen "peraturan.*" tidak ada\. Yang ada: .*perbup-31-2012/u);
  });
});
