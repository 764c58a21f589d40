import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SlackServer, startSlackServer } from '../../../bot/sandbox/slack/index.ts';
import { clientOf, refusalOf } from './slack-app.ts';

let server: SlackServer;
let channel: string;
let user: string;
beforeAll(async () => {
  server = await startSlackServer({ limits: 'off', retryDelaysMs: [] });
  user = server.people.addUser('ani', 'Ani').id;
  channel = server.people.addChannel('layanan', [user]);
});
afterAll(() => server.stop());

const x = (length: number) => 'x'.repeat(length);
const plain = (length: number) => ({ type: 'plain_text', text: x(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: x(length) });
const many = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));
const section = (more: object) => ({ type: 'section', text: mrkdwn(1), ...more });
const button = (more: object = {}) => ({ type: 'button', text: plain(1), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (index: number, more: object = {}) => ({ text: plain(1), value: `v${index}`, ...more });
const select = (more: object = {}) => ({ type: 'static_select', options: [option(0)], ...more });
const confirm = (more: object) => ({
  title: plain(1),
  text: plain(1),
  confirm: plain(1),
  deny: plain(1),
  ...more,
});
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain(1), element, ...more });
const writing = (more: object = {}) => ({ type: 'plain_text_input', ...more });
const rich = (...elements: object[]) => ({ type: 'rich_text', elements });
const words = (text = 'x') => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });

