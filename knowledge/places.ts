import { type Address, findAddresses, isWithin } from './address.ts';
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

const LAW =
  /\b(perda|perbup|perwali|perpres|permendagri|perka|uu|pp|peraturan daerah|peraturan bupati|peraturan presiden|undang-undang)\b/iu;
const NUMBER = /\b(?:nomor|no\.?|nmr)?\s*(\d{1,4})\s*(?:tahun|thn|th\.?|\/)\s*(\d{4})\b/iu;

/**
 * Of several regulations the one that a question names: by number and year, or by its sort. "Isi pasal 2"
 * alone means the regulation that people ask about. Undefined when the named one is not there.
 */
export function regulationMeant(corpus: Corpus, message: string, scope: Scope): Scope | undefined {
  const regulations = [...corpus.documents.values()].filter(({ id, kind }) => kind === 'peraturan' && scope.has(id));
  if (regulations.length < 2) return scope;
  const only = (kept: typeof regulations): Scope =>
    new Set([...scope].filter((id) => kept.some((one) => one.id === id) || !regulations.some((one) => one.id === id)));
  const named = message.match(NUMBER);
  const law = message.match(LAW)?.[1]?.toLowerCase();
  if (named && law !== undefined) {
    const [, nomor, tahun] = named.map(Number);
    const meant = regulations.filter(({ meta }) => meta.number?.nomor === nomor && meta.number?.tahun === tahun);
    if (meant.length > 0) return only(meant);
    return findAddresses(message).length > 0 ? undefined : scope;
  }
  if (findAddresses(message).length === 0) return scope;
  const sort =
    law === undefined ? [] : regulations.filter(({ short, title }) => `${short} ${title}`.toLowerCase().includes(law));
  const asked = sort.length > 0 ? sort : regulations;
  const known = asked.filter(({ id }) => corpus.taught.has(id));
  return only(known.length > 0 ? known : asked);
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
    const ayat: Address = {
      ...(named.pasal !== undefined && { pasal: named.pasal }),
      ...(named.ayat !== undefined && { ayat: named.ayat }),
    };
    // The ayat is there, only the letter or number below it is not.
    if (named.ayat !== undefined && units.some(({ address }) => isWithin(address, ayat)))
      return { why: 'no_such_place', named, source: only.short, exists: ayat };
    const last = pasal.length > 0 ? Math.max(0, ...pasal.map(({ address }) => address.ayat ?? 0)) : only.meta.lastPasal;
    return { why: 'no_such_place', named, source: only.short, ...(last !== undefined && { last }) };
  }
  return undefined;
}
