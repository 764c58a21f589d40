import { basename } from 'node:path';
import {
  type Address,
  type Example,
  FAQ_TOPICS,
  type FaqSeed,
  type FaqTopic,
  findAddresses,
  type Passage,
  parseYaml,
  type SourceDocument,
  YamlError,
} from '../knowledge/index.ts';
import { UnreadableFile } from './read.ts';

type Row = {
  id: number;
  tanya: string;
  ragam?: string[];
  jawab: string;
  dasar?: string[];
  praktik?: string;
  hasil?: 'jawab' | 'tidak_diatur';
  unit?: string | string[];
  topik?: string;
  /** The day on which somebody looked at it, e.g. 2026-11-01. */
  ditinjau?: string;
};

/** What the entries that come with the program rest on comes with them. */
const SHIPPED_BASIS = 'perbup-31-2012';
/** An entry shall be looked at again after so many days. */
const REVIEW_DAYS = 90;
const DAY_MS = 24 * 60 * 60_000;

/**
 * The entries of a list as the program ships it; what each says is as `parseFaq` reads it.
 * @throws UnreadableFile naming the row that is wrong
 */
export function readSeeds(path: string, yaml: string): FaqSeed[] {
  return readRows(path, yaml).map(
    ({ id, tanya, ragam = [], jawab, dasar = [], praktik, hasil, unit, topik, ditinjau }) => ({
      id,
      content: {
        question: tanya.trim(),
        variants: ragam.map((way) => String(way).trim()),
        answer: oneLine(jawab),
        basis: dasar.flatMap((place) => findAddresses(place)).map((place) => ({ document: SHIPPED_BASIS, ...place })),
        ...(praktik !== undefined && { practice: praktik.trim() }),
        topic: FAQ_TOPICS.find((topic) => topic === topik) ?? ('lain' satisfies FaqTopic),
        ...(hasil === 'tidak_diatur' && { outcome: hasil }),
        ...(unit !== undefined && { unit: [unit].flat() }),
      },
      reviewBy: new Date((ditinjau ? Date.parse(ditinjau) : Date.now()) + REVIEW_DAYS * DAY_MS)
        .toISOString()
        .slice(0, 10),
    }),
  );
}

const oneLine = (text: string) => text.trim().replace(/\s+/gu, ' ');

/**
 * A list of questions and answers in YAML: id, tanya, ragam, jawab, dasar, praktik, hasil, unit.
 * The stored source is the list as a reader would see it; an answer is quoted from there.
 * @throws UnreadableFile naming the row that is wrong
 */
export function parseFaq(path: string, yaml: string): Omit<SourceDocument, 'hash'> {
  const rows = readRows(path, yaml);
  const passages: Passage[] = [];
  const examples: Example[] = [];
  const parts: string[] = [];
  for (const [ordinal, row] of rows.entries()) {
    const answer = oneLine(row.jawab);
    parts.push(`${row.id}. ${row.tanya}\n${answer}`);
    const address: Address = { bagian: 'FAQ', angka: row.id };
    const basis = (row.dasar ?? []).flatMap((place) => findAddresses(place));
    const unit = row.unit === undefined ? [] : [row.unit].flat();
    passages.push({
      ordinal,
      kind: 'faq',
      address,
      heading: [],
      lead: '',
      text: answer,
      extra: {
        question: row.tanya,
        outcome: row.hasil ?? 'jawab',
        ...(unit.length > 0 && { unit }),
        ...(basis.length > 0 && { basis }),
        ...(row.praktik !== undefined && { practice: row.praktik.trim() }),
      },
    });
    for (const question of [row.tanya, ...(row.ragam ?? [])])
      examples.push({ question: String(question), kind: 'answerable', answers: [address] });
  }
  const id = basename(path).replace(/\.ya?ml$/iu, '');
  return {
    id,
    kind: 'faq',
    title: 'Tanya jawab layanan',
    short: 'FAQ LPSE',
    text: parts.join('\n\n'),
    meta: {},
    passages,
    examples,
  };
}

function readRows(path: string, yaml: string): Row[] {
  const broken = (what: string) => new UnreadableFile(path, 'broken', what);
  let rows: unknown;
  try {
    rows = parseYaml(yaml);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw broken(`bukan YAML yang benar (baris ${error.line ?? '?'}). Perbaiki baris itu lalu ulangi.`);
  }
  if (!Array.isArray(rows) || rows.length === 0)
    throw broken('harus berupa daftar tanya jawab, dan tidak boleh kosong.');
  const ids = new Set<number>();
  for (const [at, row] of rows.entries()) {
    const entry = row as Partial<Row> | null;
    const where = `butir ke-${at + 1}`;
    if (!Number.isInteger(entry?.id)) throw broken(`${where} tidak punya id berupa angka.`);
    if (ids.has(entry?.id as number)) throw broken(`${where} memakai id ${entry?.id} yang sudah ada.`);
    ids.add(entry?.id as number);
    for (const field of ['tanya', 'jawab'] as const)
      if (typeof entry?.[field] !== 'string' || entry[field].trim() === '')
        throw broken(`${where} (id ${entry?.id}) tidak punya ${field}.`);
    const wrong = wrongField(entry ?? {});
    if (wrong) throw broken(`${where} (id ${entry?.id}): ${wrong}`);
  }
  return rows as Row[];
}

/** What is wrong with the fields that may be left out, as a sentence. */
function wrongField({ ragam, dasar, praktik, hasil, unit }: Partial<Row>): string | undefined {
  const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '';
  const isList = (value: unknown) => Array.isArray(value) && value.every(isText);
  if (ragam !== undefined && !isList(ragam)) return 'ragam harus berupa daftar pertanyaan.';
  if (dasar !== undefined && !isList(dasar)) return 'dasar harus berupa daftar, misalnya ["Pasal 3 ayat (1)"].';
  const unread = dasar?.find((place) => findAddresses(place).length === 0);
  if (unread !== undefined) return `dasar "${unread}" tidak menyebut Pasal.`;
  if (praktik !== undefined && !isText(praktik)) return 'praktik harus berupa kalimat.';
  if (hasil !== undefined && !['jawab', 'tidak_diatur'].includes(hasil)) return 'hasil harus jawab atau tidak_diatur.';
  if (unit !== undefined && ![unit].flat().every(isText)) return 'unit harus berupa nama isian unit.yaml.';
  return undefined;
}
