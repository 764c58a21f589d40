import type { AnnouncementRow } from '../../db/announcements.ts';
import type { Progress } from '../../db/broadcasts.ts';
import type { Unit } from '../../knowledge/index.ts';
import type { Block, Button, Reply, Span } from '../reply.ts';
import type { AffectedService, AnnouncementKind, BulletinKind, Facts } from '../rules/announcement.ts';
import { type BulletinRefusal, SHORTEST_REASON } from '../rules/bulletin.ts';
import type { Category } from '../rules/ticket.ts';
import { announcementLine, BULLETIN_NAMES, KIND_NAMES } from './announcement.ts';
import { count, endOf } from './announcement-card.ts';
import type { Known } from './announcement-forms.ts';
import { heading, list, note, paragraph, quote, shortened } from './blocks.ts';
import { CATEGORY_NAMES } from './ticket-words.ts';
import { clock } from './time.ts';

/** A name may be as long as somebody likes. */
const NAME_SHOWN = 80;
const nameOf = (name: string): string => shortened(name.replace(/\s+/gu, ' ').trim() || 'Seseorang', NAME_SHOWN);

/** Why something was not done, as officers read it. Nothing was sent, and nothing has changed. */
export const REFUSED: Record<BulletinRefusal, string> = {
  gone: 'Itu tidak berlaku lagi: sudah dikirim, sudah dibuang, atau pengumumannya sudah berlanjut. Lihat kartunya.',
  confirmed: 'Itu sudah dikonfirmasi. Untuk mengubah atau membuangnya, tarik kembali dahulu selama masih dapat.',
  changed: 'Pratinjaunya sudah diubah sejak tombol itu tampil. Baca yang terbaru di kartunya, lalu tekan lagi.',
  old: 'Pratinjau ini sudah lebih dari 2 jam. Tekan Ubah, periksa lagi isinya, lalu konfirmasi.',
  passed: 'Waktu dalam pratinjau ini sudah atau hampir lewat. Tekan Ubah dan perbaiki waktunya, lalu konfirmasi.',
  begun:
    'Mulainya sudah telanjur diumumkan, jadi tidak dapat ditunda lagi. Buang pratinjau ini, atau tekan Ubah dan kembalikan waktu mulainya.',
  drafter:
    'Yang menulis tidak dapat mengonfirmasi tulisannya sendiri. Mintalah orang lain yang berperan LPD atau Kepala LPSE.',
  'not-drafter': 'Kirim sendiri hanya untuk yang menulisnya. Anda orang kedua: tekan Konfirmasi dan kirim.',
  'not-pressing':
    'Hanya gangguan yang ditandai kritis (P1) yang dapat dikirim satu orang. Mintalah konfirmasi orang lain.',
  reason: `Tulis alasannya, paling sedikit ${SHORTEST_REASON} huruf.`,
  nobody: 'Belum ada penerimanya: tidak seorang pun berlangganan, jadi tidak ada yang dapat dikirim.',
  left: 'Terlambat: pesan pertama sudah berangkat. Selama masih mengirim, hentikan dengan Batalkan pengiriman; sesudah itu perbaiki dengan Koreksi.',
};

/** Other things that stand in the way. */
export const HINDERED = {
  'no-desk': 'Kanal pengumuman belum diatur (SLACK_ANNOUNCE_CHANNEL), jadi pratinjaunya tidak dapat dipasang.',
  pending: 'Masih ada teks yang menunggu untuk pengumuman ini. Konfirmasi, tarik, atau buang dahulu.',
  'not-now': 'Kabar itu tidak dapat dikirim untuk keadaan pengumuman sekarang. Lihat kartunya.',
  unknown: 'Pengumuman itu tidak ada.',
  ended: 'Pengirimannya sudah berakhir, atau sudah dalam keadaan itu.',
} as const;

