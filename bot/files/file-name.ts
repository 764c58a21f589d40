import { maskPersonalData } from '../../handlers/index.ts';

/** In UTF-16 units, with the ending. */
const LONGEST_NAME = 80;
/** What Telegram's photos come with. */
const NO_NAME = /^(?:photo)?$/u;

/** Control characters, marks that turn the reading direction or take no room, and what file systems and headers dislike. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}<>:"|?*\\/]/gu;
/** Endings that say what a file is, true or not; several can stand behind each other. */
const ENDING =
  /\.(?:jpe?g|jpe|jfif|png|webp|gif|heic|heif|bmp|tiff?|svg|pdf|docx?|docm|dotm?|rtf|xlsx?|xlsm|xlsb|pptx?|pptm|txt|log|csv|html?|xml|js|vbs|exe|scr|com|bat|cmd|pif|msi|ps1|lnk|jar|apk|iso|zip|rar|7z|gz|tar|rhs|spm)$/iu;

/** A sealed bid of SPSE, by the ending that Apendo and Spamkodok give it. */
export const isBidFile = (name: string) => /\.(?:rhs|spm)(?:\.\w{1,5})?\s*$/iu.test(name);

/**
 * The name under which a file is shown: what the sender called it, without folders, hidden characters and personal numbers,
 * and with the ending of what it really is.
 * @param nameless what a file without a name is called
 */
export function shownName(name: string, ending: string, nameless: string): string {
  let stem = (name.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '').replace(UNFIT, '').trim();
  while (ENDING.test(stem)) stem = stem.replace(ENDING, '').trim();
  stem = maskPersonalData(stem.replace(/\s+/gu, ' ').replace(/^[.\s]+|[.\s]+$/gu, '')).text;
  const room = LONGEST_NAME - ending.length - 1;
  // Half of a pair would be no character.
  const fitting = stem
    .slice(0, room)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
  return `${NO_NAME.test(fitting) ? nameless : fitting}.${ending}`;
}
