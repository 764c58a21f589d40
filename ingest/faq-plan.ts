import type { FaqHead } from '../db/faqs.ts';
import {
  atOnce,
  type Basis,
  changedFields,
  FAQ_FIELD_NAMES,
  FAQ_FIELDS,
  type FaqContent,
  type FaqField,
  type FaqFields,
  faqProblem,
  questionKey,
  readFaq,
  type Steps,
  withoutHidden,
  writeFaqFields,
} from '../knowledge/index.ts';
import type { FaqWrittenRow } from './faq-file.ts';
import { FAQ_COLUMNS, type FaqFileRow, type FaqRowField, placeOf } from './faq-table.ts';

/** An entry that there is none of yet. `at` is its row in the file. */
type FreshFaq = { at: string; content: FaqContent; reviewBy: string; owner?: number };

/** A stored entry that the file changes, from the state `seen`. */
export type ChangedFaq = {
  at: string;
  number: number;
  seen: FaqSeen;
  /** The row names no number of it: it asks the same. */
  byQuestion?: true;
  /** It answers now. */
  isPublished: boolean;
  content: FaqContent;
  reviewBy: string;
  owner?: number;
  /** Field by field as people read it; nothing of what it says when only `owner` and `reviewBy` are among them. */
  changes: { field: FaqField; before: string; after: string }[];
};

/** By this it is seen whether somebody else was at an entry meanwhile. */
export type FaqSeen = { version: number; proposed: number | null; withdrawn: boolean };

/** Why a row is left out: its cell, the name of its field where it is one, and a sentence. */
export type FaqRowProblem = { at: string; field?: string; sentence: string };

/** What taking a file over would do. Plain data, kept until somebody confirms it. */
export type FaqPlan = {
  fresh: FreshFaq[];
  changed: ChangedFaq[];
  unchanged: number;
  /** Can't be read, or may not be changed so. */
  wrong: FaqRowProblem[];
  /** Changed here since the file was made; nothing is overwritten. */
  stale: FaqRowProblem[];
  /** The file says it twice; the first is taken. */
  twice: FaqRowProblem[];
  /** What the file says besides and nothing comes of. */
  notes?: string[];
};

export type FaqPlanContext = {
  findBasis: (text: string) => Basis | undefined;
  basisText: (basis: Basis) => string;
  /** Fields of unit.yaml that an entry may name. */
  unitFields: readonly string[];
  /** The day in the zone of the unit, e.g. 2026-11-23. */
  today: string;
  /** Who may own an entry, by name. */
  owners: readonly { id: number; name: string | null }[];
};

/** An entry that nobody gave a review day is looked at again after so many days. */
const REVIEW_DAYS = 90;

/**
 * Compares the rows of a file with what is stored; changes nothing. A row belongs to the entry of its number, or else to the one
 * that asks the same. A column that the file lacks leaves its field as it is stored.
 */
export const planFaq = (...given: Parameters<typeof planningFaq>): FaqPlan => atOnce(planningFaq(...given));

/** The same a row at a time: a long list takes a second, and others wait for answers. */
export function* planningFaq(
  rows: readonly FaqFileRow[],
  stored: readonly FaqHead<FaqContent>[],
  context: FaqPlanContext,
): Steps<FaqPlan> {
  const plan: FaqPlan = { fresh: [], changed: [], unchanged: 0, wrong: [], stale: [], twice: [] };
  const byNumber = new Map(stored.map((head) => [head.id, head]));
  const byQuestion = new Map(stored.map((head) => [questionKey(head.content.question), head]));
  const seen = new Map<string, string>();
  const unheard: UnheardStatus = { stored: [], fresh: [] };
  for (const row of rows) {
    yield;
    const at = placeOf(row);
    if (row.wrong.length > 0) {
      plan.wrong.push(...row.wrong.map(({ field, ...rest }) => ({ ...rest, field: nameOf(field) })));
      continue;
    }
    const key = questionKey(row.fields.question ?? '');
    const found = headOf(row, key, byNumber, byQuestion);
    if ('sentence' in found) {
      plan.wrong.push(found);
      continue;
    }
    const { head } = found;
    const isNewQuestion = key !== '' && (!head || questionKey(head.content.question) !== key);
    const names = [...(isNewQuestion ? [`tanya ${key}`] : []), ...(head ? [`nomor ${head.id}`] : [])];
    const before = names.map((name) => seen.get(name)).find((place) => place !== undefined);
    if (before !== undefined) {
      plan.twice.push({ at, sentence: `Entri ini sudah ada di ${before}; yang dipakai ${before}.` });
      continue;
    }
    for (const name of names) seen.set(name, at);
    if (saysOtherStatus(row, head)) unheard[head ? 'stored' : 'fresh'].push(placeOf(row, 'status'));
    if (head) planStored(plan, row, head, context);
    else planFresh(plan, row, context);
  }
  const notes = statusNotes(unheard);
  return notes.length > 0 ? { ...plan, notes } : plan;
}

/** Where a file gives entries another status than they have, or than they get. */
type UnheardStatus = { stored: string[]; fresh: string[] };

