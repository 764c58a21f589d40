import { viewBlocks } from './blocks.ts';
import { also, flag, isObject, kinds, oneOf, problem, type Rule, shape, string } from './schema.ts';
import { plainText } from './texts.ts';

const LONGEST_TITLE = 24;
/** Bytes of a whole view as JSON. */
export const LARGEST_VIEW = 250 * 1024;

const shared: Record<string, Rule> = {
  private_metadata: string({ most: 3_000 }),
  callback_id: string({ most: 255 }),
  external_id: string({ most: 255 }),
};

const submitWithInputs: Rule = (value, at) => {
  if (!isObject(value) || value.submit) return [];
  const hasInput = (value.blocks as { type: string }[]).some((block) => block.type === 'input');
  return hasInput ? [problem('missing required field: submit', at)] : [];
};

const modal = also(
  shape(
    { type: oneOf('modal'), title: plainText(LONGEST_TITLE), blocks: viewBlocks },
    {
      ...shared,
      submit: plainText(LONGEST_TITLE),
      close: plainText(LONGEST_TITLE),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
  ),
  submitWithInputs,
);

const home = shape({ type: oneOf('home'), blocks: viewBlocks }, shared);

/** A view that views.open, views.push and views.update take, at the pointer /view. */
export const modalView: Rule = kinds({ modal });
/** A view that views.publish takes. */
export const homeView: Rule = kinds({ home });
