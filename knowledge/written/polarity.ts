/** Words on which the truth of a sentence turns; the same kind must stand at the same place of the passage. */
export type Turn = 'negation' | 'modality' | 'condition' | 'quantity';

type Turning = { turn: Turn; key: string };

const KINDS: Record<Turn, Record<string, string[]>> = {
  negation: {
    tidak: ['tidak', 'tak', 'tiada'],
    bukan: ['bukan', 'bukanlah'],
    belum: ['belum'],
    jangan: ['jangan', 'dilarang', 'larangan', 'melarang', 'terlarang'],
    tanpa: ['tanpa'],
    non: ['non', 'anti'],
  },
  modality: {
    wajib: ['wajib', 'harus', 'diwajibkan', 'diharuskan', 'wajiblah', 'haruslah'],
    dapat: ['dapat', 'bisa', 'boleh', 'diperbolehkan', 'dapatlah'],
    berhak: ['berhak'],
    perlu: ['perlu', 'diperlukan', 'perlulah'],
    umum: ['umumnya', 'biasanya', 'lazimnya', 'lazim'],
    mungkin: ['mungkin', 'barangkali', 'kemungkinan'],
    sering: ['sering', 'kadang', 'jarang', 'selalu', 'pasti', 'pernah', 'niscaya', 'otomatis'],
    akan: ['akan', 'bakal'],
  },
  condition: {
    jika: ['jika', 'apabila', 'bila', 'kalau', 'bilamana', 'manakala', 'jikalau'],
    selama: ['selama', 'sepanjang'],
    asal: ['asal', 'asalkan'],
    saat: ['saat', 'ketika', 'sewaktu'],
    setelah: ['setelah', 'sesudah', 'seusai'],
    sebelum: ['sebelum', 'sebelumnya'],
    sampai: ['sampai', 'hingga'],
    sejak: ['sejak'],
    meski: ['meski', 'meskipun', 'walau', 'walaupun'],
    kecuali: ['kecuali', 'terkecuali'],
    selain: ['selain'],
    hanya: ['hanya', 'hanyalah', 'cuma', 'saja', 'cukup', 'sekadar'],
    agar: ['agar', 'supaya'],
    karena: ['karena'],
  },
  quantity: {
    semua: ['semua', 'seluruh', 'setiap', 'segala', 'tiap', 'masing', 'siapapun', 'apapun', 'mana_pun'],
    sebagian: ['sebagian', 'beberapa', 'salah_satu', 'banyak'],
    paling: ['paling', 'maksimal', 'maksimum', 'minimal', 'minimum', 'sekurang', 'kurangnya', 'terbanyak', 'terlambat'],
    lebih: ['lebih', 'kurang', 'sangat', 'terlalu', 'lagi', 'sama', 'sekitar', 'hampir'],
  },
};

const TURNING = new Map<string, Turning>();
for (const [turn, keys] of Object.entries(KINDS) as [Turn, Record<string, string[]>][])
  for (const [key, words] of Object.entries(keys))
    for (const word of words) {
      const own = ['sering', 'paling', 'lebih', 'sebagian'].includes(key) ? word : key;
      TURNING.set(word, { turn, key: own });
    }

/** Whether a word, in standard spelling, denies, allows, obliges, restricts or counts. */
export const turningOf = (word: string): Turning | undefined => TURNING.get(word);

/** Restrictions hold for all that stands with them: nothing of them may be left out. */
export const RESTRICTING: ReadonlySet<string> = new Set(
  Object.keys(KINDS.condition).filter((key) => key !== 'agar' && key !== 'meski' && key !== 'karena'),
);
