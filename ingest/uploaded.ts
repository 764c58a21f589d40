import { createHash } from 'node:crypto';
import type { Database } from '../db/database.ts';
import { currentDocument } from '../db/document-versions.ts';
import { type ExampleRow, examplesOf, listDocuments, type PassageRow, passagesOf } from '../db/documents.ts';
import {
  type Address,
  type Difference,
  type DocumentFound,
  type DocumentMeta,
  type DocumentSummary,
  differenceOf,
  type Example,
  type ExampleKind,
  FAQ_DOCUMENT,
  isWithin,
  type Passage,
  type PassageExtra,
  plainWords,
  type SourceDocument,
} from '../knowledge/index.ts';
import { cleanLine } from './clean-text.ts';
import { idOfText, idOfTitle } from './document-id.ts';
import { readSourceBytes } from './read.ts';
import type { Recognition } from './recognised.ts';
import { parseRegulation } from './regulation.ts';
import { documentOf } from './sources.ts';
import { suspicions } from './suspicions.ts';

export type ReadDocument = { document: SourceDocument; summary: DocumentSummary };

/**
 * Reads a document that somebody gave as a file, without touching what is stored.
 * @throws UnreadableFile or StructurelessFile, with a sentence for the person who gave it; the reason of the signal
 */
export async function readDocumentBytes(
  name: string,
  bytes: Uint8Array,
  recognition: Recognition = {},
): Promise<ReadDocument> {
  const source = await readSourceBytes(name, bytes, recognition);
  const {
    document,
    counts: { items: _items, ...counts },
  } = documentOf(name, source);
  const hash = createHash('sha256').update(bytes).update(name).digest('hex');
  const { kind, title, short, passages, meta } = document;
  const summary = {
    ...{ kind, title, short, ...counts, passages: passages.length },
    langkah: passages.filter((passage) => passage.kind === 'langkah').length,
    warnings: [...(meta.warnings ?? []), ...suspicions(source.text)],
    ...(source.ocr && { ocr: source.ocr }),
  };
  return { document: { ...document, hash }, summary };
}

/**
 * The document as it is to be stored: a new text of a stored one takes its id and names, its example questions, and what people
 * noted about provisions that read as before. Any other one takes an id that is free.
 */
export async function keepLearned(db: Database, document: SourceDocument): Promise<SourceDocument> {
  const id = await storedId(db, document);
  const stored = id === undefined ? undefined : await currentDocument(db, id);
  if (!stored) return { ...document, id: await freeId(db, document.id) };
  const before = await passagesOf(db, stored.id);
  const examples = (await examplesOf(db, stored.id)).map(exampleFrom);
  const meta = stored.meta as DocumentMeta;
  return {
    ...document,
    id: stored.id,
    ...(document.kind === 'peraturan' && { title: stored.title, short: stored.short }),
    meta: {
      ...(meta.validity && { validity: meta.validity }),
      ...(meta.undefined && { undefined: meta.undefined }),
      ...document.meta,
    },
    passages: withNotes(document.passages, before),
    examples: document.examples.length > 0 ? document.examples : stillAnswered(examples, document.passages),
  };
}

/**
 * The stored document that this one is a new text of, always one of its kind: the same instrument by kind, number and year, else
 * the one of an id that the file itself says, or of the same title.
 */
async function storedId(db: Database, document: SourceDocument): Promise<string | undefined> {
  const { id, kind, title, meta, text } = document;
  const stored = (await listDocuments(db)).filter((row) => row.kind === kind && row.id !== FAQ_DOCUMENT);
  const { number } = meta;
  const isTitleless = id === idOfText(title, text);
  const saysItsId = number !== undefined || (!isTitleless && id !== idOfTitle(title));
  if (saysItsId && stored.some((row) => row.id === id)) return id;
  if (!number) {
    for (const row of stored.filter((one) => cleanLine(one.title).toLowerCase() === cleanLine(title).toLowerCase()))
      if (!isTitleless || (await sharesPassages(db, row.id, document))) return row.id;
    return undefined;
  }
  const sort = parseRegulation(text).head.jenis;
  for (const row of stored) {
    const theirs = (row.meta as DocumentMeta).number;
    if (theirs?.nomor !== number.nomor || theirs.tahun !== number.tahun) continue;
    const { source_text = '' } = (await currentDocument(db, row.id)) ?? {};
    if (parseRegulation(source_text).head.jenis === sort) return row.id;
  }
  return undefined;
}

/** Whether a third of a text stands in a stored one word for word: the name of a file alone says little. */
async function sharesPassages(db: Database, id: string, { passages }: SourceDocument): Promise<boolean> {
  const theirs = new Set((await passagesOf(db, id)).map(({ text }) => plainWords(text)));
  return passages.filter(({ text }) => theirs.has(plainWords(text))).length * 3 >= passages.length;
}

