import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { type Config, ConfigError, loadDotEnv, readConfig } from '../config.ts';
import { type Database, DatabaseError, LockedError, openDatabase } from '../db/database.ts';
import { MigrationError, migrate } from '../db/migrate.ts';
import { spentSince } from '../db/model-calls.ts';
import { lastLapsedDay } from '../handlers/index.ts';
import {
  FAQ_DOCUMENT,
  type Knowledge,
  openAi,
  openKnowledge,
  SourceDataError,
  UnknownDocument,
} from '../knowledge/index.ts';
import { embeddedLines, embeddingTrouble, NO_EMBEDDER, progressWords } from './embedding-terminal.ts';
import { planLines, problemLine } from './faq-terminal.ts';
import {
  applyFaq,
  changesNothing,
  exportFaq,
  FAQ_FORMATS,
  type FaqFileRead,
  type FaqFormat,
  type Ingested,
  ingest,
  isFaqFile,
  type Progress,
  planFaqRows,
  readFaqFile,
  UnreadableFile,
} from './index.ts';

const SOURCES = fileURLToPath(new URL('../knowledge/sources', import.meta.url));

const WORDS = { new: 'baru', changed: 'berubah', unchanged: 'tetap' } as const;

const USAGE = `Pemakaian: npm run -s ingest                       muat dokumen bawaan (knowledge/sources)
           npm run -s ingest -- BERKAS|FOLDER…     muat dokumen lain
           npm run -s ingest -- DAFTAR… [--ya]     periksa daftar FAQ (.xlsx .csv .md .yaml), tanya, lalu terapkan;
                                                   --ya menerapkan tanpa bertanya
           npm run -s ingest -- --ekspor BERKAS    tulis semua FAQ ke berkas .xlsx, .csv, atau .md;
                                                   --ya menimpa berkas yang sudah ada
           npm run -s ingest -- --hapus ID         hapus dokumen; boleh berulang. Dokumen bawaan dimuat lagi
                                                   pada pemakaian berikutnya selama berkasnya masih ada
           npm run -s ingest -- --embed            buat vektor semua bagian dan contoh pertanyaan dengan model
                                                   OPENAI_EMBEDDING_MODEL; yang sudah ada dilewati, dan yang
                                                   terhenti dilanjutkan pada pemakaian berikutnya
           npm run -s ingest -- --help             pesan ini

Kode keluar: 0 semua beres, 1 ada yang ditolak atau salah, 2 pilihan keliru.`;

const { values, positionals } = readArguments();
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit();
}
const exportFormat = FAQ_FORMATS.find((format) => extname(values.ekspor ?? '').toLowerCase() === `.${format}`);
if (values.ekspor !== undefined && !exportFormat) {
  process.stderr.write(`--ekspor: akhiri nama berkas dengan .xlsx, .csv, atau .md.\n${USAGE}\n`);
  process.exit(2);
}
const bar = new SingleBar(
  { format: '{bar} {value}/{total} {what}', hideCursor: true, stream: process.stderr, clearOnComplete: true },
  Presets.shades_classic,
);
try {
  loadDotEnv('.env');
  const config = readConfig(process.env);
  // Before the database is opened, which takes a while: a file that can't be read needs none.
  const { lists, documents } = await sorted(positionals);
  if (values.embed && !config.models?.embedder) throw new ConfigError(`${NO_EMBEDDER}.`);
  const isFaqOnly =
    positionals.length > 0 ? documents.length === 0 : values.ekspor !== undefined || values.embed === true;
  const removing = values.hapus ?? [];
  if (
    positionals.length > 0 &&
    lists.length + documents.length + removing.length === 0 &&
    !exportFormat &&
    !values.embed
  )
    process.exit();
  const db = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
  try {
    await migrate(db);
    const knowledge = await openKnowledge(db, SOURCES);
    // Lists rest on the provisions of the documents that come with the program.
    if (isFaqOnly && removing.length === 0) await ingest(knowledge, [SOURCES]);
    else await bringDocuments({ db, knowledge }, documents, removing);
    for (const list of lists) await bringList({ db, knowledge }, list);
    if (values.ekspor !== undefined && exportFormat) await writeList({ db, knowledge }, values.ekspor, exportFormat);
    if (values.embed) await embedAll({ db, knowledge }, config.models);
  } finally {
    bar.stop();
    await db.close();
  }
} catch (error) {
  process.exitCode = 1;
  const known = [ConfigError, DatabaseError, LockedError, MigrationError, SourceDataError, UnreadableFile].some(
    (kind) => error instanceof kind,
  );
  process.stderr.write(
    `${known && error instanceof Error ? error.message : `Ada kesalahan di dalam program.\n${error instanceof Error ? error.stack?.slice(0, 2_000) : String(error)}`}\n`,
  );
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        hapus: { type: 'string', multiple: true },
        ekspor: { type: 'string' },
        embed: { type: 'boolean' },
        ya: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const fault = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? 'tidak dikenal' : 'dipakai dengan cara yang salah';
    process.stderr.write(`Pilihan ${/-[^\s',]+/u.exec(message)?.[0]} ${fault}.\n${USAGE}\n`);
    process.exit(2);
  }
}

