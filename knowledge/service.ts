import { type Fields, isBlank, isFields, refuseUnknown, SourceDataError, textOf } from './unit-fields.ts';

/** One stretch of service on a day, in minutes since local midnight (0 to 1440). */
export type Hours = { open: number; close: number };

/** Seven days from Monday; the stretches of a day are in order and apart, a day without any is closed. */
export type Week = readonly (readonly Hours[])[];

/** How soon a ticket wants a first human answer and its end, in minutes of service time. */
export type Target = {
  response: number;
  resolution: number;
  /** The minutes are counted by day and night, holidays too. */
  roundTheClock: boolean;
};

/** When the unit works and how soon it wants to help. Dates are local, as 2026-02-17; the zone is the unit's. */
export type Service = {
  week: Week;
  /** Other hours on the days `from` to `to`, both included; ranges do not overlap. */
  ranges: { name: string; from: string; to: string; week: Week }[];
  holidays: {
    /** By year, then date: the official list. A year that is here has these national holidays and no others. */
    official: Record<string, Record<string, string>>;
    jointLeave: { closes: boolean; days: Record<string, string> };
    /** Days on which this unit alone is closed. */
    added: Record<string, string>;
    /** Days on which it is open although they are holidays. */
    removed: string[];
  };
  targets: Record<1 | 2 | 3 | 4 | 'restricted', Target>;
  /** What share of a target is left when a warning is given, between 0 and 1. */
  warnAt: number;
  /** Days after which a resolved ticket closes by itself. */
  closeAfterDays: number;
  /** Days during which it can be reopened. */
  reopenWithinDays: number;
  /** So many tickets of one category within so many minutes may be an outage. */
  storm: { tickets: number; minutes: number };
  /** So many minutes before a maintenance people are reminded of it, longest first; none: never. */
  announcements: { reminders: number[] };
};

const WEEKDAYS = ['senin', 'selasa', 'rabu', 'kamis', 'jumat', 'sabtu', 'minggu'];
const KEYS = [
  'jam',
  'rentang',
  'libur',
  'target',
  'peringatan',
  'tutup_otomatis',
  'buka_kembali',
  'tanda_gangguan',
  'pengumuman',
] as const;

/**
 * What holds until the unit writes its own. Hours: 37 h 30 min a week, from 07.30, a break of 60 min and on Fridays of 90
 * (Perpres 21/2023); the targets are a proposal that the Kepala LPSE must approve.
 */
const PROPOSED: Fields = {
  jam: {
    senin: '07.30-16.00, istirahat 12.00-13.00',
    selasa: '07.30-16.00, istirahat 12.00-13.00',
    rabu: '07.30-16.00, istirahat 12.00-13.00',
    kamis: '07.30-16.00, istirahat 12.00-13.00',
    jumat: '07.30-16.30, istirahat 11.30-13.00',
  },
  target: {
    1: { tanggapan: '15 menit', selesai: '1 jam' },
    2: { tanggapan: '30 menit', selesai: '1 hari kerja' },
    3: { tanggapan: '4 jam', selesai: '2 hari kerja' },
    4: { tanggapan: '1 hari kerja', selesai: '5 hari kerja' },
    terbatas: { tanggapan: '1 hari kerja', selesai: '14 hari kerja' },
  },
  peringatan: '25 persen',
  tutup_otomatis: '7 hari',
  buka_kembali: '7 hari',
  tanda_gangguan: '5 tiket dalam 10 menit',
  pengumuman: { pengingat: '24 jam, 1 jam' },
};

const DAY_MINUTES = 24 * 60;
/** Of a maintenance, in minutes: later nobody can act on it, and earlier it is the announcement. */
const [SHORTEST_REMINDER, LONGEST_REMINDER] = [15, 14 * DAY_MINUTES];

/**
 * Reads the block `layanan` of unit.yaml, every value a text as it was written. What is left out is as proposed; a
 * week that is given replaces the proposed one as a whole.
 * @throws SourceDataError that names the key and what to write
 */
