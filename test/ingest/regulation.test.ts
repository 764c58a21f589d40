import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRegulation } from '../../ingest/regulation.ts';
import { type Address, addressKey } from '../../knowledge/address.ts';
import { expectSound, outline } from './outline.ts';

function read(path: string) {
  const source = readFileSync(new URL(path, import.meta.url), 'utf8');
  const regulation = parseRegulation(source);
  const at = (address: Address) => {
    const passage = regulation.passages.find((other) => addressKey(other.address) === addressKey(address));
    if (!passage) throw new Error(`no ${JSON.stringify(address)}`);
    return passage;
  };
  const referencesOf = (address: Address) =>
    (at(address).extra.references ?? []).map(({ written, to }) => [written, to] as const);
  const definitions = regulation.passages.flatMap(({ extra }) =>
    extra.defines ? [[extra.defines.term, ...extra.defines.aliases]] : [],
  );
  return { source, ...regulation, at, referencesOf, definitions };
}

const body = (lines: string[]) => lines.filter((line) => /^(?:Pasal|diktum)/u.test(line));

describe('the seed regulation', () => {
  const seed = read('../../knowledge/sources/perbup-31-2012/perbup-31-2012.txt');

  test('gives every unit its address', () => {
    expect(outline(seed.passages)).toEqual([
      'judul',
      'menimbang: a b',
      'mengingat: 1 2 3 4 5 6 7',
      'memperhatikan: 1 2 3',
      'menetapkan',
      'Pasal 1: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21',
      'Pasal 2: (1) (2)',
      'Pasal 3: (1)[a b c d e] (2) (3)',
      'Pasal 4: (1)[a b c d] (2)',
      'Pasal 5',
      'Pasal 6: (1)[a b c d e f] (2) (3)',
      'Pasal 7',
      'Pasal 8: (1) (2) (3)[a b c d e f]',
      'Pasal 9: (1) (2)[a b c d e]',
      'Pasal 10: (1) (2)[a b c]',
      'Pasal 11: (1) (2)[a b c d e] (3) (4)',
      'Pasal 12: (1) (2)[a b c d e f]',
      'Pasal 13: (1) (2)[a b] (3)',
      'Pasal 14: (1) (2)',
      'Pasal 15: (1) (2)',
      'Pasal 16',
      'Pasal 17: (1) (2)',
      'Pasal 18: (1)[a b c d] (2)[a b]',
      'Pasal 19',
      'Pasal 20: (1) (2)[a b c d e f]',
      'Pasal 21: (1)[a[1 2[a) b) c) d)]] b] (2) (3) (4) (5) (6) (7)',
      'Pasal 22: a b c d',
      'Pasal 23: (1) (2) (3)[a b]',
      'Pasal 24: (1) (2) (3) (4) (5)',
      'Pasal 25: (1) (2) (3) (4) (5) (6)',
      'Pasal 26: (1) (2) (3)',
      'Pasal 27',
      'Pasal 28',
      'Pasal 29',
      'penutup',
    ]);
    expect(seed.counts).toEqual({ bab: 9, bagian: 8, pasal: 29, ayat: 60, items: 101, diktum: 0 });
  });

  test('quotes slices of the source, in order, each inside its parent', () => {
    expectSound(seed.source, seed.passages);
  });

  test('puts each Pasal under its headings', () => {
    const sop = 'BAB VIII STANDAR PROSEDUR OPERASIONAL';
    const organization = 'BAB IV SUSUNAN ORGANISASI';
    const duties = [organization, 'Bagian Ketiga Tugas Perangkat Organisasi'];
    const headings = (from: number, to: number, ...heading: string[]) =>
      Array.from({ length: to - from + 1 }, (_, index) => [from + index, heading]);
    expect(
      seed.passages.filter(({ kind }) => kind === 'pasal').map(({ address, heading }) => [address.pasal, heading]),
    ).toEqual([
      ...headings(1, 1, 'BAB I KETENTUAN UMUM'),
      ...headings(2, 2, 'BAB II MAKSUD DAN TUJUAN'),
      ...headings(3, 4, 'BAB III TUGAS DAN FUNGSI'),
      ...headings(5, 6, organization, 'Bagian Kesatu Bentuk Organisasi'),
      ...headings(7, 12, ...duties),
      ...headings(13, 13, 'BAB V PEGAWAI LAYANAN PENGADAAN SECARA ELEKTRONIK'),
      ...headings(14, 16, 'BAB VI TUNJANGAN, HONORARIUM DAN PENDIDIKAN'),
      ...headings(17, 19, 'BAB VII TATA KERJA'),
      ...headings(20, 20, sop),
      ...headings(21, 21, sop, 'Bagian Kesatu Registrasi dan Verifikasi Pengguna Sistem Pengadaan Secara Elektronik'),
      ...headings(22, 22, sop, 'Bagian Kedua Layanan Penggunaan Layanan Pengadaan Secara Elektronik'),
      ...headings(23, 23, sop, 'Bagian Ketiga Penanganan Masalah'),
      ...headings(
        24,
        24,
        sop,
        'Bagian Keempat Pemeliharaan dan Pengamanan Infrastruktur Layanan Pengadaan Secara Elektronik',
      ),
      ...headings(25, 25, sop, 'Bagian Kelima Pemeliharaan Kinerja dan Kapasitas Sistem Pengadaan Secara Elektronik'),
      ...headings(26, 26, sop, 'Bagian Keenam Pengarsipan Dokumen Elektronik'),
      ...headings(27, 29, 'BAB IX PENUTUP'),
    ]);
    expect(seed.at({ pasal: 9, ayat: 2, huruf: 'c' }).heading).toEqual(duties);
    expect(seed.at({ bagian: 'penutup' }).heading).toEqual([]);
  });

  test('warns of the Bagian that is missing, and of nothing else', () => {
    expect(seed.warnings).toEqual([
      'BAB IV SUSUNAN ORGANISASI: sesudah Bagian ke-1 langsung Bagian ke-3; yang di antaranya tidak ada.',
    ]);
  });

  test('reads the head', () => {
    expect(seed.head).toEqual({
      jenis: 'PERATURAN BUPATI POLEWALI MANDAR',
      nomor: 31,
      tahun: 2012,
      judul: 'PEMBENTUKAN LAYANAN PENGADAAN BARANG/JASA SECARA ELEKTRONIK',
    });
  });

  test.each<[address: Address, start: string, end: string]>([
    [{ bagian: 'judul' }, 'BUPATI POLEWALI MANDAR\n\nPERATURAN', 'MAHA ESA\n\nBUPATI POLEWALI MANDAR,'],
    [{ bagian: 'menimbang', huruf: 'a' }, 'a. bahwa berdasarkan', 'Barang/Jasa secara Elektronik;'],
    [{ bagian: 'mengingat', angka: 5 }, '5. Peraturan Pemerintah', 'Nomor 4855);'],
    [{ bagian: 'mengingat', angka: 6 }, '6. Peraturan Presiden', 'Barang/Jasa Pemerintah;'],
    [{ bagian: 'memperhatikan', angka: 1 }, '1. Peraturan Menteri', 'Tahun 2011;'],
    [{ bagian: 'menetapkan' }, 'Menetapkan : PERATURAN', 'SECARA ELEKTRONIK.'],
    [{ pasal: 1, angka: 9 }, '9. Pejabat Pembuat Komitmen', 'pelaksanaan Pengadaan Barang/Jasa.'],
    [{ pasal: 1, angka: 11 }, '11. Pejabat Pengadaan', 'barang/jasa.,'],
    [{ pasal: 6, ayat: 1, huruf: 'b' }, 'b. Sekretariat;', 'b. Sekretariat;'],
    [{ pasal: 9, ayat: 2, huruf: 'c' }, 'c. memberikan informasi', 'yang terjadi di LPSE;'],
    [{ pasal: 18, ayat: 2, huruf: 'b' }, 'B. memberikan', 'pengembangan aplikasi SPSE.'],
    [{ pasal: 21, ayat: 1, huruf: 'a', angka: 1 }, '1 melakukan', 'melalui aplikasi SPSE;'],
    [{ pasal: 22, huruf: 'd' }, 'd pengumuman', 'aktivitas Pengguna SPSE.'],
    [{ pasal: 29 }, 'Pasal 29\n\nPeraturan Bupati', 'tanggal diundangkan.'],
    [{ bagian: 'penutup' }, 'Agar setiap orang', 'TAHUN 2012 NOMOR 31'],
  ])('begins and ends %j where it does', (address, start, end) => {
    const { text } = seed.at(address);
    expect(text.startsWith(start)).toBe(true);
    expect(text.endsWith(end)).toBe(true);
  });

  test('keeps the two lists of documents apart', () => {
    expect(seed.at({ pasal: 21, ayat: 1, huruf: 'a' }).text).not.toContain('surat tugas');
    expect(seed.at({ pasal: 21, ayat: 1, huruf: 'b' }).text).toContain('surat tugas dan/atau surat keputusan');
    expect(seed.at({ pasal: 21, ayat: 1, huruf: 'a', angka: 2, sub: 'd' }).text).toBe(
      'd) surat izin usaha sesuai bidang usaha masing masing.',
    );
  });

  test('gives items the words they complete', () => {
    expect(seed.at({ pasal: 3, ayat: 1, huruf: 'a' }).lead).toBe('LPSE mempunyai tugas :');
    expect(seed.at({ pasal: 22, huruf: 'd' }).lead).toBe('LPSE Menyediakan :');
    expect(seed.at({ pasal: 1, angka: 4 }).lead).toBe('Dalam Peraturan Bupati ini yang dimaksud dengan :');
    expect(seed.at({ pasal: 21, ayat: 1, huruf: 'a', angka: 2, sub: 'b' }).lead).toBe(
      'Substansi Standar Prosedur Operasional Registrasi dan Verifikasi Pengguna SPSE sebagaimana dimaksud dalam pasal 21 ayat (2) huruf a wajib memenuhi persyaratan sebagai berikut: bagi Penyedia Barang/Jasa : mengisi dan menyerahkan Formulir Pendaftaran serta Formulir Keikutsertaan dengan dilampiri salinan dokumen penunjang dan menunjukkan dokumen asli yang terdiri dari :',
    );
    expect(seed.at({ pasal: 3, ayat: 1 }).lead).toBe('');
    expect(seed.at({ bagian: 'menimbang', huruf: 'a' }).lead).toBe('');
  });

  test('reads references as written', () => {
    expect(seed.referencesOf({ pasal: 4, ayat: 1 })).toEqual([['pasal 3 ayat (2)', { pasal: 3, ayat: 2 }]]);
    expect(seed.referencesOf({ pasal: 21, ayat: 1 })).toEqual([
      ['pasal 21 ayat (2) huruf a', { pasal: 21, ayat: 2, huruf: 'a' }],
    ]);
    expect(seed.referencesOf({ pasal: 12, ayat: 1 })).toEqual([
      ['Pasal 6 (1) huruf f', { pasal: 6, ayat: 1, huruf: 'f' }],
    ]);
    expect(seed.referencesOf({ pasal: 21, ayat: 6 })).toEqual([
      ['ayat (1) huruf a angka 2', { pasal: 21, ayat: 1, huruf: 'a', angka: 2 }],
    ]);
    expect(seed.referencesOf({ pasal: 21, ayat: 3 })).toEqual([['ayat (1)', { pasal: 21, ayat: 1 }]]);
    expect(seed.referencesOf({ bagian: 'menimbang', huruf: 'b' })).toEqual([
      ['huruf a', { bagian: 'menimbang', huruf: 'a' }],
    ]);
    expect(seed.referencesOf({ bagian: 'menimbang', huruf: 'a' })).toEqual([]);
    expect(seed.at({ pasal: 29 }).extra.references).toEqual([
      { written: 'tanggal diundangkan', to: { bagian: 'penutup' }, needed: true },
    ]);
  });

  test('reads definitions with their other names', () => {
    expect(seed.definitions).toEqual([
      ['Daerah'],
      ['Pemerintah Daerah'],
      ['Bupati'],
      ['Satuan Kerja Perangkat Daerah', 'SKPD'],
      ['Pengadaan Barang/Jasa Pemerintah', 'Pengadaan Barang/Jasa'],
      ['Pengguna Barang/Jasa'],
      ['Pengguna Anggaran', 'PA'],
      ['Kuasa Pengguna Anggaran', 'KPA'],
      ['Pejabat Pembuat Komitmen', 'PPK'],
      ['Layanan Pengadaan Secara Elektronik Kabupaten Polewali Mandar', 'LPSE'],
      ['Pejabat Pengadaan'],
      ['Penyedia Barang/Jasa'],
      ['Password'],
      ['Pengadaan Barang/Jasa secara Elektronik', 'e-Procurement'],
      ['Sistem Pengadaan Secara Elektronik', 'SPSE'],
      ['Pengguna SPSE'],
      ['Portal Pengadaan Nasional'],
      ['Pekerjaan Konstruksi'],
      ['Jasa Konsultansi'],
      ['Jasa lainnya'],
      ['User ID'],
    ]);
  });
});

