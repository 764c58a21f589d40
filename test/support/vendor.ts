import type { TelegramMessageView, TelegramPeople } from '../../bot/sandbox/views.ts';
import type { createWorld } from './world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;

/** Somebody with a Telegram, who waits for what the bot says before going on. */
export function vendor(world: World, name = 'Andi Baso') {
  const { people } = world.telegram;
  const { id } = people.addPerson(name);
  const messages = () => chatOf(people, id);
  const replies = () => messages().filter(({ from }) => from !== id);
  return {
    id,
    messages,
    /** What the bot has said, oldest first. */
    replies,
    last: () => replies().at(-1) as TelegramMessageView,
    /** Writes and waits for the answer. */
    async say(text: string): Promise<TelegramMessageView> {
      people.say(id, id, text);
      await settled(world, () => messages().length);
      return replies().at(-1) as TelegramMessageView;
    },
    /** Presses the button of that label on the last message that has it; gives the last message afterwards. */
    async press(label: string): Promise<TelegramMessageView> {
      const buttonOf = ({ buttons }: TelegramMessageView) => buttons.flat().find(({ text }) => text.includes(label));
      const message = replies().findLast(buttonOf);
      const data = message && buttonOf(message)?.data;
      if (!message || data === undefined) throw new Error(`no button ${label} in: ${JSON.stringify(replies().at(-1))}`);
      await people.press(id, id, message.id, data);
      await settled(world, () => JSON.stringify(replies()));
      return replies().at(-1) as TelegramMessageView;
    },
    async do(act: (people: TelegramPeople) => unknown): Promise<TelegramMessageView | undefined> {
      act(people);
      await settled(world, () => messages().length);
      return replies().at(-1);
    },
  };
}

function chatOf(people: TelegramPeople, id: number): TelegramMessageView[] {
  return people.view().chats.find((chat) => chat.id === id)?.messages ?? [];
}

/** Waits until what was done has come through the long poll, was worked on and sent. */
export async function settled(
  world: Pick<World, 'app'> & Partial<Pick<World, 'telegram'>>,
  state: () => unknown,
): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    const before = state();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await world.app.idle();
    quiet = state() === before && (world.telegram?.unconfirmed() ?? 0) === 0 ? quiet + 1 : 0;
  }
}
