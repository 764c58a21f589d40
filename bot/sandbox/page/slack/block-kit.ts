// The parts of Block Kit that the page draws, as an app sends them; the server has checked them.

export type TextObject = { type: 'plain_text' | 'mrkdwn'; text: string };
export type Option = { text: TextObject; value: string; description?: TextObject; url?: string };
export type Confirm = {
  title: TextObject;
  text: TextObject;
  confirm: TextObject;
  deny: TextObject;
  style?: 'primary' | 'danger';
};

export type Element = {
  type: string;
  action_id: string;
  text?: TextObject;
  value?: string;
  url?: string;
  style?: 'primary' | 'danger';
  confirm?: Confirm;
  accessibility_label?: string;
  placeholder?: TextObject;
  options?: Option[];
  option_groups?: { label: TextObject; options: Option[] }[];
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  is_decimal_allowed?: boolean;
  max_selected_items?: number;
  image_url?: string;
  alt_text?: string;
  initial_value?: string;
  initial_option?: Option;
  initial_options?: Option[];
  initial_user?: string;
  initial_users?: string[];
  initial_channel?: string;
  initial_conversation?: string;
  initial_date?: string;
  initial_time?: string;
};

type RichStyle = { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean; underline?: boolean };
export type RichElement = {
  type: string;
  text?: string;
  url?: string;
  user_id?: string;
  channel_id?: string;
  usergroup_id?: string;
  name?: string;
  unicode?: string;
  range?: string;
  style?: RichStyle;
};
export type RichPart = {
  type: 'rich_text_section' | 'rich_text_list' | 'rich_text_quote' | 'rich_text_preformatted';
  style?: 'bullet' | 'ordered';
  indent?: number;
  offset?: number;
  elements: (RichElement | RichPart)[];
};

export type Block = {
  type: string;
  block_id: string;
  text?: TextObject | string;
  fields?: TextObject[];
  accessory?: Element;
  elements?: unknown[];
  element?: Element;
  label?: TextObject;
  hint?: TextObject;
  optional?: boolean;
  dispatch_action?: boolean;
  image_url?: string;
  alt_text?: string;
  title?: TextObject;
};

/** All options of a menu, those of its groups among them. */
export const optionsOf = (element: Element): Option[] =>
  element.options ?? element.option_groups?.flatMap(({ options }) => options) ?? [];
