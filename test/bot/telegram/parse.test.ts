import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../bot/telegram/parse.ts';

const BOT = { id: 7_000_000_001, username: 'HelpdeskLpseBot' };
const NOW = 1_790_000_000_000;
const DATE = 1_785_000_000;
const SITI = {
  id: 812_345_678,
  is_bot: false,
  first_name: 'Siti',
  last_name: 'Aminah',
  username: 'sitia',
  language_code: 'id',
};
const PRIVATE = { id: SITI.id, first_name: 'Siti', last_name: 'Aminah', username: 'sitia', type: 'private' };
const GROUP = { id: -1_001_234_567_890, title: 'Penyedia Polman', type: 'supergroup' };
const CHANNEL = { id: -1_001_987_654_321, title: 'Info LPSE Polman', type: 'channel' };
/** Who stands as the author of what is written in the name of a group. */
const GROUP_BOT = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };

const message = (content: object, chat: object = PRIVATE) => ({
  update_id: 41,
  message: { message_id: 9, from: SITI, chat, date: DATE, ...content },
});
const post = (content: object, kind = 'channel_post') => ({
  update_id: 45,
  [kind]: { message_id: 9, sender_chat: CHANNEL, chat: CHANNEL, date: DATE, ...content },
});
const anonymous = (content: object) => message({ from: GROUP_BOT, sender_chat: GROUP, ...content }, GROUP);
const edited = (content: object, chat: object = PRIVATE) => ({
  update_id: 42,
  edited_message: { message_id: 9, from: SITI, chat, date: DATE, edit_date: DATE + 60, ...content },
});
const pressed = (data: string, chat: object = PRIVATE) => ({
  update_id: 43,
  callback_query: {
    id: '4382bfdwdsb323b2d9',
    from: SITI,
    chat_instance: '-392',
    data,
    message: { message_id: 10, from: { ...BOT, is_bot: true, first_name: 'Helpdesk' }, chat, date: DATE, text: 'Halo' },
  },
});
const membership = (chat: object, was: object, is: object) => ({
  update_id: 44,
  my_chat_member: { chat, from: SITI, date: DATE, old_chat_member: was, new_chat_member: is },
});
const mention = (text: string, name = `@${BOT.username}`) => ({
  type: 'mention',
  offset: text.toLowerCase().indexOf(name.toLowerCase()),
  length: name.length,
});
const eventOf = (update: unknown) => parse(update, BOT, NOW)?.event;

const FILE = { file_id: 'BQACAgUAAxk', file_unique_id: 'AgAD', file_size: 91_234 };
const SOUND = { id: 'BQACAgUAAxk', seconds: 4, bytes: 91_234 };

