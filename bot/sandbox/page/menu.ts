import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { moveWithArrows } from './arrows.ts';
import { type IconName, icon } from './icons.ts';

export type MenuItem = { label: string; hint?: string; icon?: IconName; danger?: boolean; pick: () => void };

const OPEN = 'sandbox-menu';
const GAP = 4;
type Opening = { anchor: HTMLElement; items: MenuItem[]; label: string };

/** Opens the page's one menu at a button. */
export function openMenu(anchor: HTMLElement, label: string, items: MenuItem[]): void {
  document.dispatchEvent(new CustomEvent<Opening>(OPEN, { detail: { anchor, items, label } }));
}

/** The page's one menu, above everything else; closed by Escape, by a press outside, or by a choice. */
export function MenuHost() {
  const [opening, setOpening] = useState<Opening>();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const open = (event: Event) => setOpening((event as CustomEvent<Opening>).detail);
    document.addEventListener(OPEN, open);
    return () => document.removeEventListener(OPEN, open);
  }, []);
  useEffect(() => {
    const element = menu.current;
    if (!opening || !element) return;
    element.showPopover();
    placeAt(element, opening.anchor);
    element.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, [opening]);

  const close = () => {
    menu.current?.hidePopover();
    opening?.anchor.focus();
  };
  const pick = (item: MenuItem) => {
    close();
    item.pick();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else moveWithArrows(event, '[role=menuitem]');
  };
  return html`<div class="menu" popover="auto" role="menu" aria-label=${opening?.label} ref=${menu} onKeyDown=${onKeyDown}>
    ${opening?.items.map(
      (
        item,
      ) => html`<button role="menuitem" tabindex="-1" class=${item.danger ? 'danger' : ''} onClick=${() => pick(item)}>
        ${item.icon && icon(item.icon)}<span>${item.label}${item.hint && html`<small>${item.hint}</small>`}</span>
      </button>`,
    )}
  </div>`;
}

/** Below the button where there is room, above it otherwise, and always inside the window. */
function placeAt(element: HTMLElement, anchor: HTMLElement): void {
  const from = anchor.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = element;
  const below = from.bottom + GAP;
  const top = below + offsetHeight <= innerHeight ? below : Math.max(GAP, from.top - GAP - offsetHeight);
  const left = Math.min(Math.max(GAP, from.left), innerWidth - offsetWidth - GAP);
  element.style.top = `${top}px`;
  element.style.left = `${left}px`;
}
