import { describe, expect, it } from 'vitest';
import { answered } from '../../handlers/messages/answers.ts';
import { writtenAnswer } from '../../handlers/messages/written.ts';
import type { Answer, Statement, Unit, Written } from '../../knowledge/index.ts';

const UNIT = { short: 'LPSE', facts: {}, askWhom: {} } as unknown as Unit;
const BY_AI = 'Disusun AI';

const statement = (shown: string, ayat: number): Statement => ({
  ...{ citation: { document: 'd', pasal: 21, ayat, quote: shown }, source: 'Perbup', shown, notes: [] },
});
const answerOf = (...statements: Statement[]): Answer => ({
  ...{ kind: 'answer', english: false, yesOrNo: true, alternatives: [], citations: [], confidence: 1 },
  statements,
});
const writtenOf = (...claims: Written['claims']): Written => ({ claims, completeness: 'lengkap', model: 'm' });
const drawn = (answer: Answer, written: Written) => JSON.stringify(writtenAnswer(answer, written, UNIT));

describe('an answer that a model wrote', () => {
  it.each([
    ['(4) LPSE tidak perlu melakukan pemeriksaan lapangan.', 'LPSE tidak perlu melakukan pemeriksaan lapangan.'],
    ['d. menerima masukan; BUMN/BUMD/ Organisasi', 'Menerima masukan, BUMN/BUMD/Organisasi'],
    ['16. Pelelangan adalah metode pemilihan.', 'Pelelangan adalah metode pemilihan.'],
    ['2 mengisi formulir;', 'mengisi formulir'],
  ])('is the quoted one where it says just what "%s" says', (shown, text) => {
    const answer = answerOf(statement(shown, 4));
    const written = writtenOf({ text, statements: [0] });
    expect(writtenAnswer(answer, written, UNIT)).toEqual(answered(answer, UNIT));
    const partial = writtenAnswer(answer, { ...written, completeness: 'sebagian' }, UNIT);
    expect(partial).toEqual(answered({ ...answer, partial: true }, UNIT));
  });

  it('says only the sentences that add something, and quotes what the others rest on', () => {
    const answer = answerOf(statement('(3) Syarat lain tidak perlu.', 3), statement('(4) Survei tidak perlu.', 4));
    const text = drawn(
      answer,
      writtenOf(
        { text: 'Petugas tidak datang.', statements: [1] },
        { text: 'Syarat lain tidak perlu.', statements: [0] },
      ),
    );
    expect(text).toContain('Petugas tidak datang. [2]');
    expect(text).toContain(BY_AI);
    expect(text.split('Syarat lain tidak perlu.')).toHaveLength(2);
    expect(text.split('Survei tidak perlu.')).toHaveLength(2);
  });
});
