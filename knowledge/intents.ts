import type { Word } from './words.ts';

/** What a question wants to know about its matter: who, when, where, how much, why, how, whether. */
export type Intent = 'siapa' | 'waktu' | 'tempat' | 'jumlah' | 'sebab' | 'cara' | 'apakah';

const INTENTS = new Map<string, Intent>(
  Object.entries({
    siapa: ['siapa'],
    waktu: ['kapan', 'deadline', 'jadwal'],
    tempat: ['mana', 'lokasi', 'letak'],
    jumlah: ['berapa', 'biaya', 'bayar', 'maksimal'],
    sebab: ['mengapa', 'kenapa', 'sebab', 'alasan'],
    cara: ['bagaimana', 'cara', 'langkah'],
    apakah: ['apakah', 'boleh', 'bisa', 'dapat', 'harus', 'wajib', 'perlu'],
  } satisfies Record<Intent, string[]>).flatMap(([intent, words]) => words.map((word) => [word, intent as Intent])),
);

/** Words that only say what is wanted, and nothing of the matter; the others of INTENTS are a matter too. */
const BARE = new Set('cara langkah apakah boleh bisa dapat harus wajib perlu sebab alasan lokasi letak'.split(' '));
export const isBareIntent = ({ stem }: Word): boolean => BARE.has(stem);

/** "berapa lama", "jam berapa": a time. */
const OF_TIME = new Set('lama waktu menit jam pukul hari tanggal minggu bulan tahun'.split(' '));

/** What the words of a question want to know; empty when none of them says so. */
export function intentsOf(words: readonly Word[]): ReadonlySet<Intent> {
  const intents = new Set<Intent>();
  for (const [at, { stem, text }] of words.entries()) {
    const intent = INTENTS.get(stem) ?? INTENTS.get(text);
    const [before, after] = [words[at - 1]?.stem ?? '', words[at + 1]?.stem ?? ''];
    if (intent === undefined) continue;
    if (stem === 'berapa' && (OF_TIME.has(before) || OF_TIME.has(after))) intents.add('waktu');
    else if (stem === 'mana' && before === 'pihak') intents.add('siapa');
    // "yang mana" chooses among things.
    else if (stem !== 'mana' || before !== 'yang') intents.add(intent);
  }
  // "dapat", "harus" ask only where no other word does.
  if (intents.size > 1) intents.delete('apakah');
  return intents;
}