/** Each limit: blocks at it, blocks beyond it, and where Slack says it is. */
const LIMITS: [what: string, at: object[], beyond: object[], pointer: string][] = [
  ['blocks', many(50, () => ({ type: 'divider' })), many(51, () => ({ type: 'divider' })), '/blocks'],
  ['section text', [section({ text: mrkdwn(3_000) })], [section({ text: mrkdwn(3_001) })], '/blocks/0/text/text'],
  ['empty section text', [section({})], [section({ text: mrkdwn(0) })], '/blocks/0/text/text'],
  [
    'fields',
    [section({ fields: many(10, () => mrkdwn(1)) })],
    [section({ fields: many(11, () => mrkdwn(1)) })],
    '/blocks/0/fields',
  ],
  [
    'field text',
    [section({ fields: [mrkdwn(2_000)] })],
    [section({ fields: [mrkdwn(2_001)] })],
    '/blocks/0/fields/0/text',
  ],
  ['header', [{ type: 'header', text: plain(150) }], [{ type: 'header', text: plain(151) }], '/blocks/0/text/text'],
  ['header kind', [{ type: 'header', text: plain(1) }], [{ type: 'header', text: mrkdwn(1) }], '/blocks/0/text/type'],
  [
    'context',
    [{ type: 'context', elements: many(10, () => mrkdwn(1)) }],
    [{ type: 'context', elements: many(11, () => mrkdwn(1)) }],
    '/blocks/0/elements',
  ],
  ['actions', [actions(...many(25, () => button()))], [actions(...many(26, () => button()))], '/blocks/0/elements'],
  ['no actions', [actions(button())], [actions()], '/blocks/0/elements'],
  [
    'button text',
    [actions(button({ text: plain(75) }))],
    [actions(button({ text: plain(76) }))],
    '/blocks/0/elements/0/text/text',
  ],
  ['button text kind', [actions(button())], [actions(button({ text: mrkdwn(1) }))], '/blocks/0/elements/0/text/type'],
  [
    'button value',
    [actions(button({ value: x(2_000) }))],
    [actions(button({ value: x(2_001) }))],
    '/blocks/0/elements/0/value',
  ],
  [
    'button url',
    [actions(button({ url: x(3_000) }))],
    [actions(button({ url: x(3_001) }))],
    '/blocks/0/elements/0/url',
  ],
  [
    'button style',
    [actions(button({ style: 'danger' }))],
    [actions(button({ style: 'default' }))],
    '/blocks/0/elements/0/style',
  ],
  [
    'action_id',
    [actions(button({ action_id: x(255) }))],
    [actions(button({ action_id: x(256) }))],
    '/blocks/0/elements/0/action_id',
  ],
  [
    'equal action_ids',
    [actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))],
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    '/blocks/0',
  ],
  ['block_id', [section({ block_id: x(255) })], [section({ block_id: x(256) })], '/blocks/0/block_id'],
  [
    'equal block_ids',
    [section({ block_id: 'a' }), section({ block_id: 'b' })],
    [section({ block_id: 'a' }), section({ block_id: 'a' })],
    '/blocks',
  ],
  [
    'options',
    [section({ accessory: select({ options: many(100, (index) => option(index)) }) })],
    [section({ accessory: select({ options: many(101, (index) => option(index)) }) })],
    '/blocks/0/accessory/options',
  ],
  [
    'option text',
    [section({ accessory: select({ options: [option(0, { text: plain(75) })] }) })],
    [section({ accessory: select({ options: [option(0, { text: plain(76) })] }) })],
    '/blocks/0/accessory/options/0/text/text',
  ],
  [
    'option value',
    [section({ accessory: select({ options: [option(0, { value: x(150) })] }) })],
    [section({ accessory: select({ options: [option(0, { value: x(151) })] }) })],
    '/blocks/0/accessory/options/0/value',
  ],
  [
    'initial option',
    [section({ accessory: select({ initial_option: option(0) }) })],
    [section({ accessory: select({ initial_option: option(1) }) })],
    '/blocks/0/accessory',
  ],
  [
    'placeholder',
    [section({ accessory: select({ placeholder: plain(150) }) })],
    [section({ accessory: select({ placeholder: plain(151) }) })],
    '/blocks/0/accessory/placeholder/text',
  ],
  [
    'overflow',
    [section({ accessory: { type: 'overflow', options: many(5, (index) => option(index)) } })],
    [section({ accessory: { type: 'overflow', options: many(6, (index) => option(index)) } })],
    '/blocks/0/accessory/options',
  ],
  [
    'radio buttons',
    [section({ accessory: { type: 'radio_buttons', options: many(10, (index) => option(index)) } })],
    [section({ accessory: { type: 'radio_buttons', options: many(11, (index) => option(index)) } })],
    '/blocks/0/accessory/options',
  ],
  [
    'title of a confirmation',
    [actions(button({ confirm: confirm({ title: plain(100) }) }))],
    [actions(button({ confirm: confirm({ title: plain(101) }) }))],
    '/blocks/0/elements/0/confirm/title/text',
  ],
  [
    'text of a confirmation',
    [actions(button({ confirm: confirm({ text: plain(300) }) }))],
    [actions(button({ confirm: confirm({ text: plain(301) }) }))],
    '/blocks/0/elements/0/confirm/text/text',
  ],
  [
    'button of a confirmation',
    [actions(button({ confirm: confirm({ deny: plain(30) }) }))],
    [actions(button({ confirm: confirm({ deny: plain(31) }) }))],
    '/blocks/0/elements/0/confirm/deny/text',
  ],
  [
    'input label',
    [input(writing(), { label: plain(2_000) })],
    [input(writing(), { label: plain(2_001) })],
    '/blocks/0/label/text',
  ],
  [
    'max_length',
    [input(writing({ max_length: 3_000 }))],
    [input(writing({ max_length: 3_001 }))],
    '/blocks/0/element/max_length',
  ],
  ['text input outside input', [input(writing())], [actions(writing())], '/blocks/0/elements/0/type'],
  ['button inside input', [actions(button())], [input(button())], '/blocks/0/element/type'],
  ['block type', [{ type: 'divider' }], [{ type: 'carousel' }], '/blocks/0/type'],
  ['unknown field', [section({})], [section({ colour: 'red' })], '/blocks/0'],
  ['missing field', [section({})], [{ type: 'section' }], '/blocks/0'],
  [
    'image alt text',
    [{ type: 'image', image_url: 'https://lpse.go.id/a.png', alt_text: x(2_000) }],
    [{ type: 'image', image_url: 'https://lpse.go.id/a.png', alt_text: x(2_001) }],
    '/blocks/0/alt_text',
  ],
  [
    'rich text',
    [
      rich(
        words(),
        { type: 'rich_text_list', style: 'bullet', elements: [words()] },
        { type: 'rich_text_quote', elements: [{ type: 'link', url: 'https://lpse.go.id' }] },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'x' }] },
      ),
    ],
    [rich(words(''))],
    '/blocks/0/elements/0/elements/0/text',
  ],
  [
    'rich text list',
    [rich({ type: 'rich_text_list', style: 'ordered', elements: [words()] })],
    [rich({ type: 'rich_text_list', style: 'numbers', elements: [words()] })],
    '/blocks/0/elements/0/style',
  ],
];

