import type { FileRefusal } from '../../db/files.ts';
import type { ListedTicket, TicketRow } from '../../db/tickets.ts';
import type { Block, Button, Form, Reply } from '../../handlers/index.ts';
import * as announcement from '../../handlers/messages/announcement.ts';
import * as desk from '../../handlers/messages/desk.ts';
import * as intake from '../../handlers/messages/intake.ts';
import * as mine from '../../handlers/messages/my-tickets.ts';
import * as packet from '../../handlers/messages/packet.ts';
import * as notices from '../../handlers/messages/reporter-notices.ts';
import * as triage from '../../handlers/messages/triage.ts';
import {
  ANNOUNCEMENT_KINDS,
  ANNOUNCEMENT_STATES,
  BULLETIN_KINDS,
  type Facts,
} from '../../handlers/rules/announcement.ts';
import { type Draft, emptyDraft, STEPS } from '../../handlers/rules/complaint-form.ts';
import { BIDANG, CATEGORIES, KINDS, type MoveRefusal, STATES } from '../../handlers/rules/ticket.ts';
import type { Unit } from '../../knowledge/index.ts';
import { SAID_OF_AI } from './ai-messages.ts';
import { SAID_OF_ANNOUNCING, SILENT_OF_ANNOUNCING } from './announcing-messages.ts';
import { SAID_OF_DOCUMENTS } from './document-messages.ts';
import { SAID_OF_FAQ_DESK, SILENT_OF_FAQ_DESK } from './faq-desk-messages.ts';
import { SAID_OF_FAQ_WRITING, SILENT_OF_FAQ_WRITING } from './faq-writing-messages.ts';
import { SAID_OF_GAPS, SILENT_OF_GAPS } from './gap-messages.ts';
import { SAID_OF_RUNNING, SILENT_OF_RUNNING } from './running-messages.ts';
import { SAID_OF_UPLOADS, SILENT_OF_UPLOADS } from './upload-messages.ts';
import { SAID_OF_VOICE } from './voice-messages.ts';

/** All that one function says, given this text wherever a fact may hold any, with and without the optional facts. */
export type Said = (text: string, unit: Unit) => (Reply | Form | Block | Block[] | Button[][])[];

const AT = new Date('2026-11-23T01:05:00Z');
const LATER = new Date('2026-11-23T06:00:00Z');
const TIME = '23 Nov 2026 09.05 WITA';
const LINK = 'https://lpse-polman.slack.com/archives/C0123456789/p1795413900000100';

/** A ticket of which only what every ticket has is known. */
function ticketRow(text: string, more: Partial<TicketRow> = {}): TicketRow {
  return {
    id: 42,
    number: 'L-2026-00042',
    reporter: 1,
    reporter_name: text,
    contact: null,
    origin: 'internet',
    kind: 'gangguan',
    category: 'dokumen',
    package_code: null,
    description: text,
    original: null,
    urgent: false,
    beyond_authority: null,
    restricted: false,
    priority: 3,
    state: 'baru',
    bidang: 'lpd',
    assignee: null,
    with_bot: false,
    attended: false,
    merged_into: null,
    answer: null,
    resolution: null,
    lkpp_ground: null,
    lkpp_number: null,
    opened_at: AT,
    counted_from: AT,
    responded_at: null,
    resolved_at: null,
    closed_at: null,
    changed_at: AT,
    spent_ms: 0,
    running_since: AT,
    lkpp_ms: 0,
    lkpp_since: null,
    response_due: null,
    resolution_due: null,
    alarms: [],
    next_alarm: null,
    next_alarm_at: null,
    stars: null,
    stars_comment: null,
    storm: null,
    announcement: null,
    ...more,
  };
}

/** One of which all is known, each word as long as it may be. */
export const fullTicketRow = (text: string, more: Partial<TicketRow> = {}): TicketRow =>
  ticketRow(text, {
    contact: text,
    original: text,
    package_code: '123456789012',
    urgent: true,
    beyond_authority: text,
    restricted: true,
    priority: 1,
    state: 'diambil',
    assignee: 3,
    attended: true,
    with_bot: true,
    resolution: text,
    lkpp_ground: 'a',
    lkpp_number: text,
    lkpp_since: AT,
    lkpp_ms: 93_600_000,
    response_due: LATER,
    resolution_due: LATER,
    alarms: ['response-soon', 'response-late', 'resolution-soon', 'resolution-late'],
    stars: 5,
    ...more,
  });