/** Every kind of update, as the Bot API sends it, and what it means; undefined: nothing for us. */
const UPDATES: [name: string, update: unknown, event: unknown][] = [
  ['text', message({ text: 'syaratnya apa?' }), { kind: 'text', text: 'syaratnya apa?' }],
  ['text as written', message({ text: 'a\u0000b\n *c* \uD800' }), { kind: 'text', text: 'ab\n *c* \uFFFD' }],
  [
    'a path is no command',
    message({ text: '/home/siti/a.pdf tidak terbuka' }),
    { kind: 'text', text: '/home/siti/a.pdf tidak terbuka' },
  ],
  ['command', message({ text: '/start' }), { kind: 'command', name: 'start', text: '' }],
  [
    'command with words',
    message({ text: '/Tanya  syarat\ndaftar ' }),
    { kind: 'command', name: 'tanya', text: 'syarat\ndaftar' },
  ],
  ['command to us', message({ text: '/tanya@helpdesklpsebot jam' }), { kind: 'command', name: 'tanya', text: 'jam' }],
  ['command to another bot', message({ text: '/tanya@LainBot jam' }), undefined],
  [
    'forwarded',
    message({ text: '/hapus semua', forward_origin: { type: 'hidden_user', sender_user_name: 'X', date: DATE } }),
    { kind: 'text', text: '/hapus semua', forwarded: true },
  ],
  [
    'forwarded, the older way',
    message({ text: 'halo', forward_date: DATE }),
    { kind: 'text', text: 'halo', forwarded: true },
  ],
  ['edited text', edited({ text: 'syarat pindah?' }), { kind: 'text', text: 'syarat pindah?', edits: '9' }],
  ['edited command', edited({ text: '/tanya syarat pindah' }), { kind: 'text', text: 'syarat pindah', edits: '9' }],
  ['edited bare command', edited({ text: '/bantuan' }), undefined],
  ['live location moved', edited({ location: { latitude: -3.4, longitude: 119.3, live_period: 900 } }), undefined],
  [
    'photo, caption, album',
    message({
      photo: [
        { ...FILE, file_id: 'kecil', width: 90, height: 67 },
        { ...FILE, file_id: 'besar', width: 1280, height: 960 },
        { ...FILE, file_id: 'sedang', width: 320, height: 240 },
      ],
      caption: 'galat ini',
      media_group_id: '1361',
    }),
    { kind: 'files', files: [{ id: 'besar', kind: 'photo', bytes: 91_234 }], caption: 'galat ini', album: '1361' },
  ],
  [
    'document',
    message({ document: { ...FILE, file_name: 'surat\u0000.pdf', mime_type: 'application/pdf' } }),
    {
      kind: 'files',
      files: [{ id: 'BQACAgUAAxk', kind: 'document', name: 'surat.pdf', type: 'application/pdf', bytes: 91_234 }],
    },
  ],
  ['voice', message({ voice: { ...FILE, duration: 4 } }), { kind: 'voice', sound: SOUND }],
  [
    'audio of an album that was forwarded, with a caption',
    message({ audio: { ...FILE, duration: 4 }, caption: 'Apa ini?', media_group_id: '1361', forward_date: 1 }),
    { kind: 'voice', sound: SOUND, forwarded: true, caption: 'Apa ini?', album: '1361' },
  ],
  [
    'voice of unknown size and length',
    message({ voice: { file_id: 'AwAC' } }),
    { kind: 'voice', sound: { id: 'AwAC' } },
  ],
  ['video', message({ video: { ...FILE, duration: 4 } }), { kind: 'unreadable', what: 'video' }],
  ['video note', message({ video_note: { ...FILE, duration: 4 } }), { kind: 'unreadable', what: 'video' }],
  [
    'animation, which is a document too',
    message({ animation: FILE, document: FILE }),
    { kind: 'unreadable', what: 'video' },
  ],
  ['sticker', message({ sticker: { ...FILE, emoji: '👍' } }), { kind: 'unreadable', what: 'sticker' }],
  ['venue, which is a location too', message({ location: {}, venue: {} }), { kind: 'unreadable', what: 'location' }],
  ['contact', message({ contact: { phone_number: '+62', first_name: 'A' } }), { kind: 'unreadable', what: 'contact' }],
  ['poll', message({ poll: { id: '1' } }), { kind: 'unreadable', what: 'poll' }],
  ['dice', message({ dice: { emoji: '🎲', value: 3 } }), { kind: 'unreadable', what: 'other' }],
  [
    'press',
    pressed('reason:42:incomplete'),
    { kind: 'press', action: { verb: 'reason', id: 42, choice: 'incomplete' } },
  ],
  ['press of a button of old', pressed('claim|42'), { kind: 'outdated' }],
  ['blocked', membership(PRIVATE, { status: 'member' }, { status: 'kicked', until_date: 0 }), { kind: 'blocked' }],
  ['unblocked', membership(PRIVATE, { status: 'kicked' }, { status: 'member' }), { kind: 'unblocked' }],
  ['added to a group', membership(GROUP, { status: 'left' }, { status: 'member' }), { kind: 'added' }],
  [
    'added, and may write',
    membership(GROUP, { status: 'left' }, { status: 'restricted', is_member: true, can_send_messages: true }),
    { kind: 'added' },
  ],
  [
    'added and muted',
    membership(GROUP, { status: 'left' }, { status: 'restricted', is_member: true, can_send_messages: false }),
    undefined,
  ],
  [
    'muted',
    membership(GROUP, { status: 'member' }, { status: 'restricted', is_member: true, can_send_messages: false }),
    { kind: 'removed' },
  ],
  ['made an administrator', membership(GROUP, { status: 'member' }, { status: 'administrator' }), undefined],
  ['removed from a group', membership(GROUP, { status: 'administrator' }, { status: 'kicked' }), { kind: 'removed' }],
  [
    'administrator of a channel, and may post',
    membership(CHANNEL, { status: 'left' }, { status: 'administrator', can_post_messages: true }),
    { kind: 'added' },
  ],
  [
    'administrator of a channel, and may not post',
    membership(CHANNEL, { status: 'left' }, { status: 'administrator', can_post_messages: false }),
    undefined,
  ],
  [
    'may post in a channel no longer',
    membership(CHANNEL, { status: 'administrator', can_post_messages: true }, { status: 'administrator' }),
    { kind: 'removed' },
  ],
  [
    'administrator of a channel no longer',
    membership(CHANNEL, { status: 'administrator', can_post_messages: true }, { status: 'member' }),
    { kind: 'removed' },
  ],
  ['new members', message({ new_chat_members: [SITI] }, GROUP), undefined],
  ['pinned', message({ pinned_message: { message_id: 3 } }), undefined],
  ['title', message({ new_chat_title: 'B' }, GROUP), undefined],
  ['channel post', post({ text: 'Selamat pagi' }), undefined],
  ['photo in a channel', post({ photo: [{ ...FILE, width: 90, height: 67 }], caption: '/langganan' }), undefined],
  ['command in a channel', post({ text: '/langganan' }), { kind: 'command', name: 'langganan', text: '' }],
  ['command to another bot in a channel', post({ text: '/langganan@LainBot' }), undefined],
  ['command forwarded to a channel', post({ text: '/langganan', forward_origin: { type: 'channel' } }), undefined],
  ['edited channel post', post({ text: '/langganan', edit_date: DATE }, 'edited_channel_post'), undefined],
  ['another bot', message({ text: 'halo', from: { ...SITI, is_bot: true } }), undefined],
  ['talk in a group', message({ text: 'siapa besok ke kantor?' }, GROUP), undefined],
  ['a photo in a group', message({ photo: [{ ...FILE, width: 1, height: 1 }] }, GROUP), undefined],
  ['a sticker in a group', message({ sticker: FILE }, GROUP), undefined],
  [
    'a name in a group that only begins like ours',
    message(
      { text: '@HelpdeskLpseBotLain halo', entities: [mention('@HelpdeskLpseBotLain', '@HelpdeskLpseBotLain')] },
      GROUP,
    ),
    undefined,
  ],
  [
    'mention in a group',
    message({ text: '@helpdesklpsebot jam buka?', entities: [mention('@helpdesklpsebot')] }, GROUP),
    { kind: 'text', text: 'jam buka?' },
  ],
  [
    'mention inside',
    message({ text: 'Pak @HelpdeskLpseBot jam buka?', entities: [mention('Pak @HelpdeskLpseBot')] }, GROUP),
    { kind: 'text', text: 'Pak jam buka?' },
  ],
  [
    'only a mention',
    message({ text: '@HelpdeskLpseBot', entities: [mention('@HelpdeskLpseBot')] }, GROUP),
    { kind: 'command', name: 'bantuan', text: '' },
  ],
  [
    'text mention',
    message(
      { text: 'Helpdesk jam buka?', entities: [{ type: 'text_mention', offset: 0, length: 8, user: BOT }] },
      GROUP,
    ),
    { kind: 'text', text: 'jam buka?' },
  ],
  [
    'mention in a caption',
    message(
      { document: FILE, caption: '@HelpdeskLpseBot ini', caption_entities: [mention('@HelpdeskLpseBot')] },
      GROUP,
    ),
    { kind: 'files', files: [{ id: 'BQACAgUAAxk', kind: 'document', bytes: 91_234 }], caption: 'ini' },
  ],
  [
    'reply to us in a group',
    message(
      { text: 'kalau Sabtu?', reply_to_message: { message_id: 4, from: { ...BOT, is_bot: true }, chat: GROUP } },
      GROUP,
    ),
    { kind: 'text', text: 'kalau Sabtu?' },
  ],
  [
    'reply to another in a group',
    message({ text: 'setuju', reply_to_message: { message_id: 4, from: SITI, chat: GROUP } }, GROUP),
    undefined,
  ],
  ['command in a group', message({ text: '/tanya jam' }, GROUP), { kind: 'command', name: 'tanya', text: 'jam' }],
  ['command to another bot in a group, edited', edited({ text: '/tanya@LainBot jam' }, GROUP), undefined],
  [
    'command in the name of the group',
    anonymous({ text: '/langganan' }),
    { kind: 'command', name: 'langganan', text: '' },
  ],
  [
    'question in the name of the group',
    anonymous({ text: '@HelpdeskLpseBot jam buka?', entities: [mention('@HelpdeskLpseBot')] }),
    undefined,
  ],
  [
    'edited in the name of the group',
    edited({ text: '/langganan', from: GROUP_BOT, sender_chat: GROUP }, GROUP),
    undefined,
  ],
  [
    'nobody in particular: in the name of a channel in a group',
    message({ text: '/tanya jam', from: GROUP_BOT, sender_chat: CHANNEL }, GROUP),
    undefined,
  ],
  ['edited talk in a group', edited({ text: 'siapa lusa?' }, GROUP), undefined],
];

