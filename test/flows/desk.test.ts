import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findPersonAt, type PersonRow } from '../../db/people.ts';
import { addTicketMessage } from '../../db/ticket-messages.ts';
import { findTicket, listOpen, searchTickets, type TicketRow } from '../../db/tickets.ts';
import { digest, staysHome } from '../../handlers/desk.ts';
import { decodeAction, ensureOfficers, type Incoming, serviceCalendar } from '../../handlers/index.ts';
import type { Move } from '../../handlers/rules/ticket.ts';
import { type Complaint, makeMove, openTicket } from '../../handlers/ticketing.ts';
import type { Needs, Visit } from '../../handlers/visit.ts';
import { settled } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A Monday, 09.00 WITA: the office is open. */
const MONDAY = Date.parse('2026-11-23T09:00:00+08:00');
let now = MONDAY;

let world: Awaited<ReturnType<typeof createWorld>>;
let needs: Needs;
let rahma: PersonRow;
let hasnah: PersonRow;

beforeAll(async () => {
  world = await createWorld({ telegram: false, slack: {}, now: () => now });
  const { db, knowledge } = world.helpdesk;
  needs = {
    db,
    knowledge,
    now: () => now,
    calendar: serviceCalendar(knowledge.unit.service, knowledge.unit.zone),
    linkTo: (_channel, chat, ref) => `https://lpse.slack.com/archives/${chat}/${ref}`,
    privateLink: () => undefined,
    perSecond: 25,
    isAdminOf: async () => false,
    triage: { channel: 'slack', chat: world.channel, audience: 'group' },
    restricted: { channel: 'slack', chat: world.restricted, audience: 'group' },
  };
  await ensureOfficers(db, [
    { address: world.officer, name: 'Rahma', roles: ['lpd'] },
    { address: world.head, name: 'Hasnah', roles: ['kepala'] },
  ]);
  rahma = (await findPersonAt(db, 'slack', world.officer)) as PersonRow;
  hasnah = (await findPersonAt(db, 'slack', world.head)) as PersonRow;
});
afterAll(() => world.close());

const people = () => world.slack.people;
const settle = () => settled(world, () => JSON.stringify(people().view()));

type Blocks = { type: string; elements?: { action_id: string; url?: string; text?: { text: string } }[] }[];
const blocksOf = (user: string) => (people().view().homes[user]?.blocks ?? []) as Blocks;
const homeWords = (user: string) => textsIn(blocksOf(user));
const buttonsIn = (blocks: Blocks) =>
  blocks.filter(({ type }) => type === 'actions').flatMap(({ elements = [] }) => elements);

/** What ends a line. */
const LINES = ['rich_text_section', 'rich_text_quote', 'header', 'context', 'button'];

/** All that can be read, line by line. */
function textsIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(textsIn).join('');
  if (value === null || typeof value !== 'object') return '';
  const words = Object.entries(value).map(([field, content]) =>
    field === 'text' && typeof content === 'string' ? content : textsIn(content),
  );
  return words.join('') + ('type' in value && LINES.includes(String(value.type)) ? '\n' : '');
}

async function openHome(user: string): Promise<string> {
  people().openHome(user);
  await settle();
  return homeWords(user);
}

/** Presses a button of the App Home. */
async function pressHome(user: string, label: string): Promise<string> {
  const button = buttonsIn(blocksOf(user)).find(({ text }) => text?.text.startsWith(label));
  if (!button) throw new Error(`no button ${label} in ${homeWords(user)}`);
  await people().press(user, { home: true }, button.action_id);
  await settle();
  return homeWords(user);
}

/** Presses what no button of theirs asks for. */
async function forged(user: string, action: string): Promise<string> {
  await world.slack.deliver('interactive', {
    type: 'block_actions',
    user: { id: user, username: 'x' },
    trigger_id: '1.2.3',
    actions: [{ action_id: action, action_ts: `${Date.now() / 1000}`, block_id: 'x', type: 'button' }],
    container: { type: 'view', view_id: 'V1' },
    view: { type: 'home' },
  });
  await settle();
  return homeWords(user);
}

const messagesIn = (channel: string) =>
  people()
    .view()
    .channels.find(({ id }) => id === channel)?.messages ?? [];

