import type { AnnouncementRow, BulletinRow } from '../../db/announcements.ts';
import type { Progress } from '../../db/broadcasts.ts';
import type { Unit } from '../../knowledge/index.ts';
import type { Block, Button, Reply, Span } from '../reply.ts';
import { type BulletinKind, type Facts, newsFor, sendingMs } from '../rules/announcement.ts';
import { announcementLine, BULLETIN_NAMES, KIND_ICONS, KIND_NAMES, STATE_NAMES } from './announcement.ts';
import { heading, note, paragraph, shortened } from './blocks.ts';
import { clock } from './time.ts';

/** A text on a card. */
export type CardBulletin = {
  row: BulletinRow;
  /** Exactly what chats get. */
  blocks: Block[];
  drafter: string | undefined;
  confirmer: string | undefined;
};

/** All that stands on the card of an announcement. */
export type CardFacts = {
  announcement: AnnouncementRow;
  /** The text that may still go out, with whom it would reach now. */
  pending?: CardBulletin & { recipients: { private: number; group: number; channel: number; total: number } };
  /** The last text that went out. */
  last?: CardBulletin & { progress: Progress | undefined };
  perSecond: number;
  unit: Unit;
  now: Date;
};

/** A name may be as long as somebody likes; a card is one message. */
const NAME_SHOWN = 80;
/** All of it stands in the thread. */
const REASON_SHOWN = 300;

/** The card of an announcement, from what is stored: the same message through all of its life. */
export function announcementCard(facts: CardFacts): Reply {
  const { announcement, pending, last, unit, perSecond } = facts;
  const { kind, number, state } = announcement;
  return {
    blocks: [
      heading(`${KIND_ICONS[kind]} ${number} · ${KIND_NAMES[kind]} · ${STATE_NAMES[state]}`),
      ...lateLine(facts),
      ...(state === 'dibuang' ? [paragraph('🗑️ ', { bold: 'Dibuang.' }, ' Tidak ada yang dikirim.')] : []),
      ...(pending
        ? [
            ...pendingLines(pending, unit),
            ...pending.blocks,
            recipientsNote(pending.recipients, announcement, perSecond),
            ...(last ? inForce(last, facts) : []),
          ]
        : []),
      ...(last && !pending ? [...sentLines(last, facts), ...last.blocks] : []),
    ],
    buttons: [...(pending ? pendingButtons(pending.row, announcement) : []), ...lastButtons(facts)],
  };
}

/** What has not gone out yet is not so yet. */
const previewName = (kind: BulletinKind): string =>
  kind === 'berlangsung' ? 'Pengumuman pertama' : BULLETIN_NAMES[kind];

function pendingLines({ row, drafter, confirmer }: CardBulletin, unit: Unit): Block[] {
  const what = previewName(row.kind);
  if (row.state === 'dikonfirmasi')
    return [
      paragraph(
        {
          bold: `⏳ ${what}: akan dikirim ${row.leaves_at === null ? 'segera' : clock(row.leaves_at, unit, { toTheSecond: true })}`,
        },
        '. Sampai saat itu dapat ditarik. ',
        ...(row.alone_reason === null
          ? ['Ditulis ', ...by(drafter), ', dikonfirmasi ', ...by(confirmer), '.']
          : [
              'Dikirim ',
              ...by(drafter),
              ' tanpa orang kedua: ',
              { italic: shortened(row.alone_reason, REASON_SHOWN) },
            ]),
      ),
    ];
  return [
    paragraph(
      { bold: row.state === 'ditarik' ? `↩️ ${what}: ditarik, tidak dikirim` : `📝 ${what}: pratinjau, belum dikirim` },
      '. Ditulis ',
      ...by(drafter),
      `, ${clock(row.changed_at, unit)}; menunggu konfirmasi orang lain (LPD atau Kepala LPSE). Begini tampilnya:`,
    ),
  ];
}

const by = (name: string | undefined): Span[] =>
  name === undefined ? ['sistem'] : ['oleh ', { bold: shortened(name.trim() || 'seseorang', NAME_SHOWN) }];

type Last = NonNullable<CardFacts['last']>;

/** In short: the card is one message, and a preview stands in it in full. */
const inForce = (last: Last, facts: CardFacts): Block[] => [
  paragraph(
    { bold: 'Yang berlaku sekarang: ' },
    ...announcementLine({ ...facts.announcement, facts: facts.announcement.facts as Facts }, facts.unit),
  ),
  statusLine(last, facts),
];

