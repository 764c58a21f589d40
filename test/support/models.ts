import type { Helpdesk } from '../../bot/helpdesk.ts';
import { type Ai, openAi } from '../../knowledge/index.ts';
import type { ModelSettings } from '../../knowledge/model/index.ts';

const KEY = 'sk-percobaan-0123456789';

/** Settings for the models of a server, e.g. of `startModelServer`: all three, free of charge and as fast as it can. */
export function modelsAt(url: string, more: Partial<ModelSettings> = {}): ModelSettings {
  return {
    writer: { model: 'penulis', url, key: KEY },
    embedder: { model: 'pemakna', url, key: KEY },
    listener: { model: 'pendengar', url, key: KEY },
    timeLimitMs: 20_000,
    perMinute: 60_000,
    prices: { in: 0, out: 0, embed: 0, listen: 0 },
    ...more,
  };
}

/** For the option `ai` of `createWorld`: models of a server over the helpdesk. */
export const aiAt =
  (
    url: string,
    more: Partial<ModelSettings> = {},
    by: { now?: () => number; patience?: { faults: number; restMs: number } } = {},
  ) =>
  async ({ db, knowledge }: Pick<Helpdesk, 'db' | 'knowledge'>): Promise<Ai> =>
    (await openAi({ db, knowledge, settings: modelsAt(url, more), ...by })) as Ai;
