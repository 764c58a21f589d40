import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readUnit } from '../../knowledge/base.ts';
import { temporaryFolder } from '../support/database.ts';

const NEEDED = 'nama: LPSE Contoh\nnama_pendek: LPSE\nzona: Asia/Makassar\nsingkatan_zona: WITA\n';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true }));

const read = async (text: string) => {
  const file = join(folder, 'unit.yaml');
  await writeFile(file, text);
  return readUnit(file);
};

describe('unit.yaml', () => {
  it('is read as it ships', () => {
    const unit = readUnit(fileURLToPath(new URL('../../knowledge/sources/unit.yaml', import.meta.url)));
    expect(unit).toMatchObject({ short: 'LPSE Polewali Mandar', zoneName: 'WITA' });
    expect(unit.askWhom.telepon).not.toBe('');
  });

  it('keeps a number as written, joins a list, and leaves out what is not filled in', async () => {
    const { facts } = await read(
      `${NEEDED}telepon: 042821234\nwhatsapp: [0811, "0812"]\nemail: belum diisi\nsitus:\nbiaya: ~\n`,
    );
    expect(facts).toEqual({ telepon: '042821234', whatsapp: '0811, 0812' });
  });

  it.each([
    ['telpon: 1\n', 'isian "telpon" tidak dikenal. Yang dikenal: nama, '],
    ['tanya:\n  telpon: x\n', 'isian tanya "telpon" tidak dikenal. Yang dikenal: jam_layanan, '],
    ['tanya: x\n', '"tanya" harus berupa'],
    ['jam_layanan: Senin: 08.00\n', 'unit.yaml baris 5: tidak dapat dibaca sebagai YAML; beri tanda kutip bila'],
    ['jam_layanan:\n  Senin: 08.00\n', 'nilai "jam_layanan" harus berupa teks'],
    ['nama: dua\n', 'unit.yaml baris 5: nama isian ditulis dua kali'],
  ])('explains %j', async (text, message) => {
    await expect(read(NEEDED + text)).rejects.toThrow(message);
    await expect(read(NEEDED + text)).rejects.toMatchObject({ name: 'SourceDataError' });
  });

  it('explains what is missing', async () => {
    await expect(read('nama: x\n')).rejects.toThrow('isian "nama_pendek" wajib diisi');
    await expect(read('')).rejects.toThrow('"isian: nilai"');
  });
});
