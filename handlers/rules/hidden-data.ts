import { PLACEHOLDER, withoutHidden } from '../../knowledge/index.ts';
import { leavingDataIn } from './leaving-data.ts';
import { MASK, maskPersonalData, type PersonalKind } from './personal-data.ts';
import { namesIn } from './personal-names.ts';

type Kind = PersonalKind | 'nama';

/** A text that may leave for a model, and the way back. */
export type HiddenData = {
  /** With [NAMA_1], [NOMOR_1] … in place of what says who somebody is; the same value has the same number. */
  text: string;
  /** Something was hidden. */
  found: boolean;
  /** Puts back in another text what stood here; secrets never. Only for the eyes of whoever wrote it, and never stored. */
  restore: (text: string) => string;
  /** The same with MASK in every place, for what is stored or read by others. */
  mask: (text: string) => string;
};

/** One that somebody typed, in whatever letters: it would be taken for one of ours. */
const TYPED = /\[\s*((?:nama|sandi|nomor|telepon|surel|rekening|lahir)[\s_-]*\d{1,3})\s*\]/giu;

/**
 * Hides personal data behind placeholders, so that a text can be sent to a model (UU 27/2022 Pasal 16): names, numbers,
 * addresses, dates of birth and secrets.
 * @param known names that the asker is known by, hidden wherever they stand
 */
export function hidePersonalData(text: string, known: readonly string[] = []): HiddenData {
  // What nobody sees may part the digits of a number, and is taken out of what is sent.
  const said = withoutHidden(text.toWellFormed().normalize('NFKC')).replace(TYPED, '($1)');
  const values = new Map<string, string>();
  const numbers = new Map<string, string>();
  const counts = new Map<Kind, number>();
  const pieces: string[] = [];
  let at = 0;
  for (const { from, to, kind } of personalIn(said, known)) {
    const value = said.slice(from, to);
    const key = `${kind} ${sameness(value, kind)}`;
    const number = counts.get(kind) ?? 0;
    const name = numbers.get(key) ?? `[${kind.toUpperCase()}_${number + 1}]`;
    if (!numbers.has(key)) counts.set(kind, number + 1);
    numbers.set(key, name);
    if (kind !== 'sandi' && !values.has(name)) values.set(name, value);
    pieces.push(said.slice(at, from), name);
    at = to;
  }
  return {
    text: pieces.join('') + said.slice(at),
    found: values.size > 0 || numbers.size > 0,
    restore: (other) => other.replace(PLACEHOLDER, (name) => values.get(name) ?? MASK),
    mask: (other) => other.replace(PLACEHOLDER, MASK),
  };
}

type Part = { from: number; to: number; kind: Kind };

/** All that is personal, in order and without overlap; of what overlaps numbers and secrets count. */
function personalIn(text: string, known: readonly string[]): Part[] {
  const { parts: stored } = maskPersonalData(text);
  // What a name of its own was found for keeps it: "lupa password, NIB saya …" has a number that may come back.
  const own = stored.filter(({ kind }) => kind !== 'sandi');
  const strict = leavingDataIn(text).filter((part) => !part.isGuess || !own.some((one) => overlap(one, part)));
  const parts = merged([...stored, ...strict]);
  // What was found already is no part of a name, and ends one.
  const rest = parts.reduce(
    (left, { from, to }) => left.slice(0, from) + '\0'.repeat(to - from) + left.slice(to),
    text,
  );
  const names = namesIn(rest, known)
    .filter((name) => !parts.some((part) => overlap(part, name)))
    .map((part): Part => ({ ...part, kind: 'nama' }));
  return [...parts, ...names].sort((one, other) => one.from - other.from);
}

const overlap = (one: Pick<Part, 'from' | 'to'>, other: Pick<Part, 'from' | 'to'>) =>
  one.from < other.to && other.from < one.to;

/** What overlaps is one part, and a secret if any of it is. */
function merged(parts: Part[]): Part[] {
  const whole: Part[] = [];
  for (const part of parts.toSorted((one, other) => one.from - other.from || other.to - one.to)) {
    const last = whole.at(-1);
    if (!last || part.from >= last.to) whole.push({ ...part });
    else {
      last.to = Math.max(last.to, part.to);
      if (part.kind === 'sandi') last.kind = 'sandi';
    }
  }
  return whole;
}

/** What makes two writings of a value the same one. */
const sameness = (value: string, kind: Kind): string =>
  kind === 'nama' || kind === 'surel' || kind === 'sandi'
    ? value.toLowerCase().replace(/\s+/gu, ' ')
    : value.replace(/\D+/gu, '') || value;
