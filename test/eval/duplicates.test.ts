import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { testHelpdesk } from '../support/helpdesk.ts';
import { evaluateDuplicates } from './duplicates.ts';

let helpdesk: Helpdesk;
beforeAll(async () => {
  helpdesk = await testHelpdesk();
});
afterAll(() => helpdesk.close());

describe('questions that ask the same', () => {
  it('are told from others as well as the report says', () => {
    const { report, wrong } = evaluateDuplicates(helpdesk.knowledge);
    expect(wrong, report).toEqual([]);
  });

  it('are not when everything is alike', () => {
    const all = (_question: string, others: { id: number; question: string }[]) =>
      others.map((other) => ({ ...other, likeness: 1 }));
    expect(evaluateDuplicates({ similarAmong: all }).wrong.join()).toContain('precision');
    expect(evaluateDuplicates({ similarAmong: () => [] }).wrong.join()).toContain('recall');
  });
});
