import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { switchModels } from '../../db/model-switches.ts';
import type { Ai } from '../../knowledge/index.ts';
import { createModels, type ModelSettings } from '../../knowledge/model/index.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import { opus, voiceNote, wave } from '../support/sounds.ts';
import { ticketOf } from '../support/tickets.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;
type Vendor = ReturnType<typeof vendor>;

const HEARD = 'isi pasal 23 ayat 3';
const ANSWER = 'Pasal 23 ayat (3)';
const AS_BEFORE = 'Pesan suara belum dapat saya dengar. Tuliskan pertanyaannya.';
const ZONE = 'Asia/Makassar';
const PRICE = 600;

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.journal.length = 0;
  server.hears(HEARD);
});

/** They may change while the helpdesk runs. */
const settings = (): ModelSettings => ({
  listener: { model: 'pendengar', url: server.url, key: 'kunci' },
  timeLimitMs: 20_000,
  perMinute: 60_000,
  prices: { in: 0, out: 0, embed: 0, listen: PRICE },
});

/** A model that listens and none that writes; the other parts do nothing. */
const listening =
  (settings: ModelSettings) =>
  ({ db }: World['helpdesk']): Ai => ({
    models: createModels({ db, settings, now: Date.now, zone: ZONE }),
    meaning: {
      nearby: async () => undefined,
      fill: async () => ({ embedded: 0, unchanged: 0, dropped: 0, left: 0 }),
      state: async () => ({}),
    },
    writing: { improve: async (_question, answered) => answered },
  });

const speak = (who: Vendor, sound = voiceNote(), options = {}) =>
  who.do((people) => people.sendVoice(who.id, who.id, sound, options));
/** What is heard comes so late. */
// biome-ignore lint/suspicious/noThenProperty: so the server calls what it does afterwards
const later = (afterMs: number) => ({ afterMs, then: { raw: JSON.stringify({ text: HEARD }) } });
const texts = (who: Vendor) => who.replies().map(({ text }) => text);
const fetched = (world: World) => world.telegram.calls.filter(({ method }) => method === 'getFile').length;

