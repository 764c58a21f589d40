/** A refusal as the Web API gives it: `{ ok: false, error: code, ...details }`. */
export class SlackError extends Error {
  override readonly name = 'SlackError';
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(code: string, details: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** A refusal that says in response_metadata what is wrong with the arguments. */
export const refusal = (code: string, messages: string[]): SlackError =>
  new SlackError(code, { response_metadata: { messages } });