/** A status is told by an export, and decided by people; out of date is what passes by itself. */
function saysOtherStatus({ fields }: FaqFileRow, head: FaqHead<FaqContent> | undefined): boolean {
  const said = (fields.status ?? '').trim().toLowerCase().replace('kedaluwarsa', 'terbit');
  if (said === '') return false;
  if (!head) return said !== 'terbit';
  if (head.withdrawn_at !== null) return said !== 'ditarik';
  return said !== (head.published === null ? head.proposed_state : 'terbit');
}

function statusNotes({ stored, fresh }: UnheardStatus): string[] {
  const named = (places: string[]) =>
    `${places.slice(0, STATUS_NAMED).join(', ')}${places.length > STATUS_NAMED ? ` dan ${places.length - STATUS_NAMED} tempat lain` : ''}`;
  return [
    ...(stored.length > 0
      ? [
          `Status di ${named(stored)} tidak dipakai: berkas tidak menarik atau mengajukan entri. Lakukan lewat /lpse faq.`,
        ]
      : []),
    ...(fresh.length > 0
      ? [`Status di ${named(fresh)} tidak dipakai: entri baru langsung terbit saat diterapkan.`]
      : []),
  ];
}
/** So many cells are named in a sentence. */
const STATUS_NAMED = 10;

/** Whether anything would be stored. */
export const changesNothing = ({ fresh, changed }: FaqPlan): boolean => fresh.length === 0 && changed.length === 0;

/** The entry as a row of a file; `status` as people call it. */
export function writtenRow(
  head: FaqHead<FaqContent>,
  status: string,
  basisText: (basis: Basis) => string,
): FaqWrittenRow {
  return { number: String(head.id), ...storedFields(head, basisText), status, version: String(head.version) };
}

const storedFields = (head: FaqHead<FaqContent>, basisText: (basis: Basis) => string) =>
  writeFaqFields(head.content, { owner: head.owner_name, reviewBy: head.review_by }, basisText);

const nameOf = (field: FaqRowField) => FAQ_COLUMNS.find((column) => column.field === field)?.name ?? field;

/** The stored entry that a row is about; undefined for a new one, a problem when it can't be told. */
function headOf(
  row: FaqFileRow,
  key: string,
  byNumber: ReadonlyMap<number, FaqHead<FaqContent>>,
  byQuestion: ReadonlyMap<string, FaqHead<FaqContent>>,
): { head: FaqHead<FaqContent> | undefined } | FaqRowProblem {
  const asking = byQuestion.get(key);
  const typed = row.fields.number?.trim() ?? '';
  if (typed === '') return { head: asking };
  const problem = (sentence: string) => ({ at: placeOf(row, 'number'), field: nameOf('number'), sentence });
  const number = wholeNumber(typed);
  if (number === undefined) return problem('Nomor harus berupa bilangan bulat. Kosongkan untuk entri baru.');
  const numbered = byNumber.get(number);
  if (!numbered) return { head: asking };
  if (questionKey(numbered.content.question) === key) return { head: numbered };
  const isExported = wholeNumber(row.fields.version ?? '') !== undefined;
  // Lists of people count their rows: such a number must not overwrite an entry that happens to have it.
  if (!isExported)
    return asking
      ? { head: asking }
      : problem(
          `Nomor ${number} sudah dipakai oleh "${numbered.content.question}". Kosongkan nomor untuk entri baru, atau isi kolom versi untuk mengubahnya.`,
        );
  if (asking)
    return problem(`Pertanyaan ini sudah ada di nomor ${asking.id}. Ubah pertanyaannya, atau hapus baris ini.`);
  return { head: numbered };
}

