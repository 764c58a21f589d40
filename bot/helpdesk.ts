import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { preparing } from '../db/preparing.ts';
import { type IngestReport, ingest, type Progress } from '../ingest/index.ts';
import { type Knowledge, openKnowledge } from '../knowledge/index.ts';

/** The documents and data that come with the program. */
export const SOURCES = fileURLToPath(new URL('../knowledge/sources', import.meta.url));

/** Everything that answers, opened and ready. */
export type Helpdesk = {
  db: Database;
  knowledge: Knowledge;
  /** What preparing did: on a second start nothing. */
  report: IngestReport;
  close: () => Promise<void>;
};

/**
 * Opens the database, brings its schema and the shipped documents up to date, and loads them.
 * @throws DatabaseError, LockedError or MigrationError, each with a sentence for the person at the terminal
 */
export async function openHelpdesk(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  progress?: Progress,
): Promise<Helpdesk> {
  const db = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
  try {
    await migrate(db);
    return await preparing(db, async () => {
      const knowledge = await openKnowledge(db, SOURCES);
      const report = await ingest(knowledge, [SOURCES], progress);
      return { db, knowledge, report, close: () => db.close() };
    });
  } catch (error) {
    await db.close();
    throw error;
  }
}
