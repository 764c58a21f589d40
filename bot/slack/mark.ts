import type { types } from '@slack/bolt';

const EVENT = 'helpdesk_letter';

/** What a message carries, unseen by people, so that it can be found. */
export const metadataOf = (mark: string): types.MessageMetadata => ({
  event_type: EVENT,
  event_payload: { letter: mark },
});

/** The mark that a message carries; undefined when it is none of ours. 'withheld' when Slack keeps it to itself. */
export function markOf(metadata: { event_type?: string; event_payload?: object } | undefined): string | undefined {
  if (metadata?.event_type !== EVENT) return undefined;
  const { event_payload: payload = {} } = metadata;
  return 'letter' in payload && typeof payload.letter === 'string' ? payload.letter : 'withheld';
}
