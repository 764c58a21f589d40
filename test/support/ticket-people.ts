import type { SlackServer } from '../../bot/sandbox/slack/index.ts';
import type { TelegramServer } from '../../bot/sandbox/telegram/index.ts';
import type {
  SlackMessageView,
  SlackView,
  TelegramChatView,
  TelegramMessageView,
  TelegramPeople,
} from '../../bot/sandbox/views.ts';
import { buttonsOf, wordsOf } from './officer.ts';

// People who go on by what they see, and do a thing again when nothing came of it: the program may be gone just then.

/** A look at both services, and how long the program has run in all, in milliseconds. */
export type Look = { chats: Map<number, TelegramChatView>; slack: SlackView; uptime: number };

/** Somebody who has done something waits so long, of the time in which the program runs, for what comes of it. */
const PATIENCE_MS = 6_000;

const PNG = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

/** The steps of the form by their words, and what is done there: a label to press, or something to say. */
type Deed = { press: string[] } | { say: string } | 'attach';
const STEPS: [words: string, deed: (one: Reporter) => Deed][] = [
  ['Masih ada formulir', () => ({ press: ['Lanjutkan yang tadi'] })],
  ['masih terbuka', () => ({ press: ['Lanjutkan formulir'] })],
  ['Apa jenisnya', () => ({ press: ['Gangguan'] })],
  ['Tentang apa', ({ category }) => ({ press: [category] })],
  ['batas waktu dalam 24 jam', () => ({ press: ['Tidak'] })],
  ['kode paketnya', ({ code }) => (code === undefined ? { press: ['Lewati'] } : { say: code })],
  ['Ceritakan apa yang terjadi', ({ description }) => ({ say: description })],
  ['tangkapan layar atau dokumen', ({ attached }) => (attached ? { press: ['Lanjut', 'Lewati'] } : 'attach')],
  ['berkas diterima', () => ({ press: ['Lanjut', 'Lihat ringkasan'] })],
  ['Periksa sebelum dikirim', () => ({ press: ['Kirim'] })],
];
const CATEGORIES = ['Akun, login', 'Aplikasi', 'Dokumen'];

/** Somebody who fills in the form of a complaint, with one file, until they know its number. */
export type Reporter = {
  id: number;
  category: string;
  code: string | undefined;
  description: string;
  attached: boolean;
  /** The number that they were told, absent before. */
  told: (look: Look) => string | undefined;
  act: (look: Look) => void;
};

export function reporter({ people }: TelegramServer, at: number): Reporter {
  const { id } = people.addPerson(`Pelapor ${at}`);
  let done = '';
  let since = 0;
  const one: Reporter = {
    id,
    category: CATEGORIES[at % CATEGORIES.length] ?? '',
    code: at % 2 === 0 ? String(8_000_000 + at) : undefined,
    description: `Halaman tidak terbuka sejak pagi, laporan ${wordFor(at)}.`,
    attached: false,
    told: (look) => {
      for (const { text } of fromBot(look, id)) {
        const [, number] = /Nomor: (L-\d{4}-\d{5})/u.exec(text) ?? [];
        if (number !== undefined) return number;
      }
      return undefined;
    },
    act(look) {
      if (one.told(look) !== undefined) return;
      const { message, deed } = stepOf(look, one);
      const here = `${message?.id} ${message?.text}`;
      const repeats = here === done;
      if (repeats && look.uptime - since < PATIENCE_MS) return;
      [done, since] = [here, look.uptime];
      // Words that were taken shall not be said twice: asking for the form shows where it stands.
      if (!message || deed === undefined || (repeats && (deed === 'attach' || 'say' in deed)))
        return void people.say(id, id, '/keluhan');
      perform(people, one, message, deed);
    },
  };
  return one;
}

function stepOf(look: Look, one: Reporter): { message?: TelegramMessageView; deed?: Deed } {
  const message = fromBot(look, one.id).findLast(({ text }) => STEPS.some(([words]) => text.includes(words)));
  const [, deed] = STEPS.find(([words]) => message?.text.includes(words)) ?? [];
  return message && deed ? { message, deed: deed(one) } : {};
}

function perform(people: TelegramPeople, one: Reporter, message: TelegramMessageView, deed: Deed): void {
  const { id } = one;
  if (deed === 'attach') {
    one.attached = true;
    people.attach(id, id, [{ kind: 'photo', name: 'layar.png', type: 'image/png', bytes: PNG }]);
  } else if ('say' in deed) people.say(id, id, deed.say);
  else {
    const button = message.buttons.flat().find(({ text }) => deed.press.some((label) => text.includes(label)));
    if (button?.data === undefined) people.say(id, id, '/keluhan');
    // It may never be answered: the program was killed.
    else void people.press(id, id, message.id, button.data).catch(() => {});
  }
}

const fromBot = ({ chats }: Look, id: number): TelegramMessageView[] =>
  chats.get(id)?.messages.filter(({ from }) => from !== id) ?? [];

