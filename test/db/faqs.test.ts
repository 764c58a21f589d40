import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import {
  addFaq,
  addFaqs,
  addVersion,
  addVersions,
  countFaqs,
  findFaq,
  findVersion,
  headVersions,
  listAside,
  listFaqs,
  nextFaqNumber,
  publishedEntries,
  publishVersions,
  saveFaq,
  saveVersion,
  versionsOf,
} from '../../db/faqs.ts';
import { testDatabase } from '../support/database.ts';

let db: Database;
let mawar: number;
beforeAll(async () => {
  db = await testDatabase();
  const [row] = await db.query<{ id: number }>(
    "INSERT INTO people (channel, address, name) VALUES ('slack', 'U1', 'Mawar') RETURNING id",
  );
  mawar = row?.id ?? 0;
});
beforeEach(() => db.query('TRUNCATE faqs, faq_versions CASCADE'));
afterAll(() => db.close());

const at = new Date('2026-11-23T02:00:00Z');
const says = (question: string, more: object = {}) => ({
  question,
  variants: [],
  answer: 'Ya.',
  basis: [],
  practice: 'Kebiasaan layanan',
  topic: 'akun',
  ...more,
});

async function proposed(id: number, content: object): Promise<number> {
  await addFaq(db, { id, owner: mawar, made_at: at });
  const { version } = await addVersion(db, { faq: id, content, state: 'draf', author: mawar, made_at: at });
  await saveFaq(db, id, { proposed: version, proposed_state: 'draf' });
  return version;
}
const publish = (faq: number, version: number, review_by = '2027-02-21') =>
  publishVersions(db, [{ faq, version, review_by }], { by: mawar, at });
const list = (filter: object = {}) => listFaqs(db, { lapsed: '2026-11-08', after: 0, most: 10, ...filter });

