/** A whole text without NUL, which PostgreSQL rejects, and with LF as its only line end. */
export function normalise(text: string): string {
  return text.replaceAll('\0', '').replace(/\r\n?/g, '\n');
}

/** White space collapsed; characters nobody sees, which would break a search, gone. */
export function cleanLine(line: string): string {
  return line
    .replace(/[\u00ad\u200b\u2060\ufeff]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
