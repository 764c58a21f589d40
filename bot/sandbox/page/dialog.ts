import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { icon } from './icons.ts';

type DialogProps = {
  title: string;
  children: ComponentChildren;
  submit: string;
  /** What closes without doing anything. */
  cancel?: string;
  danger?: boolean;
  busy?: boolean;
  onSubmit?: () => void;
  onClose: () => void;
};

const FOCUSABLE = 'input, textarea, select, button:not([disabled]), a[href], [tabindex="0"]';

/**
 * A question above one half of the page; the other half stays usable, as it is another app. It takes the focus, to the
 * child that says `autofocus` or else the first, and gives it back where it was.
 */
export function Dialog({ title, children, submit, cancel = 'Batal', danger, busy, onSubmit, onClose }: DialogProps) {
  const form = useRef<HTMLFormElement>(null);
  // Known before the half behind is closed off, which takes its focus away.
  const [before] = useState(() => document.activeElement as HTMLElement | null);
  useEffect(() => {
    const body = form.current?.querySelector<HTMLElement>('.dialog-body');
    const first = body?.querySelector<HTMLElement>('[autofocus]') ?? firstOf(body);
    (first ?? form.current?.querySelector<HTMLElement>('.primary'))?.focus();
    return () => before?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Tab') keepInside(event, form.current);
  };
  const send = (event: Event) => {
    event.preventDefault();
    if (!busy) onSubmit?.();
  };
  return html`<div class="backdrop" onClick=${(event: Event) => event.target === event.currentTarget && onClose()}>
    <form class="dialog" role="dialog" aria-modal="true" aria-label=${title} noValidate
      ref=${form} onSubmit=${send} onKeyDown=${onKeyDown}>
      <header><h2>${title}</h2>
        <button type="button" class="icon-button" aria-label="Tutup" onClick=${onClose}>${icon('close')}</button>
      </header>
      <div class="dialog-body">${children}</div>
      <footer>
        <button type="button" class="button" onClick=${onClose}>${cancel}</button>
        ${
          onSubmit &&
          html`<button type="submit" class=${`button ${danger ? 'danger' : 'primary'}`} disabled=${busy}>
            ${busy ? html`<span class="spinner" aria-hidden="true"></span>` : null}${submit}
          </button>`
        }
      </footer>
    </form>
  </div>`;
}

/** The first to use; of round boxes the chosen one, as the Tab key has it. */
function firstOf(body: HTMLElement | null | undefined): HTMLElement | null | undefined {
  const first = body?.querySelector<HTMLElement>(FOCUSABLE);
  if (!(first instanceof HTMLInputElement) || first.type !== 'radio') return first;
  return body?.querySelector<HTMLElement>(`input[name="${CSS.escape(first.name)}"]:checked`) ?? first;
}

function keepInside(event: KeyboardEvent, dialog: HTMLElement | null): void {
  const all = [...(dialog?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
  const [first, last] = [all.at(0), all.at(-1)];
  if (event.shiftKey && document.activeElement === first) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first?.focus();
  }
}
