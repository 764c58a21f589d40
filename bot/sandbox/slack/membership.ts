import type { Channel, Message, Workspace } from './workspace.ts';

/** What a person can reach. Everything throws an Error with a plain sentence when it is out of reach. */
export type Membership = ReturnType<typeof createMembership>;

export function createMembership(workspace: Workspace) {
  const membership = {
    /** A channel that the person is in. */
    joined(user: string, channelId: string): Channel {
      if (!workspace.users.has(user)) throw new Error(`Pengguna ${user} tidak ada.`);
      const channel = workspace.channels.get(channelId);
      if (!channel?.members.includes(user)) throw new Error(`${user} bukan anggota kanal ${channelId}.`);
      return channel;
    },

    /** A channel in which the person can write. */
    writable(user: string, channelId: string): Channel {
      const channel = membership.joined(user, channelId);
      if (channel.archived) throw new Error('Kanal ini sudah diarsipkan.');
      return channel;
    },

    /** A message that the person sees, those for nobody else among them. */
    seen(user: string, channelId: string, ts: string): { channel: Channel; message: Message } {
      const channel = membership.joined(user, channelId);
      const message = channel.messages.find((each) => each.ts === ts && (!each.onlyFor || each.onlyFor === user));
      if (!message) throw new Error(`Pesan ${ts} tidak ada.`);
      return { channel, message };
    },

    /** A message that the person wrote. */
    own(user: string, channelId: string, ts: string): { channel: Channel; message: Message } {
      const found = membership.seen(user, channelId, ts);
      if (found.message.user !== user) throw new Error('Hanya pesan sendiri yang dapat diubah.');
      return found;
    },

    /** The thread with this root. */
    thread(channel: Channel, threadTs: string | undefined): { threadTs?: string } {
      if (threadTs === undefined) return {};
      const root = channel.messages.find((each) => each.ts === threadTs && !each.threadTs && !each.onlyFor);
      if (!root) throw new Error(`Utas ${threadTs} tidak ada.`);
      return { threadTs };
    },
  };
  return membership;
}
