import { deflateRawSync } from 'node:zlib';
import * as spreadsheet from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import { isFaqFile, readFaqFile, writeFaq } from '../../ingest/faq-file.ts';
import { placeOf } from '../../ingest/faq-table.ts';

type Cells = (string | number | boolean | Date | spreadsheet.CellObject | null)[][];

const HEAD = ['Pertanyaan', 'Jawaban', 'Dasar', 'Topik'];
const ROW = ['Kapan buka?', 'Setiap hari kerja.', 'Pasal 3', 'layanan'];

/** A workbook of such sheets; `change` gets the first of them. */
function workbook(
  sheets: Record<string, Cells>,
  change: (sheet: spreadsheet.WorkSheet, book: spreadsheet.WorkBook) => void = () => {},
  type: spreadsheet.BookType = 'xlsx',
): Buffer {
  const book = spreadsheet.utils.book_new();
  for (const [name, cells] of Object.entries(sheets))
    spreadsheet.utils.book_append_sheet(book, spreadsheet.utils.aoa_to_sheet(cells), name);
  change(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, book);
  return spreadsheet.write(book, { type: 'buffer', bookType: type, compression: true }) as Buffer;
}

function read(name: string, bytes: Uint8Array | string) {
  const found = readFaqFile(name, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  if (!found.ok) throw new Error(found.reason);
  return found;
}

function refusal(name: string, bytes: Uint8Array | string): string {
  const found = readFaqFile(name, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  return found.ok ? 'read' : found.reason;
}

const fieldsOf = (found: ReturnType<typeof read>) => found.rows.map(({ fields }) => fields);
const WANTED = { question: 'Kapan buka?', answer: 'Setiap hari kerja.', basis: 'Pasal 3', topic: 'layanan' };

describe('a workbook', () => {
  test('is read by the names in its head, below a title, whatever their order and case', () => {
    const cells = [
      ['DAFTAR TANYA JAWAB'],
      [],
      ['TOPIK ', 'No.', ' jawaban:', 'Pertanyaan', 'Catatan'],
      ['akun', 1, 'Ya.', 'Apa?', 'x'],
    ];
    const { rows, notes } = read('a.xlsx', workbook({ FAQ: cells }));
    expect(rows.map(({ fields }) => fields)).toEqual([{ topic: 'akun', number: '1', answer: 'Ya.', question: 'Apa?' }]);
    expect(rows.map((row) => [placeOf(row), placeOf(row, 'answer'), placeOf(row, 'basis')])).toEqual([
      ['baris 4', 'C4', 'baris 4'],
    ]);
    expect(notes).toEqual(['1 kolom tidak dikenal dan tidak dibaca: "Catatan" (E).']);
  });

  test('reads numbers, days, yes and no, and text of several fonts as people see them', () => {
    const cells: Cells = [
      [...HEAD, 'Nomor', 'Tinjau sampai', 'Sumber'],
      [
        { t: 's', v: 'Kapan buka?', r: '<t>Kapan </t>' },
        0.5,
        true,
        'layanan',
        1234567,
        { t: 'n', v: 46349, z: 'dd/mm/yyyy' },
        { t: 'n', v: 12, z: '0000' },
      ],
      ['Bagian?', { t: 'n', v: 0.25, z: '0%' }, 'Pasal 3', 'akun', '0012', '23/11/2026', 3.14],
    ];
    expect(fieldsOf(read('a.xlsx', workbook({ FAQ: cells })))).toEqual([
      { ...WANTED, answer: '0.5', basis: 'true', number: '1234567', reviewBy: '2026-11-23', source: '0012' },
      {
        question: 'Bagian?',
        answer: '25%',
        basis: 'Pasal 3',
        topic: 'akun',
        number: '0012',
        reviewBy: '23/11/2026',
        source: '3.14',
      },
    ]);
  });

  test('reads days that stand in cells of numbers, and tells where months come first', () => {
    const days = (some: (string | number)[]) => {
      const cells = [
        ['Pertanyaan', 'Jawaban', 'Tinjau sampai', 'Tanggal sumber'],
        ...some.map((day) => ['Apa?', 'Ya.', day, 46349]),
      ];
      const { rows, notes } = read('a.xlsx', workbook({ FAQ: cells }));
      return {
        days: rows.map(({ fields }) => fields.reviewBy),
        sources: rows.map(({ fields }) => fields.sourceDate),
        notes,
      };
    };
    expect(days([46417, '46418', '1/2/2027', '99999', 12])).toEqual({
      days: ['2027-01-30', '2027-01-31', '1/2/2027', '99999', '12'],
      sources: Array.from({ length: 5 }, () => '2026-11-23'),
      notes: [],
    });
    expect(days(['1/2/2027', '1/30/27', '2027-03-04'])).toMatchObject({
      days: ['2027-01-02', '2027-01-30', '2027-03-04'],
      notes: ['Kolom tinjau sampai dibaca sebagai bulan/tanggal/tahun, karena C3 berisi 1/30/27.'],
    });
    // One that can only be day and month: what contradicts it is left to be told as wrong.
    expect(days(['30/1/2027', '1/30/2027'])).toMatchObject({ days: ['30/1/2027', '1/30/2027'], notes: [] });
  });

  test('names the cells with a formula, an error or a merge; the other rows are read', () => {
    const cells: Cells = [HEAD, ROW, [...ROW], [...ROW], [...ROW], ROW];
    const bytes = workbook({ FAQ: cells }, (sheet) => {
      sheet.B3 = { t: 's', v: 'x', f: 'HYPERLINK("http://x","y")' };
      sheet.C4 = { t: 'e', v: 0x17 };
      sheet['!merges'] = [spreadsheet.utils.decode_range('A5:B5'), spreadsheet.utils.decode_range('H2:I9')];
    });
    expect(read('a.xlsx', bytes).rows.map(({ wrong }) => wrong)).toEqual([
      [],
      [
        {
          field: 'answer',
          at: 'B3',
          sentence: 'Sel ini berisi rumus (=HYPERLINK("http://x","y")). Ganti dengan hasilnya (Tempel Nilai).',
        },
      ],
      [{ field: 'basis', at: 'C4', sentence: 'Sel ini berisi galat #REF!. Ganti dengan isinya.' }],
      [
        {
          field: 'question',
          at: 'A5:B5',
          sentence: 'Sel-sel ini digabung. Pisahkan, lalu isi satu sel untuk satu entri.',
        },
      ],
      [],
    ]);
  });

  test('reads every sheet with a head, names the others, and leaves out hidden ones', () => {
    const bytes = workbook(
      { Akun: [HEAD, ROW], Petunjuk: [['isi dengan benar']], Lama: [HEAD, ROW], Tender: [HEAD, ROW] },
      (_, book) => {
        book.Workbook = { Sheets: [{}, {}, { Hidden: 1 }, {}] };
      },
    );
    const { rows, notes } = read('a.xlsx', bytes);
    expect(rows.map((row) => placeOf(row, 'answer'))).toEqual(['Akun!B2', 'Tender!B2']);
    expect(notes).toEqual([
      '1 lembar tersembunyi tidak dibaca.',
      'Lembar tanpa judul kolom FAQ tidak dibaca: Petunjuk.',
    ]);
  });

  test('is read without its macros, which it says', () => {
    const bytes = workbook(
      { FAQ: [HEAD, ROW] },
      (_, book) => {
        book.vbaraw = Buffer.from('macro');
      },
      'xlsm',
    );
    const found = read('a.xlsm', bytes);
    expect(fieldsOf(found)).toEqual([WANTED]);
    expect(found.notes).toEqual(['Makro di dalam berkas tidak dijalankan dan tidak dibaca.']);
  });

  test('may begin far down', () => {
    const bytes = workbook({ FAQ: [] }, (sheet) => {
      spreadsheet.utils.sheet_add_aoa(sheet, [HEAD, ROW], { origin: 'C1000000' });
      sheet['!ref'] = 'C1000000:F1000001';
    });
    expect(read('a.xlsx', bytes).rows.map((row) => [placeOf(row, 'topic'), row.fields])).toEqual([
      ['F1000001', WANTED],
    ]);
  });

  test('is refused with more rows than may be, and taken with as many', () => {
    const rows = (count: number) => workbook({ FAQ: [HEAD, ...Array.from({ length: count }, () => ROW)] });
    expect(read('a.xlsx', rows(10_000)).rows).toHaveLength(10_000);
    expect(refusal('a.xlsx', rows(10_001))).toBe('Ada 10001 baris, batasnya 10000. Pecah berkasnya.');
  });

  test.each([
    ['no head', [['a', 'b'], ROW], /^Tidak ada baris judul kolom\..*Baris pertama berisi: a, b\./u],
    ['a head without an answer', [['Pertanyaan', 'Topik'], ROW], /^Tidak ada baris judul kolom/u],
    ['a column twice', [[...HEAD, 'Jawab'], ROW], /^Kolom "Jawab" di E1 sama dengan kolom di B1/u],
    ['a head alone', [HEAD], /^Tidak ada satu pun entri/u],
    ['nothing', [[]], /^Tidak ada isi/u],
  ] as [string, Cells, RegExp][])('with %s is refused in words', (_, cells, reason) => {
    expect(refusal('a.xlsx', workbook({ FAQ: cells }))).toMatch(reason);
  });
});

/** A zip of one deflated file beside a content type; `declared` is the size that it claims for the file. */
function zip(name: string, content: Buffer, declared = content.length): Buffer {
  const types = Buffer.from('<Types>spreadsheetml.sheet.main+xml</Types>');
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, plain, size] of [
    ['[Content_Types].xml', types, types.length],
    [name, content, declared],
  ] as const) {
    const packed = deflateRawSync(plain);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(plain.length, 22);
    local.writeUInt16LE(path.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(path.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(path), packed);
    directory.push(entry, Buffer.from(path));
    offset += 30 + path.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(2, 8);
  end.writeUInt16LE(2, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

describe('a file that is none', () => {
  const bomb = Buffer.alloc(80 * 1024 * 1024, ' ');
  const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

  test.each([
    [
      'a zip bomb that says its size',
      'a.xlsx',
      zip('xl/worksheets/sheet1.xml', bomb),
      /^Isinya terlalu besar setelah dibuka/u,
    ],
    [
      'a zip bomb that lies about it',
      'a.xlsx',
      zip('xl/sharedStrings.xml', bomb, 500),
      /^Isinya terlalu besar setelah dibuka/u,
    ],
    ['a zip that is cut off', 'a.xlsx', workbook({ FAQ: [HEAD, ROW] }).subarray(0, 3000), /^Isinya rusak/u],
    ['a zip of something else', 'a.xlsx', zip('word/document.xml', Buffer.from('x')), /^Isinya rusak/u],
    [
      'an Office file with a password',
      'a.xlsx',
      Buffer.concat([OLE, Buffer.from('EncryptedPackage', 'utf16le')]),
      /^Terkunci kata sandi/u,
    ],
    ['an old workbook', 'a.xls', OLE, /^Ini format Excel lama/u],
    ['a text that is called a workbook', 'a.xlsx', Buffer.from('tanya;jawab'), /^Ini bukan buku kerja/u],
    ['an empty file', 'a.csv', Buffer.alloc(0), /^Ukurannya 0 byte/u],
    ['a file of spaces', 'a.csv', Buffer.from(' \n '), /^Isinya kosong/u],
    ['a file that is too large', 'a.csv', Buffer.alloc(20 * 1024 * 1024 + 1, 'a'), /^Ukurannya lebih dari 20 MB/u],
    [
      'bytes that are no text',
      'a.csv',
      Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 37) % 256)),
      /^Isinya bukan teks/u,
    ],
    [
      'damaged UTF-8',
      'a.csv',
      Buffer.concat([Buffer.from('tanya;jawab\né é é'), Buffer.from([0xe9])]),
      /^Pengodean hurufnya rusak/u,
    ],
    ['YAML that is broken', 'a.yaml', Buffer.from('- tanya: "x\n- {'), /^Bukan YAML yang benar \(baris \d\)/u],
    ['YAML that multiplies itself', 'a.yaml', Buffer.from(aliases()), /^Bukan YAML yang benar/u],
    [
      'a CSV with an open quote',
      'a.csv',
      Buffer.from('tanya;jawab\n"a;b\n'),
      /^Tanda kutip tidak ditutup atau salah tempat/u,
    ],
  ] as [string, string, Buffer, RegExp][])('%s is refused in words', (_, name, bytes, reason) => {
    expect(refusal(name, bytes)).toMatch(reason);
  });

  function aliases(): string {
    const levels = Array.from({ length: 12 }, (_, at) => `x${at + 1}: &x${at + 1} [${`*x${at},`.repeat(9)}]`);
    return `x0: &x0 [a]\n${levels.join('\n')}`;
  }
});

test('cells with characters that nobody sees are named; emoji of several parts hold none', () => {
  const { notes } = read('a.csv', 'tanya;jawab\nApa\u200b?;👩\u200d👧\nApa?;\u202eaY\n');
  expect(notes).toEqual(['Karakter tersembunyi di A2, B3 dibuang saat diterapkan.']);
});

describe('a CSV file', () => {
  const CSV = 'pertanyaan;jawaban;dasar;topik\r\nKapan buka?;Setiap hari kerja.;Pasal 3;layanan\r\n';

  test.each([
    ['semicolons', Buffer.from(CSV)],
    ['commas', Buffer.from(CSV.replaceAll(';', ','))],
    ['tabs', Buffer.from(CSV.replaceAll(';', '\t'))],
    ['a mark', Buffer.from(`\ufeff${CSV}`)],
    ['UTF-16', Buffer.from(`\ufeff${CSV}`, 'utf16le')],
    ['a line that names its separator', Buffer.from(`sep=;\r\n${CSV}`)],
    ['old line ends', Buffer.from(CSV.replaceAll('\r\n', '\r'))],
    ['quotes around everything', Buffer.from(CSV.replace(/[^;\r\n]+/gu, '"$&"'))],
  ])('with %s is read', (_, bytes) => {
    expect(fieldsOf(read('a.csv', bytes))).toEqual([WANTED]);
  });

  test('of Windows is read with its letters', () => {
    const bytes = Buffer.from('tanya;jawab\nCaf\xe9?;Ya \x96 buka.', 'latin1');
    expect(fieldsOf(read('a.csv', bytes))).toEqual([{ question: 'Café?', answer: 'Ya – buka.' }]);
  });

  test('counts rows as a spreadsheet shows them, though an entry has several lines', () => {
    const { rows } = read('a.csv', 'tanya;jawab\n\n"a\nb";"c\nd"\ne;f\n');
    expect(rows.map((row) => placeOf(row, 'answer'))).toEqual(['B3', 'B4']);
  });

  test('is written so that no spreadsheet computes anything, and reads back as it was', async () => {
    const texts = ['=1+1', '+62', '-x', '@SUM(A1)', "'=x", "''=x", '＝x', "'tis", '\t=x'];
    const empty = {
      variants: '',
      basis: '',
      practice: '',
      topic: '',
      owner: '',
      reviewBy: '',
      source: '',
      sourceDate: '',
    };
    const rows = texts.map((answer) => ({
      ...empty,
      number: '',
      question: 'q',
      answer,
      outcome: '',
      unit: '',
      status: '',
      version: '',
    }));
    const bytes = await writeFaq('csv', rows);
    const cells = Buffer.from(bytes)
      .toString('utf8')
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(';')[3] ?? '');
    expect(cells).toEqual(
      [...texts.map((text) => (text === "'tis" ? text : `'${text}`))].map((cell) =>
        cell.includes('\t') ? `"${cell}"` : cell,
      ),
    );
    expect(fieldsOf(read('a.csv', bytes)).map(({ answer }) => answer)).toEqual(texts);
  });
});

