import type { Unit } from '../../knowledge/index.ts';
import type { Block, Button, Reply } from '../reply.ts';
import type { AnnouncementKind, BulletinKind, Facts, TroubleOrigin } from '../rules/announcement.ts';
import { BASIS, SERVICE_NAMES } from './announcement-names.ts';
import { lasted, moment, stretch } from './announcement-times.ts';
import { heading, list, note, paragraph, shortened } from './blocks.ts';

/** Stands in every bulletin as it is here: whoever waits for a deadline must not hope for us (Pasal 3 ayat (3)). */
export const SCHEDULE_SENTENCE =
  'Penyesuaian jadwal pemilihan adalah kewenangan Pokja Pemilihan/Pejabat Pengadaan; LPSE tidak mengubah jadwal.';

/** One text about an announcement, and what it is drawn from. */
export type Bulletin = {
  number: string;
  kind: AnnouncementKind;
  bulletin: BulletinKind;
  /** What is true once it goes out. */
  facts: Facts;
  /** What an officer wrote besides; empty: nothing. */
  note: string;
  /** Of the announcement: how many texts of it there are with this one. */
  version: number;
  unit: Unit;
  /** The address of the status page, where there is one and it is not read there. */
  statusUrl?: string | undefined;
};

/** A text about an announcement exactly as everybody gets it, on either channel and on the status page. */
export function bulletinReply(bulletin: Bulletin): Reply {
  const isOver = isAfter(bulletin);
  return {
    blocks: [
      heading(headingOf(bulletin)),
      ...leadOf(bulletin),
      list(factsOf(bulletin).map(([label, value]) => [{ bold: label }, `: ${value}`])),
      ...(isOver || bulletin.bulletin === 'batal' ? [] : adviceOf(bulletin)),
      ...(isOver ? [paragraph(STILL_BROKEN)] : []),
      paragraph(SCHEDULE_SENTENCE),
      ...footOf(bulletin),
    ],
    ...(isOver && { buttons: REPORT }),
  };
}

/** Whether it tells of something that is over: a correction of that text does too. */
const isAfter = ({ bulletin, facts }: Bulletin): boolean =>
  bulletin === 'pulih' || (bulletin === 'koreksi' && facts.endedAt !== undefined);

const STILL_BROKEN =
  'Masih bermasalah? Muat ulang halaman atau keluar lalu masuk lagi. Bila tetap gagal, laporkan ke bot helpdesk dengan /keluhan.';
const REPORT: Button[][] = [[{ label: '🎫 Laporkan masalah', action: { verb: 'complain', id: 0 } }]];

const OUTAGE = '⚠️ Gangguan';
/** What a list of chats or a lock screen shows of it, so what matters stands first. */
const HEADINGS: Record<AnnouncementKind, Record<BulletinKind, string>> = {
  gangguan: {
    terjadwal: OUTAGE,
    berlangsung: OUTAGE,
    pengingat: OUTAGE,
    pembaruan: '⚠️ Kabar terbaru gangguan',
    perpanjangan: '⏳ Gangguan belum selesai',
    pulih: '✅ Gangguan selesai',
    batal: '❎ Pengumuman gangguan dibatalkan',
    koreksi: '✏️ Koreksi pengumuman gangguan',
  },
  pemeliharaan: {
    terjadwal: '🛠️ Rencana pemeliharaan',
    berlangsung: '🛠️ Pemeliharaan berlangsung',
    pengingat: '⏰ Pengingat pemeliharaan',
    pembaruan: '🛠️ Kabar terbaru pemeliharaan',
    perpanjangan: '⏳ Pemeliharaan belum selesai',
    pulih: '✅ Pemeliharaan selesai',
    batal: '❎ Pemeliharaan dibatalkan',
    koreksi: '✏️ Koreksi pengumuman pemeliharaan',
  },
};

function headingOf(bulletin: Bulletin): string {
  const { kind, facts } = bulletin;
  const lead = HEADINGS[kind][bulletin.bulletin];
  // "Gangguan: Gangguan SPSE" says it twice.
  if (lead === OUTAGE && facts.title.toLowerCase().startsWith('gangguan')) return `⚠️ ${facts.title}`;
  // What is over is only called by its name: read alone it would still be so.
  const isPast = isAfter(bulletin) || bulletin.bulletin === 'batal';
  return `${lead}: ${isPast ? `“${facts.title}”` : facts.title}`;
}

function leadOf(bulletin: Bulletin): Block[] {
  const { kind, bulletin: text, facts, note: remark, version } = bulletin;
  if (text === 'koreksi') return [paragraph({ bold: `Yang dikoreksi (versi ${version})` }, `: ${remark}`)];
  const words = LEADS[kind][text]?.(facts);
  return [...(words === undefined ? [] : [paragraph(words)]), ...(remark === '' ? [] : [paragraph(remark)])];
}

type Lead = (facts: Facts) => string;

const isCentral = ({ origin }: Facts): boolean => origin === 'nasional';

