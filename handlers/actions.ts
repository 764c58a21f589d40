/** What a button asks for: a verb, the number of a row, and at most one short choice. All else is in the database. */
export type Action = { verb: Verb; id: number; choice?: string };

/** The number that a choice is; undefined for anything else, and for more than the database can count. */
export const numberChosen = (choice: string | undefined): number | undefined =>
  choice !== undefined && /^\d{1,9}$/u.test(choice) ? Number(choice) : undefined;

/** What officers press on the card of a ticket. */
export const CARD_VERBS = [
  'claim',
  'respond',
  'status',
  'priority',
  'assign',
  'forward',
  'merge',
  'split',
  'resolve',
  'reject',
  'hand-to-bot',
  'reveal',
  'suggestion',
] as const;

/** Every verb there is; each has a rule in rules/permission.ts. */
export const VERBS = [
  'menu',
  'ask',
  'register',
  'sources',
  'answer',
  'useful',
  'useless',
  'reason',
  'person',
  'again',
  'cancel',
  'share',
  'roles',
  'resend',
  'dismiss',
  // Whoever reports: the form, and their own tickets.
  'complain',
  'fill',
  'my-tickets',
  'my-ticket',
  'add',
  'confirm',
  'reopen',
  'stars',
  'to-bot',
  'to-ticket',
  ...CARD_VERBS,
  // Officers: looking for tickets, and what stands beside them.
  'ticket',
  'tickets',
  'search',
  'new-ticket',
  // Announcements: what officers do with them …
  'outage',
  'announce',
  'announcements',
  'bulletin-edit',
  'bulletin-confirm',
  'bulletin-alone',
  'bulletin-discard',
  'bulletin-recall',
  'bulletin-pause',
  'bulletin-resume',
  'bulletin-stop',
  'news',
  // … and those who get them.
  'topic',
  'announcement',
  'recovered',
  // The FAQ: what trainers write, and look after.
  'faqs',
  'faq',
  'faq-new',
  'faq-edit',
  'faq-submit',
  'faq-approve',
  'faq-return',
  'faq-drop',
  'faq-mine',
  'faq-merge',
  'faq-withdraw',
  'faq-history',
  'faq-difference',
  'faq-restore',
  'faq-reviewed',
  'faq-push',
  'faq-push-state',
  'faq-export',
  // What could not be answered.
  'gaps',
  'gap',
  'gap-draft',
  'gap-join',
  'gap-close',
  'wish',
  // Files of trainers, and the documents.
  'upload-confirm',
  'upload-drop',
  'upload-relate',
  'upload-problems',
  'upload-rows',
  'documents',
  'document',
  'document-history',
  'document-difference',
  // Models: what officers see and switch, and what each person chooses.
  'ai',
  'ai-on',
  'ai-off',
  'ai-choice',
] as const;
export type Verb = (typeof VERBS)[number];

/** Telegram allows 64 bytes in a button. */
export const LONGEST_ACTION = 64;
/** Of a row: more than the database can count. */
const LARGEST_ID = 2_147_483_647;
const PATTERN = /^([a-z-]+):(\d{1,15})(?::([a-z0-9-]{1,24}))?$/;

/** An action as the text that a button carries, e.g. `reason:42:incomplete`; at most LONGEST_ACTION bytes. */
export function encodeAction({ verb, id, choice }: Action): string {
  return choice === undefined ? `${verb}:${id}` : `${verb}:${id}:${choice}`;
}

/** The action that a button carried; undefined for a text that no button of this version carries. */
export function decodeAction(text: string): Action | undefined {
  const [, verb, id, choice] = PATTERN.exec(text) ?? [];
  if (!VERBS.includes(verb as Verb) || Number(id) > LARGEST_ID) return undefined;
  return { verb: verb as Verb, id: Number(id), ...(choice !== undefined && { choice }) };
}
