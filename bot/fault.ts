/**
 * What the log may hold of a fault: not the words of people, which PostgreSQL and JSON.parse repeat between quotes, and readers of
 * YAML with the lines of the file.
 */
export function faultOf(error: unknown): string {
  const { code, table, column } = Object(error) as Record<string, unknown>;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [code, table, column, withoutSource(text).replace(/"[\s\S]*"/, '"…"')]
    .filter(Boolean)
    .join(' ')
    .slice(0, 2_000);
}

/** A fault of YAML comes from another thread without its class; its stack still begins with it. */
function withoutSource(text: string): string {
  if (!/^YAML\w*Error\b/iu.test(text)) return text;
  const [first = '', ...rest] = text.split('\n');
  return [first, ...rest.filter((line) => /^\s+at\s.*:\d+:\d+\)?$/u.test(line))].join('\n');
}
