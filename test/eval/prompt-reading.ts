/** A prompt as it came over the wire. */
export type Prompt = { system: string; user: string };

/** A passage in it, behind its token. */
export type Passage = { token: string; text: string };

const BOUNDARY = /^=== ([0-9a-f]{16}) (.+) ===$/gmu;

/** What stands in the part of that name; empty when there is none. */
function partOf({ user }: Prompt, name: string): string {
  const borders = [...user.matchAll(BOUNDARY)];
  const at = borders.findIndex(([, , title]) => title === name);
  const [from, to] = [borders[at], borders[at + 1]];
  return from && at >= 0 ? user.slice(from.index + from[0].length, to?.index).trim() : '';
}

/** The passages, best first. */
export const passagesIn = (prompt: Prompt): Passage[] =>
  partOf(prompt, 'KUTIPAN')
    .split(/\n\n(?=\[S\d+\])/u)
    .flatMap((block) => {
      const found = /^\[(S\d+)\][^\n]*\n([\s\S]+)$/u.exec(block);
      return found ? [{ token: found[1] ?? '', text: found[2] ?? '' }] : [];
    });

export const questionIn = (prompt: Prompt): string => partOf(prompt, 'PERTANYAAN');
