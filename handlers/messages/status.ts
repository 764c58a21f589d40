import type { Unit } from '../../knowledge/index.ts';
import type { Block, Span } from '../reply.ts';
import type { AnnouncementKind, BulletinKind, Facts } from '../rules/announcement.ts';
import { wallClock } from '../rules/wall-clock.ts';
import { BASIS, BULLETIN_NAMES, KIND_NAMES } from './announcement.ts';
import { moment, stretch } from './announcement-times.ts';
import { list, note, paragraph } from './blocks.ts';
import { clock, duration } from './time.ts';

/** What was announced to the public, with every text about it. All instants are milliseconds since 1970 UTC. */
export type Announced = {
  /** G-2026-0007 */
  number: string;
  kind: AnnouncementKind;
  state: 'terjadwal' | 'berlangsung' | 'pulih' | 'batal';
  /** What is known now. */
  facts: Facts;
  /** How many texts of it went out. */
  version: number;
  announcedAt: number;
  /** The texts as they were sent, oldest first. */
  told: { kind: BulletinKind; at: number; blocks: Block[] }[];
};

/** How the page looks: by the worst that is going on. */
export type StatusTone = 'calm' | 'outage' | 'maintenance' | 'unknown';

/** The status page in words. */
export type StatusPage = {
  language: string;
  tone: StatusTone;
  /** Of the window: the state comes first. */
  title: string;
  unit: string;
  name: string;
  /** The state in a few words, and what belongs to it. */
  verdict: string;
  lines: Span[][];
  /** When this was so, to the minute. */
  asOf?: { words: string; at: number };
  parts: StatusPart[];
  report?: { heading: string; blocks: Block[] };
  remarks: Block[];
  feeds?: { heading: string; blocks: Block[]; atom: string; json: string };
};

/** Announcements under a heading; those of the past are closed until someone opens them. */
export type StatusPart = { heading: string; past: boolean; entries: StatusEntry[]; none?: string };

/** One announcement on the page. */
export type StatusEntry = {
  number: string;
  title: string;
  tone: StatusTone;
  /** Its kind and state in words. */
  badge: string;
  /** When it is or was. */
  period: string;
  /** What readers of its text should know besides. */
  warning?: string;
  /** What holds now, then what was told before, the latest first. */
  latest: { heading: string; news: StatusNews | undefined };
  earlier: { heading: string; news: StatusNews[] };
};

/** A text about an announcement as it was sent. */
export type StatusNews = { at: number; when: string; label: string; blocks: Block[] };

const TONES: Record<AnnouncementKind, StatusTone> = { gangguan: 'outage', pemeliharaan: 'maintenance' };

const STATES: Record<Announced['state'], string> = {
  terjadwal: 'terjadwal',
  berlangsung: 'sedang berlangsung',
  pulih: 'selesai',
  batal: 'dibatalkan',
};

/** How many days an announcement that is over stays on the page. */
export const STATUS_DAYS = 90;

/**
 * The page that anybody may see: what is out of order now, what is planned, and what was.
 * @param announced what is open, and what was over in the last STATUS_DAYS days, in any order
 * @param telegram the address of the bot, where it is known
 */
