import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hidePersonalData } from '../../handlers/rules/hidden-data.ts';
import { MASK } from '../../handlers/rules/personal-data.ts';

describe('what says who somebody is is hidden before a text leaves', () => {
  it.each([
    ['nama saya budi santoso mau tanya syarat daftar', 'nama saya [NAMA_1] mau tanya syarat daftar'],
    ['Nama saya Budi Santoso, S.T. Boleh daftar?', 'Nama saya [NAMA_1]. Boleh daftar?'],
    ['perkenalkan, nama saya andi baso, syaratnya apa?', 'perkenalkan, nama saya [NAMA_1], syaratnya apa?'],
    ['Perkenalkan saya Andi Baso. Boleh daftar?', 'Perkenalkan saya [NAMA_1]. Boleh daftar?'],
    ['saya Budi dari CV Sumber Jaya, mau daftar', 'saya [NAMA_1] dari CV [NAMA_2], mau daftar'],
    ['saya budi dari cv maju jaya mau daftar', 'saya [NAMA_1] dari cv maju jaya mau daftar'],
    ['akun atas nama Sitti Aminah terkunci', 'akun atas nama [NAMA_1] terkunci'],
    ['akun a.n. Sitti Aminah terkunci', 'akun a.n. [NAMA_1] terkunci'],
    ['My name is John Smith and I want to register', 'My name is [NAMA_1] and I want to register'],
    ["I'm John from PT Karya Abadi, who can register?", "I'm [NAMA_1] from PT [NAMA_2], who can register?"],
    ['kata Pak Budi SITU wajib. Budi benar?', 'kata Pak [NAMA_1] SITU wajib. [NAMA_1] benar?'],
    ['tanya @budi_mandar, atau @Rahma.', 'tanya [NAMA_1], atau [NAMA_2].'],
    ['nama: Rahmat Hidayat\nperusahaan: CV Karya', 'nama: [NAMA_1]\nperusahaan: CV [NAMA_2]'],
    ['saya Muhammad Al Fatih bin Ahmad ingin tanya', 'saya [NAMA_1] ingin tanya'],
    ['syarat daftar? Terima kasih, Budi Santoso', 'syarat daftar? Terima kasih, [NAMA_1]'],
    ['NIK 7604011203850002 dan 7604 0112 0385 0002', 'NIK [NOMOR_1] dan [NOMOR_1]'],
    ['hp 081234567890, wa 081299998888', 'hp [TELEPON_1], wa [TELEPON_2]'],
    ['budi@contoh.co.id, rek 1234567890, lahir 12-03-1985', '[SUREL_1], rek [REKENING_1], lahir [LAHIR_1]'],
    // Characters that nobody sees, and digits of another width.
    ['NIK 7604\u20600112\u00ad0385\ufeff0002', 'NIK [NOMOR_1]'],
    ['hp ０８１２３４５６７８９０', 'hp [TELEPON_1]'],
    ['hp 𝟎𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟎', 'hp [TELEPON_1]'],
  ])('%s', (text, hidden) => {
    expect(hidePersonalData(text)).toMatchObject({ text: hidden, found: true });
  });

  it.each([
    'nama saya tidak muncul di SPSE, kenapa?',
    'nama saya salah di akun',
    'saya penyedia dari CV',
    'Surat kuasa atas nama direktur boleh?',
    'Apakah CV atau PT bisa daftar? PT Perorangan juga?',
    'APAKAH CV WAJIB PUNYA NPWP',
    'Bagaimana Saya Mengunggah Dokumen Penawaran Ulang?',
    'Saya PNS, boleh daftar?',
    'Kapan jam buka Ibu? terima kasih',
    'apakah ini Perbup 31 Tahun 2012?',
    'isi Pasal 21 ayat (1) huruf a angka 2',
    'kode tender 123456789 di SPSE',
  ])('and nothing else: %s', (text) => {
    expect(hidePersonalData(text)).toMatchObject({ text, found: false });
  });

  it('also where the asker is only known by a name', () => {
    const { text } = hidePersonalData('Andi mau daftar. sumber dananya apa?', ['Andi Baso – CV Sumber Jaya']);
    expect(text).toBe('[NAMA_1] mau daftar. sumber dananya apa?');
  });

  it('comes back for its owner, but no secret and nothing that was not hidden', () => {
    const { restore, mask } = hidePersonalData('nama saya Budi, password saya: Rahasia123, hp 081234567890');
    const written = 'Pak [NAMA_1], hubungi [TELEPON_1]; [SANDI_1] [NAMA_2] [NOMOR_1]';
    expect(restore(written)).toBe(`Pak Budi, hubungi 081234567890; ${MASK} ${MASK} ${MASK}`);
    expect(mask(written)).toBe(`Pak ${MASK}, hubungi ${MASK}; ${MASK} ${MASK} ${MASK}`);
  });

  it('is not taken for a placeholder that somebody typed', () => {
    const { text, restore } = hidePersonalData('[NAMA_1] [nama 1] [Telepon-2], nama saya Budi');
    expect(text).toBe('(NAMA_1) (nama 1) (Telepon-2), nama saya [NAMA_1]');
    expect(restore('[NAMA_1]')).toBe('Budi');
  });

  it('leaves of no text a personal number or a secret, whatever stands around it', () => {
    const personal = ['7604011203850002', '081234567890', 'budi@contoh.co.id', 'Rahasia123'];
    const around = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/[\p{L}\p{N}_.+@-]/u.test(text));
    fc.assert(
      fc.property(around, around, (before, after) => {
        const said = `${before} NIK 7604011203850002, hp 081234567890 budi@contoh.co.id password: Rahasia123 ${after}`;
        const { text, restore } = hidePersonalData(said);
        for (const value of personal) expect(text).not.toContain(value);
        expect(restore(text)).toContain('7604011203850002');
        expect(restore(text)).not.toContain('Rahasia123');
      }),
      { numRuns: 200 },
    );
  });
});
