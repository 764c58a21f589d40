import { html } from 'htm/preact';
import { entered } from '../entered.ts';
import type { Element } from './block-kit.ts';

const INPUT_TYPES: Record<string, string> = {
  number_input: 'number',
  email_text_input: 'email',
  url_text_input: 'url',
};

type WritingProps = {
  element: Element;
  text: string;
  silent: boolean;
  keep: (text: string) => void;
  act: (text: string) => void;
  common: Record<string, unknown>;
};

/** A field to write into. One that dispatches tells the app when Enter is pressed; Enter in any other sends the form. */
export function Writing({ element, text, silent, keep, act, common }: WritingProps) {
  const onInput = (event: Event) => keep(entered(event));
  const given = {
    ...common,
    value: text,
    placeholder: element.placeholder?.text ?? '',
    maxLength: element.max_length ?? 3_000,
    onInput,
  };
  if (element.multiline) return html`<textarea class="control" rows="4" ...${given}></textarea>`;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || silent) return;
    event.preventDefault();
    act(text);
  };
  return html`<input class="control" type=${INPUT_TYPES[element.type] ?? 'text'} step=${element.is_decimal_allowed ? 'any' : undefined} ...${given} onKeyDown=${onKeyDown} />`;
}
