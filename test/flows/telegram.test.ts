import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

let world: Awaited<ReturnType<typeof createWorld>>;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const labels = (message: { buttons: { text: string }[][] }) => message.buttons.flat().map(({ text }) => text);
const rows = <Row>(sql: string, params: unknown[] = []) => world.helpdesk.db.query<Row>(sql, params);

describe('somebody on Telegram', () => {
  it('is told at /start who speaks, what is kept and what never to send, and gets the menu', async () => {
    const andi = vendor(world);
    const { text, buttons } = await andi.say('/start');
    for (const words of ['Layanan Pengadaan Secara Elektronik', 'Tujuan', 'Yang disimpan', 'kata sandi, OTP, atau KTP'])
      expect(text).toContain(words);
    expect(buttons.flat().length).toBeGreaterThanOrEqual(3);
  });

  it('asks, reads the quoted words of the source, and judges the answer', async () => {
    const andi = vendor(world);
    const answer = await andi.say('boleh gak LPSE minta syarat tambahan pas daftar?');
    expect(answer.text).toMatch(/^Tidak perlu\./u);
    expect(labels(answer)).toEqual([
      expect.stringMatching(/Sumber \(\d+\)/u),
      '👍',
      '👎',
      expect.stringContaining('petugas'),
    ]);

    const sources = await andi.press('Sumber');
    expect(sources.text).toContain('Pasal 21 ayat (3), Perbup Polewali Mandar 31/2012');
    const quoted = sources.entities.filter(({ type }) => type.endsWith('blockquote'));
    expect(quoted.map(({ offset, length }) => sources.text.slice(offset, offset + length))).toContainEqual(
      expect.stringContaining('LPSE tidak perlu menambahkan persyaratan registrasi selain yang diatur pada ayat (1)'),
    );

    await andi.press('👎');
    expect(labels(andi.messages().find(({ id }) => id === answer.id) ?? answer)).toContain('Tidak lengkap');
    await andi.press('Tidak lengkap');
    const judged = andi.messages().find(({ id }) => id === answer.id);
    expect(judged?.text).toContain('Terima kasih');
    expect(judged?.text).toContain(answer.text);
    expect(labels(judged ?? answer)).toContain('👎 ✓');
    expect(await rows('SELECT useful, reason FROM judgements')).toEqual([{ useful: false, reason: 'incomplete' }]);

    await andi.press('👍');
    expect(await rows('SELECT useful, reason FROM judgements')).toEqual([{ useful: true, reason: null }]);
  });

  it('says in words what was missing', async () => {
    const andi = vendor(world);
    await andi.say('jam buka lpse?');
    await andi.press('👎');
    expect((await andi.press('Lainnya')).text).toContain('Tuliskan');
    expect((await andi.say('jamnya tidak ada, nomor saya 081234567890')).text).toContain('Terima kasih');
    expect(await rows("SELECT comment FROM judgements WHERE reason = 'other'")).toEqual([
      { comment: 'jamnya tidak ada, nomor saya [disamarkan]' },
    ]);
    // The next message is a question again.
    expect((await andi.say('syarat daftar penyedia apa saja?')).text).toContain('Pasal 21');
  });

  it('goes on in the conversation, until it is cancelled', async () => {
    const andi = vendor(world);
    await andi.say('isi pasal 23 ayat 2');
    expect((await andi.say('kalau ayat 3 nya?')).text).toContain('Pasal 23 ayat (3)');
    expect((await andi.say('/batal')).text).toContain('Dibatalkan');
    expect((await andi.say('/batal')).text).toContain('Tidak ada yang sedang berjalan');
    expect((await andi.say('ayat 3 nya?')).text).not.toContain('Pasal 23 ayat (3)');
  });

  it('gets the checklist of Pasal 21 for who they are, with the rule that nothing may be added', async () => {
    const andi = vendor(world);
    const question = await andi.say('/daftar');
    expect(labels(question)).toEqual([
      'Badan usaha',
      'Perusahaan perseorangan',
      'Perorangan',
      expect.stringContaining('Bukan penyedia'),
    ]);
    const list = await andi.press('Perorangan');
    expect(list.id).toBe(question.id);
    for (const place of [
      'angka 1',
      'huruf a)',
      'huruf b)',
      'huruf c)',
      'huruf d)',
      'ayat (3)',
      'tidak perlu menambahkan persyaratan',
    ])
      expect(list.text).toContain(place);
    expect(list.text).toContain('NPWP Perorangan');
    await andi.press('Jenis pengguna lain');
    expect((await andi.press('Bukan penyedia')).text).toContain('surat tugas dan/atau surat keputusan');
  });

  it('is offered a person at any time, and told that facts are missing', async () => {
    const andi = vendor(world);
    expect((await andi.say('/petugas')).text).toMatch(/belum diisi/u);
  });

  it('is helped with commands that are not known, and with buttons of an older version', async () => {
    const andi = vendor(world);
    expect((await andi.say('/entah')).text).toContain('/entah tidak saya kenal');
    expect((await andi.say('/bantuan')).text).toContain('/daftar');
    const callback = { id: '1', from: { id: andi.id, is_bot: false, first_name: 'Andi' }, chat_instance: 'x' };
    for (const data of ['lama:1', 'sources:999999', 'sources:99999999999', 'reason:999999:constructor'])
      await andi.do(() =>
        world.telegram.deliver({
          callback_query: {
            ...callback,
            data,
            message: { message_id: 1, date: 0, chat: { id: andi.id, type: 'private' } },
          },
        }),
      );
    expect(andi.replies().filter(({ text }) => text.includes('sudah tidak berlaku'))).toHaveLength(4);
  });

  it('cannot read or judge the answers of others with a forged button', async () => {
    const [andi, mallory] = [vendor(world), vendor(world, 'Mallory')];
    const answer = await andi.say('isi pasal 25');
    const data = answer.buttons.flat()[0]?.data ?? '';
    await mallory.say('/start');
    const before = (await rows('SELECT * FROM judgements')).length;
    for (const forged of [data, data.replace('sources', 'useful'), data.replace('sources', 'share')])
      await mallory.do(() =>
        world.telegram.deliver({
          callback_query: {
            id: '1',
            from: { id: mallory.id, is_bot: false, first_name: 'Mallory' },
            chat_instance: 'x',
            data: forged,
            message: { message_id: mallory.last().id, date: 0, chat: { id: mallory.id, type: 'private' } },
          },
        }),
      );
    expect(mallory.replies().filter(({ text }) => text.includes('sudah tidak berlaku'))).toHaveLength(3);
    expect(await rows('SELECT * FROM judgements')).toHaveLength(before);
  });

  it('changes a question before it is answered: only the new one is', async () => {
    const andi = vendor(world);
    // Both come with one delivery.
    world.telegram.faults.next('getUpdates', { kind: 'delay', ms: 300 });
    world.telegram.people.say(andi.id, andi.id, '/batal');
    await pause(100);
    const id = world.telegram.people.say(andi.id, andi.id, 'isi pasal 2');
    world.telegram.people.edit(andi.id, andi.id, id, 'isi pasal 29');
    await expect.poll(() => andi.replies().length).toBe(2);
    await settled(world, () => andi.replies().length);
    expect(andi.replies()).toHaveLength(2);
    expect(andi.last().text).toContain('Pasal 29');
  });

  it('changes a question behind /tanya, or beside a picture, before it is answered', async () => {
    const andi = vendor(world);
    world.telegram.faults.next('getUpdates', { kind: 'delay', ms: 300 });
    world.telegram.people.say(andi.id, andi.id, '/batal');
    await pause(100);
    const id = world.telegram.people.say(andi.id, andi.id, '/tanya isi pasal 2');
    world.telegram.people.edit(andi.id, andi.id, id, '/tanya isi pasal 29');
    await expect.poll(() => andi.replies().length).toBe(2);
    await settled(world, () => andi.replies().length);
    expect(andi.replies()).toHaveLength(2);
    expect(andi.last().text).toContain('Pasal 29');
  });

  it('corrects the reason they gave, which is no question', async () => {
    const andi = vendor(world);
    await andi.say('isi pasal 20');
    await andi.press('👎');
    await andi.press('Lainnya');
    await andi.say('kurang contohnya');
    const given = andi.messages().findLast(({ from }) => from === andi.id)?.id ?? 0;
    await andi.do((people) => people.edit(andi.id, andi.id, given, 'kurang contoh formulirnya'));
    expect(andi.last().text).toContain('Catatan Anda disimpan');
    expect(await rows("SELECT comment FROM judgements WHERE comment LIKE 'kurang contoh%'")).toEqual([
      { comment: 'kurang contoh formulirnya' },
    ]);
  });

  it('asks something instead of giving the reason', async () => {
    const andi = vendor(world);
    await andi.say('isi pasal 20');
    await andi.press('👎');
    await andi.press('Lainnya');
    expect((await andi.say('isi pasal 19 apa?')).text).toContain('Pasal 19');
  });

  it('changes a question after its answer: is asked whether to answer anew', async () => {
    const andi = vendor(world);
    await andi.say('isi pasal 2');
    const asked = andi.messages().find(({ from }) => from === andi.id)?.id ?? 0;
    await andi.do((people) => people.edit(andi.id, andi.id, asked, 'isi pasal 29'));
    expect(labels(andi.last())).toEqual(['Jawab pertanyaan yang baru', 'Biarkan']);
    expect((await andi.press('Jawab pertanyaan')).text).toContain('Pasal 29');
    await andi.do((people) => people.edit(andi.id, andi.id, asked, 'isi pasal 28'));
    expect((await andi.press('Biarkan')).text).toContain('jawabannya tetap');
  });

  it('sends what cannot be read: each gets a word, an album only one', async () => {
    const andi = vendor(world);
    const kinds = ['voice', 'sticker', 'video', 'location', 'contact'] as const;
    for (const kind of kinds) await andi.do((people) => people.sendOther(andi.id, andi.id, kind));
    expect(new Set(andi.replies().map(({ text }) => text)).size).toBe(kinds.length);
    const photo = { kind: 'photo', name: 'a.png', type: 'image/png', bytes: new Uint8Array([1]) } as const;
    const before = andi.replies().length;
    await andi.do((people) => people.attach(andi.id, andi.id, [photo, photo, photo, photo]));
    expect(andi.replies()).toHaveLength(before + 1);
    const answered = andi.replies().length;
    await andi.do((people) => people.attach(andi.id, andi.id, [photo, photo], 'isi pasal 23 ayat 2'));
    expect(andi.last().text).toContain('Pasal 23 ayat (2)');
    expect(andi.last().text).toContain('tidak saya buka');
    expect(andi.replies()).toHaveLength(answered + 1);
    const chat = { id: andi.id, type: 'private', first_name: 'Andi' };
    await andi.do(() =>
      world.telegram.deliver({
        message: {
          message_id: 9_001,
          date: Math.floor(Date.now() / 1000),
          chat,
          from: { id: andi.id, is_bot: false, first_name: 'Andi' },
          video: { file_id: 'v', file_unique_id: 'v', width: 1, height: 1, duration: 1 },
          caption: 'isi pasal 22',
        },
      }),
    );
    expect(andi.last().text).toContain('Pasal 22');
    await andi.do((people) => people.say(andi.id, andi.id, 'isi pasal 24', { forwardedFrom: 'Budi' }));
    expect(andi.last().text).toContain('yang Anda teruskan');
  });

  it('writes a password: it is not kept, and the person is warned', async () => {
    const andi = vendor(world);
    expect((await andi.say('password saya: Rahasia123 kok ditolak?')).text).toContain('Hapus pesan itu');
    const kept =
      JSON.stringify(await rows('SELECT * FROM answers')) + JSON.stringify(await rows('SELECT * FROM people'));
    expect(kept).not.toContain('Rahasia123');
    expect(JSON.stringify(await rows('SELECT * FROM inbox'))).not.toContain('Rahasia123');
  });

  it('reads a long answer in several messages, none longer than Telegram takes', async () => {
    const andi = vendor(world);
    const before = andi.replies().length;
    await andi.say('apa isi pasal 1');
    const parts = andi.replies().slice(before);
    expect(parts.length).toBeGreaterThan(1);
    for (const { text } of parts) expect(text.length).toBeLessThanOrEqual(4_096);
    expect(parts.slice(0, -1).every(({ buttons }) => buttons.length === 0)).toBe(true);
    await andi.press('👍');
    expect(andi.replies()).toHaveLength(before + parts.length);
    expect(andi.last().text).toContain('Terima kasih');
  });

  it('is answered in a group only when meant, in reply to the question, and nothing personal', async () => {
    const andi = vendor(world);
    await andi.say('/start');
    const { people } = world.telegram;
    const group = people.addGroup('Penyedia Polman', [andi.id]);
    const chat = () => people.view().chats.find(({ id }) => id === group)?.messages ?? [];
    const said = () => chat().filter(({ from }) => from !== andi.id);
    await settled(world, () => chat().length);
    expect(said().at(-1)?.text).toContain('Di grup saya hanya menjawab bila disebut');
    const before = said().length;
    people.say(andi.id, group, 'isi pasal 2 apa ya teman-teman');
    await settled(world, () => chat().length);
    expect(said()).toHaveLength(before);
    const asked = people.say(andi.id, group, `@${people.view().bot.username} isi pasal 2`);
    await settled(world, () => chat().length);
    expect(said().at(-1)).toMatchObject({ replyTo: asked, text: expect.stringContaining('Pasal 2') });
    people.say(andi.id, group, '/help');
    await settled(world, () => chat().length);
    expect(said()).toHaveLength(before + 1);
    expect(labels(said().at(-1) ?? { buttons: [] })).toEqual([expect.stringContaining('Sumber')]);
    people.say(andi.id, group, '/petugas');
    await settled(world, () => chat().length);
    expect(said().at(-1)?.text).toContain('obrolan pribadi');
  });

  it('blocks the bot and comes back', async () => {
    const andi = vendor(world);
    await andi.say('/start');
    const reachable = async () =>
      (await rows<{ reachable: boolean }>('SELECT reachable FROM people WHERE address = $1', [String(andi.id)]))[0]
        ?.reachable;
    world.telegram.people.block(andi.id);
    await settled(world, () => '');
    expect(await reachable()).toBe(false);
    world.telegram.people.unblock(andi.id);
    await andi.say('/start');
    expect(await reachable()).toBe(true);
  });

  it('finds the commands in the menu of Telegram', () => {
    expect(world.telegram.people.view().commands.map(({ command }) => command)).toEqual([
      'tanya',
      'daftar',
      'keluhan',
      'tiket',
      'saran',
      'petugas',
      'status',
      'pengumuman',
      'langganan',
      'ai',
      'bantuan',
      'batal',
      'start',
    ]);
  });

  it('leaves an audit row for each command and press, which nobody can change', async () => {
    const andi = vendor(world);
    await andi.say('/daftar');
    await andi.press('Perorangan');
    const deeds = await rows('SELECT deed, allowed FROM audit ORDER BY id DESC LIMIT 2');
    expect(deeds).toEqual([
      { deed: 'press:register', allowed: true },
      { deed: 'command:daftar', allowed: true },
    ]);
    await expect(rows('DELETE FROM audit')).rejects.toThrow('never changed');
    await expect(rows('UPDATE audit SET allowed = false')).rejects.toThrow('never changed');
  });
});
