import { fileURLToPath } from 'node:url';
import type { Database } from '../../db/database.ts';
import { askedValues } from '../asked.ts';
import type { Knowledge } from '../base.ts';
import { entryOf } from '../context.ts';
import type { Meaning } from '../meaning/index.ts';
import type { Models } from '../model/index.ts';
import type { Nearby } from '../nearby.ts';
import type { Answer, Before } from '../outcome.ts';
import { cachedOutput, cacheKey, keepOutput } from './cache.ts';
import { readClaimWords } from './claim-words.ts';
import { chosenOutcome, decided, isOpen } from './decide.ts';
import { heldClaims } from './judge.ts';
import { promptFor, type Turn, tokensOf } from './prompt.ts';
import { registerOf } from './register.ts';
import { OUTPUT, type Output } from './schema.ts';

export type { Turn } from './prompt.ts';

type Context = { documents?: string[]; before?: Before | undefined; turns?: Turn[]; signal?: AbortSignal };

/** Answers in the words of a model, held to the sources. */
export type Writing = {
  /**
   * The same answer written by a model, or a better one, or `answered` itself whenever anything stands in the way; never throws
   * for what a model or its server does. Nothing unchecked is ever shown, so that nothing is shown while it is being written.
   * @param question with personal data hidden
   * @param answered what was decided by words alone
   */
  improve: (question: string, answered: Answer, context?: Context) => Promise<Answer>;
};

/** What writing needs; `now` is the clock. */
export type WritingNeeds = {
  db: Database;
  knowledge: Pick<Knowledge, 'answer' | 'material'>;
  models: Models;
  meaning: Pick<Meaning, 'nearby'>;
  now: () => Date;
};

const CLAIM_WORDS = fileURLToPath(new URL('../sources/klaim.yaml', import.meta.url));
/** A question whose vector takes longer, in milliseconds, is answered by its words alone. */
const NEARBY_LIMIT = 3_000;

/** Opens writing. Nothing is sent before it is asked for. */
export function createWriting({ db, knowledge, models, meaning, now }: WritingNeeds): Writing {
  const words = readClaimWords(CLAIM_WORDS);

  async function write(
    question: string,
    { answered, quoted, nearby }: { answered: Answer; quoted: Answer; nearby: Nearby | undefined },
    { documents, before, turns = [] }: Context,
    signal: AbortSignal,
  ): Promise<Answer> {
    const model = models.names.writer;
    if (model === undefined) return quoted;
    const scope = { ...(documents && { documents }), before };
    const material = knowledge.material(question, { ...scope, ...(nearby && { nearby }) });
    const { passages, language, corpus, version } = material;
    if (passages.length === 0) return quoted;
    const given = tokensOf(passages);
    const register = quoted.english ? 'english' : registerOf(question, language);
    const asked = { question: quoted.understoodAs ?? question, turns, given, register };

    const anchors = quoted.statements.flatMap(({ citation }) => entryOf(corpus, citation) ?? []);
    const judge = (output: Output) => {
      const { held, dropped } = heldClaims(
        output,
        given,
        { material, anchors },
        { language, words, corpus, english: quoted.english },
      );
      const as = chosenOutcome(output.maksud, answered, quoted);
      const answer = as
        ? knowledge.answer(question, { ...scope, as })
        : decided({
            ...{ quoted, corpus, held, question: asked.question, model },
            completeness: output.kelengkapan,
            isCut: dropped > 0,
            asked: askedValues(language.read(asked.question), asked.question),
          });
      return { kept: held.length, dropped, result: { output, answer } };
    };
    const key = cacheKey(asked, version, model);
    const known = await cachedOutput(db, key, now());
    // The vector took its time: somebody may have switched models off meanwhile.
    if (known) return (await models.may()) ? quoted : judge(known).result.answer;
    const wrote = await models.write(promptFor(asked), OUTPUT, judge, signal);
    if (!wrote.ok) return quoted;
    await keepOutput(db, key, wrote.result.output, now());
    return wrote.result.answer;
  }

  return {
    async improve(question, answered, context = {}) {
      if (!isOpen(answered) || (await models.may())) return answered;
      const limit = AbortSignal.timeout(models.timeLimitMs);
      const signal = context.signal ? AbortSignal.any([context.signal, limit]) : limit;
      let quoted = answered;
      const work = async () => {
        const soon = AbortSignal.any([signal, AbortSignal.timeout(NEARBY_LIMIT)]);
        const nearby = await meaning.nearby(answered.understoodAs ?? question, soon);
        if (nearby) quoted = withNearby(answered, nearby);
        return await write(question, { answered, quoted, nearby }, context, signal);
      };
      const withNearby = (before: Answer, nearby: Nearby) => {
        const { documents, before: about } = context;
        const found = knowledge.answer(question, { ...(documents && { documents }), before: about, nearby });
        // Nearness may find what words did not, and nothing else: how a message is taken is for the rules.
        return isOpen(found) && (found.kind === 'answer' || before.kind === 'not_found') ? found : before;
      };
      return await Promise.race([work(), ended(signal).then(() => quoted)]);
    },
  };
}

/** When a signal says stop, or has said so. */
const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
