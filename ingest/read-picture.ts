import { spaced, textOfPages } from './page-lines.ts';
import { type Printed, type Recognition, recognised } from './recognised.ts';
import { noText, Refusal } from './unreadable.ts';

/** The photo of a telephone has 12 million, a page of A4 scanned in 600 points an inch 35 million. */
const MOST_POINTS = 40_000_000;

/** The text in the picture of one page, PNG or JPEG. Throws Refusal when it is too large, illegible, or holds no text. */
export async function pictureToText(bytes: Buffer, recognition: Recognition): Promise<Printed> {
  const size = sizeOf(bytes);
  if (!size) throw new Error('no header of a picture');
  if (size.width * size.height > MOST_POINTS)
    throw new Refusal('too_large', 'gambarnya lebih dari 40 juta titik. Kecilkan, atau pindai dengan 300 dpi.');
  let text = '';
  const read = await recognised([1], recognition, async (ocr) => {
    const { lines, sure } = await ocr.read(bytes);
    if (lines.length === 0) throw noText();
    text = textOfPages([spaced(lines.map((line) => ({ text: line.text, v: -line.bottom, size: line.height })))]);
    return sure;
  });
  return { text, ...read };
}

/** What the header says: a bomb of a few bytes is not opened. */
function sizeOf(bytes: Buffer): { width: number; height: number } | undefined {
  if (bytes[0] === 0x89)
    return bytes.length > 24 ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : undefined;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** SOF0 to SOF15 but for what only looks like one: DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
