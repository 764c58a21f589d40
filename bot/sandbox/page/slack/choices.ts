import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { SlackView } from '../../views.ts';
import { entered } from '../entered.ts';
import { type Element, type Option, optionsOf } from './block-kit.ts';
import { plainText, textObject } from './text.ts';

/** A menu of one choice; the empty value is no choice. */
export function select(
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

/** The options of a menu, in its groups. */
export const grouped = (element: Element) =>
  element.option_groups?.map(
    ({ label, options }) => html`<optgroup label=${label.text}>${options.map(asOption)}</optgroup>`,
  ) ?? optionsOf(element).map(asOption);

/** Everybody in the team but bots. */
export const peopleAsOptions = (view: SlackView): Option[] =>
  view.users
    .filter(({ bot }) => !bot)
    .map(({ id, realName }) => ({ value: id, text: { type: 'plain_text', text: realName } }));
export const peopleOptions = (view: SlackView) => peopleAsOptions(view).map(asOption);
export const channelOptions = (view: SlackView) =>
  view.channels.filter(({ kind }) => kind !== 'im').map(({ id, name }) => html`<option value=${id}>#${name}</option>`);

/** Boxes to tick, or round ones of which one is chosen. */
export function ticks(
  element: Element,
  chosen: string[],
  choose: (values: string[]) => void,
  options: Option[],
  view: SlackView,
  type: 'checkbox' | 'radio',
  { name, ...common }: Record<string, unknown>,
) {
  const full = type === 'checkbox' && chosen.length >= (element.max_selected_items ?? Number.POSITIVE_INFINITY);
  const toggle = (value: string) =>
    type === 'radio'
      ? choose([value])
      : choose(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return html`<div class=${`ticks ${element.type}`} role=${type === 'radio' ? 'radiogroup' : 'group'} ...${common}>
    ${options.map(
      (option) => html`<label class="check">
        <input type=${type} name=${name} checked=${chosen.includes(option.value)}
          disabled=${full && !chosen.includes(option.value)} onChange=${() => toggle(option.value)} />
        <span>${textObject(option.text, view)}${option.description && html`<small>${textObject(option.description, view)}</small>`}</span>
      </label>`,
    )}
  </div>`;
}
