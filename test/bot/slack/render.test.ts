import type { types } from '@slack/bolt';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modal, sentForm } from '../../../bot/slack/modal.ts';
import { clean, pieces } from '../../../bot/slack/pieces.ts';
import { render } from '../../../bot/slack/render.ts';
import { type Block, type Button, decodeAction, type Form, type Reply, type Span } from '../../../handlers/index.ts';

type Node = Record<string, unknown>;

/** Every object below a value, itself among them. */
function nodes(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodes);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap(nodes)];
}

/** The words that a reader sees in blocks, in order; spaces and line ends are nobody's. */
const visible = (blocks: types.KnownBlock[]): string =>
  blocks
    .filter(({ type }) => type !== 'actions')
    .flatMap(nodes)
    .flatMap(({ text }) => (typeof text === 'string' ? [text] : []))
    .join('');
const solid = (text: string): string => clean(text).replace(/\s+/g, '');

/** What Slack would refuse in blocks, a sentence each. */
function faults(blocks: types.KnownBlock[], most: number): string[] {
  const found: string[] = [];
  if (blocks.length > most) found.push(`${blocks.length} blocks`);
  for (const node of nodes(blocks)) {
    const { type, text, elements } = node;
    if (type === 'mrkdwn' || type === 'user' || type === 'broadcast' || type === 'usergroup') found.push(`a ${type}`);
    if (typeof text === 'string' && (text === '' || text.length > 3000)) found.push(`a ${type} of ${text.length}`);
    if (typeof text === 'string' && !text.isWellFormed()) found.push('half a surrogate pair');
    if (Array.isArray(elements) && elements.length === 0) found.push(`an empty ${type}`);
    if (type === 'header' && String((text as Node).text).length > 150) found.push('a long header');
    if (type === 'button' && String((text as Node).text).length > 75) found.push('a long button');
    if (type === 'context' && (elements as unknown[]).length > 10) found.push('a long context');
    if (type === 'rich_text' && visible([node as unknown as types.KnownBlock]).length > 3000)
      found.push('a long rich text');
    if (type === 'actions') {
      const ids = (elements as Node[]).map(({ action_id }) => action_id);
      if (ids.length > 25) found.push('a long row');
      if (new Set(ids).size < ids.length) found.push('one action twice');
    }
  }
  return found;
}

const odd = fc.constantFrom(
  '<!channel>',
  '<@U1>',
  '*tebal*',
  '_x_ ~y~ `z`',
  '👩🏽‍💻',
  '\ud83d',
  '&lt;',
  ':smile:',
  '\u0000',
  '\r\n',
);
const words = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
      odd,
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(' '));
const long = fc
  .tuple(words, fc.integer({ min: 1, max: 10_000 }))
  .map(([text, size]) => `${text} a😀`.repeat(size).slice(0, 10_000));
const text = fc.oneof({ weight: 6, arbitrary: words }, { weight: 1, arbitrary: long });
const url = fc.oneof(fc.webUrl(), fc.constantFrom('https://lpse.go.id/a b', 'http://127.0.0.1:8080/x'));
const span: fc.Arbitrary<Span> = fc.oneof(
  text,
  fc.record({ bold: text }),
  fc.record({ italic: text }),
  fc.record({ code: text }),
  fc.record({ text: words.filter((one) => solid(one) !== ''), url }),
);
const spans = fc.array(span, { maxLength: 5 });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text }),
  fc.record({ kind: fc.constant('paragraph' as const), spans }),
  fc.record({ kind: fc.constant('quote' as const), text }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(spans, { maxLength: 8 }) }),
  fc.record({ kind: fc.constant('note' as const), spans }),
);
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({ label: words, action: fc.record({ verb: fc.constant('answer' as const), id: fc.nat(20) }) }),
  fc.record({ label: words, url }),
);
const reply: fc.Arbitrary<Reply> = fc.record({
  blocks: fc.array(block, { maxLength: 12 }),
  buttons: fc.array(fc.array(button, { maxLength: 30 }), { maxLength: 4 }),
});

const wordsOfSpan = (one: Span): string =>
  typeof one === 'string' ? one : (Object.entries(one).find(([key]) => key !== 'url')?.[1] ?? '');
