import { describe, expect, it } from 'vitest';
import {
  choose,
  type Draft,
  descriptionOf,
  emptyDraft,
  isOpen,
  meantAt,
  nextStep,
  stepBefore,
  toChoice,
  withChangedWords,
  withWords,
} from '../../handlers/rules/complaint-form.ts';
import {
  alleges,
  deadlineIn,
  type Heard,
  hear,
  onlyWantsPerson,
  packageCodeIn,
  packageCodeNamed,
} from '../../handlers/rules/complaint-words.ts';
import { CATEGORIES } from '../../handlers/rules/ticket.ts';

/** What people write, and what is in it; what is not named here must not be heard. */
const PHRASES: [text: string, heard: Heard][] = [
  ['gak bisa login dari tadi pagi min', { kind: 'gangguan', category: 'akun' }],
  ['akun saya ke blokir trs gmn ini', { kind: 'gangguan', category: 'akun' }],
  ['lupa pasword spse, tolong di reset dong', { kind: 'permintaan', category: 'akun' }],
  ['mohon bantuan ganti emel akun lpse kami', { kind: 'permintaan', category: 'akun' }],
  ['OTP nya ga masuk masuk sdh sejam', { kind: 'gangguan', category: 'akun' }],
  ['captcha salah terus pdhl sdh benar', { category: 'akun' }],
  ['tdk bs msuk ke akun, katanya user id tdk dikenal', { kind: 'gangguan', category: 'akun' }],
  ['akun terkunci, tender tutup besok jam 10', { kind: 'gangguan', category: 'akun', urgent: true }],
  ['verifikasi sdh 5 hari blm diproses juga', { kind: 'keluhan', category: 'verifikasi' }],
  ['sy dftr dari minggu lalu tp blm di verifikasi, lama sekali', { kind: 'keluhan', category: 'verifikasi' }],
  ['tolong dibantu verifikasi pendaftaran CV kami', { kind: 'permintaan', category: 'verifikasi' }],
  ['ferifikasi berkas kok ditolak sistem terus', { kind: 'gangguan', category: 'verifikasi' }],
  ['minta tolong aktivasi pendaftaran kami pak', { kind: 'permintaan', category: 'verifikasi' }],
  ['apendo eror waktu enkripsi file penawaran', { kind: 'gangguan', category: 'dokumen' }],
  [
    'gagal aplod dokumen penawaran paket 8123456, deadline jam 3',
    { kind: 'gangguan', category: 'dokumen', packageCode: '8123456', urgent: true },
  ],
  ['uplod penawaran mandek di 90 persen, sisa 2 jam', { category: 'dokumen', urgent: true }],
  [
    'file rhs gak kebuka pas pembukaan, kode tender 10045678',
    { kind: 'gangguan', category: 'dokumen', packageCode: '10045678' },
  ],
  ['Spamkodok tidak bs jalan di windows 11', { kind: 'gangguan', category: 'dokumen' }],
  [
    'dokumen kualifikasi tdk bisa di upload, batas akhir hari ini',
    { kind: 'gangguan', category: 'dokumen', urgent: true },
  ],
  ['dok penawran gagal terkirim tinggal 30 menit lagi', { kind: 'gangguan', category: 'dokumen', urgent: true }],
  ['server lpse down ya? dari td pagi lemot bgt', { kind: 'gangguan', category: 'jaringan' }],
  ['web lpse polman ga bisa dibuka', { kind: 'gangguan', category: 'jaringan' }],
  ['situsnya 502 bad gateway terus', { kind: 'gangguan', category: 'jaringan' }],
  ['koneksi ke servernya putus putus', { kind: 'gangguan', category: 'jaringan' }],
  ['lemott bangett websitenya, loading terus', { kind: 'gangguan', category: 'jaringan' }],
  ['halaman putih pas buka menu tender di spse', { category: 'aplikasi' }],
  ['tombol kirim di aplikasi spse gak muncul', { kind: 'gangguan', category: 'aplikasi' }],
  ['menu sanggah hilang dari aplikasi', { kind: 'gangguan', category: 'aplikasi' }],
  ['fitur tanya jawab di SPSE eror', { kind: 'gangguan', category: 'aplikasi' }],
  ['data SIKaP saya tidak sinkron', { kind: 'gangguan', category: 'data_penyedia' }],
  ['mohon ubah alamat perusahaan kami di data penyedia', { kind: 'permintaan', category: 'data_penyedia' }],
  ['NIB sm KBLI di sikap gak bisa disimpan', { kind: 'gangguan', category: 'data_penyedia' }],
  ['tlg ganti nama direktur di data perusahaan', { kind: 'permintaan', category: 'data_penyedia' }],
  ['minta informasi jadwal pelatihan spse', { kind: 'permintaan', category: 'informasi' }],
  ['tolong kirim panduan dan petunjuk pakainya', { kind: 'permintaan', category: 'informasi' }],
  ['petugasnya jutek bgt, saya kecewa', { kind: 'keluhan', category: 'petugas' }],
  ['admin tdk sopan waktu saya telpon', { kind: 'keluhan', category: 'petugas' }],
  ['pelayanan petugas lambat, wa tdk dibalas2', { kind: 'keluhan', category: 'petugas' }],
  ['saya dipingpong terus sama pegawai, kecewa', { kind: 'keluhan', category: 'petugas' }],
  ['ptgs kasar sekali, gak ramah sm penyedia', { kind: 'keluhan', category: 'petugas' }],
  ['AC ruang tunggu mati, panas sekali', { kind: 'gangguan', category: 'fasilitas' }],
  ['mau pinjam ruang biding room besok', { kind: 'permintaan', category: 'fasilitas' }],
  ['toilet kantor kotor, parkiran sempit', { kind: 'keluhan', category: 'fasilitas' }],
  ['printer di ruangan layanan rusak', { kind: 'gangguan', category: 'fasilitas' }],
  ['verifikator minta uang 500rb biar cepat', { kind: 'keluhan', category: 'integritas' }],
  ['ada oknum petugas yg minta setoran', { kind: 'keluhan', category: 'integritas' }],
  ['saya dimintai duit sm pegawai lpse', { kind: 'keluhan', category: 'integritas' }],
  ['pokja main mata dengan peserta, ada sogokan', { kind: 'keluhan', category: 'integritas' }],
  ['ini pungli namanya', { kind: 'keluhan', category: 'integritas' }],
  ['petugas bilang harus kasih fee dulu', { kind: 'keluhan', category: 'integritas' }],
  ['data pribadi saya bocor dari lpse', { category: 'privasi' }],
  ['nomor hp saya disebar, data pribadi disalahgunakan', { category: 'privasi' }],
  ['jawaban bot salah, pasalnya keliru', { kind: 'keluhan', category: 'bot' }],
  ['chatbotnya jawaban keliru terus', { kind: 'keluhan', category: 'bot' }],
  ['saran saya ditambah fitur notifikasi wa', { kind: 'saran', category: 'aplikasi' }],
  ['sebaiknya ada kursi tambahan di ruang tunggu', { kind: 'saran', category: 'fasilitas' }],
  ['usul pak, kalau bisa ditambah loket', { kind: 'saran', category: 'fasilitas' }],
  ['mohon saran', { kind: 'permintaan' }],
  ['kode paket 9123456 ga bs ikut, tutup besok', { kind: 'gangguan', packageCode: '9123456', urgent: true }],
  [
    'https://spse.inaproc.id/polmankab/lelang/10012345000/pengumumanlelang ga muncul',
    { kind: 'gangguan', packageCode: '10012345000' },
  ],
  ['masih lama sih deadlinenya, 5 hari lagi, tp login gagal', { kind: 'gangguan', category: 'akun', urgent: false }],
  ['tolong pak urgent', { kind: 'permintaan' }],
  ['min sy gabisa masuk ke spse dr kemarin', { kind: 'gangguan', category: 'akun' }],
  ['username sm password saya tdk dikenali sistem', { kind: 'gangguan', category: 'akun' }],
  ['mau minta reset kata sandi pak, emailnya sdh tdk aktif', { kind: 'permintaan', category: 'akun' }],
  ['kode otp tidak terkirim ke hp', { kind: 'gangguan', category: 'akun' }],
  ['berkas sy kapan diverifikasi ya sdh seminggu', { category: 'verifikasi' }],
  ['pendaftaran cv saya belum di acc2 dari senin, lama skali prosesnya', { kind: 'keluhan', category: 'verifikasi' }],
  [
    'dokumen penawaran gabisa ke upload padahal tinggal 1 jam lagi',
    { kind: 'gangguan', category: 'dokumen', urgent: true },
  ],
  ['apendonya eror tdk bs enkrip', { kind: 'gangguan', category: 'dokumen' }],
  [
    'pokja tdk bisa buka file penawaran peserta kode tender 9988776',
    { kind: 'gangguan', category: 'dokumen', packageCode: '9988776' },
  ],
  ['lpse nya lemot parah pak, sering timeout', { kind: 'gangguan', category: 'jaringan' }],
  ['webnya ndak bisa diakses dari tadi subuh', { kind: 'gangguan', category: 'jaringan' }],
  ['error 500 waktu klik menu data kualifikasi', { kind: 'gangguan', category: 'aplikasi' }],
  ['tombol simpan gak berfungsi di spse 4.5', { kind: 'gangguan', category: 'aplikasi' }],
  ['SIKaP kami gak kesinkron sama spse', { kind: 'gangguan', category: 'data_penyedia' }],
  ['tolong update npwp perusahaan di data penyedia', { kind: 'permintaan', category: 'data_penyedia' }],
  ['kapan ada bimtek lagi? minta infonya', { kind: 'permintaan', category: 'informasi' }],
  ['pegawainya judes, sy ditanya malah dimarahi', { kind: 'keluhan', category: 'petugas' }],
  ['sudah telpon berkali kali tidak diangkat, kecewa sama pelayanannya', { kind: 'keluhan', category: 'petugas' }],
  ['ruang tunggunya panas, ac nya mati', { kind: 'gangguan', category: 'fasilitas' }],
  ['oknum admin lpse minta uang rokok 200 ribu', { kind: 'keluhan', category: 'integritas' }],
  ['ada yang nyogok pokja supaya menang', { kind: 'keluhan', category: 'integritas' }],
  ['nomor wa saya bocor ke orang lain dari lpse', { category: 'privasi' }],
  ['bot nya ngawur jawabannya', { category: 'bot' }],
  ['usul: tampilkan jadwal layanan di website', { kind: 'saran', category: 'jaringan' }],
  ['saran saja, sebaiknya loket dibuka sampai sore', { kind: 'saran', category: 'fasilitas' }],
  [
    'tender 10234567 tutup nanti sore tp akun terkunci',
    { kind: 'gangguan', category: 'akun', packageCode: '10234567', urgent: true },
  ],
  ['paket id 8877665 dokumennya tdk muncul', { kind: 'gangguan', category: 'dokumen', packageCode: '8877665' }],
  ['deadlinenya lusa, mohon dibantu upload', { kind: 'permintaan', category: 'dokumen', urgent: false }],
  ['nomor hp sy 081234567890 tolong dihubungi', { kind: 'permintaan' }],
  ['lupa user id', { category: 'akun' }],
  ['assalamualaikum', {}],
  ['???', {}],
];