describe('a Perda out of a PDF', () => {
  const perda = read('fixtures/perda-parkir.txt');

  test('gives its tree, without the elucidation', () => {
    expect(outline(perda.passages)).toEqual([
      'judul',
      'menimbang: a b',
      'mengingat: 1 2',
      'menetapkan',
      'Pasal 1: 1 2 3 4 5',
      'Pasal 2: (1)[a b] (2) (3)[a[1 2[a) b)] 3] b]',
      'Pasal 3: (1) (2)',
      'Pasal 4: a b c',
      'Pasal 5',
      'Pasal 6: (1) (2)',
      'Pasal 7: (1) (2)',
      'Pasal 8',
      'penutup',
    ]);
    expectSound(perda.source, perda.passages);
    expect(perda.warnings).toEqual(['Bagian "PENJELASAN" tidak dibaca sebagai batang tubuh.']);
    expect(perda.at({ bagian: 'penutup' }).text).toMatch(/TAHUN 2019 NOMOR 7$/u);
  });

  test('leaves the consent of the council out of Mengingat', () => {
    expect(perda.at({ bagian: 'mengingat', angka: 2 }).text).toMatch(/Nomor 96\);$/u);
  });

  test('reads headings over several lines and forgets them in time', () => {
    const chapter = 'BAB II PENYELENGGARAAN PARKIR';
    expect(perda.at({ pasal: 2 }).heading).toEqual([chapter, 'Bagian Kesatu Umum']);
    expect(perda.at({ pasal: 3, ayat: 1 }).heading).toEqual([
      chapter,
      'Bagian Kedua Perizinan Parkir',
      'Paragraf 1 Tata Cara Permohonan',
    ]);
    expect(perda.at({ pasal: 4 }).heading.at(-1)).toBe('Paragraf 2 Pencabutan Izin');
    expect(perda.at({ pasal: 5 }).heading).toEqual(['BAB III LARANGAN, PEMBINAAN, DAN PENGAWASAN']);
    expect(perda.at({ pasal: 7 }).heading).toEqual(['BAB IV KETENTUAN PIDANA']);
  });

  test('is not misled by a line that breaks inside a reference', () => {
    expect(perda.referencesOf({ pasal: 2, ayat: 2 })).toEqual([
      ['ayat (1) huruf b', { pasal: 2, ayat: 1, huruf: 'b' }],
    ]);
    expect(perda.referencesOf({ pasal: 3, ayat: 1 })).toEqual([
      ['Pasal 2 ayat (3)', { pasal: 2, ayat: 3 }],
      ['Pasal 2 ayat (1) huruf a', { pasal: 2, ayat: 1, huruf: 'a' }],
    ]);
    expect(perda.referencesOf({ pasal: 4, huruf: 'b' })).toEqual([
      ['Pasal 2', { pasal: 2 }],
      ['Pasal 3', { pasal: 3 }],
      ['Pasal 7 ayat (1)', { pasal: 7, ayat: 1 }],
    ]);
    expect(perda.referencesOf({ pasal: 7, ayat: 1 })).toEqual([['Pasal 5', { pasal: 5 }]]);
    expect(perda.at({ pasal: 6, ayat: 2 }).text).toMatch(/dalam 1 \(satu\) tahun\.$/u);
  });

  test('ends a unit before the number of the page', () => {
    expect(perda.at({ pasal: 1, angka: 4 }).text).toMatch(/jalan umum\.$/u);
    expect(perda.at({ pasal: 3 }).text).toMatch(/Pasal 2\.$/u);
  });

  test('reads definitions over two lines', () => {
    expect(perda.definitions).toEqual([
      ['Daerah'],
      ['Dinas Perhubungan', 'Dinas'],
      ['Satuan Ruang Parkir', 'SRP'],
      ['Juru Parkir'],
      ['Kartu Tanda Juru Parkir', 'KTJP'],
    ]);
  });
});

