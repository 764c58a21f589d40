import { type Database, isDatabaseDown } from './database.ts';

type Caller<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };

/**
 * Joins calls that come while one is running into the next: under load one statement does the work of many, alone nothing
 * waits. When a round fails each of its items is tried alone, so that one that cannot be done does not take the others along;
 * only a database that is away fails all at once.
 * @param run does the work of all items at once and gives one result for each, in their order; it must undo what it did
 * when it fails
 * @param most items in one round
 */
export function grouped<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  most = 200,
): (item: Item) => Promise<Result> {
  return inRounds(async (round) => {
    try {
      await answered(run, round);
    } catch (error) {
      if (round.length === 1 || isDatabaseDown(error)) return refuse(round, error);
      for (const one of round) await answered(run, [one]).catch((alone) => refuse([one], alone));
    }
  }, most);
}

/** The same for a statement: calls in the same transaction are joined, never those of different ones, and fail together. */
export function groupedIn<Item, Result>(
  run: (db: Database, items: Item[]) => Promise<Result[]>,
): (db: Database, item: Item) => Promise<Result> {
  const groups = new WeakMap<Database, (item: Item) => Promise<Result>>();
  const groupOf = (db: Database) =>
    inRounds<Item, Result>((round) =>
      answered((items) => run(db, items), round).catch((error) => refuse(round, error)),
    );
  return (db, item) => {
    const group = groups.get(db) ?? groupOf(db);
    groups.set(db, group);
    return group(item);
  };
}

function inRounds<Item, Result>(
  work: (round: Caller<Item, Result>[]) => Promise<void>,
  most = Number.POSITIVE_INFINITY,
): (item: Item) => Promise<Result> {
  let waiting: Caller<Item, Result>[] = [];
  let running = false;
  const workAll = async () => {
    running = true;
    // What the same turn of the event loop brings belongs to this round.
    await Promise.resolve();
    while (waiting.length > 0) {
      const round = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await work(round);
    }
    running = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void workAll();
    });
}

async function answered<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  round: Caller<Item, Result>[],
): Promise<void> {
  const results = await run(round.map(({ item }) => item));
  for (const [at, { resolve }] of round.entries()) resolve(results[at] as Result);
}

function refuse<Item, Result>(round: Caller<Item, Result>[], error: unknown): void {
  for (const { reject } of round) reject(error);
}
