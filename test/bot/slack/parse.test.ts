import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { APP } from '../../../bot/sandbox/index.ts';
import { COMMAND, EVENTS, parse, SHORTCUTS } from '../../../bot/slack/parse.ts';
import {
  BOT,
  BUDI,
  changed,
  command,
  direct,
  envelope,
  FILE,
  homeOpened,
  mention,
  press,
  shortcut,
  submission,
} from './payloads.ts';

const NOW = 1_731_650_500_000;
const budi = { channel: 'slack', id: BUDI };

describe('what Slack sends, parsed', () => {
  it('takes a mention as words for a thread of the channel', () => {
    expect(parse(mention(), NOW)).toEqual({
      key: 'slack:Ev0PV52K25',
      order: 1_731_650_400_000_200,
      at: 1_731_650_400_000,
      from: { ...budi, name: '' },
      place: { channel: 'slack', chat: 'C0UMUM0001', audience: 'group', thread: 'C0UMUM0001:1731650400.000200' },
      message: 'C0UMUM0001:1731650400.000200',
      event: { kind: 'text', text: 'syarat daftar penyedia apa saja?' },
    });
  });

  it('stays in the thread in which it was mentioned', () => {
    expect(parse(mention({ thread_ts: '1731650300.000100' }), NOW)?.place.thread).toBe('C0UMUM0001:1731650300.000100');
  });

  it('takes a direct message; a thread only where there is one', () => {
    expect(parse(direct({ user_profile: { real_name: 'Budi Santoso' } }), NOW)).toMatchObject({
      order: 1_731_650_401_123_456,
      from: { ...budi, name: 'Budi Santoso' },
      place: { channel: 'slack', chat: 'D0BUDI0001', audience: 'private' },
      message: 'D0BUDI0001:1731650401.123456',
      event: { kind: 'text', text: 'jam buka?' },
    });
    expect(parse(direct(), NOW)?.place).not.toHaveProperty('thread');
    expect(parse(direct({ thread_ts: '1.000001' }), NOW)?.place.thread).toBe('D0BUDI0001:1.000001');
  });

  it('takes a changed message as an edit of the one it was', () => {
    expect(parse(changed(), NOW)).toMatchObject({
      order: 1_731_650_409_000_700,
      from: { id: BUDI },
      message: 'D0BUDI0001:1731650401.123456',
      event: { kind: 'text', text: 'jam buka hari Jumat?', edits: 'D0BUDI0001:1731650401.123456' },
    });
    expect(parse(mention({ edited: { user: BUDI, ts: '1731650409.000000' } }), NOW)?.event).toMatchObject({
      edits: 'C0UMUM0001:1731650400.000200',
    });
  });

  it('takes files of a direct message with their caption', () => {
    const body = direct({
      subtype: 'file_share',
      text: 'layarnya begini',
      files: [FILE, { ...FILE, id: 'F2', mimetype: 'application/pdf' }],
    });
    expect(parse(body, NOW)?.event).toEqual({
      kind: 'files',
      caption: 'layarnya begini',
      files: [
        { id: 'F0LAYAR001', kind: 'photo', name: 'layar.png', type: 'image/png', bytes: 20481 },
        { id: 'F2', kind: 'document', name: 'layar.png', type: 'application/pdf', bytes: 20481 },
      ],
    });
  });

  it('takes a mention with a screenshot for its words, and a recorded clip for a voice', () => {
    expect(parse(mention({ files: [FILE] }), NOW)?.event.kind).toBe('text');
    const clip = direct({ subtype: 'file_share', text: '', files: [{ id: 'F3', mimetype: 'audio/webm' }] });
    expect(parse(clip, NOW)?.event).toEqual({ kind: 'unreadable', what: 'voice' });
  });

  it.each([
    ['tanya syarat daftar', 'tanya', 'syarat daftar'],
    ['  TANYA   apa itu\nSPSE?  ', 'tanya', 'apa itu\nSPSE?'],
    ['bantuan', 'bantuan', ''],
    ['', 'bantuan', ''],
    ['tanya a &lt; b &amp; <https://lpse.go.id|lpse.go.id>', 'tanya', 'a < b & lpse.go.id'],
  ])('takes /lpse %j as command %j with %j', (text, name, rest) => {
    expect(parse(command({ text }), NOW)).toEqual({
      key: 'slack:command:13345224609.738474920.8088930838d88f008e0',
      order: NOW * 1000,
      at: NOW,
      from: { ...budi, name: 'budi' },
      place: { channel: 'slack', chat: 'C0UMUM0001', audience: 'group', onlyFor: BUDI },
      event: { kind: 'command', name, text: rest },
    });
  });

  it('knows a direct channel by its id', () => {
    expect(parse(command({ channel_id: 'D0BUDI0001', channel_name: 'directmessage' }), NOW)?.place).toEqual({
      channel: 'slack',
      chat: 'D0BUDI0001',
      audience: 'private',
      onlyFor: BUDI,
    });
  });

  it('takes a press with the message that carried the button', () => {
    expect(parse(press(), NOW)).toEqual({
      key: `slack:press:${BUDI}:1731650402.000300:reason:42:incomplete:1731650410.500600`,
      order: 1_731_650_410_500_600,
      at: 1_731_650_410_500,
      from: { ...budi, name: 'budi' },
      place: { channel: 'slack', chat: 'C0UMUM0001', audience: 'group', thread: 'C0UMUM0001:1731650400.000200' },
      message: 'C0UMUM0001:1731650402.000300',
      event: { kind: 'press', action: { verb: 'reason', id: 42, choice: 'incomplete' } },
    });
  });

  it('answers a press on a card in the thread below the card', () => {
    const message = { type: 'message', user: BOT, ts: '1731650402.000300' };
    expect(parse(press({ message }), NOW)?.place.thread).toBe('C0UMUM0001:1731650402.000300');
  });

  it('answers a press on an ephemeral message to the one person', () => {
    const container = {
      type: 'message',
      message_ts: '1731650402.000300',
      channel_id: 'C0UMUM0001',
      is_ephemeral: true,
    };
    expect(parse(press({ container, message: undefined }), NOW)?.place).toEqual({
      channel: 'slack',
      chat: 'C0UMUM0001',
      audience: 'group',
      onlyFor: BUDI,
    });
  });

  it('takes a press on App Home', () => {
    const body = press({
      container: { type: 'view', view_id: 'V1' },
      view: { id: 'V1', type: 'home' },
      message: undefined,
      channel: undefined,
    });
    expect(parse(body, NOW)).toMatchObject({
      key: `slack:press:${BUDI}:V1:reason:42:incomplete:1731650410.500600`,
      place: { chat: BUDI, audience: 'private', home: true },
    });
  });

  it('takes a sent form with the place it was opened from; what was left empty is not there', () => {
    expect(parse(submission(), NOW)).toEqual({
      key: 'slack:form:VNHU13V36',
      order: NOW * 1000,
      at: NOW,
      from: { ...budi, name: 'budi' },
      place: { channel: 'slack', chat: 'C0UMUM0001', audience: 'group', thread: 'C0UMUM0001:1731650400.000200' },
      event: {
        kind: 'form',
        form: 'report',
        id: 7,
        fields: { subject: 'Tidak bisa unggah', area: 'spse', marks: ['a', 'b'], officer: 'U0SITI0001' },
      },
    });
  });

  it('takes the message shortcut as a question by who chose it', () => {
    expect(parse(shortcut(), NOW)).toEqual({
      key: 'slack:shortcut:13345224609.738474920.shortcut',
      order: 1_731_650_411_000_000,
      at: 1_731_650_411_000,
      from: { ...budi, name: 'budi' },
      place: {
        channel: 'slack',
        chat: 'C0UMUM0001',
        audience: 'group',
        thread: 'C0UMUM0001:1731650399.000100',
        onlyFor: BUDI,
      },
      message: 'C0UMUM0001:1731650399.000100',
      event: { kind: 'command', name: 'tanyakan', text: 'SPSE & SIKaP beda?' },
    });
  });

  it('takes "Buat tiket" on a message as the command for a ticket, with its words only', () => {
    const message = { type: 'message', user: 'U0SITI0001', ts: '1731650399.000100', text: 'galat\n503', files: [FILE] };
    expect(parse(shortcut({ callback_id: 'ticket', message }), NOW)).toMatchObject({
      place: { chat: 'C0UMUM0001', audience: 'group', thread: 'C0UMUM0001:1731650399.000100', onlyFor: BUDI },
      message: 'C0UMUM0001:1731650399.000100',
      event: { kind: 'command', name: 'tiket-dari-pesan', text: 'galat\n503' },
    });
  });

  it('takes the opening of App Home', () => {
    expect(parse(homeOpened(), NOW)).toEqual({
      key: 'slack:Ev0PV52K25',
      order: 1_731_650_412_000_000,
      at: 1_731_650_412_000,
      from: { ...budi, name: '' },
      place: { channel: 'slack', chat: BUDI, audience: 'private', home: true },
      event: { kind: 'home' },
    });
  });

  it.each([
    ["the bot's own message", direct({ bot_id: 'B0LPSE0001', user: BOT })],
    ["the bot's own edit", changed({ bot_id: 'B0LPSE0001', user: BOT })],
    ['a message of another bot', direct({ subtype: 'bot_message', bot_id: 'B1', user: undefined })],
    ['a message of Slackbot', direct({ user: 'USLACKBOT' })],
    ['a bot that mentions us', mention({ bot_id: 'B1' })],
    ['words in a channel without a mention', direct({ channel_type: 'channel', channel: 'C0UMUM0001' })],
    ['a mention in a direct channel, which comes as a message too', mention({ channel: 'D0BUDI0001' })],
    ['a preview that Slack added', changed({ edited: undefined })],
    ['a change that left the words', changed({ text: 'jam buka?' })],
    ['a deleted message', direct({ subtype: 'message_deleted', deleted_ts: '1.1' })],
    ['somebody who joined', direct({ subtype: 'channel_join' })],
    ['the messages tab of App Home', homeOpened({ tab: 'messages' })],
    ['another event', envelope({ type: 'reaction_added', user: BUDI })],
    ['a button of an older version', press({ actions: [{ action_id: 'fly:1', action_ts: '1.1' }] })],
    ['a button that is a link', press({ actions: [{ action_id: 'link-0', action_ts: '1.1' }] })],
    ['another command', command({ command: '/cuaca' })],
    ['another shortcut', shortcut({ callback_id: 'translate' })],
    ['a shortcut by the name of something every object has', shortcut({ callback_id: 'toString' })],
    ["the bot's own file, which bears no bot_id", direct({ subtype: 'file_share', user: BOT, files: [FILE] })],
    ['a closed form', { ...submission(), type: 'view_closed' }],
    ['a form that is not ours', submission({ private_metadata: '' })],
    ['something unheard of', { type: 'workflow_step_edit' }],
  ])('has nothing to do for %s', (_, body) => {
    expect(parse(body, NOW)).toBeUndefined();
  });

  describe('in the threads of a watched channel', () => {
    const WATCHED = ['C0TRIASE01', 'G0RAHASIA1'];
    const ROOT = '1731650300.000100';
    const inThread = (event: Record<string, unknown> = {}) =>
      direct({ channel: 'C0TRIASE01', channel_type: 'channel', thread_ts: ROOT, ...event });
    const edited = (message: Record<string, unknown> = {}) =>
      changed({ thread_ts: ROOT, ...message }, { channel: 'C0TRIASE01', channel_type: 'channel' });

    it('takes what people say to each other, lines and all', () => {
      expect(
        parse(inThread({ text: '!balas Sudah kami cek:\n1. &lt;galat&gt;\n2. unggah ulang' }), NOW, WATCHED),
      ).toEqual({
        key: 'slack:Ev0PV52K25',
        order: 1_731_650_401_123_456,
        at: 1_731_650_401_123,
        from: { ...budi, name: '' },
        place: { channel: 'slack', chat: 'C0TRIASE01', audience: 'group', thread: `C0TRIASE01:${ROOT}` },
        message: 'C0TRIASE01:1731650401.123456',
        event: { kind: 'text', text: '!balas Sudah kami cek:\n1. <galat>\n2. unggah ulang' },
        overheard: true,
      });
      expect(parse(inThread({ channel: 'G0RAHASIA1', channel_type: 'group' }), NOW, WATCHED)).toMatchObject({
        place: { chat: 'G0RAHASIA1', audience: 'group', thread: `G0RAHASIA1:${ROOT}` },
        overheard: true,
      });
      expect(parse(inThread({ subtype: 'thread_broadcast' }), NOW, WATCHED)).toMatchObject({ overheard: true });
    });

    it('takes files with their words, recordings among them', () => {
      const clip = { id: 'F9', mimetype: 'audio/webm' };
      expect(parse(inThread({ subtype: 'file_share', text: 'lihat', files: [FILE] }), NOW, WATCHED)).toMatchObject({
        event: { kind: 'files', caption: 'lihat', files: [{ id: 'F0LAYAR001', kind: 'photo' }] },
        overheard: true,
      });
      expect(parse(inThread({ subtype: 'file_share', text: '', files: [clip] }), NOW, WATCHED)?.event).toEqual({
        kind: 'files',
        files: [{ id: 'F9', kind: 'document', type: 'audio/webm' }],
      });
    });

    it('takes a change as an edit', () => {
      expect(parse(edited(), NOW, WATCHED)).toMatchObject({
        place: { chat: 'C0TRIASE01', thread: `C0TRIASE01:${ROOT}` },
        event: { kind: 'text', text: 'jam buka hari Jumat?', edits: 'C0TRIASE01:1731650401.123456' },
        overheard: true,
      });
    });

    it('takes a mention once, as a mention', () => {
      const words = { channel: 'C0TRIASE01', thread_ts: ROOT, text: `tolong <@${BOT}> syaratnya?` };
      expect(parse(inThread(words), NOW, WATCHED)).toBeUndefined();
      const taken = parse(mention(words), NOW, WATCHED);
      expect(taken).toMatchObject({
        event: { kind: 'text', text: 'tolong syaratnya?' },
        place: { thread: `C0TRIASE01:${ROOT}` },
      });
      expect(taken).not.toHaveProperty('overheard');
    });

    it.each([
      ['a message outside of threads', inThread({ thread_ts: undefined })],
      ['the first message of a thread', inThread({ thread_ts: '1731650401.123456' })],
      ['a message of the bot', inThread({ user: BOT, bot_id: 'B0LPSE0001' })],
      ['a file of the bot', inThread({ user: BOT, subtype: 'file_share', files: [FILE] })],
      ['a message of another bot', inThread({ subtype: 'bot_message', bot_id: 'B1', user: undefined })],
      ['another channel', inThread({ channel: 'C0UMUM0001' })],
      ['a deleted message', inThread({ subtype: 'message_deleted', deleted_ts: '1.1' })],
      ['what is left of a deleted first message', edited({ subtype: 'tombstone', user: 'USLACKBOT' })],
      ['a preview that Slack added', edited({ edited: undefined })],
      ['a change outside of threads', edited({ thread_ts: undefined })],
      ['a change that mentions the bot', edited({ text: `<@${BOT}> jam buka?` })],
      ["the bot's own edit", edited({ user: BOT, bot_id: 'B0LPSE0001' })],
    ])('has nothing to do for %s', (_, body) => {
      expect(parse(body, NOW, WATCHED)).toBeUndefined();
    });
  });

  it('gives the same key to every delivery and another to another thing', () => {
    expect(parse(mention(), NOW)?.key).toBe(parse(mention(), NOW + 60_000)?.key);
    const again = press({ actions: [{ action_id: 'reason:42:incomplete', action_ts: '1731650999.000000' }] });
    expect(parse(again, NOW)?.key).not.toBe(parse(press(), NOW)?.key);
  });
});

