import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTyping } from '../../bot/typing.ts';
import type { Place } from '../../handlers/index.ts';

const PLACE: Place = { channel: 'telegram', chat: '7', audience: 'private' };

let shown = 0;
let mayLeave = true;
const signs = () =>
  createTyping(
    { telegram: { render: (reply) => [reply], send: async () => ({ kind: 'sent', ref: '1' }), typing: () => shown++ } },
    () => mayLeave,
  );
/** How often it is shown in so many milliseconds. */
function shownIn(ms: number): number {
  const before = shown;
  vi.advanceTimersByTime(ms);
  return shown - before;
}

beforeEach(() => {
  vi.useFakeTimers();
  mayLeave = true;
});
afterEach(() => {
  vi.useRealTimers();
});

it('shows itself before a second is over, and again before Telegram takes it away, until something arrives', () => {
  const typing = signs();
  typing.begin(PLACE);
  expect(shownIn(300)).toBe(0);
  expect(shownIn(700)).toBe(1);
  for (let time = 0; time < 4; time++) expect(shownIn(5_000)).toBeGreaterThan(0);
  typing.decided(PLACE);
  expect(shownIn(5_000)).toBe(1);
  typing.end('telegram', '7');
  expect(shownIn(60_000)).toBe(0);
});

it('stays for the next question when the answer to the one before arrives', () => {
  const typing = signs();
  typing.begin(PLACE);
  typing.decided(PLACE);
  typing.begin(PLACE);
  typing.end('telegram', '7');
  expect(shownIn(1_000)).toBe(1);
  expect(shownIn(5_000)).toBe(1);
  typing.decided(PLACE);
  typing.end('telegram', '7');
  expect(shownIn(60_000)).toBe(0);
});

it('ends by itself at last, shows nothing while another process sends, and nothing after its end', () => {
  const typing = signs();
  typing.begin(PLACE);
  expect(shownIn(200_000)).toBeGreaterThan(20);
  expect(shownIn(60_000)).toBe(0);
  mayLeave = false;
  typing.begin(PLACE);
  expect(shownIn(10_000)).toBe(0);
  mayLeave = true;
  expect(shownIn(5_000)).toBe(1);
  typing.stop();
  expect(shownIn(60_000)).toBe(0);
});
