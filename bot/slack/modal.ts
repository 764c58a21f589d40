import type { types } from '@slack/bolt';
import type { Event, Field, Form, Place } from '../../handlers/index.ts';
import { clean, shortened } from './pieces.ts';
import { introduction } from './render.ts';

const MOST_VIEW_BLOCKS = 100;
/** Of the title and of the words on the button that sends. */
const LONGEST_TITLE = 24;
const LONGEST_LABEL = 2000;
const LONGEST_OPTION = 75;
const LONGEST_INPUT = 3000;
/** More choices than this stand in a menu. */
const MOST_BOXES = 10;
const MOST_OPTIONS = 100;
/** A block holds one field and is named like it; what is in it always has this name. */
const INPUT = 'value';

/**
 * The form as a modal. The form's number, what stood in it, where the reply shall go and the message whose button was pressed
 * travel in `private_metadata` and come back.
 */
export function modal(form: Form, place: Place, message?: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: form.name,
    private_metadata: JSON.stringify({ id: form.id, version: form.version, before: form.before, place, message }),
    title: plain(form.title, LONGEST_TITLE),
    submit: plain(form.submit, LONGEST_TITLE),
    blocks: [...introduction(form.intro ?? [], MOST_VIEW_BLOCKS - form.fields.length), ...form.fields.map(block)],
  };
}

/** A view that was sent, as far as it is read here. */
export type SentView = {
  id: string;
  callback_id: string;
  private_metadata: string;
  state: { values: Record<string, Record<string, SentValue>> };
};
type SentValue = {
  value?: string | null;
  selected_option?: { value: string } | null;
  selected_options?: { value: string }[];
  selected_user?: string | null;
  selected_date?: string | null;
  selected_time?: string | null;
};

/** What was filled in, and where the reply goes; undefined for a view that modal() did not make. */
export function sentForm(
  view: SentView,
): { event: Extract<Event, { kind: 'form' }>; place: Place; message?: string } | undefined {
  const { id, version, before, place, message } = metadata(view.private_metadata);
  if (typeof id !== 'number' || place?.channel !== 'slack') return undefined;
  const fields = Object.entries(view.state.values).flatMap(([name, inputs]) => {
    const value = filledIn(inputs[INPUT]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    event: {
      kind: 'form',
      form: view.callback_id,
      id,
      ...(typeof version === 'number' && { version }),
      ...(before && { before }),
      fields: Object.fromEntries(fields),
    },
    place,
    ...(typeof message === 'string' && { message }),
  };
}

type Metadata = {
  id?: unknown;
  version?: unknown;
  before?: Record<string, string>;
  place?: Place;
  message?: unknown;
};

function metadata(text: string): Metadata {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/** Undefined for a field that was left empty. */
function filledIn(input: SentValue | undefined): string | string[] | undefined {
  if (input?.selected_options) return input.selected_options.map(({ value }) => value);
  const { selected_option, selected_user, selected_date, selected_time, value } = input ?? {};
  return selected_option?.value ?? selected_user ?? selected_date ?? selected_time ?? value ?? undefined;
}

function block(field: Field): types.InputBlock {
  return {
    type: 'input',
    block_id: field.name,
    label: plain(field.label, LONGEST_LABEL),
    element: element(field),
    ...(field.hint && { hint: plain(field.hint, LONGEST_LABEL) }),
    ...(field.optional && { optional: true }),
  };
}

function element(field: Field): types.InputBlock['element'] {
  const options = (field.options ?? []).slice(0, MOST_OPTIONS).map(option);
  const chosen = options.filter(({ value }) => [field.initial].flat().includes(value));
  const boxes = options.length <= MOST_BOXES;
  const words = [field.initial].flat()[0];
  switch (field.kind) {
    case 'text':
    case 'long': {
      const longest = Math.min(field.longest ?? LONGEST_INPUT, LONGEST_INPUT);
      return {
        type: 'plain_text_input',
        action_id: INPUT,
        multiline: field.kind === 'long',
        max_length: longest,
        ...(words && { initial_value: clean(words).slice(0, longest).toWellFormed() }),
      };
    }
    case 'choice': {
      const initial = chosen[0] && { initial_option: chosen[0] };
      return { type: boxes ? 'radio_buttons' : 'static_select', action_id: INPUT, options, ...initial };
    }
    case 'choices': {
      const initial = chosen.length > 0 && { initial_options: chosen };
      return { type: boxes ? 'checkboxes' : 'multi_static_select', action_id: INPUT, options, ...initial };
    }
    // Without a zone of their own: Slack would take that of the officer's computer.
    case 'date':
      return { type: 'datepicker', action_id: INPUT, ...(words && { initial_date: words }) };
    case 'time':
      return { type: 'timepicker', action_id: INPUT, ...(words && { initial_time: words }) };
    case 'person':
      return { type: 'users_select', action_id: INPUT, ...(words && { initial_user: words }) };
  }
}

const option = ({ value, label }: { value: string; label: string }) => ({ value, text: plain(label, LONGEST_OPTION) });

const plain = (text: string, longest: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: shortened(clean(text), longest),
  emoji: false,
});
