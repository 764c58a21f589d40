import { readFileSync } from 'node:fs';
import type { Address } from './address.ts';
import { parseYaml } from './yaml.ts';

/** What one kind of user has to do and bring to be registered (Pasal 21), as addresses of provisions. */
export type Checklist = {
  label: string;
  document: string;
  /** To do or to bring, in order. */
  items: Address[];
  /** What nobody may ask for beyond it. */
  rules: Address[];
  note?: string;
};

type Rows = {
  dokumen: string;
  kelompok: { nama: string; butir: Address[]; batas: Address[]; catatan?: string }[];
};

/** Reads pendaftaran.yaml. */
export function readChecklists(file: string): Checklist[] {
  const { dokumen, kelompok } = parseYaml(readFileSync(file, 'utf8')) as Rows;
  return kelompok.map(({ nama, butir, batas, catatan }) => ({
    label: nama,
    document: dokumen,
    items: butir,
    rules: batas,
    ...(catatan !== undefined && { note: catatan }),
  }));
}
