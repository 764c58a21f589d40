import { asksForList } from '../asked.ts';
import type { Corpus, Entry } from '../corpus.ts';
import { isRelatedEntry } from '../ranking.ts';

/**
 * What is shown below sentences of a model: the whole list in place of its items, where several of them are named or a list is
 * asked for, so that nobody takes some for all.
 * @param entries what the sentences rest on, in order
 * @param texts the question and the sentences
 */
export function completed(corpus: Corpus, entries: readonly Entry[], texts: readonly string[]): Entry[] {
  const asksList = texts.some((text) => asksForList(text));
  const shown: Entry[] = [];
  for (const entry of entries) {
    const list = listOf(corpus, entry);
    const beside = list === undefined ? 0 : entries.filter((other) => other.parentAt === list.at).length;
    const whole = list && (asksList || beside > 1) ? list : entry;
    if (!shown.some((other) => other === whole || (isRelatedEntry(other, whole) && holds(other, whole))))
      shown.push(whole);
  }
  return shown;
}

/** The list of which an entry is an item; the terms that a regulation defines are no list of one thing. */
function listOf(corpus: Corpus, { parentAt, extra, lead }: Entry): Entry | undefined {
  const parent = parentAt === undefined ? undefined : corpus.entries[parentAt];
  return parent && lead !== '' && !extra.defines && parent.children.length > 1 ? parent : undefined;
}

/** Whether an entry stands in another. */
const holds = (outer: Entry, inner: Entry): boolean => outer.text.includes(inner.text);
