/** What stands where a name may stand, and is none: the words of any sentence … */
const LITTLE_WORDS =
  /^(?:anda|atau|belum|bila|dapat|dari|dengan|di|ini|itu|ke|pada|saya|silakan|sudah|tidak|untuk|yang)$/u;
/** … and those of this field. */
const NO_NAME = new Set(
  `a ada adalah admin agar aja akan akhirnya akta aktif aku akun alamat am an and android apa apabila apakabar
  apakah aplikasi apple asing asking asn atas badan bagaimana bagian bahwa banyak bapak baru barusan be benar
  berapa berbadan berbeda berhak bersama berubah besar biasa bidang bisa boleh bot bu buat bukan bumd bumdes bumn
  bupati butuh calon camat can cara cek coba cuma cv daerah daftar dalam dan data desa diminta dinas direktur disini
  distributor do dokumen dosen dua dulu e-mail email error excel firma from ga gagal gak ganda gimana google guru
  hanya harap hari harus have hendak hilang how hp huruf i ibu ikut in info ingin is it izin jadi jika juga
  juragan kabid kadis kalau kalo kami kamu kantor karena karyawan kasi kecamatan kedua kelompok kemarin kembali
  kemudian kepala kesulitan ketika ketua kira kita konsultan kontraktor koperasi kota kso ktp kuasa kurang lagi lain
  lalu lama lewat lkpp login lpse lupa mahasiswa mana masih masuk masyarakat mau mencoba mendaftar mengalami
  mengapa menjadi mereka membebaskan mohon mulai muncul mundur mungkin my nama namun nanti new ngga nggak nib nik no nol nomor
  not notaris npwp numpang of ok oke on opd operator orang pa pak pakai panitia para pas pegawai pejabat pelaku
  pelapor pemda pemerintah pemilik pemula penanggung pengadaan pengelola penyedia peraturan perbup perlu permisi pernah
  perorangan perseorangan persero pertama perusahaan perwakilan peserta petugas pihak pimpinan pns pokja polewali
  polman polri ppk pribadi produk pt pun punya registered registering rekanan representing resmi saat saja salah
  sama sampai sangat satker satu sebab sebagai sebuah sedang sejak sekarang sekda sekretaris selaku selalu selama
  selamat seorang sering serta sesuai setelah siapa sih sini sistem situ siup skpd skt sop spse staf staff sulit
  supaya surat swasta sy syarat tadi tahu tahun tak tanggung tanya tapi tbk tdk tdp telah tempat tender tentang
  terdaftar terima terkait ternyata tersebut tertarik tetap tetapi the tni toko tolong trying tuan ud udah ujung
  ayat auditor bab barang bpk bpkp elektronik gubernur hps inaproc
    jasa kejaksaan kementerian keputusan kpa kpk kppu lampiran menteri negara oss pasal permendagri perpres
    pengguna polisi pp presiden republik rup sertifikat sikap sirup ukpbj ulp undang-undang uu
    umk umkm umum unable unit usaha user username utama vendor verifikator wajib wakil want warga what when where
  who why windows wirausaha with wna wni word yaitu yakni yayasan yg`
    .split(/\s+/u)
    .filter((word) => word !== ''),
);

/** What stands behind such a word in capitals, and names nobody. */
const NO_NAME_OF_ROLE = new Set(
  `agency anggaran asing barang barang/jasa berbadan cabang daerah eksekutif elektronik inaproc jasa katalog kecil
  kemitraan keuangan konstruksi konsultansi koperasi lokal lpse luar manager mikro nasional negeri operasional orang
  pelaksana pemerintah pengganti perorangan ppe sektoral spse swakelola tayang teknik teknis tender terpilih tunggal umkk
  utama verifikator`
    .split(/\s+/u)
    .filter((word) => word !== ''),
);

/** Whether a word, in small letters, is one of this field or of any sentence. */
export const isNoName = (word: string): boolean => LITTLE_WORDS.test(word) || NO_NAME.has(word);

/** Whether a word, in small letters, that stands in capitals behind what somebody is names nobody: "Penyedia Jasa". */
export const isNoNameOfRole = (word: string): boolean => NO_NAME_OF_ROLE.has(word);
