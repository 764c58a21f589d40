import { html } from 'htm/preact';
import { type ComponentChildren, h } from 'preact';
import { useState } from 'preact/hooks';
import type { SlackView } from '../../views.ts';
import { entered } from '../entered.ts';
import { icon } from '../icons.ts';
import { openMenu } from '../menu.ts';
import { type Confirm, type Element, type Option, optionsOf } from './block-kit.ts';
import { type Held, initialOf } from './held.ts';
import { plainText, textObject } from './text.ts';

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
    const go = async () => {
      setBusy(true);
      await surface.press(blockId, element.action_id, selected);
      setBusy(false);
    };
    if (element.confirm) surface.confirm(element.confirm, () => void go());
    else void go();
  };
  const choose = (selected: Held) => {
    if (surface.hold) surface.hold(blockId, element, selected);
    else setOwn(selected);
    if (!silent) act(selected);
  };
  const common = {
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
      return h(Writing, { element, text: one, silent: silent ?? false, choose, act, common });
  }
}

function button(element: Element, busy: boolean, act: (selected?: Held) => void) {
  const face = html`${busy && html`<span class="spinner" aria-hidden="true"></span>`}${textFace(element)}`;
  const look = `button ${element.style ?? ''}`;
  return element.url
    ? html`<a class=${look} href=${element.url} target="_blank" rel="noopener noreferrer" aria-label=${element.accessibility_label}
        onClick=${() => act()}>${face}${icon('outside')}</a>`
    : html`<button type="button" class=${look} aria-busy=${busy} disabled=${busy} aria-label=${element.accessibility_label} onClick=${() => act()}>${face}</button>`;
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

function select(
  element: Element,
  value: string,
  choose: (value: string) => void,
  options: ComponentChildren,
  common: Record<string, unknown>,
) {
  return html`<select class=${`control ${value === '' ? 'unchosen' : ''}`} value=${value} ...${common} onChange=${(event: Event) => choose(entered(event))}>
    <option value="" selected=${value === ''}>${plainText(element.placeholder?.text ?? 'Pilih…')}</option>
    ${options}
  </select>`;
}

const asOption = ({ text, value }: Option) => html`<option value=${value}>${plainText(text.text)}</option>`;

const grouped = (element: Element) =>
  element.option_groups?.map(
    ({ label, options }) => html`<optgroup label=${label.text}>${options.map(asOption)}</optgroup>`,
  ) ?? optionsOf(element).map(asOption);

const peopleAsOptions = (view: SlackView): Option[] =>
  view.users
    .filter(({ bot }) => !bot)
    .map(({ id, realName }) => ({ value: id, text: { type: 'plain_text', text: realName } }));
const peopleOptions = (view: SlackView) => peopleAsOptions(view).map(asOption);
const channelOptions = (view: SlackView) =>
  view.channels.filter(({ kind }) => kind !== 'im').map(({ id, name }) => html`<option value=${id}>#${name}</option>`);

function ticks(
  element: Element,
  chosen: string[],
  choose: (values: string[]) => void,
  options: Option[],
  view: SlackView,
  type: 'checkbox' | 'radio',
  common: Record<string, unknown>,
) {
  const full = type === 'checkbox' && chosen.length >= (element.max_selected_items ?? Number.POSITIVE_INFINITY);
  const toggle = (value: string) =>
    type === 'radio'
      ? choose([value])
      : choose(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return html`<div class=${`ticks ${element.type}`} role=${type === 'radio' ? 'radiogroup' : 'group'} ...${common}>
    ${options.map(
      (option) => html`<label class="check">
        <input type=${type} name=${element.action_id} checked=${chosen.includes(option.value)}
          disabled=${full && !chosen.includes(option.value)} onChange=${() => toggle(option.value)} />
        <span>${textObject(option.text, view)}${option.description && html`<small>${textObject(option.description, view)}</small>`}</span>
      </label>`,
    )}
  </div>`;
}

const INPUT_TYPES: Record<string, string> = {
  number_input: 'number',
  email_text_input: 'email',
  url_text_input: 'url',
};

type WritingProps = {
  element: Element;
  text: string;
  silent: boolean;
  choose: (text: string) => void;
  act: (selected?: Held) => void;
  common: Record<string, unknown>;
};

function Writing({ element, text, silent, choose, act, common }: WritingProps) {
  const onInput = (event: Event) => choose(entered(event));
  const given = {
    ...common,
    value: text,
    placeholder: element.placeholder?.text ?? '',
    maxLength: element.max_length ?? 3_000,
    onInput,
  };
  if (element.multiline) return html`<textarea class="control" rows="4" ...${given}></textarea>`;
  // Enter in a one-line input sends the form by itself; an input that dispatches tells the app instead.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || silent) return;
    event.preventDefault();
    act(text);
  };
  return html`<input class="control" type=${INPUT_TYPES[element.type] ?? 'text'} step=${element.is_decimal_allowed ? 'any' : undefined} ...${given} onKeyDown=${onKeyDown} />`;
}

/** A picture from elsewhere may not load without a network: then its description stands in its place. */
export function Picture({ url, alt }: { url: string; alt: string }) {
  const [broken, setBroken] = useState(false);
  return broken
    ? html`<span class="picture-missing" role="img" aria-label=${alt}>${icon('eye')} ${alt}</span>`
    : html`<img class="picture" src=${url} alt=${alt} onError=${() => setBroken(true)} />`;
}
