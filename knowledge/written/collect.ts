import { asksForList } from '../asked.ts';
import { stateOf } from '../compose.ts';
import { entryOf } from '../context.ts';
import type { Corpus, Entry } from '../corpus.ts';
import { isList, standsAlone } from '../embedded-text.ts';
import type { Scope } from '../find.ts';
import type { Answer } from '../outcome.ts';
import type { AnswerNeeds } from '../ranking.ts';
import { rankTier, tiersOf } from '../tiers.ts';
import type { Given, Material } from './material.ts';

/** A passage less likely than this is none that a model should see. */
const LEAST = 0.003;
/** How much less the second of a ranking counts than the first, as in reciprocal rank fusion: the greater, the less. */
const RANK_DAMPING = 20;
/** So many items of one list stand for the whole of it. */
const ITEMS = 3;
/** A longer list, in UTF-16 units, would be cut where a model reads it. */
const LONGEST_LIST = 1_500;

/**
 * The passages that an answer may be written from, best first: those of the answer that words alone give, then what the words of
 * all tiers and the vectors near the question find, their rankings fused.
 * @param question as it was understood
 */
export function collectMaterial(
  needs: AnswerNeeds,
  question: string,
  answered: Answer,
  { scope, most, version }: { scope: Scope; most: number; version: string },
): Material {
  const { corpus, language } = needs;
  const asksList = asksForList(question);
  const found = chancesOf(needs, question, scope);
  const chanceOf = (entry: Entry) => found.get(entry.at) ?? 0;
  const quoted = [...answered.statements, ...(answered.explanation ? [answered.explanation] : [])]
    .flatMap(({ citation }) => entryOf(corpus, citation) ?? [])
    .flatMap((entry) => unitsOf(entry, corpus));
  const others = [...found.keys()].flatMap((at) => corpus.entries[at] ?? []).filter((one) => standsAlone(one, corpus));
  const units = wholeLists([...new Set([...quoted, ...others])], corpus, { asksList, among: most, quoted });
  const isQuoted = new Set(quoted);
  const passages = units.slice(0, most).map((entry): Given => {
    const own = Math.max(chanceOf(entry), ...entry.children.map((at) => found.get(at) ?? 0));
    return {
      entry,
      statement: stateOf(corpus, entry),
      text: textOf(entry),
      chance: Math.min(1, isQuoted.has(entry) && answered.kind === 'answer' ? Math.max(own, answered.confidence) : own),
    };
  });
  return { passages, language, corpus, version, english: answered.english, asksList };
}

/** What may answer with its chance, in the fused order of words and nearness. */
function chancesOf(needs: AnswerNeeds, question: string, scope: Scope): Map<number, number> {
  const { corpus, language, nearness } = needs;
  const asking = { needs, question, reading: language.read(question), scope };
  const byWords = tiersOf(corpus, scope)
    .flatMap((tier) => rankTier(asking, tier).ranked.list)
    .sort((a, b) => b.chance - a.chance || a.entry.at - b.entry.at);
  const byNearness = (nearness?.order ?? []).filter((at) => scope.has(corpus.entries[at]?.document.id ?? ''));
  const chances = new Map(byWords.map(({ entry, chance }) => [entry.at, chance]));
  const ranks = new Map<number, number>();
  for (const order of [byWords.map(({ entry }) => entry.at), byNearness])
    for (const [rank, at] of order.entries()) ranks.set(at, (ranks.get(at) ?? 0) + 1 / (RANK_DAMPING + rank));
  const chanceOf = (at: number) => Math.max(chances.get(at) ?? 0, nearness?.said.get(at) ?? 0);
  return new Map(
    [...ranks]
      .map(([at, score]) => ({ at, score, chance: chanceOf(at) }))
      .filter(({ chance }) => chance >= LEAST)
      .sort((a, b) => b.score - a.score || b.chance - a.chance || a.at - b.at)
      .map(({ at, chance }) => [at, chance]),
  );
}

/** A Pasal that was quoted as a whole is given as its ayat. */
function unitsOf(entry: Entry, corpus: Corpus): Entry[] {
  if (standsAlone(entry, corpus)) return [entry];
  return entry.children.flatMap((at) => corpus.entries[at] ?? []).flatMap((child) => unitsOf(child, corpus));
}

/**
 * Items of a list that is asked for, or of which several are likely, give way to the list, which stands where the first of them
 * stood; what stands in a list is not given twice. Nothing of `quoted` goes but into a list around it.
 */
function wholeLists(
  units: Entry[],
  corpus: Corpus,
  { asksList, among, quoted }: { asksList: boolean; among: number; quoted: readonly Entry[] },
): Entry[] {
  const listOf = ({ parentAt }: Entry) => {
    const parent = parentAt === undefined ? undefined : corpus.entries[parentAt];
    return parent && isList(parent, corpus) && !isBroad(parent, corpus) ? parent : undefined;
  };
  const items = new Map<Entry, number>();
  for (const unit of units.slice(0, among)) {
    const list = listOf(unit);
    if (list) items.set(list, (items.get(list) ?? 0) + 1);
  }
  const given: Entry[] = [];
  for (const unit of units) {
    const list = listOf(unit);
    const whole = list && (items.get(list) ?? 0) >= (asksList ? 1 : ITEMS) ? list : unit;
    if (given.some((other) => other === whole || holds(other, whole, corpus))) continue;
    const isInside = (other: Entry) => holds(whole, other, corpus);
    // What answers within is nearer to the question than all that stands around it.
    if (isBroad(whole, corpus) && !quoted.includes(whole) && units.some(isInside)) continue;
    const first = given.findIndex(isInside);
    if (first < 0) given.push(whole);
    else
      given.splice(
        0,
        given.length,
        ...given.slice(0, first),
        whole,
        ...given.slice(first).filter((one) => !isInside(one)),
      );
  }
  return given;
}

/** A list of lists, or of the terms of a whole regulation: nobody asks for all of it. */
function isBroad({ children, text }: Entry, { entries }: Corpus): boolean {
  return (
    text.length > LONGEST_LIST ||
    children.some((at) => (entries[at]?.children.length ?? 0) > 0 || entries[at]?.extra.defines)
  );
}

function holds(outer: Entry, inner: Entry, corpus: Corpus): boolean {
  for (let at = inner.parentAt; at !== undefined; at = corpus.entries[at]?.parentAt) if (at === outer.at) return true;
  return false;
}

function textOf({ heading, lead, text, extra }: Entry): string {
  return [heading.join(' · '), extra.question ?? '', lead, text].filter((part) => part.trim() !== '').join('\n');
}