describe('entries of the FAQ', () => {
  it('are numbered above all there are, and never below the first of the unit', async () => {
    const next = () => db.transaction((tx) => nextFaqNumber(tx, 1001));
    expect(await next()).toBe(1001);
    await addFaqs(db, [{ id: 5, shipped: true }, { id: 1004 }]);
    expect(await next()).toBe(1005);
  });

  it('answer only once published; the version before is kept, and what else was proposed is gone', async () => {
    const first = await proposed(1001, says('Satu?'));
    expect(await publishedEntries(db, { zone: 'Asia/Makassar' })).toEqual([]);
    await publish(1001, first);
    const second = await addVersion(db, {
      faq: 1001,
      content: says('Dua?'),
      state: 'ditinjau',
      made_from: first,
      author: mawar,
      made_at: at,
    });
    await saveFaq(db, 1001, { proposed: second.version, proposed_state: 'ditinjau' });
    const third = await addVersion(db, {
      faq: 1001,
      content: says('Tiga?'),
      state: 'draf',
      author: null,
      made_at: at,
    });
    await publish(1001, third.version, '2027-03-01');
    expect(await publishedEntries(db, { zone: 'Asia/Makassar' })).toEqual([
      { ...says('Tiga?'), id: 1001, version: 3, reviewBy: '2027-03-01' },
    ]);
    expect((await versionsOf(db, 1001)).map(({ state, author_name }) => [state, author_name])).toEqual([
      ['terbit', null],
      ['dibuang', 'Mawar'],
      ['lama', 'Mawar'],
    ]);
    expect(await findFaq(db, 1001)).toMatchObject({ published: 3, proposed: null, proposed_state: null });
  });

  it('count a revision with every change, and keep what a version says', async () => {
    const version = await proposed(1001, says('Satu?'));
    const before = await findFaq(db, 1001);
    const after = await saveFaq(db, 1001, { review_by: '2027-01-01', basis_changed: { pasal: 3 } });
    expect(after).toMatchObject({ review_by: '2027-01-01', basis_changed: { pasal: 3 } });
    expect(after.revision).toBe((before?.revision ?? 0) + 1);
    await saveVersion(db, { faq: 1001, version }, { state: 'dikembalikan', decided_by: mawar, note: 'Kurang jelas.' });
    expect(await findVersion(db, 1001, version)).toMatchObject({ content: says('Satu?'), note: 'Kurang jelas.' });
  });

  it('carry the day on which their basis changed, as the clocks of the unit show it', async () => {
    await publish(1001, await proposed(1001, says('Satu?')));
    await saveFaq(db, 1001, { basis_changed_at: new Date('2026-11-23T17:00:00Z') });
    const [entry] = await publishedEntries(db, { zone: 'Asia/Makassar' });
    expect(entry?.basisChanged).toBe('2026-11-24');
  });

  it('do not answer while withdrawn, and do again once published', async () => {
    const version = await proposed(1001, says('Satu?'));
    await publish(1001, version);
    await saveFaq(db, 1001, { withdrawn_at: at, withdrawn_why: 'Salah' });
    expect(await publishedEntries(db, { zone: 'UTC' })).toEqual([]);
    await publish(1001, version);
    expect(await publishedEntries(db, { zone: 'UTC', ids: [1001] })).toHaveLength(1);
  });

  it('are listed and counted by status, topic, owner and words, page by page', async () => {
    await publish(1, await proposed(1, says('Ganti e-mail 100%?', { variants: ['ubah surel'] })));
    await publish(2, await proposed(2, says('Ganti kata sandi?', { topic: 'tender' })), '2026-11-08');
    await proposed(3, says('Baru?'));
    await publish(4, await proposed(4, says('Lama?')));
    await saveFaq(db, 4, { withdrawn_at: at });
    await addFaq(db, { id: 5 });
    await addVersion(db, { faq: 5, content: says('Dibuang?'), state: 'dibuang', author: mawar, made_at: at });
    const all = await list();
    expect(all.map(({ id, status }) => [id, status])).toEqual([
      [1, 'terbit'],
      [2, 'kedaluwarsa'],
      [3, 'draf'],
      [4, 'ditarik'],
    ]);
    const ids = async (filter: object) => (await list(filter)).map(({ id }) => id);
    expect(await ids({ status: 'kedaluwarsa' })).toEqual([2]);
    expect(await ids({ proposed: 'draf' })).toEqual([3]);
    expect(await ids({ topic: 'tender' })).toEqual([2]);
    expect(await ids({ owner: mawar, after: 2 })).toEqual([3, 4]);
    expect(await ids({ words: ['GANTI', 'surel'] })).toEqual([1]);
    expect(await ids({ words: ['100%'] })).toEqual([1]);
    expect(await ids({ words: ['1_0'] })).toEqual([]);
    expect(await ids({ most: 1 })).toEqual([1]);
    expect(await countFaqs(db, '2026-11-08')).toEqual({ terbit: 1, kedaluwarsa: 1, draf: 1, ditarik: 1, ditinjau: 0 });
    expect((await headVersions(db)).map(({ id, author_name }) => [id, author_name])).toEqual([
      [1, 'Mawar'],
      [2, 'Mawar'],
      [3, 'Mawar'],
      [4, 'Mawar'],
    ]);
  });

  it('are stored by the thousand in the order given', async () => {
    const ids = Array.from({ length: 1_200 }, (_, at) => 2_001 + at);
    await addFaqs(
      db,
      ids.map((id) => ({ id })),
    );
    const versions = await addVersions(
      db,
      ids.map((faq) => ({ faq, content: says(`${faq}?`), state: 'draf', author: null, made_at: at })),
    );
    expect(versions.map(({ faq }) => faq)).toEqual(ids);
    await publishVersions(
      db,
      versions.map(({ faq, version }) => ({ faq, version, review_by: '2027-02-21' })),
      { by: null, at },
    );
    expect(await publishedEntries(db, { zone: 'UTC' })).toHaveLength(1_200);
  });

  it('keep what was written at the same time aside', async () => {
    await proposed(1001, says('Satu?'));
    await addVersion(db, { faq: 1001, content: says('Lain?'), state: 'bersama', author: mawar, made_at: at });
    expect((await listAside(db, 1001)).map(({ version, state }) => [version, state])).toEqual([[2, 'bersama']]);
  });
});
