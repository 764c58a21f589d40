import type { Unit } from '../../knowledge/index.ts';
import type { Block, Button, Reply } from '../reply.ts';
import type {
  AffectedService,
  AnnouncementKind,
  AnnouncementState,
  BulletinKind,
  Facts,
} from '../rules/announcement.ts';
import { announcementLine, BULLETIN_NAMES, bulletinReply, KIND_ICONS, SERVICE_NAMES } from './announcement.ts';
import { heading, list, note, paragraph, shortened } from './blocks.ts';
import { addTo, type TicketName, viewOf } from './ticket-buttons.ts';
import { clock } from './time.ts';

/** An announcement as it is told of. */
export type Announced = {
  id: number;
  number: string;
  kind: AnnouncementKind;
  state: AnnouncementState;
  facts: Facts;
};

/** One text of it that went out. */
export type ToldBulletin = { kind: BulletinKind; at: Date; facts: Facts; note: string; version: number };

/** What stands where; each in the language of whoever asked. */
const LEAD = {
  indonesian: {
    gangguan: 'Sedang ada gangguan',
    pemeliharaan: 'Sedang ada pemeliharaan',
    services: 'Layanan',
    since: 'sejak',
    until: 'perkiraan selesai',
    unknown: 'belum diketahui',
    note: (number: string) =>
      `Pengumuman ${number}. Penyesuaian jadwal pemilihan adalah kewenangan Pokja Pemilihan/Pejabat Pengadaan; LPSE tidak mengubah jadwal.`,
  },
  english: {
    gangguan: 'There is an outage right now',
    pemeliharaan: 'Maintenance is under way right now',
    services: 'Services',
    since: 'since',
    until: 'expected to end',
    unknown: 'not known yet',
    note: (number: string) =>
      `Announcement ${number}. Changing the schedule of a tender is up to the Pokja Pemilihan/Pejabat Pengadaan; LPSE does not change it.`,
  },
};

/** Names of services for whoever asks in English; the others are names in either language. */
const IN_ENGLISH: Partial<Record<AffectedService, string>> = {
  akun: 'accounts and login',
  dokumen: 'uploading and opening bid documents',
  situs: 'LPSE website',
  jaringan: 'internet at the LPSE office',
  kantor: 'services at the LPSE office',
  lain: 'other services',
};

/** What stands above the answer to somebody who speaks of trouble: what runs now, and what to do. */
export function runningNow(running: Announced[], unit: Unit, english: boolean): Block[] {
  const words = LEAD[english ? 'english' : 'indonesian'];
  return running.flatMap(({ number, kind, facts: { title, services, startsAt, endsAt, advice } }): Block[] => {
    const names = services.map((service) => (english && IN_ENGLISH[service]) || SERVICE_NAMES[service]).join(', ');
    const at = (ms: number) => clock(new Date(ms), unit);
    return [
      heading(`${KIND_ICONS[kind]} ${words[kind]}: ${title}`),
      paragraph(
        `${words.services}: ${names}; ${words.since} ${at(startsAt)}; ${words.until}: `,
        { bold: endsAt === undefined ? words.unknown : at(endsAt) },
        '.',
      ),
      ...(advice.trim() === '' ? [] : [paragraph(advice)]),
      note(words.note(number)),
    ];
  });
}

/** After it, where nothing else was understood. */
export const otherTrouble = (english: boolean): Block =>
  paragraph(
    english
      ? 'If your problem is a different one, describe it or open a ticket.'
      : 'Bila masalah Anda lain dari ini, tuliskan rinciannya atau buat tiket.',
  );

/** A button to all that was told of each. */
export const detailButtons = (announced: Pick<Announced, 'id' | 'number'>[]): Button[][] =>
  announced.map(({ id, number }) => [{ label: `📢 Rincian ${number}`, action: { verb: 'announcement', id } }]);

