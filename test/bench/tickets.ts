import { rm } from 'node:fs/promises';
import { openHelpdesk } from '../../bot/helpdesk.ts';
import { ticketOfMessage } from '../../db/outbox.ts';
import { findPerson } from '../../db/people.ts';
import {
  countOpen,
  findTicketNumbered,
  listCardless,
  listOpen,
  listReported,
  lockAlarming,
  type OpenTickets,
  searchTickets,
} from '../../db/tickets.ts';
import { home, ticketCommand } from '../../handlers/desk.ts';
import type { Channel, Incoming, Place } from '../../handlers/incoming.ts';
import { myTickets } from '../../handlers/my-tickets.ts';
import { serviceCalendar } from '../../handlers/rules/service-hours.ts';
import { CATEGORIES } from '../../handlers/rules/ticket.ts';
import { openTicket } from '../../handlers/ticketing.ts';
import type { Decision, Needs, Visit } from '../../handlers/visit.ts';
import { preparedFolder } from '../support/helpdesk.ts';
import { aligned, fine, machine, median, percentile, ratio, seconds, shown, times } from './figures.ts';
import { COMMON_WORD, DESK, fillPeople, fillTickets, OFFICERS, RARE_WORD, REPORTERS } from './filled-tickets.ts';

const OPENED = 1_000;
/** Each of a storm is told of on one card; so many complain of one outage. */
const STORM = 200;
const FEW = 1_000;
const MANY = 100_000;
const ROUNDS = 5;
const CALLS = 70;
const MINUTE_MS = 60_000;

type Filled = { firstReporter: number; firstOfficer: number; stored: number };
/** Something that is looked up, for the `n`th time. */
type Lookup = (n: number) => Promise<unknown>;
type Timed = Record<'p50' | 'p95', number>;

/** Measures opening tickets, and how finding them fares when many are stored; prints two tables. */
export async function benchTickets(): Promise<void> {
  const began = performance.now();
  const tell = (what: string) => process.stderr.write(`${what}\n`);
  tell(`membuka ${OPENED} tiket`);
  const apart = await withHelpdesk((needs) => opening(needs, OPENED, 5 * MINUTE_MS));
  const storm = await withHelpdesk((needs) => opening(needs, STORM, 500));
  const [few, many] = await withHelpdesk(async (needs) => {
    const people = await fillPeople(needs.db);
    await fillTickets(needs.db, [1, FEW], people);
    tell(`mencari di antara ${FEW} tiket`);
    const first = await timedAll(lookups(needs, { ...people, stored: FEW }));
    await fillTickets(needs.db, [FEW + 1, MANY], people);
    tell(`mencari di antara ${MANY} tiket`);
    return [first, await timedAll(lookups(needs, { ...people, stored: MANY }))] as const;
  });
  const opened = [
    ['membuka tiket, milidetik', 'p50', 'p95', 'semua, s'],
    [`${OPENED} tiket, satu tiap lima menit`, fine(apart.p50), fine(apart.p95), seconds(apart.total)],
    [`${STORM} tiket sekategori dalam dua menit (badai)`, fine(storm.p50), fine(storm.p95), seconds(storm.total)],
  ];
  const rows = [...few].map(([what, time]) => {
    const other = many.get(what);
    return [
      what,
      ...[time.p50, time.p95, other?.p50, other?.p95].map((value) => shown(value, fine)),
      shown(ratio(other?.p95, time.p95), times),
    ];
  });
  process.stdout.write(
    [
      `${machine()}; ${ROUNDS} × ${CALLS} panggilan, median antarputaran`,
      aligned(opened),
      aligned([['milidetik', `p50 ${FEW}`, `p95 ${FEW}`, `p50 ${MANY}`, `p95 ${MANY}`, 'nisbah p95'], ...rows]),
      'Tiga persen terbuka: 30 dan 3.000. Hitungan dan "tiket tanpa kartu" (tiap jam) membaca semua yang terbuka.',
      `Seluruhnya ${seconds(performance.now() - began)} detik.\n`,
    ].join('\n\n'),
  );
}

async function withHelpdesk<T>(work: (needs: Needs) => Promise<T>): Promise<T> {
  const dataDir = await preparedFolder();
  const { db, knowledge, close } = await openHelpdesk({ databaseUrl: undefined, dataDir });
  try {
    return await work({
      db,
      knowledge,
      now: Date.now,
      calendar: serviceCalendar(knowledge.unit.service, knowledge.unit.zone),
      privateLink: () => undefined,
      perSecond: 25,
      isAdminOf: async () => false,
      linkTo: (_channel, chat, ref) => `https://contoh.slack.com/archives/${chat}/${ref}`,
      triage: DESK,
    });
  } finally {
    await close();
    await rm(dataDir, { recursive: true });
  }
}

/** Each in a transaction of its own, as when its form is confirmed; one comes `apartMs` after the other. */
async function opening(needs: Needs, count: number, apartMs: number): Promise<Timed & { total: number }> {
  const people = await fillPeople(needs.db);
  const spent: number[] = [];
  let now = Date.now();
  for (let n = 0; n < count; n++) {
    now += apartMs;
    const at = now;
    const visit = await visitOf({ ...needs, now: () => at }, people.firstReporter + (n % REPORTERS), {
      channel: 'telegram',
      chat: `${n}`,
      audience: 'private',
    });
    const began = performance.now();
    await needs.db.transaction((tx) =>
      openTicket(tx, visit, {
        reporter: { person: visit.person.id, name: visit.person.name },
        origin: 'internet',
        kind: 'gangguan',
        // Of a storm all are about the same.
        category: apartMs > MINUTE_MS ? (CATEGORIES[n % 8] ?? 'lain') : 'aplikasi',
        description: 'Saya tidak bisa masuk ke SPSE sejak pagi, halaman unggah dokumen penawaran kosong.',
        urgent: false,
        withDraftFiles: false,
      }),
    );
    spent.push(performance.now() - began);
  }
  return { ...percentiles(spent), total: spent.reduce((sum, one) => sum + one, 0) };
}

