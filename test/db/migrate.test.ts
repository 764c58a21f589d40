import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/database.ts';
import { MigrationError, migrate } from '../../db/migrate.ts';
import { emptyServerDatabase, kinds, temporaryFolder } from '../support/database.ts';

describe.each(kinds)('migrate on the %s database', (kind) => {
  let db: Database;
  /** The same database; on a server through a connection of its own. */
  let second: Database;
  let folder: string;

  beforeAll(async () => {
    if (kind === 'server') {
      const server = await emptyServerDatabase();
      db = server.db;
      second = await openDatabase({ url: server.url, dataDir: '' });
    } else {
      db = second = await openDatabase({ dataDir: ':memory:' });
    }
  });
  beforeEach(async () => {
    folder = await temporaryFolder();
    await db.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  });
  afterEach(() => rm(folder, { recursive: true }));
  afterAll(async () => {
    await second.close();
    await db.close();
  });

  const write = (name: string, sql: string) => writeFile(join(folder, name), sql);
  const applied = () => db.query('SELECT name FROM migrations ORDER BY name');

  it('makes the schema, and a second run changes nothing', async () => {
    await migrate(db);
    const before = await db.query('SELECT * FROM migrations');
    expect(before[0]).toMatchObject({ name: '0001_awal.sql', applied_at: expect.any(Date) });
    await migrate(db);
    expect(await db.query('SELECT * FROM migrations')).toEqual(before);
    await db.query("INSERT INTO documents VALUES ('d', 'k', 't', 's', 'h', 'x')");
    await db.query("INSERT INTO passages VALUES ('d', 1, NULL, 'pasal', '{}', DEFAULT, DEFAULT, 'isi')");
    await db.query("INSERT INTO examples VALUES ('d', 1, 'apa?', 'k')");
    await db.query("INSERT INTO calibrations VALUES ('c', 'm', '1')");
    expect(await db.query('SELECT heading, lead, text, extra, terms FROM passages')).toEqual([
      { heading: [], lead: '', text: 'isi', extra: {}, terms: '' },
    ]);
    await db.query('DELETE FROM documents');
    expect(await db.query('SELECT 1 FROM passages UNION ALL SELECT 1 FROM examples')).toEqual([]);
  });

  it('runs each file once when two start together', async () => {
    await write('1.sql', 'CREATE TABLE a (id integer); SELECT pg_sleep(0.05)');
    await write('2.sql', 'CREATE TABLE b (id integer)');
    await Promise.all([migrate(db, folder), migrate(second, folder), migrate(db, folder)]);
    expect(await applied()).toEqual([{ name: '1.sql' }, { name: '2.sql' }]);
  });

  it('runs only what is new, in order of name', async () => {
    await write('2.sql', 'CREATE TABLE b AS SELECT * FROM a');
    await write('1.sql', 'CREATE TABLE a (id integer)');
    await migrate(db, folder);
    await write('3.sql', 'CREATE TABLE c AS SELECT * FROM b');
    await migrate(db, folder);
    expect(await applied()).toEqual([{ name: '1.sql' }, { name: '2.sql' }, { name: '3.sql' }]);
  });

  it('undoes a file that fails, keeps those before it, and can be run again', async () => {
    await write('1.sql', 'CREATE TABLE a (id integer)');
    await write('2.sql', 'CREATE TABLE b (id integer); SELECT nothing_such');
    const failing = migrate(db, folder);
    await expect(failing).rejects.toThrow(MigrationError);
    await expect(failing).rejects.toThrow('Migrasi 2.sql gagal');
    expect(await applied()).toEqual([{ name: '1.sql' }]);
    await write('2.sql', 'CREATE TABLE b (id integer)');
    await migrate(db, folder);
    expect(await applied()).toHaveLength(2);
  });

  it('refuses a database that a newer program has changed', async () => {
    await write('1.sql', 'CREATE TABLE a (id integer)');
    await write('9_baru.sql', 'CREATE TABLE b (id integer)');
    await migrate(db, folder);
    await rm(join(folder, '9_baru.sql'));
    await write('2.sql', 'CREATE TABLE c (id integer)');
    await expect(migrate(db, folder)).rejects.toThrow(/lebih baru \(9_baru\.sql\)/);
    expect(await applied()).toEqual([{ name: '1.sql' }, { name: '9_baru.sql' }]);
  });
});