const TICKET = { id: 42, number: 'L-2026-00042' };
/** Tickets of a list, one after the other. */
const many = <Row>(count: number, row: (name: { id: number; number: string }) => Row): Row[] =>
  Array.from({ length: count }, (_, at) => row({ id: at + 1, number: `L-2026-${String(at + 1).padStart(5, '0')}` }));

const cardFacts = (text: string): triage.CardFacts => ({
  files: 12,
  hidden: true,
  merged: many(120, ({ number }) => number),
  assignee: text,
  mergedInto: 'L-2026-00041',
  announced: 'G-2026-0007',
});
const BARE_CARD: triage.CardFacts = { files: 0, hidden: false, merged: [], assignee: undefined, mergedInto: undefined };

const listed = (
  text: string,
  name: { id: number; number: string },
  more: Partial<ListedTicket> = {},
): ListedTicket => ({
  ...ticketRow(text),
  ...name,
  assignee_name: null,
  due: null,
  ...more,
});
const shelf = (text: string, count: number): desk.Shelf => ({
  tickets: many(count, (name) =>
    listed(text, name, { assignee_name: text, due: name.id % 2 ? AT : LATER, restricted: name.id % 3 === 0 }),
  ),
  count: count * 2,
});
const EMPTY: desk.Shelf = { tickets: [], count: 0 };
const openCounts = BIDANG.flatMap((bidang) =>
  STATES.map((state) => ({ bidang, state, count: 9, mine: 1, unassigned: 2, late: 3, soon: 5, today: 2 })),
);
const fullDesk = (text: string): desk.Desk => ({
  mine: shelf(text, 8),
  unassigned: shelf(text, 8),
  near: shelf(text, 8),
  open: openCounts,
});
const EMPTY_DESK: desk.Desk = { mine: EMPTY, unassigned: EMPTY, near: EMPTY, open: [] };
const at = (unit: Unit): desk.Moment => ({ unit, now: LATER });

const draft = (text: string, more: Partial<Draft> = {}): Draft => ({
  ...emptyDraft(7, '1', AT.getTime()),
  words: [{ text }],
  ...more,
});
const fullDraft = (text: string, more: Partial<Draft> = {}): Draft =>
  draft(text, {
    kind: 'keluhan',
    category: 'integritas',
    urgent: true,
    packageCode: '8123456',
    matter: text,
    authority: 'insist',
    files: Array.from({ length: 10 }, () => text),
    leftOut: [
      { name: text, why: 'too-big' },
      { name: text, why: 'too-many' },
    ],
    answered: true,
    answer: 1,
    ...more,
  });

const shown = (text: string, more: Partial<mine.TicketShown> = {}): mine.TicketShown => ({
  ...TICKET,
  state: 'baru',
  kind: 'gangguan',
  category: 'aplikasi',
  steps: [],
  said: [],
  earlier: 0,
  files: [],
  stars: null,
  mayReopen: false,
  ...(text === '' ? {} : { resolution: text }),
  ...more,
});
const REFUSALS: FileRefusal[] = ['too-big', 'type', 'bid-file', 'gone', 'empty', 'failed'];
const MOVE_REFUSALS: MoveRefusal[] = ['state', 'owned', 'already', 'too-late', 'unseen', 'merged'];

const DEEDS: (text: string) => triage.Deed[] = (text) => [
  { kind: 'claimed' },
  { kind: 'released' },
  { kind: 'assigned', bidang: 'asi', note: '' },
  { kind: 'assigned', bidang: 'asi', to: text, note: text },
  { kind: 'waiting' },
  { kind: 'resumed' },
  { kind: 'prioritized', priority: 1, reason: text },
  { kind: 'forwarded', ground: 'b' },
  { kind: 'forwarded', ground: 'a', number: text },
  { kind: 'lkpp-number', number: text },
  { kind: 'returned' },
  { kind: 'handed-to-bot' },
  { kind: 'resolved', faq: true },
  { kind: 'rejected' },
  { kind: 'merged', into: TICKET.number },
  { kind: 'absorbed', number: TICKET.number },
  { kind: 'split' },
  { kind: 'let-go', number: TICKET.number },
  { kind: 'reopened' },
  { kind: 'revealed' },
];
const answer = (text: string): Block[] => [
  { kind: 'paragraph', spans: [text] },
  { kind: 'quote', text },
];

