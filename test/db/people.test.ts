import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { addFaq, addVersion, findFaq, findVersion } from '../../db/faqs.ts';
import {
  changeRoles,
  findPersonAt,
  forgetEverybody,
  listPeopleWithRoles,
  meetPeople,
  saveReachable,
  saveTalk,
} from '../../db/people.ts';
import { addUpload, listUploads, wasTakenOver } from '../../db/uploads.ts';
import { testDatabase } from '../support/database.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const met = (address: string, name: string, roles: string[] = [], channel = 'telegram') => ({
  channel,
  address,
  name,
  roles,
});

describe('people', () => {
  it('are met once each, however often they come, in the order asked', async () => {
    const [andi, budi, again] = await meetPeople(db, [met('1', 'Andi'), met('2', 'Budi'), met('1', 'Andi')]);
    expect(again).toEqual(andi);
    expect(budi?.id).not.toBe(andi?.id);
    const [elsewhere] = await meetPeople(db, [met('1', 'Andi', [], 'slack')]);
    expect(elsewhere?.id).not.toBe(andi?.id);
    expect((await meetPeople(db, [met('2', 'Budi')]))[0]?.id).toBe(budi?.id);
  });

  it('keep their roles and what is going on when they come again; only a new name is taken', async () => {
    const [first] = await meetPeople(db, [met('3', 'Citra', ['officer'])]);
    await saveTalk(db, first?.id ?? 0, { album: '7' });
    const [again] = await meetPeople(db, [met('3', '', ['admin'])]);
    expect(again).toMatchObject({ id: first?.id, name: 'Citra', roles: ['officer'], talk: { album: '7' } });
    expect((await meetPeople(db, [met('3', 'Citra Dewi')]))[0]?.name).toBe('Citra Dewi');
  });

  it('get and lose roles, and the same once more changes nothing', async () => {
    const [{ id } = { id: 0 }] = await meetPeople(db, [met('U1', 'Rahma', [], 'slack')]);
    const change = { give: ['officer', 'admin'], take: ['citizen'] };
    expect(await changeRoles(db, id, change)).toEqual(['admin', 'officer']);
    expect(await changeRoles(db, id, change)).toEqual(['admin', 'officer']);
    expect(await changeRoles(db, id, { give: [], take: ['admin'] })).toEqual(['officer']);
    expect((await listPeopleWithRoles(db, 'slack')).map(({ name }) => name)).toEqual(['Rahma']);
    expect(await changeRoles(db, 999_999, change)).toEqual([]);
  });

  it('are out of reach or back, only where they are', async () => {
    await meetPeople(db, [met('5', 'Eka'), met('5', 'Eka', [], 'slack')]);
    const reachable = async () => [
      (await findPersonAt(db, 'telegram', '5'))?.reachable,
      (await findPersonAt(db, 'slack', '5'))?.reachable,
    ];
    await saveReachable(db, [{ channel: 'telegram', address: '5', reachable: false }]);
    expect(await reachable()).toEqual([false, true]);
    await saveReachable(db, [{ channel: 'telegram', address: '5', reachable: true }]);
    expect(await reachable()).toEqual([true, true]);
    expect(await findPersonAt(db, 'telegram', '404')).toBeUndefined();
  });
});

it('forgets invented people with all they did, and keeps what the FAQ says', async () => {
  const [mawar] = await meetPeople(db, [met('9', 'Mawar', ['trn'], 'slack')]);
  const [author, made_at] = [mawar?.id ?? 0, new Date()];
  const upload = await addUpload(db, { file: null, name: 'daftar.csv', person: author, place: {}, made_at });
  await addFaq(db, { id: 1001, owner: author });
  const content = { question: 'Ada genset?' };
  await addVersion(db, { faq: 1001, content, state: 'terbit', author, made_at, upload: upload.id });
  await forgetEverybody(db);
  expect(await listUploads(db, 10)).toEqual([]);
  expect(await findFaq(db, 1001)).toMatchObject({ owner: null });
  expect(await findVersion(db, 1001, 1)).toMatchObject({ content, author: null });
  // The next upload has the number of that one again.
  expect(await wasTakenOver(db, upload.id)).toBe(false);
  expect((await meetPeople(db, [met('1', 'Andi')]))[0]?.id).toBe(1);
});
