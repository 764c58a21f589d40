import type { Params } from './params.ts';
import { badRequest, type Refusal } from './refusal.ts';
import { telegramUrl } from './url.ts';

export type Button = { text: string; callback_data?: string; url?: string; [more: string]: unknown };

const MOST_BUTTONS = 100;
const WIDEST_ROW = 8;
/** In bytes of UTF-8, not characters. */
const LONGEST_DATA = 64;
const ACTIONS = [
  ...['url', 'callback_data', 'callback_game', 'pay', 'switch_inline_query', 'switch_inline_query_current_chat'],
  ...['switch_inline_query_chosen_chat', 'login_url', 'web_app', 'copy_text'],
];

/**
 * The inline buttons below a message; undefined for none. The other keyboards are checked for their form only.
 * @throws Refusal when the service would not take them
 */
export function replyMarkup(params: Params): Button[][] | undefined {
  const markup = params.nested('reply_markup', 'reply keyboard markup');
  if (markup === undefined) return undefined;
  if (typeof markup !== 'object' || markup === null || Array.isArray(markup))
    throw badRequest('object expected as reply markup');
  const {
    inline_keyboard: inline,
    keyboard,
    remove_keyboard: remove,
    force_reply: force,
  } = markup as Record<string, unknown>;
  if (keyboard !== undefined) checkRows(keyboard, 'keyboard');
  if (inline === undefined) {
    if (keyboard === undefined && remove === undefined && force === undefined && Object.keys(markup).length > 0) {
      throw badRequest('object expected as reply markup');
    }
    return undefined;
  }
  const rows = checkRows(inline, 'inline_keyboard').map((row) => row.map(checkButton));
  if (rows.flat().length > MOST_BUTTONS || rows.some((row) => row.length > WIDEST_ROW)) {
    throw badRequest('reply markup is too long');
  }
  const filled = rows.filter((row) => row.length > 0);
  return filled.length > 0 ? filled : undefined;
}

function checkRows(value: unknown, field: string): unknown[][] {
  if (Array.isArray(value) && value.every(Array.isArray)) return value;
  throw badRequest(`field "${field}" of the ReplyMarkup must be an Array of Arrays`);
}

function checkButton(value: unknown): Button {
  if (typeof value !== 'object' || value === null) throw wrong('InlineKeyboardButton must be an Object');
  const button = value as Button;
  if (button.text === undefined) throw wrong(`Can't find field "text"`);
  if (typeof button.text !== 'string') throw wrong('Field "text" must be of type String');
  if (button.text.trim() === '') throw wrong('Inline keyboard button text must be non-empty');
  const actions = ACTIONS.filter((action) => button[action] !== undefined && button[action] !== null);
  const empty = button.url === '' || button.callback_data === '';
  if (actions.length === 0 || empty) throw wrong('Text buttons are unallowed in the inline keyboard');
  // Telegram would take the first one silently.
  if (actions.length > 1) throw wrong('exactly one of the optional fields must be used');
  if (button.callback_data !== undefined) return { text: button.text, callback_data: checkData(button.callback_data) };
  if (button.url !== undefined) return { text: button.text, url: checkUrl(String(button.url)) };
  return button;
}

const wrong = (why: string): Refusal => badRequest(`can't parse inline keyboard button: ${why}`);

function checkData(data: unknown): string {
  if (typeof data !== 'string') throw wrong('Field "callback_data" must be of type String');
  if (Buffer.byteLength(data) > LONGEST_DATA) throw badRequest('BUTTON_DATA_INVALID');
  return data;
}

function checkUrl(url: string): string {
  const address = telegramUrl(url);
  if (address !== undefined) return address;
  const why =
    /^[a-z][a-z0-9+.-]*:\/\//i.test(url) && !/^(https?|tg|ton):/i.test(url)
      ? 'Unsupported URL protocol'
      : 'Wrong HTTP URL';
  throw badRequest(`inline keyboard button URL '${url}' is invalid: ${why}`);
}
