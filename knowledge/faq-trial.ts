import { type Amendment, amendCorpus, type Corpus, passageTerms, readAmendment } from './corpus.ts';
import { FAQ_DOCUMENT, type FaqContent, type FaqEntry } from './faq-entry.ts';
import { FAQ_INFO, passageOf, waysToAsk } from './faq-store.ts';
import { teach } from './loading.ts';
import type { Answer } from './outcome.ts';
import type { Language } from './words.ts';

/** What would answer if an entry were published as it is: the corpus and the words with it. What answers now stays as it is. */
export function withEntry(
  now: { built: Corpus; amendments: ReadonlyMap<number, Amendment>; language: Language },
  entry: FaqContent & Pick<FaqEntry, 'id'>,
): { corpus: Corpus; language: Language } {
  const language = now.language.copy();
  const [passage, examples] = [passageOf(entry), waysToAsk(entry)];
  teach(language, [passage], examples);
  const terms = passageTerms(passage, language);
  const tried = readAmendment(FAQ_DOCUMENT, { passage: { ...passage, terms }, examples }, language);
  const amendments = new Map(now.amendments).set(entry.id, tried);
  const document = now.built.documents.get(FAQ_DOCUMENT) ?? FAQ_INFO;
  return { corpus: amendCorpus(now.built, document, amendments.values()), language };
}

/** Whether an answer shows the entry of that number, by itself or as what explains a provision. */
export function showsEntry({ statements, explanation, gap }: Answer, id: number): boolean {
  const shown = [...statements, explanation, gap?.why === 'unit_unknown' ? gap.statement : undefined];
  return shown.some((one) => one?.citation.document === FAQ_DOCUMENT && one.citation.angka === id);
}
