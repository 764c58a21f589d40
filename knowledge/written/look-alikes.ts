/** Letters of other scripts and small capitals, each above the Latin letter or sign it is taken for. */
const ALIKE: [string, string][] = [
  ['аеорсхуѕіјԁһмткн', 'aeopcxysijdhmtkh'],
  ['АВЕЅКМНОРСТХУІЈ', 'ABESKMHOPCTXYIJ'],
  ['αειοκρςτυνη', 'aeiokpstuvn'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
  ['ꜱʏᴛᴇᴍᴀɪɴᴜʀᴅᴠʟᴏᴘʜı', 'sytemainurdvlophi'],
  ['∶꞉ː˸։׃⁝︓', '::::::::'],
];
const LATIN = new Map(ALIKE.flatMap(([from, to]) => Array.from(from, (letter, at) => [letter, to[at] ?? letter])));
/** Stands for what is no single sign even when it is folded. */
const OTHER = '\ufffc';

/** What a character is read as: without accents, width or style, and Latin when it looks so. One UTF-16 unit for one character. */
function readAs(character: string): string {
  if (/[ -~\n]/u.test(character)) return character;
  const plain = character.normalize('NFKD').replace(/(?<=.)\p{M}+$/u, '');
  const folded = plain.length === 1 ? plain : character.length === 1 ? character : OTHER;
  return LATIN.get(folded) ?? folded;
}

/**
 * Replaces what *reads* as the pattern, in whatever letters it is written: the pattern sees a Latin text, `change` gets the
 * characters that really stand there, for the whole match and for its first group.
 */
export function replaceLookAlikes(
  text: string,
  pattern: RegExp,
  change: (found: string, group: string) => string,
): string {
  const characters = Array.from(text);
  const seen = characters.map(readAs).join('');
  const written = (from: number, to: number) => characters.slice(from, to).join('');
  let [changed, at] = ['', 0];
  for (const { index, 0: found, indices } of seen.matchAll(new RegExp(pattern, `${pattern.flags}d`))) {
    const end = index + found.length;
    const [from, to] = indices?.[1] ?? [index, end];
    changed += written(at, index) + change(written(index, end), written(from, to));
    at = end;
  }
  return changed + written(at, characters.length);
}
