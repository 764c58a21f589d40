import { numbersIn } from './personal-numbers.ts';

/** What stands in a text instead of what was taken out. */
export const MASK = '[disamarkan]';

/** What was taken out: a secret, a number of identity (NIK, KK, NPWP, NIB, NIP), a telephone number or link to one … */
export type PersonalKind = 'sandi' | 'nomor' | 'telepon' | 'surel' | 'rekening' | 'lahir';

/** A part of a text, in UTF-16 units, `to` not included. */
export type PersonalPart = { from: number; to: number; kind: PersonalKind };

/** A secret that was named as one: "password saya: abc", "otp 123456", "sandinya Rahasia1". The last group is the secret. */
const SECRET =
  /\b(?:kata\s{0,3}sandi|sandi|passw?|pass?wo?rd|pasword|passwd|pwd?|psw|otp|pin|passphrase|token|api\s?key|kode\s{1,3}(?:verifikasi|aktivasi))(?:[\s-]?(?:nya|ku))?(?:\s{1,3}(?:saya|sy|aku|akun|spse|lpse|lama|baru)(?:nya|ku)?){0,3}(?:\s{0,9}(?:[:=]|\badalah\b|\byaitu\b)\s{0,9}|(?:\s{1,3}itu)?\s{1,9}(?=\S{0,99}\d)(?=\S{4}))("[^"\n]{1,60}"|“[^”\n]{1,60}”|\d{1,4}(?:[ -]\d{1,4}){1,5}(?![^\s.,;:!?)])|\S+)/giu;
/** What follows "password:" in a question about passwords, or in a message of the application. */
const NO_SECRET =
  /^(?:apa\w*|(?:ba)?gimana|kenapa|mengapa|kapan|siapa|mana|berapa|cara\w*|lupa|tidak|tdk|nggak|ga?k|belum|sudah|salah|benar|wajib|minimal|harap|masukkan|error|gagal|expired|kedaluwarsa|invalid|bisa|harus|perlu|boleh|reset|ganti|hilang|kode|kata|yang|yg|itu|ini|what|how|why|is)[?.,!]*$/iu;

/** Links that hold a telephone number. */
const TELEPHONE_LINK = /\b(?:wa\.me|(?:api\.|web\.|chat\.)?whatsapp\.com)\/\S+/giu;
/** Bounded, or a long text of dots would be tried from each of them to its end. */
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[[(](?:at|et)[\])]\s?)[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,5}/giu;
/** A date within a few words after "lahir"; the last group is the date. */
const BORN =
  /(?:lahir(?:an|nya)?|\bttl|\bt\.t\.l)[^\d\n]{0,40}(\d{1,2}[\s./-]{1,3}(?:\d{1,2}|jan|feb|mar|apr|mei|jun|jul|agu|sep|okt|nov|des)\p{L}{0,7}[\s./-]{1,3}\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|\d{8})(?!\d)/giu;

/**
 * Takes passwords and personal numbers out of a text (UU 27/2022 Pasal 16: no more data than the purpose needs). Codes of
 * packages, RUP and tickets, times, addresses of computers and amounts of money stay.
 * @returns the text with MASK in their place, whether there were any, of which kinds, and where they stood in `text`
 */
export function maskPersonalData(text: string): {
  text: string;
  found: boolean;
  kinds: PersonalKind[];
  parts: PersonalPart[];
} {
  const parts = findPersonalData(text);
  const pieces: string[] = [];
  let at = 0;
  for (const { from, to } of parts) {
    pieces.push(text.slice(at, from), MASK);
    at = to;
  }
  return {
    text: pieces.join('') + text.slice(at),
    found: parts.length > 0,
    kinds: [...new Set(parts.map(({ kind }) => kind))],
    parts,
  };
}

/** In order and without overlap. */
function findPersonalData(text: string): PersonalPart[] {
  const found: PersonalPart[] = [];
  // What was found is hidden from the patterns that follow: they would find a part of it again.
  let rest = text;
  const take = (parts: PersonalPart[]) => {
    found.push(...parts);
    for (const { from, to } of parts) rest = hide(rest, from, to);
  };
  take(lastGroups(rest, SECRET, 'sandi').filter(({ from, to }) => isSecret(text.slice(from, to))));
  take(wholes(rest, TELEPHONE_LINK, 'telepon'));
  take(wholes(rest, EMAIL, 'surel'));
  take(lastGroups(rest, BORN, 'lahir'));
  take(numbersIn(rest));
  return found.sort((one, other) => one.from - other.from);
}

/** A text that was masked before stays as it is. */
const isSecret = (value: string) => !NO_SECRET.test(value) && !value.startsWith(MASK);

const wholes = (text: string, pattern: RegExp, kind: PersonalKind): PersonalPart[] =>
  Array.from(text.matchAll(pattern), ({ index, 0: all }) => ({ from: index, to: index + all.length, kind }));

const lastGroups = (text: string, pattern: RegExp, kind: PersonalKind): PersonalPart[] =>
  Array.from(text.matchAll(pattern), ({ index, 0: all, 1: group = '' }) => {
    const to = index + all.length;
    return { from: to - group.length, to, kind };
  });

const hide = (text: string, from: number, to: number) => text.slice(0, from) + '\0'.repeat(to - from) + text.slice(to);
