import { useRef } from 'preact/hooks';

/**
 * How many messages were not seen yet.
 * @param counts messages of others in each conversation, by its key
 * @param open the keys of the conversations on the screen
 * @returns unseen messages by key; none for what was there when the page was opened
 */
export function useUnread(counts: Record<string, number>, open: string[]): Record<string, number> {
  const seen = useRef<Record<string, number> | undefined>(undefined);
  seen.current ??= { ...counts };
  const unread: Record<string, number> = {};
  for (const [key, count] of Object.entries(counts)) {
    if (open.includes(key)) seen.current[key] = count;
    unread[key] = Math.max(0, count - (seen.current[key] ?? 0));
  }
  return unread;
}