/** What only that person read after a command in the channel. */
async function command(user: string, text: string): Promise<string> {
  const before = new Set(messagesIn(world.channel).map(({ ts }) => ts));
  await people().command(user, world.channel, '/lpse', text);
  await settle();
  const fresh = messagesIn(world.channel).filter(({ ts, onlyFor }) => !before.has(ts) && onlyFor !== undefined);
  expect(fresh.map(({ onlyFor }) => onlyFor)).toEqual(fresh.map(() => user));
  return textsIn(fresh.map(({ blocks }) => blocks));
}

let count = 0;
function visitOf(person: PersonRow, place: Partial<Incoming['place']> = {}): Visit {
  const incoming: Incoming = {
    key: `test:${++count}`,
    order: count,
    at: now,
    from: { channel: 'slack', id: person.address, name: person.name },
    place: { channel: 'slack', chat: person.address, audience: 'private', ...place },
    event: { kind: 'command', name: 'tiket', text: 'baru' },
  };
  return { needs, incoming, person };
}

async function open(description: string, more: Partial<Complaint> = {}, name = 'CV Sumber Jaya'): Promise<TicketRow> {
  const ticket = await needs.db.transaction((tx) =>
    openTicket(tx, visitOf(rahma), {
      reporter: { person: null, name },
      origin: 'telepon',
      kind: 'permintaan',
      category: 'informasi',
      description,
      urgent: false,
      withDraftFiles: false,
      ...more,
    }),
  );
  await settle();
  return ticket;
}

async function move(ticket: TicketRow, what: Move, person: PersonRow, change = {}): Promise<TicketRow> {
  const moved = await needs.db.transaction((tx) =>
    makeMove(tx, needs, {
      ticket: ticket.id,
      move: what,
      actor: { person: person.id, roles: person.roles },
      source: 'slack',
      change,
    }),
  );
  await settle();
  if (!moved.ok) throw new Error(moved.why);
  return moved.ticket;
}

async function postDigest(): Promise<string> {
  await needs.db.transaction((tx) => digest(tx, needs));
  await settle();
  return textsIn(messagesIn(world.channel).findLast(({ blocks }) => textsIn(blocks).includes('☀️'))?.blocks);
}

/** The part of a page from one heading to the next. */
const between = (page: string, from: string, to: string) =>
  page.slice(page.indexOf(from), page.indexOf(to, page.indexOf(from)));

describe('with no ticket at all', () => {
  it('says so in every list, and keeps what the App Home offered before', async () => {
    const page = await openHome(world.officer);
    expect(page).toContain('Tidak ada tiket yang Anda pegang.');
    expect(page).toContain('Semua tiket terbuka sudah ada yang memegang.');
    expect(page).toContain('Tidak ada yang mendekati atau lewat batas.');
    expect(page).toContain('Tidak ada tiket terbuka.');
    expect(page).toContain('/lpse tanya');
    expect(page).toContain('Tanya LPSE');
    expect(page).toContain('Peran Anda: LPD');
    expect(await command(world.officer, 'tiket')).toContain('Tidak ada tiket yang Anda pegang.');
  });

  it('is a friendly line in the morning', async () => {
    expect(await postDigest()).toMatch(
      /23 November 2026.*Tidak ada tiket terbuka\. Selamat bekerja.*0 masuk, 0 selesai/s,
    );
  });

  it('is nothing where there is no place for it', async () => {
    const letters = () => needs.db.query('SELECT id FROM outbox WHERE lane = 1');
    const before = await letters();
    const { triage: _, ...placeless } = needs;
    await needs.db.transaction((tx) => digest(tx, placeless));
    expect(await letters()).toEqual(before);
  });

  it('is the help for somebody without a role, who finds no tickets either', async () => {
    const guest = people().addUser('tamu', 'Tamu Nama').id;
    const page = await openHome(guest);
    expect(page).toContain('hanya dapat bertanya');
    expect(page).not.toContain('Meja tiket');
    const direct = people().directChannel(guest);
    await people().command(guest, direct, '/lpse', 'tiket');
    await settle();
    expect(textsIn(messagesIn(direct).map(({ blocks }) => blocks))).toContain('tidak mempunyai peran');
  });
});

