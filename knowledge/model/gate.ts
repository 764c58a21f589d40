import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../db/database.ts';
import { addCall, type Purpose, spentSince } from '../../db/model-calls.ts';
import { modelSwitch } from '../../db/model-switches.ts';
import { type Breaker, createBreaker, PATIENCE, type Patience } from './breaker.ts';
import { costOfEmbedding, costOfListening, costOfWriting, startOfDay, tokensOf } from './budget.ts';
import { type Errand, onErrand } from './errand.ts';
import type { Models, Refused } from './models.ts';
import { CallFailed, type CallOutcome, type Failure, failureOf } from './outcome.ts';
import type { ModelSettings, Ports } from './ports.ts';
import { createRate, type Rate } from './rate.ts';
import type { Form } from './structured.ts';

/** Small servers take no more texts at once. */
const TEXTS_AT_ONCE = 32;
/** What nobody waits for. */
const BACKGROUND = { limitMs: 60_000, attempts: 6 };
/** A person waits for the others. */
const ATTEMPTS = 2;

/** One call, of one or more requests. */
type Call<T> = {
  purpose: Purpose;
  model: string;
  promptVersion?: string;
  /** What is sent, for its hash where no request tells it. */
  given: string | Uint8Array;
  background: boolean;
  signal: AbortSignal;
  send: (errand: Errand) => Promise<T>;
  /** Looks at what came before it is put on record. */
  judge?: (value: T) => { kept: number; dropped: number };
  cost: (tokens: { in: number; out: number }) => number;
};

/** That nothing came, and what follows from it. */
type Came = Pick<Failure, 'why' | 'again'>;

/** A request that came to nothing, inside of the breaker. */
class Unsuccessful extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.outcome);
    this.failure = failure;
  }
}

/**
 * The gate to the models: asks before each request whether it may be sent, sends it when its turn has come, and puts it on record.
 * Between two requests a person may switch models off; what comes back after that is thrown away.
 * @param ports instead of the clients of `settings`
 * @param now milliseconds since 1970
 * @param zone IANA zone in which the days of the budget are counted
 */
