import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { render, type TelegramMessage } from '../../../bot/telegram/render.ts';
import type { Entity } from '../../../bot/telegram/rich-text.ts';
import type { Block, Reply, Span } from '../../../handlers/index.ts';

const shown = ({ text }: TelegramMessage, { type, offset, length }: Entity) => [
  type,
  text.slice(offset, offset + length),
];
const paragraph = (...spans: Span[]): Block => ({ kind: 'paragraph', spans });

describe('how a reply looks', () => {
  it('marks words by place, never by signs in the text', () => {
    const [message] = render({
      blocks: [
        { kind: 'heading', text: '<b>Syarat</b> *daftar*' },
        paragraph('Isi ', { bold: 'formulir' }, ' di ', { text: 'SPSE', url: 'https://spse.inaproc.id' }, ' dengan ', {
          code: 'NPWP',
        }),
        { kind: 'list', items: [['KTP ', { italic: 'asli' }], [], ['NIB']] },
        { kind: 'quote', text: 'Pasal 5\nPenyedia wajib …' },
        { kind: 'note', spans: ['Sumber: ', { bold: 'Perbup' }, { code: '31' }] },
      ],
    });
    expect(message?.text).toBe(
      '<b>Syarat</b> *daftar*\n\nIsi formulir di SPSE dengan NPWP\n• KTP asli\n• NIB\nPasal 5\nPenyedia wajib …\n\nSumber: Perbup31',
    );
    expect(message?.entities.map((entity) => shown(message, entity))).toEqual([
      ['bold', '<b>Syarat</b> *daftar*'],
      ['bold', 'formulir'],
      ['text_link', 'SPSE'],
      ['code', 'NPWP'],
      ['italic', 'asli'],
      ['blockquote', 'Pasal 5\nPenyedia wajib …'],
      ['italic', 'Sumber: Perbup'],
      ['bold', 'Perbup'],
      ['code', '31'],
    ]);
    expect(message?.entities[2]?.url).toBe('https://spse.inaproc.id');
  });

  it('folds a long quote', () => {
    const typeOf = (length: number) =>
      render({ blocks: [{ kind: 'quote', text: 'x'.repeat(length) }] })[0]?.entities[0]?.type;
    expect([typeOf(1_200), typeOf(1_201)]).toEqual(['blockquote', 'expandable_blockquote']);
  });

  it('parts between blocks, and keeps a heading with what it announces', () => {
    const long = 'kata '.repeat(700).trim();
    const messages = render({
      blocks: [paragraph(long), { kind: 'heading', text: 'Berikutnya' }, paragraph(long), paragraph('Akhir')],
      buttons: [[{ label: 'Menu', action: { verb: 'menu', id: 0 } }]],
    });
    expect(messages.map(({ text }) => text)).toEqual([long, `Berikutnya\n\n${long}\n\nAkhir`]);
    expect(messages.map(({ buttons }) => buttons.length)).toEqual([0, 1]);
  });

  it.each([
    ['lines', 'baris yang cukup panjang. Dua\n', /Dua$/],
    ['sentences', 'Kalimat yang cukup panjang ini selesai. ', /selesai\.$/],
    ['words', 'kata-kata ', /kata-kata$/],
    ['characters', 'x😀', /[x😀]$/u],
  ])('parts a block that is too long between %s', (_, piece, end) => {
    const text = piece.repeat(Math.ceil(9_001 / piece.length)).trim();
    const messages = render({ blocks: [{ kind: 'quote', text }] });
    expect(messages).toHaveLength(3);
    for (const message of messages) {
      expect(message.text).toMatch(end);
      expect(message.entities).toEqual([{ type: 'expandable_blockquote', offset: 0, length: message.text.length }]);
    }
  });

  it('does not leave a message nearly empty for the sake of a border', () => {
    const messages = render({ blocks: [paragraph(`Judul\n${'kata '.repeat(1_000)}`)] });
    expect(messages.map(({ text }) => text.length)).toEqual([4_095, 909]);
  });

  it('shows every mark of a text that has more of them than a message may', () => {
    const items = Array.from({ length: 250 }, (_, index): Span[] => [{ bold: `${index}` }, ' ya']);
    const messages = render({ blocks: [{ kind: 'list', items }] });
    expect(messages.map(({ entities }) => entities.length)).toEqual([100, 100, 50]);
  });

  it('draws buttons, short enough for Telegram', () => {
    const [message] = render({
      blocks: [paragraph('Pilih')],
      buttons: [
        [],
        [{ label: `${'x'.repeat(62)}😀yy`, action: { verb: 'reason', id: 42, choice: 'incomplete' }, style: 'danger' }],
        [{ label: 'Buka SPSE', url: 'https://spse.inaproc.id' }],
      ],
    });
    expect(message?.buttons).toEqual([
      [{ text: `${'x'.repeat(62)}…`, callback_data: 'reason:42:incomplete' }],
      [{ text: 'Buka SPSE', url: 'https://spse.inaproc.id' }],
    ]);
  });

  it('puts what is said below a file, and cuts it there between words', () => {
    const file = { id: 7, name: 'surat.pdf', type: 'application/pdf' };
    const buttons = [[{ label: 'Menu', action: { verb: 'menu', id: 0 } as const }]];
    const heading = { kind: 'heading' as const, text: 'Berkas tiket' };
    const quote = { kind: 'quote' as const, text: 'panjang '.repeat(200) };
    const [short, ...none] = render({ blocks: [heading], file, buttons });
    expect(short).toEqual({
      text: 'Berkas tiket',
      entities: [{ type: 'bold', offset: 0, length: 12 }],
      buttons: [[{ text: 'Menu', callback_data: 'menu:0' }]],
      file,
    });
    expect(none).toEqual([]);
    const [long] = render({ blocks: [heading, quote], file });
    expect(long?.text).toMatch(/^Berkas tiket\n(panjang )+panjang…$/);
    expect(long?.text.length).toBeGreaterThan(1_012);
    expect(long?.text.length).toBeLessThanOrEqual(1_024);
    expect(long?.entities[1]).toEqual({
      type: 'expandable_blockquote',
      offset: 13,
      length: (long?.text.length ?? 0) - 13 - 1,
    });
    expect(render({ blocks: [], file })).toEqual([{ text: '', entities: [], buttons: [], file }]);
  });

  it('cuts one endless word below a file, never inside a character', () => {
    const file = { id: 7, name: 'a.pdf', type: 'application/pdf' };
    for (const text of ['😀'.repeat(600), `a${'😀'.repeat(600)}`]) {
      const [message] = render({ blocks: [{ kind: 'quote', text }], file });
      expect(message?.text.isWellFormed()).toBe(true);
      expect(message?.text.length).toBeGreaterThanOrEqual(1_022);
      expect(message?.text.length).toBeLessThanOrEqual(1_024);
    }
  });

  it('refuses what nobody should make', () => {
    const blocks = [paragraph('Pilih')];
    expect(() => render({ blocks: [] })).toThrow();
    expect(() => render({ blocks: [paragraph(' \n'), { kind: 'list', items: [[' ']] }] })).toThrow();
    expect(() => render({ blocks, buttons: [[{ label: ' ', url: 'https://a.id' }]] })).toThrow();
    expect(() =>
      render({ blocks, buttons: [[{ label: 'a', action: { verb: 'reason', id: 1, choice: 'x'.repeat(60) } }]] }),
    ).toThrow();
  });
});

