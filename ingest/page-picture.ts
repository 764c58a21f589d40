import { type getDocumentProxy, getResolvedPDFJS } from 'unpdf';

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>;
/** x' = a x + c y + e, y' = b x + d y + f. */
type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number];
/** What a PDF paints: points of 1 bit (rows padded to bytes), 3 or 4 bytes. `isMask`: ink where a bit is 0, nothing elsewhere. */
type Picture = { width: number; height: number; data: Uint8Array; isMask: boolean };
type Painted = { picture: Picture; at: Matrix };

/** The pictures of a page as it is seen upright, grey, one byte a point; `scale` is points of the picture per point of the page. */
export type PagePicture = { width: number; height: number; scale: number; grey: Uint8Array };

/** 300 points an inch: more reads no better. */
const FINEST = 300 / 72;
const COARSEST = 1;
/** A page of A3 in 300 points an inch has 17 million. */
const MOST_POINTS = 20_000_000;
const PAPER = 255;

/** How much of the page its pictures cover, 0 to 1; `unopened` are those in a compression that cannot be opened. */
export type PagePictures = { coverage: number; unopened: number; draw: () => PagePicture };

/** The pictures that are painted on a page, as a scanner or a camera made them. */
export async function picturesOf(page: Page): Promise<PagePictures> {
  const { painted, unopened } = await paintedOn(page);
  const { width, height } = page.getViewport({ scale: 1 });
  const covered = painted.reduce((sum, { at: [a, b, c, d] }) => sum + Math.abs(a * d - b * c), 0);
  return { coverage: Math.min(1, covered / (width * height)), unopened, draw: () => drawn(page, painted) };
}

async function paintedOn(page: Page): Promise<{ painted: Painted[]; unopened: number }> {
  const { OPS } = await getResolvedPDFJS();
  const { fnArray, argsArray } = await page.getOperatorList();
  const painted: Painted[] = [];
  const kept: Matrix[] = [];
  let now: Matrix = [1, 0, 0, 1, 0, 0];
  let unopened = 0;
  const paint = (picture: Picture | undefined, at: Matrix = now) => {
    if (picture) painted.push({ picture, at });
    else unopened++;
  };
  for (const [index, what] of fnArray.entries()) {
    const args: unknown[] = argsArray[index] ?? [];
    if (what === OPS.save) kept.push(now);
    else if (what === OPS.restore) now = kept.pop() ?? now;
    else if (what === OPS.transform) now = within(now, args as Matrix);
    else if (what === OPS.paintFormXObjectBegin) {
      kept.push(now);
      if (args[0]) now = within(now, args[0] as Matrix);
    } else if (what === OPS.paintFormXObjectEnd) now = kept.pop() ?? now;
    else if (what === OPS.paintImageXObject) paint(pictureIn(await objectOf(page, args[0])));
    else if (what === OPS.paintInlineImageXObject) paint(pictureIn(args[0]));
    else if (what === OPS.paintImageMaskXObject) paint(await maskIn(page, args[0]));
    else if (what === OPS.paintImageMaskXObjectGroup)
      for (const mask of args[0] as { transform: Matrix }[])
        paint(await maskIn(page, mask), within(now, mask.transform));
  }
  return { painted, unopened };
}

/** What a page knows by a name; some of it is known to the whole document. */
async function objectOf(page: Page, name: unknown): Promise<unknown> {
  if (typeof name !== 'string') return name;
  const objects = name.startsWith('g_') ? page.commonObjs : page.objs;
  return await new Promise((resolve) => objects.get(name, resolve));
}

function pictureIn(found: unknown, isMask = false): Picture | undefined {
  const { width = 0, height = 0, data } = (found ?? {}) as Partial<Picture>;
  if (!data || width < 1 || height < 1) return undefined;
  return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), isMask };
}

