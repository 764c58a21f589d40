import { readFileSync } from 'node:fs';
import { setImmediate as othersRun } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { SOURCES } from '../../bot/helpdesk.ts';
import { recordChange } from '../../db/knowledge-changes.ts';
import { type FaqContent, type FaqEntry, openKnowledge } from '../../knowledge/index.ts';
import { testHelpdesk } from '../support/helpdesk.ts';

let helpdesk: Helpdesk;
beforeAll(async () => {
  helpdesk = await testHelpdesk();
});
afterAll(() => helpdesk?.close());

const entry = (id: number, content: Partial<FaqContent> & Pick<FaqContent, 'question' | 'answer'>): FaqEntry => ({
  ...{ id, version: 1, variants: [], basis: [], practice: 'Kebiasaan layanan.', topic: 'lain' },
  ...content,
});
const PARKING = entry(1001, {
  question: 'Apakah parkir di kantor LPSE gratis?',
  variants: ['parkirnya bayar ga'],
  answer: 'Parkir tidak dipungut bayaran.',
});

/** Stores entries and takes others out, and lets them answer. */
async function publish(put: FaqEntry[], drop: number[] = []) {
  const { db, knowledge } = helpdesk;
  const prepared = await knowledge.prepareFaq(put);
  await db.transaction((tx) => knowledge.storeFaq(tx, { put: prepared, drop }));
  return await knowledge.refresh();
}

const faqOf = (question: string) => {
  const [statement] = helpdesk.knowledge.answer(question).statements;
  return statement?.citation.document === 'faq-lpse' ? statement.citation.angka : undefined;
};

/** What a freshly started process answers from the same database. */
async function restarted() {
  const knowledge = await openKnowledge(helpdesk.db, SOURCES);
  await knowledge.learn();
  return knowledge;
}

