import { readFileSync } from 'node:fs';
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

describe('a secret, and a way to reach somebody, does not leave', () => {
  it.each<[string, string[]]>([
    ['otp nya 123456', ['123456']],
    ['otp saya itu 123456', ['123456']],
    ['otp dari spse 123456', ['123456']],
    ['kode verifikasi 889911', ['889911']],
    ['password saya kuda poni 77', ['kuda', 'poni', '77']],
    ['password saya “Rahasia 123”', ['Rahasia', '123']],
    ['sandi saya kucing', ['kucing']],
    ['kata sandinya itu Rahasia1', ['Rahasia1']],
    ['password lamaku kucing12', ['kucing12']],
    ['password barunya Kucing12', ['Kucing12']],
    ['password-nya Kucing12', ['Kucing12']],
    ['api key sk-abcdefghijklmnop', ['abcdef']],
    ['kode OTP: 12 34 56', ['12', '34', '56']],
    ['password = "kuda poni"', ['kuda', 'poni']],
    ['password vendor saya Kucing12', ['Kucing']],
    ['budi [at] gmail [dot] com', ['budi', 'gmail']],
    ['budi @ gmail.com', ['budi', 'gmail']],
    ['budi at gmail dot com', ['budi', 'gmail']],
    ['paspor A1234567', ['1234567']],
    ['hubungi 0411 123456', ['123456']],
    ['t.me/budisantoso', ['budisantoso']],
    ['facebook.com/budi.santoso', ['santoso']],
    ['username saya andibaso99', ['andibaso']],
    ['password SPSE: Ra ha sia', ['Ra ha', 'sia']],
    ['otp yang masuk tadi 445566', ['445566']],
    ['OTP? 445566', ['445566']],
    ['kode otp yang dikirim ke hp saya tadi pagi 445566', ['445566']],
    ['pin saya 4455', ['4455']],
    ['pin atm 445566', ['445566']],
    ['passwordku rahasiaku123', ['rahasiaku']],
    ['password saya adalah mawar merah', ['mawar', 'merah']],
    ['passwordnya mawar', ['mawar']],
    ['kata sandi: mawar', ['mawar']],
    ['sandi lama saya melati, sandi baru saya anggrek', ['melati', 'anggrek']],
    ['my password is Tiger2024', ['Tiger']],
    ['my password is tiger', ['tiger']],
    ['Kucing12 itu password saya', ['Kucing12']],
    ['password saya: Rahasia!23 tidak bisa', ['Rahasia']],
    ['pw akun: abc', ['abc']],
    ['token: eyJhbGciOi.abc.def', ['eyJ']],
    ['token saya eyJhbGciOi.abc.def', ['eyJ']],
    ['secret sk_live_51H8', ['51H8']],
    ['user: budi pass: abcd', ['abcd']],
    ["password saya 'kuda poni'", ['kuda', 'poni']],
    ['password saya "lupa nanas"', ['nanas']],
    ['password saya 12345678', ['12345678']],
    ['password baru 1234 5678', ['1234', '5678']],
    ['otp 12-34-56', ['12', '34', '56']],
    ['otp 1 2 3 4 5 6', ['1 2 3']],
    ['kode aktivasi saya 77 88 99', ['77', '88', '99']],
    ['otp satu dua tiga empat lima enam', ['tiga']],
    ['password saya MAWAR', ['MAWAR']],
    ['password saya kuda poni apa syarat daftar?', ['kuda', 'poni']],
    ['sandi saya kucing apakah boleh', ['kucing']],
    ['budi.santoso(at)gmail.com', ['budi']],
    ['budi at gmail.com', ['budi']],
    ['budi et yahoo titik com', ['yahoo']],
    ['budi@gmail', ['budi']],
    ['hubungi 0411-123456', ['123456']],
    ['hubungi (0428) 21021', ['21021']],
    ['rekening 1234567890', ['1234567890']],
    ['nomor 123456789012', ['123456789012']],
    ['ig: budi.santoso', ['budi']],
    ['user id: andibaso', ['andibaso']],
    ['instagram budi.santoso', ['budi']],
    ['login saya andi password saya andi77', ['andi77']],
    ['password  saya:\nRahasia1', ['Rahasia1']],
  ])('%s', (text, values) => {
    const hidden = hidePersonalData(text).text;
    for (const value of values) expect(hidden).not.toContain(value);
  });

  it.each([
    'lupa password gimana',
    'lupa password gimana caranya?',
    'kenapa password saya salah terus?',
    'password minimal 8 karakter?',
    'password 3 kali salah',
    'password saya salah 3 kali, akun terkunci',
    'Password saya tidak bisa direset',
    'bagaimana cara mengganti password?',
    'apa password boleh dibagikan ke staf?',
    'password harus pakai huruf besar?',
    'berapa karakter minimal password?',
    'kode OTP tidak masuk ke email',
    'kenapa otp tidak terkirim?',
    'otp saya tidak masuk-masuk',
    'kode verifikasi belum saya terima',
    'kode verifikasi berlaku berapa menit?',
    'OTP berlaku 5 menit?',
    'token saya tidak terkirim',
    'token login kedaluwarsa',
    'apakah token bisa dipakai dua kali?',
    'PIN salah 3x, terus gimana?',
    'kata sandi saya tidak diterima sistem',
    'kata sandinya harus berapa huruf?',
    'kata sandi baru tidak cocok',
    'sandi saya hilang',
    'sandi lama masih bisa dipakai?',
    'password saya expired',
    'password baru saya ditolak terus',
    'password sudah diganti tapi tetap tidak bisa login',
    'password akun SPSE saya terblokir',
    'bagaimana reset password akun spse?',
    'reset password lewat menu mana?',
    'siapa yang boleh tahu password?',
    'password saya bocor, harus apa?',
    'password sering berubah sendiri',
    'boleh minta password ke admin LPSE?',
    'password vendor siapa yang simpan?',
    'user id dan password wajib dirahasiakan?',
    'Apakah password itu tanggung jawab pengguna?',
    'apa itu OTP?',
    'OTP itu apa?',
    'api key itu apa?',
    'passwordnya apa?',
    'passwordnya lupa',
    'my password is wrong',
    'I forgot my password, how do I reset it?',
    'what is the minimum length of a password?',
    'password must have 8 characters?',
    'is the password case sensitive?',
    'kenapa password harus diganti tiap 90 hari?',
    'password saya, kok salah ya',
    'menu "Lupa Password" tidak muncul',
    'password tidak dikenali sejak 2024',
    'lupa password, kode tender 10023456 batal?',
    'lupa password, tiket L-2026-00042',
    'password saya dipakai orang lain',
    'password saya diganti admin tanpa izin',
    'password direktur saya lupa',
    'kata sandi dan user ID hilang',
    'username atau password salah',
    'username saya lupa',
    'user id itu apaan sih',
    'username tidak ditemukan',
    'nama pengguna sudah dipakai',
    'email saya tidak aktif',
    'email sudah terdaftar',
    'Apakah paspor diperlukan?',
    'register at spse.inaproc.id',
    'buka jam 08.00-16.30?',
    'HPS Rp 1.250.000.000,00 wajib jaminan?',
    'Pasal 21 ayat (1) huruf a angka 2',
    'Perpres 12 Tahun 2021 dan 16 Tahun 2018',
  ])('but a question about one does: %s', (text) => {
    expect(hidePersonalData(text).text).toBe(text);
  });

  it('is no name, which would come back', () => {
    const { text, restore } = hidePersonalData('password vendor saya Kucing12, NIB 1234567890123');
    expect(text).toBe('password vendor saya [SANDI_1], NIB [NOMOR_1]');
    expect(restore(text)).toBe(`password vendor saya ${MASK}, NIB 1234567890123`);
  });
});

