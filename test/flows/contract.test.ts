import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { type SlackServer, startSlackServer } from '../../bot/sandbox/slack/index.ts';
import { startTelegramServer, type TelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { createSlack } from '../../bot/slack/index.ts';
import { createTelegram } from '../../bot/telegram/index.ts';
import {
  type Block,
  type Button,
  decodeAction,
  type Field,
  type Form,
  messages,
  type Place,
  type Reply,
  respond,
  type Span,
} from '../../handlers/index.ts';
import { sources } from '../../handlers/messages/answers.ts';
import { packetFor } from '../../handlers/messages/packet.ts';
import * as triage from '../../handlers/messages/triage.ts';
import { may } from '../../handlers/rules/permission.ts';
import type { Citation, Statement, Unit } from '../../knowledge/index.ts';
import { readService } from '../../knowledge/service.ts';
import { testHelpdesk } from '../support/helpdesk.ts';
import {
  DRAWN_AGAIN,
  fullTicketRow,
  ONLY_IN_SLACK,
  SAID_OF_TICKETS,
  type Said,
  SILENT_OF_TICKETS,
} from '../support/ticket-messages.ts';

/** What may stand where a fact stands; the first is what it usually is. */
const TEXTS: [name: string, text: string][] = [
  ['usual words', 'Andi Baso – CV Sumber Jaya'],
  ['nothing', ''],
  ['only white space', ' \n\t '],
  ['HTML and Markdown', '<b>tebal</b> &amp; <a href="x">*a* _b_ ~c~ `d`\n```e``` > f [g](http://x.id) ||h|| \\*'],
  [
    'Slack mentions',
    '<!channel> <!here> <@U1> <#C1|umum> @everyone @channel <https://x.id|klik> <!date^0^a|b> :smile:',
  ],
  ['Telegram words', '/start @lpse_bot #lpse $LPSE lpse.go.id a@b.id tg://user?id=1 +62 812 3456 7890'],
  ['emoji', '👩‍👩‍👧‍👦🏳️‍🌈1️⃣'.repeat(500)],
  ['many lines', 'Dokumen penawaran diunggah sebelum batas akhir.\n'.repeat(210)],
  ['one long word', 'panjang'.repeat(1_430)],
  ['both directions', 'مرحبا \u202Eterbalik\u202C a\u200Bb\u200Dc\uFEFF שלום\u2066d\u2069'],
  ['what cannot be sent', '\uD83D a \uDC4D b\u0000c\u0007d\r\ne\u2028f'],
];

const LINK = 'https://t.me/helpdesk_lpse_bot?start=a&b=%20';
const ROLES = ['lpd', 'admin'] as const;
const RATINGS: messages.Rating[] = [
  { state: 'none' },
  { state: 'useful' },
  { state: 'asked-why' },
  { state: 'useless', reason: 'incomplete' },
  { state: 'useless', reason: undefined },
];
const labelled = (text: string) => text.trim() || 'Badan usaha';

function unitWith(text: string): Unit {
  const all = { jam_layanan: text, alamat: text, telepon: text, email: text, whatsapp: text, situs: text, biaya: text };
  return {
    name: text,
    short: text,
    zone: 'Asia/Makassar',
    zoneName: 'WITA',
    facts: all,
    askWhom: all,
    service: readService(undefined),
  };
}
const unitWithout = (text: string): Unit => ({ ...unitWith(text), facts: {}, askWhom: {} });

function statementWith(text: string): Statement {
  const citation: Citation = { document: 'd', pasal: 21, ayat: 3, quote: text };
  return { citation, source: text, shown: text, fact: text, notes: [text], validity: text, banner: text };
}

/** Every function of the messages that are not about tickets. */
const SAID: Record<string, Said> = {
  stated: (text) => {
    const { fact: _, ...bare } = statementWith(text);
    const faq: Statement = { ...bare, citation: { document: 'f', bagian: 'FAQ', angka: 1, quote: text } };
    const withBasis = { ...bare, citation: { ...bare.citation, basis: [bare.citation] } };
    return [bare, statementWith(text), { ...faq, fact: text }, withBasis].flatMap((one) => [
      messages.stated(one),
      messages.stated({ ...one, modality: 'tidak perlu' }, true, true),
    ]);
  },
  welcome: (text) => [false, true].map((hasModels) => messages.welcome(unitWith(text), hasModels)),
  help: (text) => [messages.help(unitWith(text))],
  withMenu: (text) => [messages.withMenu([{ kind: 'heading', text: 'Halo' }, ...paragraphs(text)])],
  askWhat: () => [messages.askWhat()],
  registerAs: (text) =>
    [true, false].map((replaces) =>
      messages.registerAs([{ label: labelled(text), document: 'd', items: [], rules: [] }], replaces),
    ),
  checklist: (text) => {
    const kind = { label: text, document: 'd', items: [], rules: [] };
    const statement = statementWith(text);
    return [
      messages.checklist({ ...kind, note: text }, [statement, statement], [statement]),
      messages.checklist(kind, [], []),
    ];
  },
  person: (text) => [unitWith(text), unitWithout(text)].map((unit) => messages.person(unit)),
  cancelled: () => [messages.cancelled(true), messages.cancelled(false)],
  onlyInPrivate: () => [messages.onlyInPrivate(LINK), messages.onlyInPrivate(undefined)],
  groupWelcome: (text) => [
    messages.groupWelcome(unitWith(text), LINK),
    messages.groupWelcome(unitWith(text), undefined),
  ],
  unreadable: (text) => ['voice', 'poll', 'constructor', text].map(messages.unreadable),
  filesNotRead: () => [messages.filesNotRead(1), messages.filesNotRead(10)],
  captionOnly: () => [messages.captionOnly()],
  forwardedNote: () => [messages.forwardedNote()],
  secretNote: () => [messages.secretNote()],
  changedAfterwards: () => [messages.changedAfterwards(2_147_483_647)],
  letItBe: () => [messages.letItBe()],
  sharedBy: (text) => [messages.sharedBy(text, text)],
  outdated: () => [messages.outdated()],
  unknownCommand: (text) => [messages.unknownCommand(text)],
  ratedAnswer: (text) => {
    const choices: Button[] = [{ label: labelled(text), action: { verb: 'answer', id: 1, choice: '0' } }];
    const blocks: Block[] = [
      { kind: 'heading', text: 'Jawaban' },
      { kind: 'quote', text },
    ];
    return RATINGS.flatMap((rating) => [
      messages.ratedAnswer(1, blocks, 3, rating, {
        choices,
        judged: true,
        shared: true,
        person: true,
        offers: [choices],
      }),
      messages.ratedAnswer(1, blocks, 0, rating, {
        choices: [],
        judged: false,
        shared: false,
        person: false,
        offers: [],
      }),
    ]);
  },
  // Nothing is said of what was not judged.
  ratedAlone: () => RATINGS.filter(({ state }) => state !== 'none').map((rating) => messages.ratedAlone(1, rating)),
  whyInWords: () => [messages.whyInWords()],
  reasonForm: () => [messages.reasonForm(1)],
  reasonKept: () => [messages.reasonKept()],
  staffHelp: (text) => [
    messages.staffHelp(unitWith(text), [...ROLES], {
      roles: true,
      letters: true,
      tickets: true,
      announces: true,
      trains: true,
      models: true,
    }),
    messages.staffHelp(unitWith(text), [], {
      roles: false,
      letters: false,
      tickets: false,
      announces: false,
      trains: false,
      models: false,
    }),
  ],
  askForm: (text) => [messages.askForm(text)],
  rolesList: (text) => [
    messages.rolesList([{ address: 'U1', name: text, roles: [text, ...ROLES] }]),
    messages.rolesList([]),
  ],
  rolesForm: () => [messages.rolesForm()],
  rolesChanged: (text) => [messages.rolesChanged(text, ROLES), messages.rolesChanged(text, [])],
  yourRoles: (text) => [messages.yourRoles(ROLES, text), messages.yourRoles([], text)],
  rolesNotChanged: () =>
    Object.keys(messages.ROLE_TROUBLE).map((why) =>
      messages.rolesNotChanged(why as keyof typeof messages.ROLE_TROUBLE),
    ),
  uncertainLetters: (text) => {
    const letter = { name: text, at: text, why: text, text };
    const states = ['unsure', 'refused', 'gone'] as const;
    return [
      messages.uncertainLetters(
        states.map((state, id) => ({ ...letter, id, state })),
        { due: 1, sending: 2, unsure: 3, refused: 4 },
      ),
      messages.uncertainLetters([], {}),
    ];
  },
  someUncertain: () => [messages.someUncertain({ unsure: 1 }), messages.someUncertain({})],
  notDelivered: (text) => [messages.notDelivered(text, 'unsure', text), messages.notDelivered(undefined, 'gone', text)],
  deskGone: (text) => [messages.deskGone(text, text)],
  letterDecided: () => (['resend', 'dismiss', 'too-late'] as const).map((what) => messages.letterDecided(1, what)),
  appHome: (text) => [
    messages.appHome(unitWith(text), [...ROLES], {
      roles: true,
      letters: true,
      tickets: true,
      announces: true,
      trains: true,
      models: true,
    }),
    messages.appHome(unitWith(text), [], {
      roles: false,
      letters: false,
      tickets: false,
      announces: false,
      trains: false,
      models: false,
    }),
  ],
  somethingBroke: (text) => [messages.somethingBroke(text)],
  slowDown: () => [messages.slowDown(5)],
  tooMany: () => [messages.tooMany()],
  notAllowed: () =>
    (['telegram', 'slack'] as const).map((channel) =>
      messages.notAllowed({
        place: { channel, chat: '1', audience: 'private' },
        event: { kind: 'form', form: 'respond', id: 1, fields: { text: 'balasan yang panjang', also: ['merged'] } },
      }),
    ),
};
/** These say nothing by themselves. */
const SILENT = ['isReason', 'placeName'];

const paragraphs = (text: string): Block[] => [{ kind: 'paragraph', spans: [text] }];
const isForm = (made: Reply | Form): made is Form => 'fields' in made;

/** Every function, as `module.function` where it is about tickets. */
const ALL: Record<string, Said> = {
  ...SAID,
  ...Object.fromEntries(
    Object.entries(SAID_OF_TICKETS).flatMap(([module, { said: functions }]) =>
      Object.entries(functions).map(([name, say]) => [`${module}.${name}`, say]),
    ),
  ),
};

/** The replies of one function, without its forms. */
function said(name: string, text: string): Reply[] {
  return repliesIn(ALL[name]?.(text, unitWith(text)) ?? []).filter((one): one is Reply => !isForm(one));
}

/** What is said without facts is tried once. */
const isTriedWith = (say: Said, text: string): boolean => say.length > 0 || text === TEXTS[0]?.[1];

const isBlock = (one: Block | Button[]): one is Block => 'kind' in one;

/** A block alone stands below something, rows of buttons too, and a message needs words. */
function repliesIn(made: ReturnType<Said>): (Reply | Form)[] {
  return made.map((one) => {
    if ('blocks' in one || 'fields' in one) return one;
    const pieces: (Block | Button[])[] = Array.isArray(one) ? one : [one];
    return {
      blocks: [{ kind: 'heading', text: 'Jawaban' }, ...pieces.filter(isBlock)],
      buttons: pieces.filter((piece): piece is Button[] => !isBlock(piece)),
    };
  });
}

/** What people see of a message, wherever it stands: its words, which of them are marked how, and its buttons. */
type Shown = { words: string; marked: Record<Mark, string>; buttons: ShownButton[] };
type Mark = 'bold' | 'italic' | 'code' | 'quote' | 'link';
type ShownButton = { label: string; does: unknown };

/** White space and what cannot be seen apart, since each channel breaks lines in its own way, and the marks of lists. */
const bare = (text: string) => text.toWellFormed().replace(/[\s\p{Cc}•]/gu, '');

const NO_MARKS: Record<Mark, string> = { bold: '', italic: '', code: '', quote: '', link: '' };

/** A stretch of the reply and what it is. */
type Piece = { text: string; marks: Mark[]; note?: boolean };

function piecesOf(block: Block): Piece[] {
  if (block.kind === 'heading') return [{ text: block.text, marks: ['bold'] }];
  if (block.kind === 'quote') return [{ text: block.text, marks: ['quote'] }];
  const spans = block.kind === 'list' ? block.items.flat() : block.spans;
  return spans.map((span) => ({ ...pieceOf(span), note: block.kind === 'note' }));
}

function pieceOf(span: Span): Piece {
  if (typeof span === 'string') return { text: span, marks: [] };
  if ('bold' in span) return { text: span.bold, marks: ['bold'] };
  if ('italic' in span) return { text: span.italic, marks: ['italic'] };
  if ('code' in span) return { text: span.code, marks: ['code'] };
  return { text: span.text, marks: ['link'] };
}

/** What people shall see; `small` says how a channel shows a piece of a note. */
function expectedOf({ blocks, buttons = [] }: Reply, small: (piece: Piece, block: Block) => Mark[]): Shown {
  const marked = { ...NO_MARKS };
  let words = '';
  for (const block of blocks)
    for (const piece of piecesOf(block)) {
      words += bare(piece.text);
      for (const mark of piece.note ? small(piece, block) : piece.marks) marked[mark] += bare(piece.text);
    }
  return { words, marked, buttons: buttons.flat().map(expectedButton) };
}

const expectedButton = (button: Button): ShownButton => ({
  label: button.label,
  does: 'url' in button ? new URL(button.url).href : button.action,
});

/** Telegram shows notes in italics, except code. */
const inItalics = ({ marks }: Piece): Mark[] =>
  marks.includes('code') || marks.includes('italic') ? marks : [...marks, 'italic'];
/** Slack shows notes small and plain, except those with a link. */
const asSmall = ({ marks }: Piece, block: Block): Mark[] =>
  piecesOf(block).some((piece) => piece.marks.includes('link')) ? marks : [];

let helpdesk: Helpdesk;
let telegramServer: TelegramServer;
let slackServer: SlackServer;
let telegram: ReturnType<typeof createTelegram>;
let slack: ReturnType<typeof createSlack>;
let onTelegram: Place;
let onSlack: Place;
let user: string;
let form: Form | undefined;
const received: unknown[] = [];

beforeAll(async () => {
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  [helpdesk, telegramServer, slackServer] = await Promise.all([
    testHelpdesk(),
    startTelegramServer({ limits: 'off' }),
    startSlackServer({ limits: 'off' }),
  ]);
  const receive = async (incoming: unknown) => void received.push(incoming);
  const readFile = async () => undefined;
  const { token, apiRoot } = telegramServer;
  telegram = createTelegram({ token, apiRoot, commands: messages.COMMANDS, receive, readFile, log: silent });
  const { botToken, appToken, apiUrl } = slackServer;
  slack = createSlack({
    botToken,
    appToken,
    apiUrl,
    receive,
    openForm: async () => form,
    readFile,
    watched: [],
    log: silent,
  });
  await slack.start();
  user = slackServer.people.addUser('rahma', 'Rahma').id;
});
afterAll(async () => {
  await slack.stop();
  await Promise.all([telegramServer.stop(), slackServer.stop(), helpdesk.close()]);
});

/** Gives both channels a chat of their own, so that looking at it stays quick. */
function newChats(): void {
  const { id } = telegramServer.people.addPerson('Andi');
  telegramServer.people.say(id, id, '/start');
  onTelegram = { channel: 'telegram', chat: String(id), audience: 'private' };
  onSlack = { channel: 'slack', chat: slackServer.people.addChannel(`kanal-${id}`, [user]), audience: 'group' };
}

/** Sends all messages of a reply, and where it would replace another also in the place of one. */
async function sent({ out }: typeof telegram, place: Place, reply: Reply): Promise<string[]> {
  const refs: string[] = [];
  for (const message of out.render(reply)) {
    const delivery = await out.send(place, message);
    expect(delivery).toEqual({ kind: 'sent', ref: expect.any(String) });
    const { ref } = delivery as { ref: string };
    refs.push(ref);
    if (reply.replaces) expect(await out.send(place, message, ref)).toEqual({ kind: 'sent', ref });
  }
  return refs;
}

async function shownOnTelegram(reply: Reply): Promise<Shown> {
  const refs = await sent(telegram, onTelegram, reply);
  const chat = telegramServer.people.view().chats.find(({ id }) => String(id) === onTelegram.chat);
  const found = refs.map((ref) => chat?.messages.find(({ id }) => String(id) === ref));
  const marked = { ...NO_MARKS };
  for (const message of found)
    for (const { type, offset, length } of message?.entities ?? []) {
      const mark = TELEGRAM_MARKS[type];
      expect(mark, `${type} was read out of the text`).toBeDefined();
      if (mark) marked[mark] += bare(message?.text.slice(offset, offset + length) ?? '');
    }
  expect(found.slice(0, -1).flatMap((message) => message?.buttons)).toEqual([]);
  return {
    words: bare(found.map((message) => message?.text).join('')),
    marked,
    buttons: (found.at(-1)?.buttons ?? []).flat().map(({ text, data, url }) => ({
      label: text,
      does: url === undefined ? decodeAction(data ?? '') : new URL(url).href,
    })),
  };
}

/** How Telegram calls what we mark; `undefined`: it finds these in any text, and they are no markup. */
const TELEGRAM_MARKS: Record<string, Mark | false> = {
  bold: 'bold',
  italic: 'italic',
  code: 'code',
  blockquote: 'quote',
  expandable_blockquote: 'quote',
  text_link: 'link',
  mention: false,
  hashtag: false,
  bot_command: false,
  url: false,
  email: false,
};

type Element = {
  type: string;
  text?: string | Element;
  elements?: Element[];
  /** Of a list it is the name of its bullets. */
  style?: string | Partial<Record<Mark, boolean>>;
  action_id?: string;
  url?: string;
};

async function shownOnSlack(reply: Reply): Promise<Shown> {
  const refs = await sent(slack, onSlack, reply);
  const channel = slackServer.people.view().channels.find(({ id }) => id === onSlack.chat);
  const found = refs.map((ref) => channel?.messages.find(({ ts }) => ref.endsWith(`:${ts}`)));
  for (const message of found) {
    // The words of the notification are read for mentions.
    expect(message?.text).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
    expect(message?.text).not.toBe('');
  }
  return drawnBySlack(found.flatMap((message) => message?.blocks as Element[]));
}

function drawnBySlack(blocks: Element[]): Shown {
  const shown: Shown = { words: '', marked: { ...NO_MARKS }, buttons: [] };
  const draw = ({ type, text, elements = [], style = {}, action_id = '', url }: Element, around: Mark[]): void => {
    expect(SLACK_ELEMENTS, `${type} is not read as it stands`).toContain(type);
    const marks = [
      ...around,
      ...SLACK_MARKS(type),
      ...(typeof style === 'string' ? [] : (Object.keys(style) as Mark[])),
    ];
    if (type === 'button') {
      const label = typeof text === 'object' ? String(text.text) : '';
      shown.buttons.push({ label, does: url === undefined ? decodeAction(action_id) : url });
    } else if (typeof text === 'string') {
      shown.words += bare(text);
      for (const mark of marks) shown.marked[mark] += bare(text);
    } else if (text) draw(text, marks);
    for (const element of elements) draw(element, marks);
  };
  for (const block of blocks) draw(block, []);
  return shown;
}

/** In none of these does Slack look for markup, and none is a mention. */
const SLACK_ELEMENTS = [
  ...['header', 'rich_text', 'context', 'actions', 'button', 'plain_text'],
  ...['rich_text_section', 'rich_text_quote', 'rich_text_list', 'text', 'link'],
];
const SLACK_MARKS = (type: string): Mark[] =>
  ({ header: ['bold' as const], rich_text_quote: ['quote' as const], link: ['link' as const] })[type] ?? [];

/** Sends a reply through both channels, and compares what people see there with it and so with each other. */
const check = async (reply: Reply): Promise<void> => {
  await Promise.all([checkOnTelegram(reply), checkOnSlack(reply)]);
};
const checkOnTelegram = async (given: Reply): Promise<void> => {
  const reply = withRemark(given);
  expectShown(await shownOnTelegram(reply), expectedOf(reply, inItalics));
};
const checkOnSlack = async (given: Reply): Promise<void> => {
  const reply = withRemark(given);
  expectShown(await shownOnSlack(reply), expectedOf(reply, asSmall));
};

const withRemark = ({ remark, ...plain }: Reply): Reply => ({
  ...plain,
  blocks: [...plain.blocks, ...(remark ? [remark] : [])],
});

function expectShown(shown: Shown, expected: Shown): void {
  expect(shown.words).toBe(expected.words);
  expect(shown.marked).toEqual(expected.marked);
  expect(shown.buttons.map(({ does }) => does)).toEqual(expected.buttons.map(({ does }) => does));
  for (const [at, { label }] of expected.buttons.entries()) expectLabel(shown.buttons[at]?.label ?? '', label);
}

/** Telegram's labels have room for 64 characters, Slack's for 75; what is longer ends with an ellipsis. */
function expectLabel(shown: string, label: string): void {
  const whole = label.toWellFormed().trim();
  if (whole.length <= 64) {
    expect(bare(shown)).toBe(bare(whole));
  } else {
    expect(shown.length).toBeGreaterThan(55);
    expect(bare(whole)).toContain(bare(shown.replace(/…$/, '')));
  }
}

/** The module of a function; those that are not about tickets are in one. */
const moduleOf = (name: string): string => (name.includes('.') ? name.slice(0, name.indexOf('.')) : 'index');
const MODULES = [...new Set(Object.keys(ALL).map(moduleOf))];
/** What the sending machine sends, and nobody wrote into a form that bounds all of it. */
const SENT_TO_MANY = ['faq-push.pushedReply'];
/** What stands in the App Home. */
const HOMES = [
  ...['appHome', 'desk.deskHome', 'desk.shelfPage', 'desk.searchResult', 'desk.ticketInFull'],
  ...['faq-desk.faqList', 'faq-desk.faqHistory', 'faq-desk.trainersPage'],
];

describe('whatever is said', () => {
  it('is tried here: every function of the messages', () => {
    const functions = Object.entries(messages).filter(([, value]) => typeof value === 'function');
    expect(Object.keys(SAID).toSorted()).toEqual(
      functions
        .map(([name]) => name)
        .filter((name) => !SILENT.includes(name))
        .toSorted(),
    );
  });

  it.each(Object.entries(SAID_OF_TICKETS))(
    'is tried here: every function of the messages about tickets in %s',
    (_module, { functions, said: tried }) => {
      const names = Object.entries(functions).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
      expect(Object.keys(tried).toSorted()).toEqual(
        names.filter((name) => !SILENT_OF_TICKETS.includes(name)).toSorted(),
      );
    },
  );

  it.each(TEXTS.flatMap(([facts, text]) => MODULES.map((module): [string, string, string] => [module, facts, text])))(
    'reads the same on both sides: %s with %s for facts',
    async (module, _facts, text) => {
      newChats();
      const functions = Object.entries(ALL).filter(
        ([name, say]) => moduleOf(name) === module && isTriedWith(say, text),
      );
      for (const [name] of functions)
        for (const reply of said(name, text))
          await (ONLY_IN_SLACK.includes(module) ? checkOnSlack : check)(reply).catch((error) =>
            Promise.reject(named(error, name)),
          );
    },
  );

  it.each(DRAWN_AGAIN)(
    'is one message in Slack whatever stands in it, since it is drawn again in its place: %s',
    (name) => {
      for (const [facts, text] of [...TEXTS, ['quotation marks', '"\\\n'.repeat(3_000)]])
        for (const reply of said(name, text ?? '')) expect(slack.out.render(reply), facts).toHaveLength(1);
    },
  );

  it.each(SENT_TO_MANY)('is one message on Telegram whatever stands in it, since it goes to very many: %s', (name) => {
    for (const [facts, text] of TEXTS)
      for (const reply of said(name, text)) expect(telegram.out.render(reply), facts).toHaveLength(1);
  });

  it.each(HOMES.flatMap((name) => TEXTS.map(([facts, text]): [string, string, string] => [name, facts, text])))(
    'is an App Home: %s with %s for facts',
    async (name, _facts, text) => {
      const home: Place = { channel: 'slack', chat: user, audience: 'private', home: true };
      for (const reply of said(name, text)) {
        const [message] = slack.out.render(reply);
        expect(await slack.out.send(home, message)).toEqual({ kind: 'sent', ref: `home:${user}` });
        const { blocks } = slackServer.people.view().homes[user] as { blocks: Element[] };
        expect(drawnBySlack(blocks)).toEqual(expectedOf(reply, asSmall));
      }
    },
  );

  it('is what the knowledge answers, with its sources', async () => {
    newChats();
    for (const question of QUESTIONS) {
      const { blocks, citations, english } = respond(helpdesk.knowledge, question);
      const quoted = citations.map((citation) => ({ citation, source: 'Perbup Polewali Mandar 31/2012' }));
      await check({ blocks: sources(quoted, english) });
      for (const rating of RATINGS) {
        const controls = { choices: [], judged: true, shared: false, person: true, offers: [] };
        await check(messages.ratedAnswer(1, blocks, citations.length, rating, controls));
      }
      // Pressed, it is drawn again in its place.
      expect(slack.out.render(triage.suggestion(1, blocks)), question).toHaveLength(1);
    }
  });

  it('is anything at all', async () => {
    newChats();
    await fc.assert(fc.asyncProperty(anyReply, check), { numRuns: 120 });
  });
});

const QUESTIONS = [
  'syarat daftar penyedia apa saja?',
  'boleh gak LPSE minta syarat tambahan pas daftar?',
  'isi pasal 1',
  'isi pasal 21',
  'jam buka lpse?',
  'tolong mundurkan jadwal upload dong',
  'saya tidak bisa login, muncul galat 500',
  'who can register as a provider?',
  'apa itu blockchain menurut perbup?',
  'pasal 99 isinya apa',
  'daftar',
  'halo',
];

function named(error: unknown, name: string): unknown {
  if (error instanceof Error) error.message = `${name}: ${error.message}`;
  return error;
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...TEXTS.map(([, text]) => text)),
  fc.string({ unit: fc.constantFrom(...'<>&*_~`[]()!@#|\\:/. \n'), maxLength: 40 }),
);
const anySpan: fc.Arbitrary<Span> = fc.oneof(
  anyText,
  anyText.map((bold) => ({ bold })),
  anyText.map((italic) => ({ italic })),
  anyText.map((code) => ({ code })),
  // A link without words shows its address on one side and nothing on the other; nothing that is said has one.
  fc.record({ text: anyText.map((text) => `tautan${text}`), url: fc.webUrl() }),
);
const anySpans = fc.array(anySpan, { maxLength: 6 });
const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  anyText.map((text): Block => ({ kind: 'heading', text })),
  anyText.map((text): Block => ({ kind: 'quote', text })),
  anySpans.map((spans): Block => ({ kind: 'paragraph', spans })),
  anySpans.map((spans): Block => ({ kind: 'note', spans })),
  fc.array(anySpans, { maxLength: 6 }).map((items): Block => ({ kind: 'list', items })),
);
/** The number makes each action another one, as it is in a message. */
const anyButtons = fc
  .array(fc.array(fc.tuple(anyText, fc.boolean()), { minLength: 1, maxLength: 4 }), { maxLength: 5 })
  .map((rows): Button[][] =>
    rows.map((row, y) =>
      row.map(([text, isLink], x): Button => {
        const label = `${y}${x} ${text}`;
        return isLink ? { label, url: LINK } : { label, action: { verb: 'answer', id: y, choice: String(x) } };
      }),
    ),
  );
