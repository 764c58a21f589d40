import { elementsOf } from './blocks.ts';
import { date, optionsOf, time } from './elements.ts';
import { isObject, type Json, type Rule } from './schema.ts';
import type { ViewValues } from './workspace.ts';

const fromOptions = (element: Json, value: unknown): Json => {
  const wanted = isObject(value) ? value.value : value;
  const option = optionsOf(element).find((each) => each.value === wanted);
  if (!option) throw new Error(`Pilihan ${JSON.stringify(wanted)} tidak ada pada ${String(element.action_id)}.`);
  return option;
};
const one = (element: Json, value: unknown) =>
  value === null || value === undefined || value === '' ? null : fromOptions(element, value);
const many = (element: Json, value: unknown) =>
  (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).map((each) =>
    fromOptions(element, each),
  );
const asText = (_: Json, value: unknown) =>
  value === undefined || value === null || value === '' ? null : String(value);
/** What is chosen, not typed, can have no other form. */
const chosen = (form: Rule) => (element: Json, value: unknown) => {
  const text = asText(element, value);
  if (text !== null && form(text, '').length > 0) throw new Error(`${text} tidak dapat dipilih.`);
  return text;
};
const asTexts = (_: Json, value: unknown) =>
  (Array.isArray(value) ? value : value ? [value] : []).map((each) => String(each));

/** For each element that holds something: where its value stands in the state, where it begins, and its form. */
const HOLDERS: Record<string, { field: string; initial: string; read: (element: Json, value: unknown) => unknown }> = {
  plain_text_input: { field: 'value', initial: 'initial_value', read: asText },
  number_input: { field: 'value', initial: 'initial_value', read: asText },
  email_text_input: { field: 'value', initial: 'initial_value', read: asText },
  url_text_input: { field: 'value', initial: 'initial_value', read: asText },
  static_select: { field: 'selected_option', initial: 'initial_option', read: one },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', read: many },
  radio_buttons: { field: 'selected_option', initial: 'initial_option', read: one },
  checkboxes: { field: 'selected_options', initial: 'initial_options', read: many },
  users_select: { field: 'selected_user', initial: 'initial_user', read: asText },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', read: asTexts },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation', read: asText },
  channels_select: { field: 'selected_channel', initial: 'initial_channel', read: asText },
  datepicker: { field: 'selected_date', initial: 'initial_date', read: chosen(date) },
  timepicker: { field: 'selected_time', initial: 'initial_time', read: chosen(time) },
};

/** What an element holds in the state of a view or message; undefined for one that holds nothing, such as a button. */
export function held(element: Json, value: unknown): Json | undefined {
  const holder = HOLDERS[String(element.type)];
  return holder && { type: element.type, [holder.field]: holder.read(element, value) };
}

const isEmpty = (state: Json): boolean =>
  Object.entries(state).every(
    ([field, value]) => field === 'type' || value === null || (Array.isArray(value) && value.length === 0),
  );

/** The state of blocks nobody has touched; `kept` holds what stood there before, by block_id and action_id. */
export function stateOf(blocks: Json[], kept: ViewValues = {}): ViewValues {
  const values: ViewValues = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const [blockId, actionId] = [String(block.block_id), String(element.action_id)];
      const holder = HOLDERS[String(element.type)];
      const before = kept[blockId]?.[actionId];
      const state = before?.type === element.type ? before : held(element, holder && element[holder.initial]);
      if (state) values[blockId] = { ...values[blockId], [actionId]: state };
    }
  }
  return values;
}

/**
 * The state after a person filled in `given`, on top of `before`.
 * @throws Error when something is given for no input, an input that must be filled is empty, or a text has a forbidden
 * length: the client does not send such a form
 */
export function filledIn(blocks: Json[], before: ViewValues, given: Record<string, Json>): ViewValues {
  const values = structuredClone(before);
  for (const [blockId, actions] of Object.entries(given)) {
    for (const [actionId, content] of Object.entries(actions)) {
      const block = blocks.find((each) => each.block_id === blockId);
      const element = block && elementsOf(block).find((each) => each.action_id === actionId);
      const holder = element && HOLDERS[String(element.type)];
      if (!element || !holder) throw new Error(`Tidak ada isian ${blockId}/${actionId}.`);
      const state = held(element, isObject(content) ? content[holder.field] : content);
      if (state) values[blockId] = { ...values[blockId], [actionId]: state };
    }
  }
  for (const block of blocks.filter((each) => each.type === 'input')) checkInput(block, values);
  return values;
}

function checkInput(block: Json, values: ViewValues): void {
  const element = elementsOf(block)[0];
  const state = element && values[String(block.block_id)]?.[String(element.action_id)];
  if (!element || !state) return;
  const where = `${String(block.block_id)}/${String(element.action_id)}`;
  if (isEmpty(state)) {
    if (block.optional !== true) throw new Error(`Isian ${where} wajib diisi.`);
    return;
  }
  const length = typeof state.value === 'string' ? state.value.length : undefined;
  if (length === undefined) return;
  const longest = typeof element.max_length === 'number' ? element.max_length : 3_000;
  const shortest = typeof element.min_length === 'number' ? element.min_length : 0;
  if (length > longest) throw new Error(`Isian ${where} lebih dari ${longest} karakter.`);
  if (length < shortest) throw new Error(`Isian ${where} kurang dari ${shortest} karakter.`);
}
