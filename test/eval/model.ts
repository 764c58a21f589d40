import { join } from 'node:path';
import { type Helpdesk, SOURCES } from '../../bot/helpdesk.ts';
import { type Response, respond, respondWith } from '../../handlers/index.ts';
import type { ModelSettings } from '../../knowledge/model/index.ts';
import { readClaimWords } from '../../knowledge/written/claim-words.ts';
import { holdClaims } from '../../knowledge/written/guard.ts';
import { tokensOf } from '../../knowledge/written/prompt.ts';
import { OUTPUT } from '../../knowledge/written/schema.ts';
import { aiOf } from './ai.ts';
import { type Question, scoreAnswer } from './score.ts';
import { shownWith } from './shown-with.ts';
import { supportOf } from './support.ts';
import { quantile, type Row, share, table } from './table.ts';

/**
 * Answers every question without and with a model, and tells both side by side; then what the model wrote was worth.
 * @param documents the sources to answer from; all when empty
 */
export async function compareWithModel(
  helpdesk: Helpdesk,
  settings: ModelSettings,
  questions: Question[],
  documents: string[],
  progress: (done: number) => void = () => {},
): Promise<string> {
  const { db, knowledge } = helpdesk;
  const reasons = new Map<string, number>();
  let written: unknown;
  const ai = aiOf(helpdesk, settings, (value) => {
    written = value;
  });
  const { model } = settings.writer ?? { model: '' };
  const words = readClaimWords(join(SOURCES, 'klaim.yaml'));
  // What was written for the set before would be told for nothing, and in no time.
  await db.query('DELETE FROM answer_cache');
  const [{ last } = { last: 0 }] = await db.query<{ last: number }>(
    'SELECT coalesce(max(id), 0)::integer AS last FROM model_calls',
  );
  const without: Row[] = [];
  const withModel: Row[] = [];
  for (const [at, question] of questions.entries()) {
    without.push({ question, response: respond(knowledge, question.q, { documents }) });
    written = undefined;
    withModel.push({ question, response: await respondWith(ai, knowledge, question.q, { documents }) });
    const { data } = OUTPUT.safeParse(written);
    if (data) {
      const { passages, language, corpus, english } = knowledge.material(question.q, { documents });
      const claims = data.klaim.map(({ teks, sumber }) => ({ text: teks, tokens: sumber }));
      for (const { why } of holdClaims(claims, tokensOf(passages), { language, words, corpus, english }).dropped)
        reasons.set(why, (reasons.get(why) ?? 0) + 1);
    }
    progress(at + 1);
  }
  const [spent] = await db.query<{ calls: number; tokens: number; cost: number; kept: number; dropped: number }>(
    `SELECT count(*)::integer AS calls, coalesce(sum(tokens_in + tokens_out), 0)::float8 AS tokens,
       coalesce(sum(cost), 0)::float8 AS cost, coalesce(sum(kept), 0)::integer AS kept,
       coalesce(sum(dropped), 0)::integer AS dropped
     FROM model_calls WHERE id > $1 AND purpose = 'write'`,
    [last],
  );
  const { calls = 0, tokens = 0, cost = 0, kept = 0, dropped = 0 } = spent ?? {};
  const answers = withModel.filter(({ response }) => response.written);
  const times = answers.map(({ response }) => response.tookMs).sort((a, b) => a - b);
  const each = Math.max(1, calls);
  return [
    table(without, withModel),
    '(kolom kiri tanpa model, kanan dengan model)',
    ...claimLines(knowledge, answers),
    `klaim lolos ${kept}, dibuang ${dropped}${dropped > 0 ? ` (${[...reasons].map(([why, n]) => `${why} ${n}`).join(', ')})` : ''}`,
    `ditulis ${model}: ${answers.length} jawaban dari ${calls} panggilan | ms p50 ${quantile(times, 0.5)} p95 ${quantile(times, 0.95)} | per panggilan ${Math.round(tokens / each)} token, Rp${(cost / each).toFixed(2)}`,
  ].join('\n');
}

/**
 * As ALCE measures it: recall is the share of sentences that their citations bear out together, precision the share of citations
 * that are needed: that bear the sentence out alone, or without which the others do not. Judged by test/eval/support.ts.
 */
function claimLines(knowledge: Helpdesk['knowledge'], answers: Row[]): string[] {
  const recall: boolean[] = [];
  const precision: boolean[] = [];
  const gold: boolean[] = [];
  for (const { question, response } of answers) {
    const claims = response.written?.claims ?? [];
    for (const { text, citations } of claims) {
      const holds = (some: Response['citations']) =>
        some.length > 0 &&
        supportOf(
          text,
          some.flatMap((one) => shownWith(knowledge, one)),
          response.english,
        ).ok;
      const isWhole = holds(citations);
      recall.push(isWhole);
      for (const one of citations)
        precision.push(holds([one]) || (isWhole && !holds(citations.filter((other) => other !== one))));
    }
    if (question.kind !== 'answerable') continue;
    const cited = claims.flatMap(({ citations }) => citations);
    gold.push(scoreAnswer(question, { ...response, citations: cited }).cite5 === true);
  }
  return [
    `dukungan per klaim: recall ${share(recall)} (${recall.length} klaim), precision ${share(precision)} (${precision.length} kutipan) | klaim menunjuk tempat yang benar ${share(gold)} (${gold.length} jawaban)`,
  ];
}
