import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { preparedFolder } from '../support/helpdesk.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let dataDir: string;
beforeAll(async () => {
  dataDir = await preparedFolder();
}, 180_000);
afterAll(() => rm(dataDir, { recursive: true }));

/** Runs `npm run ingest -- …` where there is no terminal. */
function ingest(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' };
    const child = spawn(process.execPath, ['ingest/main.ts', ...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (data) => (said.out += data));
    child.stderr.on('data', (data) => (said.err += data));
    child.on('close', (code) => resolve({ ...said, code }));
  });
}

const LIST = `nomor;versi;pertanyaan;jawaban;dasar;topik
1;1;Apa itu LPSE Polewali Mandar?;LPSE adalah unit layanan pengadaan secara elektronik.;Pasal 1 angka 10;layanan
;;Apakah ada dapur umum?;Ada, di lantai dua.;Pasal 3 ayat (1);layanan
;;Apakah ada \u001b[31mkolam?;Ada.;Pasal 3 ayat (1);rapat
`;

describe('npm run ingest with a list of FAQ', () => {
  test('shows what would change, changes it only when told, and nothing a second time', async () => {
    const list = join(dataDir, 'daftar.csv');
    await writeFile(list, LIST);
    const shown = await ingest(list);
    expect(shown).toMatchObject({ code: 1, err: '' });
    expect(shown.out).toMatch(/^daftar\.csv: 1 baru, 1 berubah, 0 tetap, 1 tidak dapat dipakai\n/u);
    expect(shown.out).toContain('baru       baris 3    Apakah ada dapur umum?');
    expect(shown.out).toMatch(
      /berubah {4}nomor 1 {4}Apa itu LPSE Polewali Mandar\?\n {13}jawaban\n {15}− LPSE adalah singkatan.*\n {15}\+ LPSE adalah unit layanan/u,
    );
    expect(shown.out).toMatch(/salah {6}D4 {9}jawaban: Tulis jawaban paling sedikit 5 huruf\./u);
    expect(shown.out).toMatch(/salah {6}F4 {9}topik: Topik "rapat" tidak dikenal\./u);
    expect(shown.out).not.toContain('\u001b');
    expect(shown.out).toMatch(/Belum ada yang diubah\. Ulangi dengan --ya untuk menerapkan\.\n$/u);

    const applied = await ingest(list, '--ya');
    expect(applied.code).toBe(1);
    expect(applied.out).toMatch(/Diterapkan: 1 baru, 1 berubah/u);
    const again = await ingest(list);
    expect(again.out).toMatch(
      /0 baru, 0 berubah, 2 tetap, 1 tidak dapat dipakai\n[\s\S]*Tidak ada yang perlu diubah\.\n$/u,
    );
  });

  test('writes all entries to a file, which changes nothing when it comes back; no file is overwritten unasked', async () => {
    const file = join(dataDir, 'semua.xlsx');
    expect(await ingest('--ekspor', file)).toMatchObject({ code: 0, out: `Ditulis: ${file}\n` });
    const written = await readFile(file);
    expect(await ingest('--ekspor', file)).toMatchObject({ code: 1, err: expect.stringContaining('sudah ada') });
    expect((await readFile(file)).equals(written)).toBe(true);
    expect(await ingest(file)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Tidak ada yang perlu diubah\.\n$/u),
    });
  });

  test('says why a file cannot be used, and which endings it writes', async () => {
    const broken = join(dataDir, 'rusak.xlsx');
    await writeFile(broken, 'PK\x03\x04 rusak');
    expect(await ingest(broken)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('Isinya rusak') });
    expect(await ingest('--ekspor', 'semua.pdf')).toMatchObject({
      code: 2,
      err: expect.stringContaining('.xlsx, .csv, atau .md'),
    });
  });
});
