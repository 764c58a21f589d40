import { bareOf, endOfCapitals, endOfName, endOfSmall, MOST_WORDS, speaks, WORD } from './name-ends.ts';
import { isNoName, isNoNameOfRole } from './no-names.ts';
import { patternOf } from './reporter-name.ts';
import { tellsOf } from './said-of.ts';

/** A name in a text, in UTF-16 units, `to` not included. */
type NamePart = { from: number; to: number };

/** So many names are looked for in the rest of a text: more are a list, and each of them stands there once. */
const MOST_NAMES = 20;

/**
 * How sure it is that a name follows. `announced`: it does, or the words speak of the name ("nama saya salah"). `likely`: also
 * in small letters, unless it is a word of this field. `capitals`: anything else may follow too, so only capitals make a name.
 */
type Sureness = 'announced' | 'likely' | 'capitals';

const OWNER = '(?:saya|sy|aku|kami|kita|ku|gue|gw|gua|beliau)';
const GAP = '[\\s_-]{1,3}';
/** Words behind which a person is named. */
const INTRODUCED: [before: RegExp, sureness: Sureness][] = [
  [new RegExp(`\\b(?:nama|nm)${GAP}(?:(?:lengkap|panggilan|asli)${GAP})?${OWNER}(?!\\p{L})`, 'giu'), 'announced'],
  [
    /\b(?:nama\s+(?:ibu\s+kandung|ibu|ayah|bapak|suami|istri|isteri|direktur(?:\s+utama)?|pimpinan|pemilik|anak)(?:nya)?\s+(?:saya|sy|aku|kami|kita)|namaku|bernama|nama\s+(?:lengkap|panggilan)(?!\s+(?:saya|sy|aku|kami|kita|gue|gw)))(?!\p{L})/giu,
    'announced',
  ],
  [/\bmy\s+(?:full\s+)?name\s*(?:is|'s|’s|:)/giu, 'announced'],
  [
    /(?<![\p{L}_])nama[\s_]*(?:lengkap|pemohon|pelapor|direktur|pemilik|pic|penanya|pimpinan|kontak)?\s*[:=]/giu,
    'announced',
  ],
  [/(?<![\p{L}_])name\s*[:=]|\bname\s+is(?!\p{L})/giu, 'announced'],
  [/\b(?:nama\s+direktur(?:nya)?|namanya)(?!\p{L})\s*(?:(?:adalah|ialah|yaitu|itu)\b)?\s*[:=,]?\s*/giu, 'likely'],
  [/\b(?:call\s+me|panggil\s+(?:saja|aja|saya))\s+/giu, 'likely'],
  [/\bperkenalkan\s*,?\s*(?:(?:nama\s+)?(?:saya|sy|aku|kami)\b)?\s*(?:(?:adalah|dengan)\b)?\s*[:,]?\s*/giu, 'likely'],
  [/(?:\batas\s+nama|\ba\.\s?n\.?|\ba\/n\.?)\s*:?\s*["“'‘*(]?/giu, 'capitals'],
  [/\b(?:i\s+am|i'm|i’m|this\s+is)\s+["“'‘*]?/giu, 'capitals'],
  [/\b(?:saya|sy|aku|ini|dengan)\s+(?:adalah\s+)?["“'‘*]?/giu, 'capitals'],
  [/\b(?:bapak|ibu|pak|bu|sdr|sdri|saudara|saudari|haji|hajjah|mr|mrs|ms|mas|mbak|kak)\b\.?\s+/giu, 'capitals'],
  [
    /(?:\bterima\s?kasih|\bmakasih|\btrims|\bthanks|\bthank\s+you|\bregards|\bsalam|\bhormat\s+(?:saya|kami)|\bttd\.?)\s*[,.]?\s+(?=[\p{L}.'’-]+(?:\s+[\p{L}.'’-]+){0,3}[.!]?\s*$)/giu,
    'capitals',
  ],
];

/** What somebody is in what others tell of them: "Pelapor Budi Santoso bertanya", "direktur kami, Rahmat Hidayat, …". */
const ROLE =
  /\b(?:pelapor|pemohon|penanya|penelepon|direktur(?:is)?(?:\s+utama)?|direktris|komisaris|pemilik|pimpinan|owner|penyedia|vendor|rekanan|pelanggan|klien|pic|admin|operator|staf|karyawan|pegawai|istri|isteri|suami|anak|ayah|kakak|adik|teman|kawan|rekan|atasan|tetangga|bos)(?:nya|ku)?(?:\s+(?:kami|saya|kita|sy|cv|pt|perusahaan)){0,3}(?:\s*[,:(]\s*|\s+)(?:yaitu\s+|adalah\s+|yang\s+|an\.?\s+)?["“'‘*(]?/giu;
/** Stands between an announcement and its name, and is no part of it. */
const FILLER =
  /(?:[\s:=,;–—>"“”„‘’'«»*_~()[\]<>|/.-]+|(?:bapak|ibu|pak|bu|mas|mbak|kak|kakak|bang|adalah|ialah|yaitu|yakni|itu|tuh|sih|ya|yah|kan|cukup|is|bukan|bukannya|jadi|sebenarnya|sebenernya|resminya|lengkapnya|benarnya|aslinya|tertulis|tercatat|tercantum|yg|yang|(?<=(?:yang|yg)\s)(?:benar|betul|asli|lengkap|resmi|baru|dulu|sekarang|terdaftar|tercantum|tertera|tertulis)|(?:di|sesuai|menurut|berdasarkan|pada|dalam|seperti|sama\s+dengan)(?:\s{1,3}(?:di|dalam|pada))?\s{1,3}(?:ktp|e-ktp|kk|akta|akte|npwp|nib|oss|spse|lpse|akun|sistem|profil|dokumen|sertifikat|ijazah|paspor|surat|sim|data)(?:nya|ku)?(?:\s{1,3}(?:pendirian|perusahaan|kelahiran|lahir|kuasa|saya|spse|tertulis|tercantum|tertera|adalah|itu|ini)){0,3})(?![\p{L}]))/iuy;
const MOST_FILLERS = 12;
/** Behind a name another may follow, if it has a capital: "Budi/Anton", "bukan Budi tapi Anton", "Andi, Budi, Citra". */
const OR =
  /^(?:[\s,)\]"”'’*]*(?:(?:\/|&|\+)\s*|\b(?:atau|tapi|tetapi|melainkan|alias|dan|or|and|but|aka)\s+)["“'‘*(]?(?=\p{Lu}\p{Ll})|,\s*(?=\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}+){0,3}\s*(?:[,.;]|$)))/u;
/** "saya budi dari cv maju": in small letters, when what follows says that a person spoke of themselves. */
const FROM_FIRM =
  /\b(?:saya|sy|aku|ini|dengan|i\s+am|i'm|i’m)\s+((?:(?!\p{L}{0,3}me[mn]\p{L}{2,30}kan\b)[\p{L}.'’-]+\s*){1,3}?)(?=(?:[\s,]+(?:dari|dr|selaku|from|direktur|pemilik|owner)\s+\p{L}|\s+mau\s+(?:ber)?t?[an]{1,2}n?ya\b))/giu;

/** The name of a firm behind its form: with a person of it, it says who asks. */
const FIRM = /\b(?:cv|pt|ud|firma|koperasi|yayasan|toko)\b\.?\s+/giu;

/** Names in Telegram and Slack; not what stands in an address of mail. */
const HANDLE = /(?<![\p{L}\p{N}@._+-])@\p{L}[\p{L}\p{N}_.-]{2,31}(?<![.-])/gu;

/**
 * Finds where people are named: "nama saya …", "saya … dari CV …", "atas nama …", "Pak …", "Pelapor …", "my name is …", "@…",
 * the firm that belongs to it, and these names wherever else they stand. Behind "nama saya" anything that does not speak of
 * the name is one, to the end of the clause; what is not announced like that is a name only in capitals.
 * @param known names that the asker is known by
 */
export function namesIn(text: string, known: readonly string[] = []): NamePart[] {
  const found: NamePart[] = [];
  const takeFrom = (from: number, most: number, onlyCapitals: boolean) => {
    const to = endOfName(text, from, most, onlyCapitals);
    if (to !== undefined) found.push({ from, to });
  };
  const shouts = isInCapitals(text);
  for (const [before, sureness] of INTRODUCED)
    if (!(shouts && sureness === 'capitals'))
      for (const { index, 0: all } of text.matchAll(before)) {
        const from = index + all.length;
        if (sureness === 'announced') found.push(...announcedAt(text, from, shouts));
        else takeFrom(from, MOST_WORDS, sureness === 'capitals');
      }
  if (!shouts)
    for (const { index, 0: all } of text.matchAll(ROLE)) {
      const from = index + all.length;
      const to = isNamedByRole(text.slice(from)) ? endOfName(text, from, MOST_WORDS, true) : undefined;
      if (to !== undefined) found.push(...withOthers(text, { from, to }));
    }
  for (const { index, 0: all, 1: name = '' } of text.matchAll(FROM_FIRM))
    takeFrom(index + all.length - name.length, name.trim().split(/\s+/u).length, false);
  if (!shouts) for (const { index, 0: all } of text.matchAll(FIRM)) takeFrom(index + all.length, MOST_WORDS, true);
  for (const { index, 0: all } of text.matchAll(HANDLE)) found.push({ from: index, to: index + all.length });
  const named = new Set([...known, ...found.map(({ from, to }) => text.slice(from, to))]);
  for (const name of [...named].slice(0, MOST_NAMES)) {
    for (const { index, 0: all } of text.matchAll(patternOf(name) ?? /(?!)/gu))
      if (isAgain(all, name)) found.push({ from: index, to: index + all.length });
    for (const short of name.split(/[^\p{L}]+/u).filter(isShortName))
      for (const { index } of text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${short}(?![\\p{L}\\p{N}])`, 'gu')))
        found.push({ from: index, to: index + short.length });
  }
  return joined(found);
}

/** "Ali": written exactly so it is the name again. */
const isShortName = (word: string) => /^\p{Lu}\p{Ll}{2}$/u.test(word) && !isNoName(word.toLowerCase());

/** The names behind an announcement: none where the words speak of the name. */
function announcedAt(text: string, start: number, shouts: boolean): NamePart[] {
  let from = start;
  for (let fillers = 0; fillers < MOST_FILLERS; fillers++) {
    const skipped = fillerAt(text, from);
    if (skipped === 0) break;
    from += skipped;
  }
  const [first = ''] = WORD.exec(text.slice(from)) ?? [];
  const word = bareOf(first).toLowerCase();
  const isCapital = /^\p{Lu}/u.test(first) && !shouts;
  if (word === '' || (!isCapital && tellsOf(word))) return [];
  const to = isCapital ? endOfCapitals(text, from) : endOfSmall(text, from);
  return withOthers(text, { from, to });
}

/** A name and those that are told in one breath with it. */
function withOthers(text: string, name: NamePart): NamePart[] {
  const found = [name];
  for (let last = name.to; found.length < MOST_NAMES; last = found.at(-1)?.to ?? last) {
    const [or] = OR.exec(text.slice(last)) ?? [];
    if (or === undefined) break;
    const from = last + or.length;
    const to = endOfCapitals(text, from);
    if (to === from || speaks(bareOf(WORD.exec(text.slice(from))?.[0] ?? '').toLowerCase())) break;
    found.push({ from, to });
  }
  return found;
}

/** How much of the text at that place is filler; looks back so far as it tells what a word belongs to. */
function fillerAt(text: string, from: number): number {
  FILLER.lastIndex = from;
  return FILLER.exec(text)?.[0].length ?? 0;
}

/** "Direktur LPSE" and "Penyedia Barang/Jasa" name nobody. */
function isNamedByRole(behind: string): boolean {
  const [first = ''] = WORD.exec(behind) ?? [];
  const word = bareOf(first).toLowerCase();
  return /^\p{Lu}(?:\p{Ll}|\.)/u.test(first) && !tellsOf(word) && !isNoNameOfRole(word);
}

/** Capitals tell nothing where all is written with them. */
function isInCapitals(text: string): boolean {
  const words = text.match(/\p{L}{4,}/gu) ?? [];
  const capital = words.filter((word) => /^\p{Lu}/u.test(word));
  return !/\p{Ll}/u.test(text) || (words.length >= 5 && capital.length >= words.length * 0.8);
}

/** A name once more, or a part of it; in small letters a part may be a word like any other: "Sumber Jaya", "sumber dana". */
const isAgain = (written: string, name: string): boolean =>
  written.toLowerCase() === name.toLowerCase() || /^\p{Lu}/u.test(written) || !/\p{Lu}/u.test(name);

/** In order; those that overlap are one. */
function joined(parts: NamePart[]): NamePart[] {
  const whole: NamePart[] = [];
  for (const part of parts.toSorted((one, other) => one.from - other.from || other.to - one.to)) {
    const last = whole.at(-1);
    if (last && part.from < last.to) last.to = Math.max(last.to, part.to);
    else whole.push({ ...part });
  }
  return whole;
}
