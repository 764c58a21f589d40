import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../bot/app.ts';
import { createChannels } from '../../bot/connect.ts';
import { openFileStore } from '../../bot/files/store.ts';
import { createLog } from '../../bot/log.ts';
import { NO_RATES } from '../../bot/pace.ts';
import type { TelegramMessageView } from '../../bot/sandbox/views.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;

/** Tuesday 24 November 2026, 10.00 WITA: the office is open. */
const OPEN = Date.UTC(2026, 10, 24, 2);
/** The Sunday before. */
const CLOSED = Date.UTC(2026, 10, 22, 2);
const HOUR_MS = 60 * 60_000;

let world: World;
let now = OPEN;
beforeAll(async () => {
  world = await createWorld({ now: () => now });
});
afterAll(() => world.close());

const PNG = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);
const picture = (name: string) => ({ kind: 'document', name, type: 'image/png', bytes: PNG }) as const;
const photo = { kind: 'photo', name: 'a.png', type: 'image/png', bytes: PNG } as const;

const labels = (message: TelegramMessageView | undefined) => (message?.buttons ?? []).flat().map(({ text }) => text);
const rows = <Row>(sql: string, params: unknown[] = []) => world.helpdesk.db.query<Row>(sql, params);

type Ticket = {
  number: string;
  kind: string;
  category: string;
  package_code: string | null;
  description: string;
  original: string | null;
  urgent: boolean;
  restricted: boolean;
  priority: number;
  origin: string;
  beyond_authority: string | null;
  answer: number | null;
};

/** What this person has reported, oldest first. */
const ticketsOf = ({ id }: { id: number }) =>
  rows<Ticket>(
    'SELECT tickets.* FROM tickets JOIN people ON people.id = reporter WHERE address = $1 ORDER BY tickets.id',
    [String(id)],
  );
const draftFilesOf = ({ id }: { id: number }) =>
  rows<{ name: string; ticket: number | null }>(
    'SELECT files.name, ticket FROM files JOIN people ON people.id = person WHERE address = $1 ORDER BY files.id',
    [String(id)],
  );

/** Presses a button of a message as it stood then: a phone may show it still, and a second touch comes after the first. */
async function pressOld(who: ReturnType<typeof vendor>, message: TelegramMessageView, label: string) {
  const data = message.buttons.flat().find(({ text }) => text.includes(label))?.data ?? '';
  await who.do(() =>
    world.telegram.deliver({
      callback_query: {
        id: '1',
        from: { id: who.id, is_bot: false, first_name: 'Andi' },
        chat_instance: 'x',
        data,
        message: { message_id: message.id, date: 0, chat: { id: who.id, type: 'private' } },
      },
    }),
  );
  await settled(world, () => JSON.stringify(who.replies()));
  return who.last();
}

const NUMBER = /L-2026-\d{5}/u;

