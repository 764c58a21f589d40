import { html } from 'htm/preact';
import { h } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { SlackView } from '../../views.ts';
import { entered } from '../entered.ts';
import { icon } from '../icons.ts';
import { openMenu } from '../menu.ts';
import { type Confirm, type Element, optionsOf } from './block-kit.ts';
import { channelOptions, grouped, peopleAsOptions, peopleOptions, select, ticks } from './choices.ts';
import { type Held, initialOf } from './held.ts';
import { Picture } from './picture.ts';
import { plainText } from './text.ts';
import { Writing } from './writing.ts';

/** Where an element stands, and what happens when it is used. */
export type Surface = {
  view: SlackView;
  /** Reaches the app; resolves when it acknowledged. */
  press: (blockId: string, actionId: string, selected?: Held) => Promise<unknown>;
  confirm: (confirm: Confirm, onYes: () => void) => void;
  /** A modal keeps what is chosen until it is sent; elsewhere an element keeps its own. */
  held?: (blockId: string, element: Element) => Held | undefined;
  hold?: (blockId: string, element: Element, held: Held) => void;
};

type ElementProps = {
  element: Element;
  blockId: string;
  surface: Surface;
  /** In an input block a choice is only kept, unless the block asks for more. */
  silent?: boolean;
  label?: string;
  describedBy?: string | undefined;
  invalid?: boolean;
};

/** One thing to press, choose or fill in. */
export function BlockElement({ element, blockId, surface, silent, label, describedBy, invalid }: ElementProps) {
  const [busy, setBusy] = useState(false);
  const [own, setOwn] = useState<Held>();
  const held = surface.held?.(blockId, element) ?? own ?? initialOf(element) ?? '';

  const act = (selected?: Held) => {
    if (busy) return;
    const go = async () => {
      setBusy(true);
      await surface.press(blockId, element.action_id, selected);
      setBusy(false);
    };
    if (element.confirm) surface.confirm(element.confirm, () => void go());
    else void go();
  };
  const keep = (selected: Held) => {
    if (surface.hold) surface.hold(blockId, element, selected);
    else setOwn(selected);
  };
  const choose = (selected: Held) => {
    keep(selected);
    if (!silent) act(selected);
  };
  // Round boxes belong together by their name, which no other message or block may share.
  const name = useId();
  const common = {
    name,
    'aria-label': label ?? element.placeholder?.text ?? 'Pilihan',
    'aria-describedby': describedBy,
    'aria-invalid': invalid,
    'aria-busy': busy,
  };
  const one = typeof held === 'string' ? held : '';
  const many = typeof held === 'string' ? [] : held;
  const { view } = surface;

  switch (element.type) {
    case 'button':
      return button(element, busy, act);
    case 'overflow':
      return overflow(element, act);
    case 'static_select':
      return select(element, one, choose, grouped(element), common);
    case 'users_select':
      return select(element, one, choose, peopleOptions(view), common);
    case 'channels_select':
    case 'conversations_select':
      return select(element, one, choose, channelOptions(view), common);
    case 'multi_static_select':
      return ticks(element, many, choose, optionsOf(element), view, 'checkbox', common);
    case 'multi_users_select':
      return ticks(element, many, choose, peopleAsOptions(view), view, 'checkbox', common);
    case 'checkboxes':
      return ticks(element, many, choose, optionsOf(element), view, 'checkbox', common);
    case 'radio_buttons':
      return ticks(element, [one], (picked) => choose(picked.at(-1) ?? ''), optionsOf(element), view, 'radio', common);
    case 'datepicker':
      return html`<input type="date" class="control" value=${one} ...${common}
        onChange=${(event: Event) => choose(entered(event))} />`;
    case 'timepicker':
      return html`<input type="time" class="control" value=${one} ...${common}
        onChange=${(event: Event) => choose(entered(event))} />`;
    case 'image':
      return h(Picture, { url: element.image_url ?? '', alt: element.alt_text ?? '' });
    default:
      return h(Writing, { element, text: one, silent: silent ?? false, keep, act, common });
  }
}

function button(element: Element, busy: boolean, act: (selected?: Held) => void) {
  const face = html`${busy && html`<span class="spinner" aria-hidden="true"></span>`}${textFace(element)}`;
  const look = `button ${element.style ?? ''}`;
  return element.url
    ? html`<a class=${look} href=${element.url} target="_blank" rel="noopener noreferrer" aria-label=${element.accessibility_label}
        onClick=${() => act()}>${face}${icon('outside')}</a>`
    : html`<button type="button" class=${look} aria-busy=${busy} aria-label=${element.accessibility_label} onClick=${() => act()}>${face}</button>`;
}

const textFace = ({ text }: Element) => plainText(text?.text ?? '');

const overflow = (element: Element, act: (selected?: Held) => void) =>
  html`<button type="button" class="button square" aria-label="Pilihan lain" aria-haspopup="menu"
    onClick=${(event: Event) =>
      openMenu(
        event.currentTarget as HTMLElement,
        'Pilihan lain',
        optionsOf(element).map(({ text, value, description }) => ({
          label: plainText(text.text),
          ...(description && { hint: plainText(description.text) }),
          pick: () => act(value),
        })),
      )}>${icon('more')}</button>`;
