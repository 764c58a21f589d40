import { messages, type Response, respond, respondWith, toPlain } from '../handlers/index.ts';
import type { Helpdesk } from './helpdesk.ts';

/** Somebody at the terminal who asks one thing after another. */
export type Conversation = { say: (question: string) => Promise<{ response: Response; shown: string }> };

/** A model is told so many questions of before, and of each so many places. */
const TURNS = 3;
const PLACES = 3;
const LONGEST_TURN = 150;

/**
 * A conversation that is kept nowhere. With models they write, where the rules leave it to them.
 * @param documents only these; all when there are none
 */
export function createConversation({
  knowledge,
  ai,
  documents,
  signal,
}: Pick<Helpdesk, 'knowledge' | 'ai'> & { documents: string[]; signal: AbortSignal }): Conversation {
  let last: Response | undefined;
  let turns: { question: string; places: string[] }[] = [];

  async function answerTo(question: string): Promise<Response> {
    const asking = { documents, before: last?.next };
    if (!ai) return respond(knowledge, question, asking);
    // What did not go to a model is not told to one afterwards.
    const beforeStays = last !== undefined && last.sent === undefined;
    return await respondWith(ai, knowledge, question, { ...asking, turns, beforeStays, signal });
  }

  return {
    async say(question) {
      const response = await answerTo(question);
      last = response;
      const { sent, citations, forOwner, text } = response;
      if (sent !== undefined) {
        const places = citations.slice(0, PLACES).map(messages.placeName);
        turns = [...turns, { question: sent.slice(0, LONGEST_TURN).toWellFormed(), places }].slice(-TURNS);
      }
      // Whoever sits at the terminal said it themselves.
      return { response, shown: forOwner ? toPlain(forOwner) : text };
    },
  };
}
