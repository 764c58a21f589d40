import { readFileSync } from 'node:fs';
import { parseYaml, YamlError } from './yaml.ts';

/** A data file of the helpdesk itself is wrong; `message` is Indonesian and says where and what to do. */
export class SourceDataError extends Error {
  override name = 'SourceDataError';
}

/** What was read from unit.yaml; every value is a text as it was written, a list, or fields again. */
export type Fields = Record<string, unknown>;

/** The fields that hold facts people ask for; an entry of the FAQ may leave the answer to one. */
export const UNIT_FACTS = ['jam_layanan', 'alamat', 'telepon', 'email', 'whatsapp', 'situs', 'biaya'];

/** What stands where nobody has filled in anything. */
const BLANK = new Set(['', '~', 'null', 'belum diisi']);

const YAML_FAULTS: Record<string, string> = {
  DUPLICATE_KEY: 'nama isian ditulis dua kali',
  MISSING_CHAR: 'tanda kutip atau kurung belum ditutup',
  BAD_INDENT: 'awal baris tidak sejajar atau kurung belum ditutup',
  TAB_AS_INDENT: 'awal baris memakai tab; pakai spasi',
};

/**
 * Reads unit.yaml; a telephone number keeps its leading 0 and 07.30 its last.
 * @throws SourceDataError
 */
export function readFields(file: string): Fields {
  let row: unknown;
  try {
    row = parseYaml(readFileSync(file, 'utf8'), 'failsafe');
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const where = error.line === undefined ? 'unit.yaml' : `unit.yaml baris ${error.line}`;
    const fault = YAML_FAULTS[error.code] ?? 'tidak dapat dibaca sebagai YAML';
    throw new SourceDataError(`${where}: ${fault}; beri tanda kutip bila nilainya memuat titik dua.`, { cause: error });
  }
  if (!isFields(row)) throw new SourceDataError('unit.yaml harus berisi baris "isian: nilai".');
  return row;
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether nobody has filled it in. */
export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && BLANK.has(value.trim()));

/** @throws SourceDataError that names the unknown ones and lists the known */
export function refuseUnknown(what: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new SourceDataError(
      `unit.yaml: ${what} "${unknown.join('", "')}" tidak dikenal. Yang dikenal: ${known.join(', ')}.`,
    );
}

/**
 * One text, or several as a list; nothing given is the empty text.
 * @throws SourceDataError
 */
export function textOf(name: string, value: unknown): string {
  const values = [value ?? ''].flat();
  if (!values.every((item) => typeof item === 'string'))
    throw new SourceDataError(`unit.yaml: nilai "${name}" harus berupa teks; beri tanda kutip bila memuat titik dua.`);
  return values.map((item) => item.trim()).join(', ');
}
