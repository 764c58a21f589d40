import { type Citation, formatAddress, type Knowledge } from '../../knowledge/index.ts';

/** All that is shown with a citation: where it stands, its words, those that lead into it, and what it rests on. */
export function shownWith(knowledge: Knowledge, citation: Citation): string[] {
  const { document, quote, basis = [], ...address } = citation;
  const statement = knowledge.statement(document, address);
  return [
    formatAddress(address),
    quote,
    ...(statement ? [statement.source, statement.fact ?? '', statement.shown, statement.question ?? ''] : []),
    ...basis.map((one) => one.quote),
    ...leadsInto(knowledge, document, address),
  ];
}

const LEVELS = ['sub', 'angka', 'huruf', 'ayat'] as const;

/** The words above an item: what stands there before its first item. */
function leadsInto(knowledge: Knowledge, document: string, address: Citation | Record<string, unknown>): string[] {
  const above = { ...address } as Omit<Citation, 'document' | 'quote'>;
  const words: string[] = [];
  for (const level of LEVELS) {
    if (above[level] === undefined) continue;
    delete above[level];
    const statement = Object.keys(above).length > 0 ? knowledge.statement(document, above) : undefined;
    if (statement) words.push(statement.shown.split('\n')[0] ?? '');
  }
  return words;
}
