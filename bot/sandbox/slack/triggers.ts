import { randomBytes } from 'node:crypto';
import { IDENTITY } from './identity.ts';
import { SlackError } from './slack-error.ts';

const LIFETIME_MS = 3_000;

/** Who did something, and in which modal if in one. */
export type Trigger = { user: string; view?: string };

/** Trigger ids: what a person did lets the app open one modal, within three seconds. */
export type Triggers = ReturnType<typeof createTriggers>;

export function createTriggers(clock: () => number) {
  const given = new Map<string, Trigger & { at: number; used: boolean }>();
  let count = 0;
  return {
    give(trigger: Trigger): string {
      count += 1;
      const id = `${clock()}.${count}.${IDENTITY.teamId}.${randomBytes(16).toString('hex')}`;
      given.set(id, { ...trigger, at: clock(), used: false });
      return id;
    },

    /** What the id stands for. @throws SlackError invalid_trigger_id, exchanged_trigger_id, expired_trigger_id */
    check(id: string): Trigger & { use: () => void } {
      const trigger = given.get(id);
      if (!trigger) throw new SlackError('invalid_trigger_id');
      if (trigger.used) throw new SlackError('exchanged_trigger_id');
      if (clock() - trigger.at > LIFETIME_MS) throw new SlackError('expired_trigger_id');
      return {
        ...trigger,
        use: () => {
          trigger.used = true;
        },
      };
    },
  };
}
