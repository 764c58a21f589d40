import type { Verb } from '../actions.ts';
import type { Channel } from '../incoming.ts';

/** The Bidang of Pasal 6 and who stands above them, as short names; vendor is everybody on Telegram. */
export const ROLE_NAMES = {
  vendor: 'Penyedia',
  lpd: 'LPD (Layanan Pengguna dan Dukungan)',
  asi: 'ASI (Administrasi Sistem Informasi)',
  trn: 'TRN (Pelatihan dan Sosialisasi)',
  reg: 'REG (Registrasi dan Verifikasi)',
  sek: 'SEK (Sekretariat)',
  kepala: 'Kepala LPSE',
  admin: 'Admin',
} as const;
export type Role = keyof typeof ROLE_NAMES;
export const isRole = (text: string): text is Role => Object.hasOwn(ROLE_NAMES, text);

/** Who nobody has given a role. */
export const firstRoles: Record<Channel, readonly Role[]> = { telegram: ['vendor'], slack: [] };

/** What can be done by a command, a press or a form. */
type Deed =
  | `command:${'start' | 'bantuan' | 'tanya' | 'tanyakan' | 'daftar' | 'petugas' | 'batal' | 'peran' | 'kiriman'}`
  | `press:${Verb}`
  | `form:${'ask' | 'roles' | 'reason' | 'reply'}`
  | 'view:home';

const EVERYBODY = 'everybody';
const OFFICERS = ['lpd', 'asi', 'trn', 'reg', 'sek', 'kepala', 'admin'] as const;
const VENDORS_AND_OFFICERS = ['vendor', ...OFFICERS] as const;

/** Every deed and who may do it. What is not here nobody may. */
const RULES: Record<Deed, typeof EVERYBODY | readonly Role[]> = {
  'command:start': EVERYBODY,
  'command:bantuan': EVERYBODY,
  'command:tanya': EVERYBODY,
  'command:tanyakan': EVERYBODY,
  'command:batal': EVERYBODY,
  'command:daftar': VENDORS_AND_OFFICERS,
  'command:petugas': VENDORS_AND_OFFICERS,
  'command:peran': ['admin'],
  'command:kiriman': ['admin', 'lpd', 'asi'],
  'press:menu': EVERYBODY,
  'press:ask': EVERYBODY,
  'press:sources': EVERYBODY,
  'press:answer': EVERYBODY,
  'press:useful': EVERYBODY,
  'press:useless': EVERYBODY,
  'press:reason': EVERYBODY,
  'press:again': EVERYBODY,
  'press:cancel': EVERYBODY,
  'press:share': EVERYBODY,
  'press:register': VENDORS_AND_OFFICERS,
  'press:person': VENDORS_AND_OFFICERS,
  'press:reply': ['lpd', 'kepala', 'admin'],
  'press:roles': ['admin'],
  'press:resend': ['admin', 'lpd', 'asi'],
  'press:dismiss': ['admin', 'lpd', 'asi'],
  'view:home': EVERYBODY,
  'form:ask': EVERYBODY,
  'form:reason': EVERYBODY,
  'form:roles': ['admin'],
  'form:reply': ['lpd', 'kepala', 'admin'],
};

/** Whether somebody with these roles may do it. An unknown deed is allowed to nobody. */
export function may(roles: readonly string[], deed: string): boolean {
  const allowed = Object.hasOwn(RULES, deed) ? RULES[deed as Deed] : [];
  return allowed === EVERYBODY || allowed.some((role) => roles.includes(role));
}
