import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../bot/log.ts';

const TOKEN = '7000000001:AAHmohonMaafTokenIniRahasia_0123456789';

function kept(level: string, secrets: string[] = []) {
  const lines: string[] = [];
  return { lines, log: createLog(level, secrets, { write: (line) => lines.push(line) }) };
}

describe('the log', () => {
  it('is one object of JSON a line, with a time, a level and what happened', () => {
    const { log, lines } = kept('info');
    log.warn('unsure', { letter: '7', why: 'no answer\nin time' });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.endsWith('\n')).toBe(true);
    const { time, ...line } = JSON.parse(lines[0] ?? '');
    expect(line).toEqual({ level: 'warn', msg: 'unsure', letter: '7', why: 'no answer\nin time' });
    expect(new Date(time).toISOString()).toBe(time);
  });

  it.each([
    ['debug', 4],
    ['info', 3],
    ['warn', 2],
    ['error', 1],
    ['silent', 0],
  ])('at level %s writes %i of four', (level, count) => {
    const { log, lines } = kept(level);
    for (const name of ['debug', 'info', 'warn', 'error'] as const) log[name]('x');
    expect(lines).toHaveLength(count);
  });

  it.each([
    ['a token of Telegram', `https://api.telegram.org/bot${TOKEN}/getMe`, TOKEN],
    ['a bot token of Slack', 'token xoxb-123-456-abcDEF is bad', 'xoxb-123-456-abcDEF'],
    ['an app token of Slack', 'xapp-1-A0-77-abc', 'xapp-1-A0-77-abc'],
    ['a NIK', 'NIK 7604012304850001 salah', '7604012304850001'],
    ['a telephone number', 'hubungi 081234567890 ya', '081234567890'],
    ['one as it is written abroad', 'hubungi +6281234567890', '6281234567890'],
  ])('hides %s, wherever it stands', (_what, text, secret) => {
    const { log, lines } = kept('debug');
    log.error(text, { why: text, deep: { list: [text] } });
    expect(lines.join('')).not.toContain(secret);
    expect(lines.join('')).toContain('***');
    expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
  });

  it('hides what it was told is secret, also what JSON writes differently', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), (secret) => {
        const { log, lines } = kept('info', [secret]);
        log.info('x', { fault: `signed with ${secret}.` });
        expect(JSON.stringify(JSON.parse(lines[0] ?? '').fault)).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
    );
  });

  it('leaves numbers of updates and rows alone', () => {
    const { log, lines } = kept('info');
    log.info('x', { key: 'telegram:100000001', letter: 4711, seconds: 30 });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ key: 'telegram:100000001', letter: 4711, seconds: 30 });
  });
});
