import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SlackMessageView, TelegramMessageView } from '../../bot/sandbox/views.ts';
import type { Needs } from '../../handlers/visit.ts';
import { tellWaiting } from '../../handlers/wishes.ts';
import { buttonsOf, officer, wordsOf } from '../support/officer.ts';
import { csvFile, entry, uploading } from '../support/uploads.ts';
import { vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

/** A Monday at 10.00 WITA. */
const NOW = Date.UTC(2026, 10, 23, 2);
const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;

let world: Awaited<ReturnType<typeof createWorld>>;
/** Two trainers, and an officer who only may look. */
let mawar: ReturnType<typeof officer>;
let darwis: ReturnType<typeof officer>;
let rahma: ReturnType<typeof officer>;
let later = 0;

beforeAll(async () => {
  world = await createWorld({ slack: {}, now: () => NOW + later });
  mawar = officer(world, world.trainers[0] ?? '');
  darwis = officer(world, world.trainers[1] ?? '');
  rahma = officer(world, world.officer);
  await officer(world, world.admin).command(`peran beri <@${rahma.id}> LPD`);
  world.slack.people.join(rahma.id, world.training);
}, 180_000);
afterAll(() => world.close());
beforeEach(async () => {
  for (const who of [mawar, darwis, rahma]) {
    const open = who.modal();
    if (open) world.slack.people.closeModal(who.id, open.id);
  }
  await world.helpdesk.db.query('DELETE FROM answers');
  await world.helpdesk.db.query('DELETE FROM gaps');
});

const rows = <Row>(sql: string, params: unknown[] = []) => world.helpdesk.db.query<Row>(sql, params);
const labels = (message: TelegramMessageView | undefined) => (message?.buttons ?? []).flat().map(({ text }) => text);
/** What only that person was told in the channel of the trainers, the last of it. */
const told = (who: typeof mawar): SlackMessageView | undefined => who.told(world.training).at(-1);
/** What trainers read: everything that the bot wrote in Slack. */
const slack = () => JSON.stringify(world.slack.people.view());

/** An answer that helped nobody, as if it was given. */
async function asked(
  question: string,
  { kind = 'not_found', confidence = 0.2, person = 'Andi' } = {},
): Promise<number> {
  const [who] = await rows<{ id: number }>(
    `INSERT INTO people (channel, address, name, roles) VALUES ('telegram', $1, $1, '{vendor}')
     ON CONFLICT (channel, address) DO UPDATE SET name = excluded.name RETURNING id`,
    [person],
  );
  const [answer] = await rows<{ id: number }>(
    `INSERT INTO answers (person, channel, chat, question, kind, confidence, reply, citations)
     VALUES ($1, 'telegram', $2, $3, $4, $5, '{"blocks":[],"english":false}', '[]') RETURNING id`,
    [who?.id, person, question, kind, confidence],
  );
  return answer?.id ?? 0;
}

/** Nothing that comes with the program answers it. */
const QUOTA = 'berapa kuota peserta pelatihan spse?';
const BUS = 'apakah di lpse ada parkir bus untuk rombongan?';

/** The list, as that person sees it. */
async function list(who = mawar): Promise<string> {
  await who.command('celah', world.training);
  return wordsOf(told(who));
}

const ENTRY = {
  answer: 'Tiga puluh orang untuk setiap pelatihan.',
  practice: 'Kebiasaan kantor; dipastikan Sekretariat.',
  topic: 'layanan',
};

describe('the list of what could not be answered', () => {
  it('says so when there is nothing', async () => {
    expect(await list()).toContain('Tidak ada celah yang terbuka');
  });

  it('groups by meaning, counts people and reasons, and shows the most asked first', async () => {
    await asked('berapa lebar pintu gudang arsip kantor?', { person: 'Rusdi' });
    await asked('apakah parkir bus rombongan tersedia di lpse', { person: 'Sitti' });
    await asked('di lpse ada parkir bus buat rombongan ga', { person: 'Baso' });
    const judged = await asked('ada parkir bus untuk rombongan di lpse?', { kind: 'answer', confidence: 0.99 });
    await asked('syarat daftar penyedia apa saja', { kind: 'answer', confidence: 0.99 });
    expect(await list()).toContain('2 kelompok');
    await rows(`INSERT INTO judgements (answer, person, useful) SELECT id, person, false FROM answers WHERE id = $1`, [
      judged,
    ]);
    const words = await list();
    expect(words.indexOf('parkir bus')).toBeLessThan(words.indexOf('pintu gudang'));
    expect(words).toContain('3 orang, 3 kali: 2 tidak ditemukan, 1 👎');
    expect(words).not.toContain('syarat daftar penyedia');
    // Asked again nothing is counted twice.
    expect(await list()).toContain('3 orang, 3 kali');
  });

  it('shows no name, no personal number and nothing that staff are accused of', async () => {
    await asked('ktp saya 7604012509900001 bisa untuk parkir bus rombongan?', { person: 'Nama Rahasia' });
    await asked('petugas lpse minta uang 5 juta supaya menang tender, lapor ke mana?');
    const restricted = await asked('ada apa dengan loket nomor tiga hari ini?');
    await rows(
      `INSERT INTO tickets (number, key, reporter_name, origin, kind, category, description, urgent, restricted, priority,
         answer, opened_at, counted_from, changed_at)
       VALUES ('L-2026-09001', 'test:1', 'x', 'internet', 'keluhan', 'petugas', 'x', false, true, 1, $1, now(), now(), now())`,
      [restricted],
    );
    const words = await list();
    expect(words).toContain('1 kelompok');
    expect(words).toContain('parkir bus');
    expect(words).not.toMatch(/7604|Nama Rahasia|5 juta|loket/u);
    await mawar.pressOn(told(mawar), 'Rincian', world.training);
    expect(wordsOf(told(mawar))).toContain('[disamarkan]');
    expect(slack()).not.toMatch(/7604012509900001|Nama Rahasia|loket nomor tiga/u);
    await rows(`DELETE FROM tickets WHERE key = 'test:1'`);
  });

  it('has pages, and lets who does not write only look', async () => {
    const things = [
      'kolam renang',
      'lapangan tenis',
      'mesin kopi',
      'papan catur',
      'taman bunga',
      'rak sepatu',
      'piano',
    ];
    for (const thing of things) await asked(`apakah kantor punya ${thing}?`);
    await list(rahma);
    const first = told(rahma);
    expect(
      buttonsOf(first)
        .map(({ label }) => label)
        .join(),
    ).not.toContain('Buat draf');
    await rahma.pressOn(first, 'Berikutnya', world.training);
    const second = wordsOf(told(rahma));
    const shown = things.filter((thing) => second.includes(thing));
    expect(shown).toHaveLength(2);
    for (const thing of shown) expect(wordsOf(first)).not.toContain(thing);
  });

  it('makes one group of what two look at in the same moment', async () => {
    for (const person of ['Andi', 'Sitti', 'Rusdi']) await asked(BUS, { person });
    await Promise.all([mawar.command('celah', world.training), darwis.command('celah', world.training)]);
    expect(await list()).toContain('1 kelompok');
    expect(wordsOf(told(mawar))).toContain('3 orang, 3 kali');
  });

  it('closes a group with a reason, keeps it closed when it is asked again, and opens it when pressed again', async () => {
    await asked(BUS);
    await list();
    await mawar.pressOn(told(mawar), 'Rincian', world.training);
    await mawar.pressOn(told(mawar), 'di luar layanan', world.training);
    const closed = told(mawar);
    expect(wordsOf(closed)).toContain('ditutup: di luar layanan lpse');
    await asked('di lpse ada parkir bus untuk rombongan?', { person: 'Sitti' });
    expect(await list()).toContain('Tidak ada celah yang terbuka');
    await mawar.pressOn(closed, 'Buka lagi', world.training);
    expect(await list()).toContain('2 orang, 2 kali');
    // A second press finds it open.
    await mawar.pressOn(closed, 'Buka lagi', world.training);
    expect(wordsOf(told(mawar))).toContain('sudah ditindaklanjuti');
  });
});

describe('a draft from a group', () => {
  it('is prefilled, approved by another, and told once to whoever asked for it', async () => {
    const andi = vendor(world, 'Andi Penanya');
    const sitti = vendor(world, 'Sitti Penanya');
    expect(labels(await andi.say(QUOTA))).toContain('🔔 Kabari saya');
    const noted = await andi.press('Kabari saya');
    expect(noted.text).toContain('Anda akan saya kabari');
    expect(noted.text).toContain('Tekan tombol itu sekali lagi');
    await sitti.say('kuota peserta pelatihan spse brp ya');
    await sitti.press('Kabari saya');
    expect(labels(sitti.replies().at(-2))).toContain('🔔 Akan dikabari ✓ (batalkan)');
    expect((await sitti.press('Akan dikabari')).text).toContain('tidak akan dikabari');
    // A judgement leaves the wish as it is drawn, and the wish the judgement.
    await andi.press('👎');
    await andi.press('Lewati');
    expect(andi.replies().flatMap(labels)).toContain('🔔 Akan dikabari ✓ (batalkan)');
    await andi.press('Akan dikabari');
    await andi.press('Kabari saya');
    expect(andi.replies().flatMap(labels)).toEqual(expect.arrayContaining(['🔔 Akan dikabari ✓ (batalkan)', '👎 ✓']));

    expect(await list()).toContain('1 menunggu kabar');
    await mawar.pressOn(told(mawar), 'Buat draf', world.training);
    expect(JSON.stringify(mawar.modal())).toContain('kuota peserta pelatihan spse brp ya');
    expect(JSON.stringify(mawar.modal())).toContain('Belum ada jawaban petugas');
    await mawar.submit({ topic: 'layanan', answer: 'ya' });
    expect(Object.keys(mawar.modal()?.errors ?? {})).toContain('answer');
    await mawar.submit({ ...ENTRY, question: 'Berapa orang yang dapat ikut pelatihan SPSE?' });
    const [draft] = await rows<{ content: { variants: string[] } }>(
      'SELECT content FROM faq_versions ORDER BY faq DESC LIMIT 1',
    );
    expect(draft?.content.variants).toContain('kuota peserta pelatihan spse brp ya');
    const [faq] = await rows<{ id: number; gap: number }>('SELECT id, gap FROM faqs ORDER BY id DESC LIMIT 1');
    expect(faq?.gap).toBeGreaterThan(0);
    expect(await list()).toContain(`FAQ ${faq?.id} sedang disiapkan`);

    const heard = andi.replies().length;
    const card = () =>
      mawar
        .messages(world.training)
        .find((one) => !one.onlyFor && !one.threadTs && wordsOf(one).includes(`${faq?.id}`));
    await mawar.pressOn(card(), 'Ajukan', world.training);
    await darwis.pressOn(card(), 'Setujui', world.training);
    await darwis.settle();
    const answered = andi.last().text;
    expect(andi.replies()).toHaveLength(heard + 1);
    expect(answered).toContain('kini ada jawabannya');
    expect(answered).toContain(ENTRY.answer);
    expect(answered).toContain(`Catatan: ${ENTRY.practice}`);
    expect(mawar.thread(`${faq?.id}`, world.training).map(wordsOf).join()).toContain('1 orang yang menunggu');
    expect(sitti.replies().some(({ text }) => text.includes('kini ada jawabannya'))).toBe(false);
    expect(await list()).toContain('Tidak ada celah yang terbuka');
    expect(slack()).not.toMatch(/Penanya/u);
    // Who wishes it only now has the answer at once.
    await sitti.press('Kabari saya');
    expect(sitti.last().text).toContain(ENTRY.answer);
    await expect.poll(async () => (await andi.say(QUOTA)).text).toContain(ENTRY.answer);
  });

  it('takes what an officer answered, masked and marked as to be checked', async () => {
    const answer = await asked('bolehkah membawa bekal makan siang ke ruang bidding?');
    await rows(
      `INSERT INTO tickets (number, key, reporter_name, origin, kind, category, description, urgent, restricted, priority,
         answer, resolution, opened_at, counted_from, changed_at, resolved_at)
       VALUES ('L-2026-09002', 'test:2', 'x', 'internet', 'permintaan', 'lain', 'x', false, false, 4, $1,
         'Boleh, hubungi 081234567890 lebih dahulu.', now(), now(), now(), now())`,
      [answer],
    );
    expect(await list()).toContain('ada jawaban petugas');
    await mawar.pressOn(told(mawar), 'Buat draf', world.training);
    const form = JSON.stringify(mawar.modal());
    expect(form).toContain('Boleh, hubungi [disamarkan] lebih dahulu.');
    expect(form).toContain('L-2026-09002 dan BELUM diperiksa');
    await rows(`DELETE FROM tickets WHERE key = 'test:2'`);
  });
});

describe('to be told', () => {
  it('is for whoever asked, in private, of what was not found', async () => {
    const andi = vendor(world);
    const forged = async (answer: number) =>
      await andi.do(() =>
        world.telegram.deliver({
          callback_query: {
            id: '1',
            from: { id: andi.id, is_bot: false, first_name: 'Andi' },
            chat_instance: 'x',
            data: `wish:${answer}`,
            message: { message_id: andi.last().id, date: 0, chat: { id: andi.id, type: 'private' } },
          },
        }),
      );
    await andi.say('syarat daftar penyedia apa saja?');
    expect(labels(andi.last()).join()).not.toContain('Kabari');
    const [own] = await rows<{ id: number }>('SELECT max(id) AS id FROM answers');
    for (const answer of [own?.id ?? 0, await asked(QUOTA), 999_999]) {
      await forged(answer);
      expect(andi.last().text).toContain('sudah tidak berlaku');
    }
    expect(await rows('SELECT FROM wishes')).toEqual([]);
  });

  it('happens too where nobody put the question into a group, or wrote the entry for it', async () => {
    const andi = vendor(world);
    await andi.say('berapa denda kalau dokumen tender hilang?');
    await andi.press('Kabari saya');
    const entry = {
      ...{ id: 1_500, version: 1, question: 'Berapa denda bila dokumen tender hilang?', variants: [] },
      ...{ answer: 'Tidak ada dendanya.', basis: [], practice: 'Kebiasaan.', topic: 'layanan' as const },
    };
    const { db, knowledge } = world.helpdesk;
    const needs = { db, knowledge, now: () => NOW } as Needs;
    for (let times = 0; times < 2; times++) await db.transaction((tx) => tellWaiting(tx, needs, entry));
    await mawar.settle();
    expect(andi.replies().filter(({ text }) => text.includes('Tidak ada dendanya.'))).toHaveLength(1);
  });
});

describe('an import', () => {
  it('tells whoever waits for one of its entries, once, and answers the group that a draft was begun for', async () => {
    const files = uploading(world);
    const andi = vendor(world, 'Andi Penunggu');
    const sitti = vendor(world, 'Sitti Penunggu');
    await andi.say('berapa denda kalau dokumen tender hilang?');
    await andi.press('Kabari saya');
    await sitti.say('berapa lebar pintu gudang arsip kantor?');
    await sitti.press('Kabari saya');
    await list();
    const [gap] = await rows<{ id: number }>(`SELECT id FROM gaps WHERE question LIKE '%gudang%'`);
    await mawar.command('faq baru', world.training);
    const door = 'Berapa lebar pintu gudang arsip kantor?';
    await mawar.submit({ ...ENTRY, question: door, answer: 'Satu meter.' });
    await rows(
      `UPDATE gaps SET state = 'dikerjakan', faq = (SELECT max(id) FROM faqs WHERE published IS NULL) WHERE id = $1`,
      [gap?.id],
    );
    const brought = [
      entry('Berapa denda bila dokumen tender hilang?', { jawaban: 'Tidak ada dendanya sama sekali.' }),
      entry(door, { jawaban: 'Sembilan puluh sentimeter.' }),
      entry('Apakah kantor punya papan seluncur?'),
    ];
    await files.drop(mawar, csvFile('denda.csv', brought));
    await files.press(darwis, files.card('denda.csv'), 'Terapkan');
    const heard = (who: typeof andi) => who.replies().filter(({ text }) => text.includes('kini ada jawabannya'));
    expect(heard(andi).map(({ text }) => text)).toEqual([expect.stringContaining('Tidak ada dendanya sama sekali.')]);
    expect(heard(sitti).map(({ text }) => text)).toEqual([expect.stringContaining('Sembilan puluh sentimeter.')]);
    expect(await rows('SELECT state FROM gaps WHERE id = $1', [gap?.id])).toEqual([{ state: 'terjawab' }]);
    expect(await rows(`SELECT name FROM chores WHERE name LIKE 'faq-import:%'`)).toEqual([]);
  });
});

describe('a group that an entry answers already', () => {
  it('is joined by its number, and the number must be of one that is published', async () => {
    await asked('apakah lpse polewali itu sebenarnya singkatan apa dan apa kepanjangannya sekarang?');
    await list();
    await mawar.pressOn(told(mawar), 'Sudah ada di FAQ', world.training);
    await mawar.submit({ faq: '9999' });
    expect(Object.values(mawar.modal()?.errors ?? {}).join()).toContain('tidak ada');
    await mawar.submit({ faq: '1' });
    expect(wordsOf(told(mawar))).toContain('1 cara bertanya diusulkan');
    expect(await list()).toContain('FAQ 1 sedang disiapkan');
    const [faq] = await rows<{ proposed: number | null }>('SELECT proposed FROM faqs WHERE id = 1');
    expect(faq?.proposed).not.toBeNull();
  });
});

describe('every Monday', () => {
  const posted = () =>
    mawar
      .messages(world.training)
      .filter((one) => !one.onlyFor && !one.threadTs && /Celah pekan ini/u.test(wordsOf(one)));

  it('brings the list to the trainers, and one line when there is nothing', async () => {
    const [chore] = await rows<{ due_at: Date }>(`SELECT due_at FROM chores WHERE name = 'gaps'`);
    // The opening of the next Monday, 07.30 WITA.
    expect(chore?.due_at.toISOString()).toBe('2026-11-29T23:30:00.000Z');
    await asked(BUS);
    later = WEEK - 2 * HOUR;
    await mawar.settle();
    expect(posted()).toHaveLength(1);
    expect(wordsOf(posted()[0])).toContain('parkir bus');
    await rows('DELETE FROM answers');
    later += WEEK;
    await mawar.settle();
    expect(posted()).toHaveLength(2);
    expect(wordsOf(posted()[1])).toContain('tidak ada pertanyaan baru');
  });
});
