import { speaks } from './name-ends.ts';
import { withoutHarmless } from './personal-numbers.ts';

/** What is taken out of a text only before it leaves, in UTF-16 units, `to` not included. */
export type LeavingPart = {
  from: number;
  to: number;
  kind: 'sandi' | 'nomor' | 'telepon' | 'surel' | 'nama';
  /** Only likely: what is known to be something else is that. */
  isGuess: boolean;
};

/** What names a secret. */
const SECRET_WORD =
  /(?<![\p{L}\p{N}])(?:kata[\s_-]{0,3}sandi|sandi|pass?[\s_-]?wo{0,2}rd|pass?wd|pwd?|psw|pass(?:phrase|code)?|otp|pin|token|api[\s_-]{0,2}key|kunci\s{1,3}api|secret|(?:kode|code)[\s_-]{1,3}(?:otp|verifikasi|aktivasi|keamanan|rahasia|akses|pin|sms)|verification\s{1,3}code)(?:[\s_-]{0,2}(?:nya|ku|mu))?(?![\p{L}\p{N}])/giu;
/** What may stand between it and the secret, and says whose it is. */
const WHOSE =
  /^(?:saya|sy|aku|gue|gw|kami|my|our|(?:akun|lama|baru|lamaku|barunya|akunku|user|username|vendor|penyedia|perusahaan|admin)(?:nya|ku)?)$/u;
/** What may stand there too: of itself it says nothing. */
const BETWEEN =
  /^(?:spse|lpse|akun|email|surel|e-mail|login|inaproc|aplikasi|sms|wa|whatsapp|hp|dari|dr|di|ke|untuk|utk|buat|pada|via|lewat|yang|yg|masuk|dikirim|terkirim|dikirimkan|diterima|terima|kuterima|saat|tadi|barusan|ini|nya|ku|sementara|terakhir|pertama|sekarang|berikut|kode|code|verifikasi|otp|itu|tuh|ya|for|from)$/u;
/** Behind these stands the secret itself. */
const IS = /^(?:[:=>→-]+|adalah|yaitu|yakni|ialah|is|was|pakai|pake|jadi|menjadi)$/u;
/** Behind a number they say that it counts something. */
const COUNTED =
  /^\s{0,3}(?:kali|x|karakter|digit|huruf|angka|simbol|hari|bulan|tahun|minggu|menit|detik|jam|orang|akun|characters?|digits?|letters?|times?|days?|minutes?|hours?)(?!\p{L})/iu;
const QUOTED = /^(?:"[^"\n]{1,80}"|'[^'\n]{1,80}'|“[^”\n]{1,80}”|‘[^’\n]{1,80}’|«[^»\n]{1,80}»|`[^`\n]{1,80}`)/u;
/** Digits in one or more groups. */
const DIGITS = /^\d+(?:[ \t.\-–]{1,2}\d+){0,9}/u;
const MOST_WORDS_BEFORE = 10;
const MOST_WORDS_OF_SECRET = 6;
/** So far behind the name of a secret a long number is one. */
const FAR = 80;
/** "Kucing12 itu password saya": the other way round. */
const SAID_FIRST =
  /(?<!\S)(?=[^\s\d]{0,60}\d)(\S{4,60})\s{1,3}(?:itu|adalah|ini|is|was)\s{1,3}(?:kode\s{1,3})?(?:kata\s?sandi|sandi|password|pass|pin|otp|token)/giu;

const MAIL =
  /(?<![\p{L}\p{N}.+_-])[\p{L}\p{N}._+-]{1,64}(?:@|\s{0,2}[[({<]\s?(?:at|et|a|@|di)\s?[\])}>]\s{0,2})[\p{L}\d_-]{1,63}(?:\s?(?:\.|[[({<]\s?(?:dot|titik|\.)\s?[\])}>]|(?<=\s)(?:dot|titik)(?=\s))\s?[\p{L}\d-]{1,63}(?![\p{L}\d])){0,5}/giu;
const SPACED_MAIL =
  /(?<![\p{L}\p{N}.+_-])[\p{L}\p{N}._+-]{1,64}\s{0,2}@\s{0,2}(?:[\p{L}\d-]{1,63}\s?\.\s?){1,4}(?:com|id|net|org|co|me|info|gov|edu|biz|io)(?!\p{L})/giu;
/** Written out in words; "register at spse.example.id" is no address of mail. */
const MAIL_IN_WORDS =
  /(?<![\p{L}\p{N}.+_-])[\p{L}\p{N}._+-]{1,64}\s{1,3}(?:at|et|@)\s{1,3}(?:[\p{L}\d-]{1,63}(?:\s{1,2}(?:dot|titik)\s{1,2}[\p{L}\d-]{2,63}){1,4}|(?:gmail|yahoo|ymail|hotmail|outlook|icloud|proton\p{L}{0,4})(?:[\s.]{1,3}(?:com?|co\.id|id|me))?)(?![\p{L}\d])/giu;