describe('a Perpres with page heads and catchwords', () => {
  const perpres = read('fixtures/perpres-pusat-layanan.txt');

  test('gives its tree, without the annex', () => {
    expect(outline(perpres.passages)).toEqual([
      'judul',
      'menimbang',
      'mengingat: 1 2',
      'menetapkan',
      'Pasal 1: 1 2 3[a) b)] 4',
      'Pasal 2: a[1[a) b) c)] 2] b c',
      'Pasal 3: (1) (2) (3)[a b c]',
      'Pasal 4',
      'Pasal 5',
      'Pasal 5A: (1) (2)',
      'Pasal 5B',
      'Pasal 6: 1 2',
      'Pasal 7',
      'penutup',
    ]);
    expectSound(perpres.source, perpres.passages);
    expect(perpres.warnings).toEqual(['Bagian "LAMPIRAN" tidak dibaca sebagai batang tubuh.']);
    expect(perpres.at({ pasal: 3 }).heading).toEqual(['BAB II TUGAS DAN SUSUNAN PLDB', 'Bagian Kesatu Tugas']);
  });

  test('keeps page heads out of the quotations', () => {
    expect(perpres.at({ pasal: 2, huruf: 'c' }).text).toBe('c. melaporkan hasilnya.');
    expect(perpres.at({ pasal: 5, sisipan: 'b' }).text).toMatch(/diatur oleh Menteri\.$/u);
  });

  test('reads references to inserted Pasal and over pages', () => {
    expect(perpres.referencesOf({ pasal: 5, sisipan: 'b' })).toEqual([
      ['Pasal 5A ayat (1)', { pasal: 5, sisipan: 'a', ayat: 1 }],
    ]);
    expect(perpres.referencesOf({ pasal: 5, sisipan: 'a', ayat: 2 })).toEqual([
      ['ayat (1)', { pasal: 5, sisipan: 'a', ayat: 1 }],
    ]);
    expect(perpres.referencesOf({ pasal: 3, ayat: 2 })).toEqual([['ayat (1)', { pasal: 3, ayat: 1 }]]);
    expect(perpres.referencesOf({ bagian: 'menimbang' })).toEqual([]);
  });

  test('reads definitions', () => {
    expect(perpres.definitions).toEqual([
      ['Layanan Digital Bersama', 'Layanan'],
      ['Instansi Pusat'],
      ['Pusat Layanan Digital Bersama', 'PLDB'],
      ['Nomor Induk Layanan', 'NIL'],
    ]);
  });
});

