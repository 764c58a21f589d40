import { describe, expect, it } from 'vitest';
import {
  type BulletinStanding,
  isReason,
  RECALL_MS,
  whyNotAlone,
  whyNotAskAlone,
  whyNotChange,
  whyNotConfirm,
  whyNotLeave,
  whyNotRecall,
} from '../../handlers/rules/bulletin.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 11, 31, 15, 59);
const [DRAFTER, OTHER] = [1, 2];

/** A preview of an outage that nothing speaks against. */
const preview = (more: Partial<BulletinStanding> = {}): BulletinStanding => ({
  kind: 'berlangsung',
  state: 'pratinjau',
  version: 3,
  facts: {
    title: 'SPSE tidak dapat dibuka',
    origin: 'lokal',
    services: ['spse'],
    startsAt: NOW - HOUR,
    endsAt: NOW + HOUR,
    impact: 'Tidak terbuka.',
    advice: 'Coba lagi.',
    pressing: true,
  },
  draftedBy: DRAFTER,
  changedAt: NOW - MINUTE,
  leavesAt: null,
  about: { kind: 'gangguan', state: 'rancangan' },
  ...more,
});
const ended = (endsAt: number) => ({ facts: { ...preview().facts, endsAt } });
const planned = (startsAt: number): Partial<BulletinStanding> => ({
  kind: 'terjadwal',
  facts: { ...preview().facts, startsAt, endsAt: startsAt + HOUR },
  about: { kind: 'pemeliharaan', state: 'rancangan' },
});
/** News that a maintenance begins then, of one whose start was announced. */
const putOff = (kind: 'pembaruan' | 'koreksi', startsAt: number): Partial<BulletinStanding> => ({
  ...planned(startsAt),
  kind,
  about: { kind: 'pemeliharaan', state: 'berlangsung' },
});

describe('a confirmation', () => {
  it.each<
    [what: string, more: Partial<BulletinStanding>, by: Partial<Parameters<typeof whyNotConfirm>[1]>, why: unknown]
  >([
    ['a second person', {}, {}, undefined],
    ['a second person, of what was recalled', { state: 'ditarik' }, {}, undefined],
    ['whoever wrote it', {}, { person: DRAFTER }, 'drafter'],
    ['somebody who sees an earlier version', {}, { version: 2 }, 'changed'],
    ['a third person', { state: 'dikonfirmasi' }, {}, 'confirmed'],
    ['somebody who comes after it went', { state: 'dikirim' }, {}, 'gone'],
    ['somebody who comes after it was thrown away', { state: 'dibuang' }, {}, 'gone'],
    ['whoever wrote it, after it went', { state: 'dikirim' }, { person: DRAFTER }, 'gone'],
    ['somebody two hours later', { changedAt: NOW - 2 * HOUR }, {}, 'old'],
    ['somebody just within two hours', { changedAt: NOW - 2 * HOUR + 2 * RECALL_MS }, {}, undefined],
    ['somebody, with an end that passes before it leaves', ended(NOW + RECALL_MS), {}, 'passed'],
    ['somebody, with an end a moment later', ended(NOW + RECALL_MS + 1), {}, undefined],
    ['somebody, of a plan that begins before it leaves', planned(NOW + RECALL_MS), {}, 'passed'],
    ['somebody, of a plan a moment later', planned(NOW + RECALL_MS + 1), {}, undefined],
    ['somebody, of an update that puts off what has begun', putOff('pembaruan', NOW + 8 * HOUR), {}, 'begun'],
    ['somebody, of a correction that does', putOff('koreksi', NOW + RECALL_MS + 1), {}, 'begun'],
    ['somebody, of an update with the start that was announced', putOff('pembaruan', NOW), {}, undefined],
    ['somebody, with nobody to get it', {}, { recipients: 0 }, 'nobody'],
    ['somebody, of an update', { kind: 'pembaruan', about: { kind: 'gangguan', state: 'berlangsung' } }, {}, undefined],
    [
      'somebody, of an update when it is over',
      { kind: 'pembaruan', about: { kind: 'gangguan', state: 'pulih' } },
      {},
      'gone',
    ],
  ])('by %s', (_what, more, by, why) => {
    expect(whyNotConfirm(preview(more), { person: OTHER, version: 3, recipients: 10, ...by }, NOW)).toBe(why);
  });
});