/** Nothing was done, and why. */
export const refused = (why: BulletinRefusal | keyof typeof HINDERED): Reply => ({
  blocks: [paragraph(why in REFUSED ? REFUSED[why as BulletinRefusal] : HINDERED[why as keyof typeof HINDERED])],
});

/** What a form is about went on while it was open: somebody changed it, or a text of it went out by the clock. */
export const formTooOld = (): string =>
  'Selama formulir ini terbuka, pengumumannya sudah berubah atau berlanjut. Salin tulisan Anda, tutup formulir ini, lalu buka lagi dari kartunya.';

/** Why the field of a reason cannot be taken, to stand below it. */
export const reasonMissing = (): string => REFUSED.reason;

/** Another maintenance is planned for the same time. */
export const overlapsWith = ({ number, facts }: Pick<AnnouncementRow, 'number' | 'facts'>, unit: Unit): string => {
  const { title, startsAt, endsAt } = facts as Facts;
  const until = endsAt === undefined ? '' : ` sampai ${clock(new Date(endsAt), unit)}`;
  return `Bertabrakan dengan pemeliharaan ${number} (${shortened(title, NAME_SHOWN)}), ${clock(new Date(startsAt), unit)}${until}. Ubah waktunya, atau batalkan yang itu.`;
};

/** The same as an answer. */
export const overlapRefused = (other: Pick<AnnouncementRow, 'number' | 'facts'>, unit: Unit): Reply => ({
  blocks: [paragraph(overlapsWith(other, unit))],
});

/** That storm was announced, or is about to be. */
export const stormAnnounced = (number: string, link: string | undefined): Reply => ({
  blocks: [paragraph('Kumpulan tiket ini sudah dibuatkan pengumuman ', cardName(number, link), '.')],
});

/** What the tickets of a storm tell of an outage, to begin its announcement with; an officer completes it. */
export const stormDraft = (
  category: Category,
  { since, tickets }: { since: Date; tickets: number },
  unit: Unit,
): Known => ({
  title: `Kendala layanan: ${CATEGORY_NAMES[category]}`,
  services: SERVICES_OF[category] ?? ['lain'],
  startsAt: since.getTime(),
  impact: `Sejak ${clock(since, unit)} ada ${tickets} laporan kendala. Tim sedang memeriksa dan menangani.`,
  advice: 'Mohon mencoba lagi beberapa saat kemudian. Tidak perlu melapor ulang; kabar berikutnya dikirim di sini.',
});

const SERVICES_OF: Partial<Record<Category, AffectedService[]>> = {
  akun: ['akun'],
  verifikasi: ['akun'],
  aplikasi: ['spse'],
  jaringan: ['spse'],
  dokumen: ['dokumen'],
  data_penyedia: ['sikap'],
  fasilitas: ['kantor'],
};

/** A form that could not be taken, with what was typed in it: nobody has to type it again. */
export const notTaken = (problems: string[], typed: string[]): Reply => ({
  blocks: [
    paragraph({ bold: 'Belum disimpan, dan tidak ada yang dikirim.' }),
    list(problems.map((problem) => [problem])),
    ...typed.filter((text) => text.trim() !== '').map((text): Block => quote(shortened(text, 1_000))),
  ],
});

const cardName = (number: string, link: string | undefined): Span =>
  link === undefined ? { bold: number } : { text: number, url: link };

/** A draft stands where announcements are made. */
export const drafted = (number: string): Reply => ({
  blocks: [
    paragraph(
      'Pratinjau ',
      { bold: number },
      ` dipasang di kanal pengumuman. Belum ada yang dikirim: orang lain (LPD atau Kepala LPSE) mengonfirmasinya.`,
    ),
  ],
});

/** Asks whoever may confirm it to look at a preview. */
export const pleaseConfirm = (
  { number, facts, bulletin }: { number: string; facts: Facts; bulletin: BulletinKind },
  drafter: string,
  link: string | undefined,
): Reply => ({
  blocks: [
    paragraph(
      '📝 ',
      { bold: nameOf(drafter) },
      ` menulis “${BULLETIN_NAMES[bulletin]}” untuk `,
      cardName(number, link),
      `: ${facts.title}. Periksa pratinjaunya, lalu konfirmasi supaya dikirim.`,
    ),
  ],
  ...(link !== undefined && { buttons: [[{ label: 'Lihat pratinjau', url: link }]] }),
});

