import { describe, expect, it } from 'vitest';
import { checkFile, LARGEST_FILE, refusalByName } from '../../../bot/files/check.ts';
import { shownName } from '../../../bot/files/file-name.ts';
import { fixture, plainPng } from './pictures.ts';
import { EXCEL, office, WORD, zip } from './zip.ts';

const png = plainPng(4, 4);
const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n', 'latin1');
const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
const oldOffice = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
const program = Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(200)]);
const log = Buffer.from('07.30 galat 502\nÉ 12 µs – selesai\n');

describe('what is taken, by its bytes', () => {
  it.each([
    ['layar.png', png, 'image/png', 'layar.png'],
    ['layar.jpg', fixture('profil.jpg'), 'image/jpeg', 'layar.jpg'],
    ['foto.jpg.exe', fixture('profil.jpg'), 'image/jpeg', 'foto.jpg'],
    ['surat.pdf', png, 'image/png', 'surat.png'],
    ['photo', fixture('profil.jpg'), 'image/jpeg', 'foto.jpg'],
    ['', png, 'image/png', 'foto.png'],
    ['gambar', Buffer.from('RIFF\x24\0\0\0WEBPVP8 ', 'latin1'), 'image/webp', 'gambar.webp'],
    ['IMG_0042.HEIC', heic, 'image/heic', 'IMG_0042.heic'],
    ['surat.PDF', pdf, 'application/pdf', 'surat.pdf'],
    ['surat.docx', office(WORD), WORD, 'surat.docx'],
    ['daftar.xlsx', office(EXCEL), EXCEL, 'daftar.xlsx'],
    ['galat.log', log, 'text/plain', 'galat.log'],
    ['galat.TXT', Buffer.from('Gal\xe4t\r\n', 'latin1'), 'text/plain', 'galat.txt'],
    ['daftar.csv', Buffer.from('\ufeffno;nama\n1;a\n'), 'text/plain', 'daftar.csv'],
    ['catatan.txt', Buffer.from('\ufeffBMKG: hujan', 'utf16le'), 'text/plain', 'catatan.txt'],
    ['BM.txt', Buffer.from('BMKG: hujan'), 'text/plain', 'BM.txt'],
  ])('%s', async (name, bytes, type, shown) => {
    expect(await checkFile(bytes, name)).toEqual({ kind: 'taken', type, name: shown });
  });
});

describe('what is not taken', () => {
  it.each([
    ['kosong.png', Buffer.alloc(0), 'empty'],
    ['besar.png', Buffer.concat([png, Buffer.alloc(LARGEST_FILE)]), 'too-big'],
    ['program.exe', program, 'type'],
    ['program.txt', program, 'type'],
    ['foto.png', program, 'type'],
    ['halaman.html', Buffer.from('<html><script>alert(1)</script>'), 'type'],
    ['gambar.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'type'],
    ['naskah.js', Buffer.from('alert(1)'), 'type'],
    ['tanpa akhiran', Buffer.from('halo'), 'type'],
    ['lama.doc', oldOffice, 'type'],
    ['arsip.zip', zip({ 'a.txt': 'a' }), 'type'],
    ['makro.docm', office('application/vnd.ms-word.document.macroEnabled'), 'type'],
    ['makro.docx', office('application/vnd.ms-word.document.macroEnabled'), 'type'],
    ['makro.xlsx', office(EXCEL, { 'xl/vbaProject.bin': 'x' }), 'type'],
    ['makro4.xlsx', office(EXCEL, { 'xl/macrosheets/sheet1.xml': 'x' }), 'type'],
    ['rusak.docx', office(WORD).subarray(0, 40), 'type'],
    ['nol.txt', Buffer.from('a\0b'), 'type'],
    ['penawaran.rhs', png, 'bid-file'],
    ['PENAWARAN.SPM', Buffer.from('apa saja'), 'bid-file'],
    ['penawaran.rhs.txt', Buffer.from('apa saja'), 'bid-file'],
  ])('%s', async (name, bytes, why) => {
    expect(await checkFile(bytes, name)).toEqual({ kind: 'refused', why });
  });

  it('a sealed bid is known by its name, before a byte of it is asked for', () => {
    expect(refusalByName('penawaran.rhs')).toBe('bid-file');
    expect(refusalByName('rhs.png')).toBeUndefined();
  });

  it('exactly 20 MB is not too much', async () => {
    const bytes = Buffer.concat([png, Buffer.alloc(LARGEST_FILE - png.length)]);
    expect(await checkFile(bytes, 'pas.png')).toMatchObject({ kind: 'taken' });
  });
});

describe('the name that is shown', () => {
  it.each([
    ['../../etc/passwd', 'passwd.png'],
    ['C:\\Users\\budi\\layar.png', 'layar.png'],
    ['layar\u202egnp.exe', 'layargnp.png'],
    ['a\0b\nc\td.png', 'abcd.png'],
    ['  banyak   spasi .png', 'banyak spasi.png'],
    ['<b>"tebal"|?*</b>.png', 'b.png'],
    ['...', 'foto.png'],
    ['.htaccess', 'htaccess.png'],
    ['surat pt. maju v1.2', 'surat pt. maju v1.2.png'],
    ['KTP 7604012345678901.jpg', 'KTP [disamarkan].png'],
    ['WhatsApp Image 2026-11-23 at 07.30.15.jpeg', 'WhatsApp Image 2026-11-23 at 07.30.15.png'],
    [`${'a'.repeat(200)}.jpg`, `${'a'.repeat(76)}.png`],
    [`${'a'.repeat(75)}😀`, `${'a'.repeat(75)}.png`],
  ])('%j', (name, shown) => {
    expect(shownName(name, 'png', 'foto')).toBe(shown);
  });
});