describe('what a message already says', () => {
  it('hears kind, category, package code and deadline in everyday words', () => {
    const fields = ['kind', 'category', 'packageCode', 'urgent'] as const;
    const wrong: string[] = [];
    const right = Object.fromEntries(fields.map((field) => [field, 0]));
    for (const [text, wanted] of PHRASES) {
      const heard = hear(text);
      for (const field of fields)
        if (heard[field] === wanted[field]) right[field] = (right[field] ?? 0) + 1;
        else wrong.push(`${field} of "${text}": ${heard[field]}, not ${wanted[field]}`);
    }
    const precision = fields.map((field) => `${field} ${right[field]}/${PHRASES.length}`).join(', ');
    expect(wrong, precision).toEqual([]);
  });
});

describe('a package code', () => {
  it.each([
    ['8123456', '8123456'],
    [' 8.123.456 ', '8123456'],
    ['kodenya 10045678 pak', '10045678'],
    ['#9988776', '9988776'],
    ['https://spse.inaproc.id/polmankab/nontender/10012345/pengumumanpl', '10012345'],
    ['paket: Rehab Gedung, kode tender 7654321 TA 2026', '7654321'],
    ['12345', undefined],
    ['1234567890123', undefined],
    ['081234567890', undefined],
    ['6281234567890', undefined],
    ['8123456 atau 8123457', undefined],
    ['lupa', undefined],
  ])('is found in the answer %j: %j', (answer, code) => {
    expect(packageCodeIn(answer)).toBe(code);
  });

  it.each([
    ['kode paket 8123456 error', '8123456'],
    ['paket jalan 10045678 tutup besok', '10045678'],
    ['nomor hp 81234567890', undefined],
    ['kode error 5000012', undefined],
    ['NIK 7604010101900001', undefined],
    ['rekening 1234567890', undefined],
  ])('is found in the sentence %j only when it is named: %j', (text, code) => {
    expect(packageCodeNamed(text)).toBe(code);
  });
});