describe('an Undang-Undang', () => {
  const uu = read('fixtures/uu-arsip-warga.txt');

  test('gives its tree', () => {
    expect(outline(uu.passages)).toEqual([
      'judul',
      'menimbang: a b c',
      'mengingat',
      'menetapkan',
      'Pasal 1: 1 2 3',
      'Pasal 2: (1) (2)[a b c] (3)',
      'Pasal 3: (1)[a[1 2] b] (2)',
      'Pasal 4: (1)[a b c] (2)',
      'Pasal 5: a b',
      'Pasal 6',
      'Pasal 7',
      'penutup',
    ]);
    expectSound(uu.source, uu.passages);
    expect(uu.at({ pasal: 5 }).heading).toEqual(['BAB IV KETENTUAN PERALIHAN']);
    expect(uu.at({ bagian: 'penutup' }).text).not.toContain('Cukup jelas');
  });

  test('gives the sentence below a list to the unit that it completes', () => {
    expect(uu.at({ pasal: 2, ayat: 2, huruf: 'c' }).text).toBe('c. menggandakan tanpa izin,');
    expect(uu.at({ pasal: 2, ayat: 2 }).text).toMatch(/dikenai sanksi .* ayat \(1\)\.$/u);
    expect(uu.referencesOf({ pasal: 2, ayat: 2 })).toEqual([['Pasal 4 ayat (1)', { pasal: 4, ayat: 1 }]]);
    expect(uu.at({ pasal: 3, ayat: 1, huruf: 'a', angka: 2 }).text).toBe('2. pemulihan,');
    expect(uu.at({ pasal: 3, ayat: 1, huruf: 'a' }).text).toMatch(/dapat diperiksa setiap saat; dan$/u);
  });

  test('reads several references in one sentence', () => {
    expect(uu.referencesOf({ pasal: 3, ayat: 2 })).toEqual([
      ['ayat (1) huruf a angka 1', { pasal: 3, ayat: 1, huruf: 'a', angka: 1 }],
      ['huruf b', { pasal: 3, ayat: 1, huruf: 'b' }],
    ]);
  });

  test('reads long definitions', () => {
    expect(uu.definitions).toEqual([
      ['Arsip Warga'],
      ['Lembaga Penyimpan Arsip Warga', 'Lembaga Penyimpan'],
      ['Setiap Orang'],
    ]);
  });
});

