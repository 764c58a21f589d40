import type { Reply } from '../handlers/index.ts';
import type { Outgoing } from './channel.ts';

/**
 * The messages that a reply takes in a channel, in order. What is remarked goes along where that costs no further message.
 * @throws for a reply that cannot be drawn, which is a fault of who made it
 */
export function drawn({ render }: Pick<Outgoing, 'render'>, reply: Reply): unknown[] {
  const plain = render(reply);
  const remarked = reply.remark ? render({ ...reply, blocks: [...reply.blocks, reply.remark] }) : plain;
  const parts = remarked.length === plain.length ? remarked : plain;
  return reply.replaces === 'buttons' ? parts.slice(-1) : parts;
}