/** Makes a report of what was asked, so that its author hears when it is over. */
export const reportButton = (answer: number): Button => ({
  label: '🎫 Buat tiket',
  action: { verb: 'complain', id: answer, choice: 'gangguan' },
});

const pageButton = (statusUrl: string | undefined): Button[][] =>
  statusUrl === undefined ? [] : [[{ label: '🌐 Halaman status', url: statusUrl }]];

/** /status: what runs and what is planned. */
export function statusNow(open: Announced[], at: Date, unit: Unit, statusUrl: string | undefined): Reply {
  const running = open.filter(({ state }) => state === 'berlangsung');
  const planned = open.filter(({ state }) => state !== 'berlangsung');
  const lines = (announced: Announced[]) => list(announced.map((one) => announcementLine(one, unit)));
  return {
    blocks: [
      heading('Status layanan'),
      ...(running.length === 0
        ? [paragraph('✅ Tidak ada gangguan yang diumumkan saat ini.')]
        : [paragraph({ bold: 'Sedang berlangsung' }), lines(running)]),
      ...(planned.length === 0 ? [] : [paragraph({ bold: 'Direncanakan' }), lines(planned)]),
      note(
        running.length === 0
          ? `Menurut pengumuman sampai ${clock(at, unit)}. Ada masalah? Tuliskan saja, atau /keluhan.`
          : `Per ${clock(at, unit)}. Riwayat: /pengumuman`,
      ),
    ],
    buttons: [...detailButtons(open), ...pageButton(statusUrl)],
  };
}

/** Buttons of that many stand in a row. */
const IN_A_ROW = 2;

/** /pengumuman: what was announced lately, newest first. */
export function announcementList(announced: Announced[], unit: Unit, statusUrl: string | undefined): Reply {
  if (announced.length === 0)
    return {
      blocks: [heading('Pengumuman'), paragraph('Belum ada gangguan atau pemeliharaan yang diumumkan.')],
      buttons: pageButton(statusUrl),
    };
  const buttons = announced.map(
    ({ id, number, kind }): Button => ({
      label: `${KIND_ICONS[kind]} ${number}`,
      action: { verb: 'announcement', id },
    }),
  );
  const rows = Array.from({ length: Math.ceil(buttons.length / IN_A_ROW) }, (_, row) =>
    buttons.slice(row * IN_A_ROW, (row + 1) * IN_A_ROW),
  );
  return {
    blocks: [heading('Pengumuman terakhir'), list(announced.map((one) => announcementLine(one, unit)))],
    buttons: [...rows, ...pageButton(statusUrl)],
  };
}

/** Of what was written in each earlier text so much is shown: all of them are one message. */
const NOTE_SHOWN = 200;
/** The latest; before them there are seldom any. */
const TEXTS_SHOWN = 10;

/** One announcement: what holds now, word for word, and below it all that was told, in order. */
export function announcementInFull(
  { number, kind }: Announced,
  told: ToldBulletin[],
  unit: Unit,
  statusUrl: string | undefined,
): Reply {
  const last = told.at(-1);
  const reply = last && bulletinReply({ number, kind, bulletin: last.kind, unit, statusUrl, ...factsOf(last) });
  const left = told.length - TEXTS_SHOWN;
  return {
    blocks: [
      ...(reply?.blocks ?? [heading(number)]),
      paragraph({ bold: 'Riwayat' }),
      list([
        ...(left > 0 ? [[`${left} kabar sebelumnya`]] : []),
        ...told
          .slice(-TEXTS_SHOWN)
          .map(({ kind: what, at, note: said }) => [
            `${clock(at, unit)}: `,
            { bold: BULLETIN_NAMES[what] },
            ...(said.trim() === '' ? [] : [`. ${shortened(said.trim(), NOTE_SHOWN)}`]),
          ]),
      ]),
    ],
    ...(reply?.buttons && { buttons: reply.buttons }),
  };
}