describe('a damaged scan', () => {
  const scan = read('fixtures/perwali-pindaian.txt');

  test('gives the tree that its numbers tell', () => {
    expect(outline(scan.passages)).toEqual([
      'judul',
      'menimbang: a b',
      'menetapkan',
      'Pasal 1: a b c',
      'Pasal 2: (1) (2)[a b c d] (3) (4)',
      'Pasal 3: (1)[1 2 3] (3)',
      'Pasal 5',
      'Pasal 10',
      'penutup',
    ]);
    expectSound(scan.source, scan.passages);
    expect(scan.at({ pasal: 2 }).heading).toEqual(['BAB II PENGADUAN']);
  });

  test('tells what is missing', () => {
    expect(scan.warnings).toEqual([
      'Pasal 3: sesudah ayat (1) langsung nomor berikutnya lagi; satu tidak terbaca.',
      'Sesudah Pasal 3 langsung Pasal 5.',
      'Sesudah Pasal 5 langsung Pasal 10.',
    ]);
  });

  test('reads definitions under letters', () => {
    expect(scan.definitions).toEqual([['Kota'], ['Pengaduan'], ['Unit Pengaduan', 'UP']]);
  });
});

describe('a Keputusan', () => {
  const sk = read('fixtures/sk-tim-helpdesk.txt');

  test('gives its dictums', () => {
    expect(outline(sk.passages)).toEqual([
      'judul',
      'menimbang: a b',
      'mengingat: 1 2',
      'menetapkan',
      'diktum KESATU: a b c',
      'diktum KEDUA: 1 2 3',
      'diktum KETIGA',
      'diktum KELIMA',
      'penutup',
    ]);
    expectSound(sk.source, sk.passages);
    expect(sk.counts).toMatchObject({ pasal: 0, diktum: 4 });
    expect(sk.warnings).toEqual(['Sesudah diktum ke-3 langsung diktum ke-5.']);
  });

  test('has a file number, which is no number of a regulation', () => {
    expect(sk.head).toEqual({
      jenis: 'KEPUTUSAN KEPALA DINAS KOMUNIKASI DAN INFORMATIKA',
      judul: 'PEMBENTUKAN TIM HELPDESK LAYANAN DIGITAL',
    });
  });
});

