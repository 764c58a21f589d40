/** What the log may hold of a fault: not the words of people, which PostgreSQL and JSON.parse repeat between quotes. */
export function faultOf(error: unknown): string {
  const { code, table, column } = Object(error) as Record<string, unknown>;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [code, table, column, text.replace(/"[\s\S]*"/, '"…"')].filter(Boolean).join(' ').slice(0, 2_000);
}
