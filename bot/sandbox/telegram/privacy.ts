import type { Entity } from './entities.ts';
import { botIsIn, type Message, type World } from './world.ts';

/**
 * Whether the bot gets to see what a person wrote. In a channel that is everything; in a group, unless it reads all, only:
 * commands for it, commands for nobody when no other bot wrote later, replies to its messages, and messages that name it.
 */
export function reachesBot({ bot }: World, { chat, content, replyTo }: Message): boolean {
  if (chat.kind === 'private') return !chat.blocked;
  if (!botIsIn(chat)) return false;
  if (bot.readsAll || chat.kind === 'channel') return true;
  if (replyTo !== undefined && chat.messages.get(replyTo)?.from === bot.id) return true;
  const text = content.text ?? content.caption ?? '';
  const name = `@${bot.username.toLowerCase()}`;
  return (content.entities ?? content.caption_entities ?? []).some((entity) => {
    const words = textOf(text, entity).toLowerCase();
    if (entity.type === 'mention') return words === name;
    if (entity.type !== 'bot_command') return false;
    return words.includes('@') ? words.endsWith(name) : entity.offset === 0 && !chat.otherBotWroteLast;
  });
}

const textOf = (text: string, { offset, length }: Entity) => text.slice(offset, offset + length);
