import type { Database } from './database.ts';

/** Whether models are switched off, since when, by whom and why. */
export type ModelSwitch = { off: boolean; at: Date; person: number; reason: string };

/** Switches models off or on, for every process at once; the one before stays on record. */
export async function switchModels(
  tx: Database,
  { off, person, reason = '' }: { off: boolean; person: number; reason?: string },
): Promise<void> {
  await tx.query('INSERT INTO model_switches (off, person, reason) VALUES ($1, $2, $3)', [off, person, reason]);
}

/** How models were switched last; undefined when nobody ever did, and they are on. */
export async function modelSwitch(db: Database): Promise<ModelSwitch | undefined> {
  const [row] = await db.query<ModelSwitch>(
    'SELECT off, at, person, reason FROM model_switches ORDER BY id DESC LIMIT 1',
  );
  return row;
}
