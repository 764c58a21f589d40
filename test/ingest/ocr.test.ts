import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { readSourceBytes, UnreadableFile } from '../../ingest/read.ts';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const [FIRST, SECOND, SOP] = ['pindai-perubahan-1.jpg', 'pindai-perubahan-2.jpg', 'pindai-sop.png'].map(fixture) as [
  Buffer,
  Buffer,
  Buffer,
];
const PAGE = { size: 'A4', margin: 0 } as const;
const WHOLE = { width: 595.28, height: 841.89 };

type Doc = InstanceType<typeof PDFDocument>;

function pdf(draw: (doc: Doc) => void): Promise<Buffer> {
  const doc = new PDFDocument({ autoFirstPage: false });
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
  draw(doc);
  doc.end();
  return promise;
}
const scan = (doc: Doc, picture: Buffer) => doc.addPage(PAGE).image(picture, 0, 0, WHOLE);

function typed(doc: Doc, lines: string[]) {
  doc.addPage(PAGE).fontSize(12);
  for (const [at, line] of lines.entries()) doc.text(line, 72, 90 + at * 18, { lineBreak: false });
}
const words = (text: string) => text.replace(/\s+/gu, ' ');
const refusal = async (name: string, bytes: Uint8Array) => {
  const error = await readSourceBytes(name, bytes).catch((thrown: unknown) => thrown);
  if (!(error instanceof UnreadableFile)) throw new Error(`${name} was read`);
  return error;
};

describe('a scanned PDF', () => {
  test('is read page by page, with the structure of its lines', async () => {
    const steps: unknown[] = [];
    const bytes = await pdf((doc) => {
      scan(doc, FIRST);
      scan(doc, SECOND);
    });
    const { text, ocr, warnings, format } = await readSourceBytes('perubahan.pdf', bytes, {
      progress: (step) => steps.push(step),
    });
    expect(format).toBe('pdf');
    expect(steps).toEqual([
      { page: 1, pages: 2 },
      { page: 2, pages: 2 },
    ]);
    expect(text).toMatch(/^Pasal I$/mu);
    expect(text).toMatch(/^Pasal 24$/mu);
    expect(text).toMatch(/^\(1\) LPSE wajib menjawab setiap keluhan pengguna paling lambat dua hari kerja/mu);
    // The number of the page went, as in any PDF.
    expect(text).not.toMatch(/^- 2 -$/mu);
    expect(ocr?.pages).toBe(2);
    expect(ocr?.confidence).toBeGreaterThan(85);
    expect(warnings?.[0]).toMatch(/^2 halaman dibaca dari gambar/u);
  });

  test('with typed pages between keeps all in order', async () => {
    const before = Array.from({ length: 8 }, (_, at) => `Baris ketik ke-${at + 1} sebelum pindaian, cukup panjang.`);
    const after = before.map((line) => line.replace('sebelum', 'sesudah'));
    const bytes = await pdf((doc) => {
      typed(doc, before);
      scan(doc, SECOND);
      typed(doc, after);
    });
    const { text, ocr } = await readSourceBytes('campur.pdf', bytes);
    const places = ['ke-8 sebelum', 'mulai berlaku pada tanggal', 'ke-1 sesudah'].map((part) => text.indexOf(part));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(ocr?.pages).toBe(1);
  });

  test('with a stamp typed over it is still a scan, and the stamp is kept', async () => {
    const bytes = await pdf((doc) => {
      scan(doc, SECOND);
      doc.fontSize(9).text('Salinan sesuai dengan aslinya', 300, 800, { lineBreak: false });
    });
    const { text } = await readSourceBytes('cap.pdf', bytes);
    expect(text).toContain('mulai berlaku pada tanggal diundangkan');
    expect(text).toContain('Salinan sesuai dengan aslinya');
  });

  test('with a background picture behind typed text is not read as a picture', async () => {
    const lines = Array.from({ length: 12 }, (_, at) => `Baris ketik nomor ${at + 1} di atas kop surat bergambar.`);
    const bytes = await pdf((doc) => {
      typed(doc, lines);
      doc.image(SECOND, 0, 0, WHOLE);
    });
    expect(await readSourceBytes('kop.pdf', bytes)).not.toHaveProperty('ocr');
  });

  test.each([90, 180, 270])('that lies turned by %i° in its file is read upright', async (turn) => {
    const bytes = await pdf((doc) => {
      const isAcross = turn !== 180;
      doc.addPage({ ...PAGE, size: isAcross ? [WHOLE.height, WHOLE.width] : 'A4' });
      (doc.page.dictionary.data as Record<string, unknown>).Rotate = turn;
      const [x, y] = isAcross ? [WHOLE.height / 2, WHOLE.width / 2] : [WHOLE.width / 2, WHOLE.height / 2];
      doc.rotate(-turn, { origin: [x, y] });
      doc.image(SECOND, x - WHOLE.width / 2, y - WHOLE.height / 2, WHOLE);
    });
    expect(words((await readSourceBytes('putar.pdf', bytes)).text)).toContain(
      'Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.',
    );
  });

  test('in strips of black and white, as copiers make it', async () => {
    const { text } = await readSourceBytes('salinan.pdf', stripes(SOP, 5));
    expect(words(text)).toContain('2. Verifikator memeriksa KTP direktur dan surat permohonan.');
    expect(text.indexOf('A. TUJUAN')).toBeLessThan(text.indexOf('B. LANGKAH'));
  });
});

