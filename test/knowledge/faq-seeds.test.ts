import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Helpdesk, SOURCES } from '../../bot/helpdesk.ts';
import { addVersion, findFaq, headVersions, publishVersions, saveFaq } from '../../db/faqs.ts';
import { ingest } from '../../ingest/index.ts';
import { type FaqContent, type FaqSeed, openKnowledge } from '../../knowledge/index.ts';
import { testHelpdesk } from '../support/helpdesk.ts';

let helpdesk: Helpdesk;
let seeds: FaqSeed[];
beforeAll(async () => {
  helpdesk = await testHelpdesk();
  const heads = await headVersions<FaqContent>(helpdesk.db);
  seeds = heads.map(({ id, content, review_by }) => ({ id, content, reviewBy: review_by ?? '' }));
});
afterAll(() => helpdesk?.close());

/** A new start of the program on the same database, which brings these entries. */
async function startWith(changed: FaqSeed[]) {
  const knowledge = await openKnowledge(helpdesk.db, SOURCES);
  const outcome = await knowledge.seedFaq(changed);
  await knowledge.learn();
  const says = (id: number) => knowledge.statement('faq-lpse', { bagian: 'FAQ', angka: id })?.fact;
  return { outcome, says };
}
const withAnswers = (answers: Record<number, string>) =>
  seeds.map((seed) => ({ ...seed, content: { ...seed.content, answer: answers[seed.id] ?? seed.content.answer } }));

describe('the entries that come with the program', () => {
  it('are published, with what they rest on and until when they hold', async () => {
    expect(seeds).toHaveLength(40);
    expect(await findFaq(helpdesk.db, 2)).toMatchObject({ published: 1, shipped: true, review_by: '2027-01-30' });
    expect(seeds[1]?.content.basis).toEqual([{ document: 'perbup-31-2012', pasal: 3, ayat: 1 }]);
  });

  it('are left alone by another start', async () => {
    const knowledge = await openKnowledge(helpdesk.db, SOURCES);
    const { files } = await ingest(knowledge, [SOURCES]);
    expect(files.find((file) => file.outcome !== 'refused' && file.id === 'faq-lpse')?.outcome).toBe('unchanged');
    expect((await findFaq(helpdesk.db, 2))?.revision).toBe((await findFaq(helpdesk.db, 3))?.revision);
  });

  it('follow a later program, but not where somebody here has changed or withdrawn theirs', async () => {
    const { db } = helpdesk;
    const by = { by: null, at: new Date() };
    const own = { ...seeds[4]?.content, answer: 'Milik unit ini.' };
    const { faq, version } = await addVersion(db, {
      faq: 5,
      content: own,
      state: 'draf',
      author: null,
      made_at: by.at,
    });
    await db.transaction((tx) => publishVersions(tx, [{ faq, version }], by));
    await saveFaq(db, 6, { withdrawn_at: new Date(), withdrawn_why: 'Keliru.' });
    const { outcome, says } = await startWith(withAnswers({ 4: 'Jawaban baru.', 5: 'Menimpa.', 6: 'Hidup lagi.' }));
    expect(outcome).toBe('changed');
    expect(says(4)).toBe('Jawaban baru.');
    expect(says(5)).not.toBe('Menimpa.');
    expect(says(6)).not.toBe('Hidup lagi.');
    expect(await findFaq(db, 4)).toMatchObject({ published: 2, shipped: true });
    expect(await findFaq(db, 5)).toMatchObject({ published: 2, shipped: false });
  });

  it('leave a proposal of a trainer alone: the later program waits until it is decided', async () => {
    const { db } = helpdesk;
    const content = { ...seeds[6]?.content, answer: 'Usul pelatih.' };
    const { version } = await addVersion(db, {
      ...{ faq: 7, content, state: 'ditinjau', author: null, made_at: new Date() },
    });
    await saveFaq(db, 7, { proposed: version, proposed_state: 'ditinjau' });
    const { says } = await startWith(withAnswers({ 4: 'Jawaban baru.', 7: 'Dari program.' }));
    expect(says(7)).toBe(seeds[6]?.content.answer);
    expect(await findFaq(db, 7)).toMatchObject({ published: 1, proposed: version, proposed_state: 'ditinjau' });
    await saveFaq(db, 7, { proposed: null, proposed_state: null });
    expect((await startWith(withAnswers({ 4: 'Jawaban baru.', 7: 'Dari program.' }))).says(7)).toBe('Dari program.');
  });

  it('are read anew with all of the unit when the rules of reading changed', async () => {
    await helpdesk.db.query("UPDATE documents SET source_hash = 'lama' WHERE id = 'faq-lpse'");
    await helpdesk.db.query("DELETE FROM passages WHERE document = 'faq-lpse'");
    const { says } = await startWith(withAnswers({ 4: 'Jawaban baru.' }));
    expect(says(1)).toBe(seeds[0]?.content.answer);
    expect(says(5)).toBe('Milik unit ini.');
    expect(says(6)).toBeUndefined();
  });
});