function wordsOfBlock(one: Block): string {
  if (one.kind === 'heading' || one.kind === 'quote') return one.text;
  const all = one.kind === 'list' ? one.items.flat() : one.spans;
  return all.map(wordsOfSpan).map(clean).join('');
}

describe('a reply for Slack', () => {
  it('is within the limits and says all words in order, whatever they are', () => {
    fc.assert(
      fc.property(reply, (one) => {
        const messages = render(one);
        expect(messages.length).toBeGreaterThan(0);
        for (const { text, blocks, home } of messages) {
          expect(faults(blocks, 50)).toEqual([]);
          expect(faults(home.blocks as types.KnownBlock[], 100)).toEqual([]);
          expect(blocks.length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(3000);
          expect(text).not.toBe('');
          expect(text).not.toMatch(/[<>]/);
          expect(text.isWellFormed()).toBe(true);
        }
        const said = solid(one.blocks.map(wordsOfBlock).map(clean).join(''));
        const seen = solid(messages.map(({ blocks }) => visible(blocks)).join(''));
        expect(seen).toBe(said === '' && seen === '…' ? '…' : said);
      }),
      { numRuns: 150 },
    );
  });

  it('draws each kind of block as something in which Slack reads no markup', () => {
    const [message] = render({
      blocks: [
        { kind: 'heading', text: 'Syarat\ndaftar' },
        {
          kind: 'paragraph',
          spans: [
            '<!channel> *a* ',
            { bold: 'b' },
            { italic: 'i' },
            { code: 'c' },
            { text: 'laman', url: 'https://lpse.go.id' },
          ],
        },
        { kind: 'quote', text: 'Pasal 21' },
        { kind: 'list', items: [['satu'], ['dua ', { bold: '2' }]] },
        { kind: 'note', spans: ['kecil ', { bold: 'sekali' }] },
      ],
    });
    expect(message?.blocks).toEqual([
      { type: 'header', text: { type: 'plain_text', text: 'Syarat daftar', emoji: false } },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: '<!channel> *a* ' },
              { type: 'text', text: 'b', style: { bold: true } },
              { type: 'text', text: 'i', style: { italic: true } },
              { type: 'text', text: 'c', style: { code: true } },
              { type: 'link', url: 'https://lpse.go.id/', text: 'laman' },
            ],
          },
        ],
      },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: 'Pasal 21' }] }],
      },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [
              { type: 'rich_text_section', elements: [{ type: 'text', text: 'satu' }] },
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'text', text: 'dua ' },
                  { type: 'text', text: '2', style: { bold: true } },
                ],
              },
            ],
          },
        ],
      },
      { type: 'context', elements: [{ type: 'plain_text', text: 'kecil sekali', emoji: false }] },
    ]);
    expect(message?.text).toBe(
      'Syarat daftar\n&lt;!channel&gt; *a* bic' + 'laman\nPasal 21\n• satu\n• dua 2\nkecil sekali',
    );
  });

  it('never makes a link of another scheme, and never loses its words', () => {
    const [message] = render({
      blocks: [{ kind: 'paragraph', spans: [{ text: 'klik', url: 'javascript:alert(1)' }] }],
      buttons: [[{ label: 'Buka', url: 'slack://x' }]],
    });
    expect(message?.blocks).toEqual([
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'klik (javascript:alert(1))' }] }],
      },
    ]);
  });

  it('puts the buttons on the last of several messages, each with its action', () => {
    const messages = render({
      blocks: Array.from({ length: 70 }, (_, n) => ({ kind: 'paragraph', spans: [`kalimat ${n}`] })),
      buttons: [
        [
          { label: 'Ya', action: { verb: 'useful', id: 3 }, style: 'primary' },
          { label: 'x'.repeat(90), action: { verb: 'reason', id: 3, choice: 'other' } },
        ],
        [{ label: 'Buka', url: 'https://lpse.go.id' }],
      ],
    });
    expect(messages.map(({ blocks }) => blocks.length)).toEqual([50, 22]);
    const rows = messages[1]?.blocks.slice(-2) as types.ActionsBlock[];
    expect(rows[0]?.elements).toMatchObject([
      { action_id: 'useful:3', style: 'primary', text: { text: 'Ya' } },
      { action_id: 'reason:3:other', text: { text: `${'x'.repeat(74)}…` } },
    ]);
    expect(decodeAction('useful:3')).toEqual({ verb: 'useful', id: 3 });
    expect(rows[1]?.elements).toMatchObject([{ url: 'https://lpse.go.id/' }]);
    expect(messages.flatMap(({ blocks }) => blocks).filter(({ type }) => type === 'actions')).toHaveLength(2);
  });

  it('parts a long text at words and never in a surrogate pair', () => {
    const sentence = 'pendaftaran penyedia '.repeat(400);
    const [message] = render({ blocks: [{ kind: 'quote', text: sentence }] });
    expect(message?.blocks.length).toBeGreaterThan(1);
    for (const one of message?.blocks ?? [])
      expect(visible([one]).trim()).toMatch(/^(pendaftaran|penyedia).*(pendaftaran|penyedia)$/);
    expect(pieces('😀😀😀', 3)).toEqual(['😀', '😀', '😀']);
    expect(pieces('satu dua', 6)).toEqual(['satu ', 'dua']);
    expect(pieces('baris satu\nbaris dua', 14)).toEqual(['baris satu\n', 'baris dua']);
  });

  it('starts a new message before it gets longer than Slack takes', () => {
    const messages = render({
      blocks: Array.from({ length: 9 }, () => ({ kind: 'quote', text: 'kata '.repeat(580) })),
    });
    expect(messages.length).toBe(3);
    for (const { blocks } of messages) expect(JSON.stringify(blocks).length).toBeLessThan(10_010);
  });
});

