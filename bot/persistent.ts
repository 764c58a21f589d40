import { isDatabaseDown } from '../db/database.ts';

const AGAIN_MS = 1_000;

/**
 * Stores something however long the database is away: what was sent must be written down, or a restart would call it unsure.
 * @param isOver asked after each failure; true gives up
 * @throws what the database says when it is not away, or when it is over
 */
export async function persistently(store: () => Promise<unknown>, isOver: () => boolean): Promise<void> {
  for (;;) {
    try {
      await store();
      return;
    } catch (error) {
      if (isOver() || !isDatabaseDown(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