/** Letters only: a number might be taken for somebody's. */
const wordFor = (at: number): string =>
  [...String(at).padStart(4, '0')].map((digit) => String.fromCharCode(97 + Number(digit))).join('');

/** The officers of a channel: all press Ambil on each card, who has it answers with !balas, and then resolves it. */
type Officers = {
  act: (look: Look) => void;
  /** What was written to reporters, and under which ticket. */
  answers: Map<string, string>;
  /** Nothing is left to do on the cards that stand there. */
  finished: (look: Look) => boolean;
};

type Case = { deed: string; since: number; answer: number; settled: boolean };
/** After so many answers that nothing was heard of it is resolved all the same. */
const MOST_ANSWERS = 3;

export function officers(
  { people, botUserId }: SlackServer,
  channel: string,
  team: { id: string; name: string }[],
): Officers {
  const cases = new Map<string, Case>();
  const answers = new Map<string, string>();
  /** One form at a time before each of them. */
  const busy = new Set<string>();

  const cardsOf = ({ slack }: Look) => {
    const messages = slack.channels.find(({ id }) => id === channel)?.messages ?? [];
    const cards = new Map<string, SlackMessageView>();
    for (const message of messages) {
      const number = cardNumber(message, botUserId);
      // Of two that stand there people take the later.
      if (number !== undefined) cards.set(number, message);
    }
    return { messages, cards };
  };

  async function resolve(id: string, card: SlackMessageView, action: string): Promise<void> {
    busy.add(id);
    try {
      for (const { user, id: view } of people.view().modals) if (user === id) people.closeModal(id, view);
      await people.press(id, { channel, ts: card.ts }, action);
      for (let tries = 0; tries < 40; tries++) {
        const modal = people.view().modals.find(({ user }) => user === id);
        if (modal) {
          await people.submit(id, modal.id, {
            resolution: { value: { type: 'plain_text_input', value: 'Sudah diperbaiki.' } },
          });
          return;
        }
        await new Promise((done) => setTimeout(done, 50));
      }
    } catch {
      // Slack says that the app did not answer; whoever pressed tries again later.
    } finally {
      busy.delete(id);
    }
  }

  function actOn(number: string, card: SlackMessageView, messages: SlackMessageView[], { uptime }: Look): void {
    const button = (verb: string) => buttonsOf(card).find(({ id }) => id.startsWith(`${verb}:`))?.id;
    const [claiming, resolving] = [button('claim'), button('resolve')];
    if (claiming === undefined && resolving === undefined) return;
    const one = cases.get(number) ?? { deed: '', since: 0, answer: 0, settled: false };
    cases.set(number, one);
    const owner = team.find(({ name }) => wordsOf(card).includes(name));
    const note = messages.findLast(
      ({ user, text }) => user === botUserId && text.includes(answerTo(number, one.answer)),
    );
    one.settled ||= note !== undefined && /terkirim|tidak pasti/u.test(note.text);
    const isAnswered = one.settled || one.answer === MOST_ANSWERS;
    const deed = claiming ? 'claim' : isAnswered ? 'resolve' : 'answer';
    if (one.deed === deed && uptime - one.since < PATIENCE_MS) return;
    // All at once, each time another first; of those who got no answer one tries again.
    const again = one.deed === deed;
    [one.deed, one.since] = [deed, uptime];
    if (claiming !== undefined)
      for (const at of again ? [0] : team.keys()) {
        const { id } = team[(at + cases.size) % team.length] as { id: string };
        people.press(id, { channel, ts: card.ts }, claiming).catch(() => {});
      }
    // Done at the next look.
    else if (!owner || resolving === undefined || busy.has(owner.id)) one.deed = '';
    else if (isAnswered) void resolve(owner.id, card, resolving);
    else {
      one.answer += 1;
      answers.set(answerTo(number, one.answer), number);
      people.say(owner.id, channel, `!balas ${answerTo(number, one.answer)}`, card.ts);
    }
  }

  return {
    answers,
    act(look) {
      const { messages, cards } = cardsOf(look);
      for (const [number, card] of cards) actOn(number, card, messages, look);
    },
    finished: (look) => [...cardsOf(look).cards.values()].every((card) => !buttonsOf(card).some(isOpenButton)),
  };
}

const answerTo = (number: string, count: number) => `Jawaban ${number} ke-${count}: coba masuk lagi.`;
const isOpenButton = ({ id }: { id: string }) => id.startsWith('claim:') || id.startsWith('resolve:');

/** The number of the ticket whose card this is; undefined of any other message. */
export function cardNumber(message: SlackMessageView, bot: string): string | undefined {
  if (message.user !== bot || message.threadTs !== undefined || message.onlyFor !== undefined) return undefined;
  const [first] = message.blocks as { type: string; text?: { text: string } }[];
  return first?.type === 'header' ? /(L-\d{4}-\d{5}) ·/u.exec(first.text?.text ?? '')?.[1] : undefined;
}