const history = (text: string, full: boolean): desk.HistoryRow[] =>
  [
    ...['open', 'claim', 'release', 'assign', 'transfer', 'reply', 'wait', 'forward', 'prioritize'],
    ...['resolve', 'reject', 'merge', 'follow-up', 'confirm', 'reveal'],
  ].map((deed) => ({
    at: AT,
    deed,
    before: full ? 'baru' : null,
    after: 'diambil',
    by: text,
    ...(full && { to: text }),
    detail: full ? { bidang: 'asi', priority: 2, ground: 'a', files: 2 } : {},
  }));
const talk = (text: string): desk.SaidRow[] =>
  ['due', 'sent', 'unsure', 'refused', 'gone', 'dismissed', null, null, null, null, null, null].map(
    (delivery, row) => ({
      at: AT,
      direction: (['out', 'in', 'internal'] as const)[row % 3] ?? 'in',
      by: text,
      text,
      changed: row % 2 === 0,
      delivery,
    }),
  );

const digest = (text: string, few: number, link: string | undefined): desk.Digest => ({
  open: openCounts,
  since: AT,
  turnover: { came: 1_000, resolved: 900, rejected: 90 },
  waiting: many(few, (name) => ({ ...name, link, since: AT, lkpp_number: null, count: 30 })),
  atLkpp: many(few, (name) => ({ ...name, link, since: AT, lkpp_number: text, count: 30 })),
  storms: CATEGORIES.slice(0, few).map((category) => ({ category, began_at: AT, count: 40, link })),
  first: many(few, (name) => ({ ...listed(text, name, { assignee_name: text, due: AT }), link })),
});

const outage = (text: string): Facts => ({
  title: text,
  origin: 'lokal',
  services: ['spse', 'lain'],
  startsAt: AT.getTime(),
  impact: text,
  advice: text,
});
const over = (text: string): Facts => ({
  ...outage(text),
  origin: 'nasional',
  endsAt: LATER.getTime(),
  endedAt: LATER.getTime(),
});
const bulletinOf = (text: string, unit: Unit) => ({
  number: 'G-2026-0007',
  facts: outage(text),
  note: text,
  version: 2,
  unit,
});

