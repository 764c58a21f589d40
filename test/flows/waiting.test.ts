import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAi } from '../../knowledge/index.ts';
import type { ModelSettings } from '../../knowledge/model/index.ts';
import { passagesIn } from '../eval/prompt-reading.ts';
import { type Asked, type ModelServer, type Reply, startModelServer } from '../support/model-server.ts';
import { modelsAt } from '../support/models.ts';
import { voiceNote } from '../support/sounds.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;
type Vendor = ReturnType<typeof vendor>;

const QUESTION = 'Apakah LPSE boleh meminta syarat tambahan pada saat pendaftaran penyedia?';
const OTHER = 'Apakah LPSE perlu melakukan pemeriksaan lapangan?';
const QUOTE = 'tidak perlu menambahkan persyaratan registrasi';
const BY_AI = 'Disusun AI';
const COMPLAINT = 'saya tidak bisa login spse, error 500';

/** A writer who says one thing about the passage that holds it. */
const written = (asked: Asked): Reply => {
  const about = asked.user.includes(OTHER) ? 'pemeriksaan lapangan' : 'tidak perlu menambahkan';
  const teks = asked.user.includes(OTHER)
    ? 'LPSE tidak harus melakukan pemeriksaan lapangan.'
    : 'LPSE tidak perlu menambahkan syarat registrasi selain yang diatur dalam Pasal 21 ayat (1).';
  const token = passagesIn(asked).find(({ text }) => text.replace(/\s+/gu, ' ').includes(about))?.token ?? 'S1';
  return { writes: { maksud: 'pertanyaan', kelengkapan: 'lengkap', klaim: [{ teks, sumber: [token] }] } };
};

const later = (afterMs: number, then: Reply): Reply => ({ afterMs, then });

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.answers(() => 'hang');
  server.hears(QUESTION);
  server.journal.length = 0;
});

/** A helpdesk whose models write and listen, and do not find by meaning. */
const helpdeskWith = (more: Partial<ModelSettings>) =>
  createWorld({
    ai: async ({ db, knowledge }) => {
      const { embedder: _none, ...settings } = modelsAt(server.url, more);
      const patience = { faults: 1_000, restMs: 1_000 };
      const ai = await openAi({ db, knowledge, settings, patience });
      if (!ai) throw new Error('no models');
      return ai;
    },
  });
const write = (world: World, who: Vendor, text: string) => world.telegram.people.say(who.id, who.id, text);
const asksModel = (path = 'chat/completions') =>
  expect.poll(() => server.journal.filter((got) => got.path.endsWith(path)).length, { interval: 10, timeout: 5_000 });
const replies = (who: Vendor, timeout = 5_000) => expect.poll(() => who.replies().length, { interval: 20, timeout });
const texts = (who: Vendor) => who.replies().map(({ text }) => text);
const signs = (world: World, who: Vendor) =>
  world.telegram.calls.filter(
    ({ method, params }) => method === 'sendChatAction' && Number((params as { chat_id: unknown }).chat_id) === who.id,
  ).length;

/** Long enough for the sign to be shown twice. */
const LIMIT_MS = 7_000;
/** More than the program needs for everything but waiting, on a busy computer. */
const SLACK_MS = 4_000;

describe('while a model does not answer', () => {
  let world: World;
  beforeAll(async () => {
    world = await helpdeskWith({ timeLimitMs: LIMIT_MS });
  });
  afterAll(() => world.close());

  it.each(['words', 'a voice note'])(
    'whoever sent %s sees that it is worked on until the answer, and nobody else waits',
    {
      timeout: 40_000,
    },
    async (kind) => {
      const [andi, budi] = [vendor(world), vendor(world, 'Budi')];
      const began = Date.now();
      if (kind === 'words') write(world, andi, QUESTION);
      else {
        server.next('hang');
        world.telegram.people.sendVoice(andi.id, andi.id, voiceNote());
      }
      await expect.poll(() => signs(world, andi), { interval: 10, timeout: SLACK_MS }).toBe(1);
      write(world, budi, COMPLAINT);
      await replies(budi, SLACK_MS).toBe(1);
      expect(texts(andi)).toEqual([]);
      await replies(andi, LIMIT_MS + SLACK_MS).toBe(1);
      expect(Date.now() - began).toBeLessThan(LIMIT_MS + SLACK_MS);
      expect(andi.last().text).toContain(kind === 'words' ? QUOTE : 'terlalu lama');
      expect(signs(world, andi)).toBeGreaterThan(1);
    },
  );

  it('a voice note has one limit for hearing and writing', { timeout: 40_000 }, async () => {
    const andi = vendor(world);
    server.next(later(LIMIT_MS - 1_500, { raw: JSON.stringify({ text: QUESTION }) }));
    const began = Date.now();
    world.telegram.people.sendVoice(andi.id, andi.id, voiceNote());
    await replies(andi, 2 * LIMIT_MS).toBe(2);
    expect(Date.now() - began).toBeLessThan(LIMIT_MS + SLACK_MS);
    expect(texts(andi)).toEqual([expect.stringContaining('Saya mendengar'), expect.stringContaining(QUOTE)]);
    await asksModel().toBe(1);
  });

  it('each of many questions of one person is answered within the limit', { timeout: 40_000 }, async () => {
    const andi = vendor(world);
    const began = Date.now();
    for (const word of ['kecil', 'besar', 'luar']) write(world, andi, `Apakah LPSE boleh meminta syarat ${word}?`);
    await replies(andi, 4 * LIMIT_MS).toBe(3);
    expect(Date.now() - began).toBeLessThan(LIMIT_MS + SLACK_MS);
  });
});

