import type { Answer, Before } from '../outcome.ts';

/** A question that was answered before in the same conversation: its words, at most 150 characters, and the places cited. */
export type Turn = { question: string; places: string[] };

/** Answers in the words of a model, held to the sources. */
export type Writing = {
  /**
   * The same answer written by a model, or a better one, or `answered` itself whenever anything stands in the way; never throws
   * for what a model or its server does. Nothing unchecked is ever shown, so that nothing is shown while it is being written.
   * @param question with personal data hidden
   * @param answered what was decided by words alone
   */
  improve: (
    question: string,
    answered: Answer,
    options?: { documents?: string[]; before?: Before | undefined; turns?: Turn[]; signal?: AbortSignal },
  ) => Promise<Answer>;
};
