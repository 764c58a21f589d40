import { addLetters } from '../db/outbox.ts';
import { withoutHidden } from '../knowledge/index.ts';
import type { Event, Incoming } from './incoming.ts';
import { iHeard, notHeard } from './messages/voice.ts';
import type { Reply } from './reply.ts';
import { expected } from './rules/conversation.ts';
import { maskPersonalData } from './rules/personal-data.ts';
import { LARGEST_VOICE, LONGEST_VOICE_SECONDS, type Unheard, wordsHeard } from './rules/voice.ts';
import { BrokenOff, type Decision, together, type Visit } from './visit.ts';

type Voice = Extract<Event, { kind: 'voice' }>;
type Unread = Extract<Event, { kind: 'unreadable' }>;

/** More than anybody says in the time that is listened to. */
const LONGEST_WORDS = 4_096;

/**
 * Whether a voice note may be heard where it came and at this moment: in a private chat of Telegram, when nothing else than
 * a question was waited for. With words beside it, it is the words that are answered.
 */
export function isHeard({ needs, incoming, person }: Visit, { caption, album }: Voice): boolean {
  const { channel, chat, audience } = incoming.place;
  return (
    needs.listen !== undefined &&
    channel === 'telegram' &&
    audience === 'private' &&
    caption === undefined &&
    album === undefined &&
    person.talk.reopening?.asked !== true &&
    expected(person.talk, chat, needs.now()) === undefined
  );
}

/** The same as something that nobody hears. */
export function unread(visit: Visit, { caption, album }: Voice): [Visit, Unread] {
  const event: Unread = {
    kind: 'unreadable',
    what: 'voice',
    ...(caption !== undefined && { caption }),
    ...(album !== undefined && { album }),
  };
  return [{ ...visit, incoming: { ...visit.incoming, event } }, event];
}

/**
 * Listens to a voice note, says back what was heard, and answers it as if it had been written, both within the time of one
 * answer. What was heard goes out with the answer: a message of its own, sent before, could come twice after a crash.
 * @param answer answers words; the visit is that of somebody who wrote them
 * @throws BrokenOff when the program ends before anything was heard
 */
export async function hear(
  visit: Visit,
  voice: Voice,
  answer: (visit: Visit, text: string) => Promise<Decision>,
): Promise<Decision> {
  const asked = inReply(visit.incoming);
  const why = refusal(visit, voice);
  // Without its words there is nothing to say yet: what waits behind it does not break it off.
  const heard = why ? { ok: false as const, why } : await visit.needs.listen?.(voice.sound, visit.deadline?.due);
  if (heard?.ok === false && heard.why === 'late' && visit.needs.stopping?.aborted) throw new BrokenOff();
  if (!heard?.ok) return sayThere(asked, notHeard(heard?.why ?? 'fault'));
  const words = wordsHeard(withoutHidden(heard.text), LONGEST_WORDS);
  if (words === undefined) return sayThere(asked, notHeard('unclear'));
  const written: Visit = { ...visit, incoming: { ...asked, event: { kind: 'text', text: words } } };
  return after(asked, iHeard(maskPersonalData(words).text), await answer(written, words));
}

/** Known before anything is fetched. */
function refusal({ person }: Visit, { sound, forwarded }: Voice): Unheard | undefined {
  if (person.without_models) return 'declined';
  if (forwarded) return 'forwarded';
  if ((sound.seconds ?? 0) > LONGEST_VOICE_SECONDS) return 'too-long';
  return (sound.bytes ?? 0) > LARGEST_VOICE ? 'too-big' : undefined;
}

/** Of several voice notes one sees which is meant: they show no words. */
const inReply = ({ message, ...incoming }: Incoming): Incoming =>
  message === undefined ? incoming : { ...incoming, message, place: { ...incoming.place, thread: message } };

const sayThere = ({ place }: Incoming, reply: Reply): Decision => together(async () => ({ replies: [reply], place }));

/** The same decision after a word that goes out before all that it says. Nobody who looks after letters reads what was said. */
function after({ place }: Incoming, reply: Reply, decision: Decision): Decision {
  const { channel, chat } = place;
  const both: Decision = async (tx) => {
    await addLetters(tx, [{ lane: 0, channel, chat, place, reply, confidential: true }]);
    return await decision(tx);
  };
  return decision.together ? together(both) : both;
}
