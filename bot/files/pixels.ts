import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';

/** A picture in memory: red, green, blue, opacity for each point, row by row. */
export type Pixels = { width: number; height: number; data: Uint8Array };
/** A part of a picture; `right` and `bottom` are not included. */
export type Box = { left: number; top: number; right: number; bottom: number };
export type PictureKind = 'png' | 'jpeg';

/**
 * Enough for the photo of a telephone (12 million) and a large screen; more would take more memory than a small server has:
 * so many points already take 600 MB while a JPEG is opened. The header tells, so a bomb of a few bytes is not opened.
 */
const MOST_POINTS = 12_600_000;
const JPEG_MEMORY_MB = 400;
const JPEG_QUALITY = 85;

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const IHDR_END = 33;
const SOI = 0xffd8;
const APP1 = 0xe1;
const START_OF_SCAN = 0xda;
const ORIENTATION = 0x0112;

/** What the header of a picture says. */
export type PictureHeader = { kind: PictureKind; width: number; height: number; orientation: number };

/** Reads the header of a PNG or JPEG; undefined for everything else, and for what is too large or interlaced to be opened. */
export function readHeader(bytes: Uint8Array): PictureHeader | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = buffer.subarray(0, 8).equals(PNG_SIGNATURE) ? pngHeader(buffer) : jpegHeader(buffer);
  if (!header || header.width < 1 || header.height < 1) return undefined;
  return header.width * header.height <= MOST_POINTS ? header : undefined;
}

function pngHeader(buffer: Buffer): PictureHeader | undefined {
  if (buffer.length < IHDR_END || buffer.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  // The decoder inflates interlaced pictures without a limit.
  if (buffer[28] !== 0) return undefined;
  return { kind: 'png', width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20), orientation: 1 };
}

function jpegHeader(buffer: Buffer): PictureHeader | undefined {
  if (buffer.length < 4 || buffer.readUInt16BE(0) !== SOI) return undefined;
  let orientation = 1;
  for (let at = 2; at + 9 < buffer.length; ) {
    if (buffer[at] !== 0xff) return undefined;
    const marker = buffer[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === START_OF_SCAN) return undefined;
    const length = buffer.readUInt16BE(at + 2);
    if (marker === APP1) orientation = orientationIn(buffer.subarray(at + 4, at + 2 + length)) ?? orientation;
    if (isFrame(marker))
      return { kind: 'jpeg', height: buffer.readUInt16BE(at + 5), width: buffer.readUInt16BE(at + 7), orientation };
    at += 2 + length;
  }
  return undefined;
}

/** C4, C8 and CC are tables that share the range of the frames. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** The orientation of Exif, 1 to 8. It leaves with the metadata, so the picture has to be turned first. */
function orientationIn(segment: Buffer): number | undefined {
  if (segment.toString('latin1', 0, 6) !== 'Exif\0\0' || segment.length < 16) return undefined;
  const tiff = segment.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = tiff.length < 8 ? 0 : little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(directory); entry++) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) return undefined;
    if (short(at) !== ORIENTATION) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/**
 * Opens a PNG or JPEG, upright and on white, at most `longest` points on its longer side.
 * @throws when it is broken
 */
export function decode(bytes: Uint8Array, header: PictureHeader, longest: number): Pixels {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const raw: Pixels =
    header.kind === 'png'
      ? PNG.sync.read(buffer)
      : jpeg.decode(buffer, {
          useTArray: true,
          formatAsRGBA: true,
          tolerantDecoding: false,
          maxResolutionInMP: MOST_POINTS / 1_000_000,
          maxMemoryUsageInMB: JPEG_MEMORY_MB,
        });
  const factor = Math.min(1, longest / Math.max(raw.width, raw.height));
  const fitting = factor < 1 ? resize(raw, Math.ceil(raw.width * factor), Math.ceil(raw.height * factor)) : raw;
  return onWhite(turn(fitting, header.orientation));
}

/** Without opacity: what was transparent is white. */
function onWhite(pixels: Pixels): Pixels {
  const { data } = pixels;
  for (let at = 0; at < data.length; at += 4) {
    const opacity = data[at + 3] ?? 255;
    if (opacity === 255) continue;
    for (let colour = at; colour < at + 3; colour++)
      data[colour] = Math.round(255 + ((data[colour] ?? 0) - 255) * (opacity / 255));
    data[at + 3] = 255;
  }
  return pixels;
}

