import { createHash, randomUUID } from 'node:crypto';
import { listDeliveries } from '../../db/broadcasts.ts';
import { type Database, isDatabaseDown } from '../../db/database.ts';
import {
  deleteFiles,
  type FileRefusal,
  type FileRow,
  findFile,
  giveUpDraftFiles,
  listDueFiles,
  markFileRefused,
  markFileStored,
  putOffFile,
} from '../../db/files.ts';
import { type Channel, type DeliveryList, isDeliveryList, type Packet } from '../../handlers/index.ts';
import { pauseAfter } from '../backoff.ts';
import type { Log, ReadFile, Transport } from '../channel.ts';
import { faultOf } from '../fault.ts';
import { type Blackener, createBlackener } from './blacken.ts';
import { checkFile, checkIntake, LARGEST_FILE, refusalByName } from './check.ts';
import { writeDeliveries } from './deliveries.ts';
import { shownName } from './file-name.ts';
import type { FileStore } from './file-store.ts';
import { type PacketPicture, writePacket } from './packet.ts';
import { placeOf } from './store.ts';

export { type FileStore, openFileStore } from './store.ts';

/** Fetches what people sent and makes what is made of it; each row of `files` once. */
export type Files = {
  /** There may be something to fetch or make: look now. */
  wake: () => void;
  start: () => void;
  /** Begins nothing more; resolves when nothing is under way. What is unfinished stays stored as waiting. */
  stop: () => Promise<void>;
  /** Resolves when nothing is due or under way. */
  idle: () => Promise<void>;
  read: ReadFile;
  /** Removes what belongs to no ticket, given up or from before `before`, with its bytes. */
  forget: (before: Date) => Promise<void>;
};

const AT_ONCE = 2;
const LOOKED_AT = 100;
const LOOK_EVERY_MS = 3_000;
/** Between attempts. */
const PAUSE = { first: 5_000, longest: 15 * 60_000 };
/** A channel that is not configured just now may be after the next start. */
const UNCONNECTED_MS = 60_000;
/** Recipients of a list that are read together. */
const LISTED_AT_ONCE = 2_000;
/** A picture of a packet that is still being fetched. */
const PICTURE_COMES_MS = 5_000;
/** After so long, and so many attempts, it is given up: attempts alone would end in an hour without network. */
const GIVEN_UP_AFTER_MS = 2 * 24 * 60 * 60_000;
const LEAST_ATTEMPTS = 20;

/** Makes a file from a recipe; undefined for one that is not its own. */
export type MakeFile = (recipe: unknown) => Promise<{ bytes: Uint8Array; type: string } | undefined>;

/** How one attempt ended. */
type Attempt =
  | { kind: 'ready'; bytes: Uint8Array; type: string; name: string }
  | { kind: 'refused'; why: FileRefusal }
  /** `after` in milliseconds. `failing`: it counts towards giving up. */
  | { kind: 'later'; after: number; why: string; failing: boolean };

/**
 * @param fetch how each connected channel hands out a file
 * @param ready called after each file that was stored or refused
 * @param now milliseconds since 1970 UTC
 * @param make makes what is neither a packet nor a list of deliveries
 */
