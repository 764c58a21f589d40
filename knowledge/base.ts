import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCalibration, saveCalibration } from '../db/calibrations.ts';
import type { Database } from '../db/database.ts';
import { deleteDocument, examplesOf, listDocuments, passagesOf, replaceDocument, storedHash } from '../db/documents.ts';
import type { Address } from './address.ts';
import { answerQuestion } from './answer.ts';
import { type Calibration, calibrate } from './calibrate.ts';
import { type Checklist, readChecklists } from './checklists.ts';
import { type Statement, stateOf } from './compose.ts';
import { type Corpus, createCorpus, type DocumentInfo, type PassageTerms, passageTerms } from './corpus.ts';
import { answerInContext } from './followup.ts';
import { type Lexicon, type LexiconData, readLexiconData, toLexicon } from './lexicon.ts';
import type { Answer, Before } from './outcome.ts';
import { createMatterFinder, readMatters } from './redirects.ts';
import { readService, type Service } from './service.ts';
import type {
  DocumentKind,
  DocumentMeta,
  Example,
  ExampleKind,
  Passage,
  PassageExtra,
  SourceDocument,
} from './source.ts';
import { isBlank, isFields, readFields, refuseUnknown, SourceDataError, textOf } from './unit-fields.ts';
import { createLanguage, type Language } from './words.ts';

/** Facts about the unit itself; a field that nobody filled in is absent. */
export type Unit = {
  name: string;
  short: string;
  /** IANA zone and its short name, e.g. Asia/Makassar and WITA. */
  zone: string;
  zoneName: string;
  /** jam_layanan, alamat, telepon, email, whatsapp, situs, biaya: only what is known. */
  facts: Record<string, string>;
  /** Whom to ask for a fact that is not filled in. */
  askWhom: Record<string, string>;
  /** When it works and how soon it wants to help. */
  service: Service;
};

type Summary = {
  id: string;
  kind: DocumentKind;
  title: string;
  short: string;
  passages: number;
  examples: number;
}[];

/** What the helpdesk knows, and the only way to ask it. */
export type Knowledge = {
  unit: Unit;
  /** How to register, by kind of user. */
  checklists: Checklist[];
  /** Stores a document when it differs from the stored one. Call `learn` when all are stored. */
  remember: (document: SourceDocument) => Promise<'new' | 'changed' | 'unchanged'>;
  /** Forgets a document; false when it was not there. */
  forget: (id: string) => Promise<boolean>;
  /**
   * Reads all that is stored into memory, and learns from it anew when it changed, which takes a while:
   * `starting` is called then. True when it had to learn.
   */
  learn: (starting?: () => void) => Promise<boolean>;
  /** What is loaded. */
  summary: () => Summary;
  /**
   * Answers one message; `documents` limits the sources by id, `before` is what the conversation was about
   * (see `remembered`), for messages such as "kalau perorangan?".
   * @throws UnknownDocument for an id that is not stored, Error when nothing was learned yet
   */
  answer: (question: string, options?: { documents?: string[]; before?: Before | undefined }) => Answer;
  /**
   * The passage at an address of a document; undefined when there is none. What stands inside it has
   * addresses of its own, listed in `inside`.
   * @throws Error when nothing was learned yet
   */
  statement: (document: string, address: Address) => (Statement & { inside: Address[] }) | undefined;
};

/** Somebody named a document that is not stored. */
export class UnknownDocument extends Error {
  override name = 'UnknownDocument';
  constructor(id: string, known: string[]) {
    super(`Dokumen "${id}" tidak ada. Yang ada: ${known.join(', ') || 'belum satu pun'}.`);
  }
}

/** Changes of the code that reads or learns make stored results stale: count up. */
const FORMAT = '4';

