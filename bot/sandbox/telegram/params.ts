import type { IncomingHttpHeaders } from 'node:http';
import { badRequest } from './refusal.ts';

export type Upload = { name: string; type: string; bytes: Uint8Array };

/** The parameters of one call, however they were sent. The Bot API takes nested values as JSON or as text of JSON. */
export class Params {
  readonly values: Record<string, unknown>;
  readonly uploads: ReadonlyMap<string, Upload>;

  constructor(values: Record<string, unknown>, uploads: ReadonlyMap<string, Upload> = new Map()) {
    this.values = values;
    this.uploads = uploads;
  }

  /** A value as text; empty when it is not there. */
  text(name: string): string {
    const value = this.values[name];
    if (value === undefined || value === null) return '';
    return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  }

  /** A whole number; undefined when it is not there or none. */
  integer(name: string): number | undefined {
    const text = this.text(name).trim();
    return /^-?\d{1,16}$/.test(text) ? Number(text) : undefined;
  }

  flag(name: string): boolean {
    return ['true', '1', 'yes'].includes(this.text(name).toLowerCase());
  }

  /**
   * A nested value; undefined when it is not there.
   * @throws Refusal when it is text that is no JSON; `what` names it in the description
   */
  nested(name: string, what: string): unknown {
    const value = this.values[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      throw badRequest(`can't parse ${what} JSON object`);
    }
  }

  /** What the journal keeps: the values, and for uploads their names. */
  recorded(): Record<string, unknown> {
    if (this.uploads.size === 0) return this.values;
    return { ...this.values, ...Object.fromEntries([...this.uploads].map(([field, { name }]) => [field, name])) };
  }
}

/**
 * Reads the parameters of a request: from the query and from a body of JSON, urlencoded text or multipart.
 * @throws Refusal for a body that is none of them
 */
export async function readParams(query: URLSearchParams, headers: IncomingHttpHeaders, body: Buffer): Promise<Params> {
  const values: Record<string, unknown> = Object.fromEntries(query);
  if (body.length === 0) return new Params(values);
  const type = (headers['content-type'] ?? '').toLowerCase();
  if (type.startsWith('application/json')) return new Params(Object.assign(values, jsonObject(body)));
  if (type.startsWith('multipart/form-data')) return multipart(values, headers['content-type'] as string, body);
  return new Params(Object.assign(values, Object.fromEntries(new URLSearchParams(body.toString('utf8')))));
}

function jsonObject(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw badRequest("can't parse request JSON object");
}

async function multipart(values: Record<string, unknown>, type: string, body: Buffer): Promise<Params> {
  const uploads = new Map<string, Upload>();
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => {
    throw badRequest("can't parse multipart form data");
  });
  for (const [name, value] of form) {
    if (typeof value === 'string') values[name] = value;
    else uploads.set(name, { name: value.name, type: value.type, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return new Params(values, uploads);
}
