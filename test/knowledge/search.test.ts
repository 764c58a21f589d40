import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedValues, heldValues } from '../../knowledge/asked.ts';
import { createIndex } from '../../knowledge/bm25.ts';
import { choiceChances, classify, type Features, trainChoice, trainClasses } from '../../knowledge/learn.ts';
import { splitParts } from '../../knowledge/parts.ts';
import { atOnce } from '../../knowledge/steps.ts';
import type { Reading } from '../../knowledge/words.ts';

const entry = (text: string) => {
  const counts = new Map<string, number>();
  for (const word of text.split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};
const query = (text: string) => text.split(' ').map((term) => ({ alternatives: [{ term, weight: 1 }] }));

describe('the index', () => {
  it('prefers the rare word, the shorter entry, and the best alternative', () => {
    const index = createIndex([
      entry('daftar penyedia'),
      entry('daftar npwp'),
      entry('daftar daftar penyedia lama sekali'),
    ]);
    expect(index.search(query('daftar npwp'), 3)[0]?.entry).toBe(1);
    expect(index.search(query('penyedia'), 3).map(({ entry: at }) => at)).toEqual([0, 2]);
    const either = [
      {
        alternatives: [
          { term: 'vendor', weight: 1 },
          { term: 'npwp', weight: 0.5 },
        ],
      },
    ];
    expect(index.search(either, 1)[0]?.entry).toBe(1);
  });

  it('forgets one search before the next, and passes over what is not allowed', () => {
    const index = createIndex([entry('a b'), entry('a c'), entry('a a')]);
    const first = index.search(query('a b'), 3);
    index.search(query('c'), 3);
    expect(index.search(query('a b'), 3)).toEqual(first);
    const within = [{ from: 1, to: 3 }];
    expect(index.search(query('a'), 3, within).map(({ entry: at }) => at)).not.toContain(0);
  });

  it('gives the same best entries as scoring each by itself', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 12 }),
        words,
        fc.integer({ min: 1, max: 5 }),
        (texts, asked, limit) => {
          const index = createIndex(texts.map((text) => entry(text.join(' '))));
          const all = texts.flatMap((_, at) => index.search(query(asked.join(' ')), 1, [{ from: at, to: at + 1 }]));
          const best = all.sort((x, y) => y.score - x.score).slice(0, limit);
          const found = index.search(query(asked.join(' ')), limit);
          expect(found.map(({ score }) => score)).toEqual(best.map(({ score }) => score));
        },
      ),
    );
  });
});

describe('an amended index', () => {
  it('answers like one made anew, however often and over whatever it was amended', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '=x'), { minLength: 1, maxLength: 6 });
    const texts = fc.array(words, { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        texts,
        fc.array(fc.option(words, { nil: undefined }), { maxLength: 10 }),
        words,
        (first, now, asked) => {
          const entries = first.map((text) => entry(text.join(' ')));
          const built = atOnce(createIndex(entries).widening(new Map([[0, entry(`${first[0]?.join(' ')} b`)]])));
          const before = [entry(`${first[0]?.join(' ')} b`), ...entries.slice(1)];
          const changes = new Map(now.map((text, at) => [at, { was: before[at], is: text && entry(text.join(' ')) }]));
          const amended = built.amend(changes);
          const places = Array.from({ length: Math.max(before.length, now.length) }, (_, at) => at);
          const there = places.flatMap((at) => {
            const terms = changes.has(at) ? changes.get(at)?.is : before[at];
            return terms ? [{ at, terms }] : [];
          });
          const anew = createIndex(there.map(({ terms }) => terms));
          const found = new Map(amended.search(query(asked.join(' ')), 20).map((hit) => [hit.entry, hit.score]));
          const wanted = anew.search(query(asked.join(' ')), 20);
          expect(found.size).toBe(wanted.length);
          for (const hit of wanted) expect(found.get(there[hit.entry]?.at ?? -1)).toBeCloseTo(hit.score, 9);
          for (const [at, one] of there.entries())
            for (const word of query('a b c d')) expect(amended.holds(one.at, word)).toBe(anew.holds(at, word));
        },
      ),
    );
  });
});