type List = { name: string } & Omit<Extract<FaqFileRead, { ok: true }>, 'ok'>;

/**
 * Which of the paths are lists of FAQ, and what is in them; one that can't be read is said and left out. The list that comes
 * with the program is brought like a document.
 */
async function sorted(paths: string[]): Promise<{ lists: List[]; documents: string[] }> {
  const lists: List[] = [];
  const documents: string[] = [];
  for (const path of paths) {
    const name = basename(path);
    const bytes = await readFile(path).catch(() => undefined);
    if (!bytes || !isFaqFile(name, bytes) || name === `${FAQ_DOCUMENT}.yaml`) {
      documents.push(path);
      continue;
    }
    const read = readFaqFile(name, bytes);
    if (read.ok) lists.push({ name, rows: read.rows, notes: read.notes });
    else {
      process.stderr.write(`Berkas "${path}" tidak dapat dibaca. ${read.reason}\n`);
      process.exitCode = 1;
    }
  }
  return { lists, documents };
}

async function bringDocuments(
  { db, knowledge }: { db: Database; knowledge: Knowledge },
  documents: string[],
  unwanted: string[],
): Promise<void> {
  const paths = documents.length > 0 || unwanted.length > 0 ? documents : [SOURCES];
  const start = Date.now();
  let learning = 0;
  const removed = new Set<string>();
  for (const id of unwanted) if (await knowledge.forget(id)) removed.add(id);
  const tell: Progress = (step) => {
    if (step.step === 'learning') {
      learning = Date.now();
      bar.update({ what: 'mempelajari contoh pertanyaan' });
      return;
    }
    if (step.done === 1) bar.start(step.total, 0, { what: '' });
    bar.update(step.done, { what: step.file.outcome === 'refused' ? 'ditolak' : step.file.id });
  };
  // Whoever names a file wants that one.
  const named = documents.length > 0 ? { db, shipped: SOURCES } : undefined;
  const report = await ingest(knowledge, paths, tell, named);
  bar.stop();
  for (const id of removed) process.stdout.write(`dihapus  ${id}\n`);
  const known = knowledge.summary().map(({ id }) => id);
  for (const id of unwanted.filter((id) => !removed.has(id))) {
    process.stderr.write(`${new UnknownDocument(id, known).message}\n`);
    process.exitCode = 1;
  }
  for (const file of report.files) process.stdout.write(`${lineFor(file)}\n`);
  const learned = report.learned ? `, belajar dari contoh ${((Date.now() - learning) / 1000).toFixed(1)} detik` : '';
  const summary = report.files.length > 0 ? `${summaryOf(report.files)}. ` : '';
  process.stdout.write(`${summary}Selesai dalam ${((Date.now() - start) / 1000).toFixed(1)} detik${learned}.\n`);
  if (report.files.some(({ outcome }) => outcome === 'refused')) process.exitCode = 1;
}

