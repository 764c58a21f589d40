import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { findFaq, headVersions, saveFaq, versionsOf } from '../../db/faqs.ts';
import { meetPeople } from '../../db/people.ts';
import { applyFaq, exportFaq, FAQ_FORMATS, planFaqRows, readFaqFile } from '../../ingest/index.ts';
import type { FaqContent } from '../../knowledge/index.ts';
import { testHelpdesk } from '../support/helpdesk.ts';

const TODAY = '2026-11-23';
const AT = new Date('2026-11-23T02:00:00Z');
const LAPSED = '2026-11-08';

let helpdesk: Helpdesk;
beforeAll(async () => {
  helpdesk = await testHelpdesk();
}, 180_000);
afterAll(() => helpdesk.close());

/** What taking over this CSV would do. */
async function planOf(csv: string) {
  const read = readFaqFile('a.csv', Buffer.from(csv));
  if (!read.ok) throw new Error(read.reason);
  return await planFaqRows(helpdesk, read.rows, TODAY);
}
async function apply(plan: Awaited<ReturnType<typeof planOf>>) {
  const applied = await applyFaq(helpdesk, plan, { by: null, approvedBy: null, at: AT });
  await helpdesk.knowledge.refresh();
  return applied;
}

const HEAD = 'nomor;versi;pertanyaan;ragam;jawaban;dasar;praktik;topik;tinjau sampai\n';
const PARKING =
  ';;Di mana tempat parkir tamu LPSE?;parkirnya mana;Di halaman depan gedung bersama.;;Kebiasaan unit, dikonfirmasi Sekretariat.;layanan;\n';
const KITCHEN =
  ';;Apakah ada dapur umum?;;Ada, di lantai dua.;"Pasal 3 ayat (1)\nSOP A, langkah 4";;layanan;2026-12-31\n';
const ask = (question: string) => helpdesk.knowledge.answer(question).citations[0];

describe('the list that comes with the program', () => {
  test.each(FAQ_FORMATS)('exported as %s and taken over again changes nothing', async (format) => {
    const read = readFaqFile(`faq.${format}`, await exportFaq(helpdesk, format, LAPSED));
    if (!read.ok) throw new Error(read.reason);
    const nothing = { fresh: [], changed: [], wrong: [], stale: [], twice: [] };
    expect(await planFaqRows(helpdesk, read.rows, TODAY)).toEqual({ ...nothing, unchanged: 40 });
  });
});

