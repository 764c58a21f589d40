/** In UTF-16 units. */
const LONGEST_NAME = 100;
const LONGEST_ENDING = 12;

/**
 * A name that is only a name: without folders, control characters, and what would turn the reading direction and so hide
 * the ending. A quotation mark would end the header that carries it.
 */
export function safeFileName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replaceAll('"', "'")
    .trim();
  return /[^.\s]/.test(plain) ? shortened(plain) : 'berkas';
}

/** Too long a name loses its middle: the ending says what it is. */
function shortened(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const ending = /\.[^.]+$/.exec(name)?.[0] ?? '';
  const kept = ending.length <= LONGEST_ENDING ? ending : '';
  return name.slice(0, LONGEST_NAME - kept.length).replace(/[\uD800-\uDBFF]$/, '') + kept;
}
