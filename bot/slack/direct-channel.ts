import type { webApi } from '@slack/bolt';

/**
 * The channel of a chat: a person's id stands for their direct channel where messages are sent, and nowhere else.
 * @returns undefined when Slack names none
 * @throws what the call of the Web API throws
 */
export async function channelOf(client: webApi.WebClient, chat: string): Promise<string | undefined> {
  if (!/^[UW]/.test(chat)) return chat;
  const { channel } = await client.conversations.open({ users: chat });
  return channel?.id;
}
