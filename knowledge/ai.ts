import type { Meaning } from './meaning/index.ts';
import type { Models } from './model/index.ts';
import type { Writing } from './written/index.ts';

/** What models add to answering by quoting; everything works without it. */
export type Ai = { models: Models; meaning: Meaning; writing: Writing };