describe('an officer', () => {
  let ordinary: TicketRow;
  let pressing: TicketRow;
  let mine: TicketRow;

  beforeAll(async () => {
    ordinary = await open('Mohon penjelasan jadwal layanan verifikasi berkas');
    pressing = await open('Tidak bisa unggah dokumen', { urgent: true, kind: 'gangguan', category: 'aplikasi' });
    mine = await open('Apendo berhenti di tengah', { packageCode: '87654321', category: 'dokumen' }, 'PT Anoa');
    await move(mine, 'claim', rahma);
  });

  it('finds their own, nobody’s and those due soon, each in its list', async () => {
    const page = await openHome(world.officer);
    const own = between(page, 'Tiket saya', 'Belum diambil');
    const nobodys = between(page, 'Belum diambil', 'Mendekati');
    const near = between(page, 'Mendekati', 'Per Bidang');
    expect(own).toContain(mine.number);
    expect(own).toContain('PT Anoa · petugas Rahma');
    expect(own).not.toContain(ordinary.number);
    expect(nobodys).toContain(ordinary.number);
    expect(nobodys).toContain(pressing.number);
    expect(nobodys).not.toContain(mine.number);
    expect(near).toContain(pressing.number);
    expect(near).toContain('09.30 WITA');
    expect(near).not.toContain('⏰');
    expect(near).not.toContain(ordinary.number);
    expect(page).toContain('Layanan Pengguna dan Dukungan: 3 terbuka');
  });

  it('sees what is late, first', async () => {
    now += 40 * MINUTE;
    const page = await openHome(world.officer);
    expect(between(page, 'Mendekati', 'Per Bidang')).toContain('09.30 WITA ⏰ lewat');
    expect(page).toContain('3 terbuka, 1 lewat batas');
    const nobodys = between(page, 'Belum diambil', 'Mendekati');
    expect(nobodys.indexOf(pressing.number)).toBeLessThan(nobodys.indexOf(ordinary.number));
  });

  it('opens a ticket in the App Home with all that happened, and goes back', async () => {
    await needs.db.transaction((tx) =>
      addTicketMessage(tx, {
        ticket: mine.id,
        at: new Date(now),
        author: rahma.id,
        direction: 'internal',
        text: 'sudah saya telepon',
      }),
    );
    await openHome(world.officer);
    const page = await pressHome(world.officer, `Buka ${mine.number}`);
    expect(page).toContain('Apendo berhenti di tengah');
    expect(page).toMatch(/09\.00 WITA: Rahma mengambil tiket → Diambil/);
    expect(page).toMatch(/Rahma · 23 Nov 2026 09\.40 WITA, catatan internal.*sudah saya telepon/s);
    expect(page.match(/Apendo berhenti di tengah/g)).toHaveLength(1);
    const thread = buttonsIn(blocksOf(world.officer)).find(({ url }) => url !== undefined);
    expect(thread?.url).toMatch(/archives\/.+\/p\d+/);
    expect(buttonsIn(blocksOf(world.officer)).map(({ action_id }) => decodeAction(action_id)?.verb)).toContain(
      'respond',
    );
    expect(await pressHome(world.officer, '« Kembali')).toContain('Meja tiket');
  });

  it('opens a list alone', async () => {
    await openHome(world.officer);
    const unassigned = await pressHome(world.officer, 'Belum diambil (2)');
    expect(unassigned).toContain(ordinary.number);
    expect(unassigned).not.toContain(mine.number);
    await pressHome(world.officer, '« Kembali');
    expect(await pressHome(world.officer, 'LPD (3)')).toContain(mine.number);
    await pressHome(world.officer, '« Kembali');
    expect(await pressHome(world.officer, 'Mendekati')).not.toContain(ordinary.number);
  });

  it('asks with /lpse tiket so that nobody else reads it', async () => {
    const short = await command(world.officer, 'tiket');
    expect(short).toContain(mine.number);
    expect(short).toContain(ordinary.number);
    expect(short).toContain('Mendekati atau lewat batas: 1.');
    for (const asked of [mine.number, 'l 2026 3', '3', 'tiket #00003'])
      expect(await command(world.officer, `tiket ${asked}`), asked).toContain('Apendo berhenti di tengah');
    expect(await command(world.officer, 'tiket L-2026-09999')).toContain('Tidak ada tiket dengan');
  });

  it.each([
    ['a package code', 'cari 87654321'],
    ['a package code among words', 'paket 87654321'],
    ['words', 'cari apendo berhenti'],
    ['words without "cari"', 'apendo'],
    ['a name', 'anoa'],
  ])('finds tickets by %s', async (_what, asked) => {
    const found = await command(world.officer, `tiket ${asked}`);
    expect(found).toContain(mine.number);
    expect(found).not.toContain(ordinary.number);
  });

  it('is told when nothing is found or nothing was asked', async () => {
    expect(await command(world.officer, 'tiket cari purnamawati')).toMatch(
      /Tidak ada tiket dengan “purnamawati.*coba/s,
    );
    expect(await command(world.officer, 'tiket cari apendo jadwal')).toContain('Semua katanya harus ada');
    expect(await command(world.officer, 'tiket cari')).toContain('Tulis yang dicari');
    expect(await command(world.officer, 'tiket cari <!channel> & "\'; --')).toContain('Tidak ada tiket dengan');
  });

  it('looks from the App Home in a form, and the result is there', async () => {
    await openHome(world.officer);
    const button = buttonsIn(blocksOf(world.officer)).find(({ text }) => text?.text === 'Cari');
    await people().press(world.officer, { home: true }, button?.action_id ?? '');
    const modal = people().view().modals.at(-1);
    expect(textsIn(modal?.view)).toContain('Nomor, kode paket, atau kata');
    const words = { value: { type: 'plain_text_input', value: 'apendo' } };
    await people().submit(world.officer, modal?.id ?? '', { words });
    await settle();
    expect(homeWords(world.officer)).toContain('Hasil pencarian');
    expect(homeWords(world.officer)).toContain(mine.number);
    expect(await pressHome(world.officer, '« Kembali')).toContain('Meja tiket');
  });

  it('finds what a deed in the App Home said above the ticket as it is then', async () => {
    const visit = visitOf(rahma, { home: true });
    const said = await needs.db.transaction((tx) =>
      staysHome(visit, ordinary.id, async () => ({ replies: [{ blocks: [{ kind: 'heading', text: 'Sudah.' }] }] }))(tx),
    );
    const [reply] = said.replies;
    expect(reply?.blocks[0]).toEqual({ kind: 'heading', text: 'Sudah.' });
    expect(JSON.stringify(reply)).toContain(ordinary.number);
    expect(JSON.stringify(reply)).toContain('« Kembali');
    const gone = await needs.db.transaction((tx) => staysHome(visit, 0, async () => ({ replies: [] }))(tx));
    expect(JSON.stringify(gone.replies)).toContain('Meja tiket');
    const elsewhere = async () => ({ replies: [] });
    expect(staysHome(visitOf(rahma), ordinary.id, elsewhere)).toBe(elsewhere);
  });
});