export function readService(block: unknown): Service {
  const given = section('layanan', block, KEYS);
  const row = (name: (typeof KEYS)[number]) => (isBlank(given[name]) ? PROPOSED[name] : given[name]);
  const week = readWeek('layanan.jam', row('jam'));
  if (week.every((hours) => hours.length === 0))
    fault('layanan.jam', 'menutup semua hari; tulis jam untuk paling sedikit satu hari, misalnya senin: 07.30-16.00');
  const count = (name: 'tutup_otomatis' | 'buka_kembali') =>
    numbers(`layanan.${name}`, row(name), /^(\d+) hari$/, '7 hari')[0];
  const [percent] = numbers('layanan.peringatan', row('peringatan'), /^(\d{1,2}) ?(?:persen|%)$/, '25 persen');
  const [tickets, minutes] = numbers(
    'layanan.tanda_gangguan',
    row('tanda_gangguan'),
    /^(\d+) tiket dalam (\d+) menit$/,
    '5 tiket dalam 10 menit',
  );
  return {
    week,
    ranges: readRanges(given.rentang),
    holidays: readHolidays(given.libur),
    targets: readTargets(given.target, minutesOfDay(week)),
    warnAt: percent / 100,
    closeAfterDays: count('tutup_otomatis'),
    reopenWithinDays: count('buka_kembali'),
    storm: { tickets, minutes },
    announcements: { reminders: readReminders(row('pengumuman')) },
  };
}

/**
 * A working day of a target in minutes: the mean of the days of the ordinary week that have hours. It is the same in
 * Ramadan, so that a target does not depend on the season in which it is read.
 */
function minutesOfDay(week: Week): number {
  const days = week.filter((hours) => hours.length > 0);
  const total = days.flat().reduce((sum, { open, close }) => sum + close - open, 0);
  return Math.round(total / days.length);
}

function readWeek(key: string, value: unknown): Week {
  const days = section(key, value, WEEKDAYS);
  return WEEKDAYS.map((day) => readDay(`${key}.${day}`, days[day]));
}

/** "07.30-16.00, istirahat 12.00-13.00" */
function readDay(key: string, value: unknown): Hours[] {
  const written = textOf(key, value);
  if (isBlank(written) || written === 'tutup') return [];
  const [whole = '', ...pauses] = written.split(',').map((part) => part.trim());
  const day = readHours(key, written, whole);
  const breaks = pauses
    .map((part) => readHours(key, written, /^istirahat (.+)$/.exec(part)?.[1] ?? ''))
    .sort((a, b) => a.open - b.open);
  let since = day.open;
  const hours: Hours[] = [];
  for (const pause of breaks) {
    if (pause.open < day.open || pause.close > day.close)
      fault(key, `berisi istirahat di luar jam ${whole}; tulis istirahat di antara jam buka dan jam tutup`);
    if (pause.open < since)
      fault(key, `berisi dua istirahat yang bertumpuk: "${written}"; tulis satu istirahat untuk waktu yang sama`);
    hours.push({ open: since, close: pause.open });
    since = pause.close;
  }
  return [...hours, { open: since, close: day.close }].filter(({ open, close }) => open < close);
}

function readHours(key: string, written: string, part: string): Hours {
  const times = /^(\d{1,2})[.:](\d\d) ?[-–] ?(\d{1,2})[.:](\d\d)$/.exec(part)?.slice(1).map(Number);
  const [openHour = 24, openMinute = 60, closeHour = 24, closeMinute = 60] = times ?? [];
  const [open, close] = [openHour * 60 + openMinute, closeHour * 60 + closeMinute];
  if (openMinute > 59 || closeMinute > 59 || close > 24 * 60)
    fault(key, `berisi "${written}"; tulis seperti "07.30-16.00, istirahat 12.00-13.00", atau tutup`);
  if (close <= open)
    fault(
      key,
      `berisi "${part}", padahal jam tutup harus sesudah jam buka pada hari yang sama; tulis misalnya 07.30-16.00`,
    );
  return { open, close };
}

