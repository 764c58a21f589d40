import type { Database } from './database.ts';

/**
 * Joins calls that come while one is running into the next: under load one statement does the work of many, alone nothing
 * waits. All callers of a round share its failure.
 * @param run does the work of all items at once and gives one result for each, in their order
 * @param most items in one round
 */
export function grouped<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  most = 200,
): (item: Item) => Promise<Result> {
  let waiting: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] = [];
  let running = false;

  const work = async () => {
    running = true;
    // What the same turn of the event loop brings belongs to this round.
    await Promise.resolve();
    while (waiting.length > 0) {
      const round = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        const results = await run(round.map(({ item }) => item));
        for (const [at, { resolve }] of round.entries()) resolve(results[at] as Result);
      } catch (error) {
        for (const { reject } of round) reject(error);
      }
    }
    running = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void work();
    });
}

/** The same for a statement: calls in the same transaction are joined, and never those of different ones. */
export function groupedIn<Item, Result>(
  run: (db: Database, items: Item[]) => Promise<Result[]>,
): (db: Database, item: Item) => Promise<Result> {
  const groups = new WeakMap<Database, (item: Item) => Promise<Result>>();
  return (db, item) => {
    const group = groups.get(db) ?? grouped((items: Item[]) => run(db, items));
    groups.set(db, group);
    return group(item);
  };
}