describe('a deadline', () => {
  it.each([
    ['deadline jam 3', true],
    ['tutup besok', true],
    ['sejam lagi', true],
    ['tinggal 30 mnt lagi', true],
    ['sisa 2 jam', true],
    ['penutupan hari ini pkl 15.00', true],
    ['bsk jam 10 batas akhirnya', true],
    ['waktunya sdh mepet deadline', true],
    ['30 jam lagi', false],
    ['masih 5 hari lagi', false],
    ['tutup lusa', false],
    ['tidak ada deadline', false],
    ['tadi tutup jam 3', undefined],
    ['kantor tutup jam berapa', undefined],
    ['sudah 2 jam menunggu', undefined],
    ['error dari kemarin, tutup besok', true],
    ['tidak bisa login', undefined],
  ])('in %j is within a day: %j', (text, urgent) => {
    expect(deadlineIn(text)).toBe(urgent);
  });
});

describe('an allegation', () => {
  it.each([
    ['verifikator minta uang', true],
    ['ada pungli di loket', true],
    ['petugas bilang ada fee 5 persen', true],
    ['setoran ke oknum pokja', true],
    ['panitia menerima suap', true],
    ['upload bukti setoran pajak gagal', false],
    ['bukti setoran pajak tidak bisa diupload di lpse', false],
    ['petugas tidak ramah', false],
    ['dimana bayar biaya pendaftaran', false],
  ])('is heard in %j: %j', (text, alleged) => {
    expect(alleges(text)).toBe(alleged);
  });
});