describe('a picture', () => {
  test('is read', async () => {
    const { text, format, ocr } = await readSourceBytes('sop.png', SOP);
    expect(format).toBe('picture');
    expect(text.split('\n').slice(0, 3)).toEqual([
      'STANDAR OPERASIONAL PROSEDUR',
      'RESET KATA SANDI PENYEDIA',
      'A. TUJUAN',
    ]);
    expect(ocr).toMatchObject({ pages: 1 });
  });

  test('whose header promises too many points is not opened', async () => {
    const header = Buffer.from(SOP.subarray(0, 33));
    header.writeUInt32BE(20_000, 16);
    header.writeUInt32BE(20_000, 20);
    expect((await refusal('bom.png', header)).reason).toBe('too_large');
  });

  test('of nothing but noise is refused with what to do', async () => {
    const noise = new PNG({ width: 400, height: 400 });
    let seed = 7;
    for (let at = 0; at < noise.data.length; at++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      noise.data[at] = at % 4 === 3 ? 255 : seed >> 16;
    }
    const error = await refusal('kabur.png', PNG.sync.write(noise));
    expect(error.reason).toBe('no_text');
    expect(error.message).toMatch(/kabur\.png/u);
  });
});

test('more scanned pages than anybody waits for are refused before one is read', async () => {
  const dot = PNG.sync.write(new PNG({ width: 2, height: 2 }));
  const bytes = await pdf((doc) => {
    for (let page = 0; page < 61; page++) scan(doc, dot);
  });
  const error = await refusal('tebal.pdf', bytes);
  expect(error.reason).toBe('too_large');
  expect(error.message).toContain('61 halamannya hasil pindai; yang dapat dibaca paling banyak 60');
});

test('reading can be broken off', async () => {
  const stop = new AbortController();
  const reason = new Error('cukup');
  const bytes = await pdf((doc) => {
    scan(doc, FIRST);
    scan(doc, SECOND);
  });
  const read: number[] = [];
  const reading = readSourceBytes('lama.pdf', bytes, {
    signal: stop.signal,
    progress({ page }) {
      read.push(page);
      stop.abort(reason);
    },
  });
  await expect(reading).rejects.toBe(reason);
  expect(read).toEqual([1]);
});

/** A PDF of one page: the picture as strips of 1-bit masks, each painted in its place. */
function stripes(picture: Buffer, count: number): Buffer {
  const { width, height, data } = PNG.sync.read(picture);
  const each = Math.ceil(height / count);
  const masks = Array.from({ length: count }, (_, strip) => {
    const rows = Math.min(each, height - strip * each);
    const bits = Buffer.alloc(((width + 7) >> 3) * rows);
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < width; x++) {
        const isPaper = (data[((strip * each + y) * width + x) * 4] ?? 255) > 140;
        if (isPaper)
          bits[y * ((width + 7) >> 3) + (x >> 3)] = (bits[y * ((width + 7) >> 3) + (x >> 3)] ?? 0) | (128 >> (x & 7));
      }
    return { rows, top: strip * each, packed: deflateSync(bits) };
  });
  const scale = 595 / width;
  const paint = masks
    .map(({ rows, top }, at) => `q ${595} 0 0 ${rows * scale} 0 ${(height - top - rows) * scale} cm /M${at} Do Q`)
    .join('\n');
  const objects: Uint8Array[] = [
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'),
    Buffer.from('<</Type/Pages/Kids[3 0 R]/Count 1>>'),
    Buffer.from(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 ${Math.ceil(height * scale)}]/Contents 4 0 R/Resources<</XObject<<${masks.map((_, at) => `/M${at} ${5 + at} 0 R`).join('')}>>>>>>`,
    ),
    streamOf('', Buffer.from(paint)),
    ...masks.map(({ rows, packed }) =>
      streamOf(
        `/Type/XObject/Subtype/Image/ImageMask true/BitsPerComponent 1/Width ${width}/Height ${rows}/Filter/FlateDecode`,
        packed,
      ),
    ),
  ];
  const parts: Uint8Array[] = [Buffer.from('%PDF-1.4\n')];
  const places: number[] = [];
  for (const [at, body] of objects.entries()) {
    places.push(parts.reduce((sum, part) => sum + part.length, 0));
    parts.push(Buffer.from(`${at + 1} 0 obj\n`), body, Buffer.from('\nendobj\n'));
  }
  const start = parts.reduce((sum, part) => sum + part.length, 0);
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`,
    ),
  );
  return Buffer.concat(parts);
}

const streamOf = (dictionary: string, bytes: Buffer) =>
  Buffer.concat([Buffer.from(`<<${dictionary}/Length ${bytes.length}>>\nstream\n`), bytes, Buffer.from('\nendstream')]);
