import { nested, type Params } from './params.ts';
import { isObject, type Json } from './schema.ts';
import { SlackError } from './slack-error.ts';

/** Slack does not tell its limit; less than this passes for sure. */
const LARGEST = 8_000;

/**
 * What the app writes down on a message.
 * @returns undefined when it is not given, or empty
 * @throws SlackError as the Web API gives it
 */
export function metadataOf(params: Params): Json | undefined {
  const metadata = nested(params, 'metadata', 'invalid_metadata_format');
  if (metadata === undefined || (isObject(metadata) && Object.keys(metadata).length === 0)) return undefined;
  if (!isObject(metadata)) throw new SlackError('invalid_metadata_format');
  const { event_type: type, event_payload: payload, ...others } = metadata;
  const isWhole =
    typeof type === 'string' && /^\w+$/.test(type) && isObject(payload) && Object.values(payload).every(isValue);
  if (!isWhole || Object.keys(others).length > 0) throw new SlackError('invalid_metadata_schema');
  if (JSON.stringify(metadata).length > LARGEST) throw new SlackError('metadata_too_large');
  return metadata;
}

/** A plain value, or an object of such, or a list of objects. */
function isValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((each) => isObject(each) && Object.values(each).every(isPlain));
  return isObject(value) ? Object.values(value).every(isPlain) : isPlain(value);
}

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