/** What happened to a text, below its card. */
export type Deed =
  | { kind: 'drafted' | 'changed' | 'discarded' | 'confirmed' | 'recalled' | 'paused' | 'resumed' | 'stopped' }
  | { kind: 'alone'; reason: string };

const DEEDS: Record<Exclude<Deed['kind'], 'alone'>, string> = {
  drafted: 'menulis',
  changed: 'mengubah pratinjau',
  discarded: 'membuang pratinjau',
  confirmed: 'mengonfirmasi',
  recalled: 'menarik kembali, sebelum ada yang dikirim,',
  paused: 'menjeda pengiriman',
  resumed: 'melanjutkan pengiriman',
  stopped: 'membatalkan sisa pengiriman',
};

/** Who did it, in the thread. */
export const deedBelow = (name: string, bulletin: BulletinKind, deed: Deed): Reply => ({
  blocks: [
    deed.kind === 'alone'
      ? paragraph({ bold: nameOf(name) }, ` mengirim “${BULLETIN_NAMES[bulletin]}” tanpa orang kedua: `, {
          italic: deed.reason,
        })
      : paragraph({ bold: nameOf(name) }, ` ${DEEDS[deed.kind]} “${BULLETIN_NAMES[bulletin]}”.`),
  ],
});

/** A confirmed text did not leave: nobody was there to send it in time, or its matter has gone on. */
export const withdrawn = (bulletin: BulletinKind): Reply => ({
  blocks: [
    paragraph(
      { bold: `⚠️ “${BULLETIN_NAMES[bulletin]}” tidak dikirim.` },
      ' Ketika gilirannya tiba isinya sudah tidak sesuai keadaan, misalnya karena bot sempat berhenti. Periksa pratinjaunya, lalu konfirmasi lagi atau buang.',
    ),
  ],
});

/** A text went out, in the thread: when, and as which version. */
export const left = (bulletin: BulletinKind, version: number, at: Date, unit: Unit): Reply => ({
  blocks: [note(`📤 “${BULLETIN_NAMES[bulletin]}” (versi ${version}) mulai dikirim ${clock(at, unit)}.`)],
});

/** The service asked for silence: sending goes on by itself, only later. */
export const serviceWaits = (progress: Progress, resumesAt: Date, { perSecond, now, unit }: Pace): Reply => ({
  blocks: [
    paragraph(
      { bold: '⏳ Telegram meminta jeda' },
      ` sampai ${clock(resumesAt, unit)}. Pengiriman dilanjutkan sendiri; sisa ${count(progress.left)}, perkiraan selesai ${clock(endOf(progress, perSecond, now), unit)}.`,
    ),
  ],
});
type Pace = { perSecond: number; now: Date; unit: Unit };

/** The planned end is near. */
export const endsSoon = ({ number, facts }: { number: string; facts: Facts }, unit: Unit): Reply => ({
  blocks: [
    paragraph(
      { bold: `⏰ ${number} seharusnya selesai ${endIn(facts, unit)}.` },
      facts.endsByItself
        ? ' Selesainya diumumkan sendiri tepat waktu. Bila perlu lebih lama, tekan Lebih lama sekarang.'
        : ' Umumkan selesai atau lebih lama dengan tombol di kartunya.',
    ),
  ],
});

/** The planned or estimated end has passed, and nobody told anything. */
export const overdue = (
  { number, facts }: { number: string; facts: Facts },
  unit: Unit,
  link: string | undefined,
): Reply => ({
  blocks: [
    paragraph(
      '🔴 ',
      cardName(number, link),
      { bold: ` lewat dari perkiraan selesai (${endIn(facts, unit)}) tanpa kabar.` },
      ' Umumkan selesai, lebih lama, atau kabar terbaru dengan tombol di kartunya.',
    ),
  ],
  ...(link !== undefined && { buttons: [[{ label: 'Buka kartunya', url: link }]] }),
});

