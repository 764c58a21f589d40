/**
 * Moves the focus among the elements of a list with the arrow keys, Home and End; put it on the list's keydown.
 * @param items selects what the arrows go through
 */
export function moveWithArrows(event: KeyboardEvent, items: string): void {
  const list = event.currentTarget as HTMLElement;
  const all = [...list.querySelectorAll<HTMLElement>(items)];
  const at = all.findIndex((item) => item.contains(document.activeElement));
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (target === undefined || all.length === 0) return;
  event.preventDefault();
  all[Math.min(Math.max(target, 0), all.length - 1)]?.focus();
}
