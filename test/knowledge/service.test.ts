import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readUnit } from '../../knowledge/base.ts';
import type { Week } from '../../knowledge/index.ts';
import { readService } from '../../knowledge/service.ts';

const shipped = readUnit(fileURLToPath(new URL('../../knowledge/sources/unit.yaml', import.meta.url))).service;
const minutesOf = (week: Week) => week.flat().reduce((sum, { open, close }) => sum + close - open, 0);

describe('the service of the unit as it ships', () => {
  it('has the hours of an office week, and fewer in Ramadan', () => {
    expect(minutesOf(shipped.week)).toBe(37.5 * 60);
    expect(shipped.week[4]).toEqual([
      { open: 7 * 60 + 30, close: 11 * 60 + 30 },
      { open: 13 * 60, close: 16 * 60 + 30 },
    ]);
    expect(shipped.ranges).toMatchObject([{ from: '2026-02-19', to: '2026-03-20' }]);
    for (const { week } of shipped.ranges) expect(minutesOf(week)).toBe(32.5 * 60);
  });

  it('has the official days of 2026', () => {
    const { official, jointLeave, added, removed } = shipped.holidays;
    expect(Object.keys(official)).toEqual(['2026']);
    expect(Object.keys(official[2026] ?? {})).toHaveLength(17);
    expect(Object.keys(jointLeave.days)).toHaveLength(8);
    expect([added, removed]).toEqual([{}, []]);
  });

  it('has what holds when nothing is written', () => {
    const { holidays: _, ranges: __, ...written } = shipped;
    expect(readService(undefined)).toMatchObject(written);
    expect(readService('')).toMatchObject(written);
  });

  it('reminds of a maintenance a day and an hour before', () => {
    expect(shipped.announcements).toEqual({ reminders: [1_440, 60] });
  });

  it('counts a working day as 7 h 30 min', () => {
    expect(shipped.targets).toEqual({
      1: { response: 15, resolution: 60, roundTheClock: false },
      2: { response: 30, resolution: 450, roundTheClock: false },
      3: { response: 240, resolution: 900, roundTheClock: false },
      4: { response: 450, resolution: 2250, roundTheClock: false },
      restricted: { response: 450, resolution: 6300, roundTheClock: false },
    });
  });
});