describe('any reply', () => {
  const words = fc.oneof(
    { weight: 6, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    {
      weight: 3,
      arbitrary: fc.string({ unit: fc.constantFrom(' ', '\n', 'a', '. ', '😀', '\uD83D', '\u00A0'), maxLength: 200 }),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.string({ minLength: 1, maxLength: 12 }), fc.integer({ min: 300, max: 1_200 }))
        .map(([text, times]) => text.repeat(times)),
    },
  );
  const span: fc.Arbitrary<Span> = fc.oneof(
    words,
    fc.record({ bold: words }),
    fc.record({ italic: words }),
    fc.record({ code: words }),
    fc.record({ text: words, url: fc.constantFrom('https://a.id', 'https://b.id') }),
  );
  const spans = fc.array(span, { maxLength: 30 });
  const block: fc.Arbitrary<Block> = fc.oneof(
    fc.record({ kind: fc.constant('heading' as const), text: words }),
    fc.record({ kind: fc.constant('quote' as const), text: words }),
    fc.record({ kind: fc.constant('paragraph' as const), spans }),
    fc.record({ kind: fc.constant('note' as const), spans }),
    fc.record({ kind: fc.constant('list' as const), items: fc.array(spans, { maxLength: 20 }) }),
  );
  const reply: fc.Arbitrary<Reply> = fc.record({ blocks: fc.array(block, { minLength: 1, maxLength: 12 }) });
  const solid = (text: string) => text.replace(/[\s•]/gu, '');

  it('is said completely, in order, within the limits', () => {
    fc.assert(
      fc.property(reply, (made) => {
        const said = made.blocks.map(textOf).join('');
        fc.pre(said.trim() !== '');
        const messages = render(made);
        expect(solid(messages.map(({ text }) => text).join(''))).toBe(solid(said));
        for (const message of messages) checkMessage(message);
        expect(solid(messages.flatMap((message) => markedBy(message, 'code')).join(''))).toBe(
          solid(
            made.blocks
              .flatMap(spansOf)
              .map((one) => (typeof one === 'object' && 'code' in one ? one.code.toWellFormed() : ''))
              .join(''),
          ),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  function markedBy({ text, entities }: TelegramMessage, type: Entity['type']): string[] {
    return entities.filter((one) => one.type === type).map(({ offset, length }) => text.slice(offset, offset + length));
  }

  function checkMessage({ text, entities }: TelegramMessage) {
    expect(text.length).toBeGreaterThan(0);
    expect(text.length).toBeLessThanOrEqual(4_096);
    expect(text.trim()).toBe(text);
    expect(text.isWellFormed()).toBe(true);
    expect(entities.length).toBeLessThanOrEqual(100);
    for (const [index, one] of entities.entries()) {
      const covered = text.slice(one.offset, one.offset + one.length);
      expect(covered).toHaveLength(one.length);
      expect(covered.trim()).toBe(covered);
      expect(covered).not.toBe('');
      expect(covered.isWellFormed()).toBe(true);
      for (const other of entities.slice(index + 1)) checkPair(one, other);
    }
  }

  /** Two marks may lie in one another, except around code and of the same kind; they never overlap half. */
  function checkPair(one: Entity, other: Entity) {
    const [first, second] = one.offset <= other.offset ? [one, other] : [other, one];
    if (second.offset >= first.offset + first.length) return;
    const [short, long] = first.length <= second.length ? [first, second] : [second, first];
    expect(short.offset >= long.offset && short.offset + short.length <= long.offset + long.length).toBe(true);
    expect([one.type, other.type]).not.toContain('code');
    expect(one.type).not.toBe(other.type);
  }

  function spansOf(one: Block): Span[] {
    if (one.kind === 'list') return one.items.flat();
    return 'spans' in one ? one.spans : [one.text];
  }

  function textOf(one: Block): string {
    const texts = spansOf(one).map((part) => (typeof part === 'string' ? part : (Object.values(part)[0] ?? '')));
    return texts.map((text) => text.toWellFormed()).join('');
  }
});