describe('whoever does not wait for a model', () => {
  let world: World;
  beforeAll(async () => {
    world = await helpdeskWith({ timeLimitMs: 60_000 });
  });
  afterAll(() => world.close());
  beforeEach(async () => void (await world.helpdesk.db.query('DELETE FROM answer_cache')));

  it.each([
    ['/batal', 'Dibatalkan'],
    ['/start', 'Privasi'],
  ])('has the answer by quoting, and then that to %s', async (command, said) => {
    const andi = vendor(world);
    write(world, andi, QUESTION);
    await asksModel().toBe(1);
    write(world, andi, command);
    await replies(andi).toBe(2);
    expect(texts(andi)).toEqual([expect.stringContaining(QUOTE), expect.stringContaining(said)]);
    expect(texts(andi).join()).not.toContain(BY_AI);
  });

  it('by pressing Tanpa AI has the answer by quoting, whatever the model says later', async () => {
    const andi = vendor(world);
    const { id: board, buttons } = await andi.say('/ai');
    const data = buttons.flat().find(({ text }) => text.includes('Tanpa AI'))?.data ?? '';
    // It would be in time for words.
    server.answers((asked) => later(600, written(asked)));
    write(world, andi, QUESTION);
    await asksModel().toBe(1);
    await world.telegram.people.press(andi.id, andi.id, board, data);
    await settled(world, () => JSON.stringify(andi.replies()));
    expect(texts(andi)).toHaveLength(2);
    expect(andi.last().text).toContain(QUOTE);
    expect(andi.last().text).not.toContain(BY_AI);
    expect(andi.replies()[0]?.text).toContain('Anda memilih Tanpa AI');
    expect(await world.helpdesk.db.query('SELECT model FROM answers ORDER BY id DESC LIMIT 1')).toEqual([
      { model: null },
    ]);
    await andi.say(OTHER);
    await asksModel().toBe(1);
  });

  it('but asks once more has both answers written by a quick model', async () => {
    const andi = vendor(world);
    server.answers((asked) => later(300, written(asked)));
    write(world, andi, QUESTION);
    write(world, andi, OTHER);
    await replies(andi).toBe(2);
    expect(texts(andi)).toEqual([expect.stringContaining(BY_AI), expect.stringContaining(BY_AI)]);
  });

  it('and changes the question has the answer to the new one alone', async () => {
    const andi = vendor(world);
    const id = write(world, andi, QUESTION);
    await asksModel().toBe(1);
    server.answers(written);
    world.telegram.people.edit(andi.id, andi.id, id, OTHER);
    await replies(andi).toBe(1);
    expect(andi.last().text).toContain('pemeriksaan lapangan');
  });

  it('sees that the next question is worked on after the answer to the one before', async () => {
    const andi = vendor(world);
    write(world, andi, QUESTION);
    await asksModel().toBe(1);
    write(world, andi, OTHER);
    await replies(andi).toBe(1);
    const before = signs(world, andi);
    await expect.poll(() => signs(world, andi), { interval: 10, timeout: SLACK_MS }).toBeGreaterThan(before);
    write(world, andi, '/batal');
    await replies(andi).toBe(3);
  });
});

it('the program does not wait for a model when it ends: words are answered, a voice note is left for the next start', async () => {
  const world = await helpdeskWith({ timeLimitMs: 60_000 });
  try {
    const [andi, budi] = [vendor(world), vendor(world, 'Budi')];
    write(world, andi, QUESTION);
    await asksModel().toBe(1);
    server.next('hang');
    world.telegram.people.sendVoice(budi.id, budi.id, voiceNote());
    await asksModel('audio/transcriptions').toBe(1);
    const began = Date.now();
    await world.app.stop();
    expect(Date.now() - began).toBeLessThan(5_000);
    const letters = await world.helpdesk.db.query<{ chat: string; words: string }>(
      'SELECT chat, reply::text AS words FROM outbox WHERE chat = ANY ($1)',
      [[String(andi.id), String(budi.id)]],
    );
    expect(letters).toEqual([{ chat: String(andi.id), words: expect.stringContaining(QUOTE) }]);
    expect(await world.helpdesk.db.query("SELECT lane FROM inbox WHERE state = 'waiting'")).toEqual([
      { lane: `telegram:${budi.id}` },
    ]);
  } finally {
    await world.close();
  }
});
