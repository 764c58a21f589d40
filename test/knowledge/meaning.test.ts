import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { type Address, type Answer, FAQ_DOCUMENT, remembered } from '../../knowledge/index.ts';
import { createMeaning } from '../../knowledge/meaning/index.ts';
import type { Nearby } from '../../knowledge/nearby.ts';
import { testHelpdesk } from '../support/helpdesk.ts';
import { embeddingModel, randomVector } from '../support/vectors.ts';

const REGULATION = { documents: ['perbup-31-2012'] };
const { signal } = new AbortController();

type Labelled = { q: string; kind: string; gold?: Address[] };
const DEVELOPMENT = readFileSync(fileURLToPath(new URL('../eval/sets/dev.jsonl', import.meta.url)), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line) as Labelled);

let helpdesk: Helpdesk;
beforeAll(async () => {
  helpdesk = await testHelpdesk();
});
afterAll(() => helpdesk?.close());

const keyOf = (address: Address | undefined) =>
  (['bagian', 'pasal', 'ayat', 'huruf', 'angka', 'sub'] as const).map((level) => address?.[level] ?? '').join('/');
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
/** Only these are asked again with what lies near. */
const isOpen = ({ kind, gap }: Answer) => kind === 'answer' || (kind === 'not_found' && gap?.why === 'not_covered');

/** Answers the development questions with and without an embedder. */
async function withEmbedder(name: string, vectorOf: (text: string) => number[]) {
  const { db, knowledge } = helpdesk;
  const models = embeddingModel(name, vectorOf);
  const meaning = createMeaning({ db, knowledge, models });
  expect(await meaning.fill({ signal })).toMatchObject({ left: 0 });
  const rows: { question: Labelled; without: Answer; answer: Answer; nearby: Nearby | undefined }[] = [];
  for (const question of DEVELOPMENT) {
    const without = knowledge.answer(question.q, REGULATION);
    const nearby = isOpen(without) ? await meaning.nearby(question.q, signal) : undefined;
    const answer = nearby ? knowledge.answer(question.q, { ...REGULATION, nearby }) : without;
    rows.push({ question, without, answer, nearby });
  }
  return rows;
}

describe('texts that need a vector', () => {
  it('are all passages that stand alone and all known questions, each once, by their SHA-256', async () => {
    const texts = await helpdesk.knowledge.embeddable();
    expect(new Set(texts.map(({ hash }) => hash)).size).toBe(texts.length);
    for (const { hash, text } of texts.slice(0, 50)) expect(hash).toBe(hashOf(text));
    const found = (part: string) => texts.filter(({ text }) => text.includes(part));
    expect(found('(4) LPSE tidak perlu melakukan pemeriksaan lapangan')[0]?.text).toMatch(
      /^Perbup Polewali Mandar 31\/2012 · BAB VIII STANDAR PROSEDUR OPERASIONAL · .* · \(4\) LPSE tidak perlu/u,
    );
    // A Pasal is found by its ayat.
    expect(found('Pasal 21 - (1)')).toEqual([]);
    expect(texts.every(({ text }) => text.length <= 2_000 && text.trim() !== '')).toBe(true);
  });
});

describe('answers with what lies near', () => {
  it('are the same to the letter from an embedder that is no good', async () => {
    const rows = await withEmbedder('acak', (text) => randomVector(text));
    expect(rows.every(({ nearby }) => nearby === undefined)).toBe(true);
    const [known] = await helpdesk.knowledge.embeddable();
    const hits = [{ hash: known?.hash ?? '', likeness: 1 }];
    for (const { question, without } of rows)
      expect(helpdesk.knowledge.answer(question.q, { ...REGULATION, nearby: { hits, trust: [] } })).toEqual(without);
  });

  it('are better from one that knows what is meant, and take nothing from what was right', async () => {
    const { db } = helpdesk;
    const examples = await db.query<{ question: string; kind: string; address: Address[] }>(
      'SELECT question, kind, address FROM examples',
    );
    // Other people's questions: the same vector for the same answer.
    const meant = new Map([
      ...examples.map(
        ({ question, kind, address }) => [question, kind === 'answerable' ? keyOf(address[0]) : kind] as const,
      ),
      ...DEVELOPMENT.map(({ q, kind, gold }) => [q, kind === 'answerable' ? keyOf(gold?.[0]) : kind] as const),
    ]);
    const rows = await withEmbedder('mahatahu', (text) => randomVector(meant.get(text) ?? text));
    const answerable = rows.filter(({ question }) => question.kind === 'answerable');
    const isRight = ({ gold = [] }: Labelled, { citations: [first] }: Answer) =>
      gold.some((one) => keyOf(one) === keyOf(first));
    const before = answerable.filter(({ question, without }) => isRight(question, without));
    const after = answerable.filter(({ question, answer }) => isRight(question, answer));
    expect(after.length).toBeGreaterThan(before.length);
    for (const row of before) expect(after, row.question.q).toContain(row);
    // What nothing answers stays unanswered.
    for (const { question, without, answer } of rows)
      if (question.kind === 'unanswerable' && without.kind === 'not_found')
        expect(answer.kind, question.q).toBe('not_found');
  });

  it('never give a passage without the value that is asked for', async () => {
    const question = 'berapa biaya mendaftar jadi penyedia';
    const without = helpdesk.knowledge.answer(question, REGULATION);
    expect(without.kind).toBe('not_found');
    const texts = await helpdesk.knowledge.embeddable();
    const registration = texts.find(({ text }) =>
      text.includes('melakukan pendaftaran secara online melalui aplikasi'),
    );
    const nearby = {
      hits: [{ hash: registration?.hash ?? '', likeness: 0.99 }],
      ...{ trust: [{ from: 0.5, right: 0.99 }], ofPassages: [{ from: 0.5, right: 0.99 }] },
    };
    expect(helpdesk.knowledge.answer(question, { ...REGULATION, nearby }).kind).toBe('not_found');
  });
});