describe('sending alone', () => {
  const REASON = 'Pimpinan tidak dapat dihubungi.';
  it.each<
    [what: string, more: Partial<BulletinStanding>, by: Partial<Parameters<typeof whyNotAlone>[1]>, why: unknown]
  >([
    ['whoever wrote it, with a reason', {}, {}, undefined],
    ['somebody else', {}, { person: OTHER }, 'not-drafter'],
    ['whoever wrote it, of an ordinary outage', { facts: { ...preview().facts, pressing: false } }, {}, 'not-pressing'],
    ['whoever wrote it, of a maintenance', { about: { kind: 'pemeliharaan', state: 'rancangan' } }, {}, 'not-pressing'],
    ['whoever wrote it, without a reason', {}, { reason: '  malam   \n' }, 'reason'],
    ['whoever wrote it, two hours later', { changedAt: NOW - 2 * HOUR }, {}, 'old'],
    ['whoever wrote it, with nobody to get it', {}, { recipients: 0 }, 'nobody'],
    ['whoever wrote it, after a confirmation', { state: 'dikonfirmasi' }, {}, 'confirmed'],
    ['whoever wrote it, after it went', { state: 'dikirim' }, {}, 'gone'],
  ])('by %s', (_what, more, by, why) => {
    const bulletin = preview(more);
    const asked = { person: DRAFTER, recipients: 10, reason: REASON, ...by };
    expect(whyNotAlone(bulletin, asked, NOW)).toBe(why);
    // The form does not open for what would be refused for whom it is.
    const forWhom = ['not-drafter', 'not-pressing', 'confirmed', 'gone'].includes(String(why));
    expect(whyNotAskAlone(bulletin, asked.person)).toBe(forWhom ? why : undefined);
  });

  it('needs ten characters that say something', () => {
    expect(['123456789', '         1'].map(isReason)).toEqual([false, false]);
    expect(isReason(' 1234567890 ')).toBe(true);
  });
});

describe('a text that was confirmed', () => {
  const confirmed = (leavesAt: number, more: Partial<BulletinStanding> = {}) =>
    preview({ state: 'dikonfirmasi', leavesAt, ...more });

  it('can be recalled until it leaves, and changed only after that', () => {
    expect(whyNotRecall(confirmed(NOW + 1), NOW)).toBeUndefined();
    expect(whyNotRecall(confirmed(NOW), NOW)).toBe('left');
    expect(whyNotRecall(confirmed(NOW, { state: 'dikirim' }), NOW)).toBe('left');
    expect(whyNotRecall(preview(), NOW)).toBe('gone');
    expect(whyNotChange(confirmed(NOW + 1))).toBe('confirmed');
    expect(whyNotChange(preview({ state: 'ditarik' }))).toBeUndefined();
  });

  it('leaves on time whatever it says, and late only when it still holds', () => {
    expect(whyNotLeave(confirmed(NOW), NOW)).toBeUndefined();
    expect(whyNotLeave(confirmed(NOW - 4 * MINUTE, ended(NOW - MINUTE)), NOW)).toBeUndefined();
    expect(whyNotLeave(confirmed(NOW - 6 * MINUTE, ended(NOW - MINUTE)), NOW)).toBe('passed');
    expect(whyNotLeave(confirmed(NOW - HOUR), NOW)).toBeUndefined();
    expect(whyNotLeave(confirmed(NOW - 3 * HOUR), NOW)).toBe('old');
    const over = confirmed(NOW, { kind: 'batal', about: { kind: 'pemeliharaan', state: 'berlangsung' } });
    expect(whyNotLeave(over, NOW)).toBe('gone');
  });

  it('does not leave, however punctual, when the start that it puts off was announced meanwhile', () => {
    for (const kind of ['pembaruan', 'koreksi'] as const) {
      const late = confirmed(NOW, putOff(kind, NOW + 1));
      expect(whyNotLeave(late, NOW)).toBe('begun');
      expect(whyNotLeave({ ...late, about: { kind: 'pemeliharaan', state: 'terjadwal' } }, NOW)).toBeUndefined();
      expect(whyNotLeave(confirmed(NOW, putOff(kind, NOW)), NOW)).toBeUndefined();
    }
  });
});
