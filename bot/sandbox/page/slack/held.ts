import { type Element, type Option, optionsOf } from './block-kit.ts';

/** What stands in an input: a text, a value, an id, a date, or several of them. */
export type Held = string | string[];
/** What people filled in, by block_id and action_id. */
export type Filled = Record<string, Record<string, Held>>;

const valuesOf = (options: Option[] | undefined) => options?.map(({ value }) => value) ?? [];

/** What stands in an input before anybody touched it; undefined for an element that holds nothing. */
export function initialOf(element: Element): Held | undefined {
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return element.initial_value ?? '';
    case 'static_select':
    case 'radio_buttons':
      return element.initial_option?.value ?? '';
    case 'multi_static_select':
    case 'checkboxes':
      return valuesOf(element.initial_options);
    case 'users_select':
      return element.initial_user ?? '';
    case 'multi_users_select':
      return element.initial_users ?? [];
    case 'channels_select':
      return element.initial_channel ?? '';
    case 'conversations_select':
      return element.initial_conversation ?? '';
    case 'datepicker':
      return element.initial_date ?? '';
    case 'timepicker':
      return element.initial_time ?? '';
    default:
      return undefined;
  }
}

/** What stands in an input, in the form that a view's state has it. */
export function stateOf(element: Element, held: Held): Record<string, unknown> {
  const { type } = element;
  const one = Array.isArray(held) ? (held[0] ?? '') : held;
  const many = Array.isArray(held) ? held : [held];
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: optionsOf(element).find(({ value }) => value === one) ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: optionsOf(element).filter(({ value }) => many.includes(value)) };
    case 'users_select':
      return { type, selected_user: one || null };
    case 'multi_users_select':
      return { type, selected_users: many };
    case 'channels_select':
      return { type, selected_channel: one || null };
    case 'conversations_select':
      return { type, selected_conversation: one || null };
    case 'datepicker':
      return { type, selected_date: one || null };
    case 'timepicker':
      return { type, selected_time: one || null };
    default:
      return { type, value: one || null };
  }
}