export function createModels({
  db,
  settings,
  ports,
  now,
  zone,
  patience = PATIENCE,
}: {
  db: Database;
  settings: ModelSettings;
  ports?: Ports | undefined;
  now: () => number;
  zone: string;
  patience?: Patience | undefined;
}): Models {
  // The clients are large: they are loaded when there is something to use them for, and before somebody waits.
  const opened = ports ? Promise.resolve(ports) : import('./openai.ts').then(({ openPorts }) => openPorts(settings));
  const structured = settings.writer || ports?.writer ? import('./structured.ts') : undefined;
  for (const loading of [opened, structured]) loading?.catch(() => {});
  const { timeLimitMs, prices } = settings;
  const rates = new Map<string, Rate>();
  const breakers: Record<Purpose, Breaker> = {
    write: createBreaker(patience, breaks),
    embed: createBreaker(patience, breaks),
    listen: createBreaker(patience, breaks),
  };
  /** A server that was seen not to know schemas is told in words from then on. */
  let form: Form | undefined;

  /** Models at one server share its rate. */
  const rateOf = (purpose: Purpose): Rate => {
    const { writer, embedder, listener } = settings;
    const url = { write: writer, embed: embedder, listen: listener }[purpose]?.url ?? '';
    const rate = rates.get(url) ?? createRate(settings.perMinute);
    rates.set(url, rate);
    return rate;
  };

  const isOff = async () => (await modelSwitch(db))?.off === true;

  async function may(): Promise<Refused | undefined> {
    if (await isOff()) return refused('off');
    const { dailyBudget } = settings;
    if (dailyBudget === undefined) return undefined;
    return (await spentSince(db, startOfDay(now(), zone))) >= dailyBudget ? refused('budget') : undefined;
  }

  /** One call: requests until one succeeds, or none may follow. */
  async function make<T>(call: Call<T>): Promise<{ ok: true; value: T } | Refused> {
    const { limitMs, attempts } = call.background ? BACKGROUND : { limitMs: timeLimitMs, attempts: ATTEMPTS };
    // A person has a limit for all, the background one for each request.
    const until = call.background ? call.signal : AbortSignal.any([call.signal, AbortSignal.timeout(limitMs)]);
    const end = Date.now() + limitMs;
    let again: Failure['again'] = 'no';
    for (let attempt = 1; ; attempt++) {
      const left = call.background ? limitMs : end - Date.now();
      const refusal = until.aborted ? refused('late') : await may();
      if (refusal) return refusal;
      const came = await attemptOne(call, { withinMs: left, limitMs, until });
      if ('value' in came) return { ok: true, value: came.value };
      // What cannot be read twice will not be the third time.
      if (came.again === 'no' || attempt >= attempts || (came.again === 'at-once' && again === 'at-once'))
        return refused(came.why);
      again = came.again;
      if (again === 'at-once') continue;
      if (again.afterMs >= left) return refused(came.why);
      if (!(await slept(again.afterMs, until))) return refused('late');
    }
  }

  /** One request, when its turn has come. */
  async function attemptOne<T>(
    call: Call<T>,
    { withinMs, limitMs, until }: { withinMs: number; limitMs: number; until: AbortSignal },
  ): Promise<{ value: T } | Came> {
    const breaker = breakers[call.purpose];
    if (breaker.isShut()) return nothing('broken');
    const rate = rateOf(call.purpose);
    const send = async (): Promise<{ value: T } | Came> => {
      // The turn may have been waited for: somebody may have switched models off meanwhile.
      const refusal = await may();
      if (refusal) return nothing(refusal.why);
      const signal = call.background ? AbortSignal.any([until, AbortSignal.timeout(limitMs)]) : until;
      const through = await breaker.through(() => request(call, { signal }));
      return through ? through.done : nothing('broken');
    };
    try {
      const turn = await rate.turn(send, { withinMs, background: call.background, signal: until });
      return turn ? turn.done : nothing(until.aborted ? 'late' : 'busy');
    } catch (error) {
      if (!(error instanceof Unsuccessful)) throw error;
      const { failure } = error;
      if (failure.outcome === 'limited' && typeof failure.again === 'object') rate.hold(failure.again.afterMs);
      return failure;
    }
  }

  /** Sends, and puts on record what became of it. @throws Unsuccessful */
  async function request<T>(call: Call<T>, errand: Errand): Promise<{ value: T } | Came> {
    const [at, began] = [new Date(now()), performance.now()];
    const came = await onErrand(errand, () => orAborted(call.send(errand), errand.signal)).then(
      (value) => ({ value }),
      (error: unknown) => ({ failure: failureOf(error, errand) }),
    );
    const ms = Math.round(performance.now() - began);
    const isThrownAway = 'value' in came && (await isOff());
    let judged: { kept: number; dropped: number } | undefined;
    try {
      if ('value' in came && !isThrownAway) judged = call.judge?.(came.value);
    } finally {
      const isCharged = 'value' in came || came.failure.charged;
      const tokens = isCharged ? tokensOf(errand) : { in: 0, out: 0 };
      const ended: CallOutcome = 'value' in came ? 'ok' : came.failure.outcome;
      await addCall(db, {
        at,
        purpose: call.purpose,
        model: call.model,
        promptVersion: call.promptVersion,
        sentHash: errand.sentHash ?? createHash('sha256').update(call.given).digest('hex'),
        tokensIn: tokens.in,
        tokensOut: tokens.out,
        cost: isCharged ? call.cost(tokens) : 0,
        ms,
        outcome: isThrownAway ? 'off' : ended,
        kept: judged?.kept,
        dropped: judged?.dropped,
      });
    }
    if ('failure' in came) throw new Unsuccessful(came.failure);
    return isThrownAway ? nothing('off') : came;
  }

  return {
    names: {
      ...named('writer', ports ? ports.writer?.name : settings.writer?.model),
      ...named('embedder', ports ? ports.embedder?.name : settings.embedder?.model),
      ...named('listener', ports ? ports.listener?.name : settings.listener?.model),
    },
    timeLimitMs,
    dailyBudget: settings.dailyBudget,
    may,
    async write(prompt, schema, judge, signal) {
      const { writer } = await opened;
      if (!writer || !structured) return refused('unset');
      const { fillIn, formFor } = await structured;
      type Judged = ReturnType<typeof judge>;
      let judged: Judged | undefined;
      let next = form ?? formFor(writer.name);
      const made = await make({
        purpose: 'write',
        model: writer.name,
        promptVersion: prompt.version,
        given: JSON.stringify([prompt.system, prompt.user]),
        background: false,
        signal,
        send: (errand) => {
          const sent = fillIn(writer.chat, prompt, schema, { form: next, signal: errand.signal });
          // Whoever did not keep to the schema by itself is told it in words.
          next = 'words';
          return sent.finally(() => {
            if (errand.refusesSchema) form = 'words';
          });
        },
        judge: (value) => {
          judged = judge(value);
          return judged;
        },
        cost: (tokens) => costOfWriting(tokens, prices),
      });
      if (!made.ok) return made;
      return { ok: true, result: (judged as Judged).result };
    },
    async embed(texts, { signal, model }) {
      const { embedder } = await opened;
      const name = model ?? embedder?.name;
      const embeddings =
        model === undefined || model === embedder?.name ? embedder?.embeddings : embedder?.other?.(model);
      if (!embeddings || name === undefined) return refused('unset');
      const vectors: number[][] = [];
      for (let at = 0; at < texts.length; at += TEXTS_AT_ONCE) {
        const some = texts.slice(at, at + TEXTS_AT_ONCE);
        const made = await make({
          purpose: 'embed',
          model: name,
          given: JSON.stringify(some),
          // A person asks one question.
          background: texts.length > 1,
          signal,
          send: async () => whole(await embeddings.embedDocuments(some), some.length),
          cost: (tokens) => costOfEmbedding(tokens, prices),
        });
        if (!made.ok) return made;
        vectors.push(...made.value);
      }
      return { ok: true, vectors };
    },
    async listen(sound, signal) {
      const { listener } = await opened;
      if (!listener) return refused('unset');
      const made = await make({
        purpose: 'listen',
        model: listener.name,
        given: sound.bytes,
        background: false,
        signal,
        send: async (errand) => text(await listener.transcribe(sound, errand.signal)),
        cost: () => costOfListening(sound, prices),
      });
      return made.ok ? { ok: true, text: made.value } : made;
    },
    breaker: () => {
      const states = Object.values(breakers).map(({ state }) => state());
      return states.find((state) => state === 'open') ?? states.find((state) => state === 'half-open') ?? 'closed';
    },
  };
}

const refused = (why: Refused['why']): Refused => ({ ok: false, why });

const nothing = (why: Refused['why']): Came => ({ why, again: 'no' });

const named = <K extends string>(what: K, name: string | undefined) =>
  (name === undefined ? {} : { [what]: name }) as { [P in K]?: string };

const breaks = (error: unknown) => error instanceof Unsuccessful && error.failure.breaks;

/** @throws CallFailed when these are not as many vectors of one length */
function whole(vectors: number[][], count: number): number[][] {
  const length = vectors[0]?.length ?? 0;
  const isWhole =
    vectors.length === count &&
    length > 0 &&
    vectors.every((vector) => vector.length === length && vector.every(Number.isFinite));
  if (!isWhole) throw new CallFailed('malformed');
  return vectors;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new CallFailed('malformed');
  return value;
}

/** Clients of others may not look at the signal. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    work.catch(() => {});
  }
}

/** False when it was broken off. */
const slept = (ms: number, signal: AbortSignal) => sleep(ms, true, { signal }).catch(() => false);
