import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preparedFolder } from '../support/helpdesk.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let dataDir: string;

type Finished = { code: number | null; out: string; err: string };

/** Runs a program of ours as a person would, with `input` on its standard input. */
function run(program: string, args: string[], input = '', stopAfter?: RegExp): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: ROOT,
      env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' },
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
      /^Tidak perlu\.\nPasal 21 ayat \(3\), Perbup Polewali Mandar 31\/2012:\n“\(3\) LPSE tidak perlu/u,
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
      '{"id":"a","q":"halo min"}\nbukan json\n\n{"id":"b","q":"isi pasal 5"}\n',
    );
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ id, kind }) => [id, kind])).toEqual([
      ['a', 'smalltalk'],
      ['b', 'answer'],
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
      err: expect.stringContaining('Pemakaian'),
    });
  });
});

describe('npm start', () => {
  it('says what it loaded, talks in the terminal, and leaves when told', async () => {
    const { code, out } = await run('bot/main.ts', [], 'isi pasal 16\n/sumber\n/apa\n/keluar\n');
    expect(code).toBe(0);
    expect(out).toContain('Layanan Pengadaan Secara Elektronik Kabupaten Polewali Mandar');
    expect(out).toContain('- perbup-31-2012: Perbup Polewali Mandar 31/2012');
    expect(out).toContain('meningkatkan pengetahuan dan ketrampilan');
    expect(out).toContain('Perintah /apa tidak dikenal');
  });

  it('closes its database on SIGINT, so that the next start finds no lock', async () => {
    const { code } = await run('bot/main.ts', [], '', /Anda> $/u);
    expect(code).toBe(0);
    expect((await run('bot/ask.ts', ['halo'])).code).toBe(0);
  });
});