describe('an outcome that is left open', () => {
  it('is one of what the message may have been, never of an attack, and may be taken', () => {
    const { knowledge } = helpdesk;
    const open = DEVELOPMENT.map(({ q }) => ({ q, answer: knowledge.answer(q) })).filter(({ answer }) => answer.open);
    for (const { q, answer } of open) {
      expect(answer, q).toMatchObject({ kind: 'not_found', gap: { why: 'not_covered' } });
      expect(answer.open).not.toContain('refusal');
      for (const as of ['complaint', 'out_of_authority', 'off_topic', 'smalltalk'] as const)
        expect(knowledge.answer(q, { as }).kind).toBe(answer.open?.includes(as) ? as : 'not_found');
    }
    expect(open.length).toBeGreaterThan(0);
    // What is answered is not open to being turned away.
    const question = 'Apa syarat mendaftar sebagai penyedia?';
    expect(knowledge.answer(question, { as: 'off_topic' })).toEqual(knowledge.answer(question));
  });
});

describe('what an answer may be written from', () => {
  const placesOf = (question: string, options: Parameters<Helpdesk['knowledge']['material']>[1] = REGULATION) =>
    helpdesk.knowledge.material(question, options).passages.map(({ entry }) => keyOf(entry.address));

  it('holds the passage that answers, whole lists as one, and nothing twice', () => {
    const { knowledge } = helpdesk;
    for (const { q, kind, gold = [] } of DEVELOPMENT) {
      const { passages } = knowledge.material(q, REGULATION);
      const answer = knowledge.answer(q, REGULATION);
      expect(passages.length).toBeLessThanOrEqual(10);
      for (const { entry, text, chance, statement } of passages) {
        expect(text.endsWith(entry.text)).toBe(true);
        expect(statement.citation.quote).toBe(entry.text);
        expect(chance >= (answer.kind === 'answer' ? Number.MIN_VALUE : 0) && chance <= 1, q).toBe(true);
        const others = passages.filter((other) => other.entry !== entry);
        expect(others.some((other) => entry.children.includes(other.entry.at))).toBe(false);
      }
      if (kind !== 'answerable') continue;
      const holdsGold = passages.some(({ entry }) => {
        const given = keyOf(entry.address).split('/');
        return gold.some((one) =>
          keyOf(one)
            .split('/')
            .every((level, at) => [level, ''].includes(given[at] ?? '') || level === ''),
        );
      });
      expect(holdsGold, q).toBe(true);
    }
    const documents = knowledge.material(
      'dokumen apa saja yang dilampirkan saat mendaftar sebagai penyedia?',
      REGULATION,
    );
    expect(documents.asksList).toBe(true);
    expect(documents.passages[0]?.text).toContain('akta pendirian perusahaan');
    expect(documents.passages[0]?.text).toContain('surat izin usaha');
  });

  it('goes by the question as it is understood', () => {
    const { knowledge } = helpdesk;
    const first = 'siapa yang mengangkat kepala LPSE?';
    const before = remembered(first, knowledge.answer(first, REGULATION));
    expect(placesOf('itu pasal berapa?', { ...REGULATION, before })[0]).toBe(placesOf(first)[0]);
  });

  it('is nothing where an earlier version is quoted', () => {
    expect(helpdesk.knowledge.answer('bunyi pasal 5 versi 7').kind).toBe('not_found');
    expect(placesOf('bunyi pasal 5 versi 7', {})).toEqual([]);
  });

  it('has another version after every change of the sources, and the same for all processes', async () => {
    const { db, knowledge } = helpdesk;
    const versionOf = () => knowledge.material('siapa kepala LPSE?').version;
    const before = versionOf();
    expect(versionOf()).toBe(before);
    const entry = {
      ...{ id: 1_001, version: 1, variants: [], basis: [], practice: 'Kebiasaan layanan.', topic: 'lain' as const },
      ...{ question: 'Apakah parkir di kantor LPSE gratis?', answer: 'Parkir tidak dipungut bayaran.' },
    };
    const prepared = await knowledge.prepareFaq([entry]);
    await db.transaction((tx) => knowledge.storeFaq(tx, { put: prepared, drop: [] }));
    await knowledge.refresh();
    expect(versionOf()).not.toBe(before);
    expect(knowledge.material('parkir kantor gratis?').passages[0]?.entry.document.id).toBe(FAQ_DOCUMENT);
    const texts = await knowledge.embeddable();
    expect(texts.map(({ text }) => text)).toContain(entry.question);
  });
});
