/** What the built-in letters of PDF can show besides Latin-1. */
const ALSO = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');
/** What people write and is said as well in letters that there are. */
const INSTEAD: Record<string, string> = {
  ...{
    '→': '->',
    '←': '<-',
    '⇒': '=>',
    '≥': '>=',
    '≤': '<=',
    '≠': '!=',
    '≈': '~',
    '−': '-',
    '‐': '-',
    '‑': '-',
    '―': '—',
  },
  ...{
    '✓': 'v',
    '✔': 'v',
    '✅': '[v]',
    '✗': 'x',
    '✘': 'x',
    '❌': '[x]',
    '⚠': '[!]',
    '●': '•',
    '▪': '•',
    '′': "'",
    '″': '"',
  },
};
/** Marks without a shape: directions, joiners, variants of emoji. */
const SHAPELESS = /[\p{Cf}\p{Mn}\p{Me}]/u;
const UNKNOWN = '?';

/** The text in letters that the built-in fonts of PDF have; what has no counterpart becomes a question mark, never nothing. */
export function winAnsi(text: string): string {
  return Array.from(
    text
      .toWellFormed()
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      .replace(/[\t\p{Zs}]/gu, ' '),
    shown,
  ).join('');
}

function shown(sign: string): string {
  if (isShown(sign)) return sign;
  const instead = INSTEAD[sign];
  if (instead !== undefined) return instead;
  if (SHAPELESS.test(sign)) return '';
  // Letters with marks that Latin-1 lacks, full width, ligatures.
  const plain = Array.from(sign.normalize('NFKD')).filter((part) => !SHAPELESS.test(part));
  return plain.length > 0 && plain.every(isShown) ? plain.join('') : UNKNOWN;
}

function isShown(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0;
  return (
    sign === '\n' || (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff && code !== 0xad) || ALSO.has(sign)
  );
}
