import { inflateRawSync } from 'node:zlib';
import { encrypted, Refusal } from './unreadable.ts';

/** One file inside a zip, as the directory at its end describes it. */
export type ZipEntry = { name: string; method: number; packed: number; size: number; offset: number };

/**
 * The files in a zip. The sizes are those that it declares and may be made up: unpackEntry holds it to them.
 * @throws Refusal when it needs a password, a plain Error ("broken" to the caller) on anything unusual: Office writes plain zips
 */
export function zipEntries(bytes: Buffer): ZipEntry[] {
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

/** The content of one file. @throws Refusal when it unpacks to more than it declares, a plain Error when it is damaged */
export function unpackEntry(bytes: Buffer, { name, method, packed, size, offset }: ZipEntry): Buffer {
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

/** For a zip that unpacks to more than a document of its kind holds. */
export function zipBomb(): Refusal {
  return new Refusal(
    'too_large',
    'isinya terlalu besar setelah dibuka, atau tidak sesuai ukurannya. Simpan ulang dari aplikasi asalnya, atau pecah.',
  );
}
