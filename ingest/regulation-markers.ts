/** What a line of a list begins with. `style` is what stands around the number; '' when a scan lost it. */
export type Marker = {
  sort: 'number' | 'letter';
  style: '()' | ')' | '.' | '';
  value: number;
  length: number;
};

/** Letters that scans put where a digit stood. */
const DIGITS = 'lI|!Oo';
const AYAT = new RegExp(`^[({]\\s?([\\d${DIGITS}]{1,3})\\s?[)}](?!\\s{0,3}[,;.)])\\s*`, 'u');
/** One of its brackets lost; "2)" is also how some lists number their items. */
const HALF_AYAT = new RegExp(`^\\(([\\d${DIGITS}]{1,3})(?=\\s)\\s*`, 'u');
const LETTER_BRACKET = /^([a-z])\)\s*/iu;
const NUMBER_BRACKET = /^(\d{1,3})\)\s*/u;
/** With its dot the marker may stick to the word ("a.bahwa"), though "a.n." is an abbreviation. */
const LETTER = /^([a-z])(?:(\.)(?:\s+|(?=\p{L}{3}))|\s+)/iu;
const NUMBER = /^(\d{1,3})(?:(\.)(?:\s+|(?=\p{L}{3}))|\s+)/u;

/** What the beginning of a line may be, the likeliest first. */
export function readMarkers(text: string): Marker[] {
  let match = text.match(AYAT) ?? text.match(HALF_AYAT);
  if (match) return [{ sort: 'number', style: '()', value: readDigits(match[1] ?? ''), length: match[0].length }];
  match = text.match(LETTER_BRACKET);
  if (match) return [{ sort: 'letter', style: ')', value: letterValue(match[1] ?? ''), length: match[0].length }];
  match = text.match(NUMBER_BRACKET);
  if (match) {
    const marker = { sort: 'number', value: Number(match[1]), length: match[0].length } as const;
    return [
      { ...marker, style: ')' },
      { ...marker, style: '()' },
    ];
  }
  match = text.match(LETTER);
  const letter = match !== null;
  match ??= text.match(NUMBER);
  if (!match) return [];
  return [
    {
      sort: letter ? 'letter' : 'number',
      style: match[2] === undefined ? '' : '.',
      value: letter ? letterValue(match[1] ?? '') : Number(match[1]),
      length: match[0].length,
    },
  ];
}

/** A number as a scan prints it: "l0" is 10. NaN when there is no digit in it. */
export function readDigits(text: string): number {
  return Number(text.replace(/[lI|!]/gu, '1').replace(/o/giu, '0'));
}

export const letterValue = (letter: string) => letter.toLowerCase().charCodeAt(0) - 96;