/** Every function of each module of messages about tickets. */
export const SAID_OF_TICKETS: Record<string, { functions: object; said: Record<string, Said> }> = {
  triage: {
    functions: triage,
    said: {
      ticketCard: (text, unit) => [
        triage.ticketCard(ticketRow(text), BARE_CARD, unit),
        ...STATES.map((state) => triage.ticketCard(fullTicketRow(text, { state }), cardFacts(text), unit)),
        triage.ticketCard(fullTicketRow(text, { merged_into: 41, state: 'ditutup' }), cardFacts(text), unit),
      ],
      ticketOpenedNote: () => [
        triage.ticketOpenedNote(ticketRow('Andi')),
        triage.ticketOpenedNote(ticketRow('Andi', { reporter: null })),
      ],
      fromReporter: (text) => [
        triage.fromReporter(ticketRow(text), text, false, 0),
        triage.fromReporter(fullTicketRow(text, { merged_into: 41 }), text, true, 10),
        triage.fromReporter(ticketRow(text), '', false, 1),
      ],
      fileNotTaken: (text) =>
        ([undefined, 'in', 'out', 'packet'] as const).map((direction) => triage.fileNotTaken(text, text, direction)),
      fileFrom: (text) => [triage.fileFrom(text)],
      replyInThread: (text) =>
        ['due', 'sent', 'unsure', 'refused', 'gone', 'dismissed', 'told'].flatMap((delivery) => [
          triage.replyInThread({ by: text, to: TICKET.number, text, files: 10, delivery, letter: 7 }),
          triage.replyInThread({ by: text, text: '', files: 0, delivery, letter: 7 }),
        ]),
      deedInThread: (text) => DEEDS(text).map((deed) => triage.deedInThread(text, deed)),
      moveRefused: (text) =>
        MOVE_REFUSALS.flatMap((why) => [
          triage.moveRefused(why, ticketRow(text), text, text),
          triage.moveRefused(why, undefined, undefined),
        ]),
      formIncomplete: (text) =>
        Object.keys(triage.INCOMPLETE).map((what) =>
          triage.formIncomplete(what as keyof typeof triage.INCOMPLETE, what === 'text' ? text : undefined),
        ),
      original: (text) => [triage.original(fullTicketRow(text), [text, text]), triage.original(ticketRow(text), [])],
      suggestion: (text) => [triage.suggestion(42, answer(text))],
      answeredBefore: (text) => [triage.answeredBefore(answer(text))],
      suggestionSettled: (text) => [
        triage.suggestionSettled(answer(text), 'sent', text),
        triage.suggestionSettled(answer(text), 'edited', text),
        triage.suggestionSettled(answer(text), 'dropped', text),
      ],
      respondForm: (text) => [
        triage.respondForm(ticketRow(text), '', 0),
        triage.respondForm(ticketRow(text), text, 0, 'suggestion'),
        triage.respondForm(fullTicketRow(text, { reporter: null }), text, 120),
      ],
      // The states whose card has the button.
      statusForm: () =>
        (['baru', 'diambil', 'menunggu_pengguna', 'di_lkpp', 'dibuka_kembali'] as const).map((state) =>
          triage.statusForm(ticketRow('Andi', { state })),
        ),
      priorityForm: () => [triage.priorityForm(ticketRow('Andi', { number: 'L-2026-1000000' }))],
      assignForm: () => BIDANG.map((bidang) => triage.assignForm(ticketRow('Andi', { bidang }))),
      forwardForm: (text, unit) =>
        [0, 1, 12, 120].map((count) =>
          triage.forwardForm(
            count === 0 ? ticketRow(text) : fullTicketRow(text, { state: count > 1 ? 'di_lkpp' : 'diambil' }),
            many(count, ({ id }) => ({ id, name: text })),
            many(Math.min(count, 12), () => text),
            unit,
          ),
        ),
      mergeForm: () => [triage.mergeForm(ticketRow('Andi'))],
      resolveForm: () => [
        triage.resolveForm(ticketRow('Andi'), 0),
        triage.resolveForm(ticketRow('Andi', { restricted: true }), 120),
      ],
      rejectForm: () => [triage.rejectForm(ticketRow('Andi'))],
      newTicketForm: (text) => [triage.newTicketForm(text)],
      ticketMade: (text) => [
        triage.ticketMade(ticketRow(text), undefined, true),
        triage.ticketMade(ticketRow(text), text, false),
      ],
      stormCard: (text) =>
        [LINK, undefined].flatMap((link) =>
          [5, 40, 200].map((count) =>
            triage.stormCard({
              id: 3,
              category: 'dokumen',
              since: TIME,
              tickets: many(count, ({ number }) => ({ number, name: text, link })),
            }),
          ),
        ),
      alarm: () =>
        (['response-soon', 'response-late', 'resolution-soon', 'resolution-late'] as const).map((what) =>
          triage.alarm(what, TICKET.number, TIME),
        ),
      alarmForOne: () => [triage.alarmForOne(42, triage.alarm('response-late', TICKET.number, 'besok'))],
    },
  },
  'reporter-notices': {
    functions: notices,
    said: {
      claimedNotice: () => [notices.claimedNotice(TICKET)],
      replyNotice: (text) => [notices.replyNotice({ ...TICKET, text })],
      waitingNotice: (text) => [notices.waitingNotice({ ...TICKET, question: text })],
      forwardedNotice: (text) => [
        notices.forwardedNotice({ ...TICKET, ground: 'a' }),
        notices.forwardedNotice({ ...TICKET, ground: 'b', lkppNumber: text }),
      ],
      transferredNotice: () => BIDANG.map((bidang) => notices.transferredNotice({ ...TICKET, bidang })),
      resolvedNotice: (text) =>
        [null, 41].map((merged_into) =>
          notices.resolvedNotice({ ...TICKET, resolution: text, reopenDays: 7, merged_into }),
        ),
      rejectedNotice: (text) =>
        [null, 41].map((merged_into) => notices.rejectedNotice({ ...TICKET, reason: text, merged_into })),
      mergedNotice: () => [notices.mergedNotice(TICKET)],
      splitNotice: () => [notices.splitNotice(TICKET)],
      reopenedNotice: (text) => [notices.reopenedNotice(TICKET), notices.reopenedNotice({ ...TICKET, due: text })],
      closedNotice: () => [notices.closedNotice(TICKET)],
      handedToBotNotice: () => [notices.handedToBotNotice(TICKET)],
      fileRefusedNotice: (text) =>
        REFUSALS.map((why, row) => notices.fileRefusedNotice({ ...(row % 2 === 0 && TICKET), name: text, why })),
    },
  },
  'my-tickets': {
    functions: mine,
    said: {
      ticketPage: () => [
        mine.ticketPage([], { first: true }),
        mine.ticketPage([], { first: false }),
        ...[true, false].map((first) =>
          mine.ticketPage(
            STATES.map((state, id) => ({
              ...TICKET,
              id,
              state,
              kind: KINDS[id % 4] ?? 'saran',
              category: CATEGORIES[id] ?? 'lain',
              opened: TIME,
            })),
            first ? { first, next: 9 } : { first },
          ),
        ),
      ],
      noSuchTicket: () => [mine.noSuchTicket()],
      notANumber: () => [mine.notANumber()],
      myTicketView: (text) => [
        mine.myTicketView(shown('')),
        ...(['menunggu_pengguna', 'selesai', 'ditolak'] as const).map((state) =>
          mine.myTicketView(
            shown(text, {
              state,
              packageCode: '123456789012',
              answerBy: TIME,
              lkppNumber: text,
              steps: STATES.map((after) => ({ deed: 'x', before: null, after, at: TIME })),
              said: Array.from({ length: 4 }, (_, row) => ({
                mine: row % 2 === 0,
                at: TIME,
                text,
                changed: row % 3 === 0,
                files: row % 4,
              })),
              earlier: 3,
              files: REFUSALS.map((why, row) => ({
                mine: row % 2 === 0,
                name: text,
                state: (['waiting', 'stored', 'refused'] as const)[row % 3] ?? 'refused',
                why,
              })),
              stars: 4,
              mayReopen: true,
            }),
          ),
        ),
        ...[{ ended: true }, { ended: false, into: { id: 41, number: 'L-2026-00041' } }].map((merged) =>
          mine.myTicketView(shown(text, { state: 'ditutup', merged })),
        ),
      ],
      writeToTicket: () => [mine.writeToTicket(TICKET)],
      addedToTicket: () =>
        [true, false].flatMap((secret) =>
          (['text', 'files'] as const).map((what) => mine.addedToTicket(TICKET, what, secret)),
        ),
      doneAdding: () => [true, false].map((attended) => mine.doneAdding(TICKET, attended)),
      wentToOfficer: () => [
        mine.wentToOfficer(TICKET, { message: 9, attended: true, secret: true }),
        mine.wentToOfficer(TICKET, { attended: false, secret: false }),
      ],
      secretInTicket: () => [mine.secretInTicket()],
      notIntoTicket: (text) => ['voice', 'constructor', text].map((what) => mine.notIntoTicket(TICKET, what)),
      keptForReopening: () => [
        mine.keptForReopening(TICKET, 'selesai', true),
        mine.keptForReopening(TICKET, 'ditolak', false),
      ],
      addMeansReopen: () => [mine.addMeansReopen(TICKET, 'selesai'), mine.addMeansReopen(TICKET, 'ditolak')],
      whyReopen: () => [mine.whyReopen(TICKET)],
      confirmedAskStars: () => [mine.confirmedAskStars(TICKET)],
      starsKept: () => [1, 5].map((stars) => mine.starsKept(TICKET, stars)),
      starsEnough: () => [mine.starsEnough(TICKET)],
      starsCommentKept: () => [true, false].map((secret) => mine.starsCommentKept(TICKET, secret)),
      notPossibleNow: () =>
        (['confirm', 'reopen', 'rate', 'follow-up'] as const).flatMap((move) =>
          MOVE_REFUSALS.map((why) => mine.notPossibleNow({ ...TICKET, state: 'ditutup' }, move, why, 7)),
        ),
      questionWentIntoTicket: (text) =>
        [true, false].map((before) => mine.questionWentIntoTicket(TICKET, text, before)),
      nothingToAsk: () => [mine.nothingToAsk()],
      reporterDid: () => (['confirmed', 'reopened', 'asked-bot'] as const).map(mine.reporterDid),
      reporterRated: (text) => [mine.reporterRated(5), mine.reporterRated(null, text)],
      reporterChanged: (text) => [mine.reporterChanged(text)],
    },
  },
  intake: {
    functions: intake,
    said: {
      formStep: (text) => [
        ...STEPS.map((step) => intake.formStep(draft(text, { step }))),
        ...(['beyond', 'files', 'summary'] as const).map((step) =>
          intake.formStep(fullDraft(text, { step }), answer(text), answer(text)),
        ),
        intake.formStep(draft(text, { step: 'description', kind: 'saran' })),
        intake.formStep(draft(text, { step: 'summary', kind: 'saran' })),
        ...KINDS.map((kind) => intake.formStep(draft(text, { step: 'category', kind }))),
      ],
      heardAlready: (text) => [intake.heardAlready(fullDraft(text)), [...intake.heardAlready(draft(text))]],
      heardComplaint: () => [
        intake.heardComplaint({}),
        intake.heardComplaint({ kind: 'gangguan', category: 'dokumen', packageCode: '8123456', urgent: true }),
      ],
      seenByFew: () => [intake.seenByFew()],
      complaintButtons: () => [
        intake.complaintButtons(1, []),
        intake.complaintButtons(
          1,
          many(3, (name) => name),
        ),
      ],
      ticketAnyway: () => [intake.ticketAnyway()],
      anywayButtons: () => [intake.anywayButtons(1)],
      noTicket: () => [intake.noTicket()],
      tryAgain: () => [intake.tryAgain('code'), intake.tryAgain('choice')],
      noRoom: () => [intake.noRoom()],
      wordsAdded: () => [intake.wordsAdded()],
      wordsChanged: () => [intake.wordsChanged()],
      formIsOpen: (text) => [intake.formIsOpen(draft(text))],
      formStillOpen: (text) => [intake.formStillOpen(draft(text))],
      formOutdated: () => [intake.formOutdated()],
      formExpired: () => [intake.formExpired()],
      formDropped: () => [intake.formDropped()],
      filesNoted: (text) =>
        (['files', 'summary', 'kind'] as const).map((step) => intake.filesNoted(fullDraft(text, { step }))),
      notForForm: () => [intake.notForForm()],
      ticketsInSlack: () => [intake.ticketsInSlack()],
      ticketOpened: (_text, unit) =>
        (['integritas', 'aplikasi'] as const).flatMap((category) => [
          intake.ticketOpened(
            { ...TICKET, category, kind: 'keluhan', responseDue: LATER, opens: LATER, before: false },
            unit,
          ),
          intake.ticketOpened(
            { ...TICKET, category, kind: 'saran', responseDue: null, opens: undefined, before: true },
            unit,
          ),
        ]),
    },
  },
  desk: {
    functions: desk,
    said: {
      deskHome: (text, unit) => [
        desk.deskHome(fullDesk(text), { blocks: answer(text), buttons: [[SOME_BUTTON]] }, at(unit)),
        desk.deskHome(EMPTY_DESK, { blocks: answer(text) }, at(unit)),
      ],
      deskBoard: (text, unit) => [desk.deskBoard(fullDesk(text), at(unit)), desk.deskBoard(EMPTY_DESK, at(unit))],
      shortDesk: (text, unit) => [desk.shortDesk(fullDesk(text), at(unit)), desk.shortDesk(EMPTY_DESK, at(unit))],
      shelfPage: (text, unit) => [
        desk.shelfPage('mine', shelf(text, 25), true, at(unit)),
        desk.shelfPage('bidang-asi', EMPTY, false, at(unit)),
      ],
      searchResult: (text, unit) => [
        desk.searchResult(text, { tickets: shelf(text, 25).tickets, more: true }, true, at(unit)),
        desk.searchResult(text, { tickets: [], more: false }, false, at(unit)),
      ],
      searchWhat: () => [desk.searchWhat(true), desk.searchWhat(false)],
      newTicketWhere: () => [desk.newTicketWhere()],
      noTicketThere: () => [desk.noTicketThere(true), desk.noTicketThere(false)],
      searchForm: () => [desk.searchForm()],
      forYou: () => (['assigned', 'without-desk'] as const).map((why) => desk.forYou(TICKET, why)),
      ticketInFull: (text, unit) => [
        desk.ticketInFull(
          42,
          triage.ticketCard(fullTicketRow(text), cardFacts(text), unit),
          {
            history: history(text, true),
            earlierHistory: 3,
            description: text.slice(0, 4_000),
            said: talk(text),
            earlierSaid: 5,
            files: (['in', 'out', 'packet'] as const).map((direction) => ({ name: text, direction, state: 'stored' })),
            thread: LINK,
          },
          true,
          at(unit),
        ),
        desk.ticketInFull(
          42,
          triage.ticketCard(ticketRow(text), BARE_CARD, unit),
          {
            history: history(text, false),
            earlierHistory: 0,
            said: [],
            earlierSaid: 0,
            files: [],
            thread: undefined,
          },
          false,
          at(unit),
        ),
      ],
      sayingFirst: (text) => [
        desk.sayingFirst([{ blocks: answer(text) }], { blocks: answer(text), buttons: [[SOME_BUTTON]] }),
      ],
      digestMessage: (text, unit) => [
        desk.digestMessage(digest(text, 6, LINK), at(unit)),
        desk.digestMessage(digest(text, 6, undefined), at(unit)),
        desk.digestMessage({ ...digest(text, 1, LINK), open: [] }, at(unit)),
      ],
    },
  },
  announcement: {
    functions: announcement,
    said: {
      bulletinReply: (text, unit) =>
        ANNOUNCEMENT_KINDS.flatMap((kind) =>
          BULLETIN_KINDS.flatMap((bulletin) => [
            announcement.bulletinReply({ ...bulletinOf(text, unit), kind, bulletin }),
            announcement.bulletinReply({
              ...bulletinOf(text, { ...unit, facts: {}, askWhom: {} }),
              ...{ kind, bulletin, note: '', statusUrl: LINK, facts: over(text) },
            }),
          ]),
        ),
      announcementLine: (text, unit) =>
        ANNOUNCEMENT_KINDS.flatMap((kind) =>
          ANNOUNCEMENT_STATES.flatMap((state) =>
            [outage(text), over(text)].map((facts) => {
              const spans = announcement.announcementLine({ number: 'G-2026-0007', kind, state, facts }, unit);
              return { kind: 'paragraph', spans } as const;
            }),
          ),
        ),
    },
  },
  ...SAID_OF_ANNOUNCING,
  ...SAID_OF_RUNNING,
  ...SAID_OF_DOCUMENTS,
  ...SAID_OF_FAQ_DESK,
  ...SAID_OF_FAQ_WRITING,
  ...SAID_OF_UPLOADS,
  ...SAID_OF_AI,
  ...SAID_OF_VOICE,
  ...SAID_OF_GAPS,
  packet: { functions: packet, said: {} },
};

const SOME_BUTTON: Button = { label: 'Bantuan', action: { verb: 'menu', id: 0 } };

/** Officers are in Slack: a page with so many buttons is not for Telegram. */
export const ONLY_IN_SLACK = ['gaps', 'desk', 'faq-desk', 'faq-card', 'documents'];

/** These say nothing by themselves; what a packet holds is looked at apart. */
export const SILENT_OF_TICKETS = [
  'fileRefusalName',
  'fileName',
  'packetFor',
  'withUnsureCode',
  'problemWords',
  ...SILENT_OF_ANNOUNCING,
  ...SILENT_OF_RUNNING,
  ...SILENT_OF_FAQ_DESK,
  ...SILENT_OF_FAQ_WRITING,
  ...SILENT_OF_UPLOADS,
  ...SILENT_OF_GAPS,
];

/** What is drawn again in its place, and so must be one message whatever stands in it. */
export const DRAWN_AGAIN = [
  'ai.modelsBoard',
  'triage.ticketCard',
  'triage.replyInThread',
  'triage.stormCard',
  'desk.digestMessage',
  'announcement-card.announcementCard',
  'faq-card.faqCard',
  'uploads.uploadCard',
];