/** What officers and reporters look up, by name. */
function lookups(needs: Needs, { firstReporter, firstOfficer, stored }: Filled): Map<string, Lookup> {
  const { db } = needs;
  const spread = (n: number, most: number) => (n * 7919) % most;
  const officer = (n: number) => ({ person: firstOfficer + 1 + spread(n, OFFICERS - 1), seesRestricted: false });
  const head = { person: firstOfficer, seesRestricted: true };
  /** Of those who have reported something. */
  const reporter = (n: number) => firstReporter + (((1 + spread(n, stored)) * 7919) % REPORTERS);
  const now = new Date();
  const soon = new Date(now.getTime() + 120 * MINUTE_MS);
  const open = (which: (n: number) => OpenTickets, most: number) => (n: number) =>
    listOpen(db, officer(n), which(n), most);
  const words = (text: string) => (n: number) => searchTickets(db, officer(n), { words: text }, 26);
  const inSlack = (n: number, place: Partial<Place>) =>
    visitOf(needs, officer(n).person, { ...DESK, ...place } as Place);
  const done = async (decision: Decision) => await db.transaction(decision);
  return new Map<string, Lookup>([
    ['daftar seorang pelapor', (n) => listReported(db, reporter(n), { most: 11 })],
    ['tiket seorang petugas', open((n) => ({ assignee: officer(n).person }), 8)],
    ['tiket tanpa petugas', open(() => ({ unassigned: true }), 8)],
    ['tiket yang hampir lewat', open(() => ({ dueBefore: soon }), 8)],
    ['tiket satu Bidang', open((n) => ({ bidang: ['lpd', 'asi', 'reg', 'trn'][n % 4] ?? '' }), 25)],
    ['hitungan tiket terbuka, petugas', (n) => countOpen(db, officer(n), { now, soon })],
    ['hitungan tiket terbuka, kepala', () => countOpen(db, head, { now, soon })],
    ['cari nomor', (n) => findTicketNumbered(db, `L-2020-${String(1 + spread(n, stored)).padStart(5, '0')}`)],
    [
      'cari kode paket',
      (n) => {
        const packageCode = String(10_000_000 + 3 * spread(n, Math.min(stored, 20_000) / 4));
        return searchTickets(db, officer(n), { words: packageCode, packageCode }, 26);
      },
    ],
    ['cari kata jarang', words(RARE_WORD)],
    ['cari kata umum', words(COMMON_WORD)],
    ['cari kata umum dan jarang', words(`${COMMON_WORD} ${RARE_WORD}`)],
    ['cari kata yang tidak ada', words('zamrud')],
    ['utas tiket', (n) => ticketOfMessage(db, DESK.channel, DESK.chat, `${DESK.chat}:${1 + spread(n, stored)}.000100`)],
    ['peringatan yang jatuh tempo', () => db.transaction((tx) => lockAlarming(tx, now, 20))],
    ['tiket tanpa kartu', () => listCardless(db, { ...DESK, restricted: false })],
    ['App Home', async (n) => done(await home(await inSlack(n, { home: true })))],
    [
      '/lpse tiket, satu tiket lengkap',
      async (n) => {
        const number = `L-2020-${String(1 + spread(n, stored)).padStart(5, '0')}`;
        return done(await ticketCommand(await inSlack(n, {}), number));
      },
    ],
    [
      '/tiket seorang pelapor',
      async (n) => {
        const visit = await visitOf(needs, reporter(n), { channel: 'telegram', chat: '1', audience: 'private' });
        return done(await myTickets(visit, 0));
      },
    ],
  ]);
}

let visits = 0;

async function visitOf(needs: Needs, id: number, place: Place): Promise<Visit> {
  const person = await findPerson(needs.db, id);
  if (!person) throw new Error(`no person ${id}`);
  const incoming: Incoming = {
    key: `bench:visit:${++visits}`,
    order: visits,
    at: needs.now(),
    from: { channel: person.channel as Channel, id: person.address, name: person.name },
    place,
    event: { kind: 'text', text: '' },
  };
  return { needs, incoming, person: person as Visit['person'] };
}

/** In rounds, so that what disturbs one of them does not count. */
async function timedAll(all: Map<string, Lookup>): Promise<Map<string, Timed>> {
  const rounds = new Map<string, Timed[]>([...all.keys()].map((what) => [what, []]));
  for (let round = 0; round <= ROUNDS; round++)
    for (const [what, lookup] of all) {
      const spent: number[] = [];
      for (let n = 0; n < CALLS; n++) {
        const began = performance.now();
        await lookup(round * CALLS + n);
        spent.push(performance.now() - began);
      }
      // The first is for warming up.
      if (round > 0) rounds.get(what)?.push(percentiles(spent));
    }
  return new Map(
    [...rounds].map(([what, list]) => [
      what,
      { p50: median(list.map(({ p50 }) => p50)) ?? 0, p95: median(list.map(({ p95 }) => p95)) ?? 0 },
    ]),
  );
}

const percentiles = (spent: number[]): Timed => ({
  p50: percentile(spent, 0.5) ?? 0,
  p95: percentile(spent, 0.95) ?? 0,
});