async function maskIn(page: Page, found: unknown): Promise<Picture | undefined> {
  const mask = (found ?? {}) as { data?: unknown; width: number; height: number };
  if (typeof mask.data !== 'string') return pictureIn(mask, true);
  const object = (await objectOf(page, mask.data)) as { data?: Uint8Array } | null;
  return pictureIn({ ...mask, ...object }, true);
}

function drawn(page: Page, painted: Painted[]): PagePicture {
  const upright = page.getViewport({ scale: 1 });
  const finest = Math.max(...painted.map(({ picture, at: [a, b] }) => picture.width / Math.max(1, Math.hypot(a, b))));
  const room = Math.sqrt(MOST_POINTS / (upright.width * upright.height));
  const scale = Math.min(Math.max(finest, COARSEST), FINEST, room);
  const [width, height] = [Math.round(upright.width * scale), Math.round(upright.height * scale)];
  const grey = new Uint8Array(width * height).fill(PAPER);
  const view = page.getViewport({ scale }).transform as Matrix;
  for (const { picture, at } of painted) lay(picture, within(view, at), { width, height, grey });
  return { width, height, scale, grey };
}

/** Lays a picture on the page: for each point of the page, the points of the picture that fall on it. */
function lay(picture: Picture, at: Matrix, { width, height, grey }: Omit<PagePicture, 'scale'>): void {
  const [a, b, c, d, e, f] = at;
  const area = a * d - b * c;
  if (area === 0) return;
  const valueAt = readerOf(picture);
  const [xs, ys] = [
    [e, e + a, e + c, e + a + c],
    [f, f + b, f + d, f + b + d],
  ];
  const [left, right] = [Math.max(0, Math.floor(Math.min(...xs))), Math.min(width, Math.ceil(Math.max(...xs)))];
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(height, Math.ceil(Math.max(...ys)))];
  // Where the picture is finer than the page, its points are averaged: thin strokes would break.
  const fineness = Math.min(3, Math.max(1, Math.round(picture.width / Math.hypot(a, b))));
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      let sum = 0;
      let seen = 0;
      for (let part = 0; part < fineness * fineness; part++) {
        const dx = x + ((part % fineness) + 0.5) / fineness - e;
        const dy = y + (Math.floor(part / fineness) + 0.5) / fineness - f;
        const u = (d * dx - c * dy) / area;
        const v = (a * dy - b * dx) / area;
        if (u < 0 || u >= 1 || v <= 0 || v > 1) continue;
        const value = valueAt(Math.floor(u * picture.width), Math.floor((1 - v) * picture.height));
        if (value < 0) continue;
        sum += value;
        seen++;
      }
      if (seen > 0) {
        const under = grey[y * width + x] ?? PAPER;
        const parts = fineness * fineness;
        grey[y * width + x] = Math.round((sum + under * (parts - seen)) / parts);
      }
    }
  }
}

/** The grey of a point of a picture, 0 to 255; -1 where a mask leaves what is below. */
function readerOf({ width, height, data, isMask }: Picture): (x: number, y: number) => number {
  const channels = data.length / (width * height);
  if (channels < 1) {
    const row = (width + 7) >> 3;
    const bit = (x: number, y: number) => ((data[y * row + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
    return isMask ? (x, y) => (bit(x, y) === 0 ? 0 : -1) : (x, y) => bit(x, y) * PAPER;
  }
  if (isMask) return (x, y) => ((data[y * width + x] ?? 1) === 0 ? 0 : -1);
  const step = Math.floor(channels);
  if (step < 3) return (x, y) => data[(y * width + x) * step] ?? PAPER;
  return (x, y) => {
    const from = (y * width + x) * step;
    return (299 * (data[from] ?? 0) + 587 * (data[from + 1] ?? 0) + 114 * (data[from + 2] ?? 0)) / 1_000;
  };
}

/** First `inner`, then `outer`. */
function within([a, b, c, d, e, f]: Matrix, [p, q, r, s, t, u]: Matrix): Matrix {
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** As a file that any reader of pictures opens: PGM. */
export function pgmOf({ width, height, grey }: PagePicture): Uint8Array {
  return Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), grey]);
}
