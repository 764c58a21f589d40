import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { COMMAND, EVENTS, parse, SHORTCUT } from '../../../bot/slack/parse.ts';
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
      place: { channel: 'slack', chat: 'C0UMUM0001', audience: 'group', thread: '1731650400.000200' },
      message: 'C0UMUM0001:1731650400.000200',
      event: { kind: 'text', text: 'syarat daftar penyedia apa saja?' },
    });
  });

  it('stays in the thread in which it was mentioned', () => {
    expect(parse(mention({ thread_ts: '1731650300.000100' }), NOW)?.place.thread).toBe('1731650300.000100');
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
    expect(parse(direct({ thread_ts: '1.000001' }), NOW)?.place.thread).toBe('1.000001');
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
      place: { channel: 'slack', chat: 'C0UMUM0001', audience: 'group', thread: '1731650400.000200' },
      message: 'C0UMUM0001:1731650402.000300',
      event: { kind: 'press', action: { verb: 'reason', id: 42, choice: 'incomplete' } },
    });
  });

  it('answers a press on a card in the thread below the card', () => {
    const message = { type: 'message', user: BOT, ts: '1731650402.000300' };
    expect(parse(press({ message }), NOW)?.place.thread).toBe('1731650402.000300');
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
      place: { channel: 'slack', chat: 'C0UMUM0001', audience: 'group', thread: '1731650400.000200' },
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
        thread: '1731650399.000100',
        onlyFor: BUDI,
      },
      message: 'C0UMUM0001:1731650399.000100',
      event: { kind: 'command', name: 'tanyakan', text: 'SPSE & SIKaP beda?' },
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
    ['a closed form', { ...submission(), type: 'view_closed' }],
    ['a form that is not ours', submission({ private_metadata: '' })],
    ['something unheard of', { type: 'workflow_step_edit' }],
  ])('has nothing to do for %s', (_, body) => {
    expect(parse(body, NOW)).toBeUndefined();
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
    expect(manifest.features.shortcuts).toMatchObject([{ callback_id: SHORTCUT, type: 'message' }]);
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
    expect(scopes).toEqual(
      expect.arrayContaining(['app_mentions:read', 'im:history', 'commands', 'chat:write', 'users:read']),
    );
    expect(new Set(scopes).size).toBe(scopes.length);
  });

  it('keeps within the lengths that Slack takes', () => {
    expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
    expect(manifest.features.shortcuts[0].name.length).toBeLessThanOrEqual(24);
    expect(manifest.features.shortcuts[0].description.length).toBeLessThanOrEqual(150);
  });
});
