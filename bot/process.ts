import { randomUUID } from 'node:crypto';
import { ConfigError } from '../config.ts';
import { DatabaseError, LockedError } from '../db/database.ts';
import { MigrationError } from '../db/migrate.ts';
import type { Progress } from '../ingest/index.ts';
import { SourceDataError } from '../knowledge/index.ts';
import { ChannelError, type Log } from './channel.ts';

const LOOK_FOR_PARENT_MS = 1_000;

/**
 * Aborts on the first SIGINT or SIGTERM, so that what is open can be closed; a second one ends at once.
 * @param endWithParent also aborts when the process that started this one is gone: a shell between npm and us keeps the
 * signal that ended npm to itself
 */
export function onSignals({ endWithParent = false } = {}): AbortSignal {
  const stop = new AbortController();
  const parent = process.ppid;
  if (endWithParent) setInterval(() => process.ppid !== parent && stop.abort(), LOOK_FOR_PARENT_MS).unref();
  const end = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  return stop.signal;
}

/** Everything that is under way may take this long; then the process ends as it stands: what was stored is not lost. */
const LAST_MS = 10_000;

/** Ends the process when closing takes too long. */
export function endLate(log: Log): void {
  setTimeout(() => {
    log.warn('stop', { why: 'not everything ended in time' });
    process.exit();
  }, LAST_MS).unref();
}

/** Tells on standard error what is being prepared; silent when nothing has to be done. */
export function showPreparing(): Progress {
  return (step) => {
    if (step.step === 'learning')
      process.stderr.write('Mempelajari contoh pertanyaan (sekali saja, kira-kira setengah menit)…\n');
    else if (step.file.outcome === 'new' || step.file.outcome === 'changed')
      process.stderr.write(`Menyiapkan dokumen ${step.done} dari ${step.total}: ${step.file.id}\n`);
  };
}

/** What a person at the terminal is told: known failures in their own words, faults with a reference. */
export function explainFailure(error: unknown): string {
  if (
    error instanceof ConfigError ||
    error instanceof DatabaseError ||
    error instanceof LockedError ||
    error instanceof MigrationError ||
    error instanceof SourceDataError ||
    error instanceof ChannelError
  )
    return error.message;
  const reference = randomUUID().slice(0, 8);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Ada kesalahan di dalam program (rujukan ${reference}). Sampaikan rujukan ini kepada pengelola.\n${detail.slice(0, 2_000)}`;
}
