import { describe, expect, it } from 'vitest';
import { VERBS } from '../../handlers/actions.ts';
import { messages } from '../../handlers/index.ts';
import * as triage from '../../handlers/messages/triage.ts';
import { firstRoles, isRole, may, ROLE_NAMES } from '../../handlers/rules/permission.ts';

const ROLES = ['vendor', 'lpd', 'asi', 'trn', 'reg', 'sek', 'kepala', 'admin'];
const OFFICERS = ROLES.filter((role) => role !== 'vendor');

/** Whoever has no role at all. */
const NOBODY = 'nobody';
const EVERYBODY = [NOBODY, ...ROLES];
const KEEPERS = ['lpd', 'asi', 'admin'];
const ANNOUNCERS = ['asi', 'lpd', 'kepala', 'admin'];
const CONFIRMERS = ['lpd', 'kepala'];
const TRAINERS = ['trn', 'admin'];
const APPROVERS = ['trn', 'kepala', 'admin'];
const SWITCHERS = ['kepala', 'admin'];

/** Every deed, and who may do it. */
const MATRIX: [allowed: string[], what: string, names: string[]][] = [
  [EVERYBODY, 'command', ['start', 'bantuan', 'tanya', 'tanyakan', 'batal']],
  [EVERYBODY, 'press', ['menu', 'ask', 'sources', 'answer', 'useful', 'useless', 'reason', 'again', 'cancel', 'share']],
  [EVERYBODY, 'form', ['ask', 'reason']],
  [EVERYBODY, 'view', ['home']],
  // Whoever reports: the form, and their own tickets.
  [ROLES, 'command', ['daftar', 'petugas', 'keluhan', 'saran', 'tiket']],
  [ROLES, 'press', ['register', 'person', 'complain', 'fill', 'my-tickets', 'my-ticket', 'add', 'confirm', 'reopen']],
  [ROLES, 'press', ['stars', 'to-bot', 'to-ticket']],
  // Whoever handles tickets.
  [OFFICERS, 'command', ['tiket-dari-pesan']],
  [
    OFFICERS,
    'press',
    ['claim', 'respond', 'status', 'priority', 'assign', 'forward', 'merge', 'split', 'resolve', 'reject'],
  ],
  [OFFICERS, 'press', ['hand-to-bot', 'reveal', 'suggestion', 'ticket', 'tickets', 'search', 'new-ticket']],
  [OFFICERS, 'form', ['respond', 'status', 'priority', 'assign', 'forward', 'merge', 'resolve', 'reject']],
  [OFFICERS, 'form', ['suggestion', 'search', 'new-ticket']],
  // What is announced: whoever gets it, whoever writes it, and whoever else has to let it go.
  [EVERYBODY, 'command', ['langganan', 'status', 'pengumuman']],
  [EVERYBODY, 'press', ['topic', 'announcement']],
  [ROLES, 'press', ['recovered']],
  [OFFICERS, 'press', ['announcements']],
  [ANNOUNCERS, 'command', ['gangguan', 'pemeliharaan']],
  [ANNOUNCERS, 'press', ['outage', 'announce', 'news', 'bulletin-edit', 'bulletin-alone', 'bulletin-discard']],
  [ANNOUNCERS, 'press', ['bulletin-recall', 'bulletin-pause', 'bulletin-resume', 'bulletin-stop']],
  [ANNOUNCERS, 'form', ['announce-gangguan', 'announce-pemeliharaan', 'bulletin-edit', 'bulletin-alone']],
  [ANNOUNCERS, 'form', ['news-pembaruan', 'news-perpanjangan', 'news-pulih', 'news-batal', 'news-koreksi']],
  [CONFIRMERS, 'press', ['bulletin-confirm']],
  // What the bot answers with: whoever reads it, whoever writes it, and whoever else has to let it be published.
  [ROLES, 'press', ['wish']],
  [OFFICERS, 'command', ['faq', 'celah', 'dokumen']],
  [OFFICERS, 'press', ['faqs', 'faq', 'faq-history', 'faq-difference', 'faq-export', 'gaps', 'gap']],
  [OFFICERS, 'press', ['documents', 'document', 'document-history', 'document-difference']],
  [TRAINERS, 'press', ['faq-new', 'faq-edit', 'faq-submit', 'faq-drop', 'faq-mine', 'faq-merge', 'faq-withdraw']],
  [TRAINERS, 'press', ['faq-restore', 'faq-reviewed', 'faq-push', 'faq-push-state']],
  [TRAINERS, 'press', ['gap-draft', 'gap-join', 'gap-close', 'upload-relate']],
  [TRAINERS, 'form', ['faq-new', 'faq-edit', 'faq-drop', 'faq-withdraw', 'faq-push']],
  [TRAINERS, 'form', ['gap-draft', 'gap-join', 'upload-relate']],
  [TRAINERS, 'file', ['upload']],
  [
    APPROVERS,
    'press',
    ['faq-approve', 'faq-return', 'upload-confirm', 'upload-drop', 'upload-problems', 'upload-rows'],
  ],
  [APPROVERS, 'form', ['faq-return', 'upload-drop']],
  // Models: what everybody chooses for themselves, and who decides for all.
  [EVERYBODY, 'command', ['ai']],
  [EVERYBODY, 'press', ['ai-choice']],
  [SWITCHERS, 'press', ['ai', 'ai-on', 'ai-off']],
  [SWITCHERS, 'form', ['ai-off']],
  // Whoever looks after letters, and after people.
  [KEEPERS, 'command', ['kiriman']],
  // A letter about a ticket besides only by those who may see that ticket: a test of the flows says so.
  [OFFICERS, 'press', ['resend', 'dismiss']],
  [['admin'], 'command', ['peran']],
  [['admin'], 'press', ['roles']],
  [['admin'], 'form', ['roles']],
];
const DEEDS = MATRIX.flatMap(([allowed, what, names]) =>
  names.map((name): [deed: string, allowed: string[]] => [`${what}:${name}`, allowed]),
);
const named = (what: string) =>
  DEEDS.map(([deed]) => deed)
    .filter((deed) => deed.startsWith(`${what}:`))
    .map((deed) => deed.slice(what.length + 1));