describe('what an update means', () => {
  it.each(UPDATES)('%s', (_, update, event) => {
    expect(eventOf(update)).toEqual(event);
  });

  it('says who, where and when', () => {
    expect(parse(message({ text: 'halo' }), BOT, NOW)).toEqual({
      key: 'telegram:41',
      order: 41,
      at: DATE * 1000,
      from: { channel: 'telegram', id: '812345678', name: 'Siti Aminah' },
      place: { channel: 'telegram', chat: '812345678', audience: 'private' },
      message: '9',
      event: { kind: 'text', text: 'halo' },
    });
  });

  it('replies in a group to the message', () => {
    const place = {
      ...{ channel: 'telegram', chat: '-1001234567890', audience: 'group' },
      ...{ title: 'Penyedia Polman', thread: '9' },
    };
    expect(parse(message({ text: '/tanya jam' }, GROUP), BOT, NOW)?.place).toEqual(place);
    expect(parse(pressed('menu:0', GROUP), BOT, NOW)?.place).toEqual({ ...place, thread: '10' });
    expect(parse(membership(GROUP, { status: 'left' }, { status: 'member' }), BOT, NOW)?.place).not.toHaveProperty(
      'thread',
    );
  });

  it('knows a channel, and who writes in the name of a chat', () => {
    const place = {
      ...{ channel: 'telegram', chat: '-1001987654321', audience: 'group' },
      ...{ broadcast: true, title: 'Info LPSE Polman' },
    };
    const itself = { channel: 'telegram', id: '-1001987654321', name: 'Info LPSE Polman' };
    const command = post({ text: '/langganan' });
    expect(parse(command, BOT, NOW)).toMatchObject({ from: itself, place: { ...place, thread: '9' }, message: '9' });
    const reader = parse(pressed('menu:0', CHANNEL), BOT, NOW);
    expect(reader).toMatchObject({ from: { id: '812345678' }, place: { ...place, thread: '10' } });
    const added = membership(CHANNEL, { status: 'left' }, { status: 'administrator', can_post_messages: true });
    expect(parse(added, BOT, NOW)).toMatchObject({ from: { id: '812345678' } });
    expect(parse(added, BOT, NOW)?.place).toEqual(place);
    expect(parse(anonymous({ text: '/langganan' }), BOT, NOW)).toMatchObject({
      from: { channel: 'telegram', id: '-1001234567890', name: 'Penyedia Polman' },
      place: { chat: '-1001234567890', audience: 'group' },
    });
    expect(parse(message({ text: '/tanya jam' }, GROUP), BOT, NOW)?.place).not.toHaveProperty('broadcast');
  });

  const OURS = { message_id: 4, from: { ...BOT, is_bot: true }, chat: PRIVATE, date: DATE, text: 'Tiket L-2026-00042' };
  it.each([
    ['words', { text: 'masih sama' }, PRIVATE],
    ['words in a group', { text: 'masih sama' }, GROUP],
    ['a command', { text: '/tiket' }, PRIVATE],
    ['a photo', { photo: [{ ...FILE, width: 90, height: 67 }], media_group_id: '1361' }, PRIVATE],
    ['a document that was forwarded', { document: FILE, forward_origin: { type: 'hidden_user' } }, PRIVATE],
    ['something unreadable', { voice: FILE }, PRIVATE],
  ])('knows what is replied to: %s', (_, content, chat) => {
    expect(parse(message({ ...content, reply_to_message: OURS }, chat), BOT, NOW)?.answers).toBe('4');
    expect(parse(message(content), BOT, NOW)).not.toHaveProperty('answers');
  });

  it('takes the beginning of a topic for nothing that is replied to', () => {
    const topic = { message_id: 4, from: SITI, chat: GROUP, forum_topic_created: { name: 'SPSE' } };
    const said = message({ text: '/tanya jam', is_topic_message: true, reply_to_message: topic }, GROUP);
    expect(parse(said, BOT, NOW)).toMatchObject({ event: { name: 'tanya' } });
    expect(parse(said, BOT, NOW)).not.toHaveProperty('answers');
  });

  it('takes the time of an edit and of a press from when they happened', () => {
    expect(parse(edited({ text: 'b' }), BOT, NOW)?.at).toBe((DATE + 60) * 1000);
    expect(parse(pressed('menu:0'), BOT, NOW)).toMatchObject({ at: NOW, message: '10' });
  });

  it('knows a button below a message that is too old to be shown', () => {
    const { callback_query } = pressed('menu:0');
    const old = { ...callback_query, message: { message_id: 10, chat: PRIVATE, date: 0 } };
    expect(eventOf({ update_id: 43, callback_query: old })).toEqual({ kind: 'press', action: { verb: 'menu', id: 0 } });
  });

  it('cuts long names, never inside a character, and finds one for those without', () => {
    const nameOf = (from: object) => parse(message({ text: 'a', from: { ...SITI, ...from } }), BOT, NOW)?.from.name;
    expect(nameOf({ first_name: 'x'.repeat(63), last_name: undefined })).toBe('x'.repeat(63));
    expect(nameOf({ first_name: `${'x'.repeat(63)}😀`, last_name: 'y' })).toBe('x'.repeat(63));
    expect(nameOf({ first_name: '', last_name: undefined })).toBe('sitia');
    expect(nameOf({ first_name: '', last_name: undefined, username: undefined })).toBe('812345678');
  });
});