/** Opens the knowledge in `db`; `folder` holds lexicon/, redirects.yaml, pendaftaran.yaml and unit.yaml. Nothing is loaded before `learn`. */
export async function openKnowledge(db: Database, folder: string): Promise<Knowledge> {
  const lexiconFolder = join(folder, 'lexicon');
  const version = sha256([
    FORMAT,
    ...readdirSync(lexiconFolder)
      .sort()
      .map((name) => readFileSync(join(lexiconFolder, name), 'utf8')),
  ]);
  const lexicon = await openLexicon(db, lexiconFolder, version);
  const matters = readMatters(join(folder, 'redirects.yaml'));
  const unit = readUnit(join(folder, 'unit.yaml'));
  const checklists = readChecklists(join(folder, 'pendaftaran.yaml'));
  const writing = createLanguage(lexicon);
  let ready:
    | {
        corpus: Corpus;
        language: Language;
        calibration: Calibration;
        findMatter: ReturnType<typeof createMatterFinder>;
        summary: Summary;
      }
    | undefined;

  return {
    unit,
    checklists,
    async remember(document) {
      const hash = sha256([version, document.hash]);
      const before = await storedHash(db, document.id);
      if (before === hash) return 'unchanged';
      teach(writing, document.passages, document.examples);
      await replaceDocument(
        db,
        {
          id: document.id,
          kind: document.kind,
          title: document.title,
          short: document.short,
          source_hash: hash,
          source_text: document.text,
          meta: document.meta,
        },
        document.passages.map((passage) => ({
          ordinal: passage.ordinal,
          parent: passage.parent ?? null,
          kind: passage.kind,
          address: passage.address,
          heading: passage.heading,
          lead: passage.lead,
          text: passage.text,
          extra: passage.extra,
          terms: writeTerms(passageTerms(passage, writing)),
        })),
        document.examples.map((example, ordinal) => ({
          ordinal,
          question: example.question,
          kind: example.kind,
          address: example.answers,
          extra: {
            needs: example.needs,
            register: example.register,
            writer: example.writer,
            standard: writing.standardise(example.question),
          },
        })),
      );
      return before === undefined ? 'new' : 'changed';
    },
    async forget(id) {
      return await deleteDocument(db, id);
    },
    async learn(starting) {
      const language = createLanguage(lexicon);
      const stored = await listDocuments(db);
      const same = new Map<string, string>();
      const parts: { document: DocumentInfo; passages: (Passage & { terms: PassageTerms })[]; examples: Example[] }[] =
        [];
      for (const row of stored) {
        const document = {
          id: row.id,
          kind: row.kind as DocumentKind,
          title: row.title,
          short: row.short,
          meta: row.meta as DocumentMeta,
        };
        const passages = (await passagesOf(db, row.id)).map((passage) => ({
          ordinal: passage.ordinal,
          ...(passage.parent !== null && { parent: passage.parent }),
          kind: passage.kind as Passage['kind'],
          address: passage.address as Address,
          heading: passage.heading as string[],
          lead: passage.lead,
          text: passage.text,
          extra: passage.extra as PassageExtra,
          terms: readTerms(passage.terms, same),
        }));
        const examples = (await examplesOf(db, row.id)).map((example) => ({
          question: example.question,
          kind: example.kind as ExampleKind,
          answers: example.address as Address[],
          ...(example.extra as Pick<Example, 'needs' | 'register' | 'writer' | 'standard'>),
        }));
        teach(language, passages, examples);
        parts.push({ document, passages, examples });
      }
      const corpus = createCorpus(parts, language);
      // Only regulations with examples teach: a changed FAQ or SOP answers at once, without learning anew.
      const teachers = parts.filter(({ document, examples }) => document.kind === 'peraturan' && examples.length > 0);
      const hashes = new Map(stored.map(({ id, source_hash }) => [id, source_hash]));
      const madeFrom = sha256([
        version,
        ...teachers.map(({ document }) => `${document.id} ${hashes.get(document.id)}`),
      ]);
      const known = await loadCalibration(db, 'answer');
      const isFresh = known?.madeFrom === madeFrom;
      if (!isFresh) starting?.();
      const calibration = isFresh ? (known.value as Calibration) : calibrate(corpus);
      if (!isFresh) await saveCalibration(db, 'answer', madeFrom, calibration);
      const summary = parts.map(({ document: { id, kind, title, short }, passages, examples }) => ({
        id,
        kind,
        title,
        short,
        passages: passages.length,
        examples: examples.length,
      }));
      ready = { summary, corpus, language, calibration, findMatter: createMatterFinder(matters, language) };
      return !isFresh;
    },
    summary() {
      return loaded(ready).summary;
    },
    answer(question, { documents, before } = {}) {
      const parts = loaded(ready);
      const known = [...parts.corpus.documents.keys()];
      for (const id of documents ?? []) if (!known.includes(id)) throw new UnknownDocument(id, known);
      const needs = { ...parts, unitFacts: unit.facts };
      const scope = new Set(documents && documents.length > 0 ? documents : known);
      return before ? answerInContext(needs, question, scope, before) : answerQuestion(needs, question, scope);
    },
    statement(document, address) {
      const { corpus } = loaded(ready);
      const entry = corpus.find(document, address);
      if (!entry) return undefined;
      const inside = entry.children.flatMap((at) => corpus.entries[at]?.address ?? []);
      return { ...stateOf(corpus, entry), inside };
    },
  };
}