describe('the block layanan', () => {
  it('reads hours in each way they are written', () => {
    const { week } = readService({
      jam: {
        senin: '8:00 - 24.00',
        selasa: ['08.00–16.00', 'istirahat 15.00-15.15', 'istirahat 12.00-13.00'],
        rabu: 'tutup',
        kamis: '08.00-12.00, istirahat 08.00-09.00',
      },
    });
    expect(week).toEqual([
      [{ open: 480, close: 1440 }],
      [
        { open: 480, close: 720 },
        { open: 780, close: 900 },
        { open: 915, close: 960 },
      ],
      [],
      [{ open: 540, close: 720 }],
      [],
      [],
      [],
    ]);
  });

  it('takes the mean of the open days as a working day', () => {
    const jam = { senin: '08.00-12.00', selasa: '08.00-14.00' };
    expect(readService({ jam, target: { 3: { tanggapan: '1 jam', selesai: '2 hari kerja' } } }).targets).toMatchObject({
      3: { response: 60, resolution: 600 },
      4: { response: 300, resolution: 1500 },
    });
  });

  it('reads the small numbers', () => {
    expect(
      readService({
        target: { 1: { tanggapan: '15 menit', selesai: '1 jam', terus_menerus: 'true' } },
        ...{ peringatan: '40%', tutup_otomatis: '3 hari', buka_kembali: '14 hari' },
        tanda_gangguan: '8 tiket dalam 15 menit',
      }),
    ).toMatchObject({
      targets: { 1: { response: 15, resolution: 60, roundTheClock: true }, 2: { roundTheClock: false } },
      ...{ warnAt: 0.4, closeAfterDays: 3, reopenWithinDays: 14, storm: { tickets: 8, minutes: 15 } },
    });
  });

  it.each([
    ['2 hari, 90 menit', [2_880, 90]],
    ['1 jam,24 jam, 60 menit', [1_440, 60]],
    ['tidak ada', []],
    ['', [1_440, 60]],
  ])('reads reminders: %s', (pengingat, reminders) => {
    expect(readService({ pengumuman: { pengingat } }).announcements).toEqual({ reminders });
  });

  it('reads days off and days on', () => {
    const libur = {
      skb: { 2027: { '2027-01-01': 'Tahun Baru' } },
      cuti_bersama: { kantor_tutup: 'tidak', tanggal: { '2027-03-11': 'Cuti' } },
      tambahan: { '2027-01-04': 'Pindah' },
      tetap_buka: ['2027-12-24', '2027-12-27'],
    };
    expect(readService({ libur }).holidays).toEqual({
      official: { 2027: { '2027-01-01': 'Tahun Baru' } },
      jointLeave: { closes: false, days: { '2027-03-11': 'Cuti' } },
      added: { '2027-01-04': 'Pindah' },
      removed: ['2027-12-24', '2027-12-27'],
    });
    expect(readService({ libur: { tetap_buka: '2027-12-24' } }).holidays.removed).toEqual(['2027-12-24']);
  });

  const ramadan = { nama: 'Ramadan', mulai: '2027-02-08', sampai: '2027-03-09', jam: { senin: '08.00-15.00' } };
  it.each<[string, unknown, string]>([
    ['an unknown key', { jams: {} }, 'isian layanan "jams" tidak dikenal. Yang dikenal: jam, rentang, '],
    ['a text for a block', 'buka', '"layanan" harus berupa baris'],
    ['an unknown weekday', { jam: { ahad: '08.00-15.00' } }, 'layanan.jam "ahad" tidak dikenal. Yang dikenal: senin, '],
    [
      'hours without minutes',
      { jam: { senin: '8-15' } },
      '"layanan.jam.senin" berisi "8-15"; tulis seperti "07.30-16.00',
    ],
    ['a minute 75', { jam: { senin: '08.75-15.00' } }, 'tulis seperti "07.30-16.00'],
    ['an hour 25', { jam: { senin: '08.00-25.00' } }, 'tulis seperti "07.30-16.00'],
    ['a break without its word', { jam: { senin: '08.00-15.00, 12.00-13.00' } }, 'istirahat 12.00-13.00'],
    ['a close before open', { jam: { senin: '16.00-07.30' } }, 'jam tutup harus sesudah jam buka'],
    [
      'a break that ends before it begins',
      { jam: { senin: '07.00-16.00, istirahat 13.00-12.00' } },
      'sesudah jam buka',
    ],
    ['a break outside', { jam: { senin: '08.00-12.00, istirahat 12.00-13.00' } }, 'istirahat di luar jam 08.00-12.00'],
    [
      'overlapping breaks',
      { jam: { senin: '08.00-16.00, istirahat 12.00-13.00, istirahat 12.30-13.30' } },
      '"layanan.jam.senin" berisi dua istirahat yang bertumpuk',
    ],
    ['a week without hours', { jam: { senin: 'tutup' } }, '"layanan.jam" menutup semua hari; tulis jam untuk paling'],
    ['a range that is no list', { rentang: ramadan }, 'harus berupa daftar; awali tiap rentang dengan "- nama:'],
    ['a range without a name', { rentang: [{ ...ramadan, nama: '' }] }, '"layanan.rentang[1].nama" belum diisi'],
    ['a range without hours', { rentang: [{ ...ramadan, jam: '' }] }, '"layanan.rentang[1].jam" belum diisi'],
    ['a range turned round', { rentang: [{ ...ramadan, sampai: '2027-02-07' }] }, 'sampai" berisi 2027-02-07, sebelum'],
    [
      'a range without an end',
      { rentang: [{ ...ramadan, sampai: '' }] },
      'berisi tanggal "" yang tidak ada; tulis tahun',
    ],
    [
      'ranges that overlap',
      { rentang: [{ ...ramadan, nama: 'Kedua', mulai: '2027-03-09', sampai: '2027-03-12' }, ramadan] },
      '"layanan.rentang" bertumpuk: "Ramadan" dan "Kedua"',
    ],
    [
      'a date that is none',
      { libur: { tambahan: { '2027-02-30': 'x' } } },
      'tanggal "2027-02-30" yang tidak ada; tulis',
    ],
    ['another form of date', { libur: { tetap_buka: ['24-12-2026'] } }, '"layanan.libur.tetap_buka" berisi tanggal'],
    ['a day without a name', { libur: { tambahan: { '2027-02-03': '' } } }, 'tambahan.2027-02-03" belum bernama'],
    ['days without names', { libur: { tambahan: ['2027-02-03'] } }, 'harus berupa baris "2026-12-31: Nama hari"'],
    ['a year that is none', { libur: { skb: { dua: {} } } }, '"layanan.libur.skb.dua" bukan tahun'],
    ['an empty year', { libur: { skb: { 2027: '' } } }, '"layanan.libur.skb.2027" kosong; isi tanggal liburnya, atau'],
    ['a day of another year', { libur: { skb: { 2027: { '2026-02-03': 'x' } } } }, 'pindahkan ke tahun 2026'],
    [
      'a day both closed and open',
      { libur: { tambahan: { '2027-02-03': 'x' }, tetap_buka: ['2027-02-03'] } },
      'memuat 2027-02-03 yang juga ada di "tambahan"',
    ],
    ['neither yes nor no', { libur: { cuti_bersama: { kantor_tutup: 'mungkin' } } }, 'tulis ya atau tidak'],
    [
      'an unknown priority',
      { target: { 5: {} } },
      'layanan.target "5" tidak dikenal. Yang dikenal: 1, 2, 3, 4, terbatas',
    ],
    ['a target of no time', { target: { 1: { tanggapan: '0 menit', selesai: '1 jam' } } }, 'tulis seperti 30 menit'],
    [
      'half a target',
      { target: { 1: { tanggapan: '15 menit' } } },
      '"layanan.target.1.selesai" berisi ""; tulis seperti',
    ],
    [
      'an unknown unit',
      { target: { 1: { tanggapan: '1 pekan', selesai: '1 jam' } } },
      '"1 pekan"; tulis seperti 30 menit',
    ],
    ['an end before the answer', { target: { 1: { tanggapan: '2 jam', selesai: '1 jam' } } }, '.selesai" lebih cepat'],
    [
      'working days round the clock',
      { target: { 1: { tanggapan: '1 jam', selesai: '1 hari kerja', terus_menerus: 'ya' } } },
      'tidak mengenal hari kerja; tulis menit atau jam',
    ],
    [
      'a share of nothing',
      { peringatan: '0 persen' },
      '"layanan.peringatan" berisi "0 persen"; tulis seperti 25 persen',
    ],
    ['a share of all', { peringatan: '100 persen' }, 'tulis seperti 25 persen'],
    ['days without their word', { buka_kembali: '7' }, '"layanan.buka_kembali" berisi "7"; tulis seperti 7 hari'],
    [
      'a reminder of no time',
      { pengumuman: { pengingat: '24 jam, sejam' } },
      '"layanan.pengumuman.pengingat" berisi "24 jam, sejam"; tulis seperti 24 jam, 1 jam, atau tidak ada',
    ],
    [
      'a reminder too late',
      { pengumuman: { pengingat: '10 menit' } },
      'berisi "10 menit"; tulis paling cepat 15 menit',
    ],
    ['a reminder too early', { pengumuman: { pengingat: '1 jam, 15 hari' } }, 'berisi "15 hari"; tulis paling cepat'],
    ['another key beside reminders', { pengumuman: { kabar: '1 jam' } }, 'layanan.pengumuman "kabar" tidak dikenal'],
    ['a storm of nothing', { tanda_gangguan: '5 tiket' }, 'tulis seperti 5 tiket dalam 10 menit'],
  ])('explains %s', (_, block, message) => {
    expect(() => readService(block)).toThrow(expect.objectContaining({ name: 'SourceDataError' }));
    expect(() => readService(block)).toThrow(/^unit\.yaml: /);
    expect(() => readService(block)).toThrow(message);
  });
});
