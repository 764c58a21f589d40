import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCalibration, saveCalibration } from '../db/calibrations.ts';
import type { Database } from '../db/database.ts';
import { currentDocument } from '../db/document-versions.ts';
import type { Address } from './address.ts';
import type { Alike } from './alike.ts';
import { amendmentPlace, insertedPlace } from './amendment-places.ts';
import { answerAs, answerQuestion, regulationSays } from './answer.ts';
import { basisText, findBasis } from './basis.ts';
import { type Calibration, calibrate } from './calibrate.ts';
import { type Checklist, readChecklists } from './checklists.ts';
import { type Statement, stateOf } from './compose.ts';
import { madeFrom, readAnew, rowsOf } from './document-rows.ts';
import { type EmbeddableText, embeddable } from './embedded-text.ts';
import { type Basis, FAQ_DOCUMENT, type FaqContent, type FaqEntry } from './faq-entry.ts';
import { type FaqSeed, seedFaq } from './faq-seeds.ts';
import { FAQ_INFO, type PreparedFaq, passageOf, preparing, storeFaq } from './faq-store.ts';
import { showsEntry, withEntry } from './faq-trial.ts';
import type { Scope } from './find.ts';
import { answerInContext } from './followup.ts';
import { type Lexicon, type LexiconData, readLexiconData, toLexicon } from './lexicon.ts';
import { createLive } from './live.ts';
import { loadAll } from './loading.ts';
import type { Nearby } from './nearby.ts';
import { nearnessOf } from './nearness.ts';
import { type NearnessTest, nearnessTests } from './nearness-tests.ts';
import type { OpenOutcome } from './open-outcomes.ts';
import type { Answer, Before } from './outcome.ts';
import { dayIn } from './past-versions.ts';
import type { AnswerNeeds } from './ranking.ts';
import { createMatterFinder, readMatters } from './redirects.ts';
import { readService, type Service } from './service.ts';
import type { DocumentKind, SourceDocument } from './source.ts';
import { inSteps } from './steps.ts';
import { type Bringing, forget, saysTheSame, takeOver } from './taking-over.ts';
import { isBlank, isFields, readFields, refuseUnknown, SourceDataError, textOf, UNIT_FACTS } from './unit-fields.ts';
import { createLanguage, type Language } from './words.ts';
import { collectMaterial } from './written/collect.ts';
import type { Material } from './written/material.ts';

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

/** What a question may be answered from, and in the light of what. */
type AnswerOptions = { documents?: string[]; before?: Before | undefined; nearby?: Nearby | undefined };

