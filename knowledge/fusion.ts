import type { Corpus, Entry } from './corpus.ts';
import type { Scope } from './find.ts';
import type { Nearness } from './nearness.ts';
import type { Ranked } from './ranking.ts';

/**
 * Mixes what words say with what lies near, each as strong as it is sure: the surer one leads, and where both say the same it gets
 * surer. Only known questions change the chance of "none"; passages change the order among those that may answer.
 * @param fits whether a passage may be what is wanted at all
 */
export function withNearness(
  ranked: Ranked,
  nearness: Nearness,
  { entries }: Pick<Corpus, 'entries'>,
  scope: Scope,
  fits: (entry: Entry) => boolean,
): Ranked {
  const within = (shares: ReadonlyMap<number, number>) =>
    new Map(
      [...shares].filter(([at]) => {
        const entry = entries[at];
        return entry !== undefined && scope.has(entry.document.id) && fits(entry);
      }),
    );
  const chances = new Map(ranked.list.map(({ entry, chance }) => [entry.at, chance]));
  const answered = 1 - ranked.none;
  const reordered = scaled(mixed(scaled(chances, 1 / Math.max(answered, 1e-9)), within(nearness.said)), answered);
  const unanswered = [...nearness.unanswered].reduce((sum, [id, share]) => sum + (scope.has(id) ? share : 0), 0);
  const near = new Map([...within(nearness.asked), ...(unanswered > 0 ? [[NONE, unanswered] as const] : [])]);
  const all = mixed(new Map([...reordered, [NONE, ranked.none]]), near);
  const none = all.get(NONE) ?? ranked.none;
  const list = [...all].flatMap(([at, chance]) => {
    const entry = at === NONE ? undefined : entries[at];
    return entry ? [{ entry, chance }] : [];
  });
  list.sort((a, b) => b.chance - a.chance || a.entry.at - b.entry.at);
  return { ...ranked, list, none };
}

/** No place in the corpus. */
const NONE = -1;

type Chances = ReadonlyMap<number, number>;

/** What is left over of the near chances is dealt out as the words say. */
function mixed(words: Chances, near: Chances): Chances {
  const trust = Math.max(0, ...near.values());
  if (trust === 0) return words;
  const own = Math.max(0, ...words.values());
  const rest = 1 - [...near.values()].reduce((sum, share) => sum + share, 0);
  const both = new Map<number, number>();
  for (const at of new Set([...words.keys(), ...near.keys()])) {
    const byWords = words.get(at) ?? 0;
    const byNearness = (near.get(at) ?? 0) + rest * byWords;
    both.set(at, (own * byWords + trust * byNearness) / (own + trust));
  }
  return both;
}

const scaled = (chances: Chances, by: number): Chances =>
  new Map([...chances].map(([at, chance]) => [at, chance * by]));
