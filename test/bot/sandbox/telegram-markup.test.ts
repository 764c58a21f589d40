import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageText } from '../../../bot/sandbox/telegram/markup.ts';
import { Params } from '../../../bot/sandbox/telegram/params.ts';

const parse = (params: Record<string, unknown>) => messageText(new Params(params));
const html = (text: string) => parse({ text, parse_mode: 'HTML' });
const markdown = (text: string) => parse({ text, parse_mode: 'MarkdownV2' });

describe('HTML', () => {
  it.each([
    [
      '<b>a</b><strong>b</strong>',
      'ab',
      [
        ['bold', 0, 1],
        ['bold', 1, 1],
      ],
    ],
    [
      '<i>a</i> <u>b</u> <s>c</s>',
      'a b c',
      [
        ['italic', 0, 1],
        ['underline', 2, 1],
        ['strikethrough', 4, 1],
      ],
    ],
    [
      '<b>a<i>b</i></b>',
      'ab',
      [
        ['bold', 0, 2],
        ['italic', 1, 1],
      ],
    ],
    ['😀<b>b</b>', '😀b', [['bold', 2, 1]]],
    ['<code>x &lt; y &amp;&amp; z</code>', 'x < y && z', [['code', 0, 10]]],
    [
      '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
      'ab',
      [
        ['spoiler', 0, 1],
        ['spoiler', 1, 1],
      ],
    ],
    ['<blockquote expandable>a</blockquote>', 'a', [['expandable_blockquote', 0, 1]]],
    ['&#x1F600;&quot;&gt;', '😀">', []],
    ['a > b', 'a > b', []],
    ['<b></b>x', 'x', []],
    ['  <b>x</b>  ', 'x', [['bold', 0, 1]]],
  ] as [string, string, [string, number, number][]][])('%s', (source, text, entities) => {
    expect(html(source)).toEqual({
      text,
      entities: entities.map(([type, offset, length]) => ({ type, offset, length })),
    });
  });

  it('gives back every text that was escaped', () => {
    const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    const written = fc.string({
      unit: fc.oneof(fc.constantFrom(...'<>&;#/="ab '), fc.string({ unit: 'grapheme', maxLength: 1 })),
    });
    fc.assert(
      fc.property(written, (text) => {
        fc.pre(text.trim() !== '');
        expect(html(`<b>${escaped(text)}</b>`).text).toBe(text.trim());
      }),
    );
  });

  it('keeps links and languages', () => {
    expect(html('<a href="https://lpse.go.id/?a=1&amp;b=2">sini</a>').entities).toEqual([
      { type: 'text_link', offset: 0, length: 4, url: 'https://lpse.go.id/?a=1&b=2' },
    ]);
    expect(html('<a href="bukan alamat">sini</a>').entities).toEqual([]);
    expect(html('<pre><code class="language-sql">x</code></pre>').entities).toEqual([
      { type: 'pre', offset: 0, length: 1, language: 'sql' },
    ]);
  });

  it.each([
    ['a < b', 'Unsupported start tag "" at byte offset 2'],
    ['a <b', 'Unclosed start tag at byte offset 2'],
    ['é < b >', 'Unsupported start tag "" at byte offset 3'],
    ['<p>a</p>', 'Unsupported start tag "p" at byte offset 0'],
    ['<b>a', `Can't find end tag corresponding to start tag "b"`],
    ['a</b>', 'Unexpected end tag at byte offset 1'],
    ['<b>a</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['<b><i>a</b></i>', 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
    ['<i>a</i', 'Unclosed end tag at byte offset 4'],
    ['<i =x>a</i>', 'Empty attribute name in the tag "i" at byte offset 0'],
    ['<a href="x>a</a>', 'Unclosed start tag at byte offset 0'],
    ['<span>a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['A & B', 'Unsupported character reference at byte offset 2'],
    ['&nbsp;', 'Unsupported character reference at byte offset 0'],
    ['<blockquote>a<blockquote>b</blockquote></blockquote>', "blockquote entities can't be nested"],
  ])('refuses %s', (source, why) => {
    expect(() => html(source)).toThrow(`Bad Request: can't parse entities: ${why}`);
  });
});

describe('MarkdownV2', () => {
  it.each([
    ['*a* _b_ __c__ ~d~ ||e||', 'a b c d e', ['bold', 'italic', 'underline', 'strikethrough', 'spoiler']],
    ['*a _b_*', 'a b', ['bold', 'italic']],
    ['`a_b`', 'a_b', ['code']],
    ['```sql\nselect\n```', 'select', ['pre']],
    ['[a](https://lpse.go.id)', 'a', ['text_link']],
    ['>a\n>b\nc', 'a\nb\nc', ['blockquote']],
    ['1\\. a\\-b', '1. a-b', []],
  ])('%s', (source, text, types) => {
    const parsed = markdown(source);
    expect(parsed.text).toBe(text);
    expect(parsed.entities.map(({ type }) => type)).toEqual(types);
  });

  it.each([
    ['Versi 1.0', "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ['a-b', "Character '-' is reserved and must be escaped with the preceding '\\'"],
    ['a > b', "Character '>' is reserved and must be escaped with the preceding '\\'"],
    ['é*a', "Can't find end of Bold entity at byte offset 2"],
    ['`a', "Can't find end of Code entity at byte offset 0"],
    ['```a', "Can't find end of Pre entity at byte offset 0"],
    ['[a](b', "Can't find end of a URL at byte offset 3"],
  ])('refuses %s', (source, why) => {
    expect(() => markdown(source)).toThrow(`Bad Request: can't parse entities: ${why}`);
  });
});

describe('entities', () => {
  const withEntity = (text: string, entity: object) => parse({ text, entities: [entity] });

  it.each([
    [
      'past the end',
      'abc',
      { type: 'bold', offset: 1, length: 3 },
      'entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 4',
    ],
    ['before the start', 'abc', { type: 'bold', offset: -1, length: 2 }, 'ENTITY_BOUNDS_INVALID'],
    ['empty', 'abc', { type: 'bold', offset: 1, length: 0 }, 'ENTITY_BOUNDS_INVALID'],
    [
      'inside a character',
      'a😀',
      { type: 'bold', offset: 0, length: 2 },
      'entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol',
    ],
    [
      'unknown',
      'abc',
      { type: 'tebal', offset: 0, length: 1 },
      "can't parse MessageEntity: Unsupported type specified",
    ],
    ['without offset', 'abc', { type: 'bold', length: 1 }, `can't parse MessageEntity: Can't find field "offset"`],
    [
      'a link without address',
      'abc',
      { type: 'text_link', offset: 0, length: 1 },
      `can't parse MessageEntity: Can't find field "url"`,
    ],
    [
      'a link to nowhere',
      'abc',
      { type: 'text_link', offset: 0, length: 1, url: 'localhost' },
      "entity URL 'localhost' is invalid: Wrong HTTP URL",
    ],
  ])('refuses one %s', (_name, text, entity, why) => {
    expect(() => withEntity(text, entity)).toThrow(`Bad Request: ${why}`);
  });

  it('refuses a quotation inside another', () => {
    const quote = (offset: number, length: number) => ({ type: 'blockquote', offset, length });
    expect(() => parse({ text: 'abcdef', entities: [quote(0, 4), quote(2, 3)] })).toThrow("can't be nested");
    expect(parse({ text: 'abcdef', entities: [quote(3, 3), quote(0, 3)] }).entities).toHaveLength(2);
  });

  it('may come as text of JSON, and count in UTF-16 units', () => {
    const entities = JSON.stringify([{ type: 'bold', offset: 2, length: 1 }]);
    expect(parse({ text: '😀b', entities }).entities).toEqual([{ type: 'bold', offset: 2, length: 1 }]);
  });

  it('finds links and commands by itself, but not in code', () => {
    const types = ({ entities }: { entities: { type: string }[] }) => entities.map(({ type }) => type);
    expect(types(parse({ text: 'lpse.go.id, helpdesk@lpse.go.id /tanya dan/atau a.b 21/22' }))).toEqual([
      'url',
      'email',
      'bot_command',
    ]);
    expect(types(html('<code>https://lpse.go.id</code>'))).toEqual(['code']);
  });
});