describe('a complaint step by step', () => {
  it('is asked one thing at a time, with buttons, and becomes a ticket when it is confirmed', async () => {
    const andi = vendor(world);
    const first = await andi.say('/keluhan');
    expect(labels(first)).toEqual(['Gangguan', 'Permintaan layanan', 'Keluhan', 'Saran', 'Batal']);
    const category = await andi.press('Gangguan');
    expect(category.id).toBe(first.id);
    expect(labels(category)).toEqual(expect.arrayContaining(['Akun, login, kata sandi', '« Kembali', 'Batal']));
    expect((await andi.press('Akun, login')).text).toContain('batas waktu dalam 24 jam');
    expect((await andi.press('Tidak')).text).toContain('kode paket');
    expect(labels(andi.last())).toContain('Lewati');
    expect((await andi.say('https://spse.inaproc.id/polmankab/lelang/10012345/pengumumanlelang')).text).toContain(
      'Ceritakan',
    );
    expect((await andi.say('Saya tidak bisa masuk sejak pagi')).text).toContain('tangkapan layar');
    const summary = await andi.press('Lewati');
    for (const words of ['Gangguan', 'Akun, login, kata sandi', '10012345', 'Saya tidak bisa masuk sejak pagi'])
      expect(summary.text).toContain(words);
    expect(await ticketsOf(andi)).toEqual([]);
    const opened = await andi.press('Kirim');
    expect(opened.id).toBe(summary.id);
    expect(await ticketsOf(andi)).toMatchObject([
      {
        kind: 'gangguan',
        category: 'akun',
        package_code: '10012345',
        description: 'Saya tidak bisa masuk sejak pagi',
        urgent: false,
        restricted: false,
        priority: 3,
        origin: 'internet',
        beyond_authority: null,
        answer: null,
      },
    ]);
    const [ticket] = await ticketsOf(andi);
    expect(opened.text).toContain(ticket?.number);
    expect(opened.text).toMatch(/paling lambat (?:Sel|Rab) \d+ Nov 2026 \d\d\.\d\d WITA/u);
    expect(opened.text).not.toContain('Kantor sedang tutup');
    expect(opened.text).toContain('Privasi');
    expect(labels(opened)).toEqual(['Lihat tiket', '✍️ Tambah pesan']);
  });

  it('does not ask what the words behind the command say already', async () => {
    const andi = vendor(world);
    const next = await andi.say('/keluhan gagal aplod dokumen penawaran paket 8123456, deadline jam 3');
    expect(next.text).toContain('Yang sudah saya catat');
    expect(next.text).toContain('tangkapan layar');
    await andi.press('Lewati');
    await andi.press('Kirim');
    expect(await ticketsOf(andi)).toMatchObject([
      { kind: 'gangguan', category: 'dokumen', package_code: '8123456', urgent: true, priority: 2 },
    ]);
  });

  it('takes a suggestion with a single question', async () => {
    const andi = vendor(world);
    expect((await andi.say('/saran')).text).toContain('Apa saran Anda?');
    const summary = await andi.say('Sebaiknya ada pemberitahuan kalau jadwal berubah');
    expect(labels(summary)).toContain('✅ Kirim');
    expect((await andi.press('Kirim')).text).toMatch(NUMBER);
    expect(await ticketsOf(andi)).toMatchObject([{ kind: 'saran', category: 'lain', priority: 4 }]);
  });

  it('asks again for a package code that is none, and takes its correction', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan tidak bisa login');
    await andi.press('Ya, mendesak');
    expect((await andi.say('12345')).text).toContain('bukan kode paket');
    const wrong = andi.messages().findLast(({ from }) => from === andi.id)?.id ?? 0;
    await andi.do((people) => people.edit(andi.id, andi.id, wrong, '1234567'));
    expect(andi.last().text).toContain('tangkapan layar');
    expect((await andi.press('Lewati')).text).toContain('1234567');
  });

  it('understands the names of the choices in words, with typing errors, by number and by yes', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan');
    expect((await andi.say('ganguan')).text).toContain('Tentang apa?');
    expect((await andi.say('entah')).text).toContain('tidak saya kenali');
    expect((await andi.say('1')).text).toContain('batas waktu');
    expect((await andi.say('iya ada')).text).toContain('kode paket');
    expect((await andi.say('gak ada')).text).toContain('Ceritakan');
    await andi.say('lupa kata sandi');
    expect((await andi.say('lanjut')).text).toContain('Periksa sebelum dikirim');
    expect((await andi.say('ok')).text).toMatch(NUMBER);
    expect(await ticketsOf(andi)).toMatchObject([
      { kind: 'gangguan', category: 'akun', urgent: true, package_code: null },
    ]);
  });

  it('goes back, and changes anything in the summary', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan');
    await andi.press('Permintaan layanan');
    expect((await andi.press('« Kembali')).text).toContain('Apa jenisnya?');
    await andi.press('Gangguan');
    await andi.press('Aplikasi SPSE');
    await andi.press('Tidak');
    await andi.press('Lewati');
    await andi.say('tombolnya hilang');
    await andi.press('Lewati');
    await andi.press('Ubah kategori');
    await andi.press('Server atau jaringan');
    await andi.press('Ubah kode paket');
    expect((await andi.press('« Kembali')).text).toContain('Periksa');
    await andi.press('Ubah uraian');
    expect((await andi.say('halamannya putih')).text).toContain('halamannya putih');
    expect((await andi.say('dan lambat sekali')).text).toContain('dan lambat sekali');
    await andi.press('Kirim');
    expect(await ticketsOf(andi)).toMatchObject([
      { kind: 'gangguan', category: 'jaringan', description: 'halamannya putih\ndan lambat sekali' },
    ]);
  });

  it('changes the description with the message that gave it', async () => {
    const andi = vendor(world);
    await andi.say('/saran');
    await andi.say('tambah kursi');
    const given = andi.messages().findLast(({ from }) => from === andi.id)?.id ?? 0;
    await andi.do((people) => people.edit(andi.id, andi.id, given, 'tambah meja'));
    expect(andi.last().text).toContain('tambah meja');
    await andi.press('Kirim');
    expect(await ticketsOf(andi)).toMatchObject([{ description: 'tambah meja' }]);
  });

  it('is cancelled at any time, by button, word or command, with its files', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan server mati');
    await andi.do((people) => people.attach(andi.id, andi.id, [picture('layar.png')]));
    expect(await draftFilesOf(andi)).toHaveLength(1);
    expect((await andi.say('/batal')).text).toContain('Dibatalkan');
    expect(await draftFilesOf(andi)).toEqual([]);
    await andi.say('/keluhan');
    expect((await andi.say('batal')).text).toContain('Dibatalkan');
    await andi.say('/keluhan');
    expect((await andi.press('Batal')).text).toContain('Tidak ada tiket yang dibuat');
    expect(await ticketsOf(andi)).toEqual([]);
    expect((await andi.say('isi pasal 2')).text).toContain('Pasal 2');
  });

  it('says when the office opens, when it is closed', async () => {
    now = CLOSED;
    const andi = vendor(world);
    await andi.say('/saran perbanyak pelatihan');
    const { text } = await andi.press('Kirim');
    now = OPEN;
    expect(text).toMatch(/Kantor sedang tutup; buka lagi Sen 23 Nov 2026 \d\d\.\d\d WITA/u);
  });

  it('opens one ticket for two presses of Kirim, and says its number again', async () => {
    const andi = vendor(world);
    const summary = await andi.say('/saran lebih banyak loket');
    const opened = await andi.press('Kirim');
    const again = await pressOld(andi, summary, 'Kirim');
    expect(again.text).toContain('sudah dibuat');
    expect(again.text).toContain(NUMBER.exec(opened.text)?.[0]);
    expect(await ticketsOf(andi)).toHaveLength(1);
  });

  it('does not skip a question when a button is pressed twice', async () => {
    const andi = vendor(world);
    const code = await andi.say('/keluhan server mati, tutup besok');
    expect(code.text).toContain('kode paket');
    await pressOld(andi, code, 'Lewati');
    expect((await pressOld(andi, code, 'Lewati')).text).toContain('tangkapan layar');
  });
});