/** Names at other services. */
const PROFILE =
  /(?<![\p{L}\p{N}])(?:t\.me|telegram\.me|(?:[\p{L}-]{1,20}\.)?(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|threads)\.(?:com|net|me))\/\S{2,100}/giu;
const ACCOUNT =
  /(?<![\p{L}\p{N}])(?:instagram|ig|fb|facebook|tiktok|twitter|telegram|user\s?-?name|user\s?-?id|id\s{1,2}(?:pengguna|user|login|penyedia)|nama\s{1,2}pengguna)(?:nya|ku)?(?:\s{1,3}(?:saya|sy|aku|kami|nya|spse|lpse|my|itu|adalah|is)){0,4}(?:\s{0,3}[:=]\s{0,3}|\s{1,3}(?=[\p{L}\d._@-]{0,60}[\d._@][\p{L}\d]))([\p{L}\d._@-]{3,60})/giu;
const PASSPORT = /(?<!\p{L})(?:paspor|passport|visa|kitas|sim)[^\d\n?!]{0,25}?(\p{L}{0,2}\s?\d{5,12})(?!\d)/giu;
const DIGIT_WORD =
  '(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|zero|one|two|three|four|five|six|seven|eight|nine)';
const DIGITS_IN_WORDS = new RegExp(
  `(?<!\\p{L})${DIGIT_WORD}(?:[\\s,.-]{1,3}(?:${DIGIT_WORD}|\\d{1,4})){4,40}(?!\\p{L})`,
  'giu',
);
/** With a code of an area, or long enough to be of somebody. */
const TELEPHONE = /(?<![\d.,/:-])\(?0[2-9]\d{1,3}\)?[\s./-]{0,3}\d{2,8}(?:[\s.-]\d{2,6}){0,3}(?![\d,:])/gu;
const LONG_NUMBER = /(?<!\d)\d{9,}(?!\d)/gu;

/**
 * Finds secrets and ways to reach somebody as strictly as only what leaves for a model needs it: what is masked too much
 * there costs no more than a plainer answer. What asks about a secret stays: "lupa password", "password minimal 8 karakter".
 * In no order; parts may overlap.
 */
export function leavingDataIn(text: string): LeavingPart[] {
  const open = withoutHarmless(text);
  const firsts = (pattern: RegExp, kind: LeavingPart['kind'], where = text): LeavingPart[] =>
    Array.from(where.matchAll(pattern), ({ index, 0: all, 1: group = all }) => {
      const from = index + all.lastIndexOf(group);
      return { from, to: from + group.length, kind, isGuess: true };
    });
  return [
    ...secretsIn(text, open),
    ...Array.from(text.matchAll(SAID_FIRST), ({ index, 1: secret = '' }) => ({
      from: index,
      to: index + secret.length,
      kind: 'sandi' as const,
      isGuess: false,
    })),
    ...firsts(MAIL, 'surel'),
    ...firsts(SPACED_MAIL, 'surel'),
    ...firsts(MAIL_IN_WORDS, 'surel'),
    ...firsts(PROFILE, 'nama'),
    ...firsts(ACCOUNT, 'nama'),
    ...firsts(PASSPORT, 'nomor', open),
    ...firsts(DIGITS_IN_WORDS, 'nomor'),
    ...firsts(TELEPHONE, 'telepon', open).filter(({ from, to }) => digitsOf(open.slice(from, to)) >= 8),
    ...firsts(LONG_NUMBER, 'nomor', open),
  ];
}

function secretsIn(text: string, open: string): LeavingPart[] {
  return [...text.matchAll(SECRET_WORD)].flatMap(({ index, 0: named }) => {
    const start = index + named.length;
    const near = secretBehind(text, open, start);
    const far = Array.from(open.slice(start, start + FAR).matchAll(/\d+(?:[ \t.-]{1,2}\d+){0,9}/gu))
      .filter(({ 0: digits }) => digitsOf(digits) >= 5)
      .map(({ index: at, 0: digits }) => {
        // A number that goes on beyond is taken whole.
        const [whole = digits] = DIGITS.exec(open.slice(start + at)) ?? [];
        return { from: start + at, to: start + at + whole.length, isGuess: true };
      });
    return [...(near ? [{ ...near, isGuess: false }] : []), ...far].map((part) => ({
      ...part,
      kind: 'sandi' as const,
    }));
  });
}

