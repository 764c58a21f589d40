import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import {
  type Address,
  type Answer,
  type Before,
  findAddresses,
  type Knowledge,
  remembered,
} from '../../knowledge/index.ts';
import { scoreAnswer } from './score.ts';

/** One message of a dialog. The first of a dialog is not judged. */
type Turn = {
  q: string;
  /** It stands by itself: the conversation must not change its answer. */
  alone?: boolean;
  /** Places each right by itself: "Pasal 21 ayat (3)", "FAQ 6", "sop-a 12", "Penutup". */
  gold?: string[];
  /** The place must be met to its last level. */
  exact?: boolean;
  /** Outcomes other than an answer that are right too. */
  kinds?: string[];
};
type Dialog = { id: string; register: string; turns: Turn[] };

/** How one judged message fared. */
export type Judged = { dialog: string; turn: Turn; answer: Answer; right: boolean };

/** The dialogs of a set in test/eval/sets. */
export function readDialogs(file: string): Dialog[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Dialog);
}

/** Leads every dialog through, as a channel would, and judges every message but the first. */
export function judgeDialogs(knowledge: Knowledge, dialogs: Dialog[]): Judged[] {
  return dialogs.flatMap(({ id, turns }) => {
    let before: Before | undefined;
    return turns.flatMap((turn, at) => {
      const answer = knowledge.answer(turn.q, { before });
      before = remembered(turn.q, answer) ?? before;
      const right = turn.alone ? isDeepStrictEqual(answer, knowledge.answer(turn.q)) : isRight(turn, answer);
      return at === 0 ? [] : [{ dialog: id, turn, answer, right }];
    });
  });
}

/** The share of the right ones among follow-ups, and among messages that stand by themselves. */
export function shares(judged: Judged[]): { followUps: number; alone: number } {
  const share = (of: Judged[]) => of.filter(({ right }) => right).length / Math.max(1, of.length);
  return {
    followUps: share(judged.filter(({ turn }) => !turn.alone)),
    alone: share(judged.filter(({ turn }) => turn.alone)),
  };
}

function isRight({ gold = [], exact, kinds = [], q }: Turn, { kind, citations }: Answer): boolean {
  if (kinds.includes(kind)) return true;
  const question = { id: '', q, kind: 'answerable' as const, register: '', gold: gold.map(toAddress) };
  const score = scoreAnswer(question, { kind, text: '', citations: citations.slice(0, 1) });
  return score.kind && (exact ? score.exact1 : score.cite5) === true;
}

function toAddress(written: string): Address {
  const other = written.match(/^(FAQ|sop-\w) (\d+)$/u);
  if (other) return { bagian: other[1] === 'FAQ' ? 'FAQ' : 'langkah', angka: Number(other[2]) };
  return findAddresses(written)[0] ?? { bagian: written.toLowerCase() };
}
