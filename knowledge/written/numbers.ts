const UNITS = ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'];
const ENGLISH = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const TENFOLD: Record<string, number> = { puluh: 10, ratus: 100 };
const THOUSANDS: Record<string, number> = { ribu: 1_000, juta: 1_000_000, miliar: 1_000_000_000 };
const WHOLE: Record<string, number> = { sepuluh: 10, sebelas: 11, seratus: 100, seribu: 1_000, sejuta: 1_000_000 };

/**
 * Written numbers in figures, so that "tiga" is the 3 of a passage; "(tiga)" behind its figure goes. Figures keep their marks:
 * 1.000 and 08.00 are themselves.
 */
export function withFigures(words: readonly string[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < words.length; ) {
    const { value, length } = numberAt(words, at);
    const last = out.at(-1);
    if (length === 0) {
      out.push(words[at] ?? '');
      at += 1;
    } else if (last === '(' && out.at(-2) === String(value) && words[at + length] === ')') {
      out.pop();
      at += length + 1;
    } else {
      out.push(String(value));
      at += length;
    }
  }
  return out;
}

function numberAt(words: readonly string[], from: number): { value: number; length: number } {
  let total = 0;
  let part = 0;
  let at = from;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    const unit = UNITS.indexOf(word);
    const english = ENGLISH.indexOf(word);
    if (word === 'belas' && at > from) part += 10;
    else if (TENFOLD[word] !== undefined && at > from) part = (part % 10) * TENFOLD[word] + (part - (part % 10));
    else if (THOUSANDS[word] !== undefined && at > from) {
      total += part * THOUSANDS[word];
      part = 0;
    } else if (unit >= 0) part += unit;
    else if (english >= 0) part += english;
    else if (WHOLE[word] !== undefined) part += WHOLE[word];
    else break;
  }
  return { value: total + part, length: at - from };
}