describe('manifest.yaml', () => {
  const manifest = parseYaml(readFileSync(new URL('../../../bot/slack/manifest.yaml', import.meta.url), 'utf8'));

  it('declares what is parsed, and nothing else', () => {
    expect(manifest.features.slash_commands.map((one: { command: string }) => one.command)).toEqual([COMMAND]);
    expect(manifest.features.shortcuts).toMatchObject(
      Object.keys(SHORTCUTS).map((callback_id) => ({ callback_id, type: 'message' })),
    );
    expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual([...EVENTS].toSorted());
    expect(manifest.features.app_home).toMatchObject({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
    expect(manifest.settings).toMatchObject({ interactivity: { is_enabled: true }, socket_mode_enabled: true });
  });

  it('has the scopes that its events need, each once', () => {
    const scopes: string[] = manifest.oauth_config.scopes.bot;
    expect(scopes.toSorted()).toEqual([
      'app_mentions:read',
      'channels:history',
      'chat:write',
      'commands',
      'files:read',
      'files:write',
      'groups:history',
      'im:history',
      'im:read',
      'im:write',
      'users:read',
    ]);
  });

  it('keeps within the lengths that Slack takes', () => {
    expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
    for (const { name, description } of manifest.features.shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(description.length).toBeLessThanOrEqual(150);
    }
  });

  it('is what the sandbox pretends', () => {
    const { slash_commands, shortcuts } = manifest.features;
    expect(APP.commands).toEqual(
      slash_commands.map((one: Record<string, string>) => ({
        command: one.command,
        description: one.description,
        usage: one.usage_hint,
      })),
    );
    expect(APP.shortcuts).toEqual(
      shortcuts.map((one: Record<string, string>) => ({ callbackId: one.callback_id, name: one.name })),
    );
    expect(APP.subscriptions.toSorted()).toEqual(manifest.settings.event_subscriptions.bot_events.toSorted());
  });
});
