import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createS3Store } from '../../../bot/files/s3.ts';
import { type FileStore, openFileStore, placeOf } from '../../../bot/files/store.ts';
import { temporaryFolder } from '../../support/database.ts';
import { startS3 } from './s3-server.ts';

const SHA = createHash('sha256').update('isi').digest('hex');
const PLACE = placeOf(42, SHA, new Date('2026-11-23T00:00:00Z'));
const BYTES = Uint8Array.from({ length: 300 }, (_, at) => at % 256);

let folder: string;
let s3: Awaited<ReturnType<typeof startS3>>;
const stores: Record<string, () => FileStore> = {
  disk: () => openFileStore({ dataDir: folder }),
  S3: () => openFileStore({ dataDir: folder, s3: s3.config }),
  memory: () => memory,
};
const memory = openFileStore({ dataDir: ':memory:' });

beforeAll(async () => {
  folder = await temporaryFolder();
  s3 = await startS3();
});
afterAll(async () => {
  await s3.close();
  await rm(folder, { recursive: true });
});

it('a place is made of year, number and hash only', () => {
  expect(PLACE).toBe(`2026/42-${SHA.slice(0, 12)}`);
});

describe.each(Object.entries(stores))('the store on %s', (_, open) => {
  it('gives what was put, again after putting it twice, and nothing once it is removed', async () => {
    const store = open();
    expect(await store.get(PLACE)).toBeUndefined();
    await store.put(PLACE, Uint8Array.of(1, 2, 3), 'image/png');
    await store.put(PLACE, BYTES, 'image/png');
    expect([...((await store.get(PLACE)) ?? [])]).toEqual([...BYTES]);
    await store.remove(PLACE);
    await store.remove(PLACE);
    expect(await store.get(PLACE)).toBeUndefined();
  });

  it.each(['../rahasia', '/etc/passwd', '2026/../../rahasia', '2026/1-0123456789ab/../x', '2026\\1-0123456789ab', ''])(
    'lets nobody out to %j',
    async (place) => {
      const store = open();
      await expect(store.put(place, BYTES, 'image/png')).rejects.toThrow('not a place');
      await expect(store.get(place)).rejects.toThrow('not a place');
      await expect(store.remove(place)).rejects.toThrow('not a place');
    },
  );
});

describe('the disk', () => {
  it('shows files to nobody else on the machine, and no half-written ones', async () => {
    const store = openFileStore({ dataDir: folder });
    await store.put(PLACE, BYTES, 'image/png');
    expect((await stat(join(folder, 'files'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'files/2026'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'files', PLACE))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'files/2026'))).toEqual([PLACE.slice(5)]);
  });

  it('writes over what a crash left half-written, and removes it too', async () => {
    const place = placeOf(43, SHA, new Date('2026-11-23T00:00:00Z'));
    const store = openFileStore({ dataDir: folder });
    await mkdir(join(folder, 'files/2026'), { recursive: true });
    await writeFile(join(folder, 'files', `${place}.baru`), 'half');
    expect(await store.get(place)).toBeUndefined();
    await store.put(place, BYTES, 'image/png');
    expect(await store.get(place)).toHaveLength(BYTES.length);
    await writeFile(join(folder, 'files', `${place}.baru`), 'half');
    await store.remove(place);
    expect((await readdir(join(folder, 'files/2026'))).filter((name) => name.startsWith('43'))).toEqual([]);
  });

  it('says when it cannot be read', async () => {
    const place = placeOf(44, SHA, new Date('2026-11-23T00:00:00Z'));
    await mkdir(join(folder, 'files', place), { recursive: true });
    await expect(openFileStore({ dataDir: folder }).get(place)).rejects.toThrow('EISDIR');
  });

  it('replaces a link instead of writing through it', async () => {
    const place = placeOf(45, SHA, new Date('2026-11-23T00:00:00Z'));
    await writeFile(join(folder, 'milik-orang-lain'), 'asli');
    await symlink(join(folder, 'milik-orang-lain'), join(folder, 'files', place));
    await openFileStore({ dataDir: folder }).put(place, BYTES, 'image/png');
    expect(await readFile(join(folder, 'milik-orang-lain'), 'utf8')).toBe('asli');
  });
});

describe('S3', () => {
  it('keeps the content type, and is addressed by path', async () => {
    await createS3Store(s3.config).put(PLACE, BYTES, 'image/png');
    expect(s3.kept.get(PLACE)?.type).toBe('image/png');
    expect(s3.seen.at(-1)).toBe(`PUT /lpse-berkas/${PLACE}`);
  });

  it('an endpoint may end with a slash', async () => {
    const store = createS3Store({ ...s3.config, endpoint: `${s3.config.endpoint}/` });
    await store.put(PLACE, BYTES, 'image/png');
    expect(await store.get(PLACE)).toHaveLength(BYTES.length);
  });

  it.each([
    ['another secret', { secretAccessKey: 'lain' }, 'status 403 SignatureDoesNotMatch'],
    ['another key', { accessKeyId: 'LAIN' }, 'status 403 InvalidAccessKeyId'],
    ['another region', { region: 'us-east-1' }, 'status 403 InvalidAccessKeyId'],
    ['another bucket', { bucket: 'tidak-ada' }, 'status 404 NoSuchBucket'],
  ])('refuses with a clear word: %s', async (_, wrong, why) => {
    const store = createS3Store({ ...s3.config, ...wrong });
    const calls = [() => store.put(PLACE, BYTES, 'image/png'), () => store.get(PLACE), () => store.remove(PLACE)];
    for (const call of calls) {
      const error = await call().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ name: 'FileStoreError', message: expect.stringContaining(why) });
      expect(String((error as Error).stack)).not.toMatch(/KUNCI123|rahasia|127\.0\.0\.1/);
    }
  });

  it('says when nobody is there', async () => {
    const gone = await startS3();
    await gone.close();
    await expect(createS3Store(gone.config).get(PLACE)).rejects.toThrow(/^GET: ECONNREFUSED$/);
  });

  it.each([
    ['busy', 'status 503 SlowDown'],
    ['broken', 'UND_ERR_SOCKET'],
    ['moved', 'status 301'],
    ['silent', 'no end in time'],
  ] as const)('%s is an error, not a missing file', async (fault, why) => {
    s3.faults.push(fault);
    await expect(createS3Store(s3.config, 300).get(PLACE)).rejects.toThrow(why);
  });
});