const anyReply: fc.Arbitrary<Reply> = fc.record({
  blocks: fc
    .array(anyBlock, { maxLength: 12 })
    .map((blocks): Block[] => [{ kind: 'paragraph', spans: ['Jawaban'] }, ...blocks]),
  buttons: anyButtons,
  replaces: fc.boolean(),
});

const FORMS = [
  ...['reasonForm', 'askForm', 'rolesForm', 'desk.searchForm', 'ai.switchOffForm'],
  ...['respond', 'status', 'priority', 'assign', 'forward', 'merge', 'resolve', 'reject', 'newTicket'].map(
    (name) => `triage.${name}Form`,
  ),
  ...['announce', 'news', 'alone'].map((name) => `announcement-forms.${name}Form`),
  ...['faq-form.newFaqForm', 'faq-form.dropFaqForm', 'faq-form.editFaqForm', 'faq-form.returnFaqForm'],
  ...['faq-push.pushForm', 'faq-desk.withdrawForm', 'gaps.gapDraftForm', 'gaps.gapJoinForm'],
  ...['uploads.formToRelate', 'uploads.formToDrop'],
];

type Option = { value: string; text: { text: string } };
type Input = {
  type: string;
  block_id: string;
  label: { text: string };
  hint?: { text: string };
  optional?: boolean;
  element: {
    initial_value?: string;
    initial_date?: string;
    initial_time?: string;
    options?: Option[];
    initial_option?: Option;
    initial_options?: Option[];
  };
};
/** A menu holds no more, and a label of a choice is no longer. */
const [MOST_OPTIONS, LONGEST_OPTION] = [100, 75];

