import { asksForList } from './asked.ts';
import type { Corpus, Entry } from './corpus.ts';
import { contentWords, gather } from './find.ts';
import { type Asking, isRelatedEntry, type Ranked, rank } from './ranking.ts';
import { type Reading, tokenize } from './words.ts';

/** So many items of one list among the first few passages mean that the list is asked for. */
const ITEMS = { of: 5, atLeast: 3 };

/** "UU apa saja yang menjadi dasar": several items of one list fit alike, so the whole list answers. */
export function wholeList({ needs, question }: Asking, { list }: Ranked): Entry | undefined {
  const top = list[0]?.entry;
  if (!top || top.parentAt === undefined || top.children.length > 0 || top.kind === 'ayat' || !asksForList(question))
    return undefined;
  const items = list.slice(0, ITEMS.of).filter(({ entry }) => entry.parentAt === top.parentAt);
  return items.length >= ITEMS.atLeast ? needs.corpus.entries[top.parentAt] : undefined;
}

/** "Apa beda User ID dan password": the definitions of all the terms named. */
export function comparedTerms(question: string, { list }: Ranked): Entry[] | undefined {
  if (!/\b(beda\w*|perbedaan\w*|membedakan|dibedakan|bandingkan|differ\w*|versus|vs)\b/iu.test(question))
    return undefined;
  const asked = ` ${tokenize(question).join(' ')} `;
  const named = list
    .slice(0, COMPARED)
    .filter(({ entry }) =>
      [entry.extra.defines?.term, ...(entry.extra.defines?.aliases ?? [])].some(
        (name) => name !== undefined && asked.includes(` ${tokenize(name).join(' ')} `),
      ),
    )
    .map(({ entry }) => entry);
  return named.length > 1 ? named.slice(0, 3) : undefined;
}

/** A compared term must be among so many of the likeliest passages. */
const COMPARED = 12;

/** A further part is answered when its best passage is at least this likely among the passages … */
const PART_CHANCE = 0.3;
/** … or is the second of the whole message and at least this likely there. */
const SECOND_CHANCE = 0.15;

/** A message of several questions: every further part that finds a passage of its own. */
export function furtherParts({ needs, question, reading, scope }: Asking, whole: Ranked): Entry[] {
  const parts = splitParts(question);
  const first = whole.list[0];
  if (parts.length < 2 || !first) return [];
  const found: { entry: Entry; chance: number }[] = [];
  const readings = parts.map((part) => needs.language.read(part));
  for (const [at, own] of readings.entries()) {
    const others = readings.filter((_, index) => index !== at).flatMap((other) => contentWords(other));
    const context = contentWords(own).length < 3 ? others : [];
    const full: Reading = {
      english: reading.english,
      words: [
        ...own.words,
        ...context.map((word) => ({
          ...word,
          alternatives: word.alternatives.map((one) => ({ ...one, weight: one.weight * 0.3 })),
        })),
      ],
    };
    const ranked = rank(needs, gather(needs.corpus, parts[at] ?? '', full, scope));
    const best = ranked.list[0];
    if (!best) continue;
    const chance = best.chance / Math.max(1 - ranked.none, 1e-9);
    const inWhole = whole.list.find(({ entry }) => entry.at === best.entry.at)?.chance ?? 0;
    if (ranked.none < NONE_OF_PART && (chance > PART_CHANCE || inWhole > SECOND_CHANCE))
      found.push({ entry: best.entry, chance });
  }
  for (const entry of partsOfExample(needs.corpus, whole)) found.push({ entry, chance: 1 });
  const second = whole.list.find(({ entry }) => !isRelatedEntry(entry, first.entry));
  if (second && second.chance > SECOND_CHANCE) found.push(second);
  const kept: Entry[] = [];
  for (const { entry } of found) {
    if (![first.entry, ...kept].some((other) => isRelatedEntry(other, entry))) kept.push(entry);
  }
  return kept.slice(0, 2);
}

/** From this likeness on, an example of several parts shows which passages belong together. */
const SAME_PARTS = 0.5;

/** What the likest example of several parts needed, if the first of it is what was found here. */
function partsOfExample(corpus: Corpus, { similar, list }: Ranked): Entry[] {
  const [first] = list;
  const found = similar.find(
    ({ example, likeness }) => likeness >= SAME_PARTS && (corpus.examples.list[example]?.needs.length ?? 0) > 1,
  );
  const needed = (found && corpus.examples.list[found.example]?.needs) ?? [];
  return first && needed.includes(first.entry.at) ? needed.flatMap((at) => corpus.entries[at] ?? []) : [];
}

/** A part alone says less than the message: it may look unanswerable without being so. */
const NONE_OF_PART = 0.8;

const ASKS =
  /\b(apa|apakah|siapa|sapa|sp|berapa|brp|kapan|kpn|di ?mana|dmn|mana|bagaimana|gimana|gmn|kenapa|mengapa|(?:bisa|boleh|harus|wajib|perlu|ada)kah|bisa|bs|boleh|blh|apaan|ap|harus|hrs|wajib|who|whom|what|when|where|how|which|why|is|are|does|do|did|can|could|must|should|would|will|has|have)\b/iu;

/**
 * Cuts a message into the questions it holds: at question marks, and at connectives and commas after which
 * a new question begins. A piece that asks nothing belongs to the question beside it.
 */
export function splitParts(question: string): string[] {
  return question
    .split(/\?+|;|\.\s+/u)
    .map((part) => part.trim())
    .filter((part) => part.split(/\s+/u).length >= 3)
    .flatMap((sentence) => {
      const merged: string[] = [];
      for (const piece of sentence.split(
        /,?\s+(?:trus|terus|trs|lalu|lantas|kemudian|serta|sama|and also|and|dan|n|&)\s+|,\s+/iu,
      )) {
        const last = merged.length - 1;
        const short = piece.trim().split(/\s+/u).length < 2;
        if (last >= 0 && (short || !ASKS.test(piece) || !ASKS.test(merged[last] ?? '')))
          merged[last] += `, ${piece.trim()}`;
        else merged.push(piece.trim());
      }
      return merged;
    });
}