const sentLines = (last: Last, facts: CardFacts): Block[] => {
  const { drafted_by, alone_reason } = last.row;
  const drafter = nameIn(last.drafter);
  if (drafted_by === null) return [statusLine(last, facts), note('Dikirim sendiri pada waktunya.')];
  return [
    statusLine(last, facts),
    note(
      alone_reason === null
        ? `Ditulis oleh ${drafter}, dikonfirmasi oleh ${nameIn(last.confirmer)}.`
        : `Dikirim oleh ${drafter} tanpa orang kedua: ${shortened(alone_reason, REASON_SHOWN)}`,
    ),
  ];
};

const statusLine = ({ row, progress }: Last, { perSecond, now, unit }: CardFacts): Block =>
  paragraph(
    { bold: `${progressIcon(progress)} ${BULLETIN_NAMES[row.kind]}` },
    progress ? `: ${progressWords(progress, { perSecond, now, unit })}` : '',
  );

function lateLine({ announcement: { state, ends_at }, unit, now }: CardFacts): Block[] {
  if (state !== 'berlangsung' || ends_at === null || ends_at > now) return [];
  return [paragraph({ bold: '⏰ Lewat dari perkiraan selesai' }, `, ${clock(ends_at, unit)}.`)];
}

const nameIn = (name: string | undefined): string => shortened(name?.trim() || 'seseorang', NAME_SHOWN);

/** What is going on with a broadcast, as a sign. */
export const progressIcon = (progress: Progress | undefined): string =>
  progress === undefined ? '📤' : { sending: '📤', paused: '⏸️', done: '✅', stopped: '⏹️' }[progress.state];

/** How far it is, in one line: sent, gone, unsure, left, and when it will be done. */
export function progressWords(
  progress: Progress,
  { perSecond, now, unit }: { perSecond: number; now: Date; unit: Unit },
): string {
  const { state, total, left } = progress;
  const counted = [
    `terkirim ${count(progress.sent)}`,
    `tidak terjangkau ${count(progress.gone)}`,
    `tidak pasti ${count(progress.unsure)}`,
    ...(progress.refused > 0 ? [`ditolak ${count(progress.refused)}`] : []),
    ...(progress.superseded > 0 ? [`digantikan kabar yang lebih baru ${count(progress.superseded)}`] : []),
    ...(progress.stopped > 0 ? [`dibatalkan ${count(progress.stopped)}`] : []),
  ].join(', ');
  if (state === 'done') return `selesai dikirim ke ${count(total)} penerima. ${capital(counted)}.`;
  if (state === 'stopped') return `pengiriman dibatalkan petugas. ${capital(counted)}.`;
  const share = total === 0 ? 0 : Math.floor(((total - left) / total) * 100);
  const line = `${count(total - left)} dari ${count(total)} (${share}%): ${counted}, sisa ${count(left)}.`;
  if (state === 'paused') return `dijeda petugas. ${line}`;
  const { resumesAt } = progress;
  const waits = resumesAt !== null && resumesAt > now ? ` Telegram meminta jeda sampai ${clock(resumesAt, unit)}.` : '';
  return `mengirim ${line}${waits} Perkiraan selesai ${clock(endOf(progress, perSecond, now), unit)}.`;
}

/** When what is left will have been sent. */
export function endOf({ left, resumesAt }: Pick<Progress, 'left' | 'resumesAt'>, perSecond: number, now: Date): Date {
  const begins = Math.max(now.getTime(), resumesAt?.getTime() ?? 0);
  return new Date(begins + sendingMs(left, perSecond));
}

function recipientsNote(
  recipients: NonNullable<CardFacts['pending']>['recipients'],
  { audience, kind }: AnnouncementRow,
  perSecond: number,
): Block {
  if (recipients.total === 0)
    return note('⛔ Belum ada penerima: tidak seorang pun berlangganan, jadi ini tidak dapat dikirim.');
  const parts = [
    `${count(recipients.private)} orang`,
    `${count(recipients.group)} grup`,
    `${count(recipients.channel)} kanal`,
  ].join(', ');
  const whom = audience === 'semua' ? 'semua pelanggan' : `pelanggan topik ${KIND_NAMES[kind].toLowerCase()}`;
  return note(
    `Penerima: ${count(recipients.total)} (${parts}), yaitu ${whom}. Perkiraan lama pengiriman: ${lasting(sendingMs(recipients.total, perSecond))}.`,
  );
}

