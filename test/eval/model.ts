import { join } from 'node:path';
import { type Helpdesk, SOURCES } from '../../bot/helpdesk.ts';
import { cacheUse } from '../../db/answer-cache.ts';
import { type Response, respond, respondWith } from '../../handlers/index.ts';
import type { ModelSettings } from '../../knowledge/model/index.ts';
import { type ClaimWords, readClaimWords } from '../../knowledge/written/claim-words.ts';
import { holdClaims } from '../../knowledge/written/guard.ts';
import { tokensOf } from '../../knowledge/written/prompt.ts';
import { OUTPUT } from '../../knowledge/written/schema.ts';
import { aiOf, type Heard } from './ai.ts';
import { judgeErrors, toldErrors } from './judge-errors.ts';
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
  const words = readClaimWords(join(SOURCES, 'klaim.yaml'));
  const reasons = new Map<string, number>();
  let isSent = false;
  const ai = aiOf(helpdesk, settings, (what) => {
    isSent = true;
    for (const why of whyDropped(what, words)) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  });
  // What was written for the set before would be told for nothing, and in no time.
  await db.query('DELETE FROM answer_cache');
  const [{ last } = { last: 0 }] = await db.query<{ last: number }>(
    'SELECT coalesce(max(id), 0)::integer AS last FROM model_calls',
  );
  const without: Row[] = [];
  const withModel: Row[] = [];
  const times: number[] = [];
  for (const [at, question] of questions.entries()) {
    without.push({ question, response: respond(knowledge, question.q, { documents }) });
    isSent = false;
    const response = await respondWith(ai, knowledge, question.q, { documents });
    withModel.push({ question, response });
    // Also those whose answer came to nothing were waited for.
    if (isSent) times.push(response.tookMs);
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
  const { hits } = await cacheUse(db);
  const answers = withModel.filter(({ response }) => response.written);
  times.sort((a, b) => a - b);
  const each = Math.max(1, answers.length);
  const told = [...reasons].map(([why, n]) => `${why} ${n}`).join(', ');
  return [
    table(without, withModel),
    '(kolom kiri tanpa model, kanan dengan model)',
    ...claimLines(knowledge, answers, toldErrors(await judgeErrors())),
    `klaim lolos ${kept}, dibuang ${dropped}${told === '' ? '' : ` (${told})`}`,
    `ditulis ${settings.writer?.model ?? ''}: ${answers.length} jawaban dari ${calls} panggilan dan ${hits} dari simpanan | ms atas ${times.length} yang dikirim: p50 ${quantile(times, 0.5)} p95 ${quantile(times, 0.95)} | per jawaban ${Math.round(tokens / each)} token, Rp${(cost / each).toFixed(2)}`,
  ].join('\n');
}

/** The reasons for which sentences are taken out, on the very passages they were judged by. */
export function whyDropped({ written, material }: Heard, words: ClaimWords): string[] {
  const { data } = OUTPUT.safeParse(written);
  if (!data || !material) return [];
  const claims = data.klaim.map(({ teks, sumber }) => ({ text: teks, tokens: sumber }));
  const { passages, language, corpus, english } = material;
  return holdClaims(claims, tokensOf(passages), { language, words, corpus, english }).dropped.map(({ why }) => why);
}

/**
 * As ALCE measures it: recall is the share of sentences that their citations bear out together, precision the share of citations
 * that are needed: that bear the sentence out alone, or without which the others do not. Judged by test/eval/support.ts, whose
 * own errors stand beside it.
 */
function claimLines(knowledge: Helpdesk['knowledge'], answers: Row[], judgeLine: string): string[] {
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
    `dukungan per klaim: recall ${share(recall)} (${recall.length} klaim), precision ${share(precision)} (${precision.length} kutipan) | klaim menunjuk tempat yang dilabeli benar ${share(gold)} (${gold.length} jawaban)`,
    `  ${judgeLine}`,
  ];
}
