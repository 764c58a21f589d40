import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buttonsOf, officer, wordsOf } from '../support/officer.ts';
import { vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

const DAY = 24 * 60 * 60_000;

let world: Awaited<ReturnType<typeof createWorld>>;
/** Who writes, and who approves. */
let mawar: ReturnType<typeof officer>;
let darwis: ReturnType<typeof officer>;
/** An officer who may read only. */
let rahma: ReturnType<typeof officer>;
/** Who asks and is sent what is new. */
let andi: ReturnType<typeof vendor>;
let sitti: ReturnType<typeof vendor>;
/** What is added to the clock of the helpdesk. */
let later = 0;
const now = () => Date.now() + later;

beforeAll(async () => {
  world = await createWorld({ slack: {}, now });
  [mawar, darwis] = world.trainers.map((id) => officer(world, id)) as [typeof mawar, typeof darwis];
  rahma = officer(world, world.officer);
  world.slack.people.join(rahma.id, world.training);
  await officer(world, world.admin).command(`peran beri <@${rahma.id}> LPD`);
  [andi, sitti] = ['Andi Baso', 'Sitti'].map((name) => vendor(world, name)) as [typeof andi, typeof sitti];
  await andi.say('/start');
  await sitti.say('/start');
});
afterAll(() => world.close());
beforeEach(() => {
  for (const who of [mawar, darwis, rahma]) {
    const open = who.modal();
    if (open) world.slack.people.closeModal(who.id, open.id);
  }
});

const rows = (sql: string, ...params: unknown[]) => world.helpdesk.db.query<Record<string, unknown>>(sql, params);
const inTraining = () => mawar.messages(world.training);
/** The card of an entry: one message through all of its life. */
const cards = (id: number) =>
  inTraining().filter(
    (one) =>
      one.user === world.slack.botUserId && !one.threadTs && !one.onlyFor && wordsOf(one).includes(`FAQ nomor ${id} ·`),
  );
const card = (id: number) => cards(id)[0];
const below = (id: number) =>
  inTraining()
    .filter(({ threadTs, onlyFor }) => threadTs === card(id)?.ts && !onlyFor)
    .map(wordsOf)
    .join('\n');
const pressCard = (who: typeof mawar, id: number, label: string) => who.pressOn(card(id), label, world.training);
/** What only that person was told in the channel of trainers, the last of it. */
const told = (who: typeof mawar) => who.told(world.training).at(-1);
const pressTold = (who: typeof mawar, label: string) => who.pressOn(told(who), label, world.training);
const answers = async (question: string): Promise<string> => {
  await andi.say(question);
  return andi.last().text;
};

/** Has Mawar write an entry and Darwis approve it; gives its number. */
async function publish(values: Record<string, string>): Promise<number> {
  await mawar.command('faq baru', world.training);
  await mawar.submit({ practice: 'Kebiasaan di kantor, dipastikan Mawar.', topic: 'layanan', ...values });
  expect(mawar.modal()?.errors ?? {}).toEqual({});
  const [{ id } = { id: 0 }] = (await rows('SELECT max(id) AS id FROM faqs')) as { id: number }[];
  await approve(id);
  return id;
}
async function approve(id: number): Promise<void> {
  await pressCard(mawar, id, 'Ajukan');
  await pressCard(darwis, id, 'Setujui');
}
/** The same of another version. */
async function change(id: number, values: Record<string, string>): Promise<void> {
  await pressCard(mawar, id, 'Ubah');
  await mawar.submit(values);
  expect(mawar.modal()?.errors ?? {}).toEqual({});
  await approve(id);
}

describe('the list of entries', () => {
  it('is found by its number, by its words, and by another question of the same meaning', async () => {
    const id = await publish({
      question: 'Apakah ada tempat parkir sepeda di kantor LPSE?',
      answer: 'Ada, di sebelah pintu timur.',
    });
    await rahma.command(`faq ${id}`, world.training);
    expect(wordsOf(told(rahma))).toContain('pintu timur');
    await rahma.command('faq cari SEPEDA kantor', world.training);
    expect(wordsOf(told(rahma))).toContain('Memuat kata itu');
    expect(buttonsOf(told(rahma)).map(({ label }) => label)).toContain(`Buka ${id}`);
    await rahma.command('faq cari unta terbang', world.training);
    expect(wordsOf(told(rahma))).toContain('Tidak ada yang cocok');
    await rahma.command('faq 999999', world.training);
    expect(wordsOf(told(rahma))).toContain('tidak ada');
  });

  it('is paged, counted by state and narrowed, and offers writing to those who may', async () => {
    await rahma.command('faq', world.training);
    const labels = () => buttonsOf(told(rahma)).map(({ label }) => label);
    expect(wordsOf(told(rahma))).toMatch(/Terbit \d+ · Lewat waktu tinjau \d+/u);
    expect(labels()).not.toContain('FAQ baru');
    const opened = () => labels().filter((label) => label.startsWith('Buka '));
    const seen = new Set(opened());
    while (labels().includes('Berikutnya »')) {
      await pressTold(rahma, 'Berikutnya');
      expect(opened().some((label) => seen.has(label))).toBe(false);
      for (const label of opened()) seen.add(label);
    }
    expect(seen.size).toBe((await rows('SELECT FROM faqs WHERE published IS NOT NULL')).length);
    await pressTold(rahma, 'Draf');
    expect(wordsOf(told(rahma))).toContain('Tidak ada draf');
    await mawar.command('faq', world.training);
    expect(buttonsOf(told(mawar)).map(({ label }) => label)).toContain('FAQ baru');
  });

  it('is handed out as a file, directly to whoever asks', async () => {
    await rahma.command('faq ekspor', world.training);
    expect(buttonsOf(told(rahma)).map(({ label }) => label)).toEqual(['Ekspor Excel', 'Ekspor CSV', 'Ekspor Markdown']);
    await pressTold(rahma, 'Ekspor CSV');
    expect(wordsOf(told(rahma))).toContain('pesan langsung');
    const files = () => rahma.direct().flatMap(({ files: handed }) => handed ?? []);
    await expect
      .poll(() => files().map(({ name }) => name.replace(/.*[.]/u, '')), { timeout: 10_000 })
      .toEqual(['csv']);
    await mawar.command('faq impor', world.training);
    expect(wordsOf(told(mawar))).toContain('Jatuhkan berkas');
  });

  it('refuses whoever may not write, and says who may', async () => {
    await rahma.command('faq baru', world.training);
    expect(rahma.modal()).toBeUndefined();
    expect(wordsOf(told(rahma))).toContain('Pelatihan dan Sosialisasi');
  });
});

describe('the history of an entry', () => {
  it('shows who wrote and approved what, how versions differ, and proposes an old one again', async () => {
    const id = await publish({
      question: 'Pukul berapa loket verifikasi dibuka?',
      answer: 'Loket dibuka pukul 08.00 setiap hari kerja. Bawa KTP asli.',
    });
    await change(id, { answer: 'Loket dibuka pukul 09.30 setiap hari kerja. Bawa KTP asli.' });
    expect(await answers('Pukul berapa loket verifikasi dibuka?')).toContain('09.30');

    await pressCard(rahma, id, 'Riwayat');
    const history = wordsOf(told(rahma));
    for (const words of ['Versi 2', 'Versi 1', 'Mawar', 'Darwis', 'WITA', 'digantikan'])
      expect(history).toContain(words);
    expect(buttonsOf(told(rahma)).some(({ label }) => label.startsWith('Pulihkan'))).toBe(false);
    await pressTold(rahma, 'Beda versi 2');
    const difference = wordsOf(told(rahma));
    expect(difference).toMatch(/− .*08\.00.*\+ .*09\.30/su);
    expect(JSON.stringify(told(rahma)?.blocks)).toMatch(/"text":"08\.00","style":\{"bold":true\}/u);
    expect(difference).toContain('Bawa KTP asli');

    await mawar.command(`faq riwayat ${id}`, world.training);
    await pressTold(mawar, 'Pulihkan versi 1');
    expect(wordsOf(card(id))).toContain('Pemulihan versi 1');
    await mawar.command('faq', world.training);
    await pressTold(mawar, 'Draf');
    expect(wordsOf(told(mawar))).toContain('ada usulan perubahan');
    // Nothing answers that nobody has approved.
    expect(await answers('Pukul berapa loket verifikasi dibuka?')).toContain('09.30');
    await approve(id);
    expect(await answers('Pukul berapa loket verifikasi dibuka?')).toContain('08.00');
    expect(cards(id)).toHaveLength(1);
  });
});

describe('an entry that is wrong', () => {
  it('is withdrawn with a reason, answers nothing at once, and can be restored', async () => {
    const question = 'Apakah kantor LPSE meminjamkan payung?';
    const id = await publish({ question, answer: 'Ya, payung biru di meja depan.' });
    expect(await answers(question)).toContain('payung biru');
    await pressCard(mawar, id, 'Tarik');
    await mawar.submit({ reason: 'x' });
    expect(mawar.modal()?.errors).toHaveProperty('reason');
    await mawar.submit({ reason: 'Payungnya sudah habis.' });
    expect(wordsOf(card(id))).toContain('Payungnya sudah habis');
    expect(below(id)).toContain('Mawar');
    expect(await answers(question)).not.toContain('payung biru');
    // Of a message that is older than that.
    await mawar.command('faq', world.training);
    await pressTold(mawar, 'Ditarik');
    expect(wordsOf(told(mawar))).toContain('payung');

    await pressCard(mawar, id, 'Pulihkan');
    await approve(id);
    expect(await answers(question)).toContain('payung biru');
  });

  it('does not come back by a proposal that was submitted before it was withdrawn', async () => {
    const question = 'Apakah kantor LPSE meminjamkan proyektor?';
    const id = await publish({ question, answer: 'Ya, dua hari.', owner: '' });
    await pressCard(mawar, id, 'Ubah');
    await mawar.submit({ answer: 'Ya, tiga hari.' });
    await pressCard(mawar, id, 'Ajukan');
    const button = buttonsOf(card(id)).find(({ label }) => label.includes('Setujui'));
    await pressCard(darwis, id, 'Tarik');
    await darwis.submit({ reason: 'Tidak dipinjamkan sama sekali.' });
    expect(wordsOf(card(id))).toContain('Versi 2: draf');
    expect(wordsOf(card(id))).not.toContain('tetap menjawab');
    await world.slack.people
      .press(darwis.id, { channel: world.training, ts: card(id)?.ts ?? '' }, button?.id ?? '')
      .catch(() => {});
    await darwis.settle();
    expect(await rows('SELECT published, withdrawn_at IS NULL AS answers FROM faqs WHERE id = $1', id)).toEqual([
      { published: 1, answers: false },
    ]);
    // Whoever wants it after all submits it again.
    await approve(id);
    expect(await answers(question)).toContain('tiga hari');
  });
});

/** Subscribes to what is new in the FAQ. */
async function subscribe(who: typeof andi): Promise<void> {
  await who.say('/langganan');
  await who.press('FAQ');
}
const received = (who: typeof andi, words: string) => who.replies().filter(({ text }) => text.includes(words)).length;

describe('an entry for subscribers', () => {
  const question = 'Apakah pelatihan SPSE bulan ini dibuka?';

  it('goes out once per version, with the exact text confirmed before, whoever presses', async () => {
    const id = await publish({ question, answer: 'Ya, setiap Selasa di ruang pelatihan.' });
    // Nobody wants it yet: no form opens, and it is said why.
    await pressCard(mawar, id, 'Kirim ke pelanggan');
    expect(mawar.modal()).toBeUndefined();
    expect(wordsOf(told(mawar))).toContain('tidak seorang pun berlangganan');

    await subscribe(andi);
    await pressCard(mawar, id, 'Kirim ke pelanggan');
    const form = JSON.stringify(mawar.modal()?.view);
    for (const words of ['1 pelanggan', 'Jawaban resmi', question, 'setiap Selasa', 'Catatan', '/langganan'])
      expect(form).toContain(words);
    expect(received(andi, 'setiap Selasa')).toBe(0);
    await mawar.submit({});
    expect(received(andi, 'setiap Selasa')).toBe(1);
    expect(received(sitti, 'setiap Selasa')).toBe(0);
    expect(wordsOf(card(id))).toContain('selesai dikirim ke 1 penerima');
    expect(below(id)).toContain('mengirim versi 1');
    expect(buttonsOf(card(id)).map(({ label }) => label)).not.toContain('Kirim ke pelanggan');

    // A list that was opened before still has no other effect.
    await change(id, { answer: 'Ya, setiap Rabu di ruang pelatihan.' });
    await pressCard(mawar, id, 'Kirim ke pelanggan');
    await pressCard(darwis, id, 'Kirim ke pelanggan');
    expect(JSON.stringify(mawar.modal()?.view)).toMatch(/Jawaban resmi, diperbarui \d+ \S+ \d{4}/u);
    await mawar.submit({});
    await darwis.submit({});
    expect(wordsOf(told(darwis))).toMatch(/sudah dikirim ke pelanggan .*WITA.*Mawar/su);
    expect(received(andi, 'setiap Rabu')).toBe(1);
  });

  it('is not sent in a version that was replaced while its form was open, or once it is withdrawn', async () => {
    const id = await publish({ question: 'Apakah ruang bidding buka Sabtu?', answer: 'Tidak, hanya hari kerja.' });
    await pressCard(darwis, id, 'Kirim ke pelanggan');
    await change(id, { answer: 'Tidak, hanya Senin sampai Jumat.' });
    await darwis.submit({});
    expect(wordsOf(told(darwis))).toContain('sudah terbit versi lain');
    await pressCard(darwis, id, 'Kirim ke pelanggan');
    await pressCard(mawar, id, 'Tarik');
    await mawar.submit({ reason: 'Keliru harinya.' });
    await darwis.submit({});
    expect(wordsOf(told(darwis))).toContain('sudah ditarik');
    expect(received(andi, 'hanya hari kerja') + received(andi, 'Senin sampai Jumat')).toBe(0);
  });

  /** A version whose sending somebody has paused before the first message left. */
  async function paused(id: number): Promise<void> {
    await rows(
      `WITH sent AS (INSERT INTO broadcasts (subject, reply, topic, state, upto, made_at)
         SELECT 'faq:' || $1::text || ':1', $3::jsonb, 'faq', 'paused', max(id), now() FROM subscriptions RETURNING id)
       INSERT INTO faq_pushes (faq, version, broadcast, person, shown_at)
       SELECT $1::integer, 1, sent.id, people.id, now() FROM sent, people WHERE people.address = $2`,
      id,
      mawar.id,
      JSON.stringify({ blocks: [{ kind: 'paragraph', spans: [`Kiriman nomor ${id}`] }] }),
    );
    await mawar.command(`faq ${id}`, world.training);
  }
  const labels = () => buttonsOf(told(mawar)).map(({ label }) => label);

  it('goes on where it was paused, and is refused to whoever had its form open meanwhile', async () => {
    const id = await publish({ question: 'Apakah helpdesk libur 17 Agustus?', answer: 'Ya, libur nasional.' });
    await pressCard(mawar, id, 'Kirim ke pelanggan');
    await paused(id);
    expect(wordsOf(told(mawar))).toContain('dijeda petugas');
    await pressTold(mawar, 'Lanjutkan');
    expect(received(andi, `Kiriman nomor ${id}`)).toBe(1);
    expect(wordsOf(card(id))).toContain('selesai dikirim ke 1 penerima');
    expect(below(id)).toContain('melanjutkan pengiriman');
    await mawar.submit({});
    expect(wordsOf(told(mawar))).toContain('sudah dikirim');
    expect(received(andi, 'libur nasional')).toBe(0);
  });

  it('is stopped by a later version that is published', async () => {
    const id = await publish({ question: 'Apakah kursi roda disediakan?', answer: 'Tidak ada.', owner: '' });
    await paused(id);
    await change(id, { answer: 'Ada, di loket.' });
    expect(await rows('SELECT state FROM broadcasts WHERE subject = $1', `faq:${id}:1`)).toEqual([
      { state: 'stopped' },
    ]);
    await mawar.command(`faq ${id}`, world.training);
    expect(labels()).not.toContain('Lanjutkan');
    expect(received(andi, `Kiriman nomor ${id}`)).toBe(0);
  });

  it('is stopped by whoever looks after it, and by being withdrawn', async () => {
    const stopped = await publish({ question: 'Apakah loket buka malam hari?', answer: 'Tidak, hanya siang.' });
    await paused(stopped);
    await pressTold(mawar, 'Hentikan pengiriman');
    expect(below(stopped)).toContain('menghentikan pengiriman');
    const withdrawn = await publish({ question: 'Apakah antrean memakai nomor?', answer: 'Ya, ambil di depan.' });
    await paused(withdrawn);
    await pressTold(mawar, 'Tarik');
    await mawar.submit({ reason: 'Mesinnya rusak.' });
    for (const id of [stopped, withdrawn]) {
      await mawar.command(`faq ${id}`, world.training);
      expect(labels()).not.toContain('Lanjutkan');
      expect(wordsOf(told(mawar))).toContain('pengiriman dibatalkan petugas');
      expect(received(andi, `Kiriman nomor ${id}`)).toBe(0);
    }
  });
});

describe('what time brings', () => {
  const owned = { question: 'Siapa petugas jaga loket hari Jumat?', answer: 'Petugas piket, lihat papan pengumuman.' };

  it('reminds the owner before the day, on it, and when it is long past, each once; Masih benar ends that', async () => {
    const id = await publish({ ...owned, owner: mawar.id });
    const reminders = () =>
      mawar.direct().filter((one) => wordsOf(one).includes('perlu ditinjau') && wordsOf(one).includes(owned.question));
    const wait = async (days: number) => {
      later += days * DAY;
      await world.app.tidy();
      await mawar.settle();
    };
    await wait(80);
    expect(reminders()).toHaveLength(0);
    await wait(4);
    await wait(1);
    expect(reminders()).toHaveLength(1);
    await wait(7);
    expect(reminders()).toHaveLength(2);
    await wait(17);
    expect(reminders()).toHaveLength(3);
    expect(wordsOf(reminders().at(-1))).toContain('belum ditinjau sejak');
    expect(await answers(owned.question)).toContain('belum ditinjau sejak');

    await mawar.command('faq', world.training);
    await pressTold(mawar, 'Milik saya');
    expect(wordsOf(told(mawar))).toContain(`${owned.question} · lewat waktu tinjau`);
    await mawar.pressOn(reminders().at(-1), `Buka ${id}`, world.slack.people.directChannel(mawar.id));
    await mawar.pressOn(mawar.direct().at(-1), 'Masih benar', world.slack.people.directChannel(mawar.id));
    expect(wordsOf(mawar.direct().at(-1))).toContain('masih benar');
    expect(await answers(owned.question)).not.toContain('belum ditinjau sejak');
    await wait(3);
    expect(reminders()).toHaveLength(3);
  });

  it('tells once that what an entry rests on has changed: its owner, or all trainers where it has none', async () => {
    const mine = await publish({ question: 'Apa tugas Sekretariat?', answer: 'Lihat pasalnya.', owner: mawar.id });
    const came = 8;
    await rows(
      `UPDATE faqs SET basis_changed_at = now(), basis_changed = content->'basis' FROM faq_versions
       WHERE faq = id AND version = published AND id = ANY ($1)`,
      [mine, came],
    );
    await mawar.command('bantuan', world.training);
    const toMawar = () => mawar.direct().filter((one) => wordsOf(one).includes('Dasar FAQ Anda berubah'));
    const toAll = () => inTraining().filter((one) => wordsOf(one).includes('⚖️ Dasar FAQ berubah'));
    expect(toMawar().map(wordsOf).join()).toContain('Apa tugas Sekretariat?');
    expect(toAll().map(wordsOf).join()).toMatch(/Apakah ada syarat pendaftaran tambahan\? · .*Pasal 21 ayat \(3\)/u);
    await mawar.command('bantuan', world.training);
    expect([toMawar(), toAll()].map(({ length }) => length)).toEqual([1, 1]);

    await darwis.pressOn(toAll()[0], `Buka ${came}`, world.training);
    // Nobody is sent what nobody has looked at since.
    await pressTold(darwis, 'Kirim ke pelanggan');
    expect(wordsOf(told(darwis))).toContain('belum ditinjau');
    await darwis.pressOn(toAll()[0], `Buka ${came}`, world.training);
    expect(wordsOf(told(darwis))).toContain('Dasarnya berubah');
    await pressTold(darwis, 'Masih benar');
    expect(wordsOf(told(darwis))).toContain('masih benar');
    expect(wordsOf(card(came))).not.toContain('Dasarnya berubah');
    expect(below(came)).toContain('Darwis');
  });

  it('lets no entry be called right of which the basis is gone', async () => {
    const id = await publish({ question: 'Siapa memimpin rapat bulanan?', answer: 'Lihat pasalnya.' });
    const gone = [{ document: 'perbup-31-2012', pasal: 999 }];
    await rows(
      `UPDATE faq_versions SET content = jsonb_set(content, '{basis}', $2::jsonb) WHERE faq = $1`,
      id,
      JSON.stringify(gone),
    );
    await pressCard(mawar, id, 'Masih benar');
    expect(wordsOf(told(mawar))).toContain('tidak ada lagi');
  });
});

describe('at home', () => {
  it('trainers find the FAQ, and every page leads back', async () => {
    const { people } = world.slack;
    const press = async (label: string) => {
      const { blocks } = people.view().homes[mawar.id] as { blocks: unknown[] };
      const button = buttonsOf({ text: '', blocks } as Parameters<typeof buttonsOf>[0]).find(
        (one) => one.label === label,
      );
      await people.press(mawar.id, { home: true }, button?.id ?? '');
      await mawar.settle();
    };
    people.openHome(mawar.id);
    await mawar.settle();
    expect(mawar.home()).toContain('Menunggu persetujuan');
    await press('Daftar FAQ');
    expect(mawar.home()).toContain('/lpse faq cari kata kunci');
    await press('✓ Semua');
    await press('« Kembali');
    expect(mawar.home()).toContain('Meja tiket');
    people.openHome(rahma.id);
    await rahma.settle();
    expect(rahma.home()).not.toContain('Daftar FAQ');
  });
});
