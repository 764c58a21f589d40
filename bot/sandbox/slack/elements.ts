import {
  also,
  flag,
  isObject,
  kinds,
  list,
  matching,
  oneOf,
  problem,
  type Rule,
  shape,
  string,
  whole,
} from './schema.ts';
import { anyText, identifier, plainText } from './texts.ts';

const LONGEST_URL = 3_000;
const MOST_OPTIONS = 100;
const MOST_CHOICES = 10;

const url: Rule = string({ least: 1, most: LONGEST_URL });
const onCalendar: Rule = (value, at) =>
  new Date(`${String(value)}T00:00Z`).toJSON()?.startsWith(String(value)) ? [] : [problem('must be a real date', at)];
export const date: Rule = also(matching(/^\d{4}-\d{2}-\d{2}$/, 'a date like 2026-01-31'), onCalendar);
export const time: Rule = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time like 23:59');
const id: Rule = string({ least: 1, most: 255 });
const ids: Rule = list(id, { least: 0, most: 100 });

const confirm = shape(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style: oneOf('primary', 'danger') },
);

const optionOf = (text: Rule): Rule =>
  shape({ text, value: string({ least: 1, most: 150 }) }, { description: plainText(75), url });
const plainOption = optionOf(plainText(75));
const richOption = optionOf(anyText(75));
const group = shape({ label: plainText(75), options: list(plainOption, { most: MOST_OPTIONS }) });

const element = (type: string, required: Record<string, Rule>, optional: Record<string, Rule> = {}): Rule =>
  shape({ type: oneOf(type), ...required }, { action_id: identifier, ...optional });

const input = { placeholder: plainText(150), focus_on_load: flag };
const select = { ...input, confirm };
const several = { ...select, max_selected_items: whole({ least: 1, most: 100 }) };

const valuesOf = (options: unknown): unknown[] =>
  Array.isArray(options) ? options.map((each) => (isObject(each) ? each.value : undefined)) : [];

/** The options of a menu, those of its groups among them. */
export const optionsOf = (menu: Record<string, unknown>): Record<string, unknown>[] => {
  const groups = Array.isArray(menu.option_groups) ? menu.option_groups : [];
  return [menu.options, ...groups.map((each) => (isObject(each) ? each.options : []))].flat().filter(isObject);
};

const optionsOrGroups: Rule = (value, at) => {
  if (!isObject(value)) return [];
  const both = [value.options, value.option_groups].filter((each) => each !== undefined);
  return both.length === 1 ? [] : [problem('exactly one of options and option_groups is required', at)];
};

const initialAmongOptions: Rule = (value, at) => {
  if (!isObject(value)) return [];
  const known = valuesOf(optionsOf(value));
  const initial = valuesOf([value.initial_option, ...((value.initial_options as unknown[]) ?? [])].filter(isObject));
  return initial.every((each) => known.includes(each))
    ? []
    : [problem('initial option must be one of the options', at)];
};

const distinctOptions: Rule = (value, at) => {
  const values = isObject(value) ? valuesOf(optionsOf(value)) : [];
  return new Set(values).size === values.length ? [] : [problem('option values must be unique', at)];
};

const menu = (type: string, option: Rule, more: Record<string, Rule>): Rule =>
  also(
    element(
      type,
      {},
      {
        options: list(option, { most: MOST_OPTIONS }),
        option_groups: list(group, { most: MOST_OPTIONS }),
        ...more,
      },
    ),
    optionsOrGroups,
    initialAmongOptions,
    distinctOptions,
  );

const choice = (type: string, more: Record<string, Rule>): Rule =>
  also(
    element(type, { options: list(richOption, { most: MOST_CHOICES }) }, { confirm, focus_on_load: flag, ...more }),
    initialAmongOptions,
    distinctOptions,
  );

const dispatch = shape({
  trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { most: 2 }),
});

/** Buttons and other things to press, each with the fields and sizes that Slack takes. */
const BUTTONS: Record<string, Rule> = {
  button: element(
    'button',
    { text: plainText(75) },
    {
      value: string({ least: 1, most: 2_000 }),
      url,
      style: oneOf('primary', 'danger'),
      confirm,
      accessibility_label: string({ least: 1, most: 75 }),
    },
  ),
  overflow: element('overflow', { options: list(plainOption, { least: 1, most: 5 }) }, { confirm }),
};

/** Things that hold a choice. */
const CHOICES: Record<string, Rule> = {
  static_select: menu('static_select', plainOption, { ...select, initial_option: plainOption }),
  multi_static_select: menu('multi_static_select', plainOption, {
    ...several,
    initial_options: list(plainOption, { most: MOST_OPTIONS }),
  }),
  users_select: element('users_select', {}, { ...select, initial_user: id }),
  multi_users_select: element('multi_users_select', {}, { ...several, initial_users: ids }),
  conversations_select: element(
    'conversations_select',
    {},
    { ...select, initial_conversation: id, default_to_current_conversation: flag, response_url_enabled: flag },
  ),
  channels_select: element('channels_select', {}, { ...select, initial_channel: id, response_url_enabled: flag }),
  checkboxes: choice('checkboxes', { initial_options: list(richOption, { most: MOST_CHOICES }) }),
  radio_buttons: choice('radio_buttons', { initial_option: richOption }),
  datepicker: element('datepicker', {}, { ...select, initial_date: date }),
  timepicker: element('timepicker', {}, { ...select, initial_time: time, timezone: id }),
};

/** Things to write into; only an input block may hold them. */
const WRITING: Record<string, Rule> = {
  plain_text_input: element(
    'plain_text_input',
    {},
    {
      ...input,
      initial_value: string({ most: 3_000 }),
      multiline: flag,
      min_length: whole({ least: 0, most: 3_000 }),
      max_length: whole({ least: 1, most: 3_000 }),
      dispatch_action_config: dispatch,
    },
  ),
  number_input: element(
    'number_input',
    { is_decimal_allowed: flag },
    {
      ...input,
      initial_value: string({ most: 3_000 }),
      min_value: string({ most: 64 }),
      max_value: string({ most: 64 }),
      dispatch_action_config: dispatch,
    },
  ),
  email_text_input: element(
    'email_text_input',
    {},
    { ...input, initial_value: string({ most: 3_000 }), dispatch_action_config: dispatch },
  ),
  url_text_input: element(
    'url_text_input',
    {},
    { ...input, initial_value: string({ most: 3_000 }), dispatch_action_config: dispatch },
  ),
};

export const image: Rule = shape({
  type: oneOf('image'),
  image_url: url,
  alt_text: string({ least: 1, most: 2_000 }),
});

/** What may stand in an actions block. */
export const actionElement: Rule = kinds({ ...BUTTONS, ...CHOICES });
/** What may stand at the right of a section. */
export const accessory: Rule = kinds({ ...BUTTONS, ...CHOICES, image });
/** What may stand in an input block. */
export const inputElement: Rule = kinds({ ...CHOICES, ...WRITING });
