import { html } from 'htm/preact';
import { useState } from 'preact/hooks';

export type Suggestion = { value: string; label: string; hint?: string };
type Choosing = {
  /** Enter or a press. */
  take: (value: string) => void;
  /** Tab. */
  complete: (value: string) => void;
};

/** A list above a text field that the field's own keys go through; hand its keydown events to `onKeyDown` first. */
export function useSuggestions(found: Suggestion[], { take, complete }: Choosing) {
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState('');
  const signature = found.map(({ value }) => value).join(' ');
  const suggestions = dismissed === signature ? [] : found;
  const current = Math.min(at, Math.max(0, suggestions.length - 1));
  const chosen = suggestions[current];

  /** True when the key was meant for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!chosen || event.isComposing) return false;
    if (event.key === 'ArrowDown') setAt((current + 1) % suggestions.length);
    else if (event.key === 'ArrowUp') setAt((current + suggestions.length - 1) % suggestions.length);
    else if (event.key === 'Enter' && !event.shiftKey) take(chosen.value);
    else if (event.key === 'Tab' && !event.shiftKey) complete(chosen.value);
    else if (event.key === 'Escape') setDismissed(signature);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === 'Tab') setAt(0);
    return true;
  };
  const fieldProps = {
    'aria-autocomplete': 'list',
    'aria-expanded': chosen !== undefined,
    'aria-activedescendant': chosen ? `suggestion-${current}` : undefined,
    role: 'combobox',
  };
  return { suggestions, current, take, onKeyDown, fieldProps };
}

type SuggestionsProps = Pick<ReturnType<typeof useSuggestions>, 'suggestions' | 'current' | 'take'> & { label: string };

/** The list that belongs to useSuggestions. */
export function Suggestions({ suggestions, current, take, label }: SuggestionsProps) {
  if (suggestions.length === 0) return null;
  return html`<ul class="suggestions" role="listbox" aria-label=${label}>
    ${suggestions.map(
      (
        { value, label, hint },
        at,
      ) => html`<li key=${value} id=${`suggestion-${at}`} role="option" aria-selected=${at === current}
        onMouseDown=${(event: Event) => {
          event.preventDefault();
          take(value);
        }}><b>${label}</b>${hint && html`<span>${hint}</span>`}</li>`,
    )}
  </ul>`;
}
