import { type Address, findAddresses, formatAddress, isWithin } from './address.ts';
import { quoteEntries } from './answer.ts';
import type { Entry } from './corpus.ts';
import type { Scope } from './find.ts';
import type { Answer } from './outcome.ts';
import { regulationMeant } from './places.ts';
import type { AnswerNeeds } from './ranking.ts';

const ROMAN = /\bpasal\s+([ivx]{1,5})\b(?:\s+angka\s+(\d{1,3}))?/iu;
/** So much is quoted below a Pasal that only says that there are changes, or a change that only leads to the new words. */
const MOST_CHANGES = 4;

/** "Pasal I angka 2 Perbup 5/2026": a place of an amending instrument, whose own Pasal have Roman numbers; undefined for all else. */
export function amendmentPlace(needs: AnswerNeeds, message: string, scope: Scope): Answer | undefined {
  const [, roman = '', angka] = ROMAN.exec(message) ?? [];
  if (roman === '') return undefined;
  const { corpus } = needs;
  const bagian = `Pasal ${roman.toUpperCase()}`;
  const documents = [...(regulationMeant(corpus, message, scope) ?? [])].filter((id) => corpus.find(id, { bagian }));
  const [document] = documents;
  if (document === undefined || documents.length > 1) return undefined;
  const entry = corpus.find(document, { bagian, ...(angka !== undefined && { angka: Number(angka) }) });
  if (!entry) return undefined;
  const changes = entry.children.flatMap((at) => corpus.entries[at] ?? []);
  const newWords = corpus.entries.filter(
    (one) =>
      one.document.id === document &&
      one.parentAt === undefined &&
      one.address.bagian === formatAddress(entry.address) &&
      one.address.pasal !== undefined,
  );
  return quoteEntries(needs, message, [entry, ...[...changes, ...newWords].slice(0, MOST_CHANGES)]);
}

/** "Pasal 5A", which an amending instrument inserts into the regulation that is meant; undefined where that one has it itself. */
export function insertedPlace(needs: AnswerNeeds, message: string, scope: Scope): Answer | undefined {
  const places = findAddresses(message);
  if (places.length === 0 || places.some(({ sisipan }) => sisipan === undefined)) return undefined;
  const meant = regulationMeant(needs.corpus, message, scope) ?? scope;
  const entries = places.map((place) => insertedAt(needs, place, { meant, scope }));
  return entries.every((entry) => entry !== undefined) ? quoteEntries(needs, message, entries) : undefined;
}

function insertedAt(
  { corpus }: AnswerNeeds,
  place: Address,
  { meant, scope }: Record<'meant' | 'scope', Scope>,
): Entry | undefined {
  const regulations = [...corpus.documents.values()].filter(({ id, kind }) => kind === 'peraturan' && meant.has(id));
  const isIn = (ids: Set<string>) => (entry: Entry) => ids.has(entry.document.id) && isWithin(entry.address, place);
  if (corpus.entries.some((entry) => entry.address.bagian === undefined && isIn(new Set(meant))(entry)))
    return undefined;
  const changes = regulations
    .flatMap((one) => one.changes ?? [])
    .filter(({ verb, by }) => verb === 'mengubah' && scope.has(by));
  // The latest words, and of those the widest unit.
  const [latest] = changes
    .toReversed()
    .map(({ by }) => corpus.entries.filter(isIn(new Set([by]))))
    .filter((entries) => entries.length > 0);
  return latest?.sort((a, b) => Object.keys(a.address).length - Object.keys(b.address).length || a.at - b.at)[0];
}