describe('single difficulties', () => {
  const bodyOf = (text: string) => body(outline(parseRegulation(text).passages));
  const pasal = (text: string) => bodyOf(`BAB I\nUMUM\nPasal 1\n${text}\nPasal 2\nCukup.`)[0];

  test.each<[what: string, text: string, tree: string]>([
    ['several markers on one line', '(1) a. 1. satu;\n2. dua;\nb. tiga.\n(2) Empat.', 'Pasal 1: (1)[a[1 2] b] (2)'],
    ['a list without a colon', 'Dinas wajib\na. satu;\nb. dua.', 'Pasal 1: a b'],
    ['a single letter at the head of a line', 'Dinas memakai vitamin\na. untuk semua.', 'Pasal 1'],
    ['an abbreviation', 'Surat ditandatangani:\na.n. Bupati.', 'Pasal 1'],
    ['a number of things', 'Tim terdiri atas:\n1. ketua dan\n2 (dua) wakil;\n2. anggota.', 'Pasal 1: 1 2'],
    ['a lost half bracket', '(1) Satu.\n(2 Dua.\n3) Tiga.', 'Pasal 1: (1) (2) (3)'],
    [
      'an enumeration of ayat',
      '(1) Satu.\n(2) Ketentuan ayat (1),\n(3), dan (4) berlaku.\n(3) Tiga.',
      'Pasal 1: (1) (2) (3)',
    ],
    ['markers with brackets below letters', '(1) Satu:\na. huruf:\n1) x;\n2) y; dan\nb. z.', 'Pasal 1: (1)[a[1 2] b]'],
    ['letters with brackets alone', 'Satu:\na) x; dan\nb) y.', 'Pasal 1: a b'],
    ['an ayat that begins with a list', '(1)\na. satu;\nb. dua.', 'Pasal 1: (1)[a b]'],
  ])('%s', (_, text, tree) => {
    expect(pasal(text)).toBe(tree);
  });

  test('a reference to a Pasal alone on its line is no heading', () => {
    expect(bodyOf('Pasal 1\nSatu menurut ketentuan\nPasal 2\nberlaku pula.\nPasal 2\nDua.')).toEqual([
      'Pasal 1',
      'Pasal 2',
    ]);
    expect(bodyOf('Pasal 1\nMelanggar Pasal 5, Pasal 6, dan\n\nPasal 7\nDikenai denda.')).toEqual(['Pasal 1']);
  });

  test('a reference to a BAB or a Bagian is no heading', () => {
    const { passages } = parseRegulation(
      'BAB I\nUMUM\nPasal 1\nSebagaimana dimaksud dalam\nBAB II dan\nBagian Kedua Peraturan ini.\nPasal 2\nDua.',
    );
    expect(passages.map(({ heading }) => heading)).toEqual([['BAB I UMUM'], ['BAB I UMUM']]);
  });

  test('an extract may begin anywhere', () => {
    const { passages, warnings } = parseRegulation('Pasal 12\n(1) Satu.\n(2) Dua.\n\nPasal 15\nLima.');
    expect(outline(passages)).toEqual(['Pasal 12: (1) (2)', 'Pasal 15']);
    expect(warnings).toEqual(['Pasal pertama yang terbaca adalah Pasal 12.', 'Sesudah Pasal 12 langsung Pasal 15.']);
  });

  test('an inserted ayat is not lost silently', () => {
    const { warnings } = parseRegulation('Pasal 1\n(1) Satu.\n(1a) Sisipan.\n(2) Dua.');
    expect(warnings).toEqual([
      'Pasal 1: (1a) tidak dapat ditempatkan sebagai ayat dan dibaca sebagai isi yang sebelumnya.',
    ]);
  });

  test('an amending instrument is named as such', () => {
    const { warnings } = parseRegulation(
      'Pasal I\nKetentuan Pasal 4 diubah sehingga berbunyi:\nPasal 4\nBaru.\nPasal II\nPeraturan ini mulai berlaku.',
    );
    expect(warnings[0]).toContain('peraturan perubahan');
  });

  test('what comes back beside page numbers is a page head only if it ends no sentence', () => {
    const page = (number: number) => `Untuk ayat\n(1) berlaku.\n- ${number} -\nBUPATI SENJA\n(${number}) Ketentuan`;
    const { passages } = parseRegulation(`Pasal 1\n(1) ${page(2)}\n${page(3)}\n${page(4)}\n${page(5)} selesai.`);
    expect(outline(passages)).toEqual(['Pasal 1: (1) (2) (3) (4) (5)']);
    expect(passages[1]?.text).toBe('(1) Untuk ayat\n(1) berlaku.');
  });

  test('Markdown headings count', () => {
    expect(bodyOf('# BAB I UMUM\n\n## Pasal 1\n\n(1) Satu.\n\n**Pasal 2**\n\nDua.')).toEqual([
      'Pasal 1: (1)',
      'Pasal 2',
    ]);
  });

  test('a text without structure gives nothing to cite', () => {
    expect(parseRegulation('Rapat dimulai pukul 9.\n1. Pembukaan\n2. Laporan').passages).toEqual([]);
  });
});