describe('a list that is taken over', () => {
  test('answers at once, with numbers of the unit, and changes nothing a second time', async () => {
    const plan = await planOf(HEAD + PARKING + KITCHEN);
    expect(plan.wrong).toEqual([]);
    expect(await apply(plan)).toEqual({ ok: true, fresh: 2, changed: 0, numbers: [1001, 1002] });
    expect(ask('tempat parkir tamu LPSE di mana?')).toMatchObject({ bagian: 'FAQ', angka: 1001 });
    expect(await findFaq(helpdesk.db, 1002)).toMatchObject({ published: 1, review_by: '2026-12-31', shipped: false });
    expect(await findFaq(helpdesk.db, 1001)).toMatchObject({ review_by: '2027-02-21' });
    expect(await planOf(HEAD + PARKING + KITCHEN)).toMatchObject({ fresh: [], changed: [], unchanged: 2 });
  });

  test('changes what it names, as a new version; what answered before is kept', async () => {
    const plan = await planOf('nomor;versi;jawaban\n1001;1;Di basemen.\n');
    expect(await apply(plan)).toMatchObject({ ok: true, changed: 1 });
    expect(helpdesk.knowledge.statement('faq-lpse', { bagian: 'FAQ', angka: 1001 })?.fact).toBe('Di basemen.');
    const versions = await versionsOf<FaqContent>(helpdesk.db, 1001);
    expect(versions.map(({ version, state, content }) => [version, state, content.answer])).toEqual([
      [2, 'terbit', 'Di basemen.'],
      [1, 'lama', 'Di halaman depan gedung bersama.'],
    ]);
    expect((await planOf('nomor;versi;jawaban\n1001;1;Di atap.\n')).stale[0]?.sentence).toMatch(/versi 2/u);
  });

  test('that only changes who looks after an entry makes no version; a new review day takes the marks away', async () => {
    const mawar = { channel: 'slack', address: 'U1', name: 'Mawar', roles: ['trn'] };
    await meetPeople(helpdesk.db, [{ ...mawar, firstRoles: ['trn'] }] as never);
    await saveFaq(helpdesk.db, 1002, { basis_changed_at: AT, basis_changed: ['Pasal 3'] });
    expect(await apply(await planOf('nomor;versi;pemilik\n1002;1;mawar\n'))).toMatchObject({ ok: true });
    expect(await findFaq(helpdesk.db, 1002)).toMatchObject({
      published: 1,
      owner: expect.any(Number),
      basis_changed_at: AT,
    });
    expect(await apply(await planOf('nomor;versi;tinjau sampai\n1002;1;2027-05-05\n'))).toMatchObject({ ok: true });
    expect(await findFaq(helpdesk.db, 1002)).toMatchObject({
      published: 1,
      review_by: '2027-05-05',
      basis_changed_at: null,
    });
    expect((await versionsOf(helpdesk.db, 1002)).map(({ version }) => version)).toEqual([1]);
  });

  test('is refused as a whole when an entry was changed since it was read', async () => {
    const plan = await planOf(
      `${HEAD};;Apakah ada mushala?;;Ada, di lantai satu.;Pasal 3 ayat (1);;layanan;\n1001;2;;;Di teras.;;;;\n`.replace(
        '1001;2;;',
        '1001;2;Di mana tempat parkir tamu LPSE?;',
      ),
    );
    expect([plan.fresh.length, plan.changed.length]).toEqual([1, 0]);
    const change = await planOf('nomor;versi;jawaban\n1001;2;Di teras.\n');
    expect(await apply(await planOf('nomor;versi;jawaban\n1001;2;Di loteng.\n'))).toMatchObject({ ok: true });
    const both = { ...plan, changed: change.changed, wrong: [] };
    const before = (await headVersions(helpdesk.db)).length;
    expect(await apply(both)).toEqual({
      ok: false,
      moved: [{ at: 'baris 2', sentence: 'Nomor 1001 sudah diubah sesudah berkas ini dibaca.' }],
    });
    expect((await headVersions(helpdesk.db)).length).toBe(before);
  });

  test('is refused when somebody asked the same meanwhile, or its basis is gone', async () => {
    const plan = await planOf(`${HEAD};;Apakah ada kantin?;;Ada, di belakang.;Pasal 3 ayat (1);;layanan;\n`);
    expect(await apply(plan)).toMatchObject({ ok: true, numbers: [1003] });
    const [fresh] = plan.fresh;
    if (!fresh) throw new Error('nothing was planned');
    const gone = {
      ...fresh,
      content: { ...fresh.content, question: 'Lain?', basis: [{ document: 'sop-z', pasal: 1 }] },
    };
    expect(await apply({ ...plan, fresh: [...plan.fresh, gone] })).toEqual({
      ok: false,
      moved: [
        { at: 'baris 2', sentence: 'Pertanyaan ini sekarang sudah ada di nomor 1003.' },
        { at: 'baris 2', sentence: 'Dasar sop-z, Pasal 1 sudah tidak ada dalam dokumen.' },
      ],
    });
  });

  test('leaves nothing behind when it fails in the middle', async () => {
    const plan = await planOf(`${HEAD};;Apakah ada taman?;;Ada, di samping.;Pasal 3 ayat (1);;layanan;\n`);
    const failing = {
      ...helpdesk.knowledge,
      storeFaq: async () => {
        throw new Error('away');
      },
    };
    const before = (await headVersions(helpdesk.db)).length;
    const applying = applyFaq({ db: helpdesk.db, knowledge: failing }, plan, { by: null, approvedBy: null, at: AT });
    await expect(applying).rejects.toThrow('away');
    expect((await headVersions(helpdesk.db)).length).toBe(before);
  });
});
