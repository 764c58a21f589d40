import type { Delivery } from '../channel.ts';

/** Slack's words for a thread that nothing can be said in: its first message was deleted, or is of a kind without replies. */
export const NO_THREAD = ['thread_not_found', 'invalid_thread_ts', 'cannot_reply_to_message'];

/** What Slack calls a thread by, of the id of its first message, `C…:ts`. */
export const timestampOf = (thread: string | undefined): string | undefined =>
  thread?.slice(thread.lastIndexOf(':') + 1);

/**
 * Says something in a thread, and in the channel itself where there is no such thread any more: the same people read it
 * there, and nothing is lost.
 * @param thread the id of its first message, `C…:ts`; `say` gets what Slack calls it by
 */
export async function inThread(
  thread: string | undefined,
  say: (thread: string | undefined) => Promise<Delivery>,
): Promise<Delivery> {
  const delivery = await say(timestampOf(thread));
  const isThreadGone =
    thread !== undefined && delivery.kind === 'refused' && NO_THREAD.includes(delivery.why.split(' ', 1)[0] ?? '');
  return isThreadGone ? say(undefined) : delivery;
}
