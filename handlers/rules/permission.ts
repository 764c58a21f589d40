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
type Deed = `command:${Command}` | `press:${Verb}` | `form:${FormName}` | 'view:home' | 'file:upload';
type Command =
  | 'start'
  | 'bantuan'
  | 'tanya'
  | 'tanyakan'
  | 'daftar'
  | 'petugas'
  | 'keluhan'
  | 'saran'
  | 'tiket'
  | 'tiket-dari-pesan'
  | 'batal'
  | 'peran'
  | 'kiriman'
  | 'langganan'
  | 'status'
  | 'pengumuman'
  | 'gangguan'
  | 'pemeliharaan'
  | 'faq'
  | 'celah'
  | 'dokumen'
  | 'ai';
type FormName =
  | 'ask'
  | 'ai-off'
  | 'roles'
  | 'reason'
  | 'search'
  | 'new-ticket'
  | TicketForm
  | AnnouncementForm
  | TrainerForm;
/** Forms in which the FAQ and the documents are looked after. */
type TrainerForm =
  | 'faq-new'
  | 'faq-edit'
  | 'faq-return'
  | 'faq-drop'
  | 'faq-withdraw'
  | 'faq-push'
  | 'gap-draft'
  | 'gap-join'
  | 'upload-relate'
  | 'upload-drop';
/** Forms in which something is announced. */
type AnnouncementForm = 'announce-gangguan' | 'announce-pemeliharaan' | 'bulletin-edit' | 'bulletin-alone' | NewsForm;
type NewsForm = 'news-pembaruan' | 'news-perpanjangan' | 'news-pulih' | 'news-batal' | 'news-koreksi';
/** Forms that a button of a ticket's card opens; each is named like its verb. */
type TicketForm =
  | 'respond'
  | 'suggestion'
  | 'status'
  | 'priority'
  | 'assign'
  | 'forward'
  | 'merge'
  | 'resolve'
  | 'reject';

const EVERYBODY = 'everybody';
const OFFICERS = ['lpd', 'asi', 'trn', 'reg', 'sek', 'kepala', 'admin'] as const;
const VENDORS_AND_OFFICERS = ['vendor', ...OFFICERS] as const;
/** Who may write what is announced, and stop it. */
const ANNOUNCERS = ['asi', 'lpd', 'kepala', 'admin'] as const;
/** Who may let go what somebody else wrote. */
export const CONFIRMERS = ['lpd', 'kepala'] as const;

/** Who may write what the bot answers with; somebody else of them, or the head, lets it be published. */
const TRAINERS = ['trn', 'admin'] as const;
export const APPROVERS = ['trn', 'kepala', 'admin'] as const;

/** Who may switch models off for everybody, and on again. */
const SWITCHERS = ['kepala', 'admin'] as const;

