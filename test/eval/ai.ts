import type { Helpdesk } from '../../bot/helpdesk.ts';
import type { Ai, Knowledge } from '../../knowledge/index.ts';
import { createMeaning } from '../../knowledge/meaning/index.ts';
import { createModels, type ModelSettings, type Models } from '../../knowledge/model/index.ts';
import { createWriting } from '../../knowledge/written/index.ts';
import type { Material } from '../../knowledge/written/material.ts';

/** Settings for a server of this process, as fast as it can. */
export const settingsFor = (url: string, more: Partial<ModelSettings> = {}): ModelSettings => ({
  writer: { model: 'tiruan', url, key: 'tanpa-kunci' },
  timeLimitMs: 20_000,
  perMinute: 600_000,
  prices: { in: 0, out: 0, embed: 0, listen: 0 },
  ...more,
});

/** What a model wrote, before anything of it is checked, and the passages it is checked against. */
export type Heard = { written: unknown; material: Material | undefined };

/** The models of `settings` put together as the program does it, with an ear at what comes back. */
export function aiOf(
  { db, knowledge }: Helpdesk,
  settings: ModelSettings,
  heard: (what: Heard) => void = () => {},
): Ai {
  const now = Date.now;
  const gate = createModels({ db, settings, now, zone: knowledge.unit.zone });
  let material: Material | undefined;
  const write: Models['write'] = (prompt, schema, judge, signal) =>
    gate.write(
      prompt,
      schema,
      (written) => {
        heard({ written, material });
        return judge(written);
      },
      signal,
    );
  const models = { ...gate, write };
  const meaning = createMeaning({ db, knowledge, models });
  const listening: Knowledge = {
    ...knowledge,
    material: (...asked) => {
      material = knowledge.material(...asked);
      return material;
    },
  };
  return {
    models,
    meaning,
    writing: createWriting({ db, knowledge: listening, models, meaning, now: () => new Date(now()) }),
  };
}