describe('a form that was left', () => {
  it('asks whether to go on when another one is begun', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan server lambat');
    const question = await andi.say('/saran tambah colokan');
    expect(labels(question)).toEqual(['Lanjutkan yang tadi', 'Mulai baru']);
    expect((await andi.press('Lanjutkan yang tadi')).text).toContain('batas waktu');
    await andi.say('/saran tambah colokan');
    expect((await andi.press('Mulai baru')).text).toContain('tambah colokan');
    await andi.press('Kirim');
    expect(await ticketsOf(andi)).toMatchObject([{ kind: 'saran', description: 'tambah colokan' }]);
  });

  it('answers buttons of an older form, and shows the one that is open', async () => {
    const andi = vendor(world);
    const old = await andi.say('/keluhan');
    await andi.say('/batal');
    expect((await pressOld(andi, old, 'Gangguan')).text).toContain('sudah tidak berlaku');
    await andi.say('/saran');
    const before = andi.replies().length;
    await pressOld(andi, old, 'Gangguan');
    const said = andi.replies().slice(before);
    expect(said.map(({ text }) => text)).toEqual([
      expect.stringContaining('sudah tidak berlaku'),
      expect.stringContaining('Apa saran Anda?'),
    ]);
  });

  it('is thrown away after a day, which is said when it is touched', async () => {
    const [andi, budi] = [vendor(world), vendor(world, 'Budi')];
    const old = await andi.say('/keluhan server mati');
    await budi.say('/keluhan');
    now = OPEN + 25 * HOUR_MS;
    const pressed = await pressOld(andi, old, 'Ya');
    const asked = await budi.say('isi pasal 2');
    now = OPEN;
    expect(pressed.text).toContain('lebih dari 24 jam');
    expect(asked.text).toContain('lebih dari 24 jam');
    expect(asked.text).toContain('Pasal 2');
    expect((await budi.say('isi pasal 3')).text).not.toContain('24 jam');
  });
});

