import { join } from 'node:path';
import { createDiskStore } from './disk.ts';
import type { FileStore } from './file-store.ts';
import { createS3Store, type S3 } from './s3.ts';

export type { FileStore } from './file-store.ts';

const PLACE = /^\d{4}\/\d{1,10}-[0-9a-f]{12}$/;

/** Where a file is kept: by year, its number and what is in it. Nothing that a sender chose is part of it. */
export function placeOf(id: number, sha256: string, at: Date): string {
  return `${at.getUTCFullYear()}/${id}-${sha256.slice(0, 12)}`;
}

/**
 * The store that the configuration asks for: S3 when given, else the folder `files` of `dataDir`; with ':memory:' nothing
 * outlives the process. Only places of placeOf are let through.
 */
export function openFileStore({ dataDir, s3 }: { dataDir: string; s3?: S3 | undefined }): FileStore {
  if (s3) return withCheckedPlaces(createS3Store(s3));
  return withCheckedPlaces(dataDir === ':memory:' ? createMemoryStore() : createDiskStore(join(dataDir, 'files')));
}

/** A place comes from our own table; one that leads elsewhere is a fault, and must not reach a disk. */
function withCheckedPlaces(store: FileStore): FileStore {
  const checked = (place: string) => {
    if (!PLACE.test(place)) throw new Error('not a place of the file store');
    return place;
  };
  return {
    put: async (place, bytes, type) => store.put(checked(place), bytes, type),
    get: async (place) => store.get(checked(place)),
    remove: async (place) => store.remove(checked(place)),
  };
}

function createMemoryStore(): FileStore {
  const kept = new Map<string, Uint8Array>();
  return {
    async put(place, bytes) {
      kept.set(place, bytes.slice());
    },
    get: async (place) => kept.get(place)?.slice(),
    async remove(place) {
      kept.delete(place);
    },
  };
}
