import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import type { Box } from '../../../bot/files/pixels.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');

/** A screenshot of fixtures/. */
export const fixture = (name: string): Buffer => readFileSync(join(FOLDER, name));

/** Where in each screenshot something personal stands, and where something that has to stay readable. */
export const places: Record<string, { personal: Box[]; harmless: Box[] }> = JSON.parse(
  readFileSync(join(FOLDER, 'places.json'), 'utf8'),
);

/** A PNG of one shade of grey. */
export function plainPng(width: number, height: number, grey = 255, opacity = 255): Buffer {
  const png = new PNG({ width, height });
  for (let at = 0; at < png.data.length; at += 4) png.data.set([grey, grey, grey, opacity], at);
  return PNG.sync.write(png);
}

/** A PNG whose header claims this size and holds next to nothing. */
export function pngThatClaims(width: number, height: number, { interlaced = false } = {}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, interlaced ? 1 : 0], 8);
  const data = deflateSync(Buffer.alloc(1_000_000));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  // The check sum is never reached: the size is refused before.
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
}

/** The JPEG with an Exif segment that says how it has to be turned. */
export function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a000000080001011200030000000100000000000000000000'.slice(0, 52), 'hex');
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from('GPS 3.4S 119.3E', 'latin1')]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}