/** Fills the vocabulary. Typing errors must not enter what typing errors are mended against. */
function teach(language: Language, passages: Pick<Passage, 'text' | 'parent' | 'extra'>[], examples: Example[]): void {
  for (const { extra } of passages)
    if (extra.defines && extra.defines.aliases.length > 0)
      language.alias([extra.defines.term, ...extra.defines.aliases]);
  for (const passage of passages) if (passage.parent === undefined) language.learn(passage.text);
  for (const example of examples)
    if (example.register === 'formal' || example.register === undefined) language.learn(example.question);
}

function loaded<T>(ready: T | undefined): T {
  if (ready === undefined) throw new Error('Pengetahuan belum dimuat: panggil learn() lebih dulu.');
  return ready;
}

/** The lexicon as it was parsed before: reading 5,000 lines of YAML takes most of a second, their JSON a few milliseconds. */
async function openLexicon(db: Database, folder: string, version: string): Promise<Lexicon> {
  const stored = await loadCalibration(db, 'lexicon');
  if (stored?.madeFrom === version) return toLexicon(stored.value as LexiconData);
  const data = readLexiconData(folder);
  await saveCalibration(db, 'lexicon', version, data);
  return toLexicon(data);
}

const sha256 = (parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('hex');

const writeTerms = ({ own, lead, heading }: PassageTerms) =>
  [own, lead, heading].map((terms) => terms.join(' ')).join('\n');

function readTerms(stored: string, same: Map<string, string>): PassageTerms {
  // One string per term in all, not one per place: most of the memory of a large knowledge base.
  const shared = (term: string) => {
    const known = same.get(term);
    if (known !== undefined) return known;
    // A piece of a split text would keep the whole text alive.
    const own = Buffer.from(term).toString();
    same.set(own, own);
    return own;
  };
  const [own, lead, heading] = stored
    .split('\n')
    .map((line) => line.split(' ').flatMap((term) => (term === '' ? [] : shared(term))));
  return { own: own ?? [], lead: lead ?? [], heading: heading ?? [] };
}

const FACTS = ['jam_layanan', 'alamat', 'telepon', 'email', 'whatsapp', 'situs', 'biaya'];
const NEEDED = ['nama', 'nama_pendek', 'zona', 'singkatan_zona'];
const UNIT_KEYS = [...NEEDED, 'instansi', 'bahasa', 'peraturan', ...FACTS, 'tanya', 'layanan', 'istilah_kini'];

/** @throws SourceDataError */
export function readUnit(file: string): Unit {
  const row = readFields(file);
  refuseUnknown('isian', Object.keys(row), UNIT_KEYS);
  const field = (name: string) => textOf(name, row[name]);
  const needed = (name: string) => {
    const value = field(name);
    if (isBlank(value)) throw new SourceDataError(`unit.yaml: isian "${name}" wajib diisi.`);
    return value;
  };
  const askWhom = isBlank(row.tanya) ? {} : row.tanya;
  if (!isFields(askWhom)) throw new SourceDataError('unit.yaml: "tanya" harus berupa daftar isian: pihak.');
  refuseUnknown('isian tanya', Object.keys(askWhom), FACTS);
  const filled = (names: string[], read: (name: string) => string) =>
    Object.fromEntries(names.map((name) => [name, read(name)] as const).filter(([, value]) => !isBlank(value)));
  return {
    name: needed('nama'),
    short: needed('nama_pendek'),
    zone: knownZone(needed('zona')),
    zoneName: needed('singkatan_zona'),
    facts: filled(FACTS, field),
    askWhom: filled(FACTS, (name) => textOf(`tanya.${name}`, askWhom[name])),
    service: readService(row.layanan),
  };
}

function knownZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('id', { timeZone: zone });
    return zone;
  } catch (cause) {
    throw new SourceDataError(`unit.yaml: "zona" berisi "${zone}" yang tidak dikenal; tulis misalnya Asia/Makassar.`, {
      cause,
    });
  }
}
