/**
 * Text that Slack takes and shows as it is: no half of a surrogate pair (it cannot be sent), no control characters
 * other than tab and line end.
 */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '');
}

/** At most `longest` UTF-16 units of the text; what is cut off shows as `…`. */
export function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, whole(text, longest - 1)).trimEnd()}…`;
}

/**
 * Parts a text where it is too long: at the last line end that fits, else at the last space, else between two characters.
 * @param longest UTF-16 units of a piece, at least 2
 * @param first the same for the first piece, when less room is left there; 0 when a new start is as good
 * @returns pieces that joined are the text, one at least; the first is '' when nothing fits into `first`
 */
export function pieces(text: string, longest: number, first = longest): string[] {
  const found: string[] = [];
  let rest = text;
  for (let room = first; rest.length > room; room = longest) {
    const end = border(rest, room) || (room === longest ? whole(rest, room) : 0);
    found.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...found, rest];
}

/** Where the last line, else the last word that fits ends; 0 when there is no such place. */
function border(text: string, room: number): number {
  const window = text.slice(0, room);
  const line = window.lastIndexOf('\n') + 1;
  // A line end near the start would leave most of the piece empty.
  return line > room / 2 ? line : window.search(/\s\S*$/) + 1;
}

/** `end`, or one less when that would part a surrogate pair. */
function whole(text: string, end: number): number {
  return (text.codePointAt(end - 1) ?? 0) > 0xffff ? end - 1 : end;
}