/** How long sending takes: "40 detik", "7 menit". */
function lasting(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return seconds < 90 ? `${seconds} detik` : `${count(Math.ceil(seconds / 60))} menit`;
}

function pendingButtons({ id, state, version, facts }: BulletinRow, { kind }: AnnouncementRow): Button[][] {
  if (state === 'dikonfirmasi')
    return [[{ label: 'Tarik kembali', action: { verb: 'bulletin-recall', id }, style: 'danger' }]];
  const choice = String(version);
  const isPressing = kind === 'gangguan' && facts.pressing === true;
  return [
    [
      { label: 'Konfirmasi dan kirim', action: { verb: 'bulletin-confirm', id, choice }, style: 'primary' },
      { label: 'Ubah', action: { verb: 'bulletin-edit', id } },
      ...(isPressing
        ? [{ label: 'Kirim sendiri (kritis)…', action: { verb: 'bulletin-alone' as const, id, choice } }]
        : []),
      { label: 'Buang', action: { verb: 'bulletin-discard', id }, style: 'danger' },
    ],
  ];
}

function lastButtons({ announcement, pending, last }: CardFacts): Button[][] {
  const progress = last?.progress;
  const isPlanned = announcement.kind === 'pemeliharaan';
  const rows: Button[][] = [];
  if (last && (progress?.state === 'sending' || progress?.state === 'paused')) {
    const { id } = last.row;
    rows.push([
      progress.state === 'sending'
        ? { label: 'Jeda', action: { verb: 'bulletin-pause', id } }
        : { label: 'Lanjutkan', action: { verb: 'bulletin-resume', id }, style: 'primary' },
      { label: 'Batalkan pengiriman', action: { verb: 'bulletin-stop', id }, style: 'danger' },
    ]);
  }
  // One text at a time: the next is written when this one is gone.
  if (!pending && last)
    rows.push(
      newsFor(announcement).map((kind) => ({
        label: kind === 'pulih' && isPlanned ? 'Sudah selesai' : (NEWS_BUTTONS[kind] ?? BULLETIN_NAMES[kind]),
        action: { verb: 'news', id: announcement.id, choice: kind },
        ...(kind === 'batal' && { style: 'danger' as const }),
      })),
    );
  return rows.filter((row) => row.length > 0);
}

const NEWS_BUTTONS: Partial<Record<BulletinKind, string>> = {
  pembaruan: 'Kabar terbaru',
  perpanjangan: 'Lebih lama',
  pulih: 'Sudah pulih',
  batal: 'Batalkan pengumuman',
  koreksi: 'Koreksi',
};

/** What became of a text, when nothing of it is left to send: a table, for the thread of the card. */
export function deliveryReport(bulletin: BulletinKind, progress: Progress, { unit }: { unit: Unit }): Reply {
  const rows: [string, number][] = [
    ['Penerima', progress.total],
    ['Terkirim', progress.sent],
    ['Tidak terjangkau', progress.gone],
    ['Tidak pasti sampai', progress.unsure],
    ['Ditolak layanannya', progress.refused],
    ['Diganti kabar baru', progress.superseded],
    ['Dibatalkan', progress.stopped],
  ];
  const widest = Math.max(...rows.map(([, number]) => count(number).length));
  const lines = rows.map(([name, number]) => `${name.padEnd(20)}${count(number).padStart(widest)}`);
  const { beganAt, endedAt } = progress;
  return {
    blocks: [
      paragraph({ bold: `📊 Laporan pengiriman: ${BULLETIN_NAMES[bulletin]}` }),
      paragraph(...lines.flatMap((line, at): Span[] => (at === 0 ? [{ code: line }] : ['\n', { code: line }]))),
      ...(beganAt && endedAt
        ? [
            note(
              `${clock(beganAt, unit)} sampai ${clock(endedAt, unit)}, ${lasting(endedAt.getTime() - beganAt.getTime())}.`,
            ),
          ]
        : []),
      note(
        'Yang tidak terjangkau berhenti berlangganan dengan alasannya; yang tidak pasti tidak diulang. Rinciannya ada di berkas CSV.',
      ),
    ],
  };
}

/** Numbers as they are written in Indonesia: 12.345. */
export const count = (number: number): string => new Intl.NumberFormat('id-ID').format(number);

const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
