import { html } from 'htm/preact';

const PATHS = {
  send: 'M4 20 21 12 4 4l2 6.5L14 12l-8 1.5Z',
  attach: 'M20 11.5 12 19a5 5 0 0 1-7-7l8-8a3.3 3.3 0 0 1 5 5l-8 8a1.6 1.6 0 0 1-2.4-2.4L14 8',
  reply: 'M9 7 4 12l5 5M4 12h9a7 7 0 0 1 7 7',
  thread: 'M5 5h14v10h-7l-5 4v-4H5z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6 6 18',
  down: 'M6 9l6 6 6-6',
  pencil: 'M5 19l1-4L16 5l3 3L9 18l-4 1Z',
  commands: 'M5 7h14M5 12h14M5 17h9',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  file: 'M7 3h7l4 4v14H7zM14 3v5h4',
  voice: 'M12 4v10m-3-7v4m6-4v4M6 9v1m12-1v1M9 20h6m-3-3v3',
  place: 'M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11Zm0-9a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8c1-4 4-5 7-5s6 1 7 5',
  people:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-6 8c.6-3.5 3-5 6-5s5.4 1.5 6 5M16 5.5a3 3 0 0 1 0 5.5m2 3.5c1.8.800 2.6 2.3 3 4.5',
  video: 'M4 7h11v10H4zM15 11l5-3v8l-5-3',
  eye: 'M3 12c3-5 6-6 9-6s6 1 9 6c-3 5-6 6-9 6s-6-1-9-6Zm9 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
  outside: 'M9 5H5v14h14v-4M13 5h6v6M19 5l-9 9',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing in the colour of the text around it; it says nothing to a screen reader. */
export const icon = (name: IconName) =>
  html`<svg class=${`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
