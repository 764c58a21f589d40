import type { Models, Refused } from '../model/index.ts';

/** How often a text is cut in half: what is left then is shorter than any model's window. */
const CUTS = 4;
/** Not too much for any server. */
const SHORTEST = 'tes';
/** Of these, a shorter text would not be taken either: the key, the address, the model's name, its rest. */
const NOT_ITS_LENGTH = new Set([401, 402, 403, 404, 429, 503]);

/** Whether it may have been the length of what was sent that a server would not take. Servers say so with all sorts of numbers. */
export const mayBeTooLong = ({ why, status }: Refused): boolean =>
  why === 'fault' && status !== undefined && !NOT_ITS_LENGTH.has(status);

/**
 * The vector of as much of the beginning of a text as the server takes, after it would not take the whole of it. 'too-long' when it
 * takes no part of it, but other texts.
 * @param embed makes the vector of one text
 */
export async function embedBeginning(
  text: string,
  embed: (text: string) => ReturnType<Models['embed']>,
): Promise<{ vector: number[] } | 'too-long' | Refused> {
  let part = text;
  for (let times = 0; times < CUTS; times++) {
    part = half(part);
    const made = await embed(part);
    if (made.ok) return { vector: made.vectors[0] ?? [] };
    if (!mayBeTooLong(made)) return made;
  }
  const well = await embed(SHORTEST);
  return well.ok ? 'too-long' : well;
}

/** The first half, up to the end of a word. */
function half(text: string): string {
  const part = text.slice(0, Math.ceil(text.length / 2));
  return part.replace(/\s+\S*$/u, '') || part;
}
