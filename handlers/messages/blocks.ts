import type { Block, Span } from '../reply.ts';

// Short names for the pieces of a message, so that a message reads like what it says.

export const heading = (text: string): Block => ({ kind: 'heading', text });
export const paragraph = (...spans: Span[]): Block => ({ kind: 'paragraph', spans });
export const quote = (text: string): Block => ({ kind: 'quote', text });
export const list = (items: Span[][]): Block => ({ kind: 'list', items });
export const note = (...spans: Span[]): Block => ({ kind: 'note', spans });

/** At most so many characters of a text; what is left out is shown by an ellipsis, and no character is cut in two. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;

/** A text that ends a sentence: with a full stop, unless it has its own sign. */
export const endedSentence = (text: string): string => (/[.?!…]["”')\]]*$/u.test(text) ? text : `${text}.`);