/** Shows what a list would change, and changes it once somebody said yes. */
async function bringList(needs: { db: Database; knowledge: Knowledge }, { name, rows, notes }: List): Promise<void> {
  const plan = await planFaqRows(needs, rows, todayAt(needs.knowledge));
  process.stdout.write(`${planLines(name, plan, { rows: rows.length, notes }).join('\n')}\n`);
  if (plan.wrong.length + plan.stale.length + plan.twice.length > 0) process.exitCode = 1;
  if (changesNothing(plan)) {
    process.stdout.write('Tidak ada yang perlu diubah.\n');
    return;
  }
  if (!(await agreed(plan.fresh.length, plan.changed.length))) return;
  const start = Date.now();
  bar.start(plan.fresh.length + plan.changed.length, 0, { what: '' });
  const applied = await applyFaq(needs, plan, { by: null, approvedBy: null, at: new Date() }, ({ step, done }) =>
    bar.update(done, { what: step === 'preparing' ? 'menyiapkan' : 'menyimpan' }),
  );
  bar.stop();
  if (applied.ok) {
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    process.stdout.write(`Diterapkan: ${applied.fresh} baru, ${applied.changed} berubah, dalam ${seconds} detik.\n`);
    return;
  }
  process.exitCode = 1;
  process.stderr.write(`Tidak ada yang diubah, karena isinya berubah selagi diperiksa. Ulangi perintahnya.\n`);
  process.stderr.write(`${applied.moved.map(problemLine).join('\n')}\n`);
}

async function agreed(fresh: number, changed: number): Promise<boolean> {
  if (values.ya) return true;
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    process.stdout.write('Belum ada yang diubah. Ulangi dengan --ya untuk menerapkan.\n');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const said = await terminal.question(`Terapkan ${fresh} baru dan ${changed} berubah? [y/t] `);
  terminal.close();
  const isYes = /^y(?:a)?$/iu.test(said.trim());
  if (!isYes) process.stdout.write('Tidak ada yang diubah.\n');
  return isYes;
}

async function writeList(
  needs: { db: Database; knowledge: Knowledge },
  path: string,
  format: FaqFormat,
): Promise<void> {
  const bytes = await exportFaq(needs, format, lastLapsedDay(todayAt(needs.knowledge)));
  try {
    await writeFile(path, bytes, { flag: values.ya ? 'w' : 'wx' });
    process.stdout.write(`Ditulis: ${path}\n`);
  } catch (error) {
    process.exitCode = 1;
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'sudah ada. Pilih nama lain, atau tambahkan --ya' : `tidak dapat ditulis (${code})`;
    process.stderr.write(`Berkas "${path}" ${why}.\n`);
  }
}

/** Makes the vectors that are missing. Ctrl+C ends it after the texts that were sent last. */
async function embedAll(needs: { db: Database; knowledge: Knowledge }, settings: Config['models']): Promise<void> {
  const ai = await openAi({ ...needs, settings });
  if (!ai) return;
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const start = Date.now();
  const filled = await ai.meaning.fill({
    signal: stopping.signal,
    // In the embedded database nobody else can be at work.
    alone: true,
    progress: ({ model, done, total, waitsMs }) => {
      const what = progressWords(model, waitsMs);
      if (!bar.isActive) bar.start(total, done, { what });
      bar.update(done, { what });
    },
  });
  bar.stop();
  const { serving } = await ai.meaning.state();
  const spent = await spentSince(needs.db, new Date(start));
  process.stdout.write(
    `${embeddedLines(filled, { serving, seconds: (Date.now() - start) / 1000, spent }).join('\n')}\n`,
  );
  const trouble = embeddingTrouble(filled);
  if (trouble === undefined) return;
  process.exitCode = 1;
  process.stderr.write(`${trouble}\n`);
}

function todayAt({ unit }: Knowledge): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: unit.zone }).format(Date.now());
}

function lineFor(file: Ingested): string {
  if (file.outcome === 'refused') return `ditolak  ${file.reason}`;
  const warnings = file.warnings.map((warning) => `\n         perhatian: ${warning}`).join('');
  const examples = file.examples > 0 ? `, ${file.examples} contoh pertanyaan` : '';
  return `${WORDS[file.outcome].padEnd(8)} ${file.id}: ${file.passages} bagian${examples}${warnings}`;
}

function summaryOf(files: Ingested[]): string {
  const count = (outcome: Ingested['outcome']) => files.filter((file) => file.outcome === outcome).length;
  return `${files.length} dokumen: ${count('new')} baru, ${count('changed')} berubah, ${count('unchanged')} tetap, ${count('refused')} ditolak`;
}
