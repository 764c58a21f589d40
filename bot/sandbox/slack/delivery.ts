/** What Slack sends to an app: events, slash commands, and everything that is pressed or sent as a form. */
export type Kind = 'events_api' | 'slash_commands' | 'interactive';

export type Request = {
  kind: Kind;
  body: Record<string, unknown>;
  /** The app may answer with what shall be shown. */
  acceptsResponse: boolean;
  /** Counts from 1; absent the first time. */
  retry?: { attempt: number; reason: string };
  /** Socket Mode: the id of the envelope; a new one unless told. */
  envelopeId?: string;
};

/** How the app took a request. `shown` is what the person reads, `reason` what a retry says. */
export type Outcome = { ok: true; payload: unknown } | { ok: false; shown: string; reason: string; noRetry?: boolean };

/** The way to the app: Socket Mode or signed HTTP. Never rejects. */
export type Carrier = (request: Request) => Promise<Outcome>;

export type Delivered = Request & { at: number; outcome?: Outcome };

/** Sends events until they are taken, and interactions once. */
export type Delivery = ReturnType<typeof createDelivery>;

export function createDelivery(carrier: Carrier, retryDelaysMs: number[], clock: () => number) {
  const journal: Delivered[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  async function send(request: Request): Promise<Outcome> {
    const entry: Delivered = { ...request, at: clock() };
    journal.push(entry);
    entry.outcome = await carrier(request);
    return entry.outcome;
  }

  async function sendEvent(body: Record<string, unknown>, attempt: number, reason?: string): Promise<void> {
    const retry = reason === undefined ? {} : { retry: { attempt, reason } };
    const outcome = await send({ kind: 'events_api', body, acceptsResponse: false, ...retry });
    const delay = retryDelaysMs[attempt];
    if (outcome.ok || outcome.noRetry || delay === undefined || stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void sendEvent(body, attempt + 1, outcome.reason);
    }, delay);
    timers.add(timer);
  }

  return {
    /** Everything that was sent to the app, retries too, oldest first. */
    journal,
    send,

    /** Sends an event, and again after each of the delays until the app takes it. */
    event(body: Record<string, unknown>): void {
      void sendEvent(body, 0);
    },

    /**
     * Sends what a person did, once.
     * @returns what the app answered
     * @throws Error whose message is what the person reads, e.g. `operation_timeout`
     */
    async interaction(
      kind: 'slash_commands' | 'interactive',
      body: Record<string, unknown>,
      acceptsResponse: boolean,
    ): Promise<unknown> {
      const outcome = await send({ kind, body, acceptsResponse });
      if (!outcome.ok) throw new Error(outcome.shown);
      return outcome.payload;
    },

    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