/** Every deed and who may do it. What is not here nobody may. */
const RULES: Record<Deed, typeof EVERYBODY | readonly Role[]> = {
  'command:start': EVERYBODY,
  'command:bantuan': EVERYBODY,
  'command:tanya': EVERYBODY,
  'command:tanyakan': EVERYBODY,
  'command:batal': EVERYBODY,
  'command:daftar': VENDORS_AND_OFFICERS,
  'command:petugas': VENDORS_AND_OFFICERS,
  'command:keluhan': VENDORS_AND_OFFICERS,
  'command:saran': VENDORS_AND_OFFICERS,
  'command:tiket': VENDORS_AND_OFFICERS,
  'command:tiket-dari-pesan': OFFICERS,
  'command:peran': ['admin'],
  'command:kiriman': ['admin', 'lpd', 'asi'],
  'command:langganan': EVERYBODY,
  'command:status': EVERYBODY,
  'command:pengumuman': EVERYBODY,
  'command:gangguan': ANNOUNCERS,
  'command:pemeliharaan': ANNOUNCERS,
  'command:faq': OFFICERS,
  'command:celah': OFFICERS,
  'command:dokumen': OFFICERS,
  // For those who may switch models it is their board, for all others their own choice.
  'command:ai': EVERYBODY,
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
  'press:complain': VENDORS_AND_OFFICERS,
  'press:fill': VENDORS_AND_OFFICERS,
  'press:my-tickets': VENDORS_AND_OFFICERS,
  'press:my-ticket': VENDORS_AND_OFFICERS,
  'press:add': VENDORS_AND_OFFICERS,
  'press:confirm': VENDORS_AND_OFFICERS,
  'press:reopen': VENDORS_AND_OFFICERS,
  'press:stars': VENDORS_AND_OFFICERS,
  'press:to-bot': VENDORS_AND_OFFICERS,
  'press:to-ticket': VENDORS_AND_OFFICERS,
  'press:claim': OFFICERS,
  'press:respond': OFFICERS,
  'press:status': OFFICERS,
  'press:priority': OFFICERS,
  'press:assign': OFFICERS,
  'press:forward': OFFICERS,
  'press:merge': OFFICERS,
  'press:split': OFFICERS,
  'press:resolve': OFFICERS,
  'press:reject': OFFICERS,
  'press:hand-to-bot': OFFICERS,
  'press:reveal': OFFICERS,
  'press:suggestion': OFFICERS,
  'press:ticket': OFFICERS,
  'press:tickets': OFFICERS,
  'press:search': OFFICERS,
  'press:new-ticket': OFFICERS,
  'press:outage': ANNOUNCERS,
  'press:announce': ANNOUNCERS,
  'press:announcements': OFFICERS,
  'press:bulletin-edit': ANNOUNCERS,
  'press:bulletin-confirm': CONFIRMERS,
  'press:bulletin-alone': ANNOUNCERS,
  'press:bulletin-discard': ANNOUNCERS,
  'press:bulletin-recall': ANNOUNCERS,
  'press:bulletin-pause': ANNOUNCERS,
  'press:bulletin-resume': ANNOUNCERS,
  'press:bulletin-stop': ANNOUNCERS,
  'press:news': ANNOUNCERS,
  'press:topic': EVERYBODY,
  'press:announcement': EVERYBODY,
  'press:recovered': VENDORS_AND_OFFICERS,
  'press:faqs': OFFICERS,
  'press:faq': OFFICERS,
  'press:faq-new': TRAINERS,
  'press:faq-edit': TRAINERS,
  'press:faq-submit': TRAINERS,
  'press:faq-approve': APPROVERS,
  'press:faq-return': APPROVERS,
  'press:faq-drop': TRAINERS,
  'press:faq-mine': TRAINERS,
  'press:faq-merge': TRAINERS,
  'press:faq-withdraw': TRAINERS,
  'press:faq-history': OFFICERS,
  'press:faq-difference': OFFICERS,
  'press:faq-restore': TRAINERS,
  'press:faq-reviewed': TRAINERS,
  'press:faq-push': TRAINERS,
  'press:faq-push-state': TRAINERS,
  'press:faq-export': OFFICERS,
  'press:gaps': OFFICERS,
  'press:gap': OFFICERS,
  'press:gap-draft': TRAINERS,
  'press:gap-join': TRAINERS,
  'press:gap-close': TRAINERS,
  'press:wish': VENDORS_AND_OFFICERS,
  'press:upload-confirm': APPROVERS,
  'press:upload-drop': APPROVERS,
  'press:upload-relate': TRAINERS,
  'press:upload-problems': APPROVERS,
  'press:upload-rows': APPROVERS,
  'press:documents': OFFICERS,
  'press:document': OFFICERS,
  'press:document-history': OFFICERS,
  'press:document-difference': OFFICERS,
  'press:ai': SWITCHERS,
  'press:ai-on': SWITCHERS,
  'press:ai-off': SWITCHERS,
  'press:ai-choice': EVERYBODY,
  'press:roles': ['admin'],
  // Of a letter about a ticket whoever may see that ticket; see decideLetter.
  'press:resend': OFFICERS,
  'press:dismiss': OFFICERS,
  'view:home': EVERYBODY,
  // A file for the knowledge.
  'file:upload': TRAINERS,
  'form:ask': EVERYBODY,
  'form:reason': EVERYBODY,
  'form:roles': ['admin'],
  'form:ai-off': SWITCHERS,
  'form:search': OFFICERS,
  'form:new-ticket': OFFICERS,
  'form:respond': OFFICERS,
  'form:suggestion': OFFICERS,
  'form:status': OFFICERS,
  'form:priority': OFFICERS,
  'form:assign': OFFICERS,
  'form:forward': OFFICERS,
  'form:merge': OFFICERS,
  'form:resolve': OFFICERS,
  'form:reject': OFFICERS,
  'form:announce-gangguan': ANNOUNCERS,
  'form:announce-pemeliharaan': ANNOUNCERS,
  'form:bulletin-edit': ANNOUNCERS,
  'form:bulletin-alone': ANNOUNCERS,
  'form:news-pembaruan': ANNOUNCERS,
  'form:news-perpanjangan': ANNOUNCERS,
  'form:news-pulih': ANNOUNCERS,
  'form:news-batal': ANNOUNCERS,
  'form:news-koreksi': ANNOUNCERS,
  'form:faq-new': TRAINERS,
  'form:faq-edit': TRAINERS,
  'form:faq-return': APPROVERS,
  'form:faq-drop': TRAINERS,
  'form:faq-withdraw': TRAINERS,
  'form:faq-push': TRAINERS,
  'form:gap-draft': TRAINERS,
  'form:gap-join': TRAINERS,
  'form:upload-relate': TRAINERS,
  'form:upload-drop': APPROVERS,
};

/** Whether somebody with these roles may do it. An unknown deed is allowed to nobody. */
export function may(roles: readonly string[], deed: string): boolean {
  const allowed = Object.hasOwn(RULES, deed) ? RULES[deed as Deed] : [];
  return allowed === EVERYBODY || allowed.some((role) => roles.includes(role));
}
