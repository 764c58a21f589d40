import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Who holds a data folder. */
interface Holder {
  /** Made anew for each lock: two locks of the same process are told apart. */
  id: string;
  pid: number;
  host: string;
  /** When the process started, in ticks since boot; absent where there is no /proc. A reused pid has another. */
  started?: string | undefined;
  since: string;
}

/** A data folder held for this process. */
export interface Lock {
  /** Gives the folder back; a second call does nothing. */
  release(): void;
}

/** Another process uses the data folder; `message` is an Indonesian sentence that says who, and what to do. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
  readonly pid: number;

  constructor(path: string, holder: Holder) {
    const here = holder.host === hostname();
    const since = new Intl.DateTimeFormat('id-ID', {
      dateStyle: 'long',
      timeStyle: 'short',
      timeZone: 'Asia/Makassar',
    }).format(new Date(holder.since));
    super(
      `Folder data sedang dipakai proses lain: PID ${holder.pid} di komputer ${here ? 'ini' : holder.host}, ` +
        `sejak ${since} WITA. Hentikan proses itu atau tunggu sampai selesai, lalu coba lagi.` +
        (here ? '' : ` Bila proses itu pasti sudah tidak ada, hapus berkas ${path}.`),
    );
    this.pid = holder.pid;
  }
}

/** A lock is written in well under a millisecond; one unreadable for longer was left so by a crash or a full disk. */
const UNREADABLE_MS = 500;
const RETRY_MS = 20;
/** Five seconds; longer means that what is in the way does not go away, e.g. a link that leads nowhere. */
const MOST_TRIES = 250;

/** Why a folder cannot be written, by the code of the file system's error. */
const REASONS: Record<string, string> = {
  EACCES: 'tidak ada izin menulis di sana',
  EPERM: 'tidak ada izin menulis di sana',
  ENOENT: 'folder tidak dapat dibuat di sana',
  ENOTDIR: 'itu berkas, bukan folder',
  EEXIST: 'itu berkas, bukan folder',
  EROFS: 'tempat itu hanya dapat dibaca',
  ENOSPC: 'penyimpanan penuh',
};

/**
 * Takes `kunci.lock` in `dataDir`, which is made if need be, for this process; released by `release` or when the process exits. PGlite has no lock
 * of its own, and two processes on one cluster destroy it. A lock whose process is dead is taken over; one from another
 * computer (or container) never, because whether that process lives cannot be seen from here.
 * @throws LockedError when a living process holds it; an Error with the Indonesian reason when `dataDir` cannot be written
 */
export async function takeLock(dataDir: string): Promise<Lock> {
  const path = join(dataDir, 'kunci.lock');
  const mine: Holder = {
    id: randomBytes(8).toString('hex'),
    pid: process.pid,
    host: hostname(),
    started: processStart(process.pid),
    since: new Date().toISOString(),
  };
  try {
    makeFolder(resolve(dataDir));
    await claim(path, mine);
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    throw reason === undefined ? error : new Error(reason, { cause: error });
  }

  const release = () => {
    process.off('exit', release);
    const holder = read(path);
    if (holder !== 'unreadable' && holder?.id === mine.id) unlinkSync(path);
  };
  process.on('exit', release);
  return { release };
}

/** Not mkdir with `recursive`: where the system makes no folders, as in /proc, that tries for ever and eats all memory. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

async function claim(path: string, mine: Holder): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (create(path, mine)) return;
    const holder = await readHolder(path);
    if (!holder) {
      await sleep(RETRY_MS);
      continue;
    }
    if (isAlive(holder)) throw new LockedError(path, holder);
    if (await takeOver(path, holder, mine)) return;
  }
  throw new Error(`berkas ${path} tidak dapat dibuat maupun dibaca; hapus bila tidak ada proses lain yang memakainya`);
}

/**
 * Replaces the lock of a dead process. Were it simply deleted, a second process that saw the same dead lock a moment
 * earlier would delete ours. So whoever wants to replace a lock first claims a file named after it, looks again, and
 * renames that file onto the lock: at most one process ever replaces a given lock.
 */
async function takeOver(path: string, dead: Holder, mine: Holder): Promise<boolean> {
  const successor = `${path}.${dead.id}`;
  try {
    await claim(successor, mine);
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    await sleep(RETRY_MS); // Another process is taking over right now; look again whether it did.
    return false;
  }
  if ((await readHolder(path))?.id !== dead.id) {
    unlinkSync(successor);
    return false;
  }
  renameSync(successor, path);
  return true;
}

function create(path: string, mine: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(mine), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The holder; undefined when the lock is gone. A lock that stays unreadable counts as one of a dead process. */
async function readHolder(path: string): Promise<Holder | undefined> {
  for (let waited = 0; waited < UNREADABLE_MS; waited += RETRY_MS) {
    const found = read(path);
    if (found !== 'unreadable') return found;
    await sleep(RETRY_MS);
  }
  const file = statSync(path, { throwIfNoEntry: false });
  return file && { id: `${file.ino}-${Math.round(file.mtimeMs)}`, pid: 0, host: hostname(), since: '' };
}

function read(path: string): Holder | 'unreadable' | undefined {
  try {
    const found = JSON.parse(readFileSync(path, 'utf8')) as Holder | null;
    return found?.id ? found : 'unreadable';
  } catch (error) {
    if (error instanceof SyntaxError) return 'unreadable';
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  if (holder.pid <= 0) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to someone else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const started = processStart(holder.pid);
  return started === undefined || holder.started === undefined || started === holder.started;
}

/** Ticks since boot at which a process started (field 22 of its stat); 'dead' for a zombie; undefined without /proc. */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in brackets, may hold blanks and brackets itself.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? 'dead' : fields[18];
  } catch {
    return undefined;
  }
}