describe('an allegation about integrity', () => {
  const WORDS = 'Diminta uang pelicin oleh oknum';
  let ticket: TicketRow;
  beforeAll(async () => {
    ticket = await open(WORDS, { category: 'integritas', kind: 'keluhan', packageCode: '11223344' }, 'Saksi Pelapor');
  });
  const CHOICES = ['home', 'mine', 'unassigned', 'late', 'bidang-kepala', 'bidang-lpd', 'bidang-asi'];
  const trace = () => new RegExp(`${ticket.number}|pelicin|Saksi|integritas|Kepala LPSE: |KEPALA \\(|terbatas`, 'i');

  it('is nowhere for an officer: no list, no count, no search, no view, no digest', async () => {
    for (const choice of CHOICES)
      expect(await forged(world.officer, `tickets:0:${choice}`), choice).not.toMatch(trace());
    expect(await forged(world.officer, 'tickets:0:bidang-kepala')).toContain('Tidak ada tiket terbuka di Bidang ini.');
    expect(await forged(world.officer, `ticket:${ticket.id}`)).toContain('Tiket itu tidak ada.');
    expect(homeWords(world.officer)).not.toMatch(trace());
    for (const asked of ['cari uang', '11223344', 'cari oknum'])
      expect(await command(world.officer, `tiket ${asked}`), asked).toContain('Tidak ada tiket dengan');
    // What was asked is repeated, so only what is told besides counts.
    expect(await command(world.officer, `tiket ${ticket.number}`)).toBe(
      (await command(world.officer, 'tiket L-2026-09999')).replace('L-2026-09999', ticket.number),
    );
    const text = await postDigest();
    expect(text).toContain('Terbuka: 3');
    expect(text).toContain('3 masuk');
    expect(text).not.toMatch(trace());
  });

  it('is there for the head, in every place', async () => {
    expect(await openHome(world.head)).toMatch(/Dugaan pungutan.*Saksi Pelapor.*🛡️ terbatas/s);
    expect(homeWords(world.head)).toContain('Kepala LPSE: 1 terbuka');
    expect(await pressHome(world.head, 'KEPALA (1)')).toContain(ticket.number);
    expect(await pressHome(world.head, `Buka ${ticket.number}`)).toContain(WORDS);
    const asked = (text: string) =>
      needs.db.transaction((tx) =>
        searchTickets(tx, { person: hasnah.id, seesRestricted: true }, { words: text, packageCode: text }, 5),
      );
    for (const text of ['pelicin', '11223344']) expect((await asked(text)).map(({ id }) => id)).toEqual([ticket.id]);
  });

  it('is not told to those who look after letters', async () => {
    // Nothing of it is left in a letter that arrived, and what is on its way is marked.
    const told = await needs.db.query("SELECT FROM outbox WHERE NOT confidential AND reply::text ~ 'pelicin|Saksi'");
    expect(told).toEqual([]);
    const kept = await needs.db.query("SELECT FROM outbox WHERE state = 'sent' AND reply::text ~ 'pelicin|Saksi'");
    expect(kept).toEqual([]);
    expect(await needs.db.query("SELECT FROM outbox WHERE confidential AND state = 'sent'")).not.toEqual([]);
  });

  it('is there for the officer who was given it, and gone when taken away', async () => {
    await move(ticket, 'assign', hasnah, { assignee: rahma.id });
    expect(between(await openHome(world.officer), 'Tiket saya', 'Belum diambil')).toContain(ticket.number);
    expect(await pressHome(world.officer, `Buka ${ticket.number}`)).toContain(WORDS);
    await move(ticket, 'assign', hasnah, { assignee: hasnah.id });
    expect(await pressHome(world.officer, 'Segarkan')).toContain('Tiket itu tidak ada.');
    expect(await openHome(world.officer)).not.toMatch(trace());
  });
});