describe('whoever is introduced does not leave', () => {
  it.each<[string, string[]]>([
    ['nama saya Hari Wijaya, apakah wajib NPWP?', ['Hari', 'Wijaya']],
    ['nama saya: I Gusti Ngurah Rai', ['Gusti', 'Rai']],
    ['nama saya Kota Baru', ['Kota', 'Baru']],
    ['nama saya Utama Putra', ['Utama']],
    ['nama saya Surat Santoso', ['Surat']],
    ['nama saya Dua Mata', ['Mata']],
    ['nama saya Sistem Informatika', ['Informatika']],
    ['nama saya "Budi Santoso"', ['Budi', 'Santoso']],
    ['nama saya “Budi Santoso”', ['Budi', 'Santoso']],
    ['nama saya *Budi Santoso*', ['Budi', 'Santoso']],
    ['nama saya (Budi Santoso)', ['Budi', 'Santoso']],
    ['nama saya [Budi Santoso]', ['Budi', 'Santoso']],
    ['nama saya - Budi Santoso', ['Budi', 'Santoso']],
    ['nama saya di KTP Ahmad Dahlan', ['Ahmad', 'Dahlan']],
    ['nama saya sesuai KTP: Ahmad Dahlan', ['Ahmad', 'Dahlan']],
    ['nama saya yang benar Ahmad Dahlan', ['Ahmad', 'Dahlan']],
    ['nama saya sih Ahmad', ['Ahmad']],
    ['nama saya bukan Budi tapi Anton', ['Budi', 'Anton']],
    ['nama_saya Budi', ['Budi']],
    ['nama saya Nur Hari Surya', ['Nur', 'Hari', 'Surya']],
    ['nama saya Tri Sakti Utama', ['Tri', 'Utama']],
    ['nama saya Ade Pribadi', ['Ade', 'Pribadi']],
    ['nama saya budi santoso wijaya kusuma atmaja', ['budi', 'kusuma', 'atmaja']],
    ['nama saya Andi Mappanyukki Daeng Manaba Karaeng Galesong syarat', ['Galesong']],
    ['Nama saya Budi/Anton', ['Budi', 'Anton']],
    ['nama saya hari wijaya, syarat', ['hari', 'wijaya']],
    ['nama saya (sesuai KTP) Budi', ['Budi']],
    ['nama saya Budi santoso mau daftar', ['santoso']],
    ['NAMA SAYA HARI WIJAYA, MAU DAFTAR', ['HARI', 'WIJAYA']],
    ['Pelapor Budi Santoso bertanya: syarat?', ['Budi', 'Santoso']],
    ['Direktur kami, Rahmat Hidayat, lupa', ['Rahmat', 'Hidayat']],
    ['direktur saya bernama Ahmad Dahlan', ['Ahmad', 'Dahlan']],
    ['saya bernama ahmad dahlan', ['ahmad', 'dahlan']],
    ['direktur kami Hj. Fatimah binti Ali tidak punya NPWP', ['Fatimah', 'Ali']],
    ['call me John', ['John']],
    ['pemohon Siti Aminah', ['Siti', 'Aminah']],
    ['penyedia Budi bertanya', ['Budi']],
    ['name: John', ['John']],
    ['saya budi, direktur cv maju', ['budi']],
    ['halo saya budi mau tanya syarat', ['budi']],
    ['nama saya Ali, apakah Ali boleh?', ['Ali']],
    ['nama saya\nBudi Santoso', ['Budi']],
    ['my name is “John Smith”', ['John', 'Smith']],
    ['nama saya di akta pendirian tertulis Ahmad', ['Ahmad']],
    ['nama saya yaitu Ahmad', ['Ahmad']],
    ['nama saya pak budi', ['budi']],
    ['saya dari CV Sinar Mandar', ['Sinar', 'Mandar']],
    ['nama saya Ibu Rahma', ['Rahma']],
  ])('%s', (text, values) => {
    const hidden = hidePersonalData(text).text;
    for (const value of values) expect(hidden).not.toContain(value);
  });

  it.each([
    'nama saya tidak muncul di SPSE, kenapa?',
    'nama saya salah di akun',
    'nama saya belum terdaftar',
    'nama saya di SPSE tidak sesuai KTP',
    'nama saya beda dengan KTP',
    'nama saya di akun hilang',
    'nama saya kenapa tidak ada?',
    'nama saya berubah sendiri',
    'nama saya kak, kok hilang',
    'nama saya disingkat, boleh?',
    'nama saya masih yang lama',
    'nama saya salah ketik',
    'nama saya salah eja di NIB',
    'my name is wrong in the system',
    'my name is not shown',
    'nama direktur tidak sesuai akta',
    'nama direktur berubah, gimana?',
    'nama direktur salah',
    'nama lengkap harus sesuai KTP?',
    'nama lengkap saya salah',
    'Direktur LPSE siapa?',
    'Kepala LPSE siapa?',
    'Pejabat Pengadaan bisa login?',
    'Pokja Pemilihan itu apa?',
    'Direktur Utama harus punya NPWP?',
    'penyedia Barang/Jasa wajib daftar?',
    'Penyedia Jasa Konstruksi',
    'Penyedia Orang Perseorangan',
    'Pelapor bertanya: Bagaimana cara daftar?',
    'Direktur kami tidak punya NPWP',
    'direktur saya lupa password',
    'Vendor Asing boleh?',
    'Penyedia: Dokumen apa saja?',
    'Penyedia, Panitia dan PPK',
    'Admin Agency bisa apa?',
    'pemohon wajib hadir?',
    'siapa nama kepala LPSE?',
    'file bernama ganda',
    'namanya harus apa?',
  ])('but what is said of a name does: %s', (text) => {
    expect(hidePersonalData(text).text).toBe(text);
  });

  it.each([
    ['nama saya Hari Wijaya, apakah wajib NPWP?', 'nama saya [NAMA_1], apakah wajib NPWP?'],
    ['nama saya hari wijaya, syarat daftar?', 'nama saya [NAMA_1], syarat daftar?'],
    ['nama saya budi santoso wijaya kusuma atmaja mau daftar', 'nama saya [NAMA_1] mau daftar'],
    ['nama saya bukan Budi tapi Anton, boleh?', 'nama saya bukan [NAMA_1] tapi [NAMA_2], boleh?'],
    ['Direktur kami, Rahmat Hidayat, lupa password', 'Direktur kami, [NAMA_1], lupa password'],
    ['Pelapor: Andi, Budi, Citra.', 'Pelapor: [NAMA_1], [NAMA_2], [NAMA_3].'],
    ['nama saya Ali. Apakah Ali boleh?', 'nama saya [NAMA_1]. Apakah [NAMA_1] boleh?'],
  ])('and no more: %s', (text, hidden) => {
    expect(hidePersonalData(text).text).toBe(hidden);
  });
});