/** What the helpdesk knows, and the only way to ask it. */
export type Knowledge = {
  unit: Unit;
  /** How to register, by kind of user. */
  checklists: Checklist[];
  /**
   * Stores a document when it differs from the stored one. Call `learn` or `refresh` when all are stored. One that a person
   * brought (`by`) or gave as a file (`given`) is replaced only by another that a person brings, or with `over`; the same text
   * again changes nothing, unless it comes with `relations`. The text it replaces stays as an old version; entries of the FAQ that
   * rest on what changed are marked.
   * @throws Error for the document of the FAQ, whose entries are stored one by one
   */
  remember: (
    document: SourceDocument,
    bringing?: Bringing & { over?: boolean },
  ) => Promise<'new' | 'changed' | 'unchanged'>;
  /**
   * Publishes the entries of the FAQ that come with the program, where nobody here has changed theirs. Call `learn` afterwards.
   */
  seedFaq: (seeds: FaqSeed[]) => Promise<'new' | 'changed' | 'unchanged'>;
  /** Forgets a document, of which the text stays as an old version; entries of the FAQ that rest on it are marked. False when it was not there. */
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
   * (see `remembered`), for messages such as "kalau perorangan?". `nearby` is what lies near the question as it is understood
   * (`understoodAs`), and counts as far as it is trusted. `as` takes the message for one of the outcomes that its answer leaves
   * open, and is ignored where that leaves it not open.
   * @throws UnknownDocument for an id that is not stored, Error when nothing was learned yet
   */
  answer: (question: string, options?: AnswerOptions & { as?: OpenOutcome | undefined }) => Answer;
  /**
   * What an answer to a question may be written from, at most `most` passages; the same options as for `answer`. Without any
   * passage where the answer may only be quoted as it is: from an earlier version, or from what a document changes in another.
   * @throws as `answer`
   */
  material: (question: string, options?: AnswerOptions & { most?: number }) => Material;
  /** Changes with every change of what can be cited or is told of the unit. */
  version: () => string;
  /** All texts that need a vector to be found by meaning, each once. Reads everything, in steps that let others run. */
  embeddable: () => Promise<EmbeddableText[]>;
  /** Up to `most` example questions by which nearness can be put to the test. */
  nearnessTests: (most: number) => NearnessTest[];
  /**
   * The passage at an address of a document; undefined when there is none. What stands inside it has
   * addresses of its own, listed in `inside`.
   * @throws Error when nothing was learned yet
   */
  statement: (document: string, address: Address) => (Statement & { inside: Address[] }) | undefined;
  /**
   * Loads what was stored since by any process, without learning anew; true when something was. One cheap query when nothing
   * was. Answers go on meanwhile, from what was there before.
   */
  refresh: () => Promise<boolean>;
  /** The slow part of storing entries, in small steps that let others run: how their words are read. Nothing is stored. */
  prepareFaq: (entries: FaqEntry[], progress?: (done: number, total: number) => void) => Promise<PreparedFaq>;
  /** Stores entries as they shall answer and takes others out, in the transaction `tx`; they answer after the next `refresh`. */
  storeFaq: (tx: Database, change: { put: PreparedFaq; drop: number[] }) => Promise<void>;
  /** How an entry would be stated; nothing is stored. */
  drawFaq: (content: FaqContent & Partial<Pick<FaqEntry, 'id' | 'reviewBy' | 'basisChanged'>>) => Statement;
  /** Whether an entry would be shown to who asks its very question, if it were published as it is; nothing is stored. */
  answersItself: (entry: FaqContent & Pick<FaqEntry, 'id'>) => boolean;
  /** What the regulations alone answer surely; undefined when they do not. */
  regulationSays: (question: string) => Statement | undefined;
  /** Entries of the FAQ that ask the same in other words, likest first. */
  similarFaqs: (question: string, options?: { except?: number; most?: number }) => Alike[];
  /** Those among `others` that ask the same in other words, likest first. */
  similarAmong: (question: string, others: { id: number; question: string }[], least?: number) => Alike[];
  /** Questions of one meaning together, as places in `questions`; every question is in one group. In steps that let others run. */
  groupAlike: (questions: string[]) => Promise<number[][]>;
  /** The provision or step that a text names, e.g. "Pasal 3 ayat (1)" or "SOP A, langkah 4"; undefined when there is none. */
  findBasis: (text: string) => Basis | undefined;
  /** The text that names a basis, which `findBasis` reads. */
  basisText: (basis: Basis) => string;
};

/** Somebody named a document that is not stored. */
export class UnknownDocument extends Error {
  override name = 'UnknownDocument';
  constructor(id: string, known: string[]) {
    super(`Dokumen "${id}" tidak ada. Yang ada: ${known.join(', ') || 'belum satu pun'}.`);
  }
}

/** So many passages a model is given. */
const MOST_GIVEN = 10;