/** The secret that is told behind its name; undefined where nothing but its name is. */
function secretBehind(text: string, open: string, start: number): { from: number; to: number } | undefined {
  let at = start;
  // Marks that close what the name stood in.
  at += /^["”'’*_)\]]*/u.exec(text.slice(at))?.[0].length ?? 0;
  let [isOwned, isTold] = [/(?:nya|ku|key)$/iu.test(text.slice(Math.max(0, start - 3), start)), false];
  for (let words = 0; words < MOST_WORDS_BEFORE; words++) {
    const [blank = ''] = /^[\s,]*/u.exec(text.slice(at)) ?? [];
    at += blank.length;
    const [sign] = /^(?:[:=→]+|[->]+(?=\s))/u.exec(text.slice(at)) ?? [];
    if (sign !== undefined) {
      [at, isTold] = [at + sign.length, true];
      continue;
    }
    const rest = text.slice(at);
    const [token = ''] = /^\S+/u.exec(rest) ?? [];
    if (token === '' || (blank.includes('\n') && !isTold)) return undefined;
    // The end of a sentence; signs alone are a secret only where one was told.
    if (!/[\p{L}\p{N}]/u.test(token) && !(isTold && token.length >= 4)) return undefined;
    const [quoted] = QUOTED.exec(rest) ?? [];
    if (quoted !== undefined && (isTold || isOwned || blank !== '')) return { from: at, to: at + quoted.length };
    const opened = /^["“'‘«`*_([]+/u.exec(token)?.[0].length ?? 0;
    const digits = DIGITS.exec(open.slice(at + opened))?.[0] ?? '';
    const isNumber = digitsOf(digits) >= 4 && digits.length >= token.length - opened - 3;
    if (isNumber) return { from: at + opened, to: at + opened + digits.length };
    const word = token
      .replace(/^\P{L}+|\P{L}+$/gu, '')
      .toLowerCase()
      .replace(/^(\p{L}+)-(nya|ku)$/u, '$1$2');
    const isPlain = /^[("“'*_]*[\p{L}'’-]+[)"”'*_]*[.,;:!?…]*$/u.test(token);
    const ends = /[.;!?]["”')]*$/u.test(token);
    if (isPlain && isOf(word)) {
      if (ends) return undefined;
      isOwned ||= WHOSE.test(word);
      isTold ||= IS.test(word) || token.endsWith(':');
      at += token.length;
      continue;
    }
    if (/^\d{1,3}\P{L}*$/u.test(token) && (COUNTED.test(rest.slice(token.length)) || !(isTold || isOwned)))
      return undefined;
    if (!(looksSecret(token) || ((isTold || isOwned) && !(isPlain && speaks(word))))) return undefined;
    const to = endOfSecret(text, at + token.length, isTold || isOwned);
    // The marks of the sentence, so that a question stays one.
    return { from: at, to: to - (/[,;.?]*$/u.exec(text.slice(at, to))?.[0].length ?? 0) };
  }
  return undefined;
}

const isOf = (word: string) => WHOSE.test(word) || BETWEEN.test(word) || IS.test(word);

/** What nobody writes as a word: with digits, signs or capitals within. A number alone counts something, or is found as one. */
function looksSecret(token: string): boolean {
  const bare = token.replace(/^[("“'[*]+|[)"”'\].,;:!?*…]+$/gu, '');
  // "3x", "8-12", "2026": too short, or no secret.
  if (/^\d{1,4}(?:[-–/]\d{1,4})?\p{L}?$/u.test(bare) || /^\p{L}+(?:[/&-]\p{L}+)+$/u.test(bare)) return false;
  return bare.length >= 4 && (/\d/u.test(bare) || /\p{Ll}\p{Lu}/u.test(bare) || /[^\p{L}\p{N}.,'’-]/u.test(bare));
}

/** A secret of several words goes on until a word of the sentence around it. */
function endOfSecret(text: string, from: number, severalWords: boolean): number {
  let at = from;
  if (!severalWords) return at;
  for (let words = 1; words < MOST_WORDS_OF_SECRET; words++) {
    if (/[,;]$|[.?!]$/u.test(text.slice(at - 1, at))) break;
    const [, blank = '', token = ''] = /^([ \t]+)(\S+)/u.exec(text.slice(at)) ?? [];
    const word = token.replace(/^\P{L}+|\P{L}+$/gu, '').toLowerCase();
    if (token === '' || (word !== '' && !/\d/u.test(token) && (speaks(word) || isOf(word)))) break;
    at += blank.length + token.length;
  }
  return at;
}

const digitsOf = (text: string) => text.replace(/\D+/gu, '').length;