describe('a voice note', () => {
  let world: World;
  let set: ModelSettings;
  beforeAll(async () => {
    set = settings();
    world = await createWorld({ ai: listening(set) });
  });
  afterAll(() => world.close());

  const query = <Row>(sql: string, values: unknown[] = []) => world.helpdesk.db.query<Row>(sql, values);

  it('is said back and answered like words, both in reply to it', async () => {
    const andi = vendor(world);
    await speak(andi);
    const [note, heard, answer] = andi.messages();
    expect(heard?.text).toContain(`Saya mendengar: “${HEARD}”`);
    expect(answer?.text).toContain(ANSWER);
    expect([heard?.replyTo, answer?.replyTo]).toEqual([note?.id, note?.id]);
    const [row] = await query<{ question: string; message: string }>(
      'SELECT question, message FROM answers ORDER BY id DESC LIMIT 1',
    );
    expect(row).toEqual({ question: HEARD, message: String(note?.id) });
  });

  it('goes out as it came, under a name and a type of its bytes, and is on record without them', async () => {
    const andi = vendor(world, 'Rahmat');
    await speak(andi, { ...voiceNote(), name: 'rekaman Rahmat 0812.oga' });
    expect(server.journal.map(({ path }) => path)).toEqual(['/v1/audio/transcriptions']);
    const [{ body = '' } = {}] = server.journal;
    expect(body).toContain('filename="suara.ogg"');
    expect(body).toContain('Content-Type: audio/ogg');
    expect(body).toContain('OpusHead');
    expect(body).not.toMatch(/Rahmat|0812/u);
    const [call] = await query<object>('SELECT * FROM model_calls ORDER BY id DESC LIMIT 1');
    expect(call).toMatchObject({ purpose: 'listen', model: 'pendengar', outcome: 'ok' });
    expect(Number((call as { cost: string }).cost)).toBeCloseTo((PRICE * 3) / 60);
    expect(JSON.stringify(call)).not.toContain(HEARD);
  });

  it('is kept nowhere once it was heard', async () => {
    const andi = vendor(world);
    await speak(andi, voiceNote(2, wave(2)));
    expect(andi.last().text).toContain(ANSWER);
    expect(await query('SELECT id FROM files')).toEqual([]);
    const bytes = Buffer.from(wave(2));
    // In base64 the same bytes look different by where they stand.
    const traces = [45, 46, 47].map((at) => bytes.subarray(at, at + 60).toString('base64'));
    for (const table of ['inbox', 'outbox', 'answers', 'people', 'model_calls'])
      for (const trace of [...traces, bytes.subarray(45, 105).toString('hex')])
        expect(await query(`SELECT 1 FROM ${table} AS row WHERE strpos(row::text, $1) > 0`, [trace])).toEqual([]);
  });

  it('goes on with the conversation, and is gone on with', async () => {
    const andi = vendor(world);
    await andi.say('isi pasal 23 ayat 2');
    server.hears('kalau ayat 3 nya?');
    expect((await speak(andi))?.text).toContain(ANSWER);
    expect((await andi.say('kalau ayat 2 nya?')).text).toContain('Pasal 23 ayat (2)');
  });

  it('with personal numbers is said back without them, and without them kept', async () => {
    const andi = vendor(world);
    server.hears('NIK saya 7604012345670001, kenapa pendaftaran saya ditolak?');
    await speak(andi);
    expect(texts(andi).join('\n')).not.toContain('7604012345670001');
    expect(texts(andi)[0]).toContain('NIK saya');
    for (const table of ['answers', 'outbox', 'inbox', 'people'])
      expect(await query(`SELECT 1 FROM ${table} AS row WHERE strpos(row::text, '7604012345670001') > 0`)).toEqual([]);
  });

  it('that holds hidden characters or a command is words like any other', async () => {
    const andi = vendor(world);
    server.hears('/start isi pasal 23\u202E ayat\u200B 3');
    await speak(andi);
    expect(texts(andi)[0]).toContain('“/start isi pasal 23 ayat 3”');
    expect(andi.last().text).not.toContain('Privasi');
  });

  it('asks for a ticket of theirs like words do', async () => {
    const andi = vendor(world);
    const ticket = await ticketOf(world, andi.id);
    server.hears('bagaimana status tiket saya?');
    await speak(andi);
    expect(andi.last().text).toContain(ticket.number);
  });

  it.each([
    ['nothing', ''],
    ['what is no speech', '[Musik] ♪ (tertawa)'],
    ['what models hear in silence', 'Terima kasih telah menonton!'],
    ['a word that never ends', 'ya '.repeat(40)],
  ])('in which %s is heard is not answered', async (_, heard) => {
    const andi = vendor(world);
    server.hears(heard);
    await speak(andi);
    expect(texts(andi)).toEqual(['Saya tidak menangkap kata-kata dalam pesan suara itu. Tuliskan pertanyaannya.']);
  });

  it('that says it is longer than two minutes is neither fetched nor heard', async () => {
    const andi = vendor(world);
    const before = fetched(world);
    await speak(andi, voiceNote(121));
    expect(texts(andi)).toEqual([
      'Pesan suara saya dengarkan paling lama 2 menit, dan yang ini lebih panjang. Tuliskan pertanyaannya.',
    ]);
    expect([fetched(world), server.journal.length]).toEqual([before, 0]);
    await speak(andi, voiceNote(120));
    expect(andi.last().text).toContain(ANSWER);
  });

  it('whose sender lies about its length is not heard', async () => {
    const andi = vendor(world);
    await speak(andi, voiceNote(3, opus(600)));
    expect(texts(andi)).toEqual([expect.stringContaining('paling lama 2 menit')]);
    expect(server.journal).toEqual([]);
  });

  it('that is too large is neither fetched nor heard', async () => {
    const andi = vendor(world);
    const before = fetched(world);
    await speak(andi, voiceNote(60, new Uint8Array(20 * 1024 * 1024 + 1)));
    expect(texts(andi)).toEqual([
      'Pesan suara saya dengarkan paling besar 20 MB, dan yang ini lebih besar. Tuliskan pertanyaannya.',
    ]);
    expect([fetched(world), server.journal.length]).toEqual([before, 0]);
  });

  it('that is no sound is not sent to a model', async () => {
    const andi = vendor(world);
    await andi.do((people) => people.sendOther(andi.id, andi.id, 'voice'));
    expect(texts(andi)).toEqual(['Rekaman itu tidak dapat saya putar. Tuliskan pertanyaannya.']);
    expect(server.journal).toEqual([]);
  });

  it('that Telegram has no more is said to be gone; one that cannot be fetched now is a fault', async () => {
    const andi = vendor(world);
    const gone = { code: 400, description: 'Bad Request: wrong file_id or the file is temporarily unavailable' };
    world.telegram.faults.next('getFile', { kind: 'error', ...gone });
    await speak(andi);
    expect(andi.last().text).toContain('sudah tidak dapat diambil');
    world.telegram.faults.next('file', { kind: 'half', end: 'broken' });
    await speak(andi);
    expect(andi.last().text).toContain('karena gangguan');
    await speak(andi);
    expect(andi.last().text).toContain(ANSWER);
  });

  it('sent as a recording is heard too', async () => {
    const andi = vendor(world);
    await speak(andi, { name: 'tanya.wav', type: 'audio/wav', bytes: wave(1), seconds: 1 });
    expect(andi.last().text).toContain(ANSWER);
    expect(server.journal[0]?.body).toContain('filename="suara.wav"');
  });

  it('shows that it is worked on', async () => {
    const andi = vendor(world);
    server.next(later(700));
    const typing = () => world.telegram.people.view().chats.find(({ id }) => id === andi.id)?.typing;
    world.telegram.people.sendVoice(andi.id, andi.id, voiceNote());
    await expect.poll(typing, { interval: 20, timeout: 5_000 }).toBe(true);
    await settled(world, () => andi.messages().length);
    expect(andi.last().text).toContain(ANSWER);
    expect(typing()).toBe(false);
  });

  it('that comes twice is heard and answered once', async () => {
    const andi = vendor(world);
    await speak(andi);
    const before = [andi.replies().length, server.journal.length];
    const { file_id } = world.telegram.calls.findLast(({ method }) => method === 'getFile')?.params ?? {};
    const message = {
      message_id: andi.messages()[0]?.id,
      date: 1_795_000_000,
      chat: { id: andi.id, type: 'private', first_name: 'Andi' },
      from: { id: andi.id, is_bot: false, first_name: 'Andi' },
      voice: { file_id, file_unique_id: 'AQADx', duration: 3, mime_type: 'audio/ogg' },
    };
    const update_id = world.telegram.deliver({ message });
    await settled(world, () => andi.messages().length);
    expect([andi.replies().length, server.journal.length]).toEqual([Number(before[0]) + 2, Number(before[1]) + 1]);
    world.telegram.deliver({ update_id, message });
    await settled(world, () => andi.messages().length);
    expect([andi.replies().length, server.journal.length]).toEqual([Number(before[0]) + 2, Number(before[1]) + 1]);
  });

  it('of somebody else is not heard', async () => {
    const andi = vendor(world);
    await speak(andi, voiceNote(), { forwardedFrom: 'Budi' });
    expect(texts(andi)).toEqual([
      'Pesan suara yang diteruskan tidak saya dengarkan, karena itu suara orang lain. Tuliskan pertanyaannya.',
    ]);
    expect(server.journal).toEqual([]);
  });

  it('of somebody who wants no models is not heard', async () => {
    const andi = vendor(world);
    await andi.say('halo');
    await query('UPDATE people SET without_models = true WHERE address = $1', [String(andi.id)]);
    const before = fetched(world);
    await speak(andi);
    expect(andi.last().text).toContain('Anda memilih Tanpa AI');
    expect(andi.last().text).toContain('Tuliskan pertanyaannya.');
    expect([fetched(world), server.journal.length]).toEqual([before, 0]);
  });

  it('with words beside it has those answered, and of several recordings only one word is said', async () => {
    const andi = vendor(world);
    await speak(andi, voiceNote(), { caption: 'isi pasal 16' });
    expect(andi.last().text).toContain('Pasal 16');
    const count = andi.replies().length;
    for (const name of ['satu.mp3', 'dua.mp3'])
      world.telegram.people.sendVoice(andi.id, andi.id, { ...voiceNote(), name, type: 'audio/mpeg' }, { album: '77' });
    await settled(world, () => andi.messages().length);
    expect(texts(andi).slice(count)).toEqual([AS_BEFORE]);
    expect(server.journal).toEqual([]);
  });

  it('in a form is no part of it, as before', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan server mati');
    await speak(andi);
    expect(andi.last().text).toContain('hanya menerima tulisan, foto, dan dokumen');
    expect(server.journal).toEqual([]);
  });

  it('for a ticket, or in reply to it, is no part of it, as before', async () => {
    const andi = vendor(world);
    const ticket = await ticketOf(world, andi.id);
    await andi.say(`/tiket ${ticket.number}`);
    await speak(andi, voiceNote(), { replyTo: andi.last().id });
    expect(andi.last().text).toMatch(/Pesan suara tidak dapat dimasukkan/u);
    await andi.press('Tambah');
    await speak(andi);
    expect(andi.last().text).toMatch(/Pesan suara tidak dapat dimasukkan/u);
    expect(server.journal).toEqual([]);
  });

  it('where a reason was asked for is not heard', async () => {
    const andi = vendor(world);
    await andi.say(HEARD);
    await andi.press('👎');
    await andi.press('Lainnya');
    await speak(andi);
    expect(texts(andi).at(-1)).toBe(AS_BEFORE);
    expect(server.journal).toEqual([]);
  });

  it('in a group is not heard', async () => {
    const andi = vendor(world);
    const { people } = world.telegram;
    const group = people.addGroup('Penyedia', [andi.id]);
    const said = () => people.view().chats.find(({ id }) => id === group)?.messages ?? [];
    people.say(andi.id, group, '/tanya isi pasal 16');
    await settled(world, () => said().length);
    people.sendVoice(andi.id, group, voiceNote(), { replyTo: said().at(-1)?.id ?? 0 });
    await settled(world, () => said().length);
    expect(said().at(-1)?.text).toBe(AS_BEFORE);
    expect(server.journal).toEqual([]);
  });

  it('is not heard while models are switched off, and thrown away when that happens meanwhile', async () => {
    const andi = vendor(world);
    const turn = async (off: boolean) => {
      const [someone] = await query<{ id: number }>('SELECT id FROM people LIMIT 1');
      await switchModels(world.helpdesk.db, { off, person: someone?.id ?? 0, reason: 'percobaan' });
    };
    server.next(later(300));
    world.telegram.people.sendVoice(andi.id, andi.id, voiceNote());
    await expect.poll(() => server.journal.length, { interval: 10 }).toBe(1);
    await turn(true);
    await settled(world, () => andi.messages().length);
    const off = 'Pesan suara untuk sementara tidak saya dengarkan. Tuliskan pertanyaannya.';
    expect(texts(andi)).toEqual([off]);
    const before = fetched(world);
    await speak(andi);
    expect(texts(andi)).toEqual([off, off]);
    expect([fetched(world), server.journal.length]).toEqual([before, 1]);
    await turn(false);
    await speak(andi);
    expect(andi.last().text).toContain(ANSWER);
  });

  it('is answered with a sentence when the server fails, and nothing of the failure is shown', async () => {
    const andi = vendor(world);
    server.next({ status: 500, message: 'rahasia dapur' });
    await speak(andi);
    expect(texts(andi)).toEqual([
      'Pesan suara itu sedang tidak dapat saya dengar karena gangguan. Tuliskan pertanyaannya.',
    ]);
    server.next({ raw: '<html>' }, { raw: '<html>' });
    await speak(andi);
    expect(texts(andi).at(-1)).toBe('Saya tidak menangkap kata-kata dalam pesan suara itu. Tuliskan pertanyaannya.');
    expect(server.journal).toHaveLength(3);
    expect(JSON.stringify(world.lines)).not.toMatch(/rahasia dapur/u);
  });

  it('is not heard when the budget of the day is spent', async () => {
    const andi = vendor(world);
    const [spent] = await query<{ cost: string }>('SELECT sum(cost) AS cost FROM model_calls');
    set.dailyBudget = Number(spent?.cost) + 1;
    await speak(andi);
    expect(andi.last().text).toContain(ANSWER);
    const count = andi.replies().length;
    await speak(andi);
    expect(texts(andi).slice(count)).toEqual([
      'Jatah mendengarkan pesan suara untuk hari ini sudah habis. Tuliskan pertanyaannya.',
    ]);
    expect(server.journal).toHaveLength(1);
    set.dailyBudget = undefined;
  });
});