export function statusPage(
  announced: readonly Announced[],
  { now, unit, telegram }: { now: number; unit: Unit; telegram: string | undefined },
): StatusPage {
  const inState = (state: Announced['state']) => announced.filter((one) => one.state === state);
  const running = inState('berlangsung').sort((a, b) => byKind(a, b) || b.facts.startsAt - a.facts.startsAt);
  const planned = inState('terjadwal').sort((a, b) => a.facts.startsAt - b.facts.startsAt);
  const past = [...inState('pulih'), ...inState('batal')].sort((a, b) => b.facts.startsAt - a.facts.startsAt);
  const asEntries = (some: Announced[]) => some.map((one) => statusEntry(one, { now, unit }));
  const { words, lines } = verdict(running, planned[0], { now, unit });
  return {
    language: 'id',
    tone: running[0] ? TONES[running[0].kind] : 'calm',
    title: `${words} – Status ${unit.short}`,
    unit: unit.short,
    name: 'Status layanan',
    verdict: words,
    lines,
    asOf: { words: `Keadaan pada ${moment(now, unit)}`, at: now - (now % 60_000) },
    parts: [
      ...(running.length > 0 ? [{ heading: 'Sekarang', past: false, entries: asEntries(running) }] : []),
      ...(planned.length > 0 ? [{ heading: 'Akan datang', past: false, entries: asEntries(planned) }] : []),
      {
        heading: `Riwayat ${STATUS_DAYS} hari`,
        past: true,
        entries: asEntries(past),
        none:
          announced.length > 0
            ? `Tidak ada yang lain dalam ${STATUS_DAYS} hari terakhir.`
            : `Tidak ada gangguan atau pemeliharaan yang diumumkan dalam ${STATUS_DAYS} hari terakhir.`,
      },
    ],
    report: { heading: 'Ada kendala yang tidak disebut di sini?', blocks: howToReport(unit, telegram) },
    feeds: { heading: 'Ikuti perubahan', blocks: howToFollow(telegram), atom: 'Feed Atom', json: 'Feed JSON' },
    remarks: [
      note(
        `Halaman resmi ${unit.name}. Gangguan diberitahukan menurut ${BASIS.gangguan} dan pemeliharaan menurut ${BASIS.pemeliharaan} Peraturan Bupati Polewali Mandar Nomor 31 Tahun 2012.`,
      ),
      note(`Semua waktu dalam ${unit.zoneName}. Halaman ini memuat ulang sendiri tiap dua menit.`),
    ],
  };
}

/** Outages before maintenance. */
const byKind = (a: Announced, b: Announced) => Number(a.kind === 'pemeliharaan') - Number(b.kind === 'pemeliharaan');

/** The state in a few words, with the matters it consists of. */
function verdict(
  running: Announced[],
  next: Announced | undefined,
  { now, unit }: { now: number; unit: Unit },
): { words: string; lines: Span[][] } {
  const lines: Span[][] = running.map(({ facts, kind }) => [
    { bold: facts.title },
    `, sejak ${nearMoment(facts.startsAt, now, unit)}. ${expected(facts, kind, now, unit)}`,
  ]);
  const outages = running.filter(({ kind }) => kind === 'gangguan');
  if (outages.length > 0) {
    const central = outages.every(({ facts }) => facts.origin === 'nasional');
    const what = outages.length === 1 ? 'gangguan' : `${outages.length} gangguan`;
    return { words: `Sedang ada ${what}${central ? ' di layanan pusat' : ''}`, lines };
  }
  if (running.length > 0) return { words: 'Sedang ada pemeliharaan', lines };
  return {
    words: 'Tidak ada gangguan yang diumumkan',
    lines: next ? [['Pemeliharaan berikutnya: ', { bold: period(next.facts, unit) }, '.']] : [],
  };
}

function expected({ endsAt }: Facts, kind: AnnouncementKind, now: number, unit: Unit): string {
  if (endsAt === undefined) return 'Perkiraan selesai belum diketahui.';
  const end = `${kind === 'gangguan' ? 'Perkiraan' : 'Rencana'} selesai ${nearMoment(endsAt, now, unit)}`;
  return endsAt < now ? `${end} sudah lewat.` : `${end}.`;
}