const endIn = ({ endsAt }: Facts, unit: Unit): string =>
  endsAt === undefined ? 'tanpa batas waktu' : clock(new Date(endsAt), unit);

/** An announcement of a list, with the address of its card. */
export type Listed = Pick<AnnouncementRow, 'id' | 'number' | 'kind' | 'state' | 'facts'> & { link: string | undefined };

/** What officers find under announcements: what runs, what waits, what was, and the ways to announce. */
export function announcementsBoard(
  { open, drafts, past }: { open: Listed[]; drafts: Listed[]; past: Listed[] },
  { announces, home }: { announces: boolean; home: boolean },
  unit: Unit,
): Reply {
  const shelf = (title: string, rows: Listed[], none?: string): Block[] =>
    rows.length === 0
      ? none === undefined
        ? []
        : [paragraph({ bold: title }), note(none)]
      : [paragraph({ bold: title }), list(rows.map((row) => lineOf(row, unit)))];
  return {
    blocks: [
      heading('Pengumuman'),
      ...shelf('Berlangsung dan terjadwal', open, 'Tidak ada gangguan atau pemeliharaan yang diumumkan.'),
      ...shelf('Belum dikirim', drafts),
      ...shelf('Terakhir', past),
    ],
    buttons: [
      ...(announces ? [announceButtons()] : []),
      open.map(({ id, number }): Button => ({ label: `Buka ${number}`, action: { verb: 'announcement', id } })),
      home ? [{ label: '« Kembali', action: { verb: 'tickets' as const, id: 0, choice: 'home' } }] : [],
    ].filter((row) => row.length > 0),
  };
}

/** What runs, for the App Home of an officer. */
export const openAnnouncements = (open: Listed[], announces: boolean, unit: Unit): Reply => ({
  blocks: [
    paragraph({ bold: 'Pengumuman' }),
    open.length === 0
      ? note('Tidak ada gangguan atau pemeliharaan yang diumumkan.')
      : list(open.map((row) => lineOf(row, unit))),
  ],
  buttons: [[...(announces ? announceButtons() : []), BOARD]],
});

const BOARD: Button = { label: 'Pengumuman', action: { verb: 'announcements', id: 0 } };

const announceButtons = (): Button[] =>
  (['gangguan', 'pemeliharaan'] as const satisfies AnnouncementKind[]).map((kind) => ({
    label: `Umumkan ${KIND_NAMES[kind].toLowerCase()}`,
    action: { verb: 'announce', id: 0, choice: kind },
  }));

const lineOf = ({ link, ...row }: Listed, unit: Unit): Span[] => [
  ...announcementLine({ ...row, facts: row.facts as Facts }, unit),
  ...(link === undefined ? [] : [' · ', { text: 'kartu', url: link }]),
];

/** What a list of who got it is headed by, and how its values are called; a row for each recipient. */
export const deliveryWords = ({ zoneName }: Unit) => ({
  columns: ['Nomor', 'Penerima', 'Chat (3 angka terakhir)', 'Keadaan', 'Sebab', `Waktu (${zoneName})`],
  kinds: { private: 'orang', group: 'grup', channel: 'kanal' },
  states: {
    due: 'menunggu',
    sending: 'sedang dikirim',
    sent: 'terkirim',
    gone: 'tidak terjangkau',
    unsure: 'tidak pasti',
    refused: 'ditolak',
    superseded: 'digantikan kabar lebih baru',
    stopped: 'dibatalkan',
  },
});

/** Beside the list of who got it. */
export const deliveryFile = (bulletin: BulletinKind): Reply => ({
  blocks: [paragraph(`Rincian pengiriman “${BULLETIN_NAMES[bulletin]}”`)],
});
