/** What stands beside the description of some refusals. */
export type RefusalParameters = { retry_after?: number; migrate_to_chat_id?: number };

/** A call that the Bot API answers with `ok: false`; `message` is the description. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  readonly parameters: RefusalParameters | undefined;

  constructor(code: number, description: string, parameters?: RefusalParameters) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

export const badRequest = (why: string): Refusal => new Refusal(400, `Bad Request: ${why}`);
export const forbidden = (why: string): Refusal => new Refusal(403, `Forbidden: ${why}`);
export const conflict = (why: string): Refusal => new Refusal(409, `Conflict: ${why}`);
export const notFound = (): Refusal => new Refusal(404, 'Not Found');
export const tooManyRequests = (seconds: number): Refusal =>
  new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
