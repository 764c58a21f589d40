import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findSources, readDocument } from '../../ingest/sources.ts';
import { findAddresses } from '../../knowledge/address.ts';
import { stateOf } from '../../knowledge/compose.ts';
import { buildCorpus, type Corpus, type Entry } from '../../knowledge/corpus.ts';
import { readLexiconData, toLexicon } from '../../knowledge/lexicon.ts';
import { teach } from '../../knowledge/loading.ts';
import { atOnce } from '../../knowledge/steps.ts';
import { createLanguage, type Language } from '../../knowledge/words.ts';
import { type ClaimWords, readClaimWords } from '../../knowledge/written/claim-words.ts';
import { type DropReason, holdClaims } from '../../knowledge/written/guard.ts';
import type { Given } from '../../knowledge/written/material.ts';

/** A sentence, what it says it rests on ("Pasal 21 ayat (3)", "SOP A, langkah 4", "FAQ 12"), and whether that is so. */
export type LabelledClaim = {
  id: string;
  text: string;
  register: 'baku' | 'santai' | 'english';
  cites: string[];
  honest: boolean;
  /** What is wrong with it. */
  wrong?: string;
  /** Written by somebody who knew how the guard works, to get past it. */
  attack?: boolean;
};

/** What became of a labelled sentence. */
export type HeldClaim = LabelledClaim & { kept: boolean; why?: DropReason };

const SET = fileURLToPath(new URL('./sets/klaim.jsonl', import.meta.url));
const SOURCES = fileURLToPath(new URL('../../knowledge/sources', import.meta.url));

export const readClaims = (): LabelledClaim[] =>
  readFileSync(SET, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelledClaim);

/** What a guard needs: the shipped sources in memory, without a database. */
export type Ground = { corpus: Corpus; language: Language; words: ClaimWords };

export async function readGround(): Promise<Ground> {
  const language = createLanguage(toLexicon(readLexiconData(`${SOURCES}/lexicon`)));
  const terms = { own: [], lead: [], heading: [] };
  const parts = [];
  for (const files of await findSources(SOURCES)) {
    const document = await readDocument(files);
    teach(language, document.passages, document.examples);
    parts.push({
      document,
      passages: document.passages.map((passage) => ({ ...passage, terms })),
      examples: [],
    });
  }
  const corpus = atOnce(buildCorpus(parts, language));
  return { corpus, language, words: readClaimWords(`${SOURCES}/klaim.yaml`) };
}

/** The passage that a citation of the set names. @throws Error when there is none */
export function citedEntry({ corpus }: Pick<Ground, 'corpus'>, cite: string): Entry {
  const faq = cite.match(/^FAQ (\d+)$/u);
  const sop = cite.match(/^SOP ([A-F]), langkah (\d+)$/u);
  const [address] = findAddresses(cite);
  const found = faq
    ? corpus.find('faq-lpse', { bagian: 'FAQ', angka: Number(faq[1]) })
    : sop
      ? corpus.find(`sop-${sop[1]?.toLowerCase()}`, { bagian: 'langkah', angka: Number(sop[2]) })
      : address && corpus.find('perbup-31-2012', address);
  if (!found) throw new Error(`klaim.jsonl: "${cite}" tidak ada.`);
  return found;
}

/** Holds every sentence of the set to the passages it names. */
export function holdLabelled(ground: Ground, claims: readonly LabelledClaim[]): HeldClaim[] {
  return claims.map((claim) => {
    const entries = claim.cites.map((cite) => citedEntry(ground, cite));
    const given = new Map<string, Given>(
      entries.map((entry, at) => [
        `S${at + 1}`,
        { entry, statement: stateOf(ground.corpus, entry), text: entry.text, chance: 1 },
      ]),
    );
    const { kept, dropped } = holdClaims([{ text: claim.text, tokens: [...given.keys()] }], given, {
      language: ground.language,
      words: ground.words,
      corpus: ground.corpus,
      english: claim.register === 'english',
    });
    const why = dropped[0]?.why;
    return { ...claim, kept: kept.length > 0, ...(why && { why }) };
  });
}

/** Recall of what is true by register, and that nothing else is kept: the report for the terminal, and what is wrong. */
export async function evaluateClaims(): Promise<{ report: string; wrong: string[] }> {
  const held = holdLabelled(await readGround(), readClaims());
  const lines: string[] = [];
  const share = (name: string, of: HeldClaim[]) => {
    const kept = of.filter((claim) => claim.kept).length;
    lines.push(
      `${name.padEnd(24)}${String(of.length).padStart(6)}${String(kept).padStart(8)}${(kept / Math.max(1, of.length)).toFixed(3).padStart(8)}`,
    );
  };
  lines.push(`${'klaim'.padEnd(24)}${'n'.padStart(6)}${'lolos'.padStart(8)}${'bagian'.padStart(8)}`);
  const honest = held.filter((claim) => claim.honest);
  const bad = held.filter((claim) => !claim.honest);
  share('benar', honest);
  for (const register of ['baku', 'santai', 'english'] as const)
    share(
      `  ${register}`,
      honest.filter((claim) => claim.register === register),
    );
  share('salah', bad);
  share(
    '  serangan',
    bad.filter((claim) => claim.attack),
  );
  return { report: lines.join('\n'), wrong: bad.filter(({ kept }) => kept).map(({ id, text }) => `${id}: ${text}`) };
}
