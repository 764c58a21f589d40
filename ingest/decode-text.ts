import { normalise } from './clean-text.ts';
import { Refusal } from './unreadable.ts';

/** The encoding that the mark at the start of a text tells. */
export function utf16Label(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/**
 * The characters of a text file: UTF-8, UTF-16 with its mark, else Windows-1252; see normalise for what goes.
 * @throws Refusal when it is none of these, or no text
 */
export function decodeText(bytes: Buffer): string {
  const utf16 = utf16Label(bytes);
  try {
    return normalise(new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    if (utf16) throw wrongEncoding(cause);
  }
  // Mostly good UTF-8 with some bad bytes is damaged UTF-8: as Windows-1252 it would turn into "Ã©".
  const lossy = new TextDecoder().decode(bytes);
  const bad = lossy.split('\ufffd').length - 1;
  const good = (lossy.match(/[^\p{ASCII}]/gu)?.length ?? 0) - bad;
  if (good > bad) throw wrongEncoding();
  const text = new TextDecoder('windows-1252').decode(bytes);
  // Windows-1252 gives every byte a meaning; control characters tell a binary from a text.
  const controls = text.match(/[^\P{Cc}\t\n\v\f\r]/gu)?.length ?? 0;
  if (controls > text.length / 100) {
    throw new Refusal(
      'unknown_format',
      'isinya bukan teks. Yang diterima: .txt, .md, .html, .docx, .pdf, .png, dan .jpg.',
    );
  }
  return normalise(text);
}

function wrongEncoding(cause?: unknown): Refusal {
  return new Refusal('encoding', 'pengodean hurufnya rusak atau tercampur. Simpan ulang sebagai UTF-8.', { cause });
}
