// A process that tells many people something the way most bots do, and answers who writes meanwhile.
import Bottleneck from 'bottleneck';
import { Telegraf } from 'telegraf';
import { message } from 'telegraf/filters';
import { servePart } from './part.ts';

export type ToPeer = 'ready' | { send: { first: number; recipients: number; text: string } };
export type PeerDone = { ms: number; sent: number; failed: number };

const [apiRoot = '', token = '', kind = 'loop'] = process.argv.slice(2);
const PER_SECOND = 25;

const bot = new Telegraf(token, { telegram: { apiRoot } });
// As Bottleneck's own examples keep a rate.
const limiter =
  kind === 'reservoir'
    ? new Bottleneck({
        reservoir: PER_SECOND,
        reservoirRefreshAmount: PER_SECOND,
        reservoirRefreshInterval: 1_000,
      })
    : undefined;
const inTurn = <T>(work: () => Promise<T>): Promise<T> => (limiter ? limiter.schedule(work) : work());

bot.on(message('text'), (context) => inTurn(() => context.reply(context.message.text)).catch(() => {}));
void bot.launch();

servePart<ToPeer>(async (asked) => (asked === 'ready' ? true : await send(asked.send)));

async function send({ first, recipients, text }: Extract<ToPeer, { send: unknown }>['send']): Promise<PeerDone> {
  const began = performance.now();
  const chats = Array.from({ length: recipients }, (_, at) => first + at);
  let [sent, failed] = [0, 0];
  const tell = (chat: number) =>
    bot.telegram.sendMessage(chat, text).then(
      () => void sent++,
      () => void failed++,
    );
  if (limiter) await Promise.all(chats.map((chat) => inTurn(() => tell(chat))));
  else for (const chat of chats) await tell(chat);
  return { ms: performance.now() - began, sent, failed };
}
