// How people write in a chat: shortened, with letters left out or swapped. For matching only; what they wrote is kept as it is.

/** Short forms, slang and words that come to the same here as standard words. */
const SLANG: Record<string, string> = Object.fromEntries(
  Object.entries({
    tidak:
      'belum blm blom blum belom ga gak gk gx ngga nggak ngak enggak engga tdk tak nda ndak enda endak kagak tidk tida ndk',
    bisa: 'bs bsa bsaa bisaa dapat dpt dapet',
    'tidak bisa': 'gabisa gakbisa gkbisa gbisa gbs tdkbisa ndabisa gabs',
    sudah: 'sdh udh udah dah uda',
    tolong: 'tlg tlng tlong tolongg',
    mohon: 'mhn mohn mhon',
    bantu: 'bntu bantuin dibantu bantuannya bantuan',
    besok: 'bsk besuk bsok',
    jam: 'jm pkl pukul',
    hari: 'hr hri',
    menit: 'mnt mnit',
    lagi: 'lg lgi',
    error: 'eror erorr err eror2 errorr',
    password: 'pw pass pswd paswd pwd psword',
    verifikasi: 'verif verifikas ferifikasi perifikasi',
    dokumen: 'dok dokmn dokument',
    upload: 'aplod uplod aploud apload uplot mengunggah unggah diunggah mengupload diupload',
    login: 'logim lgin loginnya',
    masuk: 'msuk msk',
    petugas: 'ptgs petgas ptugas',
    email: 'imel emel surel',
    daftar: 'dftr regis',
    server: 'servr serper',
    lemot: 'lelet lola lmot leled',
    banget: 'bgt bngt bangat',
    sekali: 'skali skli',
    terus: 'trs trus',
    kenapa: 'knp knapa',
    mau: 'mw maw',
    buka: 'bka dibuka membuka terbuka kebuka',
    ada: 'ad',
    hilang: 'ilang',
    kode: 'kod kd',
    tender: 'tendr lelang pelelangan',
    tutup: 'ttp ditutup penutupan',
    penawaran: 'penwaran penawran',
    nol: 'kosong',
  }).flatMap(([standard, forms]) => forms.split(' ').map((form) => [form, standard])),
);

/** More of a message is not looked at. */
const MOST_WORDS = 200;

/** The words of a text in standard spelling, lower case: "gak bs loginnn" is tidak, bisa, login. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/\bSIKaP\b/gu, ' dataSikap ')
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)
    .flatMap((word) => standard(word.replace(/(\p{L})\1{2,}/gu, '$1')).split(' '));
}

/** "loginnya" is login; what is left has to be a word still. */
const CLITIC = /^(\p{L}{4,}?)(?:nya|ku|mu|lah|kah|mi|ji)$/u;

function standard(word: string): string {
  if (Object.hasOwn(SLANG, word)) return SLANG[word] ?? word;
  const bare = CLITIC.exec(word)?.[1];
  return bare !== undefined && Object.hasOwn(SLANG, bare) ? (SLANG[bare] ?? word) : word;
}

/** Whether a written word was meant to be that one: a letter or two wrong in a long word, or a clitic behind it. */
export function isMeant(written: string, word: string): boolean {
  if (written === word) return true;
  const bare = CLITIC.exec(written)?.[1] ?? written;
  if (bare === word) return true;
  // First letters are seldom wrong; allowing that would turn other words into this one.
  if (word.length < 5 || written[0] !== word[0]) return false;
  const most = word.length >= 8 ? 2 : 1;
  return distance(written, word, most) <= most || distance(bare, word, most) <= most;
}

/** Words in this order, with at most two others between each and the next. */
const MOST_BETWEEN = 2;

/** Whether a phrase stands in a text, given as its words. */
export function says(text: readonly string[], phrase: readonly string[]): boolean {
  const [first = '', ...rest] = phrase;
  return text.some((word, at) => isMeant(word, first) && goesOn(text, at + 1, rest));
}

function goesOn(text: readonly string[], from: number, [next, ...rest]: readonly string[]): boolean {
  if (next === undefined) return true;
  for (let at = from; at <= from + MOST_BETWEEN && at < text.length; at++)
    if (isMeant(text[at] ?? '', next) && goesOn(text, at + 1, rest)) return true;
  return false;
}

/** Letters to change, add, leave out or swap; more than `most` is only said to be more. */
function distance(from: string, to: string, most: number): number {
  if (Math.abs(from.length - to.length) > most) return most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line++) {
    const row = [line];
    for (let column = 1; column <= to.length; column++) {
      const same = from[line - 1] === to[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (row[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (line > 1 && column > 1 && from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1])
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[to.length] ?? most + 1;
}
