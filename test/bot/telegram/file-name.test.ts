import fc from 'fast-check';
import { expect, it } from 'vitest';
import { safeFileName } from '../../../bot/telegram/file-name.ts';

it.each([
  ['Surat Kuasa – final (2).pdf', 'Surat Kuasa – final (2).pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\siti\\dokumen.docx', 'dokumen.docx'],
  ['a"; filename="b.exe', "a'; filename='b.exe"],
  ['galat\r\ncontent-type: text/html.png', 'html.png'],
  ['laporan\u202efdp.exe', 'laporanfdp.exe'],
  ['..', 'berkas'],
  ['', 'berkas'],
  ['\u0000', 'berkas'],
  [`${'a'.repeat(200)}.pdf`, `${'a'.repeat(96)}.pdf`],
])('%j', (name, safe) => {
  expect(safeFileName(name)).toBe(safe);
});

it('is short and only a name, whatever was given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const safe = safeFileName(name);
      expect(safe.length).toBeGreaterThan(0);
      expect(safe.length).toBeLessThanOrEqual(100);
      expect(safe.isWellFormed()).toBe(true);
      expect(safe).not.toMatch(/[/\\"\p{Cc}]/u);
    }),
  );
});
