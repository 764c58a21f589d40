import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepLearned, readDocumentBytes } from '../../ingest/index.ts';
import { buttonsOf, officer, wordsOf } from '../support/officer.ts';
import { vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

const SOP = (step: string) => `---
id: sop-uji
jenis: SOP
judul: SOP Uji Perangkat
---

## Langkah

1. Petugas menyalakan perangkat uji di lapangan.
2. ${step}
`;

let world: Awaited<ReturnType<typeof createWorld>>;
let mawar: ReturnType<typeof officer>;
let rahma: ReturnType<typeof officer>;
beforeAll(async () => {
  world = await createWorld({ slack: {} });
  mawar = officer(world, world.trainers[0] ?? '');
  rahma = officer(world, world.officer);
  await officer(world, world.admin).command(`peran beri <@${rahma.id}> LPD`);
  for (const step of [
    'Petugas mencatat kebisingan genset setiap pagi.',
    'Petugas mencatat kebisingan genset setiap sore.',
  ])
    await bring(step);
});
afterAll(() => world.close());

async function bring(step: string): Promise<void> {
  const { db, knowledge } = world.helpdesk;
  const [person] = await db.query<{ id: number }>('SELECT id FROM people WHERE address = $1', [mawar.id]);
  const { document } = await readDocumentBytes('sop-uji.md', Buffer.from(SOP(step)));
  await knowledge.remember(await keepLearned(db, document), { by: person?.id ?? 0 });
  await knowledge.refresh();
}

const last = (who: typeof mawar) => who.told(world.training).at(-1);
const press = async (who: typeof mawar, label: string) => await who.pressOn(last(who), label, world.training);

describe('/lpse dokumen', () => {
  it('lists what answers, and goes from a document to its history and what differs', async () => {
    await mawar.command('dokumen', world.training);
    const list = wordsOf(last(mawar));
    expect(list).toContain('Perbup Polewali Mandar 31/2012');
    expect(list).toContain('SOP Uji Perangkat');
    expect(list).toContain('kirim berkasnya');

    await press(mawar, 'SOP Uji Perangkat');
    expect(wordsOf(last(mawar))).toMatch(/SOP, versi 2 sejak .* dari Mawar; 2 satuan dapat dikutip/u);

    await press(mawar, 'Riwayat (2 versi)');
    expect(wordsOf(last(mawar))).toMatch(/Versi 2.*menjawab sekarang.*Versi 1.*Mawar/su);

    await press(mawar, 'Beda versi 1 → 2');
    const difference = wordsOf(last(mawar));
    expect(difference).toContain('1 berubah, 1 tetap');
    expect(difference).toMatch(/langkah 2/u);
    expect(difference).toMatch(/pagi.*sore/su);

    await press(mawar, '« Riwayat');
    await press(mawar, '« Dokumen');
    await press(mawar, '« Daftar');
    expect(wordsOf(last(mawar))).toContain('📚 Dokumen');
  });

  it('is the same for other officers, who are told who may bring documents', async () => {
    world.slack.people.join(rahma.id, world.training);
    await rahma.command('dokumen', world.training);
    expect(wordsOf(last(rahma))).toContain('petugas berperan TRN atau Admin');
    expect(buttonsOf(last(rahma)).map(({ label }) => label)).toContain('SOP Uji Perangkat');
  });

  it('says so when a button is of a document that is gone', async () => {
    await mawar.command('dokumen', world.training);
    const before = last(mawar);
    await world.helpdesk.knowledge.forget('sop-uji');
    await mawar.pressOn(before, 'SOP Uji Perangkat', world.training);
    expect(wordsOf(last(mawar))).toContain('tidak ada lagi');
    await bring('Petugas mencatat kebisingan genset setiap malam.');
  });

  it('is nothing for people who ask', async () => {
    const andi = vendor(world, 'Andi Baso');
    await andi.say('/start');
    await andi.say('kapan petugas mencatat kebisingan genset?');
    expect(andi.replies().at(-1)?.text).toContain('setiap malam');
  });
});