const factsOf = ({ facts, note: said, version }: ToldBulletin) => ({ facts, note: said, version });

const OVER: Record<AnnouncementKind, string> = { gangguan: 'pulih', pemeliharaan: 'selesai' };

/** An announcement as tickets name it. */
export type AnnouncementName = { number: string; kind: AnnouncementKind };

/** In the confirmation of a ticket: what it belongs to. */
export const belongsTo = ({ number, kind }: AnnouncementName): Block =>
  paragraph(
    `📢 Laporan ini terkait ${kind} ${number} yang sedang ditangani. Anda dikabari di sini begitu ${OVER[kind]}.`,
  );

/** To whoever reported it: it is over; whether it works for them is theirs to say. */
export const overNotice = (ticket: TicketName, { number, kind }: AnnouncementName): Reply => ({
  blocks: [
    heading(`✅ ${ticket.number}: ${kind} ${number} dinyatakan ${OVER[kind]}`),
    paragraph('Silakan coba lagi. Apakah sekarang sudah bisa?'),
    note('Bila masih bermasalah, tuliskan apa yang terjadi dan jam berapa; tiket Anda tetap terbuka.'),
  ],
  buttons: [
    [{ label: '👍 Sudah bisa', action: { verb: 'recovered', id: ticket.id }, style: 'primary' }],
    [addTo(ticket, '⚠️ Masih bermasalah')],
    [viewOf(ticket)],
  ],
});

/** To whoever reported it: it was announced by mistake, or called off. */
export const calledOffNotice = (ticket: TicketName, { number, kind }: AnnouncementName): Reply => ({
  blocks: [
    paragraph(
      `Pengumuman ${kind} ${number} dibatalkan. ${ticket.number} tetap ditangani petugas; Anda tidak perlu melapor ulang.`,
    ),
  ],
  buttons: [[addTo(ticket), viewOf(ticket)]],
});

/** In the thread of a ticket, for officers. `reached`: its reporter has a chat and was written to. */
export function overNote({ number, kind }: AnnouncementName, reached: boolean, ticket: { number: string }): Reply {
  const over = `✅ ${number} dinyatakan ${OVER[kind]}.`;
  return {
    blocks: [
      paragraph(
        reached
          ? `${over} Pelapor ${ticket.number} ditanya apakah sudah bisa; jawabannya tampil di sini.`
          : `${over} Pelapor ${ticket.number} tidak memakai chat: hubungi pelapor, lalu selesaikan tiketnya.`,
      ),
    ],
  };
}

/** The same when it was called off. */
export const calledOffNote = ({ number, kind }: AnnouncementName): Reply => ({
  blocks: [paragraph(`Pengumuman ${kind} ${number} dibatalkan: tiket ini tidak lagi terkait dengannya.`)],
});

/** How a ticket ended whose reporter says that it works again; read by officers and the reporter. */
export const recoveredResolution = ({ number, kind }: AnnouncementName): string =>
  `${kind === 'gangguan' ? 'Gangguan' : 'Pemeliharaan'} ${number} ${OVER[kind]}; menurut pelapor sudah bisa.`;

/** In the thread: whoever reported it says that it works again. `ended`: that ended the ticket. */
export const reporterRecovered = (number: string, ended: boolean): Reply => ({
  blocks: [
    paragraph(
      ended
        ? `👍 Pelapor ${number} menyatakan sudah bisa. Tiketnya ditutup.`
        : `👍 Pelapor ${number} menyatakan sudah bisa. Silakan selesaikan tiketnya.`,
    ),
  ],
});

/** To whoever says so, when an officer has it in hand. */
export const recoveredNoted = (ticket: TicketName): Reply => ({
  blocks: [
    paragraph(
      `Terima kasih. Petugas yang menangani ${ticket.number} diberi tahu bahwa sudah bisa, dan akan menyelesaikan tiketnya.`,
    ),
  ],
  buttons: [[viewOf(ticket)]],
});
