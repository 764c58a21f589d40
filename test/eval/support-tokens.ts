/** What must be the same in a sentence and in what it rests on, in the same order. */
type Mark =
  | 'not'
  | 'must'
  | 'may'
  | 'need'
  | 'right'
  | 'forbid'
  | 'if'
  | 'after'
  | 'before'
  | 'other'
  | 'only'
  | 'while'
  | 'all'
  | 'or'
  | 'least'
  | 'usually';

/** A word that says something, a number, or a mark. */
export type Token = {
  word: string;
  mark?: Mark;
  /** Written with a capital inside a sentence, or in capitals: a name. */
  isName: boolean;
  /** What stands before it: an item of a list, something that may be left out at the end, or nothing of the kind. */
  opens?: 'item' | 'aside' | 'bracket' | 'rest';
  /** A new item, line or bracket begins: what was a condition for the words before it is none for it. */
  isApart: boolean;
  /** A comma, or "oleh", stands before it. */
  afterComma: boolean;
  isDoer: boolean;
};

const MARKS: Record<Mark, string> = {
  not: 'tidak bukan bukanlah tanpa jangan tak nggak enggak gak ga belum tiada not no never without cannot nor',
  must: 'wajib harus mesti diwajibkan diharuskan kewajiban must shall required obliged mandatory',
  may: 'dapat bisa boleh can may could',
  need: 'perlu need necessary',
  right: 'berhak right entitled',
  forbid: 'dilarang forbidden prohibited',
  if: 'jika bila apabila kalau bilamana kala if when whenever',
  after: 'setelah sesudah after',
  before: 'sebelum before until hingga',
  other: 'kecuali selain except other besides',
  only: 'hanya cuma only sole',
  while: 'sepanjang selama asal asalkan provided',
  all: 'semua setiap seluruh segala all every each',
  or: 'atau or',
  least: 'sekurang-kurangnya minimal setidaknya least',
  usually: 'biasanya umumnya usually generally',
};
const MARK_OF = new Map(
  (Object.entries(MARKS) as [Mark, string][]).flatMap(([mark, words]) =>
    words.split(' ').map((word): [string, Mark] => [word, mark]),
  ),
);

/** Words that say nothing of their own. */
const GLUE = new Set(
  (
    'yang dan di ke dari untuk dengan pada dalam oleh itu ini tersebut adalah ialah yaitu yakni merupakan sebagai bagi juga pula ' +
    'serta maka agar supaya karena sebab namun tetapi tapi sedangkan lalu kemudian saja akan telah sudah sedang masih lagi ada ' +
    'adanya terhadap atas antara lain secara hal para nya pun kah lah tentang mengenai soal terkait berkaitan saat pihak begitu ' +
    'demikian sini sana situs mana apa siapa aja kok sih dong deh ya yg buat maupun baik suatu rangka jadi mau proses ketentuan ' +
    'anda diri mempunyai dilakukan melakukan dari berupa berikut artinya'
  ).split(' '),
);
const ENGLISH_GLUE = new Set(
  (
    'a an the of to in on at by for from with and but where which who whom whose that this these those it its is are was were be ' +
    'been being has have had do does did will would also as than then there their they them he she his her you your we our any ' +
    'such into under about through out acts as set carry out carried set up'
  ).split(' '),
);

