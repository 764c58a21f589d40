import { readFileSync } from 'node:fs';
import { countTerms, createIndex } from './bm25.ts';
import { contentWords } from './find.ts';
import type { Language, Reading } from './words.ts';
import { parseYaml } from './yaml.ts';

/** A matter that LPSE does not decide, and who does. */
export type Matter = {
  /** 1 to 12 for the matters of Pasal 3 ayat (3); none for others. */
  item?: number;
  name: string;
  /** The words of Pasal 3 ayat (3), verbatim; for other matters absent. */
  quote?: string;
  /** Who decides, today's name first. */
  party: string;
  /** What LPSE can do all the same. */
  help?: string;
  note?: string;
  terms: string[];
};

type Row = {
  butir?: number;
  pokok: string;
  kutipan?: string;
  kepada: string;
  yang_lpse_bisa?: string;
  catatan?: string;
  istilah: string[];
};

/** Reads redirects.yaml: the twelve matters first, then the others. */
export function readMatters(file: string): Matter[] {
  const rows = parseYaml(readFileSync(file, 'utf8')) as { pasal_3_ayat_3: Row[]; lainnya: Row[] };
  return [...rows.pasal_3_ayat_3, ...rows.lainnya].map((row) => ({
    ...(row.butir !== undefined && { item: row.butir }),
    name: row.pokok,
    ...(row.kutipan !== undefined && { quote: row.kutipan }),
    party: row.kepada,
    ...(row.yang_lpse_bisa !== undefined && { help: row.yang_lpse_bisa }),
    ...(row.catatan !== undefined && { note: row.catatan }),
    terms: (row.istilah ?? []).map(String),
  }));
}

/** Finds the matter that a message is about, by the words people use for it. Undefined when none is named. */
export function createMatterFinder(matters: Matter[], language: Language): (reading: Reading) => Matter | undefined {
  const index = createIndex(
    matters.map((matter) => {
      const counts = countTerms(new Map(), language.terms(`${matter.name} ${matter.quote ?? ''}`), 1);
      for (const term of matter.terms) countTerms(counts, language.terms(term), 1);
      return counts;
    }),
  );
  return (reading) => {
    const best = index.search(contentWords(reading), 1)[0];
    return best && matters[best.entry];
  };
}
