import { isWithin } from './address.ts';
import type { Corpus, Entry } from './corpus.ts';
import { contentWords, type Evidence, type Scope } from './find.ts';
import type { Gap } from './outcome.ts';
import { type Asking, rank } from './ranking.ts';

/** "Peraturan Bupati Polewali Mandar Nomor 31 Tahun 2012" in a question means "this regulation", not a date in it. */
export function withoutOwnName(corpus: Corpus, message: string, scope: Scope): string {
  let question = message;
  for (const { id, meta } of corpus.documents.values()) {
    if (!scope.has(id) || !meta.number) continue;
    const { nomor, tahun } = meta.number;
    question = question.replace(
      new RegExp(
        `\\b(?:peraturan\\s+\\w+|per\\w{2,3}|regulation|regulasi|aturan)(?:\\s+\\w+){0,3}?\\s*(?:nomor|no\\.?|nmr|number)?\\s*${nomor}\\s*(?:tahun|thn|th\\.?|/|of)\\s*${tahun}\\b`,
        'giu',
      ),
      'peraturan ini',
    );
  }
  return question;
}

/** A question that says little more than a place wants that place … */
const LITTLE_MORE = 1;
/** … and one that says more wants the unit inside it that fits, when one clearly does. */
const CLEARLY = 0.45;

/** The units that a question names, as places or more closely by what it asks about them. */
export function namedPlaces({ needs, reading }: Asking, evidence: Evidence): Entry[] {
  const places = evidence.cited.flatMap((place) => {
    const inside = evidence.named.filter(({ address }) => isWithin(address, place));
    // "Pasal 21 huruf a" leaves out the ayat: the widest unit that fits is meant.
    const [widest] = inside.sort(
      (a, b) => Object.keys(a.address).length - Object.keys(b.address).length || a.at - b.at,
    );
    return widest ? [widest] : [];
  });
  const [only] = places;
  if (!only || places.length > 1 || only.children.length === 0 || contentWords(reading).length <= LITTLE_MORE)
    return [...new Set(places)];
  const inside = evidence.candidates.filter(({ entry }) => evidence.named.includes(entry));
  const ranked = rank(needs, { ...evidence, candidates: inside });
  const [best] = ranked.list;
  return best && best.chance / Math.max(1 - ranked.none, 1e-9) > CLEARLY ? [best.entry] : [only];
}

/** The first named place that the only regulation in scope does not have. */
export function absentPlace(corpus: Corpus, evidence: Evidence, scope: Scope): Gap | undefined {
  const regulations = [...corpus.documents.values()].filter(({ kind, id }) => kind === 'peraturan' && scope.has(id));
  const [only] = regulations;
  if (!only || regulations.length > 1) return undefined;
  const units = corpus.entries.filter(({ document }) => document.id === only.id);
  for (const named of evidence.cited) {
    if (units.some(({ address }) => isWithin(address, named))) continue;
    const pasal = units.filter(({ address }) => address.pasal === named.pasal);
    const last = pasal.length > 0 ? Math.max(0, ...pasal.map(({ address }) => address.ayat ?? 0)) : only.meta.lastPasal;
    return { why: 'no_such_place', named, source: only.short, ...(last !== undefined && { last }) };
  }
  return undefined;
}