type Level = 'pasal' | 'ayat' | 'huruf' | 'angka' | 'sub';
type Unit = { level: Level; children: Unit[] };

const BELOW: Record<Level, Level[]> = {
  pasal: ['ayat', 'huruf', 'angka'],
  ayat: ['huruf', 'angka'],
  huruf: ['angka'],
  angka: ['sub'],
  sub: [],
};

/** Units of a level with, below some of them, two or more of a lower one. */
function units(level: Level, least: number): fc.Arbitrary<Unit[]> {
  const lists = BELOW[level].map((below) => ({ weight: 1, arbitrary: units(below, 2) }));
  const children = fc.oneof({ weight: 3, arbitrary: fc.constant<Unit[]>([]) }, ...lists);
  return fc.array(
    children.map((list) => ({ level, children: list })),
    { minLength: least, maxLength: 4 },
  );
}

const letter = (index: number) => String.fromCharCode(97 + index);
const MARKERS: Record<Level, (index: number) => string> = {
  pasal: (index) => `Pasal ${index + 1}`,
  ayat: (index) => `(${index + 1})`,
  huruf: (index) => `${letter(index)}.`,
  angka: (index) => `${index + 1}.`,
  sub: (index) => `${letter(index)})`,
};

const treeOf = (list: Unit[]): string[] =>
  list.map(({ level, children }, index) => {
    const below = treeOf(children).join(' ');
    const name = MARKERS[level](index).replace('.', '');
    if (below === '') return name;
    return level === 'pasal' ? `${name}: ${below}` : `${name}[${below}]`;
  });

