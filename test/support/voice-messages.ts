import type { Reply } from '../../handlers/index.ts';
import * as voice from '../../handlers/messages/voice.ts';
import type { Unheard } from '../../handlers/rules/voice.ts';

/** So that none is left out when another comes. */
const REASONS: Record<Unheard, true> = {
  forwarded: true,
  declined: true,
  'too-long': true,
  'too-big': true,
  gone: true,
  'no-sound': true,
  unclear: true,
  off: true,
  budget: true,
  busy: true,
  late: true,
  fault: true,
};

/** The functions that say what became of a voice note. */
export const SAID_OF_VOICE: Record<string, { functions: object; said: Record<string, (text: string) => Reply[]> }> = {
  voice: {
    functions: voice,
    said: {
      iHeard: (text) => [voice.iHeard(text)],
      notHeard: () => (Object.keys(REASONS) as Unheard[]).map(voice.notHeard),
    },
  },
};