/** The field stands in the modal with its choices and what is in it at first. */
function expectField(input: Input | undefined, { kind, initial, longest = 3_000, options, hint, optional }: Field) {
  const { element = {}, hint: below, optional: mayBeLeft }: Partial<Input> = input ?? {};
  expect([below?.text, mayBeLeft ?? false]).toEqual([hint, optional ?? false]);
  if (kind === 'text' || kind === 'long')
    return expect(bare(element.initial_value ?? '')).toBe(bare(String(initial ?? '').slice(0, longest)));
  if (kind === 'date' || kind === 'time') return expect(element[`initial_${kind}`]).toBe(initial);
  if (kind === 'person') return;
  const shown = (options ?? []).slice(0, MOST_OPTIONS);
  expect(element.options?.map(({ value }) => value)).toEqual(shown.map(({ value }) => value));
  for (const [at, { label }] of shown.entries())
    if (label.length <= LONGEST_OPTION && bare(label) !== '')
      expect(bare(element.options?.[at]?.text.text ?? '')).toBe(bare(label));
  const chosen = [element.initial_option ?? [], element.initial_options ?? []].flat().map(({ value }) => value);
  expect(chosen).toEqual([initial ?? []].flat().slice(0, MOST_OPTIONS));
}

describe('a form', () => {
  const forms = TEXTS.flatMap(([facts, text]) =>
    Object.entries(ALL).flatMap(([name, say]) =>
      (isTriedWith(say, text) ? repliesIn(say(text, unitWith(text))) : [])
        .filter(isForm)
        .map((made): [string, string, Form] => [name, facts, made]),
    ),
  );

  it('is there to be tried', () => {
    expect([...new Set(forms.map(([name]) => name))].toSorted()).toEqual(FORMS.toSorted());
    // Somebody may send it.
    for (const [, , { name }] of forms) expect(may(['admin'], `form:${name}`), name).toBe(true);
  });

  it.each(forms)('opens in Slack: %s with %s for facts', async (_name, _facts, made) => {
    newChats();
    form = made;
    received.length = 0;
    for (const { id } of slackServer.people.view().modals) slackServer.people.closeModal(user, id);
    await slackServer.people.command(user, onSlack.chat, '/lpse', 'tanya');
    const open = slackServer.people.view().modals.at(-1);
    expect(received).toEqual([]);
    expect(open?.user).toBe(user);
    expect(open?.view).toMatchObject({
      callback_id: made.name,
      title: { text: made.title },
      submit: { text: made.submit },
    });
    const blocks = (open?.view.blocks ?? []) as (Input & Element)[];
    const inputs = blocks.filter(({ type }) => type === 'input');
    expect(inputs.map(({ block_id, label }) => [block_id, label.text])).toEqual(
      made.fields.map(({ name, label }) => [name, label]),
    );
    const above = expectedOf({ blocks: made.intro ?? [] }, asSmall);
    expect(drawnBySlack(blocks.filter(({ type }) => type !== 'input')).words).toBe(above.words);
    for (const [at, field] of made.fields.entries()) expectField(inputs[at], field);
  });
});

