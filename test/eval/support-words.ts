import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Token } from './support-tokens.ts';

/** Different words for the same. */
const SAME: string[][] = [
  ['daftar', 'registrasi', 'mendaftar', 'pendaftaran'],
  ['dokumen', 'berkas'],
  ['password', 'sandi', 'pasword'],
  ['tugas', 'fungsi'],
  ['kantor', 'lokasi'],
  ['ulp', 'pokja', 'ukpbj', 'pemilihan'],
  ['skpd', 'perangkat'],
  ['memperoleh', 'mendapat', 'mendapatkan'],
  ['diperoleh', 'didapat', 'didapatkan'],
  ['mendapat', 'dapat'],
  ['cadangan', 'backup'],
  ['staf', 'petugas', 'pegawai', 'personil'],
  ['keluhan', 'aduan', 'pengaduan'],
  ['online', 'daring'],
  ['persyaratan', 'syarat'],
  ['memakai', 'menggunakan', 'pakai'],
  ['dipakai', 'digunakan'],
  ['mempunyai', 'memiliki', 'punya'],
  ['mengirim', 'kirim'],
  ['menambahkan', 'nambahin'],
  ['menyediakan', 'nyediain'],
  ['memasuki', 'masuk'],
];

const ACTIVE = /^(?:me(?:m|n|ng|ny)?|ny|nge)\p{L}{3,}/u;
const PASSIVE = /^di\p{L}{4,}/u;

/** What an English writer calls what the lexicon of the search has no need of. */
const ENGLISH_TOO: Record<string, string> = {
  ...{ division: 'bidang', head: 'kepala', hold: 'memiliki', have: 'memiliki', staff: 'pegawai', handles: 'menangani' },
  ...{ employees: 'pegawai', regent: 'bupati', "regent's": 'bupati', decree: 'keputusan', stages: 'bertahap' },
  ...{ directly: 'langsung', responsible: 'bertanggung jawab', gives: 'memberikan', operation: 'penyelenggaraan' },
  ...{ witness: 'saksi', acts: 'menjadi', cannot: 'tidak dapat', secretary: 'sekretaris', regional: 'daerah' },
  ...{ providers: 'penyedia', vendors: 'penyedia', occur: 'terjadi', officer: 'pejabat', authorized: 'berwenang' },
  ...{ field: 'lapangan', operating: 'operasional', obtain: 'mendapat', enter: 'memasuki', needs: 'kebutuhan' },
  ...{ add: 'menambahkan', results: 'hasil', evaluation: 'evaluasi', inspection: 'pemeriksaan', set: 'diatur' },
  ...{ certificate: 'sertifikat', expertise: 'keahlian', obligation: 'kewajiban', prepare: 'penyusunan' },
};

/** "Menangani" or "ditangani". */
export const isVerb = (word: string): boolean => ACTIVE.test(word) || PASSIVE.test(word);

/**
 * Whether a word of the claim is that of the source.
 * @param turned the claim says in the active what the source says in the passive, or the other way round
 */
export function isSame(own: Token, other: Token, { english, turned }: { english: boolean; turned: boolean }): boolean {
  if (own.mark || other.mark) return own.mark === other.mark;
  const isTurned =
    (PASSIVE.test(own.word) && ACTIVE.test(other.word)) || (ACTIVE.test(own.word) && PASSIVE.test(other.word));
  if (!english && isTurned !== turned) return false;
  const forms = [
    own.word,
    ...SAME.filter((group) => group.includes(own.word)).flat(),
    ...(english ? translated(own.word) : []),
  ];
  return forms.some((form) => isSameWord(form, other.word));
}

/** Of one root, as far as letters tell: "menyetujui" and "persetujuan" share "etuju". */
function isSameWord(one: string, other: string): boolean {
  const [a, b] = [bareOf(one), bareOf(other)];
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  if (shorter < 4) return false;
  return longestShared(a, b) >= Math.max(4, Math.ceil(shorter * 0.7));
}

const bareOf = (word: string): string =>
  word
    .replace(/(?:nya|lah|kah)$/u, '')
    .replace(/^(?:meng|meny|mem|men|me|peng|peny|pem|pen|pe|ber|di|ter)(?=\p{L}{4})/u, '');

function longestShared(a: string, b: string): number {
  let best = 0;
  for (let from = 0; from < a.length; from++)
    while (from + best < a.length && b.includes(a.slice(from, from + best + 1))) best++;
  return best;
}

const ENGLISH = fileURLToPath(new URL('../../knowledge/sources/lexicon/english.yaml', import.meta.url));
let english: Map<string, string[]> | undefined;

/** Indonesian words for an English one. */
export function translated(word: string): string[] {
  // Read line by line: parsing as many lines of YAML takes seconds.
  english ??= new Map(
    [...readFileSync(ENGLISH, 'utf8').matchAll(/^([^#:\n]+): (.+)$/gmu)].map(([, key = '', words = '']) => [
      key,
      words.toLowerCase().split(/\s+/u),
    ]),
  );
  const bare = word.replace(/(?:ies)$/u, 'y').replace(/(?:e?s|ing|ed)$/u, '');
  return [word, bare, `${bare}e`].flatMap((form) => [
    ...(english?.get(form) ?? []),
    ...(ENGLISH_TOO[form]?.split(' ') ?? []),
  ]);
}
