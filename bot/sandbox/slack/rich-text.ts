import { flag, kinds, list, oneOf, type Rule, shape, string, whole } from './schema.ts';

const LONGEST_TEXT = 12_000;
const MOST_ELEMENTS = 1_000;

const style = shape({}, { bold: flag, italic: flag, strike: flag, code: flag, underline: flag });
const name = string({ least: 1, most: 255 });
const border = whole({ least: 0, most: 1 });

const text = shape({ type: oneOf('text'), text: string({ least: 1, most: LONGEST_TEXT }) }, { style });
const link = shape(
  { type: oneOf('link'), url: string({ least: 1, most: 3_000 }) },
  { text: string({ most: LONGEST_TEXT }), style, unsafe: flag },
);

const inline: Rule = kinds({
  text,
  link,
  user: shape({ type: oneOf('user'), user_id: name }, { style }),
  channel: shape({ type: oneOf('channel'), channel_id: name }, { style }),
  usergroup: shape({ type: oneOf('usergroup'), usergroup_id: name }, { style }),
  emoji: shape({ type: oneOf('emoji'), name }, { style, unicode: name }),
  broadcast: shape({ type: oneOf('broadcast'), range: oneOf('here', 'channel', 'everyone') }, { style }),
});

const section = shape({
  type: oneOf('rich_text_section'),
  elements: list(inline, { least: 0, most: MOST_ELEMENTS }),
});

/** The pieces of a rich_text block: paragraphs, lists, quotes, preformatted text. */
export const richTextElement: Rule = kinds({
  rich_text_section: section,
  rich_text_list: shape(
    {
      type: oneOf('rich_text_list'),
      style: oneOf('bullet', 'ordered'),
      elements: list(kinds({ rich_text_section: section }), { most: MOST_ELEMENTS }),
    },
    { indent: whole({ least: 0, most: 8 }), offset: whole({ least: 0, most: 1_000_000 }), border },
  ),
  rich_text_quote: shape(
    { type: oneOf('rich_text_quote'), elements: list(inline, { least: 0, most: MOST_ELEMENTS }) },
    { border },
  ),
  rich_text_preformatted: shape(
    {
      type: oneOf('rich_text_preformatted'),
      elements: list(kinds({ text, link }), { least: 0, most: MOST_ELEMENTS }),
    },
    { border, language: name },
  ),
});
