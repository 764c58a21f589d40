import { inflateRawSync } from 'node:zlib';
import mammoth from 'mammoth';
import { normalise } from './clean-text.ts';
import { htmlToText, MAX_MARKUP } from './read-html.ts';
import { encrypted, noText, Refusal } from './unreadable.ts';

const MAX_UNZIPPED = 200 * 1024 * 1024;

/**
 * The text of a Word document, by way of HTML (see htmlToText). Macros, links to other files and the
 * style map a document may carry are not followed; page headers and footers are not read; notes come at the end.
 *
 * Limitation: mammoth drops the format of automatic numbering. Every numbered list comes out as
 * "1.", "2.", whether Word shows "(1)", "a." or "Pasal 1", and a list interrupted by a plain
 * paragraph starts at 1 again. Numbers typed as text are kept as they are. For regulations with
 * automatic numbering, the PDF is the better source.
 *
 * Throws Refusal when it is no .docx, has macros, needs a password, unpacks too large or holds no text;
 * any other error means that it is damaged.
 */
export async function docxToText(bytes: Buffer): Promise<string> {
  assertPlainDocx(bytes);
  const { value } = await mammoth.convertToHtml(
    { buffer: bytes },
    {
      includeEmbeddedStyleMap: false,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
    },
  );
  const html = value.replace(/<a href="#(?:foot|end)note-ref-[^"]*">↑<\/a>/g, '');
  const text = normalise(htmlToText(html));
  if (text === '') throw noText();
  return text;
}

/** Throws unless this is a Word document without macros that unpacks within the limits. */
function assertPlainDocx(bytes: Buffer): void {
  const entries = centralDirectory(bytes);
  assertUnpackedSize(entries);
  let types = '';
  for (const entry of entries) {
    // Every part is unpacked once, since the sizes in the directory may be made up.
    const content = unpack(bytes, entry);
    if (entry.name === '[Content_Types].xml') types = content.toString('utf8');
  }
  if (/macroEnabled/i.test(types) || entries.some(({ name }) => /vbaProject\.bin$/i.test(name))) {
    throw new Refusal('unknown_format', 'dokumen ini memuat makro (.docm). Simpan sebagai .docx tanpa makro.');
  }
  if (!types.includes('wordprocessingml.document.main+xml')) {
    throw new Refusal('unknown_format', 'ini arsip zip, tetapi bukan dokumen Word .docx. Berikan .docx atau PDF.');
  }
}

type ZipEntry = { name: string; method: number; packed: number; size: number; offset: number };

function assertUnpackedSize(entries: ZipEntry[]): void {
  let total = 0;
  let xml = 0;
  for (const { name, size } of entries) {
    total += size;
    if (/\.(?:xml|rels)$/i.test(name)) xml += size;
  }
  if (total > MAX_UNZIPPED || xml > MAX_MARKUP) throw zipBomb();
}

/** Throws a plain Error, "broken" to the caller, on anything unusual: Word writes plain zips. */
function centralDirectory(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) throw new Error('zip: no end of central directory');
  const isZip64 =
    bytes.readUInt16LE(end + 10) === 0xffff ||
    bytes.subarray(end + 4, end + 20).includes('\xff\xff\xff\xff', 0, 'latin1');
  // A zip64 directory stands elsewhere; a library would follow it past the sizes checked here.
  if (isZip64) throw new Error('zip: zip64');
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  while (at < end) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error('zip: bad central directory');
    if (bytes.readUInt16LE(at + 8) & 1) throw encrypted();
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (at !== end) throw new Error('zip: bad central directory');
  return entries;
}

function unpack(bytes: Buffer, { name, method, packed, size, offset }: ZipEntry): Buffer {
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (start + packed > bytes.length) throw new Error(`zip: ${name} is cut off`);
  const content = bytes.subarray(start, start + packed);
  if (method === 0 && packed === size) return content;
  if (method !== 8) throw new Error(`zip: method ${method} of ${name}`);
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    throw error instanceof RangeError ? zipBomb() : error;
  }
}

function zipBomb(): Refusal {
  return new Refusal(
    'too_large',
    'isinya terlalu besar setelah dibuka, atau tidak sesuai ukurannya. Simpan ulang dari Word, atau pecah.',
  );
}
