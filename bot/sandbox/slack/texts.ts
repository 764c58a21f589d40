import { flag, kinds, oneOf, type Rule, shape, string } from './schema.ts';

/** A text object without markup, of at most so many characters. */
export const plainText = (most: number, least = 1): Rule =>
  kinds({ plain_text: shape({ type: oneOf('plain_text'), text: string({ least, most }) }, { emoji: flag }) });

/** A text object of either kind, of at most so many characters. */
export const anyText = (most: number): Rule =>
  kinds({
    plain_text: shape({ type: oneOf('plain_text'), text: string({ least: 1, most }) }, { emoji: flag }),
    mrkdwn: shape({ type: oneOf('mrkdwn'), text: string({ least: 1, most }) }, { verbatim: flag }),
  });

/** Most characters of a block_id, an action_id or a callback_id. */
const LONGEST_ID = 255;
export const identifier: Rule = string({ least: 1, most: LONGEST_ID });
