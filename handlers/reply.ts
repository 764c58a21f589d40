import type { Action } from './actions.ts';

/** A stretch of text. What people or documents wrote is only ever such text: no renderer parses it as markup. */
export type Span = string | { bold: string } | { italic: string } | { code: string } | { text: string; url: string };

/** A piece of a message. Renderers may part a long message between blocks, and inside a block only when it alone is too long. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; spans: Span[] }
  /** Words of a document, as they stand there. */
  | { kind: 'quote'; text: string }
  | { kind: 'list'; items: Span[][] }
  /** A remark, smaller than the rest. */
  | { kind: 'note'; spans: Span[] };

/** A button that does something here, or opens a page. */
export type Button =
  | { label: string; action: Action; style?: 'primary' | 'danger' }
  | { label: string; url: string; style?: undefined };

/** A stored file that is handed out; its bytes are read when it is sent. */
export type HandedFile = {
  /** The number of its row. */
  id: number;
  name: string;
  /** Its real content type. A picture is shown, everything else is a document. */
  type: string;
};

/** What is said, as data; each channel draws it its own way. */
export type Reply = {
  blocks: Block[];
  /** A file that goes out in a message of its own; the blocks are then its caption, at most a few words. */
  file?: HandedFile;
  /** Said below the blocks where the message has room for it; left out rather than made a message of its own. */
  remark?: Block;
  /** Rows of buttons below the blocks. */
  buttons?: Button[][];
  /**
   * Takes the place of the message whose button was pressed, instead of being a new one. 'buttons': says the same as that
   * one below other buttons, so that of a parted message only the last part changes.
   */
  replaces?: boolean | 'buttons';
};

/** A field of a form. `name` comes back in the fields of the sent form. */
export type Field = {
  name: string;
  label: string;
  /** A date comes back as 2026-02-17, a time of the day as 07:30; neither has a zone. */
  kind: 'text' | 'long' | 'choice' | 'choices' | 'person' | 'date' | 'time';
  /** For choices. */
  options?: { value: string; label: string }[];
  /** What stands in it at first: a text, a value, values, or a person's id. */
  initial?: string | string[];
  hint?: string;
  optional?: boolean;
  /** Most characters of a text. */
  longest?: number;
};

/** A form for someone who waits (a modal in Slack); what is sent comes back as an Incoming of kind form with `name` and `id`. */
export type Form = {
  name: string;
  id: number;
  /** Of what is changed with it, when it was opened: comes back with what was filled in. */
  version?: number;
  /** Values of some fields when it was opened, by name: they come back too. */
  before?: Record<string, string>;
  title: string;
  submit: string;
  intro?: Block[];
  fields: Field[];
};
