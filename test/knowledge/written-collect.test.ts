import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { entryOf } from '../../knowledge/context.ts';
import { formatAddress } from '../../knowledge/index.ts';
import { isOpen } from '../../knowledge/written/decide.ts';
import { holds } from '../../knowledge/written/narrow.ts';
import { testHelpdesk } from '../support/helpdesk.ts';

let helpdesk: Helpdesk;
beforeAll(async () => {
  helpdesk = await testHelpdesk();
}, 180_000);
afterAll(() => helpdesk?.close());

const questionsOf = (set: string): { id: string; q: string }[] =>
  readFileSync(fileURLToPath(new URL(`../eval/sets/${set}.jsonl`, import.meta.url)), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const placesFor = (question: string, documents?: string[]) =>
  helpdesk.knowledge
    .material(question, { ...(documents && { documents }) })
    .passages.map(({ entry: { address } }) => formatAddress(address));

describe('the passages that a model is given', () => {
  it.each(['dev', 'validasi'])('hold what was found without a model first, for every question of %s', (set) => {
    const missing: string[] = [];
    let looked = 0;
    for (const { id, q } of questionsOf(set)) {
      const answered = helpdesk.knowledge.answer(q);
      const [first] = answered.statements;
      if (!isOpen(answered) || !first) continue;
      looked += 1;
      const { corpus, passages } = helpdesk.knowledge.material(q);
      const found = entryOf(corpus, first.citation);
      const at = passages.findIndex(({ entry }) => found && (holds(entry, found) || holds(found, entry)));
      if (at !== 0 && at !== 1) missing.push(`${id} S${at + 1}`);
    }
    expect(looked).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });

  it('hold no list of lists, nor all terms at once, where something inside of it answers', () => {
    for (const set of ['dev', 'validasi'])
      for (const { q } of questionsOf(set)) {
        const { corpus, passages } = helpdesk.knowledge.material(q);
        const quoted = helpdesk.knowledge
          .answer(q)
          .statements.flatMap(({ citation }) => entryOf(corpus, citation) ?? []);
        const broad = passages.filter(
          ({ entry }) =>
            ['Pasal 1', 'Pasal 21 ayat (1)'].includes(formatAddress(entry.address)) && !quoted.includes(entry),
        );
        expect({ q, broad: broad.map(({ entry }) => formatAddress(entry.address)) }).toEqual({ q, broad: [] });
      }
  });

  it('hold each place once, a list in the place of its first item', () => {
    const places = placesFor('Apa saja fungsi Bidang Layanan Pengguna dan Dukungan?', ['perbup-31-2012']);
    expect(places[0]).toBe('Pasal 12 ayat (2)');
    expect(places.filter((place) => place.startsWith('Pasal 12 ayat (2)'))).toHaveLength(1);
    expect(new Set(places).size).toBe(places.length);
  });
});
