import type { Answer, Outcome } from './outcome.ts';

/** Outcomes that can be chosen for a message without a passage that answers it. */
export type OpenOutcome = Extract<Outcome, 'complaint' | 'out_of_authority' | 'off_topic' | 'smalltalk'>;

const OPEN = ['complaint', 'out_of_authority', 'off_topic', 'smalltalk'] as const satisfies OpenOutcome[];

/** Below this the examples as good as rule it out. */
const LEAST = 0.15;

/**
 * The same answer with what it leaves open: where nothing was found, whatever else the message may well have been. What sounds
 * like an attack leaves nothing open.
 * @param acts the chance of each speech act
 */
export function withOpen(answer: Answer, acts: ReadonlyMap<string, number>): Answer {
  if (answer.kind !== 'not_found' || answer.gap?.why !== 'not_covered') return answer;
  const chanceOf = (act: string) => acts.get(act) ?? 0;
  if (chanceOf('injection') >= LEAST) return answer;
  const open = OPEN.filter((act) => chanceOf(act) >= LEAST).sort((a, b) => chanceOf(b) - chanceOf(a));
  return open.length > 0 ? { ...answer, open } : answer;
}
