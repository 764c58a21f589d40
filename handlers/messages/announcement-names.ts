import type {
  AffectedService,
  AnnouncementKind,
  AnnouncementState,
  Audience,
  BulletinKind,
  Topic,
  TroubleOrigin,
} from '../rules/announcement.ts';

export const KIND_NAMES: Record<AnnouncementKind, string> = { gangguan: 'Gangguan', pemeliharaan: 'Pemeliharaan' };

export const KIND_ICONS: Record<AnnouncementKind, string> = { gangguan: '⚠️', pemeliharaan: '🛠️' };

export const STATE_NAMES: Record<AnnouncementState, string> = {
  rancangan: 'Rancangan',
  terjadwal: 'Terjadwal',
  berlangsung: 'Berlangsung',
  pulih: 'Selesai',
  batal: 'Dibatalkan',
  dibuang: 'Dibuang',
};

/**
 * Each text in a few words, for officers and for lists. 'perpanjangan' is never called by that word, which people who wait
 * for a deadline would take for theirs.
 */
export const BULLETIN_NAMES: Record<BulletinKind, string> = {
  terjadwal: 'Rencana',
  berlangsung: 'Sedang berlangsung',
  pengingat: 'Pengingat',
  pembaruan: 'Kabar terbaru',
  perpanjangan: 'Lebih lama dari perkiraan',
  pulih: 'Selesai',
  batal: 'Dibatalkan',
  koreksi: 'Koreksi',
};

export const SERVICE_NAMES: Record<AffectedService, string> = {
  spse: 'SPSE',
  akun: 'Akun dan login',
  dokumen: 'Unggah dan buka dokumen penawaran',
  sikap: 'SIKaP (data penyedia)',
  katalog: 'Katalog Elektronik',
  inaproc: 'Portal INAPROC',
  situs: 'Situs LPSE',
  jaringan: 'Internet di kantor LPSE',
  kantor: 'Layanan tatap muka di kantor LPSE',
  lain: 'Layanan lain',
};

/** Where the trouble lies, as officers choose it. */
export const ORIGIN_NAMES: Record<TroubleOrigin, string> = {
  lokal: 'Lokal (server atau kantor LPSE)',
  jaringan: 'Jaringan (internet atau listrik)',
  nasional: 'Nasional (layanan pusat INAPROC/LKPP)',
};

export const AUDIENCE_NAMES: Record<Audience, string> = {
  semua: 'Semua pelanggan, apa pun topik pilihannya',
  topik: 'Hanya yang memilih topik ini',
};

export const TOPIC_NAMES: Record<Topic, string> = {
  gangguan: 'Gangguan',
  pemeliharaan: 'Pemeliharaan',
  faq: 'FAQ baru',
};

/** Why it is announced at all, in Perbup Polewali Mandar 31/2012. */
export const BASIS: Record<AnnouncementKind, string> = {
  gangguan: 'Pasal 22 huruf d',
  pemeliharaan: 'Pasal 25 ayat (4)',
};
