import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { createBlackener } from '../../../bot/files/blacken.ts';
import { type Box, encode, type Pixels, turn } from '../../../bot/files/pixels.ts';
import { fixture, places, plainPng, pngThatClaims, withOrientation } from './pictures.ts';

const blackener = createBlackener();
afterAll(() => blackener.stop());

const SECONDS = 90_000;
const open = (name: string, bytes: Uint8Array): Pixels =>
  name.endsWith('.png') ? PNG.sync.read(Buffer.from(bytes)) : jpeg.decode(bytes, { useTArray: true });
const blackened = async (name: string): Promise<Pixels> => {
  const bytes = await blackener.blacken(fixture(name));
  if (!bytes) throw new Error(`${name} was left out`);
  return open(name, bytes);
};

/** The points of a box where `picks` holds, of all. */
function points({ width, data }: Pixels, box: Box, picks: (at: number) => boolean): number {
  let count = 0;
  for (let y = Math.floor(box.top); y < box.bottom; y++)
    for (let x = Math.floor(box.left); x < box.right; x++) if (data && picks((y * width + x) * 4)) count++;
  return count;
}

/** Letters differ from the background, which is in the upper left corner of the box. */
function letters(picture: Pixels, box: Box): (at: number) => boolean {
  const { width, data } = picture;
  const corner = (Math.floor(box.top) * width + Math.floor(box.left)) * 4;
  return (at) => [0, 1, 2].some((colour) => Math.abs((data[at + colour] ?? 0) - (data[corner + colour] ?? 0)) > 60);
}

describe('personal data in screenshots are blackened', () => {
  it.each(Object.entries(places))('%s', { timeout: SECONDS }, async (name, { personal, harmless }) => {
    const before = open(name, fixture(name));
    const after = await blackened(name);
    const isBlack = (at: number) => [0, 1, 2].every((colour) => (after.data[at + colour] ?? 255) < 40);
    for (const box of personal) {
      const isLetter = letters(before, box);
      expect(points(before, box, isLetter)).toBeGreaterThan(50);
      expect(points(before, box, (at) => isLetter(at) && !isBlack(at))).toBe(0);
    }
    for (const box of harmless) {
      const differs = (at: number) => Math.abs((before.data[at] ?? 0) - (after.data[at] ?? 0)) > 60;
      expect(points(before, box, differs)).toBe(0);
    }
  });

  it('turns a picture that stands on its head until it can be read', { timeout: SECONDS }, async () => {
    const upright = open('obrolan.png', fixture('obrolan.png'));
    const result = await blackener.blacken(encode(turn(upright, 3), 'png'));
    const picture = open('obrolan.png', result ?? Buffer.alloc(0));
    expect([picture.width, picture.height]).toEqual([420, 320]);
    for (const box of places['obrolan.png']?.personal ?? []) {
      const isLetter = letters(upright, box);
      expect(points(upright, box, (at) => isLetter(at) && (picture.data[at] ?? 255) > 40)).toBe(0);
    }
  });

  it('turns a picture that lies on its side before it reads it, and leaves the metadata out', {
    timeout: SECONDS,
  }, async () => {
    const lying = turn(open('masuk.png', fixture('masuk.png')), 8);
    const photo = withOrientation(jpeg.encode(lying, 90).data, 6);
    const result = Buffer.from((await blackener.blacken(photo)) ?? []);
    const picture = jpeg.decode(result, { useTArray: true });
    expect([picture.width, picture.height]).toEqual([800, 480]);
    const upright = open('masuk.png', fixture('masuk.png'));
    for (const box of places['masuk.png']?.personal ?? []) {
      const isLetter = letters(upright, box);
      expect(points(upright, box, (at) => isLetter(at) && (picture.data[at] ?? 255) > 60)).toBe(0);
    }
    expect(result.includes('Exif')).toBe(false);
    expect(result.includes('GPS')).toBe(false);
  });
});

describe('a picture that cannot be read is left out', () => {
  it.each([
    ['not a picture', Buffer.from('halo')],
    ['nothing', Buffer.alloc(0)],
    ['a broken PNG', fixture('masuk.png').subarray(0, 5_000)],
    ['a broken JPEG', fixture('profil.jpg').subarray(0, 5_000)],
    ['a PNG of 50,000 by 50,000 points', pngThatClaims(50_000, 50_000)],
    ['an interlaced PNG', pngThatClaims(100, 100, { interlaced: true })],
    ['a WebP', Buffer.from('RIFF\x24\0\0\0WEBPVP8 ', 'latin1')],
    ['letters that nobody can read', encode(noise(), 'png')],
  ])('%s', { timeout: SECONDS }, async (_, bytes) => {
    expect(await blackener.blacken(bytes)).toBeUndefined();
  });

  it('when reading takes too long, and the next one is read again', { timeout: SECONDS }, async () => {
    const hasty = createBlackener({ longest: 20 });
    expect(await hasty.blacken(fixture('profil.png'))).toBeUndefined();
    await hasty.stop();
    expect(await blackener.blacken(fixture('masuk.png'))).toBeDefined();
  });

  it('when it is stopped meanwhile', { timeout: SECONDS }, async () => {
    const stopped = createBlackener();
    const result = stopped.blacken(fixture('profil.png'));
    setTimeout(() => void stopped.stop(), 50);
    expect(await result).toBeUndefined();
  });
});

describe('a picture without anything personal', () => {
  it('comes back smaller when it is larger than print shows', { timeout: SECONDS }, async () => {
    const picture = PNG.sync.read(Buffer.from((await blackener.blacken(plainPng(3_000, 300, 200))) ?? []));
    expect([picture.width, picture.height]).toEqual([2_000, 200]);
    expect([...picture.data.subarray(0, 4)]).toEqual([200, 200, 200, 255]);
  });

  it('is white where it was transparent: letters on nothing are letters too', { timeout: SECONDS }, async () => {
    const picture = PNG.sync.read(Buffer.from((await blackener.blacken(plainPng(300, 300, 0, 0))) ?? []));
    expect([...picture.data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
  });
});

/** Dirt that looks like letters; the same at every run. */
function noise(): Pixels {
  const [width, height] = [300, 100];
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0; at < width * height; at++) {
    const grey = (Math.imul(at * 40_503, at) >>> 16) & 0xff;
    data.set([grey, grey, grey], at * 4);
  }
  return { width, height, data };
}
