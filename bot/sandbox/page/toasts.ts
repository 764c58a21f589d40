import { html } from 'htm/preact';
import { useEffect, useState } from 'preact/hooks';

type Toast = { id: number; text: string; kind: 'error' | 'answer' };

const NOTICE = 'sandbox-notice';
const SHOWN_MS = 6_000;

/** Shows a sentence for a few seconds: what went wrong, or what a bot answered to a press. */
export function notify(text: string, kind: Toast['kind'] = 'error'): void {
  document.dispatchEvent(new CustomEvent(NOTICE, { detail: { text, kind } }));
}

/** Where the sentences of `notify` appear; once in the page. */
export function Toasts() {
  const [toasts, setToasts] = useState<Toast[]>([]);
  useEffect(() => {
    let last = 0;
    const show = (event: Event) => {
      last += 1;
      const toast = { id: last, ...(event as CustomEvent<Omit<Toast, 'id'>>).detail };
      setToasts((shown) => [...shown.slice(-2), toast]);
      setTimeout(() => setToasts((shown) => shown.filter(({ id }) => id !== toast.id)), SHOWN_MS);
    };
    document.addEventListener(NOTICE, show);
    return () => document.removeEventListener(NOTICE, show);
  }, []);
  const dismiss = (id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id));
  return html`<div class="toasts" role="alert">
    ${toasts.map(
      ({ id, text, kind }) => html`<div key=${id} class=${`toast ${kind}`}>
        <span>${text}</span>
        <button class="icon-button" aria-label="Tutup pemberitahuan" onClick=${() => dismiss(id)}>×</button>
      </div>`,
    )}
  </div>`;
}