/** An id that no document has: that of another one, or of the FAQ, would put this in its place. */
async function freeId(db: Database, wanted: string): Promise<string> {
  const taken = new Set([FAQ_DOCUMENT, ...(await listDocuments(db)).map(({ id }) => id)]);
  let id = wanted;
  for (let next = 2; taken.has(id); next++) id = `${wanted}-${next}`;
  return id;
}

function exampleFrom({ question, kind, address, extra }: ExampleRow): Example {
  const { standard: _made, ...rest } = (extra ?? {}) as Pick<Example, 'needs' | 'register' | 'writer' | 'standard'>;
  return { question, kind: kind as ExampleKind, answers: (address ?? []) as Address[], ...rest };
}

/** Without the places that are gone; a question that nothing answers any more teaches something wrong. */
function stillAnswered(examples: Example[], passages: Passage[]): Example[] {
  const exists = (place: Address) => passages.some(({ address }) => isWithin(address, place));
  return examples.flatMap((example) => {
    const answers = example.answers.filter(exists);
    return example.answers.length > 0 && answers.length === 0 ? [] : [{ ...example, answers }];
  });
}

function withNotes(passages: Passage[], before: PassageRow[]): Passage[] {
  const known = new Map(before.map(({ address, text, extra }) => [keyOf(address, text), extra as PassageExtra]));
  return passages.map((passage) => {
    const { notes, validity, references } = known.get(keyOf(passage.address, passage.text)) ?? {};
    const kept = {
      ...(notes && { notes }),
      ...(validity !== undefined && { validity }),
      ...(references && { references }),
    };
    return { ...passage, extra: { ...passage.extra, ...kept } };
  });
}

const keyOf = (address: unknown, text: string): string =>
  `${JSON.stringify(Object.entries(address as Address).sort())} ${plainWords(text)}`;

/** So many places of each sort are named on a card, and so much of their words. */
const FIRST = 5;
const WORDS = 220;

/**
 * What taking it over would do, as plainWords data for the card.
 * @param document one that went through keepLearned
 */
export async function documentFound(
  db: Database,
  document: SourceDocument,
  summary: DocumentSummary,
): Promise<DocumentFound> {
  const { id, title, short } = document;
  const stored = await currentDocument(db, id);
  const suggested = await suggestedBy(db, document);
  const found = { id, summary: { ...summary, title, short }, suggested };
  if (!stored) return found;
  const before = (await passagesOf(db, id)).map(({ ordinal, parent, address, text }) => ({
    ...{ ordinal, parent, text },
    address: address as Address,
  }));
  const difference = differenceOf(before, document.passages);
  const { added, removed, changed, same } = difference;
  return {
    ...found,
    stored: {
      version: stored.version,
      short: stored.short,
      counts: { added: added.length, removed: removed.length, changed: changed.length, same },
      first: firstOf(difference),
    },
  };
}

function firstOf({ added, removed, changed }: Difference): Omit<Difference, 'same'> {
  const cut = (text: string) =>
    plainWords(text).length > WORDS ? `${plainWords(text).slice(0, WORDS).toWellFormed()} …` : plainWords(text);
  return {
    added: added.slice(0, FIRST).map(({ address, after }) => ({ address, after: cut(after) })),
    removed: removed.slice(0, FIRST).map(({ address, before }) => ({ address, before: cut(before) })),
    changed: changed
      .slice(0, FIRST)
      .map(({ address, before, after }) => ({ address, before: cut(before), after: cut(after) })),
  };
}

const AMENDS = /perubahan(?:\s+\p{L}+){0,2}\s+atas\s[^.;]{0,120}?nomor\s+(\d{1,4})\s+tahun\s+(\d{4})/giu;
const REVOKES =
  /nomor\s+(\d{1,4})\s+tahun\s+(\d{4})(?:(?!nomor\s+\d)[^.;]){0,300}?dicabut\s+dan\s+dinyatakan\s+tidak\s+berlaku/giu;

/** What its own words say it does: "PERUBAHAN ATAS … NOMOR 31 TAHUN 2012", "… dicabut dan dinyatakan tidak berlaku". */
async function suggestedBy(
  db: Database,
  { id, kind, title, text }: SourceDocument,
): Promise<DocumentFound['suggested']> {
  if (kind !== 'peraturan') return [];
  const words = text.replace(/\s+/gu, ' ');
  const numbers = (pattern: RegExp, where: string) =>
    [...where.matchAll(pattern)].map(([, nomor, tahun]) => `${Number(nomor)}/${tahun}`);
  const amended = numbers(AMENDS, title);
  const revoked = numbers(REVOKES, words);
  return (await listDocuments(db)).flatMap((row) => {
    const { number } = row.meta as DocumentMeta;
    const named = number && row.id !== id ? `${number.nomor}/${number.tahun}` : '';
    const verb = revoked.includes(named) ? 'mencabut' : amended.includes(named) ? 'mengubah' : undefined;
    return verb ? [{ verb: verb as 'mengubah' | 'mencabut', other: row.id, short: row.short }] : [];
  });
}
