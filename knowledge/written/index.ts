import { fileURLToPath } from 'node:url';
import { type Database, isDatabaseFault } from '../../db/database.ts';
import { askedValues } from '../asked.ts';
import type { Knowledge } from '../base.ts';
import { entryOf } from '../context.ts';
import type { Meaning } from '../meaning/index.ts';
import { servingMark } from '../meaning/serving.ts';
import type { Models } from '../model/index.ts';
import type { Nearby } from '../nearby.ts';
import type { Answer, Before } from '../outcome.ts';
import { cacheKey, countUse, fingerprint, keepOutput, keptOutput } from './cache.ts';
import { readClaimWords } from './claim-words.ts';
import { chosenOutcome, decided, isOpen } from './decide.ts';
import { heldClaims } from './judge.ts';
import { type Asked, promptFor, type Turn, tokensOf } from './prompt.ts';
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
  knowledge: Pick<Knowledge, 'answer' | 'material' | 'version'>;
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

  /** The answer by quoting, with what lies near. */
  function quotedNear(question: string, answered: Answer, nearby: Nearby | undefined, context: Context): Answer {
    if (!nearby) return answered;
    const found = knowledge.answer(question, { ...scopeOf(context), nearby });
    // Nearness may find what words did not, and nothing else: how a message is taken is for the rules.
    return isOpen(found) && (found.kind === 'answer' || answered.kind === 'not_found') ? found : answered;
  }

  /** What a model is asked, and how its answer is judged; undefined where there is nothing to write from. */
  function taskOf(
    question: string,
    { answered, quoted, nearby }: { answered: Answer; quoted: Answer; nearby: Nearby | undefined },
    context: Context,
    model: string,
  ) {
    const scope = scopeOf(context);
    const material = knowledge.material(question, { ...scope, ...(nearby && { nearby }) });
    const { passages, language, corpus, version } = material;
    if (passages.length === 0) return undefined;
    const given = tokensOf(passages);
    const register = quoted.english ? 'english' : registerOf(question, language);
    const asked: Asked = { question: quoted.understoodAs ?? question, turns: context.turns ?? [], given, register };
    const anchors = quoted.statements.flatMap(({ citation }) => entryOf(corpus, citation) ?? []);
    const judge = (output: Output) => {
      const by = { language, words, corpus, english: quoted.english };
      const { held, dropped, refused } = heldClaims(output, given, { material, anchors }, by);
      const as = chosenOutcome(output.maksud, answered, quoted);
      const answer = as
        ? knowledge.answer(question, { ...scope, as })
        : decided({
            ...{ quoted, corpus, language, held, question: asked.question, model },
            completeness: output.kelengkapan,
            isCut: refused > 0,
            asked: askedValues(language.read(asked.question), asked.question),
          });
      return { kept: held.length, dropped, result: { output, answer } };
    };
    return { asked, judge, version };
  }

  return {
    async improve(question, answered, conversation = {}) {
      if (!isOpen(answered)) return answered;
      const context = answered.understoodAs === undefined ? standingAlone(conversation) : conversation;
      const limit = AbortSignal.timeout(models.timeLimitMs);
      const signal = context.signal ? AbortSignal.any([context.signal, limit]) : limit;
      const { writer, embedder } = models.names;
      const version = knowledge.version();
      const keyFor = (mark: string) => {
        const { before, turns = [], documents } = context;
        return cacheKey({ question, before, turns, documents, version, writer: writer ?? '', embedder: mark });
      };
      let quoted = answered;

      const recalled = async (mark: string): Promise<Answer | undefined> => {
        if (writer === undefined) return undefined;
        const key = keyFor(mark);
        const kept = await keptOutput(db, key);
        if (!kept) return undefined;
        const near = quotedNear(question, answered, kept.nearby, context);
        const task = taskOf(question, { answered, quoted: near, nearby: kept.nearby }, context, writer);
        if (!task || fingerprint(task.asked) !== kept.prompt) return undefined;
        await countUse(db, key, now());
        return task.judge(kept.output).result.answer;
      };

      const work = async () => {
        if (await models.may()) return quoted;
        const mark = embedder === undefined ? '' : await servingMark(db);
        const known = await recalled(mark);
        if (known) return known;
        const soon = AbortSignal.any([signal, AbortSignal.timeout(NEARBY_LIMIT)]);
        const nearby = await meaning.nearby(answered.understoodAs ?? question, soon);
        quoted = quotedNear(question, answered, nearby, context);
        if (writer === undefined) return quoted;
        // What is written without vectors because they did not come is for as long as they do not come.
        const silent = mark !== '' && !nearby;
        // The vector took its time: somebody may have switched models off meanwhile.
        if (silent && (await models.may())) return quoted;
        const again = silent ? await recalled('') : undefined;
        if (again) return again;
        const task = taskOf(question, { answered, quoted, nearby }, context, writer);
        if (!task) return quoted;
        const wrote = await models.write(promptFor(task.asked), OUTPUT, task.judge, signal);
        if (!wrote.ok) return quoted;
        const { output, answer } = wrote.result;
        const kept = { output, ...(nearby && { nearby }), prompt: fingerprint(task.asked) };
        // Sources that changed meanwhile have another key.
        if (task.version === version) await keepOutput(db, keyFor(silent ? '' : mark), kept, now());
        return answer;
      };
      return await Promise.race([work(), ended(signal).then(() => quoted)]).catch((error: unknown) => {
        // Without its record nothing leaves. A message that failed would be taken up again, and asked and paid for each time.
        if (isDatabaseFault(error)) return quoted;
        throw error;
      });
    },
  };
}

/** Of a question that needs no conversation to be understood nothing else is told, and it is the same whenever it is asked. */
const standingAlone = ({ before: _before, turns: _turns, ...rest }: Context): Context => rest;

const scopeOf = ({ documents, before }: Context) => ({ ...(documents && { documents }), before });

/** When a signal says stop, or has said so. */
const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