function readRanges(value: unknown): Service['ranges'] {
  if (isBlank(value)) return [];
  if (!Array.isArray(value))
    fault('layanan.rentang', 'harus berupa daftar; awali tiap rentang dengan "- nama: Ramadan 1448 H"');
  const ranges = value.map((item: unknown, at) => {
    const key = `layanan.rentang[${at + 1}]`;
    const row = section(key, item, ['nama', 'mulai', 'sampai', 'jam']);
    const name = textOf(`${key}.nama`, row.nama);
    if (isBlank(name)) fault(`${key}.nama`, 'belum diisi; tulis misalnya Ramadan 1448 H');
    const from = readDate(`${key}.mulai`, textOf(`${key}.mulai`, row.mulai));
    const to = readDate(`${key}.sampai`, textOf(`${key}.sampai`, row.sampai));
    if (to < from) fault(`${key}.sampai`, `berisi ${to}, sebelum "mulai" ${from}; tulis hari terakhir rentang itu`);
    if (isBlank(row.jam)) fault(`${key}.jam`, 'belum diisi; tulis jam tiap hari seperti pada layanan.jam');
    return { name, from, to, week: readWeek(`${key}.jam`, row.jam) };
  });
  ranges.sort((a, b) => (a.from < b.from ? -1 : 1));
  for (const [at, { name, from }] of ranges.entries()) {
    const before = ranges[at - 1];
    if (before && from <= before.to)
      fault('layanan.rentang', `bertumpuk: "${before.name}" dan "${name}"; ubah "mulai" atau "sampai" salah satunya`);
  }
  return ranges;
}

function readHolidays(value: unknown): Service['holidays'] {
  const row = section('layanan.libur', value, ['skb', 'cuti_bersama', 'tambahan', 'tetap_buka']);
  const leave = section('layanan.libur.cuti_bersama', row.cuti_bersama, ['kantor_tutup', 'tanggal']);
  const added = readDays('layanan.libur.tambahan', row.tambahan);
  const removed = [isBlank(row.tetap_buka) ? [] : row.tetap_buka]
    .flat()
    .map((date) => readDate('layanan.libur.tetap_buka', textOf('layanan.libur.tetap_buka', date)));
  const both = removed.find((date) => date in added);
  if (both) fault('layanan.libur.tetap_buka', `memuat ${both} yang juga ada di "tambahan"; hapus dari salah satunya`);
  return {
    official: readOfficial(row.skb),
    jointLeave: {
      closes: isYes('layanan.libur.cuti_bersama.kantor_tutup', leave.kantor_tutup),
      days: readDays('layanan.libur.cuti_bersama.tanggal', leave.tanggal),
    },
    added,
    removed,
  };
}

function readOfficial(value: unknown): Service['holidays']['official'] {
  const years = section('layanan.libur.skb', value);
  return Object.fromEntries(
    Object.entries(years).map(([year, list]) => {
      const key = `layanan.libur.skb.${year}`;
      if (!/^\d{4}$/.test(year)) fault(key, 'bukan tahun; tulis tahun empat angka, misalnya 2027');
      const days = readDays(key, list);
      const dates = Object.keys(days);
      if (dates.length === 0) fault(key, 'kosong; isi tanggal liburnya, atau hapus baris tahun itu');
      const stray = dates.find((date) => !date.startsWith(year));
      if (stray) fault(key, `memuat ${stray}; pindahkan ke tahun ${stray.slice(0, 4)}`);
      return [year, days];
    }),
  );
}

/** "2026-02-17: Tahun Baru Imlek" */
function readDays(key: string, value: unknown): Record<string, string> {
  const days = section(key, value, undefined, '2026-12-31: Nama hari');
  return Object.fromEntries(
    Object.entries(days).map(([written, name]) => {
      const date = readDate(key, written);
      if (isBlank(name)) fault(`${key}.${date}`, 'belum bernama; tulis nama harinya sesudah titik dua');
      return [date, textOf(`${key}.${date}`, name)];
    }),
  );
}

function readDate(key: string, written: string): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(written) ? new Date(`${written}T00:00:00Z`) : undefined;
  // 30 February is a date to Date, but another one.
  if (!at || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== written)
    fault(key, `berisi tanggal "${written}" yang tidak ada; tulis tahun-bulan-tanggal, misalnya 2026-02-17`);
  return written;
}