describe('files', () => {
  it('of an album count as one message, are named in one acknowledgement and belong to the ticket', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan aplikasi error, kode paket 7654321, tutup besok');
    const before = andi.replies().length;
    await andi.do((people) =>
      people.attach(
        andi.id,
        andi.id,
        [picture('satu.png'), picture('dua.png'), picture('tiga.png')],
        'muncul sejak jam 9',
      ),
    );
    expect(andi.replies()).toHaveLength(before + 1);
    expect(andi.last().text).toContain('3 berkas diterima: satu.png, dua.png, tiga.png');
    await andi.do((people) => people.attach(andi.id, andi.id, [photo]));
    expect(andi.replies()).toHaveLength(before + 1);
    expect(andi.last().text).toContain('4 berkas');
    const summary = await andi.press('Lanjut');
    expect(summary.text).toContain('muncul sejak jam 9');
    expect(summary.text).toContain('Berkas: 4');
    await andi.press('Kirim');
    const files = await draftFilesOf(andi);
    expect(files.map(({ name }) => name)).toEqual([
      'satu.png',
      'dua.png',
      'tiga.png',
      expect.stringMatching(/^foto-4/u),
    ]);
    expect(new Set(files.map(({ ticket }) => ticket)).size).toBe(1);
    expect(files[0]?.ticket).not.toBeNull();
  });

  it('are ten at most and of 20 MB each: the rest is refused at once, and nothing is lost', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan aplikasi error, kode paket 7654321, tutup besok');
    await andi.do((people) =>
      people.attach(
        andi.id,
        andi.id,
        Array.from({ length: 10 }, (_, at) => picture(`${at}.png`)),
      ),
    );
    expect(andi.last().text).toContain('10 berkas');
    await andi.do((people) => people.attach(andi.id, andi.id, [picture('sebelas.png')]));
    expect(andi.last().text).toContain('Paling banyak 10 berkas: 1 yang terakhir tidak saya ambil');
    await andi.do(() =>
      world.telegram.deliver({
        message: {
          message_id: 9_100,
          date: 1,
          chat: { id: andi.id, type: 'private', first_name: 'Andi' },
          from: { id: andi.id, is_bot: false, first_name: 'Andi' },
          document: { file_id: 'besar', file_unique_id: 'besar', file_name: 'besar.pdf', file_size: 21 * 1024 * 1024 },
        },
      }),
    );
    expect(andi.last().text).toContain('Lebih besar dari 20 MB, tidak saya ambil: besar.pdf');
    expect(await draftFilesOf(andi)).toHaveLength(10);
  });

  it('are taken at any step, and their words answer the question', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan');
    await andi.do((people) => people.attach(andi.id, andi.id, [picture('awal.png')]));
    expect(andi.last().text).toContain('1 berkas diterima');
    expect((await andi.press('Lanjutkan formulir')).text).toContain('Apa jenisnya?');
    await andi.press('Keluhan');
    await andi.press('Ruang dan fasilitas');
    await andi.press('Lewati');
    await andi.do((people) => people.attach(andi.id, andi.id, [picture('ac.png')], 'AC mati seminggu'));
    expect((await andi.press('Lanjut')).text).toContain('AC mati seminggu');
    expect(andi.last().text).toContain('awal.png, ac.png');
  });

  it('of other kinds are refused in words', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan server mati');
    for (const kind of ['voice', 'video', 'sticker'] as const) {
      await andi.do((people) => people.sendOther(andi.id, andi.id, kind));
      expect(andi.last().text).toContain('hanya menerima tulisan, foto, dan dokumen');
      expect(andi.last().text).toContain('batas waktu');
    }
  });
});

