import type { Bidang, Category, Ground, Kind, Origin, Priority, TicketState } from '../rules/ticket.ts';

/** States as officers read them. */
export const STATE_NAMES: Record<TicketState, string> = {
  baru: 'Baru',
  diambil: 'Diambil',
  menunggu_pengguna: 'Menunggu pengguna',
  di_lkpp: 'Di LKPP',
  selesai: 'Selesai',
  ditutup: 'Ditutup',
  ditolak: 'Ditolak',
  dibuka_kembali: 'Dibuka kembali',
};

/** States as the reporter reads them: what happens now, and whose turn it is. */
export const STATE_FOR_REPORTER: Record<TicketState, string> = {
  baru: 'menunggu petugas',
  diambil: 'sedang ditangani petugas',
  menunggu_pengguna: 'menunggu jawaban Anda',
  di_lkpp: 'diteruskan ke LKPP',
  selesai: 'selesai, menunggu konfirmasi Anda',
  ditutup: 'ditutup',
  ditolak: 'tidak dapat diproses',
  dibuka_kembali: 'dibuka kembali, menunggu petugas',
};

export const STATE_ICONS: Record<TicketState, string> = {
  baru: '🆕',
  diambil: '🛠️',
  menunggu_pengguna: '⏳',
  di_lkpp: '🏛️',
  selesai: '✅',
  ditutup: '🔒',
  ditolak: '🚫',
  dibuka_kembali: '🔁',
};

export const KIND_NAMES: Record<Kind, string> = {
  gangguan: 'Gangguan',
  permintaan: 'Permintaan layanan',
  keluhan: 'Keluhan',
  saran: 'Saran',
};

/** What each kind is, for whoever has to choose. */
export const KIND_HINTS: Record<Kind, string> = {
  gangguan: 'sesuatu yang tadinya berjalan, sekarang tidak',
  permintaan: 'minta sesuatu dikerjakan atau dijelaskan',
  keluhan: 'tidak puas dengan layanan atau petugas',
  saran: 'usul perbaikan',
};

export const CATEGORY_NAMES: Record<Category, string> = {
  akun: 'Akun, login, kata sandi',
  verifikasi: 'Pendaftaran dan verifikasi',
  aplikasi: 'Aplikasi SPSE',
  jaringan: 'Server atau jaringan',
  dokumen: 'Dokumen penawaran, Apendo',
  data_penyedia: 'Data penyedia (SIKaP)',
  informasi: 'Informasi layanan',
  petugas: 'Sikap petugas',
  fasilitas: 'Ruang dan fasilitas',
  integritas: 'Dugaan pungutan atau kecurangan',
  privasi: 'Data pribadi',
  bot: 'Jawaban bot salah',
  lain: 'Lainnya',
};

export const PRIORITY_NAMES: Record<Priority, string> = {
  1: 'P1 Kritis',
  2: 'P2 Tinggi',
  3: 'P3 Menengah',
  4: 'P4 Rendah',
};

export const PRIORITY_ICONS: Record<Priority, string> = { 1: '🔴', 2: '🟠', 3: '🟡', 4: '⚪' };

export const ORIGIN_NAMES: Record<Origin, string> = {
  internet: 'internet',
  telepon: 'telepon',
  langsung: 'hadir langsung',
};

export const BIDANG_NAMES: Record<Bidang, string> = {
  lpd: 'Layanan Pengguna dan Dukungan',
  asi: 'Administrasi Sistem Informasi',
  reg: 'Registrasi dan Verifikasi',
  trn: 'Pelatihan dan Sosialisasi',
  sek: 'Sekretariat',
  kepala: 'Kepala LPSE',
};

/** Pasal 23 ayat (3) huruf a and b. */
export const GROUND_NAMES: Record<Ground, string> = {
  a: 'huruf a: permasalahan aplikasi SPSE yang tidak dapat diselesaikan LPSE',
  b: 'huruf b: permasalahan yang belum tercakup dalam aplikasi SPSE',
};
