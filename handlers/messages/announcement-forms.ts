import type { Unit } from '../../knowledge/index.ts';
import type { Field, Form } from '../reply.ts';
import {
  type AnnouncementKind,
  type Audience,
  type BulletinKind,
  type Facts,
  SERVICES,
  TROUBLE_ORIGINS,
} from '../rules/announcement.ts';
import { type AnnouncementField, LONGEST, NEEDS_NOTE, NEWS_FIELDS } from '../rules/announcement-form.ts';
import { SHORTEST_REASON } from '../rules/bulletin.ts';
import { wallClock } from '../rules/wall-clock.ts';
import { AUDIENCE_NAMES, KIND_NAMES, ORIGIN_NAMES, SERVICE_NAMES } from './announcement.ts';
import { note } from './blocks.ts';

/** What stands in a form before anybody types: what is known of the matter, and what an officer wrote besides. */
export type Known = Partial<Facts> & { audience?: Audience; note?: string };

/**
 * The form of a new announcement, or of one that has not gone out.
 * @param name 'bulletin-edit' for one that was drafted before; `id` is then its text, else the storm that it is about, or 0
 */
export function announceForm(
  kind: AnnouncementKind,
  { id, name = `announce-${kind}`, known }: { id: number; name?: string; known: Known },
  unit: Unit,
): Form {
  return {
    name,
    id,
    title: `Umumkan ${KIND_NAMES[kind].toLowerCase()}`,
    submit: 'Lihat pratinjau',
    intro: [note('Belum ada yang dikirim: sesudah ini pratinjaunya tampil, lalu orang kedua mengonfirmasi.')],
    fields: ANNOUNCED[kind].map((field) => fieldOf(field, kind, known, unit)),
  };
}

/**
 * The form of news about an announcement.
 * @param name 'bulletin-edit' for news that were written before; `id` is then that text, else the announcement
 */
export function newsForm(
  bulletin: BulletinKind,
  { kind, number, id, name = `news-${bulletin}`, known }: NewsOf,
  unit: Unit,
): Form {
  return {
    name,
    id,
    title: NEWS_TITLES[bulletin] ?? 'Kabar',
    submit: 'Lihat pratinjau',
    intro: [note(`${number}: ${known.title ?? ''}. ${NEWS_HINTS[bulletin] ?? ''}`)],
    fields: NEWS_FIELDS[bulletin].map((field) => ({
      ...fieldOf(field, kind, known, unit),
      ...(field === 'note' && !NEEDS_NOTE.includes(bulletin) && { optional: true }),
      // It is what this news is about.
      ...(bulletin === 'perpanjangan' && isEnd(field) && { optional: false, hint: 'Perkiraan yang baru.' }),
    })),
  };
}
const isEnd = (field: AnnouncementField) => field === 'endDate' || field === 'endTime';

type NewsOf = { kind: AnnouncementKind; number: string; id: number; name?: string; known: Known };

/** The form in which whoever wrote it says why nobody else confirms it. */
export const aloneForm = ({ id, number }: { id: number; number: string }): Form => ({
  name: 'bulletin-alone',
  id,
  title: 'Kirim tanpa orang kedua',
  submit: 'Kirim',
  intro: [
    note(
      `${number}. Hanya untuk gangguan kritis ketika orang kedua tidak dapat dihubungi. Alasannya tercatat dan dilihat pimpinan; pesan pertama berangkat 60 detik kemudian.`,
    ),
  ],
  fields: [
    {
      name: 'reason',
      label: 'Mengapa tanpa orang kedua',
      kind: 'long',
      hint: `Paling sedikit ${SHORTEST_REASON} huruf.`,
    },
  ],
});

const TOLD: AnnouncementField[] = [
  'title',
  'origin',
  'services',
  'startDate',
  'startTime',
  'endDate',
  'endTime',
  'impact',
  'advice',
  'audience',
];

const ANNOUNCED: Record<AnnouncementKind, AnnouncementField[]> = {
  gangguan: [...TOLD, 'pressing'],
  pemeliharaan: [...TOLD, 'ending'],
};

/** Slack has room for 24 characters. */
const NEWS_TITLES: Partial<Record<BulletinKind, string>> = {
  pembaruan: 'Kabar terbaru',
  perpanjangan: 'Lebih lama',
  pulih: 'Umumkan selesai',
  batal: 'Batalkan',
  koreksi: 'Koreksi',
};