/** Turns and mirrors as Exif asks: 3 is by half, 6 by a quarter to the right, 8 to the left. */
export function turn(pixels: Pixels, orientation: number): Pixels {
  if (orientation === 1) return pixels;
  const { width, height, data } = pixels;
  const lies = orientation > 4;
  const turned = { width: lies ? height : width, height: lies ? width : height, data: new Uint8Array(data.length) };
  for (let y = 0; y < turned.height; y++)
    for (let x = 0; x < turned.width; x++) {
      const [alongX, alongY] = lies ? [y, x] : [x, y];
      const fromX = [2, 3, 7, 8].includes(orientation) ? width - 1 - alongX : alongX;
      const fromY = [3, 4, 6, 7].includes(orientation) ? height - 1 - alongY : alongY;
      const [to, from] = [(y * turned.width + x) * 4, (fromY * width + fromX) * 4];
      for (let colour = 0; colour < 4; colour++) turned.data[to + colour] = data[from + colour] ?? 0;
    }
  return turned;
}

/** Another size; each point is the mean of those that it stands for, or lies between its neighbours. */
export function resize({ width, height, data }: Pixels, toWidth: number, toHeight: number): Pixels {
  // First along the rows, then along the columns: the same result with far fewer steps than both at once.
  const wide = stretch(data, { lines: height, ...lying(width) }, toWidth, lying(toWidth));
  const tall = stretch(wide, { lines: toWidth, ...standing(toWidth, height) }, toHeight, standing(toWidth, toHeight));
  return { width: toWidth, height: toHeight, data: tall };
}

/** How far apart the points of a line and the lines are, in bytes; `length` in points. */
type Lines = { length: number; point: number; line: number };
const lying = (width: number): Lines => ({ length: width, point: 4, line: width * 4 });
const standing = (width: number, height: number): Lines => ({ length: height, point: width * 4, line: 4 });

function stretch(data: Uint8Array, from: Lines & { lines: number }, length: number, to: Lines): Uint8Array {
  const result = new Uint8Array(from.lines * length * 4);
  for (const [at, weights] of weightsOf(from.length, length).entries())
    for (let line = 0; line < from.lines; line++)
      for (let colour = 0; colour < 4; colour++) {
        let sum = 0.5;
        for (let one = 0; one < weights.length; one += 2)
          sum += (data[line * from.line + (weights[one] ?? 0) * from.point + colour] ?? 0) * (weights[one + 1] ?? 0);
        result[line * to.line + at * to.point + colour] = sum;
      }
  return result;
}

/** For each point of the new side the old points that it is made of, each followed by its share; the shares make 1. */
function weightsOf(from: number, to: number): number[][] {
  const reach = Math.max(1, from / to);
  return Array.from({ length: to }, (_, at) => {
    const middle = (at + 0.5) * (from / to) - 0.5;
    const shares: [number, number][] = [];
    for (let old = Math.ceil(middle - reach); old <= middle + reach; old++) {
      const share = 1 - Math.abs(old - middle) / reach;
      if (share > 0) shares.push([Math.min(from - 1, Math.max(0, old)), share]);
    }
    const sum = shares.reduce((all, [, share]) => all + share, 0);
    return shares.flatMap(([old, share]) => [old, share / sum]);
  });
}

/** Makes the boxes black, in place. */
export function paintBlack({ width, height, data }: Pixels, boxes: Box[]): void {
  for (const box of boxes)
    for (let y = Math.max(0, Math.floor(box.top)); y < Math.min(height, box.bottom); y++)
      for (let x = Math.max(0, Math.floor(box.left)); x < Math.min(width, box.right); x++)
        data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
}

/** As a file of the same kind, without any metadata. */
export function encode({ width, height, data }: Pixels, kind: PictureKind): Uint8Array {
  if (kind === 'jpeg') return jpeg.encode({ width, height, data }, JPEG_QUALITY).data;
  const png = new PNG({ width, height });
  png.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return PNG.sync.write(png, { colorType: 2, inputHasAlpha: true });
}

/** In shades of grey as PGM, which needs no compression. */
export function greyMap({ width, height, data }: Pixels): Uint8Array {
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`);
  const grey = new Uint8Array(header.length + width * height);
  grey.set(header);
  for (let point = 0; point < width * height; point++) {
    const at = point * 4;
    grey[header.length + point] =
      ((data[at] ?? 0) * 299 + (data[at + 1] ?? 0) * 587 + (data[at + 2] ?? 0) * 114) / 1000;
  }
  return grey;
}
