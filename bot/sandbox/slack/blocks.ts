import { randomBytes } from 'node:crypto';
import { accessory, actionElement, image, inputElement } from './elements.ts';
import { richTextElement } from './rich-text.ts';
import { also, flag, isObject, type Json, kinds, list, oneOf, problem, type Rule, shape, string } from './schema.ts';
import { anyText, identifier, plainText } from './texts.ts';

const MOST_BLOCKS_IN_MESSAGE = 50;
const MOST_BLOCKS_IN_VIEW = 100;

/**
 * Slack refuses a message whose blocks hold too much text in all, and does not say how much that is. Its people speak
 * of 12,000 characters "with a buffer for containers", and 11,341 have been refused: this is the round number below.
 */
export const MOST_TEXT_IN_BLOCKS = 11_000;

const block = (type: string, required: Record<string, Rule>, optional: Record<string, Rule> = {}): Rule =>
  shape({ type: oneOf(type), ...required }, { block_id: identifier, ...optional });

const textOrFields: Rule = (value, at) =>
  isObject(value) && (value.text ?? value.fields) ? [] : [problem('missing required field: text or fields', at)];

const BLOCKS: Record<string, Rule> = {
  section: also(
    block('section', {}, { text: anyText(3_000), fields: list(anyText(2_000), { most: 10 }), accessory, expand: flag }),
    textOrFields,
  ),
  actions: block('actions', { elements: list(actionElement, { most: 25 }) }),
  context: block('context', {
    elements: list((value, at) => (isObject(value) && value.type === 'image' ? image : anyText(3_000))(value, at), {
      most: 10,
    }),
  }),
  divider: block('divider', {}),
  header: block('header', { text: plainText(150) }),
  input: block(
    'input',
    { label: plainText(2_000), element: inputElement },
    { hint: plainText(2_000), optional: flag, dispatch_action: flag },
  ),
  image: block(
    'image',
    { image_url: string({ least: 1, most: 3_000 }), alt_text: string({ least: 1, most: 2_000 }) },
    { title: plainText(2_000) },
  ),
  rich_text: block('rich_text', { elements: list(richTextElement, { least: 0, most: 1_000 }) }),
};
const MARKDOWN = block('markdown', { text: string({ least: 1, most: 12_000 }) });

const repeated = (names: unknown[]): unknown[] =>
  names.filter((name, index) => name !== undefined && names.indexOf(name) !== index);

const distinctIds: Rule = (value, at) => {
  const blocks = value as Json[];
  return [
    ...repeated(blocks.map((each) => each.block_id)).map((id) => problem(`block_id already exists: ${id}`, at)),
    ...blocks.flatMap((each, index) =>
      repeated(elementsOf(each).map((element) => element.action_id)).map((id) =>
        problem(`action_id already exists: ${id}`, `${at}/${index}`),
      ),
    ),
  ];
};

/** The blocks of a message, at the pointer /blocks. */
export const messageBlocks: Rule = also(
  list(kinds({ ...BLOCKS, markdown: MARKDOWN }), { least: 0, most: MOST_BLOCKS_IN_MESSAGE }),
  distinctIds,
);

/** The blocks of a modal or an App Home. */
export const viewBlocks: Rule = also(list(kinds(BLOCKS), { least: 1, most: MOST_BLOCKS_IN_VIEW }), distinctIds);

/** What of a block can be pressed, filled in or chosen. */
export function elementsOf(block: Json): Json[] {
  const found = block.type === 'actions' ? block.elements : [block.accessory, block.element];
  return (Array.isArray(found) ? found : []).filter(isObject).filter((element) => element.type !== 'image');
}

/** Characters of all texts in a value, at any depth. */
export function textIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + textIn(each), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [field, content]) =>
      sum + (field === 'text' && typeof content === 'string' ? content.length : textIn(content)),
    0,
  );
}

const NAME_BYTES = 3;
const inventName = (): string => randomBytes(NAME_BYTES).toString('base64url');

/** Blocks as Slack keeps them: every block and every element that can be pressed has a name. */
export function withNames(blocks: Json[]): Json[] {
  return structuredClone(blocks).map((block) => {
    for (const element of elementsOf(block)) element.action_id ??= inventName();
    return { ...block, block_id: block.block_id ?? inventName() };
  });
}