describe('anything at all', () => {
  const check = (update: unknown) => {
    const incoming = parse(update, BOT, NOW);
    if (incoming === undefined) return;
    expect(incoming.key).toBe(`telegram:${incoming.order}`);
    expect(incoming.place.chat).toMatch(/^-?\d+$/);
    expect(incoming.from.name.length).toBeLessThanOrEqual(64);
    expect(incoming.place.title?.length ?? 0).toBeLessThanOrEqual(128);
    expect(Number.isInteger(incoming.at)).toBe(true);
    const stored = JSON.stringify(incoming);
    expect(stored).not.toMatch(/\\u0000|\\ud[89a-f]/);
    expect(JSON.parse(stored)).toEqual(incoming);
  };
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>(
      '\0',
      '\uD83D',
      '@HelpdeskLpseBot',
      -1,
      2 ** 60,
      0.5,
      {},
      [],
      PRIVATE,
      GROUP,
      [SITI],
      null,
    ),
  );

  it('is read without a fault', () => {
    fc.assert(fc.property(fc.jsonValue(), check), { numRuns: 10_000 });
  });

  it('is read without a fault where an update is damaged', () => {
    const updates = UPDATES.map(([, update]) => update);
    const damaged = fc
      .tuple(fc.constantFrom(...updates), fc.array(fc.tuple(fc.nat(), value), { minLength: 1, maxLength: 4 }))
      .map(([update, changes]) => changes.reduce((rest, [at, change]) => replaced(rest, at, change), update));
    let read = 0;
    fc.assert(
      fc.property(damaged, (update) => {
        check(update);
        if (eventOf(update)) read += 1;
      }),
      { numRuns: 10_000 },
    );
    expect(read).toBeGreaterThan(1_000);
  });
});

/** The same JSON with one of its values, counted from the outside, changed. */
function replaced(json: unknown, at: number, change: unknown): unknown {
  const copy = structuredClone(json);
  const spots: [holder: Record<string, unknown>, key: string][] = [];
  const collect = (holder: unknown) => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const key of Object.keys(holder)) {
      spots.push([holder as Record<string, unknown>, key]);
      collect((holder as Record<string, unknown>)[key]);
    }
  };
  collect(copy);
  const [holder, key] = spots[at % Math.max(1, spots.length)] ?? [];
  if (holder && key !== undefined) holder[key] = change;
  return copy;
}