const FORM: Form = {
  name: 'report',
  id: 7,
  title: 'Laporkan gangguan aplikasi SPSE',
  submit: 'Kirim',
  intro: [{ kind: 'note', spans: ['Isi seperlunya.'] }],
  fields: [
    { name: 'subject', label: 'Perihal', kind: 'text', longest: 80, initial: 'SPSE' },
    { name: 'note', label: 'Uraian', kind: 'long', optional: true, hint: 'Kapan, di mana' },
    { name: 'area', label: 'Bidang', kind: 'choice', options: [{ value: 'a', label: 'A' }], initial: 'a' },
    {
      name: 'marks',
      label: 'Tanda',
      kind: 'choices',
      options: Array.from({ length: 12 }, (_, n) => ({ value: `${n}`, label: `Tanda ${n}` })),
      initial: ['3', '99'],
    },
    { name: 'officer', label: 'Petugas', kind: 'person', initial: 'U0SITI0001' },
  ],
};
const PLACE = { channel: 'slack', chat: 'C1', audience: 'group', onlyFor: 'U1' } as const;

describe('a form for Slack', () => {
  it('is a modal with a block for each field', () => {
    const view = modal(FORM, PLACE);
    expect(view).toMatchObject({ type: 'modal', callback_id: 'report', title: { text: 'Laporkan gangguan aplik…' } });
    expect(view.blocks).toMatchObject([
      { type: 'context' },
      {
        block_id: 'subject',
        element: { type: 'plain_text_input', multiline: false, max_length: 80, initial_value: 'SPSE' },
      },
      { block_id: 'note', optional: true, hint: { text: 'Kapan, di mana' }, element: { multiline: true } },
      { block_id: 'area', element: { type: 'radio_buttons', initial_option: { value: 'a' } } },
      {
        block_id: 'marks',
        element: { type: 'multi_static_select', initial_options: [{ value: '3', text: { text: 'Tanda 3' } }] },
      },
      { block_id: 'officer', element: { type: 'users_select', initial_user: 'U0SITI0001' } },
    ]);
  });

  it('comes back with its name, its number and its place', () => {
    const { callback_id, private_metadata, blocks } = modal(FORM, PLACE);
    const inputs = blocks.filter((one) => one.type === 'input') as types.InputBlock[];
    const values = Object.fromEntries(
      inputs.map((one) => [one.block_id, { [one.element.action_id ?? '']: { value: `isi ${one.block_id}` } }]),
    );
    const sent = sentForm({
      id: 'V1',
      callback_id: callback_id ?? '',
      private_metadata: private_metadata ?? '',
      state: { values },
    });
    expect(sent?.place).toEqual(PLACE);
    expect(sent?.event).toMatchObject({ kind: 'form', form: 'report', id: 7, fields: { note: 'isi note' } });
  });
});
