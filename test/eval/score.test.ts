import { describe, expect, it } from 'vitest';
import { abstentionF1, type Question, scoreAnswer } from './score.ts';

const question: Question = {
  id: 'q1',
  q: 'apa saja?',
  kind: 'answerable',
  register: 'formal',
  gold: [{ pasal: 3, ayat: 1 }],
  must: ['tugas lain'],
};
const reply = (citations: object[], text = 'Tugas lain …', kind = 'answer') =>
  ({ kind, text, citations: citations.map((address) => ({ document: 'd', quote: 'x', ...address })) }) as Parameters<
    typeof scoreAnswer
  >[1];

describe('scoring', () => {
  it('takes an item inside the gold, and the whole Pasal around it, but only the first as exact', () => {
    expect(scoreAnswer(question, reply([{ pasal: 3, ayat: 1, huruf: 'd' }]))).toMatchObject({
      cite1: true,
      exact1: true,
      good: true,
    });
    expect(scoreAnswer(question, reply([{ pasal: 3 }]))).toMatchObject({ cite1: true, exact1: false, good: true });
    expect(scoreAnswer(question, reply([{ pasal: 3, ayat: 2 }]))).toMatchObject({ cite1: false, good: false });
  });

  it('takes no citation without a Pasal, and none below the fifth place', () => {
    expect(scoreAnswer(question, reply([{}])).cite1).toBe(false);
    expect(scoreAnswer(question, reply([...Array(5).fill({ pasal: 9 }), { pasal: 3, ayat: 1 }])).cite5).toBe(false);
  });

  it('counts the basis of a FAQ right behind it', () => {
    expect(
      scoreAnswer(
        question,
        reply([{ bagian: 'FAQ', angka: 2, basis: [{ document: 'd', quote: 'x', pasal: 3, ayat: 1 }] }]),
      ),
    ).toMatchObject({
      cite1: false,
      cite5: true,
      good: true,
    });
  });

  it('wants every needed place, every string, and the right kind', () => {
    const both = { ...question, gold_all: [{ pasal: 3, ayat: 1 }, { pasal: 7 }] };
    expect(scoreAnswer(both, reply([{ pasal: 3, ayat: 1 }])).good).toBe(false);
    expect(scoreAnswer(both, reply([{ pasal: 3, ayat: 1 }, { pasal: 7 }])).good).toBe(true);
    expect(scoreAnswer(question, reply([{ pasal: 3, ayat: 1 }], 'lain')).good).toBe(false);
    expect(scoreAnswer(question, reply([{ pasal: 3, ayat: 1 }], 'tugas lain', 'not_found')).good).toBe(false);
    expect(scoreAnswer({ ...question, kind: 'off_topic' }, reply([], 'x', 'not_found'))).toEqual({ kind: true });
  });

  it('measures abstention over what may and may not be answered', () => {
    const row = (kind: Question['kind'], answered: boolean) => ({ question: { ...question, kind }, answered });
    expect(abstentionF1([row('answerable', true), row('unanswerable', false), row('off_topic', false)])).toBe(1);
    expect(abstentionF1([row('answerable', false), row('unanswerable', true), row('off_topic', false)])).toBe(0.5);
  });
});