describe('wanting a person', () => {
  it.each([
    ['mau bicara dengan petugas', true],
    ['hubungkan ke admin dong', true],
    ['minta petugas reset password', false],
    ['tidak bisa login', false],
  ])('%j says nothing else: %j', (text, only) => {
    expect(onlyWantsPerson(text)).toBe(only);
  });
});

describe('the form', () => {
  const NOW = 1_000_000;
  const empty = emptyDraft(7, 'chat', NOW);
  const at = (draft: Draft): Draft => ({ ...draft, step: nextStep(draft) });
  const pressed = (draft: Draft, ...choices: string[]) =>
    choices.reduce<Draft>((form, choice) => choose(form, choice) ?? form, draft);

  it.each<[why: string, known: Partial<Draft>, next: string]>([
    ['nothing is known', {}, 'kind'],
    ['a fault', { kind: 'gangguan' }, 'category'],
    ['a fault of a known category', { kind: 'gangguan', category: 'akun' }, 'urgent'],
    ['a complaint about staff', { kind: 'keluhan', category: 'petugas' }, 'description'],
    ['a complaint near a bid', { kind: 'keluhan', category: 'dokumen' }, 'urgent'],
    ['an allegation', { kind: 'keluhan', category: 'integritas' }, 'description'],
    ['no package', { kind: 'keluhan', category: 'fasilitas', packageCode: null }, 'description'],
    ['a suggestion', { kind: 'saran' }, 'description'],
    ['a suggestion in words', { kind: 'saran', words: [{ text: 'a' }] }, 'summary'],
    ['a wish for a person', { kind: 'permintaan', brief: true }, 'description'],
    ['a wish for a person with a question', { kind: 'permintaan', brief: true, words: [{ text: 'a' }] }, 'summary'],
    ['a matter of others', { kind: 'keluhan', words: [{ text: 'a' }], matter: 'pemenang' }, 'beyond'],
    ['a matter of others, insisted on', { kind: 'keluhan', matter: 'pemenang', authority: 'insist' }, 'category'],
    ['an allegation beside such a matter', { kind: 'keluhan', category: 'integritas', matter: 'x' }, 'description'],
    [
      'all but files',
      { kind: 'gangguan', category: 'akun', urgent: false, packageCode: null, words: [{ text: 'a' }] },
      'files',
    ],
  ])('asks next, with %s', (_why, known, next) => {
    expect(nextStep({ ...empty, ...known })).toBe(next);
  });

  it('goes through all steps, and back', () => {
    const form = pressed(empty, 'kind-gangguan', 'category-data-penyedia', 'urgent-yes', 'code-skip');
    expect(form).toMatchObject({ kind: 'gangguan', category: 'data_penyedia', urgent: true, packageCode: null });
    expect(form.step).toBe('description');
    expect(stepBefore(form)).toBe('code');
    expect(pressed(form, 'description-back').step).toBe('code');
    expect(stepBefore(at(empty))).toBeUndefined();
    const all = at({ ...form, words: [{ text: 'a' }], filesDone: true });
    expect(all.step).toBe('summary');
    const changing = pressed(all, 'summary-category');
    expect(changing.step).toBe('category');
    expect(stepBefore(changing)).toBe('summary');
    expect(pressed(changing, 'category-akun')).toMatchObject({ step: 'summary', category: 'akun' });
  });

  it('has no choice of another step, and none that is not offered', () => {
    const form = pressed(empty, 'kind-gangguan');
    for (const choice of ['kind-saran', 'code-skip', 'category-xyz', 'summary-send', 'category-', 'x', ''])
      expect(choose(form, choice), choice).toBeUndefined();
    expect(choose({ ...form, step: 'sent' }, 'sent-x')).toBeUndefined();
  });

  it('names every category so that a button can carry it', () => {
    for (const category of CATEGORIES) {
      const choice = `category-${toChoice(category)}`;
      expect(choice).toMatch(/^[a-z0-9-]{1,24}$/u);
      expect(choose({ ...empty, kind: 'keluhan', step: 'category' }, choice)?.category).toBe(category);
    }
  });

  it('learns from the words what was not said before, and nothing else', () => {
    const form = withWords({ ...empty, kind: 'keluhan', packageCode: null }, 'login gagal di paket 8123456', '5');
    expect(form).toMatchObject({ kind: 'keluhan', category: 'akun', packageCode: '8123456' });
    const more = withWords(form, 'server lambat', '6');
    expect(more.category).toBe('akun');
    expect(descriptionOf(more)).toBe('login gagal di paket 8123456\nserver lambat');
    expect(descriptionOf(withChangedWords(more, '6', 'sekarang cepat') ?? more)).toContain('sekarang cepat');
    expect(withChangedWords(more, '99', 'lain')).toBeUndefined();
  });

  it('makes an allegation one, whatever category was chosen before or after', () => {
    const said = withWords({ ...empty, kind: 'keluhan', category: 'petugas' }, 'pegawai minta uang');
    expect(said.category).toBe('integritas');
    expect(choose({ ...said, step: 'category' }, 'category-petugas')?.category).toBe('integritas');
    expect(choose({ ...said, step: 'category' }, 'category-fasilitas')?.category).toBe('fasilitas');
  });

  it.each<[step: Draft['step'], text: string, meant: object]>([
    ['kind', 'gangguan', { choice: 'kind-gangguan' }],
    ['kind', 'ganguan', { choice: 'kind-gangguan' }],
    ['kind', 'komplain', { choice: 'kind-keluhan' }],
    ['kind', '4', { choice: 'kind-saran' }],
    ['kind', '9', { trouble: 'choice' }],
    ['kind', 'halo', { trouble: 'choice' }],
    ['kind', 'saya tidak bisa masuk', { words: 'saya tidak bisa masuk' }],
    ['kind', 'batal', { deed: 'cancel' }],
    ['category', 'aplikasi', { choice: 'category-aplikasi' }],
    ['category', 'jaringann', { choice: 'category-jaringan' }],
    ['category', 'kembali', { choice: 'category-back' }],
    ['urgent', 'ya', { choice: 'urgent-yes' }],
    ['urgent', 'gak ada', { choice: 'urgent-no' }],
    ['urgent', 'tutup besok', { choice: 'urgent-yes' }],
    ['urgent', 'entahlah bagaimana', { trouble: 'choice' }],
    ['code', '8123456', { code: '8123456' }],
    ['code', 'lewati', { choice: 'code-skip' }],
    ['code', 'tidak tahu', { choice: 'code-skip' }],
    ['code', '123', { trouble: 'code' }],
    ['description', 'ya', { words: 'ya' }],
    ['files', 'lanjut', { choice: 'files-next' }],
    ['files', 'gambarnya menyusul ya pak', { words: 'gambarnya menyusul ya pak' }],
    ['summary', 'kirim', { deed: 'send' }],
    ['summary', 'kirim juga ke kepala lpse', { words: 'kirim juga ke kepala lpse' }],
    ['beyond', 'ada kendala teknis', { choice: 'beyond-technical' }],
    ['beyond', 'tetap buat', { choice: 'beyond-insist' }],
    ['beyond', 'hmm', { trouble: 'choice' }],
  ])('takes at %s the text %j for %j', (step, text, meant) => {
    expect(meantAt({ ...empty, kind: 'gangguan', step }, text)).toEqual(meant);
  });

  it('is open for a day, in its chat, until it is sent', () => {
    const day = 24 * 60 * 60_000;
    expect(isOpen(empty, 'chat', NOW + day - 1)).toBe(true);
    expect(isOpen(empty, 'chat', NOW + day)).toBe(false);
    expect(isOpen(empty, 'other', NOW)).toBe(false);
    expect(isOpen({ ...empty, step: 'sent' }, 'chat', NOW)).toBe(false);
    expect(isOpen(undefined, 'chat', NOW)).toBe(false);
  });
});
