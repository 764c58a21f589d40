import type { Log } from '../../../bot/channel.ts';
import type { TelegramServer } from '../../../bot/sandbox/telegram/index.ts';
import { createTelegram, type TelegramOptions } from '../../../bot/telegram/index.ts';
import type { Incoming } from '../../../handlers/index.ts';

type Line = { level: string; what: string; facts: Record<string, unknown> | undefined };

/** A bot of this server with a store that can break, and all that it logs. */
export function stageBot(server: Pick<TelegramServer, 'apiRoot' | 'token'>, options: Partial<TelegramOptions> = {}) {
  const stored: Incoming[] = [];
  const lines: Line[] = [];
  const line = (level: string) => (what: string, facts?: Record<string, unknown>) =>
    void lines.push({ level, what, facts });
  const log: Log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  const store = {
    broken: false,
    attempts: 0,
    stored,
    texts: () => stored.map(({ event }) => ('text' in event ? event.text : event.kind)),
  };
  const bot = createTelegram({
    token: server.token,
    apiRoot: server.apiRoot,
    commands: [{ command: 'bantuan', description: 'Cara memakai' }],
    receive: async (incoming) => {
      store.attempts += 1;
      if (store.broken) throw new Error(`tidak tersambung: ${JSON.stringify(incoming)}`);
      stored.push(incoming);
    },
    readFile: async () => undefined,
    log,
    ...options,
  });
  return { bot, store, lines, levels: () => lines.map(({ level }) => level) };
}

/** Asks the Bot API itself. */
export async function ask(
  server: Pick<TelegramServer, 'apiRoot' | 'token'>,
  method: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.apiRoot}/bot${server.token}/${method}`, { method: 'POST' });
  return ((await response.json()) as { result: Record<string, unknown> }).result;
}

export async function unconfirmed(server: Pick<TelegramServer, 'apiRoot' | 'token'>): Promise<unknown> {
  return (await ask(server, 'getWebhookInfo')).pending_update_count;
}