describe('other ways in', () => {
  it('a message that sounds like a complaint: says what was understood and opens nothing before it is asked to', async () => {
    const andi = vendor(world);
    const answer = await andi.say('saya tidak bisa login sejak tadi pagi, error terus, paket 8123456 tutup besok');
    for (const words of ['Yang saya pahami', 'Gangguan', 'Akun', '8123456', 'dalam 24 jam'])
      expect(answer.text).toContain(words);
    expect(labels(answer)).toEqual(expect.arrayContaining(['🎫 Buat tiket', 'Tidak usah']));
    expect(await ticketsOf(andi)).toEqual([]);
    const files = await andi.press('Buat tiket');
    expect(files.id).not.toBe(answer.id);
    expect(files.text).toContain('tangkapan layar');
    await andi.press('Lewati');
    await andi.press('Kirim');
    expect(await ticketsOf(andi)).toMatchObject([
      { kind: 'gangguan', category: 'akun', package_code: '8123456', urgent: true, answer: null },
    ]);

    const [ticket] = await ticketsOf(andi);
    const again = await andi.say('masih tidak bisa login juga, error terus');
    expect(labels(again)).toContain(`Tambahkan ke ${ticket?.number}`);
    expect((await andi.press('Tambahkan ke')).text).toContain(ticket?.number);
    expect(await ticketsOf(andi)).toHaveLength(1);
  });

  it('a complaint that is changed while its form is open: the description follows', async () => {
    const andi = vendor(world);
    await andi.say('saya tidak bisa login sejak tadi pagi, error terus');
    const told = andi.messages().findLast(({ from }) => from === andi.id)?.id ?? 0;
    await andi.press('Buat tiket');
    await andi.do((people) => people.edit(andi.id, andi.id, told, 'saya tidak bisa login sejak kemarin, error terus'));
    expect(andi.last().text).toContain('saya sesuaikan');
    await finish(andi);
    expect(await ticketsOf(andi)).toMatchObject([{ description: 'saya tidak bisa login sejak kemarin, error terus' }]);
  });

  it('the wish for a person: what about is asked', async () => {
    const andi = vendor(world);
    await andi.say('saya mau bicara dengan petugas');
    expect((await andi.press('Buat tiket')).text).toContain('Apa yang perlu dibantu petugas?');
    await andi.say('tolong ganti nama direktur di data perusahaan kami');
    await andi.press('Kirim');
    expect(await ticketsOf(andi)).toMatchObject([{ kind: 'permintaan', category: 'data_penyedia' }]);
  });

  it('a message that was taken for a complaint wrongly: no ticket', async () => {
    const andi = vendor(world);
    await andi.say('saya tidak bisa login sejak tadi pagi, error terus');
    expect((await andi.press('Tidak usah')).text).toContain('tidak ada tiket yang dibuat');
    expect(await ticketsOf(andi)).toEqual([]);
  });

  it('Hubungi petugas under an answer: the question and the answer travel along, straight to the summary', async () => {
    const andi = vendor(world);
    await andi.say('isi pasal 29');
    const summary = await andi.press('Hubungi petugas');
    expect(summary.text).toContain('Periksa sebelum dikirim');
    expect(summary.text).toContain('isi pasal 29');
    expect(labels(summary)).toContain('Ubah uraian');
    await andi.press('Kirim');
    const [ticket] = await ticketsOf(andi);
    expect(ticket).toMatchObject({ kind: 'permintaan', description: 'isi pasal 29' });
    expect(ticket?.answer).not.toBeNull();
  });

  it('/petugas: how else to reach somebody, and one question', async () => {
    const andi = vendor(world);
    expect((await andi.say('/petugas')).text).toMatch(/^Petugas[\s\S]+Apa yang perlu dibantu petugas\?/u);
    expect((await andi.say('tolong jelaskan cara ganti email akun')).text).toContain('Periksa');
    await andi.press('Kirim');
    expect(await ticketsOf(andi)).toMatchObject([{ kind: 'permintaan', category: 'akun' }]);
  });

  it('in a group nothing is asked', async () => {
    const andi = vendor(world);
    await andi.say('/start');
    const { people } = world.telegram;
    const group = people.addGroup('Penyedia', [andi.id]);
    people.say(andi.id, group, '/keluhan server mati');
    const chat = () => people.view().chats.find(({ id }) => id === group)?.messages ?? [];
    await settled(world, () => chat().length);
    expect(chat().at(-1)?.text).toContain('obrolan pribadi');
    expect(await ticketsOf(andi)).toEqual([]);
  });
});

