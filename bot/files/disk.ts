import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileStore } from './file-store.ts';

/** Nobody else on this machine reads what vendors sent. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** While a file is written; the next attempt writes over it. */
const UNFINISHED = '.baru';

/** Keeps files in a folder of this machine. A place is a path in it. */
export function createDiskStore(root: string): FileStore {
  return {
    async put(place, bytes) {
      const path = join(root, place);
      await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
      await writeThrough(path + UNFINISHED, bytes);
      // The name appears only when all of the file is there.
      await rename(path + UNFINISHED, path);
      await syncFolder(dirname(path));
    },
    async get(place) {
      try {
        return await readFile(join(root, place));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async remove(place) {
      for (const path of [join(root, place), join(root, place) + UNFINISHED]) await rm(path, { force: true });
    },
  };
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', FILE_MODE);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Without it a power failure could lose the new name. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