describe('the packet for LKPP', () => {
  const PERSONAL = [
    '7604011203850002',
    '0812-3456-7890',
    '+62 813 4455 6677',
    'andi.baso@contoh.co.id',
    '01.234.567.8-901.000',
    'Rahasia123',
    'Andi Baso',
    'Haji Muhlis',
  ];
  /** All that somebody might type where they should not. */
  const TYPED =
    'NIK 7604011203850002, HP 0812-3456-7890 atau +62 813 4455 6677, surel andi.baso@contoh.co.id, NPWP 01.234.567.8-901.000, password: Rahasia123';
  const row = fullTicketRow('Galat 500 saat unggah.', {
    reporter_name: 'Andi Baso',
    contact: 'Haji Muhlis 0812-3456-7890',
    original: TYPED,
    resolution: 'Sudah ditelepon Andi Baso.',
    stars_comment: 'Terima kasih, Haji Muhlis',
    lkpp_number: 'LKPP-778899',
  });
  const symptoms = { application: `SPSE 4.5 ${TYPED}`, error: TYPED, when: TYPED, steps: `${TYPED}\n${TYPED}` };
  const pictures = [{ file: 9, name: 'layar.png' }];
  const packet = packetFor(row, symptoms, pictures, [TYPED], unitWith('LPSE Polewali Mandar'));

  it('holds no name and no number of anybody', () => {
    for (const personal of PERSONAL) expect(JSON.stringify(packet)).not.toContain(personal);
  });

  it('holds what was typed into the fields beside them no more than elsewhere', () => {
    const named = packetFor(
      { ...row, lkpp_number: `778899 ${TYPED}` },
      symptoms,
      [{ file: 9, name: `${TYPED}.png` }],
      [],
      unitWith('LPSE'),
    );
    for (const personal of PERSONAL) expect(JSON.stringify(named)).not.toContain(personal);
  });

  it('does not name the reporter where they named themselves', () => {
    const said = { ...row, description: 'Saya Andi Baso. Galat 500 saat unggah.' };
    const steps = 'Andi Baso sudah mencoba peramban lain.';
    const named = packetFor(said, { ...symptoms, steps }, pictures, [steps], unitWith('LPSE'));
    expect(JSON.stringify(named)).not.toContain('Andi Baso');
  });

  it('holds what LKPP needs', () => {
    const facts = Object.fromEntries(packet.facts.map(({ label, value }) => [label, value]));
    expect(facts).toMatchObject({
      'Nomor tiket': 'L-2026-00042',
      LPSE: 'LPSE Polewali Mandar',
      'Nomor tiket LKPP': 'LKPP-778899',
      'Kode tender': '123456789012',
      Dilaporkan: '23 Nov 2026 09.05 WITA',
    });
    expect(facts.Dasar).toContain('huruf a');
    expect(facts['Aplikasi dan versi']).toContain('SPSE 4.5');
    expect(packet.sections.map(({ lines }) => lines.length)).toEqual([1, 1, 2]);
    expect(packet.sections[0]?.lines).toEqual(['Galat 500 saat unggah.']);
    expect(packet.pictures).toEqual(pictures);
  });

  it('says so where something is not known', () => {
    const nothing = { application: '', error: '', when: '', steps: '' };
    const bare = packetFor(
      { ...row, package_code: null, lkpp_number: null, lkpp_ground: 'b' },
      nothing,
      [],
      [],
      unitWith('LPSE'),
    );
    const values = bare.facts.map(({ label, value }) => [label, value]);
    for (const label of ['Aplikasi dan versi', 'Kode atau bunyi galat', 'Waktu kejadian', 'Kode tender'])
      expect(values).toContainEqual([label, 'tidak diketahui']);
    expect(values).toContainEqual(['Nomor tiket LKPP', 'belum ada']);
    for (const { lines } of bare.sections) expect(lines.join('')).not.toBe('');
  });
});