describe('in the middle of a form', () => {
  it('a question is answered, and the form waits', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan server mati');
    await andi.say('isi pasal 25 apa?');
    const [answer, reminder] = andi.replies().slice(-2);
    expect(answer?.text).toContain('Pasal 25');
    expect(reminder?.text).toContain('masih terbuka');
    await andi.say('/tanya isi pasal 24');
    expect(
      andi
        .replies()
        .slice(-2)
        .map(({ text }) => text),
    ).toEqual([expect.stringContaining('Pasal 24'), expect.stringContaining('masih terbuka')]);
    expect((await andi.press('Lanjutkan formulir')).text).toContain('batas waktu');
  });

  it('a secret is hidden in the summary and the person is warned', async () => {
    const andi = vendor(world);
    await andi.say('/saran');
    const summary = await andi.say('perbaiki login, password saya Rahasia123 dan nomor 081234567890');
    expect(summary.text).toContain('[disamarkan]');
    expect(summary.text).toContain('saya samarkan');
    expect(summary.text).not.toContain('Rahasia123');
    expect(summary.text).not.toContain('081234567890');
    await andi.press('Kirim');
    const [ticket] = await ticketsOf(andi);
    expect(ticket?.description).not.toContain('Rahasia123');
    expect(ticket?.original).toContain('Rahasia123');
    expect(JSON.stringify(await rows('SELECT talk FROM people'))).not.toContain('Rahasia123');
  });

  it('a huge text is not lost in silence', async () => {
    const andi = vendor(world);
    await andi.say('/saran');
    await andi.say('a '.repeat(1_900));
    const { text } = await andi.say('b '.repeat(1_900));
    expect(text).toContain('tidak saya masukkan');
    await andi.press('Kirim');
    expect((await ticketsOf(andi))[0]?.description).toHaveLength(3_799);
  });
});

describe('what LPSE does not decide', () => {
  const QUESTION = 'tolong batalkan pemenang tender itu, saya yang harusnya menang';

  it('is explained with its citation under the answer, and a ticket is made for whoever insists, marked', async () => {
    const andi = vendor(world);
    const answer = await andi.say(QUESTION);
    expect(answer.text).toContain('tidak berwenang');
    expect(labels(answer)).toEqual(expect.arrayContaining(['Ada kendala teknis', 'Tetap buat tiket']));
    await andi.press('Tetap buat tiket');
    await finish(andi);
    const [ticket] = await ticketsOf(andi);
    expect(ticket?.beyond_authority).toMatch(/pemenang/u);
  });

  it('with a technical side is not marked', async () => {
    const andi = vendor(world);
    await andi.say(QUESTION);
    await andi.press('Ada kendala teknis');
    await finish(andi);
    expect(await ticketsOf(andi)).toMatchObject([{ beyond_authority: null, kind: 'gangguan' }]);
  });

  it('is explained in the form too', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan');
    await andi.press('Keluhan');
    await andi.press('Lainnya');
    await andi.press('Lewati');
    const explained = await andi.say(QUESTION);
    expect(explained.text).toContain('Pasal 3 ayat (3)');
    expect(labels(explained)).toEqual(['Ada kendala teknis', 'Tetap buat tiket', 'Batal']);
    await andi.press('Tetap buat tiket');
    const summary = await andi.press('Lewati');
    expect(summary.text).toContain('di luar wewenang LPSE');
    await andi.press('Kirim');
    expect((await ticketsOf(andi))[0]?.beyond_authority).toMatch(/pemenang/u);
  });
});

