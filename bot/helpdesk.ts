import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { preparing } from '../db/preparing.ts';
import { type IngestReport, ingest, type Progress } from '../ingest/index.ts';
import { type Ai, type Knowledge, openAi, openKnowledge } from '../knowledge/index.ts';

/** The documents and data that come with the program. */
export const SOURCES = fileURLToPath(new URL('../knowledge/sources', import.meta.url));

/** Everything that answers, opened and ready. */
export type Helpdesk = {
  db: Database;
  knowledge: Knowledge;
  /** Models; absent where none is configured. */
  ai?: Ai;
  /** What preparing did: on a second start nothing. */
  report: IngestReport;
  close: () => Promise<void>;
};

/**
 * Opens the database, brings its schema and the shipped documents up to date, and loads them. Models are told nothing.
 * @throws DatabaseError, LockedError or MigrationError, each with a sentence for the person at the terminal
 */
export async function openHelpdesk(
  config: Pick<Config, 'databaseUrl' | 'dataDir'> & Partial<Pick<Config, 'models'>>,
  progress?: Progress,
): Promise<Helpdesk> {
  const db = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
  try {
    await migrate(db);
    return await preparing(db, async () => {
      const knowledge = await openKnowledge(db, SOURCES);
      const report = await ingest(knowledge, [SOURCES], progress);
      const ai = await openAi({ db, knowledge, settings: config.models });
      return { db, knowledge, ...(ai && { ai }), report, close: () => db.close() };
    });
  } catch (error) {
    await db.close();
    throw error;
  }
}
