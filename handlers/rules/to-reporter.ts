const MARK = /^!balas\b[ \t]*\n?/iu;

/**
 * What of a message in a ticket's thread goes to the reporter: the words behind !balas at its beginning.
 * @returns '' when nothing stands behind it; undefined when the message stays among officers
 */
export function wordsToReporter(text: string): string | undefined {
  const written = text.trim();
  return MARK.test(written) ? written.replace(MARK, '').trim() : undefined;
}