describe('an allegation', () => {
  it('is heard in a message that sounds like anything else, and said to be seen by few before anything is asked', async () => {
    const andi = vendor(world);
    const answer = await andi.say('bpk/ibu petugas atas nama Rahma minta duit rokok 500rb');
    expect(answer.text).toContain('hanya dibaca Kepala LPSE');
    expect(labels(answer)).toContain('🎫 Buat tiket');
    expect((await andi.say('apakah petugas boleh minta uang?')).text).not.toContain('hanya dibaca Kepala LPSE');
  });

  it('becomes restricted whatever it was called, names the other ways and promises nothing', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan');
    await andi.press('Keluhan');
    await andi.press('Sikap petugas');
    await andi.say('verifikator minta uang 500 ribu supaya cepat');
    const summary = await andi.press('Lewati');
    for (const words of ['Dugaan pungutan', 'saluran terbatas', 'APIP', 'SP4N-LAPOR!'])
      expect(summary.text).toContain(words);
    const opened = await andi.press('Kirim');
    expect(opened.text).toContain('Laporan Anda diterima');
    expect(await ticketsOf(andi)).toMatchObject([{ category: 'integritas', restricted: true }]);
    const open = await rows(
      "SELECT reply FROM outbox WHERE chat = $1 AND NOT confidential AND reply::text LIKE '%500 ribu%'",
      [String(andi.id)],
    );
    expect(open).toEqual([]);
  });
});

describe('a restart in the middle', () => {
  it('changes nothing: the next press goes on where the form was', async () => {
    const andi = vendor(world);
    await andi.say('/keluhan');
    await andi.press('Gangguan');
    await andi.do((people) => people.attach(andi.id, andi.id, [picture('layar.png')]));
    await world.app.stop();
    const restarted = await restart(world);
    try {
      const same = vendorOf(restarted, andi.id);
      await same.press('Akun, login');
      await same.press('Tidak');
      await same.press('Lewati');
      await same.say('layarnya kosong');
      await same.press('Lanjut');
      expect((await same.press('Kirim')).text).toMatch(NUMBER);
    } finally {
      await restarted.app.stop();
    }
    expect(await ticketsOf(andi)).toMatchObject([
      { kind: 'gangguan', category: 'akun', description: 'layarnya kosong' },
    ]);
    expect((await draftFilesOf(andi))[0]?.ticket).not.toBeNull();
  });
});

/** Answers whatever is still asked, and sends. */
async function finish(who: ReturnType<typeof vendor>): Promise<void> {
  for (let step = 0; step < 8 && !labels(who.last()).includes('✅ Kirim'); step++) {
    const next = ['Lainnya', 'Keluhan', 'Lewati', 'Tidak'].find((label) => labels(who.last()).includes(label));
    if (next === undefined) throw new Error(`stuck at: ${who.last().text}`);
    await who.press(next);
  }
  await who.press('Kirim');
}

/** The program after it was stopped, on the same database and with the same Telegram. */
async function restart(before: World): Promise<World> {
  const log = createLog('silent');
  const app = Promise.withResolvers<World['app']>();
  const channels = createChannels(
    {
      telegram: {
        token: before.telegram.token,
        apiRoot: before.telegram.apiRoot,
        webhook: undefined,
        perSecond: 25,
      },
      slack: undefined,
    },
    {
      receive: async (incoming) => (await app.promise).receive(incoming),
      formFor: async (incoming) => (await app.promise).formFor(incoming),
      readFile: async (id) => (await app.promise).readFile(id),
    },
    log,
  );
  for (const channel of Object.values(channels)) {
    channel.rates = NO_RATES;
    await channel.transport.check();
  }
  const files = openFileStore({ dataDir: '/nonexistent', s3: undefined });
  const running = createApp({ helpdesk: before.helpdesk, channels, log, files, now: () => OPEN });
  app.resolve(running);
  await running.start();
  return { ...before, app: running };
}

/** The same person, seen by the restarted program. */
function vendorOf(restarted: World, id: number): ReturnType<typeof vendor> {
  const { people } = restarted.telegram;
  const same = {
    ...restarted,
    telegram: { ...restarted.telegram, people: { ...people, addPerson: () => ({ id, name: 'Andi' }) } },
  };
  return vendor(same as World);
}
