import type { SlackMessageView } from '../../bot/sandbox/views.ts';
import { settled } from './vendor.ts';
import type { createWorld } from './world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;
type Actions = { type: string; elements?: { action_id: string; text?: { text: string } }[] };
type Modal = { blocks: { block_id: string; element: { type: string; action_id: string } }[] };

/** Words of a message of the bot, with all that its blocks hold. */
export const wordsOf = (message: SlackMessageView | undefined): string =>
  `${message?.text ?? ''}\n${JSON.stringify(message?.blocks ?? [])}`;

export const buttonsOf = (message: SlackMessageView | undefined): { id: string; label: string }[] =>
  ((message?.blocks ?? []) as Actions[])
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements = [] }) =>
      elements.map(({ action_id, text }) => ({ id: action_id, label: text?.text ?? '' })),
    );

/** Somebody in Slack, who waits for what happens before going on. */
export function officer(world: World, id: string) {
  const { people, botUserId } = world.slack;
  const messages = (channel = world.channel) =>
    people.view().channels.find((one) => one.id === channel)?.messages ?? [];
  const settle = () => settled(world, () => JSON.stringify(people.view()));
  const card = (number: string, channel = world.channel) =>
    messages(channel).find(
      (one) =>
        one.user === botUserId && one.threadTs === undefined && !one.onlyFor && wordsOf(one).includes(` ${number} ·`),
    );
  const mustHave = (number: string, channel?: string): SlackMessageView => {
    const found = card(number, channel);
    if (!found) throw new Error(`no card of ${number}`);
    return found;
  };
  return {
    id,
    settle,
    messages,
    card,
    /** What stands in the thread of a ticket for everybody there, oldest first. */
    thread: (number: string, channel?: string) => {
      const { ts } = mustHave(number, channel);
      return messages(channel).filter(({ threadTs, onlyFor }) => threadTs === ts && !onlyFor);
    },
    /** What only this person was told, oldest first. */
    told: (channel?: string) => messages(channel).filter(({ onlyFor }) => onlyFor === id),
    /** What the bot wrote to this person directly, oldest first. */
    direct: () => messages(people.directChannel(id)).filter(({ user }) => user === botUserId),
    home: () => JSON.stringify(people.view().homes[id] ?? {}),
    async pressOn(message: SlackMessageView | undefined, label: string, channel = world.channel): Promise<void> {
      const button = buttonsOf(message).find((one) => one.label.includes(label));
      if (!message || !button) throw new Error(`no button ${label} in ${wordsOf(message)}`);
      await people.press(id, { channel, ts: message.ts }, button.id);
      await settle();
    },
    /** Presses a button of the card of a ticket. */
    async press(number: string, label: string, channel?: string): Promise<void> {
      await this.pressOn(mustHave(number, channel), label, channel);
    },
    /** The form that is open before this person. */
    modal: () => people.view().modals.find(({ user }) => user === id),
    /** Fills in and sends the form that is open; a field that is not named keeps what stands in it. */
    async submit(values: Record<string, string | string[]>): Promise<void> {
      const modal = people.view().modals.find(({ user }) => user === id);
      if (!modal) throw new Error('no form is open');
      await people.submit(id, modal.id, stateOf(modal.view as Modal, values));
      await settle();
    },
    /** Writes in the thread of a ticket. */
    async write(number: string, text: string, channel = world.channel): Promise<string> {
      const ts = people.say(id, channel, text, mustHave(number, channel).ts);
      await settle();
      return ts;
    },
    async command(text: string, channel = world.channel): Promise<void> {
      await people.command(id, channel, '/lpse', text);
      await settle();
    },
  };
}

/** What Slack sends for a form in which these values were entered. */
function stateOf(
  { blocks }: Modal,
  values: Record<string, string | string[]>,
): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    blocks
      .filter((block) => block.element && block.block_id in values)
      .map(({ block_id, element }) => [
        block_id,
        { [element.action_id]: enteredIn(element.type, values[block_id] ?? '') },
      ]),
  );
}

function enteredIn(type: string, value: string | string[]): Record<string, unknown> {
  const [one = ''] = [value].flat();
  const option = (each: string) => ({ value: each });
  switch (type) {
    case 'radio_buttons':
    case 'static_select':
      return { type, selected_option: option(one) };
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: [value].flat().map(option) };
    case 'datepicker':
      return { type, selected_date: one || null };
    case 'timepicker':
      return { type, selected_time: one || null };
    case 'users_select':
      return { type, selected_user: one };
    default:
      return { type, value: one };
  }
}
