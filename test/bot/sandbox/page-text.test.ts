import { describe, expect, it } from 'vitest';
import { initialOf, stateOf } from '../../../bot/sandbox/page/slack/held.ts';
import { type Mrkdwn, readMrkdwn } from '../../../bot/sandbox/page/slack/mrkdwn.ts';
import { withMentions } from '../../../bot/sandbox/page/slack/people.ts';
import { type Piece, treeOf } from '../../../bot/sandbox/page/telegram/entities.ts';
import type { TelegramEntity } from '../../../bot/sandbox/views.ts';
import { fakeSlack, RAHMA, SLACK_BOT } from './page-fake.ts';

const short = (piece: Piece): unknown =>
  typeof piece === 'string' ? piece : { [piece.entity.type]: piece.pieces.map(short) };

describe('Telegram’s entities as a tree', () => {
  it.each<[what: string, text: string, entities: TelegramEntity[], tree: unknown[]]>([
    ['nothing', 'abc', [], ['abc']],
    ['in UTF-16 units', '👍 ya', [{ type: 'bold', offset: 3, length: 2 }], ['👍 ', { bold: ['ya'] }]],
    [
      'inside each other, whatever their order',
      'abcd',
      [
        { type: 'italic', offset: 1, length: 2 },
        { type: 'bold', offset: 0, length: 4 },
      ],
      [{ bold: ['a', { italic: ['bc'] }, 'd'] }],
    ],
    [
      'with the same reach',
      'ab',
      [
        { type: 'bold', offset: 0, length: 2 },
        { type: 'italic', offset: 0, length: 2 },
      ],
      [{ bold: [{ italic: ['ab'] }] }],
    ],
    [
      'cut where the outer one ends',
      'abcd',
      [
        { type: 'bold', offset: 0, length: 2 },
        { type: 'italic', offset: 1, length: 3 },
      ],
      [{ bold: ['a', { italic: ['b'] }] }, 'cd'],
    ],
    ['past the end', 'ab', [{ type: 'bold', offset: 1, length: 9 }], ['a', { bold: ['b'] }]],
    [
      'with the line break after a quote in the quote',
      'a\nkutip\nb',
      [{ type: 'blockquote', offset: 2, length: 5 }],
      ['a\n', { blockquote: ['kutip'] }, 'b'],
    ],
  ])('%s', (_what, text, entities, tree) => {
    expect(treeOf(text, entities).map(short)).toEqual(tree);
  });
});

describe('Slack’s mrkdwn', () => {
  it.each<[text: string, pieces: Mrkdwn[]]>([
    ['*tebal* dan _miring_', [{ kind: 'bold', inside: ['tebal'] }, ' dan ', { kind: 'italic', inside: ['miring'] }]],
    ['snake_case_name dan 2*3*4', ['snake_case_name dan 2*3*4']],
    ['*a _b_*', [{ kind: 'bold', inside: ['a ', { kind: 'italic', inside: ['b'] }] }]],
    ['`*x*` &lt;b&gt; &amp;amp;', [{ kind: 'code', text: '*x*' }, ' <b> &amp;']],
    ['<https://a.id?x=1&amp;y=2|sini>', [{ kind: 'link', url: 'https://a.id?x=1&y=2', inside: 'sini' }]],
    ['<@U01> <!here>', [{ kind: 'user', name: 'U01' }, ' ', { kind: 'broadcast', name: 'here' }]],
    ['&gt; satu\n&gt; dua\ntiga', [{ kind: 'quote', inside: ['satu\ndua'] }, 'tiga']],
    ['a\n```x *y*\nz```\nb', ['a', { kind: 'pre', text: 'x *y*\nz' }, 'b']],
    ['pukul 08:30:00', ['pukul 08', { kind: 'emoji', name: '30' }, '00']],
    [':bell: ada', [{ kind: 'emoji', name: 'bell' }, ' ada']],
  ])('%j', (text, pieces) => {
    expect(readMrkdwn(text)).toEqual(pieces);
  });

  it('mentions people by their id, the longest name first', () => {
    const { state } = fakeSlack();
    state.users.push({ id: 'U09', name: 'rahma2', realName: 'Rahma', bot: false });
    expect(withMentions('@Rahma (LPD) @Rahma @Helpdesk LPSE @siapa', state)).toBe(
      `<@${RAHMA}> <@U09> <@${SLACK_BOT}> @siapa`,
    );
  });
});

describe('what stands in an input', () => {
  const options = ['a', 'b'].map((value) => ({ value, text: { type: 'plain_text' as const, text: value } }));
  const [a, b] = options as [(typeof options)[0], (typeof options)[0]];

  it.each([
    [{ type: 'plain_text_input' }, 'halo', { type: 'plain_text_input', value: 'halo' }],
    [{ type: 'plain_text_input' }, '', { type: 'plain_text_input', value: null }],
    [{ type: 'static_select', options }, 'b', { type: 'static_select', selected_option: b }],
    [{ type: 'radio_buttons', options }, '', { type: 'radio_buttons', selected_option: null }],
    [
      { type: 'multi_static_select', option_groups: [{ label: a.text, options }] },
      ['b'],
      { type: 'multi_static_select', selected_options: [b] },
    ],
    [{ type: 'checkboxes', options }, ['b', 'a'], { type: 'checkboxes', selected_options: [a, b] }],
    [{ type: 'users_select' }, 'U01', { type: 'users_select', selected_user: 'U01' }],
    [{ type: 'datepicker' }, '2026-11-30', { type: 'datepicker', selected_date: '2026-11-30' }],
    [{ type: 'timepicker' }, '', { type: 'timepicker', selected_time: null }],
  ])('%j holding %j', (element, held, state) => {
    expect(stateOf({ action_id: 'v', ...element }, held)).toEqual(state);
  });

  it('is what the app put there, until somebody changes it; a button holds nothing', () => {
    expect(initialOf({ type: 'radio_buttons', action_id: 'v', options, initial_option: b })).toBe('b');
    expect(initialOf({ type: 'checkboxes', action_id: 'v', options, initial_options: [a] })).toEqual(['a']);
    expect(initialOf({ type: 'plain_text_input', action_id: 'v' })).toBe('');
    expect(initialOf({ type: 'button', action_id: 'v' })).toBeUndefined();
  });
});
