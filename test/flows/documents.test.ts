import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepLearned, readDocumentBytes } from '../../ingest/index.ts';
import { buttonsOf, officer, wordsOf } from '../support/officer.ts';
import { textFile, uploading } from '../support/uploads.ts';
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

describe('a document that is given again', () => {
  const GUIDE = '# Panduan Ruang Tunggu\n\n## Kopi\n\nKopi di ruang tunggu dapat diambil sendiri oleh tamu.\n';
  const relations = () =>
    world.helpdesk.db.query<{ verb: string; other: string }>(
      "SELECT verb, other FROM document_relations WHERE document = 'panduan-ruang-tunggu'",
    );

  it('is taken over by nobody who chose alone what it does to others, and that can be taken back', async () => {
    const files = uploading(world);
    const darwis = officer(world, world.trainers[1] ?? '');
    const card = () => files.card('ruang.md');
    await files.drop(mawar, textFile('ruang.md', GUIDE));
    await files.press(darwis, card(), 'Mengubah/mencabut …');
    await darwis.submit({ verb: 'mencabut', other: 'perbup-31-2012' });
    await files.press(darwis, card(), 'Terapkan');
    expect(wordsOf(last(darwis))).toContain('Hubungan dokumen ini Anda yang memilih');
    expect(await relations()).toEqual([]);

    // Whoever gave the file stands for it by saving it as it is.
    await files.press(mawar, card(), 'Mengubah/mencabut …');
    await mawar.submit({ verb: 'mencabut', other: 'perbup-31-2012' });
    await files.press(darwis, card(), 'Terapkan');
    expect(await relations()).toEqual([{ verb: 'mencabut', other: 'perbup-31-2012' }]);

    await files.drop(mawar, textFile('ruang.md', GUIDE));
    expect(wordsOf(card())).toContain('Tetap seperti sekarang: mencabut Perbup Polewali Mandar 31/2012');
    await files.press(mawar, card(), 'Mengubah/mencabut …');
    expect(JSON.stringify(mawar.modal()?.view)).toContain('"initial_option":{"value":"mencabut"');
    await mawar.submit({ verb: 'tidak' });
    expect(wordsOf(card())).toContain('Dokumen ini tidak mengubah dokumen lain. Sekarang masih mencabut');
    await files.press(darwis, card(), 'Terapkan');
    expect(await relations()).toEqual([]);
  });

  it('with the same text changes nothing', async () => {
    const files = uploading(world);
    const darwis = officer(world, world.trainers[1] ?? '');
    await files.drop(darwis, textFile('lagi.md', GUIDE));
    await files.press(mawar, files.card('lagi.md'), 'Terapkan');
    expect(wordsOf(files.card('lagi.md'))).toContain('isinya sama dengan yang tersimpan');
    const [stored] = await world.helpdesk.db.query<object>(
      "SELECT name, version FROM documents JOIN people ON people.id = brought_by WHERE documents.id = 'panduan-ruang-tunggu'",
    );
    expect(stored).toEqual({ name: 'Mawar', version: 1 });
  });

  it('may be cut for its card in the middle of a character', async () => {
    const files = uploading(world);
    const long = 'Kopi di ruang tunggu dapat diambil sendiri oleh tamu. '.repeat(10);
    await files.drop(
      mawar,
      textFile('ruang.md', GUIDE.replace(/Kopi di.*/u, `${long.slice(0, 219)}😀${long.slice(219)}`)),
    );
    expect(wordsOf(files.card('ruang.md'))).toContain('Hasil bacaan');
  });

  it('leaves nothing of a head that cannot be read in the log', async () => {
    const files = uploading(world);
    const text = '---\njenis: SOP\njudul: Penanganan: Budi Santoso 081234567890\n---\n# SOP X\n';
    await files.drop(mawar, textFile('rahasia.md', text));
    expect(wordsOf(files.own(mawar, 'rahasia.md'))).toContain('baris 3');
    expect(JSON.stringify(world.lines)).not.toMatch(/Budi|0812/u);
  });
});
