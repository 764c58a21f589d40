import { html } from 'htm/preact';

const COLOURS = 8;

/** Two letters on a colour that stays the same for the same key. */
export function avatar(name: string, key: string | number, kind: 'person' | 'group' | 'bot' = 'person') {
  const sum = [...String(key)].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7);
  return html`<span class=${`avatar ${kind} colour-${sum % COLOURS}`} aria-hidden="true">${initials(name)}</span>`;
}

const initials = (name: string) =>
  name
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