describe('an entry of the FAQ', () => {
  beforeEach(() => async () => {
    await publish([], [1001, 1002]);
  });

  it('answers the next question once it is published, in any of its wordings', async () => {
    expect(faqOf(PARKING.question)).toBeUndefined();
    expect(await publish([PARKING])).toBe(true);
    expect(faqOf(PARKING.question)).toBe(1001);
    expect(faqOf('parkirnya bayar ga?')).toBe(1001);
    expect(helpdesk.knowledge.summary().find(({ id }) => id === 'faq-lpse')).toMatchObject({ passages: 41 });
  });

  it('answers as it was changed, and never again as it was', async () => {
    await publish([PARKING]);
    await publish([{ ...PARKING, answer: 'Parkir dua ribu rupiah.', variants: ['ongkos menaruh motor di halaman'] }]);
    const answer = helpdesk.knowledge.answer('ongkos menaruh motor di halaman');
    expect(answer.statements[0]).toMatchObject({ fact: 'Parkir dua ribu rupiah.', question: PARKING.question });
    const said = JSON.stringify(helpdesk.knowledge.answer('apakah parkir tidak dipungut bayaran?'));
    expect(said).not.toContain('tidak dipungut bayaran');
  });

  it('is never found once it was taken out, by no words and at no address', async () => {
    await publish([PARKING]);
    await publish([], [1001]);
    expect(faqOf(PARKING.question)).toBeUndefined();
    expect(helpdesk.knowledge.statement('faq-lpse', { bagian: 'FAQ', angka: 1001 })).toBeUndefined();
    expect(JSON.stringify(helpdesk.knowledge.answer(PARKING.question))).not.toContain('Parkir tidak');
    expect(helpdesk.knowledge.similarFaqs(PARKING.question).map(({ id }) => id)).not.toContain(1001);
    await publish([PARKING]);
    expect(faqOf(PARKING.question)).toBe(1001);
  });

  it('that comes with the program can be changed and taken out like any other', async () => {
    const [, kept] = await helpdesk.db.query<{ extra: { question: string }; text: string; ordinal: number }>(
      "SELECT ordinal, extra, text FROM passages WHERE document = 'faq-lpse' AND ordinal IN (20, 32) ORDER BY ordinal",
    );
    const question = kept?.extra.question ?? '';
    await publish([], [32]);
    expect(faqOf(question)).not.toBe(32);
    await publish([entry(32, { question, answer: kept?.text ?? '' })]);
    expect(faqOf(question)).toBe(32);
  });

  it('is there in another process on the same database after its next look', async () => {
    const other = await restarted();
    await publish([PARKING]);
    expect(other.answer(PARKING.question).statements[0]?.citation.angka).not.toBe(1001);
    expect(await other.refresh()).toBe(true);
    expect(other.answer(PARKING.question).statements[0]?.citation.angka).toBe(1001);
    expect(await other.refresh()).toBe(false);
  });

  it('that is rolled back was never there', async () => {
    const { db, knowledge } = helpdesk;
    const put = await knowledge.prepareFaq([PARKING]);
    await expect(
      db.transaction(async (tx) => {
        await knowledge.storeFaq(tx, { put, drop: [] });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await knowledge.refresh()).toBe(false);
    expect(faqOf(PARKING.question)).toBeUndefined();
  });

  it('is taken in by all who look at the same time', async () => {
    const { db, knowledge } = helpdesk;
    const put = await knowledge.prepareFaq([PARKING]);
    await db.transaction((tx) => knowledge.storeFaq(tx, { put, drop: [] }));
    const found = await Promise.all([knowledge.refresh(), knowledge.refresh(), knowledge.refresh()]);
    expect(found).toEqual([true, false, false]);
    expect(faqOf(PARKING.question)).toBe(1001);
  });

  it('teaches no typing errors: not when it is only prepared, and none of its variants', async () => {
    const { knowledge } = helpdesk;
    const QUESTIONS = ['lupa paswort gimana', 'paswort tidak bisa dipakai', 'cara verifkasi akun penyedia'];
    const WIFI = entry(1002, {
      question: 'Apakah wifi ruang tunggu memakai sandi?',
      variants: ['paswort wifi apa', 'verifkasi wifi'],
      answer: 'Tanyakan di loket.',
    });
    const before = QUESTIONS.map((question) => knowledge.answer(question));
    await knowledge.prepareFaq([WIFI, entry(1003, { question: 'Apakah paswort itu?', answer: 'Verifkasi.' })]);
    expect(QUESTIONS.map((question) => knowledge.answer(question))).toEqual(before);
    await publish([WIFI]);
    expect(faqOf('paswort wifi apa')).toBe(1002);
    // "Lupa paswort" is no small talk as long as "paswort" is mended.
    for (const { answer } of [knowledge, await restarted()])
      expect(answer('lupa paswort gimana').kind).toBe(before[0]?.kind);
  });

  it('does not wait for a whole document that changed at the same time', async () => {
    const { db, knowledge } = helpdesk;
    const put = await knowledge.prepareFaq([PARKING]);
    await db.transaction(async (tx) => {
      await recordChange(tx, 'perbup-31-2012', null);
      await knowledge.storeFaq(tx, { put, drop: [] });
    });
    const rebuilt = knowledge.refresh().then(() => 'rebuilt');
    const answers = (async () => {
      while (faqOf(PARKING.question) !== 1001) await othersRun();
      return 'answers';
    })();
    expect(await Promise.race([rebuilt, answers])).toBe('answers');
    await rebuilt;
    expect(faqOf(PARKING.question)).toBe(1001);
  });

  it('shows before it is stored how it will be stated', async () => {
    const { id: _id, version: _version, ...content } = PARKING;
    const drawn = helpdesk.knowledge.drawFaq({
      ...content,
      answer: '1. Ambil karcis.\n2. Masuk.',
      basis: [{ document: 'perbup-31-2012', pasal: 22, huruf: 'b' }],
      source: 'Surat Kepala LPSE 12/2026',
      sourceDate: '2026-11-01',
    });
    expect(drawn).toMatchObject({
      question: PARKING.question,
      fact: '1. Ambil karcis.\n2. Masuk.',
      taken: { text: 'Surat Kepala LPSE 12/2026', date: '2026-11-01' },
      citation: { basis: [{ document: 'perbup-31-2012', pasal: 22 }] },
    });
    expect(drawn.citation).not.toHaveProperty('angka');
  });
});

describe('many entries', () => {
  const SUBJECTS = ['parkir', 'mushola', 'kantin', 'toilet', 'lift', 'ruang tunggu', 'stop kontak', 'dispenser'];
  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) =>
      entry(from + at, {
        question: `Bagaimana aturan ${SUBJECTS[at % SUBJECTS.length]} di gedung nomor ${at}?`,
        variants: [`aturan ${SUBJECTS[at % SUBJECTS.length]} gedung ${at}`],
        answer: `Di gedung ${at} berlaku aturan ${at * 7} untuk ${SUBJECTS[at % SUBJECTS.length]}.`,
      }),
    );

  it('brought at once answer as single ones do, and go again', async () => {
    await publish(many(2001, 250));
    expect(faqOf('Bagaimana aturan lift di gedung nomor 244?')).toBe(2001 + 244);
    await publish([PARKING]);
    expect(faqOf(PARKING.question)).toBe(1001);
    await publish([], [1001, ...many(2001, 250).map(({ id }) => id)]);
    expect(faqOf('Bagaimana aturan lift di gedung nomor 244?')).toBeUndefined();
  });

  it('published one after another leave the answers of a fresh start', async () => {
    for (const one of many(3001, 12)) await publish([one]);
    await publish([{ ...PARKING, answer: 'Parkir gratis.' }], [3003]);
    await publish([{ ...many(3001, 12)[4], answer: 'Diubah.' } as FaqEntry], [3007]);
    const fresh = await restarted();
    const questions = ['dev', 'validasi', 'ujian'].flatMap((set) =>
      readFileSync(new URL(`../eval/sets/${set}.jsonl`, import.meta.url), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => (JSON.parse(line) as { q: string }).q),
    );
    const told = (knowledge: typeof fresh, question: string) => {
      const { kind, statements, explanation, confidence } = knowledge.answer(question);
      return { question, kind, statements, explanation, confidence: confidence.toFixed(6) };
    };
    const all = [...questions, PARKING.question, 'aturan lift gedung 4', 'Bagaimana aturan kantin di gedung nomor 2?'];
    expect(all.length).toBeGreaterThan(400);
    for (const question of all) expect(told(helpdesk.knowledge, question)).toEqual(told(fresh, question));
  });
});
