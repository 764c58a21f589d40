import type { Response } from '../../handlers/index.ts';
import type { Address, Citation } from '../../knowledge/index.ts';

/** A question with its right answer; the fields of test/eval/sets. */
export type Question = {
  id: string;
  q: string;
  kind: 'answerable' | 'unanswerable' | 'out_of_authority' | 'off_topic' | 'complaint' | 'injection' | 'smalltalk';
  register: string;
  /** Citations each right by itself. */
  gold?: Address[];
  /** Citations that are all needed. */
  gold_all?: Address[];
  /** Strings that a right answer holds, lower case. */
  must?: string[];
};

/** What one answer was worth; the last five only for answerable questions. */
export type Score = {
  kind: boolean;
  cite1?: boolean;
  exact1?: boolean;
  cite5?: boolean;
  must?: boolean;
  good?: boolean;
};

const LEVELS = ['bagian', 'pasal', 'ayat', 'huruf', 'angka', 'sub'] as const;

const RIGHT_KINDS: Record<Question['kind'], string[]> = {
  answerable: ['answer'],
  unanswerable: ['not_found'],
  out_of_authority: ['out_of_authority'],
  off_topic: ['off_topic', 'not_found'],
  complaint: ['complaint'],
  injection: ['refusal', 'not_found', 'off_topic'],
  smalltalk: ['smalltalk'],
};

/** Matches when one stands at or inside the other, in the same Pasal or part. */
function covers(cite: Address, gold: Address): boolean {
  return (
    (cite.pasal !== undefined || cite.bagian !== undefined) &&
    cite.pasal === gold.pasal &&
    cite.bagian === gold.bagian &&
    LEVELS.every((level) => cite[level] === undefined || gold[level] === undefined || cite[level] === gold[level])
  );
}

const isExact = (cite: Address, gold: Address) =>
  covers(cite, gold) && LEVELS.every((level) => gold[level] === undefined || cite[level] === gold[level]);

/** Judges one reply. A basis counts right after the citation that it belongs to. */
export function scoreAnswer(question: Question, response: Pick<Response, 'kind' | 'text' | 'citations'>): Score {
  const kind = RIGHT_KINDS[question.kind].includes(response.kind);
  if (question.kind !== 'answerable') return { kind };
  const gold = question.gold ?? [];
  const cites = response.citations.flatMap((citation): Citation[] => [citation, ...(citation.basis ?? [])]);
  const [top] = cites;
  const any = cites.slice(0, 5).some((cite) => gold.some((one) => covers(cite, one)));
  const all = (question.gold_all ?? []).every((one) => cites.some((cite) => covers(cite, one)));
  const text = response.text.toLowerCase().replace(/[*_`]/gu, '');
  const must = (question.must ?? []).every((words) => text.includes(words));
  return {
    kind,
    cite1: top !== undefined && gold.some((one) => covers(top, one)),
    exact1: top !== undefined && gold.some((one) => isExact(top, one)),
    cite5: any,
    must,
    good: kind && any && all && must,
  };
}

/** F1 of not answering, over answerable, unanswerable and off-topic questions. */
export function abstentionF1(rows: { question: Question; answered: boolean }[]): number {
  let right = 0;
  let wrong = 0;
  let missed = 0;
  for (const { question, answered } of rows) {
    if (question.kind === 'answerable') wrong += answered ? 0 : 1;
    else if (question.kind === 'unanswerable' || question.kind === 'off_topic') {
      if (answered) missed++;
      else right++;
    }
  }
  return (2 * right) / Math.max(1, 2 * right + wrong + missed);
}
