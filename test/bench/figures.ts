import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** Rows of cells as text: the first column to the left, the others to the right. */
export function aligned(rows: string[][]): string {
  const width = Math.max(...rows.map(([what = '']) => what.length)) + 2;
  return rows
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(width) : cell.padStart(12)))
        .join('')
        .trimEnd(),
    )
    .join('\n');
}

export const shown = (value: number | undefined, write: (value: number) => string) =>
  value === undefined ? '-' : write(value);

/** The value that this part of all does not pass; undefined of none. */
export function percentile(values: number[], part: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

export function median(values: number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : average(sorted[middle - 1], sorted[middle]);
}

const average = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? undefined : (a + b) / 2;
export const ratio = (ours: number | undefined, peers: number | undefined) =>
  ours !== undefined && peers ? ours / peers : undefined;
export const perSecond = (count: number, ms: number) => (count * 1000) / ms;

const INDONESIAN = (digits: number) =>
  new Intl.NumberFormat('id-ID', { minimumFractionDigits: digits, maximumFractionDigits: digits });
export function whole(value: number): string {
  return INDONESIAN(0).format(value);
}
export function fine(value: number): string {
  return INDONESIAN(value < 10 ? 2 : value < 100 ? 1 : 0).format(value);
}
export function share(value: number): string {
  return INDONESIAN(3).format(value);
}
export function times(value: number): string {
  return `${INDONESIAN(2).format(value)}×`;
}
export function seconds(ms: number): string {
  return INDONESIAN(ms < 10_000 ? 2 : 1).format(ms / 1000);
}
export function mebibytes(bytes: number): string {
  return whole(bytes / 2 ** 20);
}

/** What the figures depend on; the load tells whether others computed beside us (our own share is about 1). */
export function machine(): string {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return [
    `${availableParallelism()} inti (${cpus()[0]?.model.trim() ?? '?'})`,
    `${gibibytes} GiB`,
    `Node ${process.versions.node}`,
    `beban mesin 15 menit ${fine(loadavg()[2] ?? 0)}`,
  ].join(', ');
}
