import { webApi } from '@slack/bolt';
import type { Place } from '../../handlers/index.ts';
import type { Sighting } from '../channel.ts';
import { channelOf } from './direct-channel.ts';
import { markOf } from './mark.ts';
import { deliveryOf } from './outcome.ts';
import type { Message } from './render.ts';
import { NO_THREAD, timestampOf } from './thread.ts';

type Page = webApi.ConversationsHistoryResponse | webApi.ConversationsRepliesResponse;
type Turn = { limit: number; cursor?: string };

const PER_PAGE = 200;
/** A channel in which more than this was said meanwhile is not read to the end. */
const MOST = 1_000;
/** Milliseconds by which Slack's clock may be behind ours: past that, what is there would be taken for absent. */
const SLACK_BEHIND = 10 * 60_000;

/** What only one person sees, App Homes and files carry no mark. */
export const findable = ({ home, onlyFor, audience }: Place, { file }: Message): boolean =>
  !home && !file && !(onlyFor !== undefined && audience === 'group');

/**
 * Looks for a message of ours where it would stand, by the mark that it carries.
 * @returns takes the place that it was for, its mark, and since when it may be there; 'absent' only when Slack showed all that
 * was said there since
 */
export function createFind(client: webApi.WebClient) {
  return async ({ chat, thread, onlyFor }: Place, mark: string, since: number): Promise<Sighting> => {
    try {
      const channel = await channelOf(client, onlyFor ?? chat);
      if (channel === undefined) return unknown('no direct channel');
      const where = {
        channel,
        oldest: ((since - SLACK_BEHIND) / 1000).toFixed(6),
        include_all_metadata: true,
      };
      const inChannel = () => search(channel, mark, (turn) => client.conversations.history({ ...where, ...turn }));
      const ts = onlyFor === undefined ? timestampOf(thread) : undefined;
      if (ts === undefined) return await inChannel();
      try {
        return await search(channel, mark, (turn) => client.conversations.replies({ ...where, ts, ...turn }));
      } catch (error) {
        // Where there is no such thread, it was said in the channel itself.
        if (error instanceof webApi.WebAPIPlatformError && NO_THREAD.includes(error.data.error))
          return await inChannel();
        throw error;
      }
    } catch (error) {
      return unknown(whyOf(error));
    }
  };
}

/** Turns the pages until the mark is found or nothing is left. */
async function search(channel: string, mark: string, page: (turn: Turn) => Promise<Page>): Promise<Sighting> {
  let cursor: string | undefined;
  for (let seen = 0; seen < MOST; ) {
    const { messages, has_more, response_metadata } = await page({ limit: PER_PAGE, ...(cursor && { cursor }) });
    // Something answered in Slack's place.
    if (!messages) return unknown('no messages in the answer');
    for (const { ts, metadata } of messages) {
      const found = markOf(metadata);
      if (found === mark && ts) return { kind: 'found', ref: `${channel}:${ts}` };
      if (found === 'withheld') return unknown('metadata withheld');
    }
    cursor = response_metadata?.next_cursor;
    if (!cursor) return has_more ? unknown('no next page') : { kind: 'absent' };
    seen += messages.length;
  }
  return unknown('too much was said since');
}

/** @throws whatever is no failure of a call */
function whyOf(error: unknown): string {
  const failure = deliveryOf(error);
  return 'why' in failure ? failure.why : failure.kind;
}

const unknown = (why: string): Sighting => ({ kind: 'unknown', why });
