import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../channel.ts';

const LONGEST = 200;

/**
 * The library's log as ours: only its warnings and errors, at debug level and cut off, as they may quote what people
 * wrote; what matters of them is logged where it is known what it means.
 */
export function quiet(log: Log): Logger {
  const tell = (...parts: unknown[]) => log.debug('slack library', { says: safe(parts.map(String).join(' ')) });
  return {
    debug: () => {},
    info: () => {},
    warn: tell,
    error: tell,
    setLevel: () => {},
    // The library composes its debug lines, tokens and texts among them, only when this says debug.
    getLevel: () => LogLevel.ERROR,
    setName: () => {},
  };
}

/** A line that can be kept: no token, not long. */
export function safe(text: string): string {
  return text.replace(/\bx(ox[a-z]|app)-[\w-]+/g, 'x***').slice(0, LONGEST);
}