/** "12", "12.0" and "#12"; undefined for anything else. */
function wholeNumber(text: string): number | undefined {
  const digits = /^#?\s*(\d{1,9})(?:[.,]0+)?$/u.exec(text.trim())?.[1];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}

function planFresh(plan: FaqPlan, row: FaqFileRow, context: FaqPlanContext): void {
  const read = readFaq(seenFields(entryFields(row)), context);
  const owner = ownerNamed(row, undefined, context);
  const problems = [...(read.ok ? [] : problemsOf(row, read.problems)), ...owner.problems];
  if (!read.ok || problems.length > 0) {
    plan.wrong.push(...problems);
    return;
  }
  plan.fresh.push({
    at: placeOf(row),
    content: read.content,
    reviewBy: read.reviewBy ?? daysAfter(context.today, REVIEW_DAYS),
    ...(owner.id !== undefined && { owner: owner.id }),
  });
}

function planStored(plan: FaqPlan, row: FaqFileRow, head: FaqHead<FaqContent>, context: FaqPlanContext): void {
  const before = storedFields(head, context.basisText);
  const given = entryFields(row);
  // Looked at first: what is stored may break a rule that came later, or rest on a document that is gone.
  if (FAQ_FIELDS.every((field) => (given[field] ?? before[field]) === before[field])) {
    plan.unchanged++;
    return;
  }
  const findBasis = (text: string) =>
    head.content.basis.find((basis) => context.basisText(basis) === text) ?? context.findBasis(text);
  const fields = { ...before, ...seenFields(given) };
  const read = readFaq(fields, { ...context, findBasis, storedReview: head.review_by ?? undefined });
  const owner = ownerNamed(row, head, context);
  const problems = [...(read.ok ? [] : problemsOf(row, read.problems)), ...owner.problems];
  if (!read.ok || problems.length > 0) {
    plan.wrong.push(...problems);
    return;
  }
  const after = writeFaqFields(
    read.content,
    // An empty cell does not take away who looks after an entry, and until when.
    { owner: read.owner ?? head.owner_name, reviewBy: read.reviewBy ?? head.review_by },
    context.basisText,
  );
  const changes = changedFields(before, after);
  if (changes.length === 0) {
    plan.unchanged++;
    return;
  }
  const refused = whyNotChange(row, head);
  if (refused) {
    plan[refused.kind].push({ at: placeOf(row), sentence: refused.sentence });
    return;
  }
  const due = read.reviewBy ?? head.review_by;
  // Who publishes a change has looked at the entry.
  const isLooked = changes.some(({ field }) => !BESIDE.has(field)) && (due ?? '') < context.today;
  plan.changed.push({
    at: placeOf(row),
    number: head.id,
    ...(wholeNumber(row.fields.number ?? '') !== head.id && { byQuestion: true as const }),
    seen: seenOf(head),
    isPublished: head.published !== null,
    content: read.content,
    reviewBy: due === null || isLooked ? daysAfter(context.today, REVIEW_DAYS) : due,
    ...(owner.id !== undefined && { owner: owner.id }),
    changes,
  });
}

/** What stands beside an entry and makes no version of it. */
export const BESIDE: ReadonlySet<FaqField> = new Set(['owner', 'reviewBy']);

/** Entries of which the plan changes only what stands beside them: no version tells that it was there. */
export const changedBeside = ({ changed }: FaqPlan): number[] =>
  changed.filter(({ changes }) => changes.every(({ field }) => BESIDE.has(field))).map(({ number }) => number);

/** What of the stored state counts as "somebody was at it". */
export const seenOf = (head: Pick<FaqHead, 'version' | 'proposed' | 'withdrawn_at'>): FaqSeen => ({
  version: head.version,
  proposed: head.proposed,
  withdrawn: head.withdrawn_at !== null,
});

function whyNotChange(
  row: FaqFileRow,
  head: FaqHead<FaqContent>,
): { kind: 'wrong' | 'stale'; sentence: string } | undefined {
  const number = `Nomor ${head.id}`;
  if (head.withdrawn_at !== null)
    return { kind: 'wrong', sentence: `${number} sudah ditarik. Pulihkan dulu lewat /lpse faq ${head.id}.` };
  if (head.published !== null && head.proposed !== null)
    return {
      kind: 'stale',
      sentence: `${number} punya usulan yang belum diputuskan. Terbitkan atau buang dulu lewat /lpse faq ${head.id}.`,
    };
  const version = wholeNumber(row.fields.version ?? '');
  if (version === undefined || version === head.version) return undefined;
  const who = head.author_name === null ? '' : ` oleh ${head.author_name}`;
  return version < head.version
    ? {
        kind: 'stale',
        sentence: `${number} sudah diubah${who} (versi ${head.version}) sesudah berkas ini diekspor (versi ${version}). Tidak ditimpa; ekspor lagi, lalu ubah.`,
      }
    : { kind: 'wrong', sentence: `${number} belum punya versi ${version}; yang terakhir versi ${head.version}.` };
}

/** What belongs to the entry itself; a status or version says nothing new. */
function entryFields(row: FaqFileRow): FaqFields {
  const fields: FaqFields = {};
  for (const field of FAQ_FIELDS) {
    const text = row.fields[field];
    if (text !== undefined) fields[field] = text;
  }
  return fields;
}

/** What is published says nothing that nobody sees; readFaqFile has told of it. */
const seenFields = (fields: FaqFields): FaqFields =>
  Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, withoutHidden(text)]));

function ownerNamed(
  row: FaqFileRow,
  head: FaqHead<FaqContent> | undefined,
  { owners }: FaqPlanContext,
): { id?: number; problems: FaqRowProblem[] } {
  const name = (row.fields.owner ?? '').replace(/\s+/gu, ' ').trim();
  if (name === '' || name === head?.owner_name) return { problems: [] };
  const [person, another] = owners.filter((owner) => owner.name?.toLowerCase() === name.toLowerCase());
  if (person && !another) return { id: person.id, problems: [] };
  const sentence = another
    ? `Ada lebih dari satu pelatih bernama "${name}". Kosongkan, lalu pilih pemiliknya lewat /lpse faq.`
    : `"${name}" bukan nama pelatih. Tulis namanya seperti di Slack, atau kosongkan.`;
  return { problems: [{ at: placeOf(row, 'owner'), field: nameOf('owner'), sentence }] };
}

const problemsOf = (row: FaqFileRow, problems: Parameters<typeof faqProblem>[0][]): FaqRowProblem[] =>
  problems.map((problem) => ({
    at: placeOf(row, problem.field),
    field: FAQ_FIELD_NAMES[problem.field],
    sentence: faqProblem(problem),
  }));

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