describe('the digest', () => {
  afterEach(() => {
    now = MONDAY;
  });

  it('tells in the morning what stands still, what came and ended, and what to look at', async () => {
    const waiting = await open('Sudah unggah berkas belum diverifikasi', { category: 'verifikasi' }, 'PT Rahasia');
    const atLkpp = await open('Galat 500 di SPSE', { category: 'aplikasi', kind: 'gangguan' });
    const solved = await open('Lupa jam buka', { category: 'fasilitas' });
    const rejected = await open('Minta jadwal diubah', { category: 'lain' });
    await move(waiting, 'wait', rahma);
    await move(atLkpp, 'forward', rahma, { lkpp_ground: 'a', lkpp_number: 'LKPP-77' });
    await move(solved, 'resolve', rahma);
    await move(rejected, 'reject', rahma);
    // Something else happens to it meanwhile: it waits all the same.
    now = MONDAY + DAY;
    await move(waiting, 'prioritize', rahma, { priority: 4 });

    now = MONDAY + DAY - 90 * MINUTE;
    const nextDay = await postDigest();
    expect(nextDay).toMatch(/Sejak 23 Nov 2026 07\.30 WITA: 7 masuk, 1 selesai, 1 ditolak\./);
    expect(nextDay).not.toContain('Menunggu pelapor lebih dari 3 hari');
    expect(nextDay).toMatch(/Di LKPP \(1\).*· 0 hari · tiket LKPP LKPP-77/s);

    // Monday after: the day with service before was Friday.
    now = MONDAY + 7 * DAY - 90 * MINUTE;
    const later = await postDigest();
    expect(later).toContain('Senin, 30 November 2026');
    expect(later).toContain('Terbuka: 5 (baru 2, diambil 1, menunggu pengguna 1, di LKPP 1)');
    expect(later).toContain('Belum diambil: 2 · lewat batas: 3 · jatuh tempo hari ini: 0');
    expect(later).toContain('Sejak 27 Nov 2026 07.30 WITA: 0 masuk, 0 selesai.');
    expect(later).toMatch(new RegExp(`Menunggu pelapor lebih dari 3 hari \\(1\\)\n${waiting.number} · 6 hari`));
    expect(later).toMatch(new RegExp(`Di LKPP \\(1\\)\n${atLkpp.number} · 6 hari`));
    expect(later).toMatch(/Lihat lebih dulu\nL-2026-00002 · P2 Tinggi · Baru.*⏰ lewat/s);
    expect(later).not.toMatch(/PT Rahasia|CV Sumber Jaya|PT Anoa/);
    const shown = messagesIn(world.channel).findLast(({ blocks }) => textsIn(blocks).includes('☀️'));
    expect(JSON.stringify(shown?.blocks)).toContain(`.slack.com/archives/${world.channel}/`);
  });

  it('tells of storms since the day before', async () => {
    for (const name of ['Satu', 'Dua', 'Tiga', 'Empat', 'Lima'])
      await open('Laman tidak terbuka', { category: 'jaringan', kind: 'gangguan' }, `CV ${name}`);
    expect(await postDigest()).toMatch(
      /⛈️ Kemungkinan gangguan\nServer atau jaringan: 5 tiket sejak 23 Nov 2026 09\.00/,
    );
  });

  it('says what falls due this day', async () => {
    now = MONDAY + 3 * MINUTE;
    await open('Perlu hari ini', { urgent: true, kind: 'gangguan', category: 'akun' });
    expect(await postDigest()).toMatch(/jatuh tempo hari ini: [1-9]/);
  });
});

