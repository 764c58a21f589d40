import type { Database } from '../db/database.ts';
import { listCurrent, listVersions, type OldPassage, passagesOfVersion } from '../db/document-versions.ts';
import { type Address, findAddresses, isWithin } from './address.ts';
import { stateOf } from './compose.ts';
import { buildCorpus, type Corpus, type Entry } from './corpus.ts';
import type { Scope } from './find.ts';
import type { Answer, Before } from './outcome.ts';
import type { DocumentKind, DocumentMeta, Passage, PassageExtra } from './source.ts';
import { inSteps } from './steps.ts';
import type { Language } from './words.ts';

/** An earlier version, by the moments from and until which it was the one that answered. */
type PastVersion = { document: string; version: number; from: Date; until: Date; corpus: Corpus };

/** Earlier versions of documents: apart from what is searched, read only by who asks for them. */
export type PastVersions = {
  /**
   * The answer to a message that asks how something read before; undefined for every other message, and when there is no earlier
   * version of it. `asked` answers a message as things stand now; `zone` is where days are counted.
   */
  answer: (
    message: string,
    context: { scope: Scope; before?: Before | undefined; asked: (message: string) => Answer; zone: string },
  ) => Answer | undefined;
};

/** Of a document so many of the last are read. */
const MOST_VERSIONS = 20;

/** Reads the earlier versions of all documents. */
export async function loadPastVersions(db: Database, language: Language): Promise<PastVersions> {
  const versions = new Map<string, PastVersion[]>();
  for (const row of await listVersions(db)) {
    const kept = versions.get(row.document) ?? [];
    if (kept.length >= MOST_VERSIONS) continue;
    const passages = (await passagesOfVersion(db, row.document, row.version)) ?? [];
    const { document: id, title, short, meta } = row;
    const document = { id, kind: row.kind as DocumentKind, title, short, meta: meta as DocumentMeta };
    const corpus = await inSteps(buildCorpus([{ document, passages: passages.map(unread), examples: [] }], language));
    kept.push({ document: id, version: row.version, from: row.from_at, until: row.until_at, corpus });
    versions.set(id, kept);
  }
  const current = new Map((await listCurrent(db)).map(({ id, version, short }) => [id, { version, short }]));

  /** That a document has no version of the number that is asked for. */
  function missing(id: string | undefined, { when }: { when: When }, now: Answer | undefined): Answer | undefined {
    const standing = id === undefined ? undefined : current.get(id);
    if (id === undefined || !standing || !('number' in when)) return undefined;
    const known = [...(versions.get(id) ?? []).map(({ version }) => version).reverse(), standing.version];
    if (known.includes(when.number)) return undefined;
    const gap = { why: 'no_such_version', named: when.number, source: standing.short, versions: known } as const;
    const english = now?.english ?? false;
    return {
      kind: 'not_found',
      gap,
      english,
      yesOrNo: false,
      statements: [],
      alternatives: [],
      citations: [],
      confidence: 0.95,
    };
  }

  return {
    answer(message, { scope, before, asked, zone }) {
      const past = askedOf(message, before);
      if (!past || (versions.size === 0 && !('number' in past.when))) return undefined;
      const places = findAddresses(past.rest);
      // "Bunyi sebelumnya?" means what was cited last.
      const last = past.rest === '' || /^\W*$/u.test(past.rest) ? before?.places : undefined;
      const now = last ? undefined : asked(past.rest);
      const cited =
        last ?? (now?.statements ?? []).map(({ citation }) => ({ document: citation.document, address: citation }));
      const documents = new Set([
        ...cited.map(({ document }) => document),
        ...(places.length > 0 ? versions.keys() : []),
      ]);
      for (const document of documents) {
        if (!scope.has(document)) continue;
        const version = versionAt(versions.get(document) ?? [], past.when, zone);
        if (!version) continue;
        const wanted =
          places.length > 0 ? places : cited.filter((one) => one.document === document).map(({ address }) => address);
        const entries = wanted.flatMap((place) => entryAt(version.corpus, document, place) ?? []);
        if (entries.length > 0) return quoted(version, entries, { zone, now });
      }
      const [first] = [...documents].filter((document) => scope.has(document));
      const none = places.length > 0 || last ? missing(first, past, now) : undefined;
      return none ?? (now && places.length > 0 ? now : undefined);
    },
  };
}

