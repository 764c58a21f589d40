import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { AlignmentType, Document, LevelFormat, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSource, UnreadableFile } from '../../ingest/read.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function textOf(name: string, content: string | Uint8Array): Promise<string> {
  return (await readSource(await write(name, content))).text;
}

async function refusalOf(path: string): Promise<UnreadableFile> {
  try {
    await readSource(path);
  } catch (error) {
    if (error instanceof UnreadableFile) return error;
    throw error;
  }
  throw new Error(`${path} was read`);
}

async function reasonOf(name: string, content: string | Uint8Array): Promise<string> {
  const error = await refusalOf(await write(name, content));
  expect(error.message).toContain(name);
  return error.reason;
}

describe('text', () => {
  test('gives path, name, format and text', async () => {
    const path = await write('catatan.txt', 'Pasal 1\nIsi');
    expect(await readSource(path)).toEqual({ path, name: 'catatan.txt', format: 'txt', text: 'Pasal 1\nIsi' });
  });

  test('strips the BOM and NUL, turns CRLF and CR into LF', async () => {
    expect(await textOf('a.txt', '\ufeffsatu\r\ndua\rtiga\r\0\nem\0pat\n')).toBe('satu\ndua\ntiga\nempat\n');
  });

  test('reads UTF-16 with a BOM, both ways', async () => {
    const little = Buffer.from('\ufeffPasal 7 – “ayat”', 'utf16le');
    expect(await textOf('le.txt', little)).toBe('Pasal 7 – “ayat”');
    expect(await textOf('be.txt', Buffer.from(little).swap16())).toBe('Pasal 7 – “ayat”');
  });

  test('reads Windows-1252 when it is no UTF-8', async () => {
    const bytes = Buffer.from('\x93Sekretariat\x94 \x96 caf\xe9 \x80', 'latin1');
    expect(await textOf('lama.txt', bytes)).toBe('“Sekretariat” – café €');
  });

  test('refuses damaged UTF-8 and UTF-16 rather than guess', async () => {
    const damaged = Buffer.concat([Buffer.from('é ü – “kutip”'), Buffer.from([0xc3]), Buffer.from(' akhir')]);
    expect(await reasonOf('rusak.txt', damaged)).toBe('encoding');
    expect(await reasonOf('ganjil.txt', Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x42]))).toBe('encoding');
  });

  test('any text comes back as documented', async () => {
    const letters = fc.string({ unit: 'binary', maxLength: 400 });
    const lines = fc.array(
      fc.constantFrom('\r\n', '\r', '\n', '\0', '\ufeff', 'Pasal 3', '(1)', 'é', ' ', '\u{1f4c4}'),
    );
    const text = fc.oneof(
      letters,
      lines.map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (written) => {
        const expected = written
          .replace(/^\ufeff/u, '')
          .replaceAll('\0', '')
          .replace(/\r\n?/g, '\n');
        fc.pre(expected.trim() !== '');
        fc.pre(!/^(?:\s*<|%PDF-|PK|GIF8|\{\\rtf|II\*|MM\0)/u.test(written.replace(/^\ufeff/u, '')));
        expect(await textOf('sifat.txt', written)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('format', () => {
  test('the content decides, the extension breaks ties', async () => {
    const formatOf = async (name: string, content: string | Uint8Array) =>
      (await readSource(await write(name, content))).format;
    expect(await formatOf('a.txt', '<!-- x -->\n<!DOCTYPE html><p>Isi</p>')).toBe('html');
    expect(await formatOf('b.pdf', '<html><body>Tidak ditemukan</body></html>')).toBe('html');
    expect(await formatOf('c.html', '<p>Potongan</p>')).toBe('html');
    expect(await formatOf('d.txt', '<p>Potongan</p>')).toBe('txt');
    expect(await formatOf('e.md', '# Judul')).toBe('md');
    expect(await formatOf('tanpa-akhiran', 'PKPU 4 tentang isi')).toBe('txt');
    expect(await formatOf('f.txt', await pdf([['Isi halaman']]))).toBe('pdf');
    expect(await formatOf('g.zip', await docx([new Paragraph('Isi')]))).toBe('docx');
  });

  test.each([
    ['kosong.txt', '', 'empty'],
    ['spasi.md', ' \n\0\t\n', 'empty'],
    ['gambar.txt', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), 'broken'],
    ['gambar.gif', 'GIF89a', 'unknown_format'],
    ['biner.txt', Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 7) % 256)), 'unknown_format'],
    ['surat.rtf', '{\\rtf1 Isi}', 'unknown_format'],
    ['lama.doc', Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), 'unknown_format'],
    [
      'kunci.docx',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'encrypted',
    ],
    ['rusak.pdf', '%PDF-1.7\nbukan apa-apa', 'broken'],
    ['rusak.docx', 'PK\x03\x04 terpotong', 'broken'],
    ['gambar.html', '<html><body><img src="a.png"><script>x()</script></body></html>', 'no_text'],
  ])('refuses %s', async (name, content, reason) => {
    expect(await reasonOf(name, content)).toBe(reason);
  });

  test('refuses what is missing, a folder, and what is too large', async () => {
    const missing = await refusalOf(join(folder, 'tidak-ada.pdf'));
    expect(missing.reason).toBe('missing');
    expect(missing.message).toMatch(/^Berkas ".*tidak-ada\.pdf" tidak dapat dibaca: berkas tidak ditemukan\. Periksa/u);
    expect((await refusalOf(folder)).reason).toBe('missing');
    expect(await reasonOf('besar.txt', Buffer.alloc(50 * 1024 * 1024 + 1, 'a'))).toBe('too_large');
  });
});

describe('html', () => {
  const read = (body: string) => textOf('halaman.html', `<!doctype html><title>T</title><body>${body}</body>`);

  test('keeps the text, one block a line, without the frame of the page', async () => {
    const body = `<style>p{}</style><script>alert(1)</script><nav>Menu</nav><header>Kop</header>
      <main><h1>Pendaftaran</h1><p>Isi <b>akta</b>&nbsp;&amp;\n NPWP&shy;</p>baris<br>lagi<div>kotak<div>dalam</div></div></main>
      <aside>Iklan</aside><form><input value="x">Cari</form><footer>Alamat</footer>`;
    expect(await read(body)).toBe('Pendaftaran\nIsi akta & NPWP\nbaris\nlagi\nkotak\ndalam');
  });

  test('keeps a form that holds the whole page', async () => {
    expect(await read('<form><p>Isi halaman</p><button>Kirim</button></form>')).toBe('Isi halaman');
  });

  test('numbers lists as a browser does', async () => {
    const body = `<ol start="3"><li>tiga<li value="7"><p>tujuh</p><ol type="a"><li>huruf a</li><li>huruf b</li></ol></li><li>delapan</li></ol>
      <ol type="A" start="26"><li>Z<li>AA</ol><ol type="i" start="4"><li>empat</ol>
      <ol style="margin:0; list-style-type: lower-alpha"><li>gaya</ol><ol start="x"><li value="1.5">satu</ol><ul><li>butir</ul>`;
    expect((await read(body)).split('\n')).toEqual(
      ['3. tiga', '7. tujuh', 'a. huruf a', 'b. huruf b', '8. delapan'].concat([
        'Z. Z',
        'AA. AA',
        'iv. empat',
        'a. gaya',
        '1. satu',
        '- butir',
      ]),
    );
  });

  test('keeps markers that are text', async () => {
    const body = '<ol><li>(1) ayat satu</li><li>(2) ayat dua</li></ol><ul><li>a. huruf a</li></ul>';
    expect(await read(body)).toBe('(1) ayat satu\n(2) ayat dua\na. huruf a');
  });

  test('joins the cells of a row, and leaves the lines of a layout table', async () => {
    const body = `<table><caption>Berkas</caption><tr><th>No<th>Berkas<th>Jumlah</tr><tr><td>1<td><p>KTP</p><p>asli</p><td></tr>
      <tr><td>2<td><td>3</tr><tr><td></tr></table>
      <table><tr><td>Menimbang<td>:<td><ol type="a"><li>bahwa satu;<li>bahwa dua;</ol></table>`;
    expect((await read(body)).split('\n')).toEqual([
      'Berkas',
      'No | Berkas | Jumlah',
      '1 | KTP asli',
      '2 | | 3',
      'Menimbang | : | a. bahwa satu;',
      'b. bahwa dua;',
    ]);
  });

  test('a page nested beyond reason is refused, not a crash', async () => {
    expect(await reasonOf('dalam.html', `<html>${'<div>'.repeat(200_000)}x`)).toBe('broken');
  });
});

describe('docx', () => {
  test('reads paragraphs, numbered lists and tables', async () => {
    const numbered = (text: string, level = 0) => new Paragraph({ text, numbering: { reference: 'ayat', level } });
    const row = (...cells: string[]) =>
      new TableRow({ children: cells.map((cell) => new TableCell({ children: [new Paragraph(cell)] })) });
    const bytes = await docx([
      new Paragraph('Pasal 3'),
      numbered('LPSE mempunyai tugas:'),
      numbered('memfasilitasi PA/KPA;', 1),
      numbered('memfasilitasi ULP.', 1),
      numbered('LPSE dapat melayani BUMD.'),
      new Paragraph('(3) diketik sendiri'),
      new Table({ rows: [row('No', 'Berkas'), row('1', 'KTP')] }),
    ]);
    expect((await readSource(await write('perbup.docx', bytes))).format).toBe('docx');
    expect((await textOf('perbup.docx', bytes)).split('\n')).toEqual([
      'Pasal 3',
      // Word shows "(1)" and "a."; the format of automatic numbers is lost.
      '1. LPSE mempunyai tugas:',
      '1. memfasilitasi PA/KPA;',
      '2. memfasilitasi ULP.',
      '2. LPSE dapat melayani BUMD.',
      '(3) diketik sendiri',
      'No | Berkas',
      '1 | KTP',
    ]);
  });

  test('a document without text is no_text', async () => {
    expect(await reasonOf('hampa.docx', await docx([new Paragraph('')]))).toBe('no_text');
  });

  test('refuses macros and other zips', async () => {
    const types = (main: string) => `<Types><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`;
    const macro = types('application/vnd.ms-word.document.macroEnabled.main+xml');
    const sheet = types('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml');
    const word = types('application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml');
    expect(await reasonOf('makro.docm', zip([{ name: '[Content_Types].xml', content: macro }]))).toBe('unknown_format');
    expect(await reasonOf('tabel.xlsx', zip([{ name: '[Content_Types].xml', content: sheet }]))).toBe('unknown_format');
    expect(await reasonOf('arsip.zip', zip([{ name: 'a.txt', content: 'isi' }]))).toBe('unknown_format');
    const hidden = [
      { name: '[Content_Types].xml', content: word },
      { name: 'word/vbaProject.bin', content: 'x' },
    ];
    expect(await reasonOf('samar.docx', zip(hidden))).toBe('unknown_format');
  });

  test('refuses zip bombs, also those that lie about their size', async () => {
    const zeros = Buffer.alloc(1024 * 1024);
    expect(
      await reasonOf('bom.docx', zip([{ name: 'word/media/a.png', content: zeros, size: 201 * 1024 * 1024 }])),
    ).toBe('too_large');
    expect(
      await reasonOf('xml.docx', zip([{ name: 'word/document.xml', content: zeros, size: 11 * 1024 * 1024 }])),
    ).toBe('too_large');
    expect(await reasonOf('bohong.docx', zip([{ name: 'word/document.xml', content: zeros, size: 1000 }]))).toBe(
      'too_large',
    );
  });
});

describe('pdf', () => {
  const PAGES = [
    [
      'BAB I',
      'KETENTUAN UMUM',
      'Pasal 1',
      'Dalam peraturan ini yang dimaksud dengan LPSE adalah unit penye-',
      'lenggara sistem pengadaan secara elektronik bagi para pihak-',
    ],
    [
      'pihak dalam pengadaan.',
      'Pasal 2',
      '(1) LPSE mempunyai tugas:',
      'a. memfasilitasi PA/KPA;',
      'b. memfasilitasi ULP; dan',
    ],
    [
      'c. melayani Penyedia.',
      '(2) Tugas sebagaimana dimaksud pada ayat (1) menurut peraturan perundang-',
      'undangan.',
      '2012',
      'BAB II',
    ],
    ['Pasal 3', 'Peraturan ini mulai berlaku pada tanggal diundangkan.', 'Penutup.'],
  ];
  const BODY = `BAB I
KETENTUAN UMUM
Pasal 1
Dalam peraturan ini yang dimaksud dengan LPSE adalah unit penyelenggara
sistem pengadaan secara elektronik bagi para pihak-pihak
dalam pengadaan.
Pasal 2
(1) LPSE mempunyai tugas:
a. memfasilitasi PA/KPA;
b. memfasilitasi ULP; dan
c. melayani Penyedia.
(2) Tugas sebagaimana dimaksud pada ayat (1) menurut peraturan perundang-undangan.
2012
BAB II
Pasal 3
Peraturan ini mulai berlaku pada tanggal diundangkan.
Penutup.`;

  test.each([
    ['- 3 -', (page: number) => `- ${page} -`],
    ['3', (page: number) => String(page)],
    ['Halaman 3 dari 4', (page: number) => `Halaman ${page} dari 4`],
    ['SK No 086003 A', (page: number) => `SK No 08600${page} A`],
  ])('keeps lines, drops headers and page numbers like "%s", joins hyphenated words', async (_, footer) => {
    const bytes = await pdf(PAGES, { header: 'Berita Daerah Tahun 2012 Nomor 31', footer });
    expect(await textOf('perbup.pdf', bytes)).toBe(BODY);
  });

  test('a whole regulation, wrapped and justified, comes back word for word', async () => {
    const source = await readFile(
      new URL('../../knowledge/sources/perbup-31-2012/perbup-31-2012.txt', import.meta.url),
      'utf8',
    );
    const frame = (doc: PdfDocument, page: number) => {
      doc.text('Perbup Polewali Mandar', 72, 36, { lineBreak: false });
      doc.text(`- ${page} -`, 290, 800, { lineBreak: false });
    };
    const bytes = await drawPdf((doc) => {
      let page = 1;
      frame(doc, page);
      doc.text('', 72, 72, {});
      for (const line of source.split('\n')) {
        if (doc.y > 700) {
          page += 1;
          frame(doc.addPage(), page);
          doc.text('', 72, 72, {});
        }
        doc.text(line.trim() || ' ', 72, doc.y, { width: 450, align: 'justify', lineGap: 4 });
      }
    });
    const words = (text: string) => text.replace(/\s+/gu, ' ').trim();
    expect(words(await textOf('perbup.pdf', bytes))).toBe(words(source));
  });

  test('a Pasal that opens every page is no page header', async () => {
    const pages = [1, 2, 3, 4].map((number) => [
      `Pasal ${number}`,
      `Isi pasal ke-${number} yang cukup panjang.`,
      'Selesai.',
      'Titik.',
    ]);
    expect(await textOf('pasal.pdf', await pdf(pages))).toBe(pages.flat().join('\n'));
  });

  test('drops the catchwords of a state gazette', async () => {
    const bytes = await pdf([
      ['Menimbang:', 'a. bahwa satu;', 'b. bahwa . . .'],
      ['b. bahwa dua;', 'dan seterusnya ...'],
    ]);
    expect(await textOf('perpres.pdf', bytes)).toBe('Menimbang:\na. bahwa satu;\nb. bahwa dua;\ndan seterusnya ...');
  });

  test('orders by position, spaces by gap, parts paragraphs by an empty line', async () => {
    const bytes = await drawPdf((doc) => {
      doc.text('elektronik', 130, 100, { lineBreak: false });
      doc.text('Layanan', 72, 100, { lineBreak: false });
      doc.text('baris dua', 72, 114, { lineBreak: false });
      doc.text('baris tiga', 72, 128, { lineBreak: false });
      doc.text('alinea', 72, 160, { lineBreak: false });
      doc.text('e', 72, 174, { lineBreak: false }).text('mpat', 72 + doc.widthOfString('e'), 174, { lineBreak: false });
      doc.save().rotate(45).fontSize(60).text('SALINAN', 200, 100, { lineBreak: false }).restore();
    });
    expect(await textOf('letak.pdf', bytes)).toBe('Layanan elektronik\nbaris dua\nbaris tiga\n\nalinea\nempat');
  });

  test('reads a page turned on its side', async () => {
    const bytes = await drawPdf((doc) => {
      doc.rotate(90, { origin: [300, 300] });
      doc.text('satu', 100, 300, { lineBreak: false }).text('dua', 140, 300, { lineBreak: false });
      doc.text('tiga', 100, 314, { lineBreak: false });
    });
    expect(await textOf('miring.pdf', bytes)).toBe('satu dua\ntiga');
  });

  test('refuses a password, accepts an owner password alone', async () => {
    const locked = await pdf([['Rahasia']], { options: { userPassword: 'kunci', ownerPassword: 'pemilik' } });
    expect(await reasonOf('kunci.pdf', locked)).toBe('encrypted');
    expect(await textOf('terbuka.pdf', await pdf([['Terbuka']], { options: { ownerPassword: 'pemilik' } }))).toBe(
      'Terbuka',
    );
  });

  test('refuses what nobody can read and says why', async () => {
    const scan = await drawPdf((doc) => doc.image(PIXEL, 72, 72, { width: 200 }));
    const error = await refusalOf(await write('pindai.pdf', scan));
    expect(error.reason).toBe('no_text');
    expect(error.message).toMatch(/hasil pindai ini hampir tidak terbaca \(keyakinan 0%\)\. Pindai ulang/u);
    expect(await reasonOf('kosong.pdf', await pdf([[], []]))).toBe('no_text');
    // A scan with nothing but a stamped footer is still a scan.
    expect(await reasonOf('cap.pdf', await pdf([[], [], []], { header: 'jdih.example.go.id' }))).toBe('no_text');
    expect(await textOf('separuh.pdf', await pdf([['Isi'], []]))).toBe('Isi');
  });
});

// --- Fixtures ---

type PdfDocument = NodeJS.ReadableStream & {
  addPage(): PdfDocument;
  end(): void;
  fontSize(size: number): PdfDocument;
  image(data: Buffer, x: number, y: number, options: { width: number }): PdfDocument;
  restore(): PdfDocument;
  rotate(degrees: number, options?: { origin: [number, number] }): PdfDocument;
  save(): PdfDocument;
  text(text: string, x: number, y: number, options: object): PdfDocument;
  widthOfString(text: string): number;
  readonly y: number;
};

// pdfkit brings no types; require gives it one without a declaration file.
const require = createRequire(import.meta.url);
const PDFDocument: new (options: object) => PdfDocument = require('pdfkit');

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function drawPdf(draw: (doc: PdfDocument) => unknown, options: object = {}): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4', margin: 0, ...options });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise((resolve) => doc.on('end', resolve));
  doc.fontSize(11);
  draw(doc);
  doc.end();
  await done;
  return Buffer.concat(chunks);
}

