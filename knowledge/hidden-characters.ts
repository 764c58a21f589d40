/**
 * Characters that show nothing or turn the direction of the text around them. An emoji may be joined of several, and say that
 * it is one.
 */
const HIDDEN = /(?<!\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d|(?![\u200d\ufe0e\ufe0f])\p{DI}|\u2800/gu;

/** Each character of a text that nobody sees, as ⟨U+202E⟩, in the order in which they stand. */
export const hiddenIn = (text: string): string[] => [...text.matchAll(HIDDEN)].map(([character]) => named(character));

/** The text with its hidden characters made visible: "LPSE⟨U+202E⟩". */
export const showHidden = (text: string): string => text.replace(HIDDEN, named);

/** The text without characters that nobody sees. */
export const withoutHidden = (text: string): string => text.replace(HIDDEN, '');

const named = (character: string): string =>
  `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
