import { pino } from 'pino';
import type { Log } from './channel.ts';

/** Tokens of Telegram, Slack and OpenAI, NIK, NPWP and telephone numbers: whatever is written, these are not. */
const SECRETS =
  /\d{6,}:[\w-]{30,}|xox[a-z]-[\w-]+|xapp-[\w-]+|\bsk-[\w-]{20,}|\b\d{13,16}\b|(?:\+62|\b62|\b0)8\d{7,12}\b/g;

/**
 * The log: one line of JSON per event on standard error. No text of people belongs in it at info level or above; known
 * secrets and personal numbers are taken out whoever writes them.
 * @param secrets values that must never appear, e.g. the tokens of this process
 */
export function createLog(level: string, secrets: string[] = [], stream?: { write: (line: string) => void }): Log {
  const written = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  const hide = (line: string) =>
    written.reduce((text, secret) => text.replaceAll(secret, '***'), line).replace(SECRETS, '***');
  const target = stream ?? { write: (line: string) => process.stderr.write(line) };
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => target.write(hide(line)) },
  );
  const at = (name: 'debug' | 'info' | 'warn' | 'error') => (what: string, facts?: Record<string, unknown>) =>
    logger[name](facts ?? {}, what);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