function readTargets(value: unknown, day: number): Service['targets'] {
  const given = section('layanan.target', value, Object.keys(PROPOSED.target as Fields));
  const target = (name: string): Target => {
    const key = `layanan.target.${name}`;
    const proposed = (PROPOSED.target as Record<string, Fields>)[name];
    const row = section(key, isBlank(given[name]) ? proposed : given[name], ['tanggapan', 'selesai', 'terus_menerus']);
    const roundTheClock = isYes(`${key}.terus_menerus`, row.terus_menerus);
    const response = readDuration(`${key}.tanggapan`, row.tanggapan, day, roundTheClock);
    const resolution = readDuration(`${key}.selesai`, row.selesai, day, roundTheClock);
    if (resolution < response) fault(`${key}.selesai`, 'lebih cepat daripada "tanggapan"; tulis waktu yang lebih lama');
    return { response, resolution, roundTheClock };
  };
  return { 1: target('1'), 2: target('2'), 3: target('3'), 4: target('4'), restricted: target('terbatas') };
}

function readDuration(key: string, value: unknown, day: number, roundTheClock: boolean): number {
  const written = textOf(key, value);
  const [, count = '0', unit = ''] = /^(\d{1,4}) (menit|jam|hari kerja)$/.exec(written) ?? [];
  const minutes = Number(count) * ({ menit: 1, jam: 60, 'hari kerja': day }[unit] ?? 0);
  if (minutes === 0) fault(key, `berisi "${written}"; tulis seperti 30 menit, 4 jam, atau 2 hari kerja`);
  if (roundTheClock && unit === 'hari kerja')
    fault(key, `berisi "${written}", padahal "terus_menerus" tidak mengenal hari kerja; tulis menit atau jam`);
  return minutes;
}

/** "24 jam, 1 jam" */
function readReminders(value: unknown): number[] {
  const key = 'layanan.pengumuman.pengingat';
  const { pengingat } = section('layanan.pengumuman', value, ['pengingat']);
  const written = textOf(key, isBlank(pengingat) ? (PROPOSED.pengumuman as Fields).pengingat : pengingat);
  if (written === 'tidak ada') return [];
  const reminders = written.split(',').map((part) => {
    const [, count = '0', unit = ''] = /^(\d{1,3}) (menit|jam|hari)$/.exec(part.trim()) ?? [];
    const minutes = Number(count) * ({ menit: 1, jam: 60, hari: DAY_MINUTES }[unit] ?? 0);
    if (minutes === 0) fault(key, `berisi "${written}"; tulis seperti 24 jam, 1 jam, atau tidak ada`);
    if (minutes < SHORTEST_REMINDER || minutes > LONGEST_REMINDER)
      fault(key, `berisi "${part.trim()}"; tulis paling cepat 15 menit dan paling lama 14 hari sebelumnya`);
    return minutes;
  });
  return [...new Set(reminders)].sort((a, b) => b - a);
}

function isYes(key: string, value: unknown): boolean {
  const written = textOf(key, value);
  if (['ya', 'true'].includes(written)) return true;
  if (isBlank(value) || ['tidak', 'false'].includes(written)) return false;
  return fault(key, `berisi "${written}"; tulis ya atau tidak`);
}

/** The numbers in a text of a fixed form; none of them may be 0. */
function numbers(key: string, value: unknown, form: RegExp, example: string): [number, number] {
  const written = textOf(key, value);
  const [first = 0, second = 1] = form.exec(written)?.slice(1).map(Number) ?? [];
  if (first === 0 || second === 0) fault(key, `berisi "${written}"; tulis seperti ${example}`);
  return [first, second];
}

/** Fields below a key; none when nobody filled it in. */
function section(key: string, value: unknown, known?: readonly string[], example?: string): Fields {
  if (isBlank(value)) return {};
  if (!isFields(value))
    return fault(key, `harus berupa baris "${example ?? 'isian: nilai'}" yang menjorok di bawahnya`);
  if (known) refuseUnknown(`isian ${key}`, Object.keys(value), known);
  return value;
}

function fault(key: string, sentence: string): never {
  throw new SourceDataError(`unit.yaml: "${key}" ${sentence}.`);
}