const NEWS_HINTS: Partial<Record<BulletinKind, string>> = {
  pembaruan: 'Dikirim sebagai balasan di bawah pengumuman pertama.',
  perpanjangan: 'Tulis perkiraan selesai yang baru. Jangan menyebut jadwal pemilihan: itu kewenangan Pokja.',
  pulih: 'Tulis kapan layanan benar-benar pulih; lamanya dihitung sendiri.',
  batal: 'Pengumuman ini dinyatakan batal kepada semua yang menerimanya.',
  koreksi: 'Pesan yang sudah terkirim diubah di tempatnya dan diberi nomor versi.',
};

const options = <Value extends string>(values: readonly Value[], names: Record<Value, string>) =>
  values.map((value) => ({ value, label: names[value] }));

const some = (initial: string | string[] | undefined): Partial<Field> =>
  initial === undefined || initial.length === 0 ? {} : { initial };

function fieldOf(name: AnnouncementField, kind: AnnouncementKind, known: Known, { zone, zoneName }: Unit): Field {
  const starts = known.startsAt === undefined ? undefined : wallClock(known.startsAt, zone);
  const isOver = known.endedAt !== undefined;
  const endsAt = known.endedAt ?? known.endsAt;
  const end = isOver ? 'Selesai sebenarnya' : 'Perkiraan selesai';
  const ends = endsAt === undefined ? undefined : wallClock(endsAt, zone);
  // Where nothing is planned nobody may know.
  const unlessKnown: Partial<Field> =
    kind === 'gangguan' && !isOver ? { optional: true, hint: 'Kosongkan bila belum diketahui.' } : {};
  switch (name) {
    case 'title':
      return { name, label: 'Judul', kind: 'text', hint: atMost(LONGEST.title), ...some(known.title) };
    case 'origin':
      return {
        name,
        label: 'Asal',
        kind: 'choice',
        options: options(TROUBLE_ORIGINS, ORIGIN_NAMES),
        ...some(known.origin),
      };
    case 'services':
      return {
        name,
        label: 'Layanan terdampak',
        kind: 'choices',
        options: options(SERVICES, SERVICE_NAMES),
        ...some(known.services),
      };
    case 'startDate':
      return { name, label: 'Mulai: tanggal', kind: 'date', ...some(starts?.date) };
    case 'startTime':
      return { name, label: `Mulai: pukul (${zoneName})`, kind: 'time', ...some(starts?.time) };
    case 'endDate':
      return { name, label: `${end}: tanggal`, kind: 'date', ...unlessKnown, ...some(ends?.date) };
    case 'endTime':
      return {
        name,
        label: `${end}: pukul (${zoneName})`,
        kind: 'time',
        ...unlessKnown,
        ...some(ends?.time),
      };
    case 'impact':
      return { name, label: 'Dampak', kind: 'long', hint: atMost(LONGEST.impact), ...some(known.impact) };
    case 'advice':
      return {
        name,
        label: 'Yang harus dilakukan pengguna',
        kind: 'long',
        hint: `${atMost(LONGEST.advice)} Jangan menjanjikan perubahan jadwal: itu kewenangan Pokja (Pasal 3 ayat (3)).`,
        ...some(known.advice),
      };
    case 'audience':
      return {
        name,
        label: 'Dikirim kepada',
        kind: 'choice',
        options: options(['semua', 'topik'], AUDIENCE_NAMES),
        // Everybody gets outages unless they left them out; of maintenance few ever chose to hear.
        initial: known.audience ?? (kind === 'gangguan' ? 'topik' : 'semua'),
      };
    case 'pressing':
      return {
        name,
        label: 'Prioritas',
        kind: 'choices',
        optional: true,
        options: [{ value: 'ya', label: 'Gangguan kritis (P1): boleh tanpa orang kedua, dengan alasan tercatat' }],
        ...some(known.pressing ? ['ya'] : undefined),
      };
    case 'ending':
      return {
        name,
        label: 'Ketika waktunya selesai',
        kind: 'choice',
        options: [
          { value: 'sendiri', label: 'Umumkan selesai tepat waktu dengan sendirinya' },
          { value: 'petugas', label: 'Petugas yang menyatakan selesai' },
        ],
        initial: known.endsByItself === false ? 'petugas' : 'sendiri',
      };
    case 'note':
      return { name, label: 'Keterangan', kind: 'long', hint: atMost(LONGEST.note), ...some(known.note) };
  }
}

const atMost = (most: number): string => `Paling banyak ${most} huruf.`;
