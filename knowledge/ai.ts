import type { Database } from '../db/database.ts';
import type { Knowledge } from './base.ts';
import { createMeaning, type Meaning } from './meaning/index.ts';
import { createModels, type ModelSettings, type Models, type Ports } from './model/index.ts';
import { createWriting, type Writing } from './written/index.ts';

/** What models add to answering by quoting; everything works without it. */
export type Ai = { models: Models; meaning: Meaning; writing: Writing };

/**
 * Joins models, finding by meaning and writing. Nothing is sent before somebody asks.
 * @param settings undefined where none is configured
 * @param ports instead of the servers of the settings
 * @param now milliseconds since 1970
 * @param patience when a server that fails is left alone
 */
export async function openAi({
  db,
  knowledge,
  settings,
  ports,
  now = Date.now,
  patience,
}: {
  db: Database;
  knowledge: Knowledge;
  settings: ModelSettings | undefined;
  ports?: Ports;
  now?: () => number;
  patience?: Parameters<typeof createModels>[0]['patience'];
}): Promise<Ai | undefined> {
  if (!settings) return undefined;
  const models = createModels({ db, settings, ports, now, zone: knowledge.unit.zone, patience });
  const meaning = createMeaning({ db, knowledge, models });
  const writing = createWriting({ db, knowledge, models, meaning, now: () => new Date(now()) });
  return { models, meaning, writing };
}
