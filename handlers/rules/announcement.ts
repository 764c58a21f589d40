/** Outages (Pasal 22 huruf d) and planned maintenance (Pasal 25 ayat (4)). */
export const ANNOUNCEMENT_KINDS = ['gangguan', 'pemeliharaan'] as const;
export type AnnouncementKind = (typeof ANNOUNCEMENT_KINDS)[number];

/** Every state, in the order in which most go through them. 'dibuang': it never went out. */
export const ANNOUNCEMENT_STATES = ['rancangan', 'terjadwal', 'berlangsung', 'pulih', 'batal', 'dibuang'] as const;
export type AnnouncementState = (typeof ANNOUNCEMENT_STATES)[number];

/** Every text that may go out about an announcement. 'koreksi' takes the place of the text before it. */
export const BULLETIN_KINDS = [
  'terjadwal',
  'berlangsung',
  'pengingat',
  'pembaruan',
  'perpanjangan',
  'pulih',
  'batal',
  'koreksi',
] as const;
export type BulletinKind = (typeof BULLETIN_KINDS)[number];

/** 'dikonfirmasi': it can still be recalled. */
export type BulletinState = 'pratinjau' | 'dikonfirmasi' | 'dikirim' | 'ditarik' | 'dibuang';

/** Where the trouble lies. */
export const TROUBLE_ORIGINS = ['lokal', 'jaringan', 'nasional'] as const;
export type TroubleOrigin = (typeof TROUBLE_ORIGINS)[number];

/** What can be affected. */
export const SERVICES = [
  'spse',
  'akun',
  'dokumen',
  'sikap',
  'katalog',
  'inaproc',
  'situs',
  'jaringan',
  'kantor',
  'lain',
] as const;
export type AffectedService = (typeof SERVICES)[number];

/** Who gets it: all who want anything, or those who chose the topic of its kind. */
export type Audience = 'semua' | 'topik';

/** What chats can subscribe to. */
export const TOPICS = ['gangguan', 'pemeliharaan', 'faq'] as const;
export type Topic = (typeof TOPICS)[number];

/** What is known of an outage or a maintenance, as it is stored. All instants are milliseconds since 1970 UTC. */
export type Facts = {
  title: string;
  origin: TroubleOrigin;
  services: AffectedService[];
  startsAt: number;
  /** Planned or estimated; absent: not known. */
  endsAt?: number;
  impact: string;
  /** What users should do. */
  advice: string;
  /** An outage of the first priority: one person may send it, with a reason. */
  pressing?: boolean;
  /** Of a maintenance: that it is over is announced on time by itself; otherwise an officer says so. */
  endsByItself?: boolean;
  /** Once it is over: when that really was. */
  endedAt?: number;
};