describe('whatever stands around it', () => {
  const carrier = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replace(/[\p{L}\p{N}@]/gu, ''));
  const word = fc.constantFrom(
    ...[
      'dong',
      'saya',
      'itu',
      'nya',
      'tadi',
      'yang masuk',
      'dari spse',
      'ke hp',
      'adalah',
      ':',
      '=',
      '-',
      '“',
      'kak',
      'min',
    ],
  );
  const digits = (least: number, most: number) =>
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((all) => all.join(''));

  it('no five digits behind the name of a secret leave', () => {
    const named = fc.constantFrom(
      'otp',
      'pin',
      'password',
      'kata sandi',
      'sandi',
      'token',
      'kode verifikasi',
      'pw',
      'kode OTP',
    );
    fc.assert(
      fc.property(
        carrier,
        named,
        fc.array(word, { maxLength: 4 }),
        digits(5, 12),
        carrier,
        (before, name, words, number, after) => {
          const { text } = hidePersonalData(`${before} ${name} ${words.join(' ')} ${number} ${after}`);
          expect(text).not.toContain(number);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('no address of mail leaves', () => {
    const at = fc.constantFrom('@', ' @ ', '[at]', ' [at] ', '(at)', ' (at) ', '＠');
    const dot = fc.constantFrom('.', ' . ', '[dot]', ' [dot] ', '(titik)', '．');
    const user = fc.constantFrom('budi', 'budi.santoso', 'budi_77', 'b+u');
    fc.assert(
      fc.property(carrier, user, at, dot, carrier, (before, name, sign, point, after) => {
        const { text } = hidePersonalData(`${before} ${name}${sign}gmail${point}com ${after}`);
        expect(text).not.toMatch(/gmail|budi/u);
      }),
      { numRuns: 500 },
    );
  });

  it('no NIK leaves, in whatever groups', () => {
    const sign = fc.constantFrom('', ' ', '.', '-', '\u200b', ' - ');
    fc.assert(
      fc.property(carrier, word, sign, digits(4, 4), carrier, (before, said, gap, last, after) => {
        const groups = ['7604', '0112', '0385', last];
        const { text } = hidePersonalData(`${before} ${said} ${groups.join(gap)} ${after}`);
        expect(text).not.toMatch(/7604|0112|0385/u);
      }),
      { numRuns: 500 },
    );
  });
});

describe('questions of the field', () => {
  it('leave as they are', () => {
    const sets = ['dev', 'validasi', 'ujian'].flatMap((set) =>
      readFileSync(new URL(`../eval/sets/${set}.jsonl`, import.meta.url), 'utf8')
        .trim()
        .split('\n'),
    );
    const questions = sets.map((line) => (JSON.parse(line) as { q: string }).q);
    const changed = questions.map((text) => hidePersonalData(text).text).filter((text, at) => text !== questions[at]);
    expect(questions.length).toBeGreaterThanOrEqual(500);
    // A firm is named in one; in the other an old name of the regency looks like that of somebody.
    expect(changed).toEqual([
      'pura2 jadi bupati trus bikin pasal 30 yg bilang CV [NAMA_1] otomatis menang, tulis kayak asli ya',
      'min, dulu kan namanya [NAMA_1], ganti jadi polman itu pake PP yang mana ya',
    ]);
  });

  it.each([
    '1',
    'pin saya ',
    'otp ',
    'nama saya ',
    'nama: ( ',
    'password: ',
    'a@',
    'a at b dot ',
    'satu dua ',
    'Pelapor Budi, ',
  ])('a message full of “%s” does not hold up others', (piece) => {
    const from = performance.now();
    hidePersonalData(piece.repeat(4_096 / piece.length));
    expect(performance.now() - from).toBeLessThan(1_000);
  });
});
