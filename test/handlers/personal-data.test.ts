import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK, maskPersonalData } from '../../handlers/rules/personal-data.ts';

describe('personal data are taken out of a text', () => {
  it.each([
    ['NIK saya 7604012345678901', `NIK saya ${MASK}`, 'nomor'],
    ['nik: 7604 0123 4567 8901.', `nik: ${MASK}.`, 'nomor'],
    ['7604.0123.4567.8901', MASK, 'nomor'],
    ['760401-234567-8901', MASK, 'nomor'],
    ['76.04.01.23.45.67.89.01', MASK, 'nomor'],
    ['7 6 0 4 0 1 2 3 4 5 6 7 8 9 0 1', MASK, 'nomor'],
    ['nik7604012345678901ya', `nik${MASK}ya`, 'nomor'],
    ['nik ７６０４０１２３４５６７８９０１', `nik ${MASK}`, 'nomor'],
    ['no KK 7604012345678901', `no KK ${MASK}`, 'nomor'],
    ['NIK 76040123456789 (kurang dua)', `NIK ${MASK} (kurang dua)`, 'nomor'],
    ['npwp 12.345.678.9-012.345 ya', `npwp ${MASK} ya`, 'nomor'],
    ['npwp 123456789012345', `npwp ${MASK}`, 'nomor'],
    ['12 345 678 9 012 345', MASK, 'nomor'],
    ['NPWP16: 0123456789012345', `NPWP16: ${MASK}`, 'nomor'],
    ['NIB 1234567890123', `NIB ${MASK}`, 'nomor'],
    ['1234567890123', MASK, 'nomor'],
    ['NIB kami 1234 5678 90123', `NIB kami ${MASK}`, 'nomor'],
    ['nip 19850101 201001 1 001', `nip ${MASK}`, 'nomor'],
    ['oleh 198501012010011001', `oleh ${MASK}`, 'nomor'],
    ['hp saya 0812-3456-7890', `hp saya ${MASK}`, 'telepon'],
    ['hubungi 081234567890 segera', `hubungi ${MASK} segera`, 'telepon'],
    ['0812 3456 7890', MASK, 'telepon'],
    ['0812.3456.7890', MASK, 'telepon'],
    ['0812 - 3456 - 7890', MASK, 'telepon'],
    ['(0812) 345-678-90', MASK, 'telepon'],
    ['6281234567890', MASK, 'telepon'],
    ['62 812-3456-7890', MASK, 'telepon'],
    ['wa +62 812 3456 7890', `wa ${MASK}`, 'telepon'],
    ['+62 (0) 812-3456-7890', `${MASK}`, 'telepon'],
    ['\u202a+62\u00a0812\u20113456\u20117890\u202c', `\u202a${MASK}\u202c`, 'telepon'],
    ['+6281234567890', `${MASK}`, 'telepon'],
    ['08.12-3456-7890', MASK, 'telepon'],
    ['hp08123456789', `hp${MASK}`, 'telepon'],
    ['wa saya 81234567890', `wa saya ${MASK}`, 'telepon'],
    ['telp (0428) 21234', `telp ${MASK}`, 'telepon'],
    ['https://wa.me/6281234567890?text=halo ya', `https://${MASK} ya`, 'telepon'],
    ['api.whatsapp.com/send?phone=628123456789', MASK, 'telepon'],
    ['email budi@contoh.co.id dong', `email ${MASK} dong`, 'surel'],
    ['(budi.santoso+spse@contoh.co.id)', `(${MASK})`, 'surel'],
    ['budi [at] contoh.co.id', MASK, 'surel'],
    ['no rek 1234567890 bri', `no rek ${MASK} bri`, 'rekening'],
    ['Rekening BRI a.n. CV Maju: 0021-01-000123-30-5', `Rekening BRI a.n. CV Maju: ${MASK}`, 'rekening'],
    ['no. rek. 123 456 7890', `no. rek. ${MASK}`, 'rekening'],
    ['virtual account 880812345678', `virtual account ${MASK}`, 'rekening'],
    ['lahir di Polewali, 12 Mei 1985', `lahir di Polewali, ${MASK}`, 'lahir'],
    ['tgl lahir: 12-05-1985', `tgl lahir: ${MASK}`, 'lahir'],
    ['TTL: Polewali, 12/05/1985', `TTL: Polewali, ${MASK}`, 'lahir'],
    ['kelahiran 1 Agustus 1990', `kelahiran ${MASK}`, 'lahir'],
    ['tanggal lahir 1985-05-12', `tanggal lahir ${MASK}`, 'lahir'],
    ['tanggal lahir 12051985', `tanggal lahir ${MASK}`, 'lahir'],
    ['password saya: rahasia', `password saya: ${MASK}`, 'sandi'],
    ['sandinya Rahasia123 gak bisa', `sandinya ${MASK} gak bisa`, 'sandi'],
    ['kode otp 483920', `kode otp ${MASK}`, 'sandi'],
    ['Kata sandi = Rahasia!', `Kata sandi = ${MASK}`, 'sandi'],
    ['pass: mawar', `pass: ${MASK}`, 'sandi'],
    ['pw baru 12345678', `pw baru ${MASK}`, 'sandi'],
    ['passphrase adalah Kuda', `passphrase adalah ${MASK}`, 'sandi'],
    ['otp nya 123456', `otp nya ${MASK}`, 'sandi'],
    ['otp itu 123456', `otp itu ${MASK}`, 'sandi'],
    ['kode verifikasi 889911 tidak masuk', `kode verifikasi ${MASK} tidak masuk`, 'sandi'],
    ['password-nya Kucing12', `password-nya ${MASK}`, 'sandi'],
    ['password lamaku kucing12', `password lamaku ${MASK}`, 'sandi'],
    ['password = "kuda poni" ya', `password = ${MASK} ya`, 'sandi'],
    ['kode OTP: 12 34 56', `kode OTP: ${MASK}`, 'sandi'],
    ['pin 123456 dan token=abcdef', `pin ${MASK} dan token=${MASK}`, 'sandi'],
  ])('%s', (text, masked, kind) => {
    const { text: result, found, kinds } = maskPersonalData(text);
    expect({ result, found, kinds }).toEqual({ result: masked, found: true, kinds: [kind] });
  });

  it.each([
    'lupa password gak bisa masuk',
    'password tidak bisa direset',
    'password itu apa?',
    'kode verifikasi: tidak masuk',
    'Password: wajib diisi',
    'kode tender 10023456 ditolak',
    'kode tender: 081234567890',
    'Kode Paket 628123456789',
    'RUP 081234567890',
    'kode tender 10023456 10023457 10023458',
    'paket 10023456 dan 10023457',
    'rekening belum diisi, paket 10023456 ditolak',
    'https://spse.inaproc.id/polewalimandar/lelang/62812345600/pengumumanlelang',
    'pasal 21 ayat (1) huruf a',
    'password 3 kali salah',
    'token saya tidak terkirim',
    'tiket L-2026-00042',
    'tiket L-2026-00042 12345678901',
    'lupa password: gimana caranya?',
    'password adalah apa?',
    'kode RUP 45678901',
    'jam 08.00-16.30 WITA',
    'Senin–Kamis 08.00 - 16.30, Jumat 08.00 - 17.00',
    '2026-11-23 07:30:15',
    '23-11-2026 07.30.15 WITA',
    'Screenshot_2026-11-23-07-30-15-123.png',
    'IMG_20261123_073015.jpg',
    'dari IP 103.145.226.101:8080 ke 192.168.100.200',
    'nilai HPS Rp 1.250.000.000,00',
    'Rp100.000.000.000.000',
    'Rp. 1250000000000',
    'penawaran 1.250.000.000 1.300.000.000 1.100.000.000',
    'error 0x80070005 dan ORA-00942',
    'sesi 550e8400-e29b-41d4-a716-081234567890',
    'suhu 62 812345',
    'galat 500 pada baris 1024',
    'call center 144',
    'lahir kembali pada rilis 4',
    'NPWP 4 angka terakhir 1234',
    'tender 12345678 senilai 1.250.000.000 pada 23-11-2026 pukul 08.00',
  ])('%s stays', (text) => {
    expect(maskPersonalData(text)).toEqual({ text, found: false, kinds: [], parts: [] });
  });

  it('tells every kind once, in the order in which they stand, and where', () => {
    const text = 'hp 081234567890, email a@b.id, hp 081298765432';
    expect(maskPersonalData(text)).toEqual({
      text: `hp ${MASK}, email ${MASK}, hp ${MASK}`,
      found: true,
      kinds: ['telepon', 'surel'],
      parts: [
        { from: 3, to: 15, kind: 'telepon' },
        { from: 23, to: 29, kind: 'surel' },
        { from: 34, to: 46, kind: 'telepon' },
      ],
    });
  });

  it('finds nothing in a text that was masked before', () => {
    const texts = fc.array(
      fc.constantFrom(
        'nik ',
        '7604012345678901',
        ' ',
        'sandi: ',
        'x1y2',
        '0812 3456 7890',
        '.',
        'rek ',
        '1234567890',
        '-',
      ),
    );
    fc.assert(
      fc.property(texts, (pieces) => {
        const once = maskPersonalData(pieces.join(' ')).text;
        expect(maskPersonalData(once).text).toBe(once);
      }),
    );
  });

  it('never leaves 16 digits of an identity in a text, however they are surrounded', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const { text } = maskPersonalData(
          `${before.replace(/[\d.,]/g, '')} 7604012345678901 ${after.replace(/\d/g, '')}`,
        );
        expect(text).not.toContain('7604012345678901');
      }),
    );
  });

  it.each([
    ['digits', '1'.repeat(20_000)],
    ['digits and blanks', '1 '.repeat(10_000)],
    ['zeros and eights', '08 '.repeat(6_666)],
    ['amounts', '1.000.'.repeat(3_333)],
    ['dots', '.'.repeat(20_000)],
    ['letters', 'a'.repeat(20_000)],
    ['words without an end', 'a.'.repeat(10_000)],
    ['at signs', 'a@'.repeat(10_000)],
    ['blanks', `pin${' '.repeat(20_000)}`],
    ['secrets', 'pin saya '.repeat(2_222)],
    ['secrets without a value', 'password: '.repeat(2_000)],
    ['births', 'lahir '.repeat(3_333)],
    ['names of numbers', 'rek nik hp '.repeat(1_818)],
    ['hyphens', '0-'.repeat(10_000)],
    ['hex', 'abcdef12-'.repeat(2_222)],
    ['links', 'wa.me/'.repeat(3_333)],
    ['rp', 'rp 1,000'.repeat(2_500)],
  ])('20,000 characters of %s take less than a fifth of a second', (_, text) => {
    const from = performance.now();
    maskPersonalData(text);
    expect(performance.now() - from).toBeLessThan(200);
  });
});
