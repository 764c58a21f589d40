import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { icon } from '../icons.ts';

/** A picture from elsewhere may not load without a network: then its description stands in its place. */
export function Picture({ url, alt }: { url: string; alt: string }) {
  const [broken, setBroken] = useState(false);
  return broken
    ? html`<span class="picture-missing" role="img" aria-label=${alt}>${icon('eye')} ${alt}</span>`
    : html`<img class="picture" src=${url} alt=${alt} onError=${() => setBroken(true)} />`;
}
