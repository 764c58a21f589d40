import type { Address } from './address.ts';
import { type ChangedBy, changesOf } from './changed-by.ts';
import type { Corpus, DocumentInfo, Entry } from './corpus.ts';

/** Where a statement stands, with the words themselves. `quote` is a verbatim slice of the stored source. */
export type Citation = { document: string } & Address & { quote: string; basis?: Basis[] };
/** `source` is how its document is called, where that is not clear: an SOP, or one of several regulations. */
type Basis = Omit<Citation, 'basis'> & { source?: string };

/** A statement of the documents, ready to be put into words. */
export type Statement = {
  citation: Citation;
  /** How the document is called in a citation. */
  source: string;
  /** The unit with the words that lead into it, when the quotation alone does not stand by itself. */
  fact?: string;
  /** The quotation for the eye: bullets and emphasis marks of the conversion removed, one item a line. */
  shown: string;
  /** What the passage itself decides for a yes-or-no question. */
  modality?: Modality;
  /** Remarks on drafting errors and on what the text points to but does not contain. */
  notes: string[];
  /** Whether the passage is still in line with later law, in the words of the people responsible. */
  validity?: string;
  /** For an SOP or FAQ that nobody has adopted yet. */
  banner?: string;
  /** Why there is no basis in the regulation. */
  practice?: string;
  /** Of an entry of the FAQ: what it asks. */
  question?: string;
  /** Where it was taken from, and the day of that, e.g. 2026-11-01. */
  taken?: { text: string; date?: string };
  /** The day until which somebody shall look at it again. */
  reviewBy?: string;
  /** The day on which a provision it rests on changed, and nobody has looked at it since. */
  basisChanged?: string;
  /** What other documents do to this provision, the latest first. */
  changedBy?: ChangedBy[];
  /** Of an earlier version: which, and the days from and until which it was the one that answered, e.g. 2026-11-23. */
  inForce?: { version: number; from: string; until: string };
};

/** "Dapat" stays a possibility and "tidak perlu" is no ban: the word of the text is the answer. */
export type Modality = 'tidak perlu' | 'tidak wajib' | 'tidak' | 'wajib' | 'harus' | 'dapat' | 'berhak';

/** Turns a passage into a statement. */
export function stateOf(corpus: Corpus, entry: Entry): Statement {
  const { extra } = entry;
  const document = entry.document;
  const fact = factOf(corpus, entry);
  const modality = modalityOf(entry);
  const changedBy = changesOf(corpus, entry);
  const validity = extra.validity === undefined ? undefined : document.meta.validity?.[extra.validity];
  return {
    citation: cite(corpus, entry),
    source: document.short,
    ...(fact !== undefined && { fact }),
    shown: shownText(entry),
    ...(modality && { modality }),
    notes: extra.notes ?? [],
    ...(validity !== undefined && { validity }),
    ...(document.meta.banner !== undefined && { banner: document.meta.banner }),
    ...(extra.practice !== undefined && { practice: extra.practice }),
    ...(entry.kind === 'faq' && extra.question !== undefined && { question: extra.question }),
    ...(extra.taken && { taken: extra.taken }),
    ...(extra.reviewBy !== undefined && { reviewBy: extra.reviewBy }),
    ...(extra.basisChanged !== undefined && { basisChanged: extra.basisChanged }),
    ...(changedBy.length > 0 && { changedBy }),
  };
}

/** The citation of a passage; an SOP or FAQ carries the provisions it rests on. */
export function cite(corpus: Corpus, entry: Entry): Citation {
  const basis = basisOf(corpus, entry).map(({ document, address, text }) => ({
    ...{ document: document.id, ...address, quote: text },
    ...(isNamed(corpus, document) && { source: document.short }),
  }));
  return { document: entry.document.id, ...entry.address, quote: entry.text, ...(basis.length > 0 && { basis }) };
}

/** What a step of an SOP or an entry of the FAQ rests on; what is not there any more is left out. */
export function basisOf(corpus: Corpus, { extra }: Entry): Entry[] {
  return (extra.basis ?? []).flatMap(({ document, ...address }) => {
    const documents = document === undefined ? regulationsOf(corpus) : [document];
    return documents.flatMap((id) => corpus.find(id, address) ?? []).slice(0, 1);
  });
}

const regulationsOf = ({ documents }: Corpus) =>
  [...documents.values()].filter(({ kind }) => kind === 'peraturan').map(({ id }) => id);

const isNamed = (corpus: Corpus, { kind }: DocumentInfo) => kind !== 'peraturan' || regulationsOf(corpus).length > 1;

/** Text without conversion marks; every item on its own line. */
function shownText(entry: Entry): string {
  const lines = cleanLines(entry.text);
  // The place is said beside the quotation: its heading need not be read again.
  return (entry.kind === 'pasal' && lines.length > 1 ? lines.slice(1) : lines).join('\n');
}