/** The lines of a regulation; `drawn` gives a number below its argument and decides on looks alone. */
function write(list: Unit[], drawn: (below: number) => number): string[] {
  return list.flatMap(({ level, children }, index) => {
    const marker = MARKERS[level](index);
    const isPasal = level === 'pasal';
    const indent = ' '.repeat(drawn(12));
    const bullet = !isPasal && drawn(3) === 0 ? '- ' : '';
    const page = drawn(99) + 1;
    const gaps = ['', '', '\n', '\n\n', `\n\n${' '.repeat(drawn(30))}- ${page} -\n\n`, `\n${page}\n`];
    const gap = gaps[drawn(gaps.length)] ?? '';
    const below = write(children, drawn);
    const theme = String.fromCharCode(65 + drawn(26)).repeat(1 + drawn(9));
    const words =
      below.length > 0
        ? `Dinas ${theme} menyiapkan hal berikut:`
        : `Dinas ${theme} melayani warga sebagaimana dimaksud pada ayat\n(9) dengan ${theme}.`;
    if (!isPasal) return [`${indent}${bullet}${marker}${' '.repeat(1 + drawn(3))}${words}${gap}`, ...below];
    return [`${indent}${marker}${gap}`, ...(children[0]?.level === 'ayat' ? [] : [words]), ...below];
  });
}

describe('any text', () => {
  test('a written regulation parses to its tree', () => {
    fc.assert(
      fc.property(units('pasal', 1), fc.infiniteStream(fc.nat(1000)), (list, looks) => {
        const drawn = (below: number) => (looks.next().value ?? 0) % below;
        const source = `BAB I\nKETENTUAN\n\n${write(list, drawn).join('\n')}\n\nDitetapkan di Senja\n`;
        const { passages } = parseRegulation(source);
        expect(outline(passages), source).toEqual([...treeOf(list), 'penutup']);
        expectSound(source, passages);
      }),
      { numRuns: 300 },
    );
  });

  const scraps = fc.constantFrom(
    'Menimbang : a. ',
    'Mengingat',
    'MEMUTUSKAN:',
    'Menetapkan',
    'BAB I',
    'BAB XL',
    'Bagian Kedua',
    'Paragraf 1',
    'Pasal 1',
    'Pasal',
    '1',
    'Pasal 5A',
    '(1) ',
    '(2) ',
    '(l) ',
    'a. ',
    'b. ',
    'B.',
    '1. ',
    '2 ',
    'a) ',
    '1) ',
    'KESATU : ',
    'ayat',
    'huruf',
    'dan',
    ';',
    ':',
    '.',
    ',',
    '\n',
    '\n\n',
    ' ',
    '- ',
    '- 3 -',
    '*',
    '. . .',
    'Agar setiap orang',
    'PENJELASAN',
    'LAMPIRAN',
    'adalah ',
    'selanjutnya disebut ',
    'sebagaimana dimaksud dalam Pasal 1 ayat (2)',
    'dikenai ',
  );

  test('every passage is a slice of the source, whatever that is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.array(fc.oneof(scraps, fc.string({ maxLength: 12 })), { maxLength: 80 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (source) => {
        const { passages } = parseRegulation(source);
        for (const [index, passage] of passages.entries()) {
          expect(passage.ordinal).toBe(index);
          expect(source).toContain(passage.text);
          if (passage.parent !== undefined) expect(passage.parent).toBeLessThan(index);
        }
      }),
      { numRuns: 2000 },
    );
  });

  const MEGABYTE = 1_000_000;
  const fill = (part: string) => part.repeat(Math.ceil(MEGABYTE / part.length));
  const count = (part: (index: number) => string) =>
    Array.from({ length: 120_000 }, (_, index) => part(index)).join('');
  const opening = 'BAB I\nUMUM\nPasal 1\n';
  test.each<[what: string, text: string]>([
    ['ayat on one line', count((index) => `(${index + 1}) `)],
    ['ayat on lines', opening + count((index) => `(${index + 1})\n`)],
    ['the same ayat', opening + fill('(1)\n')],
    ['the same letter', opening + fill('a. x\n')],
    ['spaces', fill(' ')],
    ['blank lines', fill('\n')],
    ['spaces inside a line', `${opening}Pasal 2${fill(' ')}x`],
    ['blank lines inside an item', `${opening}1. x${fill('\n')}- y`],
    ['bullets', opening + fill('- ')],
    ['Pasal', count((index) => `Pasal ${index + 1}\n`)],
    ['chapters', fill('BAB I\n')],
    ['references', opening + fill('dimaksud dalam Pasal 1 ayat (1), ')],
    ['definitions that never end', `${opening}1. ${fill('atau selanjutnya disebut ')}`],
    ['a long opening of many items', `${opening}${'x '.repeat(250_000)}:\n${count((index) => `${index + 1}. y\n`)}`],
    ['pages', fill('PRESIDEN\n- 3 -\n')],
    ['titles', `PERATURAN ${fill('NOMOR 3 ')}`],
  ])('a megabyte of %s comes to an end', (_, text) => {
    expect(parseRegulation(text).warnings.length).toBeLessThanOrEqual(30);
  });
});