/** Nothing is looked for in it by its words. */
function unread({ ordinal, parent, kind, address, heading, lead, text, extra }: OldPassage) {
  return {
    ...{ ordinal, lead, text },
    ...(parent !== null && { parent }),
    kind: kind as Passage['kind'],
    address: address as Address,
    heading: heading as string[],
    extra: extra as PassageExtra,
    terms: { own: [], lead: [], heading: [] },
  };
}

/** "Pasal 21 huruf a" leaves out the ayat: the widest unit that fits is meant. */
function entryAt(corpus: Corpus, document: string, place: Address): Entry | undefined {
  const exact = corpus.find(document, place);
  if (exact) return exact;
  const inside = corpus.entries.filter(({ address }) => isWithin(address, place));
  return inside.sort((a, b) => Object.keys(a.address).length - Object.keys(b.address).length || a.at - b.at)[0];
}

function quoted(
  { corpus, version, from, until }: PastVersion,
  entries: Entry[],
  { zone, now }: { zone: string; now: Answer | undefined },
): Answer {
  const inForce = { version, from: dayIn(zone, from), until: dayIn(zone, until) };
  const statements = [...new Set(entries)].map((entry) => ({
    ...stateOf(corpus, entry),
    inForce,
  }));
  return {
    ...{ kind: 'answer', english: now?.english ?? false, yesOrNo: false, alternatives: [] },
    statements,
    citations: statements.map(({ citation }) => citation),
    confidence: 0.95,
  };
}

/** Which version is meant: the one before, the one of a number, or the one that was in force in a year. */
type When = { last: true } | { number: number } | { year: number };

/** The last, or the one that answered at the end of that year; before all others the first. Undefined when that is the one of today. */
function versionAt(newestFirst: PastVersion[], when: When, zone: string): PastVersion | undefined {
  if ('last' in when) return newestFirst[0];
  if ('number' in when) return newestFirst.find(({ version }) => version === when.number);
  const end = `${when.year}-12-31`;
  const [newest] = newestFirst;
  if (!newest || dayIn(zone, newest.until) <= end) return undefined;
  return newestFirst.find(({ from }) => dayIn(zone, from) <= end) ?? newestFirst.at(-1);
}

const OLD =
  /\b(?:(?:versi|naskah|teks|bunyi|isi)(?:nya)?\s+(?:yang\s+)?(?:lama|sebelumnya|terdahulu|dahulu|dulu)|sebelum\s+(?:ada\s+)?(?:di)?(?:ubah|perubahan|revisi|ganti|perbarui|amandemen)(?:nya)?|(?:the\s+)?(?:old|previous|former)\s+(?:version|text|wording)|before\s+(?:the\s+|it\s+was\s+)?(?:amend\w*|change\w*|revis\w*))\b/iu;
const OF_YEAR = /\b(?:versi|naskah|yang\s+berlaku)\s+(?:(?:pada|di)\s+)?(?:tahun\s+)?((?:19|20)\d{2})\b/iu;
const OF_NUMBER = /\bversi\s+(?:ke-?\s?)?(\d{1,3})(?![\d.,]*\d)\b/iu;
/** Programs have numbers of versions as well. */
const OF_PROGRAM = /\b(?:spse|aplikasi|apendo|spamkodok|java|chrome|firefox|browser|windows|android)\s+versi\b/iu;
/** A message that is about documents; SPSE has versions as well. */
const OF_DOCUMENTS =
  /\b(?:pasal|psl|ayat|huruf|perbup|perda|perpres|peraturan|aturan|ketentuan|sop|langkah|naskah|dokumen|article|regulation|faq)\b/iu;

/** What a message that asks for an earlier version is about besides that. */
function askedOf(message: string, before: Before | undefined): { when: When; rest: string } | undefined {
  const ofNumber = OF_PROGRAM.test(message) ? null : OF_NUMBER.exec(message);
  const found = OLD.exec(message) ?? OF_YEAR.exec(message) ?? ofNumber;
  if (!found) return undefined;
  const [phrase, number] = found;
  const rest = message
    .replace(phrase, ' ')
    .replace(/^\s*(?:(?:apa|bagaimana|gimana|how|what)\s+)?(?:(?:bunyi|isi)(?:nya)?\s*)?[?.!\s]*$/iu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const leans = rest === '' && (before?.places.length ?? 0) > 0;
  if (!leans && (rest === '' || !OF_DOCUMENTS.test(message))) return undefined;
  if (number === undefined) return { when: { last: true }, rest };
  return { when: number.length === 4 ? { year: Number(number) } : { number: Number(number) }, rest };
}

/** The day of a moment in a zone, e.g. 2026-11-23. */
export const dayIn = (zone: string, at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);
