import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../db/database.ts';
import { beginCall, endCall, type Purpose, spentSince } from '../../db/model-calls.ts';
import { modelSwitch } from '../../db/model-switches.ts';
import { type Breaker, createBreaker, PATIENCE, type Patience } from './breaker.ts';
import { costOfEmbedding, costOfListening, costOfWriting, startOfDay, tokensIn, tokensOf } from './budget.ts';
import { type Errand, type Leaving, onErrand } from './errand.ts';
import type { Models, Refused } from './models.ts';
import { CallFailed, type CallOutcome, type Failure, failureOf } from './outcome.ts';
import type { ModelSettings, Ports } from './ports.ts';
import { createRate, type Rate } from './rate.ts';
import type { Form } from './structured.ts';

/** Small servers take no more texts at once. */
const TEXTS_AT_ONCE = 32;
/** What nobody waits for: how long for one request, and how long in all a server is waited for that says it is busy. */
const BACKGROUND = { limitMs: 60_000, attempts: 6, waitMs: 5 * 60_000 };
/** A person waits for the others. */
const ATTEMPTS = 2;

/** One call, of one or more requests. */
type Call<T> = {
  purpose: Purpose;
  model: string;
  promptVersion?: string;
  /** What is sent, for its hash where no request tells it: by models that were put in. */
  given: string | Uint8Array;
  background?: { waits: (ms: number) => void } | undefined;
  /** The longest answer, in tokens. */
  mostOut: number;
  signal: AbortSignal;
  send: (errand: Errand) => Promise<T>;
  /** Looks at what came before it is put on record. */
  judge?: (value: T) => { kept: number; dropped: number };
  cost: (tokens: { in: number; out: number }) => number;
};

/** That nothing came, and what follows from it. */
type Came = Pick<Failure, 'why' | 'again' | 'status'>;

/** A request that came to nothing, inside of the breaker. */
class Unsuccessful extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.outcome);
    this.failure = failure;
  }
}