describe('with very many tickets', () => {
  const MANY = 400;
  beforeAll(async () => {
    await needs.db.query(
      `INSERT INTO tickets (number, key, reporter_name, origin, kind, category, description, urgent, restricted, priority,
         assignee, bidang, state, opened_at, counted_from, changed_at, resolution_due)
       SELECT 'L-2025-' || lpad(n::text, 5, '0'), 'many:' || n, repeat('Nama Panjang Sekali ', 400), 'internet', 'gangguan',
         'aplikasi', repeat('ramai sekali ', 300), false, false, 3, CASE WHEN n % 2 = 0 THEN $2::integer END,
         (ARRAY['lpd', 'asi', 'reg', 'trn', 'sek'])[n % 5 + 1], 'baru', $3, $3, $3, $3::timestamptz + n * interval '1 minute'
       FROM generate_series(1, $1) AS n`,
      [MANY, rahma.id, new Date(MONDAY)],
    );
  });

  it('cuts the lists of the App Home, says how many are left, and stays within the limits', async () => {
    const page = await openHome(world.officer);
    expect(page).toMatch(/Tiket saya \((20\d)\)/);
    expect(page.match(/\d+ lagi\./g)).toHaveLength(3);
    expect(blocksOf(world.officer).length).toBeLessThan(40);
    expect(page.match(/Buka L-/g)?.length).toBeLessThanOrEqual(24);
    expect(page).toContain('Tanya LPSE');
  });

  it('cuts a list alone, in the App Home and elsewhere', async () => {
    await openHome(world.officer);
    const page = await pressHome(world.officer, 'Tiket saya');
    expect(page.match(/Buka L-/g)).toHaveLength(25);
    expect(page).toMatch(/\(20\d\).*17\d lagi\. Yang paling dekat batasnya di atas/s);
    const found = await command(world.officer, 'tiket cari ramai');
    expect(found.match(/Buka L-/g)).toHaveLength(25);
    expect(found).toContain('Hanya 25 yang terbaru ditampilkan');
    expect(world.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('shows a ticket with a long past in one App Home and in whole messages', async () => {
    const long = (await findTicket(needs.db, 1)) as TicketRow;
    await needs.db.query(
      `INSERT INTO ticket_messages (ticket, at, direction, text)
       SELECT $1, now(), 'internal', repeat('panjang ', 500) || n FROM generate_series(1, 60) AS n`,
      [long.id],
    );
    await needs.db.query(
      `INSERT INTO ticket_events (ticket, at, source, deed, state_after) SELECT $1, now(), 'slack', 'reply', 'diambil'
       FROM generate_series(1, 300)`,
      [long.id],
    );
    const page = await command(world.officer, `tiket ${long.number}`);
    expect(page).toContain('48 pesan sebelumnya, di utas');
    expect(page).toMatch(/… 28\d catatan sebelumnya/);
    expect(await forged(world.officer, `ticket:${long.id}`)).toContain('48 pesan sebelumnya');
    expect(blocksOf(world.officer).length).toBeLessThan(60);
  });

  it('gives the next to be due first, in every list', async () => {
    const viewer = { person: rahma.id, seesRestricted: false };
    for (const which of [{ assignee: rahma.id }, { unassigned: true } as const, { bidang: 'asi' }]) {
      const due = (await listOpen(needs.db, viewer, which, 50)).map((one) => one.due?.getTime() ?? Infinity);
      expect(due).toHaveLength(50);
      expect(due).toEqual(due.toSorted((one, other) => one - other));
    }
  });
});