describe('Markdown and YAML', () => {
  test('a list by hand is read, what stands above it and unknown fields left out', () => {
    const text =
      '# Judul\n\nkata\n\n## Kapan buka?\n- topik: layanan\n- catatan: x\n- dasar:\n  - Pasal 3\n  - Pasal 4\n\nSetiap hari kerja.\n\n- satu\n- dua\n\n## 3. Apa?\nYa.\n';
    const { rows, notes } = read('a.md', text);
    expect(rows.map((row) => [placeOf(row), row.fields])).toEqual([
      [
        'baris 5',
        {
          number: '',
          question: 'Kapan buka?',
          topic: 'layanan',
          basis: 'Pasal 3\nPasal 4',
          answer: 'Setiap hari kerja.\n\n- satu\n- dua',
        },
      ],
      ['baris 17', { number: '3', question: 'Apa?', answer: 'Ya.' }],
    ]);
    expect(notes).toEqual(['1 isian tidak dikenal dan tidak dibaca: "catatan".']);
  });

  test('the list of the program in YAML is read', () => {
    const { rows, notes } = read(
      'a.yaml',
      '- id: 1\n  tanya: Apa?\n  ragam: [a, b]\n  jawab: Ya.\n  ditinjau: 2026-11-01\n- 3\n',
    );
    expect(rows.map((row) => [placeOf(row), row.fields, row.wrong.length])).toEqual([
      ['butir 1', { number: '1', question: 'Apa?', variants: 'a\nb', answer: 'Ya.' }, 0],
      ['butir 2', {}, 1],
    ]);
    expect(notes).toEqual([]);
  });
});

test('a list of FAQ is told from a document', async () => {
  const sop = '---\njenis: SOP\n---\n## Langkah\n\n1. Mulai. [praktik]\n';
  expect(isFaqFile('a.xlsx', workbook({ FAQ: [HEAD] }))).toBe(true);
  expect(isFaqFile('daftar', workbook({ FAQ: [HEAD] }))).toBe(true);
  expect(isFaqFile('a.csv', Buffer.from('x'))).toBe(true);
  expect(isFaqFile('a.md', Buffer.from('## Apa?\n- topik: akun\n\nYa.'))).toBe(true);
  expect(isFaqFile('a.yaml', Buffer.from('- tanya: Apa?\n  jawab: Ya.'))).toBe(true);
  expect(isFaqFile('a.md', Buffer.from(sop))).toBe(false);
  expect(isFaqFile('a.yaml', Buffer.from('judul: x'))).toBe(false);
  expect(isFaqFile('a.docx', zip('word/document.xml', Buffer.from('x')))).toBe(false);
  expect(isFaqFile('a.pdf', Buffer.from('%PDF-1.7'))).toBe(false);
  expect(isFaqFile('a.txt', Buffer.from('tanya;jawab'))).toBe(false);
});