/** Changes of the code that reads or learns make stored results stale: count up. */
const FORMAT = '6';

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
  const live = createLive(db, lexicon);
  const today = () => dayIn(unit.zone, new Date());
  let calibration: Calibration | undefined;
  const finders = new WeakMap<Language, ReturnType<typeof createMatterFinder>>();

  /** All that answering needs, as it is at this moment. */
  function ready() {
    const standing = live.standing();
    if (!standing || !calibration) throw new Error('Pengetahuan belum dimuat: panggil learn() lebih dulu.');
    const { language } = standing;
    const findMatter = finders.get(language) ?? createMatterFinder(matters, language);
    finders.set(language, findMatter);
    return { ...standing, calibration, findMatter, unitFacts: unit.facts };
  }

  /** Changes with every change of what can be cited or is told of the unit. */
  const versionOf = ({ hashes, seen }: ReturnType<typeof ready>): string =>
    sha256([version, String(seen), JSON.stringify(unit.facts), ...[...hashes].map((one) => one.join(' ')).sort()]);

  const prepare: Knowledge['prepareFaq'] = async (entries, progress = () => {}) => {
    // Before all was loaded, as while documents are brought in: typing errors are mended against the words of all that is stored.
    const language = live.standing()?.language ?? (await loadAll(db, lexicon)).language;
    return await inSteps(preparing(entries, language, progress));
  };

  const scopeOf = ({ corpus }: ReturnType<typeof ready>, documents: string[] = []): Scope => {
    const known = [...corpus.documents.keys()];
    for (const id of documents) if (!known.includes(id)) throw new UnknownDocument(id, known);
    return new Set(documents.length > 0 ? documents : known);
  };

  const answerFrom = (
    needs: ReturnType<typeof ready> & Pick<AnswerNeeds, 'nearness'>,
    question: string,
    { documents, before }: AnswerOptions = {},
  ): { answer: Answer; onlyQuoted: boolean } => {
    const scope = scopeOf(needs, documents);
    const asked = (message: string) =>
      before ? answerInContext(needs, message, scope, before) : answerQuestion(needs, message, scope);
    const quoted =
      needs.past.answer(question, { scope, before, asked, zone: unit.zone }) ??
      amendmentPlace(needs, question, scope) ??
      insertedPlace(needs, question, scope);
    return { answer: quoted ?? asked(question), onlyQuoted: quoted !== undefined };
  };

  /** All that answering needs, with what lies near as far as that is trusted. */
  function readyNear(nearby: Nearby | undefined) {
    const needs = ready();
    return nearby ? { ...needs, nearness: nearnessOf(needs.corpus, nearby) } : needs;
  }

  return {
    unit,
    checklists,
    async remember(document, { by, relations, over = false, given = by !== undefined } = {}) {
      if (document.id === FAQ_DOCUMENT) throw new Error('The entries of the FAQ are stored one by one.');
      const hash = madeFrom(document.hash, version);
      const before = await currentDocument(db, document.id);
      if (before?.source_hash === hash && !relations) return 'unchanged';
      if (before?.given && by === undefined && !over) return 'unchanged';
      const { id, kind, title, short, text, meta } = document;
      const row = { id, kind, title, short, source_hash: hash, source_text: text, meta };
      if (by !== undefined && !relations && before && saysTheSame(before, row)) return 'unchanged';
      const rows = await inSteps(rowsOf(document, writing));
      const bringing = { ...(by !== undefined && { by }), ...(relations && { relations }), given };
      await takeOver(db, { document: row, ...rows }, bringing, today());
      return before === undefined ? 'new' : 'changed';
    },
    seedFaq: (seeds) => seedFaq({ db, zone: unit.zone, hash: version, prepare }, seeds),
    forget: (id) => forget(db, id, today()),
    async learn(starting) {
      await readAnew(db, version, writing, today());
      const { corpus, hashes } = await live.load();
      // Only regulations with examples teach: a changed FAQ or SOP answers at once, without learning anew.
      const teachers = [...corpus.documents.values()].filter(
        ({ id, kind }) => kind === 'peraturan' && corpus.taught.has(id),
      );
      const learnedFrom = sha256([version, ...teachers.map(({ id }) => `${id} ${hashes.get(id)}`)]);
      const known = await loadCalibration(db, 'answer');
      const isFresh = known?.madeFrom === learnedFrom;
      if (!isFresh) starting?.();
      calibration = isFresh ? (known.value as Calibration) : calibrate(corpus);
      if (!isFresh) await saveCalibration(db, 'answer', learnedFrom, calibration);
      return !isFresh;
    },
    refresh: () => live.refresh(),
    summary() {
      const { corpus, counts } = ready();
      return [...corpus.documents.values()].map(({ id, kind, title, short }) => ({
        ...{ id, kind, title, short },
        ...(counts.get(id) ?? { passages: 0, examples: 0 }),
      }));
    },
    answer(question, { as, nearby, ...options } = {}) {
      const needs = readyNear(nearby);
      const { answer } = answerFrom(needs, question, options);
      if (as === undefined || !answer.open?.includes(as)) return answer;
      const { understoodAs } = answer;
      const taken = answerAs(needs, understoodAs ?? question, scopeOf(needs, options.documents), as);
      return understoodAs === undefined ? taken : { ...taken, understoodAs };
    },
    material(question, { most = MOST_GIVEN, nearby, ...options } = {}) {
      const needs = readyNear(nearby);
      const { answer, onlyQuoted } = answerFrom(needs, question, options);
      const scope = scopeOf(needs, options.documents);
      return collectMaterial(needs, answer.understoodAs ?? question, answer, {
        scope,
        most: onlyQuoted ? 0 : most,
        version: versionOf(needs),
      });
    },
    version: () => versionOf(ready()),
    embeddable: () => inSteps(embeddable(ready().corpus)),
    nearnessTests: (most) => nearnessTests(ready().corpus, most),
    statement(document, address) {
      const { corpus } = ready();
      const entry = corpus.find(document, address);
      if (!entry) return undefined;
      const inside = entry.children.flatMap((at) => corpus.entries[at]?.address ?? []);
      return { ...stateOf(corpus, entry), inside };
    },
    prepareFaq: prepare,
    storeFaq: (tx, change) => storeFaq(tx, change, version),
    drawFaq(content) {
      const { corpus } = ready();
      const document = corpus.documents.get(FAQ_DOCUMENT) ?? FAQ_INFO;
      const terms = { own: [], lead: [], heading: [] };
      return stateOf(corpus, { ...passageOf(content), document, at: -1, parentAt: undefined, children: [], terms });
    },
    answersItself(entry) {
      const needs = ready();
      return showsEntry(answerFrom({ ...needs, ...withEntry(needs, entry) }, entry.question).answer, entry.id);
    },
    regulationSays: (question) => regulationSays(ready(), question),
    similarFaqs: (question, options) => ready().alikeness.similar(question, options),
    similarAmong: (question, others, least) => ready().alikeness.among(question, others, least),
    groupAlike: (questions) => ready().alikeness.group(questions),
    findBasis: (text) => findBasis(ready().corpus, text),
    basisText: (basis) => basisText(ready().corpus, basis),
  };
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

const NEEDED = ['nama', 'nama_pendek', 'zona', 'singkatan_zona'];
const UNIT_KEYS = [...NEEDED, 'instansi', 'bahasa', 'peraturan', ...UNIT_FACTS, 'tanya', 'layanan', 'istilah_kini'];

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
  refuseUnknown('isian tanya', Object.keys(askWhom), UNIT_FACTS);
  const filled = (names: string[], read: (name: string) => string) =>
    Object.fromEntries(names.map((name) => [name, read(name)] as const).filter(([, value]) => !isBlank(value)));
  return {
    name: needed('nama'),
    short: needed('nama_pendek'),
    zone: knownZone(needed('zona')),
    zoneName: needed('singkatan_zona'),
    facts: filled(UNIT_FACTS, field),
    askWhom: filled(UNIT_FACTS, (name) => textOf(`tanya.${name}`, askWhom[name])),
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