/** One announcement with all that was told of it. */
export function statusEntry(
  { number, kind, state, facts, told }: Announced,
  { now, unit }: { now: number; unit: Unit },
): StatusEntry {
  const isOver = state === 'pulih' || state === 'batal';
  // A reminder tells nothing that was not told before.
  const news = told.filter((one, at) => one.kind !== 'pengingat' || at === 0);
  const shown = news.map((one, at) => {
    const corrected = news[at + 1]?.kind === 'koreksi';
    return {
      at: one.at,
      when: clock(new Date(one.at), unit),
      label: corrected ? `${BULLETIN_NAMES[one.kind]} (sudah dikoreksi)` : BULLETIN_NAMES[one.kind],
      blocks: one.blocks,
    };
  });
  const [latest, ...earlier] = shown.reverse();
  const late = state === 'berlangsung' && facts.endsAt !== undefined && facts.endsAt < now;
  return {
    number,
    title: facts.title,
    tone: isOver ? 'calm' : TONES[kind],
    badge: `${KIND_NAMES[kind]} ${STATES[state]}`,
    period: state === 'batal' ? `Sedianya ${period(facts, unit)}` : period(facts, unit),
    ...(late && {
      warning: 'Waktu selesai yang disebut di bawah sudah lewat, tetapi belum ada kabar bahwa layanan pulih.',
    }),
    latest: { heading: 'Kabar terakhir', news: latest },
    earlier: { heading: `Kabar sebelumnya (${earlier.length})`, news: earlier },
  };
}

/** From when to when, and when it is over how long it took. */
function period({ startsAt, endsAt, endedAt }: Facts, unit: Unit): string {
  if (endedAt !== undefined) return `${stretch(startsAt, endedAt, unit)} · ${duration(endedAt - startsAt)}`;
  return endsAt === undefined ? `Sejak ${moment(startsAt, unit)}` : stretch(startsAt, endsAt, unit);
}

function howToReport(unit: Unit, telegram: string | undefined): Block[] {
  const { facts, askWhom } = unit;
  const known = (label: string, field: string): Span[][] =>
    facts[field] === undefined ? [] : [[{ bold: `${label}: ` }, facts[field]]];
  const ways: Span[][] = [
    ...(telegram === undefined
      ? []
      : [
          [
            { bold: 'Telegram: ' },
            'kirim /keluhan ke ',
            { text: telegram.replace(/^https?:\/\//u, ''), url: telegram },
          ],
        ]),
    ...known('Telepon', 'telepon'),
    ...known('WhatsApp', 'whatsapp'),
    ...known('E-mail', 'email'),
    ...known('Alamat', 'alamat'),
    ...known('Jam layanan', 'jam_layanan'),
  ];
  const office = askWhom.telepon ?? unit.short;
  return [
    ...(ways.length > 0
      ? [paragraph('Laporkan, supaya petugas dapat membantu:'), list(ways)]
      : [paragraph(`Laporkan kepada ${office}, supaya petugas dapat membantu.`)]),
    note('Jangan kirimkan kata sandi, OTP, atau KTP. Petugas tidak pernah memintanya.'),
  ];
}

function howToFollow(telegram: string | undefined): Block[] {
  if (telegram === undefined) return [paragraph('Pembaca kabar (feed) dapat mengikuti halaman ini.')];
  return [
    paragraph(
      'Kirim /langganan ke ',
      { text: 'bot Telegram', url: telegram },
      ' untuk menerima kabar di Telegram, atau ikuti halaman ini dengan pembaca kabar (feed).',
    ),
  ];
}

/** "hari ini pukul 14.05 WITA"; of another day with its date. */
function nearMoment(at: number, now: number, unit: Unit): string {
  const { date, time } = wallClock(at, unit.zone);
  if (date !== wallClock(now, unit.zone).date) return moment(at, unit);
  return `hari ini pukul ${time.replace(':', '.')} ${unit.zoneName}`;
}

/** The page when it cannot be read what was announced. It claims nothing about the services. */
export const statusUnreadable = (): StatusPage => ({
  language: 'id',
  tone: 'unknown',
  title: 'Status sedang tidak dapat dibaca',
  unit: 'LPSE',
  name: 'Status layanan',
  verdict: 'Status sedang tidak dapat dibaca',
  lines: [['Yang bermasalah halaman ini; keadaan layanan lain tidak kami ketahui dari sini. Coba lagi sebentar lagi.']],
  parts: [],
  remarks: [note('Halaman ini memuat ulang sendiri tiap dua menit.')],
});