describe('a widened index', () => {
  it('answers like one made anew', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '=x'), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(words, { minLength: 2, maxLength: 8 }), words, words, (texts, added, asked) => {
        const entries = texts.map((text) => entry(text.join(' ')));
        const changed = entry([...(texts[1] ?? []), ...added].join(' '));
        const widened = atOnce(createIndex(entries).widening(new Map([[1, changed]])));
        const anew = createIndex(entries.map((terms, at) => (at === 1 ? changed : terms)));
        const question = query(asked.join(' '));
        const scores = (index: typeof anew) =>
          new Map(index.search(question, 9).map(({ entry: at, score }) => [at, score]));
        for (const [at, score] of scores(anew)) expect(scores(widened).get(at)).toBeCloseTo(score, 9);
        for (const word of question) expect(widened.holds(1, word)).toBe(anew.holds(1, word));
        expect(widened.idf('a')).toBeCloseTo(anew.idf('a'), 9);
      }),
    );
  });
});

describe('learning', () => {
  const rows = ['merah', 'biru', 'merah', 'biru'].map((label, at) => ({
    label,
    features: new Map([
      [label === 'merah' ? 'hangat' : 'dingin', 1],
      [`ke-${at}`, 1],
    ]) as Features,
  }));

  it('tells classes apart, and learns the same twice', () => {
    const model = trainClasses(rows, ['merah', 'biru']);
    expect(classify(new Map([['hangat', 1]]), model).get('merah')).toBeGreaterThan(0.8);
    expect(trainClasses(rows, ['merah', 'biru'])).toEqual(model);
  });

  it('takes the right candidate, and none when nothing is right', () => {
    const good = { likes: 1 };
    const bad = { likes: 0.1 };
    const none = { bias: 1 };
    const model = trainChoice([
      ...Array.from({ length: 8 }, () => ({ candidates: [bad, good], right: [false, true], none, weight: 1 })),
      ...Array.from({ length: 8 }, () => ({ candidates: [bad, bad], right: [false, false], none, weight: 1 })),
    ]);
    expect(choiceChances([bad, good], none, model).of[1]).toBeGreaterThan(0.7);
    expect(choiceChances([bad, bad], none, model).none).toBeGreaterThan(0.7);
  });
});

describe('what is asked for', () => {
  const reading: Reading = { words: [], english: false };

  it.each([
    ['biayanya berapa?', 'uang'],
    ['verifikasi berapa lama', 'lama'],
    ['backup berapa hari sekali', 'kekerapan'],
    ['nomor wa helpdesk dong', 'kontak'],
    ['jam buka kantor', 'jam'],
    ['how much does it cost', 'uang'],
    ['password minimal berapa karakter', 'ukuran'],
  ])('%s → %s', (question, value) => {
    expect(askedValues(reading, question)).toContain(value);
  });

  it.each(['siapa yang menyetujui pendaftaran', 'apa itu SPSE', 'who is in charge of training'])(
    '%s asks for no value',
    (question) => {
      expect(askedValues(reading, question)).toEqual([]);
    },
  );

  it('sees the values a passage holds', () => {
    expect(heldValues('beranggotakan 3 Orang Staf')).toContain('jumlah');
    expect(heldValues('Undang-Undang Nomor 11 Tahun 2008')).toContain('nomor');
    expect(heldValues('LPSE menangani kendala teknis')).not.toContain('lama');
  });

  it.each([
    ['siapa yg verifikasi, trus dokumennya apa aja?', 2],
    ['apa itu SPSE? siapa yang bikin?', 2],
    ['bolehkah saya daftar tanpa npwp dan apakah kantor akan disurvei', 2],
    ['saya baru, mau tanya, syarat daftar apa?', 1],
    ['apa syarat dan ketentuan pendaftaran', 1],
  ])('%s holds %i questions', (question, count) => {
    expect(splitParts(question)).toHaveLength(count);
  });
});