function cleanLines(text: string): string[] {
  const lines: string[] = [];
  for (const raw of text.replaceAll('*', '').split('\n')) {
    const line = raw.replace(/^[\s]*[-•–]?\s+/u, '').trim();
    if (line === '') continue;
    // A page break cuts sentences: what begins with a small letter and no marker goes on.
    const last = lines.length - 1;
    if (last >= 0 && /^[a-z]/u.test(line) && !/^[a-z][.)]?\s/u.test(line) && !/[:;.]$/u.test(lines[last] ?? ''))
      lines[last] += ` ${line}`;
    else lines.push(line);
  }
  return lines;
}

/** "Dalam melaksanakan tugas sebagaimana dimaksud pada ayat (1), X menyelenggarakan fungsi :" says only: X menyelenggarakan fungsi. */
const ROUNDABOUT =
  /^Dalam\s+melaksanakan\s+tugas\s+sebagaimana\s+dimaksud\s+(?:pada|dalam)\s+(?:pasal\s+\d+\s+)?ayat\s+\(\d+\),?\s*/iu;
/** References inside a lead, kept in the quotation and left out of the sentence. */
const ASIDE =
  /\s+sebagaimana\s+dimaksud\s+(?:pada|dalam)\s+(?:pasal\s+\d+\s*)?(?:ayat\s*)?(?:\(\d+\)\s*)?(?:huruf\s+[a-z]\s*)?/giu;
const MARKER = /^(?:\(\d+\)|[a-z][.)]|\d+[.)]|[a-z]\s|\d+\s)\s*/iu;

/**
 * What is said, as a sentence. An item is joined to the words that lead into it; a list keeps its own
 * opening words and only gets the ones above; undefined where the quotation stands by itself.
 */
function factOf(corpus: Corpus, entry: Entry): string | undefined {
  // An answer that people wrote keeps its lines.
  if (entry.kind === 'faq') return entry.text.trim();
  if (entry.kind === 'langkah') return withoutMarks(entry);
  if (entry.extra.defines || entry.address.pasal === undefined) return undefined;
  const lead = leadOf(corpus, entry);
  if (lead === '') return undefined;
  if (entry.children.length > 0) return `${lead}:`;
  const [first = '', ...rest] = cleanLines(entry.text);
  const item = [first.replace(MARKER, ''), ...rest].join(' ').replace(/[\s;,.]*(?:\bdan\b|\batau\b)?[\s;,.]*$/u, '');
  return `${lead}: ${item}.`;
}

/** The opening words above a unit. Of several the outermost is left out: it names the subject of the whole Pasal. */
function leadOf(corpus: Corpus, entry: Entry): string {
  const leads: string[] = [];
  for (let child = entry; child.parentAt !== undefined; ) {
    const parent = corpus.entries[child.parentAt];
    if (!parent) break;
    const [firstAt = child.at] = parent.children;
    const before = parent.text.slice(0, Math.max(0, parent.text.indexOf(corpus.entries[firstAt]?.text ?? '')));
    const own = tidyLead(before);
    if (own !== '') leads.unshift(own);
    child = parent;
  }
  const kept = leads.length > 1 ? leads.slice(1) : leads;
  const joined = kept.join(', ');
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}

function tidyLead(text: string): string {
  return cleanLines(text)
    .join(' ')
    .replace(/^Pasal\s+\d+[A-Z]?\s*/u, '')
    .replace(MARKER, '')
    .replace(ROUNDABOUT, '')
    .replace(ASIDE, ' ')
    .replace(/[\s:•–-]+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

function withoutMarks(entry: Entry): string {
  return cleanLines(entry.text)
    .join(' ')
    .replace(/^\d+\.\s+/u, '')
    .replace(/\s*\[(?:Pasal|praktik)[^\]]*\]\s*$/iu, '')
    .trim();
}

const MODALITIES: [RegExp, Modality][] = [
  [/\btidak\s+perlu\b/iu, 'tidak perlu'],
  [/\btidak\s+wajib\b/iu, 'tidak wajib'],
  [/\btidak\s+melaksanakan\b/iu, 'tidak'],
  [/\bberhak\b/iu, 'berhak'],
  [/\bdapat\s+(?:melayani|melaksanakan|meneruskan|menonaktifkan|meningkatkan|diperoleh|dilaksanakan)\b/iu, 'dapat'],
  // A taxpayer's number is no duty.
  [/\bwajib\b(?!\s+pajak)/iu, 'wajib'],
  [/\bharus\b/iu, 'harus'],
];

function modalityOf(entry: Entry): Modality | undefined {
  const sentence = `${entry.lead} ${entry.text}`;
  if (entry.document.kind !== 'peraturan' || entry.children.length > 0) return undefined;
  return MODALITIES.find(([pattern]) => pattern.test(sentence))?.[1];
}

/** Whether an item says what one must or may only together with the words above all items of its list. */
export const hasModalityFromAbove = (entry: Entry): boolean =>
  modalityOf(entry) !== undefined && !MODALITIES.some(([pattern]) => pattern.test(entry.text));