describe('who may do what', () => {
  it.each(DEEDS)('%s: %j', (deed, allowed) => {
    const permitted = EVERYBODY.filter((role) => may(role === NOBODY ? [] : [role], deed));
    expect(permitted.toSorted()).toEqual([...allowed].toSorted());
    // With a second role nobody may do less, and with all of them everything is done by somebody.
    for (const role of ROLES) expect(may(['vendor', role], deed)).toBe(may(['vendor'], deed) || may([role], deed));
    expect(may(ROLES, deed)).toBe(true);
  });

  it('is said of every role, button, command and form', () => {
    expect(Object.keys(ROLE_NAMES)).toEqual(ROLES);
    expect(named('press').toSorted()).toEqual([...VERBS].toSorted());
    const commands = messages.COMMANDS.map(({ command }) => command);
    expect(named('command')).toEqual(expect.arrayContaining(commands));
    const buttons = VERBS.filter((verb) => `${verb}Form` in triage);
    expect(named('form')).toEqual(expect.arrayContaining(buttons));
    expect(new Set(DEEDS.map(([deed]) => deed)).size).toBe(DEEDS.length);
  });

  it('is the same for the button that opens a form and the form that comes back', () => {
    for (const form of named('form').filter((name) => named('press').includes(name)))
      for (const role of EVERYBODY) {
        const roles = role === NOBODY ? [] : [role];
        expect(may(roles, `form:${form}`), `${role} ${form}`).toBe(may(roles, `press:${form}`));
      }
  });
});

describe('what no rule names', () => {
  it.each([
    'command:hapus',
    'command:',
    'press:nothing',
    'press:reply',
    'press:fill ',
    'form:x',
    'form:reply',
    'form:fill',
    'view:ticket',
    'PRESS:claim',
    'claim',
    ':',
    '',
    'constructor',
    '__proto__',
    'toString',
  ])('is allowed to nobody: %j', (deed) => {
    expect(may(ROLES, deed)).toBe(false);
    expect(may([], deed)).toBe(false);
  });

  it.each(['tamu', 'ADMIN', 'admin ', '', 'everybody', 'constructor', '__proto__', 'officers'])(
    'is no role: %j may what somebody without a role may',
    (role) => {
      expect(isRole(role)).toBe(false);
      for (const [deed, allowed] of DEEDS) expect(may([role], deed), deed).toBe(allowed.includes(NOBODY));
    },
  );

  it('is nobody’s at first: vendors in Telegram, in Slack somebody who only asks', () => {
    expect(firstRoles).toEqual({ telegram: ['vendor'], slack: [] });
    const ofVendors = DEEDS.filter(([deed]) => may(firstRoles.telegram, deed)).map(([deed]) => deed);
    for (const deed of ['press:claim', 'press:reveal', 'press:ticket', 'form:respond', 'command:tiket-dari-pesan'])
      expect(ofVendors).not.toContain(deed);
    expect(may(firstRoles.slack, 'command:tiket')).toBe(false);
  });
});
