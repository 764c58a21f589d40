import mammoth from 'mammoth';
import { normalise } from './clean-text.ts';
import { htmlToText, MAX_MARKUP } from './read-html.ts';
import { noText, Refusal } from './unreadable.ts';
import { unpackEntry, type ZipEntry, zipBomb, zipEntries } from './zip.ts';

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
  const entries = zipEntries(bytes);
  assertUnpackedSize(entries);
  let types = '';
  for (const entry of entries) {
    // Every part is unpacked once, since the sizes in the directory may be made up.
    const content = unpackEntry(bytes, entry);
    if (entry.name === '[Content_Types].xml') types = content.toString('utf8');
  }
  if (/macroEnabled/i.test(types) || entries.some(({ name }) => /vbaProject\.bin$/i.test(name))) {
    throw new Refusal('unknown_format', 'dokumen ini memuat makro (.docm). Simpan sebagai .docx tanpa makro.');
  }
  if (!types.includes('wordprocessingml.document.main+xml')) {
    throw new Refusal('unknown_format', 'ini arsip zip, tetapi bukan dokumen Word .docx. Berikan .docx atau PDF.');
  }
}

function assertUnpackedSize(entries: ZipEntry[]): void {
  let total = 0;
  let xml = 0;
  for (const { name, size } of entries) {
    total += size;
    if (/\.(?:xml|rels)$/i.test(name)) xml += size;
  }
  if (total > MAX_UNZIPPED || xml > MAX_MARKUP) throw zipBomb();
}