/**
 * The gate to the models: asks before each request whether it may be sent, sends it when its turn has come, and puts it on record
 * before it leaves: what cannot be put on record does not leave, and throws.
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
  background = BACKGROUND,
}: {
  db: Database;
  settings: ModelSettings;
  ports?: Ports | undefined;
  now: () => number;
  zone: string;
  patience?: Patience | undefined;
  background?: typeof BACKGROUND;
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

  const budgetOfToday = () =>
    settings.dailyBudget === undefined ? undefined : { most: settings.dailyBudget, from: startOfDay(now(), zone) };

  async function may(): Promise<Refused | undefined> {
    if (await isOff()) return refused('off');
    const budget = budgetOfToday();
    return budget && (await spentSince(db, budget.from)) >= budget.most ? refused('budget') : undefined;
  }

  /** One call: requests until one succeeds, or none may follow. */
  async function make<T>(call: Call<T>): Promise<{ ok: true; value: T } | Refused> {
    const { limitMs, attempts } = call.background ? background : { limitMs: timeLimitMs, attempts: ATTEMPTS };
    // A person has a limit for all, the background one for each request.
    const until = call.background ? call.signal : AbortSignal.any([call.signal, AbortSignal.timeout(limitMs)]);
    const end = Date.now() + limitMs;
    let again: Failure['again'] = 'no';
    let waited = 0;
    let before: Refused | undefined;
    for (let attempt = 1; ; attempt++) {
      const left = call.background ? background.waitMs - waited : end - Date.now();
      const refusal = until.aborted ? refused('late') : await may();
      if (refusal) return refusal;
      const came = await attemptOne(call, { withinMs: left, limitMs, until });
      if ('value' in came) return { ok: true, value: came.value };
      // What cannot be read twice will not be the third time.
      // The faults that opened the breaker say more than that it is open.
      const nothingCame: Refused = came.why === 'broken' && before ? before : refused(came.why, came.status);
      if (came.again === 'no' || attempt >= attempts || (came.again === 'at-once' && again === 'at-once'))
        return nothingCame;
      before = nothingCame;
      again = came.again;
      if (again === 'at-once') continue;
      if (again.afterMs >= left) return nothingCame;
      call.background?.waits(again.afterMs);
      waited += again.afterMs;
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
      const through = await breaker.through(() => request(call, signal));
      return through ? through.done : nothing('broken');
    };
    try {
      const turn = await rate.turn(send, { withinMs, background: call.background !== undefined, signal: until });
      return turn ? turn.done : nothing(until.aborted ? 'late' : 'busy');
    } catch (error) {
      if (!(error instanceof Unsuccessful)) throw error;
      const { failure } = error;
      if (failure.outcome === 'limited' && typeof failure.again === 'object') rate.hold(failure.again.afterMs);
      return failure;
    }
  }

  /**
   * Sends, and puts on record what leaves and what became of it.
   * @throws Unsuccessful; whatever kept it from being put on record
   */
  async function request<T>(call: Call<T>, signal: AbortSignal): Promise<{ value: T } | Came> {
    let beginning: Promise<string | undefined> | undefined;
    let sent: Leaving | undefined;
    const errand: Errand = {
      signal,
      async leaving(what) {
        if (beginning) throw new Error('A second request to a model on the same errand');
        beginning = begin(call, what);
        if ((await beginning) === undefined) throw new Error('Nothing is left of the budget');
        signal.throwIfAborted();
        sent = what;
      },
    };
    const send = async () => {
      if (ports) await errand.leaving(leavingOf(call.given));
      return await call.send(errand);
    };
    const began = performance.now();
    const came = await onErrand(errand, () => orAborted(send(), signal)).then(
      (value) => ({ value }),
      (error: unknown) => ({ failure: failureOf(error, errand) }),
    );
    const id = await beginning;
    if (beginning && id === undefined) return nothing('budget');
    const ms = Math.round(performance.now() - began);
    const isThrownAway = 'value' in came && (await isOff());
    let judged: { kept: number; dropped: number } | undefined;
    try {
      if ('value' in came && !isThrownAway) judged = call.judge?.(came.value);
    } finally {
      const charged = 'value' in came || came.failure.charged ? sent : undefined;
      const tokens = charged ? tokensOf(errand, charged.bytes) : { in: 0, out: 0 };
      const ended: CallOutcome = 'value' in came ? 'ok' : came.failure.outcome;
      if (id !== undefined)
        await endCall(db, id, {
          tokensIn: tokens.in,
          tokensOut: tokens.out,
          cost: charged ? call.cost(tokens) : 0,
          ms,
          outcome: isThrownAway ? 'off' : ended,
          ...judged,
        });
    }
    if ('value' in came) return isThrownAway ? nothing('off') : came;
    // What a server answers to texts that nobody waits for is judged by whoever brought them.
    const isAnswered = call.background !== undefined && came.failure.status !== undefined;
    throw new Unsuccessful(isAnswered ? { ...came.failure, breaks: false } : came.failure);
  }

  /** Puts on record that a request leaves, as dear as it may become; undefined when nothing is left of the budget. */
  const begin = <T>({ purpose, model, promptVersion, cost, mostOut }: Call<T>, { hash, bytes }: Leaving) =>
    beginCall(
      db,
      {
        ...{ at: new Date(now()), purpose, model, promptVersion, sentHash: hash },
        cost: cost({ in: tokensIn(bytes), out: mostOut }),
      },
      budgetOfToday(),
    );

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
        mostOut: writer.mostTokens,
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
    async embed(texts, { signal, model, background: by }) {
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
          background: by,
          mostOut: 0,
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
        mostOut: 0,
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

const refused = (why: Refused['why'], status?: number): Refused => ({
  ok: false,
  why,
  ...(status !== undefined && { status }),
});

const leavingOf = (given: string | Uint8Array): Leaving => ({
  hash: createHash('sha256').update(given).digest('hex'),
  bytes: Buffer.byteLength(given),
});

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
