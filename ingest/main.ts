import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { ConfigError, loadDotEnv, readConfig } from '../config.ts';
import { DatabaseError, LockedError, openDatabase } from '../db/database.ts';
import { MigrationError, migrate } from '../db/migrate.ts';
import { openKnowledge, SourceDataError, UnknownDocument } from '../knowledge/index.ts';
import { type Ingested, ingest, UnreadableFile } from './index.ts';

const SOURCES = fileURLToPath(new URL('../knowledge/sources', import.meta.url));

const WORDS = { new: 'baru', changed: 'berubah', unchanged: 'tetap' } as const;

const USAGE = `Pemakaian: npm run -s ingest                       muat dokumen bawaan (knowledge/sources)
           npm run -s ingest -- BERKAS|FOLDER…     muat dokumen lain
           npm run -s ingest -- --hapus ID         hapus dokumen; boleh berulang. Dokumen bawaan dimuat lagi
                                                   pada pemakaian berikutnya selama berkasnya masih ada
           npm run -s ingest -- --help             pesan ini`;

const { values, positionals } = readArguments();
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit();
}
const unwanted = values.hapus ?? [];
const paths = positionals.length > 0 || unwanted.length > 0 ? positionals : [SOURCES];
try {
  loadDotEnv('.env');
  const config = readConfig(process.env);
  const db = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
  const bar = new SingleBar(
    { format: '{bar} {value}/{total} {what}', hideCursor: true, stream: process.stderr, clearOnComplete: true },
    Presets.shades_classic,
  );
  try {
    await migrate(db);
    const knowledge = await openKnowledge(db, SOURCES);
    const start = Date.now();
    let learning = 0;
    const removed = new Set<string>();
    for (const id of unwanted) if (await knowledge.forget(id)) removed.add(id);
    const report = await ingest(knowledge, paths, (step) => {
      if (step.step === 'learning') {
        learning = Date.now();
        bar.update({ what: 'mempelajari contoh pertanyaan' });
        return;
      }
      if (step.done === 1) bar.start(step.total, 0, { what: '' });
      bar.update(step.done, { what: step.file.outcome === 'refused' ? 'ditolak' : step.file.id });
    });
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
      options: { hapus: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const fault = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? 'tidak dikenal' : 'dipakai dengan cara yang salah';
    process.stderr.write(`Pilihan ${/-[^\s',]+/u.exec(message)?.[0]} ${fault}.\n${USAGE}\n`);
    process.exit(2);
  }
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
