import { randomUUID } from 'node:crypto';
import { isDatabaseDown } from '../../db/database.ts';
import { findFile } from '../../db/files.ts';
import {
  findUpload,
  listWorking,
  saveUpload,
  type UploadChange,
  type UploadProgress,
  type UploadRow,
} from '../../db/uploads.ts';
import { faultOf } from '../fault.ts';
import { type LookingNeeds, look } from './looking.ts';
import { takenOver } from './taken-over.ts';
import { type TakingOverNeeds, takeOver } from './taking-over.ts';

export { createListMaker } from './made-lists.ts';

/** Reads the files that trainers give, and takes over what was confirmed; one after the other. */
export type Uploads = {
  /** There may be something to read or to take over, or what is under way was dropped: look now. */
  wake: () => void;
  start: () => void;
  /** Begins nothing more and breaks off reading; resolves when nothing is under way. What is unfinished begins anew later. */
  stop: () => Promise<void>;
  /** Resolves when nothing can be done now. */
  idle: () => Promise<void>;
};

/** Tells how far the work on an upload is. */
type Tell = (done: number, total: number, storing?: boolean) => void;

const LOOK_EVERY_MS = 5_000;
/** A card is drawn again so often while something is under way. */
const TOLD_EVERY_MS = 2_500;
/** What ended the program so often is not begun again. */
const MOST_TRIES = 3;
/** What becomes of an upload that cannot be finished. */
const GIVEN_UP = { dibaca: 'ditolak', diterapkan: 'gagal' } as const;

/**
 * @param ready called after each change that cards are to show
 * @param now milliseconds since 1970 UTC
 */
export function createUploads({
  ready,
  toldEvery = TOLD_EVERY_MS,
  ...needs
}: LookingNeeds & TakingOverNeeds & { ready: () => void; toldEvery?: number }): Uploads {
  const { db, now, log } = needs;
  let stopped = true;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let under: { row: UploadRow; breaking: AbortController } | undefined;

  function nudge(): void {
    if (stopped) return;
    again = true;
    void breakOffDropped();
    running ??= run().finally(() => {
      running = undefined;
      if (again) nudge();
    });
  }

  async function run(): Promise<void> {
    again = false;
    try {
      for (const row of await listWorking(db)) if (!stopped && (await isReady(row))) await work(row);
    } catch (error) {
      if (!stopped && !isDatabaseDown(error)) log.error('uploads', { fault: faultOf(error) });
    }
  }

  /** A file that is still being fetched wakes this when it has come. */
  const isReady = async ({ state, file }: UploadRow): Promise<boolean> =>
    state !== 'dibaca' || file === null || (await findFile(db, file))?.state !== 'waiting';

  async function work(row: UploadRow): Promise<void> {
    const tries = (row.progress?.tries ?? 0) + 1;
    if (tries > MOST_TRIES) return await giveUp(row);
    const breaking = new AbortController();
    under = { row, breaking };
    const telling = startTelling(row, tries);
    try {
      const change =
        row.state === 'dibaca'
          ? await look(needs, row, telling.tell, breaking.signal)
          : await takeOver(needs, row, telling.tell);
      await telling.stop();
      if (change) await end(row, change);
      // It was broken off: stopping is no failure of the file.
      else await saveUpload(db, row.id, row.state, { progress: null });
    } catch (error) {
      await telling.stop();
      if (stopped || isDatabaseDown(error)) return;
      log.error('upload', { upload: row.id, reference: randomUUID().slice(0, 8), fault: faultOf(error) });
      await giveUp(row);
    } finally {
      under = undefined;
    }
  }

  /** Notes now and then how far it is, and looks whether it was dropped meanwhile. */
  function startTelling(row: UploadRow, tries: number): { tell: Tell; stop: () => Promise<void> } {
    let progress: UploadProgress = { done: 0, total: 0, tries };
    let told: UploadProgress | undefined;
    let last = note();
    const timer = setInterval(() => {
      last = last.then(note);
    }, toldEvery);

    async function note(): Promise<void> {
      if (told === progress) return await breakOffDropped();
      told = progress;
      // What cannot be told now is told with the next step.
      const saved = await saveUpload(db, row.id, row.state, { progress }).catch(() => undefined);
      if (saved) ready();
      else await breakOffDropped();
    }

    return {
      tell: (done, total, storing = false) => {
        progress = { done, total, tries, ...(storing && { storing }) };
      },
      async stop() {
        clearInterval(timer);
        await last;
      },
    };
  }

  async function breakOffDropped(): Promise<void> {
    const working = under;
    if (!working) return;
    const now = await findUpload(db, working.row.id).catch(() => working.row);
    if (now?.state !== working.row.state) working.breaking.abort();
  }

  async function end(row: UploadRow, change: UploadChange): Promise<void> {
    const isOver = change.state !== 'siap';
    const saved = await saveUpload(db, row.id, row.state, {
      progress: null,
      ...change,
      ...(isOver && { ended_at: new Date(now()) }),
    });
    log.info('upload', { upload: row.id, state: saved?.state ?? 'dropped' });
    ready();
  }

  /** What was stored before something went wrong is there, and nobody is told otherwise. */
  async function giveUp(row: UploadRow): Promise<void> {
    const done = row.state === 'diterapkan' ? await takenOver(db, row) : undefined;
    await end(row, done ?? { state: GIVEN_UP[row.state as keyof typeof GIVEN_UP], why: 'fault', payload: null });
  }

  return {
    wake: nudge,
    start() {
      stopped = false;
      timer = setInterval(nudge, LOOK_EVERY_MS).unref();
      nudge();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      under?.breaking.abort();
      await running;
    },
    async idle() {
      nudge();
      while (running) await running;
    },
  };
}