type Frame = { header?: string; footer?: (page: number) => string; options?: object };

/** One string a line, one list a page, with a header on top and a footer at the foot of each. */
function pdf(pages: string[][], { header, footer, options }: Frame = {}): Promise<Buffer> {
  return drawPdf((doc) => {
    for (const [index, lines] of pages.entries()) {
      if (index > 0) doc.addPage();
      if (header) doc.text(header, 72, 30, { lineBreak: false });
      for (const [row, line] of lines.entries()) doc.text(line, 72, 80 + row * 14, { lineBreak: false });
      if (footer) doc.text(footer(index + 1), 290, 800, { lineBreak: false });
    }
  }, options);
}

function docx(children: (Paragraph | Table)[]): Promise<Buffer> {
  const level = (number: number, format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) => ({
    level: number,
    format,
    text,
    alignment: AlignmentType.START,
  });
  const levels = [level(0, LevelFormat.DECIMAL, '(%1)'), level(1, LevelFormat.LOWER_LETTER, '%2.')];
  const document = new Document({ numbering: { config: [{ reference: 'ayat', levels }] }, sections: [{ children }] });
  return Packer.toBuffer(document);
}

/** A zip by hand; `size` is what the directory claims, true or not. */
function zip(parts: { name: string; content: string | Buffer; size?: number }[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, size } of parts) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 'latin1');
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size ?? Buffer.byteLength(content), 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    bodies.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, index, end]);
}