export function createFiles({
  db,
  store,
  fetch,
  log,
  now,
  ready,
  blackener = createBlackener(),
  make: makeOther = async () => undefined,
}: {
  db: Database;
  store: FileStore;
  fetch: Partial<Record<Channel, Transport['fetchFile']>>;
  log: Log;
  now: () => number;
  ready: () => void;
  blackener?: Blackener;
  make?: MakeFile;
}): Files {
  let stopped = true;
  let timer: NodeJS.Timeout | undefined;
  const running = new Map<number, Promise<void>>();
  /** One person's files come one after the other, so that nobody keeps the others waiting. */
  const busy = new Set<number>();

  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  /** Looks after the look that is under way, if there is one: it may have missed what this is about. */
  function look(): Promise<void> {
    next ??= last.then(async () => {
      next = undefined;
      try {
        await begin();
      } catch (error) {
        if (!stopped) log.warn('files', { fault: isDatabaseDown(error) ? 'database' : faultOf(error) });
      }
    });
    last = next;
    return next;
  }

  async function begin(): Promise<void> {
    if (stopped || running.size >= AT_ONCE) return;
    // One that ends while the list is made may still be in it.
    const before = new Set(running.keys());
    for (const row of await listDueFiles(db, new Date(now()), LOOKED_AT)) {
      if (stopped || running.size >= AT_ONCE) return;
      if (before.has(row.id) || running.has(row.id) || (row.person !== null && busy.has(row.person))) continue;
      if (row.person !== null) busy.add(row.person);
      running.set(
        row.id,
        work(row).finally(() => {
          running.delete(row.id);
          if (row.person !== null) busy.delete(row.person);
          void look();
        }),
      );
    }
  }

  /** Never rejects: whatever goes wrong, the row is tried again later. */
  async function work(row: FileRow): Promise<void> {
    try {
      await end(row, await attempt(row));
    } catch (error) {
      if (stopped) return;
      log.error('file', { file: row.id, reference: randomUUID().slice(0, 8), fault: faultOf(error) });
      const why = 'fault';
      await end(row, { kind: 'later', after: 0, why, failing: true }).catch(() => {});
    }
  }

  async function attempt(row: FileRow): Promise<Attempt> {
    if (isDeliveryList(row.recipe)) return await makeList(row, row.recipe);
    const made = row.recipe === null ? undefined : await makeOther(row.recipe);
    if (made) return { kind: 'ready', ...made, name: row.name };
    if (row.recipe !== null) return await make(row, row.recipe as Packet);
    const why = refusalByName(row.name);
    if (why) return { kind: 'refused', why };
    const fetchFile = fetch[row.channel as Channel];
    if (!fetchFile || row.reference === null)
      return { kind: 'later', after: UNCONNECTED_MS, why: 'not connected', failing: false };
    const kind = row.kind === 'photo' ? 'photo' : 'document';
    const fetched = await fetchFile({ id: row.reference, kind, name: row.name }, LARGEST_FILE);
    if (fetched.kind === 'retry')
      return { kind: 'later', after: fetched.after * 1_000, why: fetched.why, failing: true };
    if (fetched.kind !== 'bytes') return { kind: 'refused', why: fetched.kind };
    const checked = await (row.kind === 'intake' ? checkIntake : checkFile)(fetched.bytes, row.name);
    return checked.kind === 'refused' ? checked : { ...checked, kind: 'ready', bytes: fetched.bytes };
  }

  async function make(row: FileRow, packet: Packet): Promise<Attempt> {
    const pictures: PacketPicture[] = [];
    for (const { file, name } of packet.pictures) {
      const picture = await findFile(db, file);
      if (picture?.state === 'waiting')
        return { kind: 'later', after: PICTURE_COMES_MS, why: 'a picture is on its way', failing: false };
      const bytes = picture && (await bytesOf(picture));
      pictures.push({ name, bytes: bytes && (await blackener.blacken(bytes)) });
      // A picture whose reading was broken off is not one that cannot be read.
      if (stopped) return { kind: 'later', after: 0, why: 'stopped', failing: false };
    }
    const bytes = await writePacket(packet, pictures, new Date(now()));
    return { kind: 'ready', bytes, type: 'application/pdf', name: shownName(row.name, 'pdf', 'berkas') };
  }

  async function makeList({ name }: FileRow, list: DeliveryList): Promise<Attempt> {
    const bytes = await writeDeliveries(list, deliveriesOf(list.broadcast));
    return { kind: 'ready', bytes, type: 'text/csv', name };
  }

  async function* deliveriesOf(broadcast: number) {
    for (let after: string | undefined = '0'; after !== undefined; ) {
      const page = await listDeliveries(db, broadcast, { after, most: LISTED_AT_ONCE });
      yield page;
      after = page.length < LISTED_AT_ONCE ? undefined : page.at(-1)?.id;
    }
  }

  async function end(row: FileRow, attempt: Attempt): Promise<void> {
    // What stopping broke off did not fail.
    if (stopped && attempt.kind === 'later') return;
    if (attempt.kind === 'later') return await putOff(row, attempt);
    if (attempt.kind === 'refused') await markFileRefused(db, row.id, attempt.why);
    else await keep(row, attempt);
    log.info('file', { file: row.id, state: attempt.kind === 'ready' ? 'stored' : 'refused' });
    ready();
  }

  async function keep(row: FileRow, { bytes, type, name }: Extract<Attempt, { kind: 'ready' }>): Promise<void> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const place = placeOf(row.id, sha256, row.made_at);
    await store.put(place, bytes, type);
    await markFileStored(db, row.id, { type, bytes: bytes.length, sha256, place, name });
    // Forgotten meanwhile: nobody else knows where these bytes are.
    if (!(await findFile(db, row.id))) await store.remove(place);
  }

  async function putOff(row: FileRow, { after, why, failing }: Extract<Attempt, { kind: 'later' }>): Promise<void> {
    const attempts = row.attempts + 1;
    const isTooLate = now() - row.made_at.getTime() > GIVEN_UP_AFTER_MS && attempts >= LEAST_ATTEMPTS;
    if (failing && isTooLate) return await end(row, { kind: 'refused', why: 'failed' });
    const pause = failing ? Math.max(after, pauseAfter(attempts, PAUSE)) : after;
    log.warn('file', { file: row.id, state: 'waiting', why });
    await putOffFile(db, row.id, new Date(now() + pause));
  }

  const bytesOf = async ({ state, place }: FileRow) =>
    state === 'stored' && place !== null ? await store.get(place) : undefined;

  return {
    wake: () => void look(),
    start() {
      stopped = false;
      timer = setInterval(() => void look(), LOOK_EVERY_MS);
      timer.unref();
      void look();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await blackener.stop();
      await last;
      await Promise.all(running.values());
    },
    async idle() {
      for (await look(); running.size > 0; await look()) await Promise.race(running.values());
    },
    async read(id) {
      const row = await findFile(db, id);
      return row && (await bytesOf(row));
    },
    async forget(before) {
      const files = await giveUpDraftFiles(db, before);
      for (const { place } of files) if (place !== null) await store.remove(place);
      await deleteFiles(
        db,
        files.map(({ id }) => id),
      );
    },
  };
}