const SAID_ALIKE: [RegExp, string][] = [
  [/^(?:(?:ya|tidak|benar|bisa|boleh|yes|no|betul|jadi|enggak|nggak|masih bisa|tidak boleh),\s+)+/iu, ''],
  [/^\s*(?:\(\d+\)|\d+[.)]?|[a-z][.)]?)\s+(?=\p{L})/gimu, ''],
  [/\[[^\]]*\]/gu, ' '],
  [/\bdalam melaksanakan tugas[^,\n]*,/giu, ' '],
  [/^.{0,160}? yang selanjutnya (?:disebut|disingkat)(?: dengan)? /gimu, ''],
  [
    /(?:,? ?(?:menurut|sebagaimana|yang)(?: yang)?(?: telah)? ?(?:dimaksud|diatur|tercantum|disebut)?(?: dengan)? ?(?:(?:pada|dalam|di) )?)?(?:pasal \d+|ayat \(\d+\)|huruf [a-z]\)?|angka \d+|article \d+|paragraph \(\d+\))(?:,? ?(?:pasal \d+|ayat \(\d+\)|huruf [a-z]\)?|angka \d+|article \d+|paragraph \(\d+\)))*(?: (?:peraturan )(?:bupati )?ini)?,?/giu,
    ' ',
  ],
  [/\byang (?:telah )?(?:diatur|dimaksud)\b/giu, ' '],
  [/\banggaran pendapatan dan belanja daerah\b/giu, 'APBD'],
  [/\b(?:lembaga\/)?satuan kerja perangkat daerah(?:\/institusi lainnya)?\b/giu, 'SKPD'],
  [/\bunit layanan pengadaan \(ulp\)/giu, 'ULP'],
  [/\bsistem pelayanan pengadaan barang\/jasa secara elektronik \(spse\)/giu, 'SPSE'],
  [/\b(pengadaan|penyedia)(?:an)? barang\/jasa(?: pemerintah)?\b/giu, '$1'],
  [/\b(?:di lingkungan pemerintah )?(?:kabupaten )?polewali mandar\b/giu, ' '],
  [/\b(?:mempunyai tugas|menyelenggarakan fungsi|bertugas)\b(?: dan fungsi)?/giu, ' '],
  [/\b(?:memenuhi persyaratan )?sebagai berikut\b(?=\s*:)/giu, ' '],
  [/\bdalam hal(?= \p{L}+ )(?! ini)/giu, 'jika'],
  [/\bpada umumnya\b/giu, 'umumnya'],
  [/\bdapat(?= izin\b| akses\b)/giu, 'mendapat'],
  [/\bapa ?pun\b/giu, 'semua'],
  [/\bback[- ]?ups?\b/giu, 'backup'],
  [/\bother than\b/giu, 'selain'],
  [/\b(?:need not|needn't)\b/giu, 'not need'],
  [/\b(\p{L}+)n['’]t\b/giu, '$1 not'],
  [/\bhas to|have to\b/giu, 'must'],
  [/\bits? own\b/giu, ' '],
];

const NUMBERS = new Map(
  [
    'nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh',
    'zero one two three four five six seven eight nine ten',
  ].flatMap((line) => line.split(' ').map((word, at): [string, string] => [word, String(at)])),
);
const COUNTED =
  /^(?:orang|hari|bulan|tahun|jam|menit|kali|staf|people|days?|months?|years?|hours?|members?|staff|matters|divisions)$/u;

/** An item of a list begins after these, and what may be left out at the end of a sentence. */
const ITEM = /^(?:dan|serta|and|,|;|\n|\/|maupun|sedangkan|lalu)$/u;
const ASIDE = /^(?:dengan|sesuai|termasuk|untuk|melalui|pada|agar|supaya|terdiri)$/u;

/** A text as it is compared: without openings, markers and references, and with one word for the same. */
export function said(text: string): string {
  return SAID_ALIKE.reduce((words, [pattern, same]) => words.replace(pattern, same), text.normalize('NFKC'))
    .replace(/\(([^()\n]*)\)/gu, ' ⟨ $1 ⟩ ')
    .replaceAll('*', '');
}

/** The tokens of one sentence. */
export function tokensOf(sentence: string, english: boolean): Token[] {
  const parts = sentence.match(/\d+(?:[.,]\d+)*|\p{L}[\p{L}\p{M}'’-]*|[,;/\n⟨⟩]/gu) ?? [];
  const tokens: Token[] = [];
  let [opens, afterComma, isDoer, isApart]: [Token['opens'], boolean, boolean, boolean] = [
    undefined,
    false,
    false,
    false,
  ];
  for (const [at, part] of parts.entries()) {
    const word = part.toLowerCase();
    if (word === '⟨') opens = 'bracket';
    else if (word === '⟩') opens = 'rest';
    else if (ITEM.test(word)) opens = 'item';
    else if (ASIDE.test(word)) opens ??= 'aside';
    isDoer ||= word === 'oleh';
    isApart ||= /^[;\n⟨⟩]$/u.test(word);
    if (/^[,;\n/⟨⟩]$/u.test(word)) {
      afterComma ||= word !== '/';
      continue;
    }
    const mark = MARK_OF.get(word);
    if (mark === undefined && (GLUE.has(word) || (english && ENGLISH_GLUE.has(word)))) continue;
    const counted = COUNTED.test((parts[at + 1] ?? '').toLowerCase()) ? NUMBERS.get(word) : undefined;
    tokens.push({
      word: counted ?? word,
      ...(mark && { mark }),
      isName: /^\p{Lu}{2,}/u.test(part),
      ...(opens && { opens }),
      afterComma,
      isDoer,
      isApart,
    });
    [opens, afterComma, isDoer, isApart] = [undefined, false, false, false];
  }
  return tokens;
}
