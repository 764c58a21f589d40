import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Helpdesk, SOURCES } from '../../bot/helpdesk.ts';
import { respond, respondWith } from '../../handlers/index.ts';
import { isWithin } from '../../knowledge/index.ts';
import { readClaimWords } from '../../knowledge/written/claim-words.ts';
import type { Material } from '../../knowledge/written/material.ts';
import { tokensOf } from '../../knowledge/written/prompt.ts';
import type { ModelServer } from '../support/model-server.ts';
import { aiOf, type Heard, settingsFor } from './ai.ts';
import { citedEntry } from './klaim.ts';
import { whyDropped } from './model.ts';
import { shownWith } from './shown-with.ts';
import { supportOf } from './support.ts';

/** A question with the sentences of a fluent and honest writer, each with the places it rests on as klaim.jsonl names them. */
type Fluent = { q: string; before?: string; kelengkapan: string; klaim: { teks: string; tempat: string[] }[] };

/** What came of such sentences. */
export type FluentResult = {
  questions: number;
  /** Questions that reached the writer, and those whose answer was shown in its words. */
  sent: number;
  written: number;
  /** Sentences that were written, those whose passages were not given to the writer, and those that were kept. */
  sentences: number;
  unplaced: number;
  kept: number;
  reasons: Map<string, number>;
  /** Sentences shown, and those of them that the judge of support bears out. */
  shown: number;
  borne: number;
};

const FILE = fileURLToPath(new URL('./sets/luwes.jsonl', import.meta.url));

const readFluent = (): Fluent[] =>
  readFileSync(FILE, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Fluent);

/** Has every question of test/eval/sets/luwes.jsonl answered by its own sentences, over the wire. */
export async function writeFluently(helpdesk: Helpdesk, server: ModelServer): Promise<FluentResult> {
  const { db, knowledge } = helpdesk;
  const words = readClaimWords(join(SOURCES, 'klaim.yaml'));
  const all = readFluent();
  let heard: Heard | undefined;
  const ai = aiOf(helpdesk, settingsFor(server.url), (what) => {
    heard = what;
  });
  const result: FluentResult = {
    ...{ questions: all.length, sent: 0, written: 0, sentences: 0, unplaced: 0, kept: 0 },
    ...{ reasons: new Map(), shown: 0, borne: 0 },
  };
  for (const { q, before, kelengkapan, klaim } of all) {
    await db.query('DELETE FROM answer_cache');
    heard = undefined;
    const about = before === undefined ? undefined : respond(knowledge, before).next;
    server.answers(() => {
      const material = knowledge.material(q, { before: about });
      const placed = klaim.map(({ teks, tempat }) => ({
        teks,
        sumber: tempat.flatMap((place) => tokenOf(place, material)),
      }));
      return { writes: { maksud: 'pertanyaan', kelengkapan, klaim: placed } };
    });
    const response = await respondWith(ai, knowledge, q, { before: about });
    if (heard === undefined) continue;
    const { written: output } = heard as Heard;
    const { klaim: placed } = output as { klaim: { sumber: string[] }[] };
    const dropped = whyDropped(heard, words);
    result.sent++;
    result.sentences += klaim.length;
    result.unplaced += placed.filter(({ sumber }) => sumber.length === 0).length;
    result.kept += klaim.length - dropped.length;
    for (const why of dropped) result.reasons.set(why, (result.reasons.get(why) ?? 0) + 1);
    if (response.written) result.written++;
    for (const { text, citations } of response.written?.claims ?? []) {
      const sources = citations.flatMap((citation) => shownWith(knowledge, citation));
      result.shown++;
      if (supportOf(text, sources, response.english).ok) result.borne++;
    }
  }
  return result;
}

/** The token of the passage that is that place, holds it, or lies in it. */
function tokenOf(place: string, { passages, corpus }: Material): string[] {
  const { document, address } = citedEntry({ corpus }, place);
  const tokens = [...tokensOf(passages)].filter(([, { entry }]) => {
    if (entry.document.id !== document.id) return false;
    return isWithin(entry.address, address) || isWithin(address, entry.address);
  });
  return tokens.slice(0, 1).map(([token]) => token);
}

/** For a terminal. */
export function fluentLines({
  questions,
  sent,
  written,
  sentences,
  unplaced,
  kept,
  reasons,
  shown,
  borne,
}: FluentResult): string {
  const told = [...reasons].map(([why, n]) => `${why} ${n}`).join(', ');
  return [
    'penulis luwes (TIRUAN: kalimat jujur dan lancar yang sudah tertulis di luwes.jsonl; bukan model)',
    `${questions} pertanyaan, ${sent} dikirim, ${written} dijawab dengan kalimatnya`,
    `klaim jujur lolos ${kept} dari ${sentences} (${(kept / Math.max(1, sentences)).toFixed(3)}), ${unplaced} tanpa kutipannya di antara bahan; dibuang: ${told}`,
    `tampil ${shown}, ${borne} di antaranya termuat menurut penilai dukungan`,
  ].join('\n');
}
