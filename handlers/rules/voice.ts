/** Longer ones are read by nobody in the end, and each minute costs. */
export const LONGEST_VOICE_SECONDS = 120;
/** What Telegram gives a bot at most, in bytes. */
export const LARGEST_VOICE = 20 * 1024 * 1024;

/** Why a voice note was not understood. */
export type Unheard =
  /** Its speaker is somebody else. */
  | 'forwarded'
  /** Whoever sent it wants no models. */
  | 'declined'
  | 'too-long'
  | 'too-big'
  /** The channel does not have it any more. */
  | 'gone'
  /** Its bytes are no sound that is known. */
  | 'no-sound'
  /** No words were made out. */
  | 'unclear'
  /** Models were switched off by a person. */
  | 'off'
  /** The budget of the day is spent. */
  | 'budget'
  /** Too many wait. */
  | 'busy'
  | 'late'
  | 'fault';

/** What came of listening; `text` is what was said, as the model wrote it down. */
export type Heard = { ok: true; text: string } | { ok: false; why: Unheard };

/** What models write down of music, laughter and silence: "[Musik]", "(tertawa)", "♪". */
const NOT_SPOKEN = /\[[^\]]{0,40}\]|\([^)]{0,40}\)|\*[^*]{1,40}\*|[♪♫🎵🎶]+/gu;
/** What they write down of silence itself, since they were taught on films. */
const OF_FILMS =
  /^(?:terima kasih (?:sudah |telah )?(?:menonton|menyaksikan)|sampai jumpa(?: di video)?|jangan lupa (?:like|subscribe)|(?:subtitle|sub ?title|teks|terjemahan|diterjemahkan|amara)\b|thank(?:s| you) for watching|please subscribe|(?:www\.)?\p{L}+\.(?:com|org|tv)$)/iu;
/** The same word so often after itself is no speech. */
const STUCK = /(\b\p{L}+\b)(?:[\s,.]+\1\b){7,}/iu;
/** "Ya." and "Eh" ask nothing. */
const FEWEST_LETTERS = 3;

/**
 * The words of a voice note in one line, at most `most` UTF-16 units of them.
 * @param written what the model wrote down, without characters that nobody sees
 * @returns undefined when no words were made out
 */
export function wordsHeard(written: string, most: number): string | undefined {
  const words = written.normalize('NFC').replace(NOT_SPOKEN, ' ').replace(/\s+/gu, ' ').trim();
  const letters = words.match(/\p{L}/gu)?.length ?? 0;
  if (letters < FEWEST_LETTERS || OF_FILMS.test(words) || STUCK.test(words)) return undefined;
  return words.slice(0, most).toWellFormed();
}