/** 'pembaruan' says what an officer wrote. */
const LEADS: Record<AnnouncementKind, Partial<Record<BulletinKind, Lead>>> = {
  gangguan: {
    berlangsung: (facts) =>
      isCentral(facts)
        ? 'Gangguan ini ditangani LKPP; perkembangannya kami teruskan. Mohon maaf atas ketidaknyamanannya.'
        : 'Tim kami sedang menanganinya. Mohon maaf atas ketidaknyamanannya.',
    perpanjangan: () => 'Perbaikannya memerlukan waktu lebih lama. Mohon maaf atas ketidaknyamanannya.',
    pulih: () => 'Layanan yang terdampak sudah dapat digunakan kembali. Terima kasih atas kesabaran Anda.',
    batal: () => 'Pengumuman gangguan ini tidak berlaku lagi.',
  },
  pemeliharaan: {
    terjadwal: (facts) =>
      isCentral(facts)
        ? 'LKPP akan melakukan pemeliharaan terencana pada layanan pusat.'
        : 'Kami akan melakukan pemeliharaan terencana.',
    pengingat: () => 'Kami ingatkan kembali: pemeliharaan ini dilakukan pada waktu berikut.',
    berlangsung: () => 'Pemeliharaan terencana sedang berlangsung.',
    perpanjangan: () => 'Pemeliharaan memerlukan waktu lebih lama dari rencana. Mohon maaf atas ketidaknyamanannya.',
    pulih: () => 'Pemeliharaan sudah selesai. Terima kasih atas kesabaran Anda.',
    batal: () => 'Pemeliharaan ini tidak jadi dilakukan. Layanan berjalan seperti biasa.',
  },
};

type Line = [label: string, value: string];

function factsOf(bulletin: Bulletin): Line[] {
  const { bulletin: text, facts, unit } = bulletin;
  const services: Line = ['Layanan', facts.services.map((service) => SERVICE_NAMES[service]).join(', ')];
  const origin: Line = ['Asal', whereIs(facts.origin, unit)];
  return [services, ...timesOf(bulletin), ...(text === 'batal' ? [] : [origin])];
}

/** In plain words: people ask the office that they know, also for what lies elsewhere. */
function whereIs(origin: TroubleOrigin, { short }: Unit): string {
  switch (origin) {
    case 'lokal':
      return `sistem di ${shortened(short, MOST_OF_NAME)}`;
    case 'jaringan':
      return 'jaringan internet atau listrik';
    case 'nasional':
      return 'layanan pusat INAPROC/LKPP, bukan di LPSE setempat';
  }
}

function timesOf(bulletin: Bulletin): Line[] {
  const { kind, bulletin: text, facts, unit } = bulletin;
  const { startsAt, endsAt, endedAt = endsAt } = facts;
  const start = moment(startsAt, unit);
  if (isAfter(bulletin) && endedAt !== undefined)
    return [
      ['Mulai', start],
      ['Selesai', moment(endedAt, unit)],
      ['Lamanya', lasted(startsAt, endedAt)],
    ];
  if (kind === 'pemeliharaan' && endsAt !== undefined && text !== 'perpanjangan')
    return [[text === 'batal' ? 'Waktu semula' : 'Waktu', stretch(startsAt, endsAt, unit)]];
  if (text === 'batal') return [];
  const label = text === 'perpanjangan' ? 'Perkiraan selesai yang baru' : 'Perkiraan selesai';
  return [
    [kind === 'gangguan' ? 'Sejak' : 'Mulai', start],
    [label, endsAt === undefined ? 'belum diketahui' : moment(endsAt, unit)],
  ];
}

const adviceOf = ({ facts: { impact, advice } }: Bulletin): Block[] => [
  paragraph({ bold: 'Dampak' }, `: ${impact}`),
  paragraph({ bold: 'Yang perlu Anda lakukan' }, `: ${advice}`),
];

function footOf({ number, kind, version, unit, statusUrl }: Bulletin): Block[] {
  return [
    ...(statusUrl === undefined ? [] : [note('Perkembangan: ', { text: 'halaman status layanan', url: statusUrl })]),
    note(contactOf(unit)),
    note(`Nomor ${number}, versi ${version}. Dasar: ${BASIS[kind]} Perbup Polewali Mandar 31/2012.`),
  ];
}

/** So that no name or address in unit.yaml makes two messages of one. */
const MOST_OF_NAME = 100;
const CONTACTS = { telepon: 'telepon', whatsapp: 'WhatsApp', email: 'e-mail' };

function contactOf({ short, facts, askWhom }: Unit): string {
  const known = Object.entries(CONTACTS).flatMap(([field, label]) => {
    const value = facts[field];
    return value === undefined ? [] : [`${label} ${shortened(value, MOST_OF_NAME)}`];
  });
  const contacts = known.length > 0 ? known : [shortened(askWhom.telepon ?? 'kantor LPSE', MOST_OF_NAME)];
  return `Kontak: ${contacts.join(', ')}, atau bot helpdesk ${shortened(short, MOST_OF_NAME)}.`;
}