const VIEW_LIMITS: [what: string, at: object, beyond: object, pointer: string][] = [
  [
    'blocks',
    { blocks: many(100, () => ({ type: 'divider' })) },
    { blocks: many(101, () => ({ type: 'divider' })) },
    '/view/blocks',
  ],
  ['title', { title: plain(24) }, { title: plain(25) }, '/view/title/text'],
  ['submit', { submit: plain(24) }, { submit: plain(25) }, '/view/submit/text'],
  ['close', { close: plain(24) }, { close: plain(25) }, '/view/close/text'],
  ['callback_id', { callback_id: x(255) }, { callback_id: x(256) }, '/view/callback_id'],
  ['private_metadata', { private_metadata: x(3_000) }, { private_metadata: x(3_001) }, '/view/private_metadata'],
  ['submit for inputs', { submit: plain(1), blocks: [input(writing())] }, { blocks: [input(writing())] }, '/view'],
  [
    'initial_date',
    { submit: plain(1), blocks: [input({ type: 'datepicker', action_id: 'a', initial_date: '2028-02-29' })] },
    { submit: plain(1), blocks: [input({ type: 'datepicker', action_id: 'a', initial_date: '2026-02-29' })] },
    '/view/blocks/0/element/initial_date',
  ],
  [
    'initial_time',
    { submit: plain(1), blocks: [input({ type: 'timepicker', action_id: 'a', initial_time: '00:00' })] },
    { submit: plain(1), blocks: [input({ type: 'timepicker', action_id: 'a', initial_time: '24:00' })] },
    '/view/blocks/0/element/initial_time',
  ],
  ['block in a view', {}, { blocks: [{ type: 'markdown', text: 'x' }] }, '/view/blocks/0/type'],
];

describe('blocks of a message', () => {
  it.each(LIMITS)('are held to the limit of %s', async (_, at, beyond, pointer) => {
    const client = clientOf(server);
    await client.chat.postMessage({ channel, text: 'x', blocks: at as never });
    const refusal = await refusalOf(client.chat.postMessage({ channel, text: 'x', blocks: beyond as never }));
    expect(refusal.error).toBe('invalid_blocks');
    expect(refusal.messages).toEqual([expect.stringMatching(/^\[ERROR\] .+ \[json-pointer:.+\]$/)]);
    expect(refusal.messages[0]).toContain(`[json-pointer:${pointer}]`);
  });

  it('get names where the app gave none', async () => {
    const client = clientOf(server);
    const { message } = await client.chat.postMessage({ channel, text: 'x', blocks: [actions(button())] as never });
    expect(message?.blocks).toMatchObject([
      { block_id: expect.stringMatching(/.+/), elements: [{ action_id: expect.stringMatching(/.+/) }] },
    ]);
  });
});

describe('a view', () => {
  const home = { type: 'home', blocks: [{ type: 'divider' }] };
  const modal = { type: 'modal', title: plain(1), blocks: [{ type: 'divider' }] };

  it.each(VIEW_LIMITS)('is held to the limit of %s', async (_, at, beyond, pointer) => {
    const client = clientOf(server);
    // The view is looked at before the trigger: a sound one comes as far as the trigger that nobody gave.
    const open = (more: object) =>
      refusalOf(client.views.open({ trigger_id: 'tidak-ada', view: { ...modal, ...more } as never }));
    expect((await open(at)).error).toBe('invalid_trigger_id');
    const { error, messages } = await open(beyond);
    expect(error).toBe('invalid_arguments');
    expect(messages[0]).toContain(`[json-pointer:${pointer}]`);
  });

  it('of a home is published with the right hash only', async () => {
    const client = clientOf(server);
    const publish = (hash?: string) =>
      client.views.publish({ user_id: user, view: home as never, ...(hash && { hash }) });
    const first = (await publish()).view?.hash ?? '';
    await publish(first);
    expect((await refusalOf(publish(first))).error).toBe('hash_conflict');
    expect((await refusalOf(client.views.publish({ user_id: user, view: modal as never }))).error).toBe(
      'invalid_arguments',
    );
  });

  it('may not be larger than 250 kB', async () => {
    const blocks = many(100, () => section({ text: mrkdwn(2_900) }));
    const open = clientOf(server).views.open({ trigger_id: 'x', view: { ...modal, blocks } as never });
    expect((await refusalOf(open)).error).toBe('view_too_large');
  });
});
