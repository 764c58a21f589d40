// Bodies as Slack sends them, shortened by what nobody reads.

export const BOT = 'U0LPSEBOT1';
export const BUDI = 'U0BUDI0001';

const AUTHORIZATIONS = [
  { enterprise_id: null, team_id: 'T0LPSE0001', user_id: BOT, is_bot: true, is_enterprise_install: false },
];

/** An events_api body around an event. */
export function envelope(event: Record<string, unknown>, eventId = 'Ev0PV52K25'): Record<string, unknown> {
  return {
    token: 'z26uFbvR1xHJEdHE1OQiO6t8',
    team_id: 'T0LPSE0001',
    api_app_id: 'A0LPSE0001',
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: 1731650400,
    authorizations: AUTHORIZATIONS,
    is_ext_shared_channel: false,
    event_context: '4-eyJldCI6',
  };
}

export const mention = (event: Record<string, unknown> = {}) =>
  envelope({
    type: 'app_mention',
    user: BUDI,
    text: `<@${BOT}> syarat daftar penyedia apa saja?`,
    ts: '1731650400.000200',
    client_msg_id: '7f2b7c1e-0f83-4d71-a8a3-52b5cb3e5f5b',
    channel: 'C0UMUM0001',
    event_ts: '1731650400.000200',
    ...event,
  });

export const direct = (event: Record<string, unknown> = {}) =>
  envelope({
    type: 'message',
    channel_type: 'im',
    channel: 'D0BUDI0001',
    user: BUDI,
    text: 'jam buka?',
    ts: '1731650401.123456',
    event_ts: '1731650401.123456',
    team: 'T0LPSE0001',
    ...event,
  });

export const changed = (message: Record<string, unknown> = {}, event: Record<string, unknown> = {}) =>
  envelope({
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: 'D0BUDI0001',
    channel_type: 'im',
    ts: '1731650409.000700',
    event_ts: '1731650409.000700',
    message: {
      type: 'message',
      user: BUDI,
      text: 'jam buka hari Jumat?',
      ts: '1731650401.123456',
      edited: { user: BUDI, ts: '1731650409.000000' },
      ...message,
    },
    previous_message: { type: 'message', user: BUDI, text: 'jam buka?', ts: '1731650401.123456' },
    ...event,
  });

export const command = (fields: Record<string, string> = {}): Record<string, unknown> => ({
  token: 'z26uFbvR1xHJEdHE1OQiO6t8',
  team_id: 'T0LPSE0001',
  team_domain: 'lpse-polman',
  channel_id: 'C0UMUM0001',
  channel_name: 'umum',
  user_id: BUDI,
  user_name: 'budi',
  command: '/lpse',
  text: 'tanya syarat daftar',
  api_app_id: 'A0LPSE0001',
  is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.com/commands/T0LPSE0001/1/x',
  trigger_id: '13345224609.738474920.8088930838d88f008e0',
  ...fields,
});

export const press = (body: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'block_actions',
  user: { id: BUDI, username: 'budi', name: 'budi', team_id: 'T0LPSE0001' },
  api_app_id: 'A0LPSE0001',
  container: { type: 'message', message_ts: '1731650402.000300', channel_id: 'C0UMUM0001', is_ephemeral: false },
  trigger_id: '12466734323.1395872398.1111',
  team: { id: 'T0LPSE0001', domain: 'lpse-polman' },
  channel: { id: 'C0UMUM0001', name: 'umum' },
  message: { type: 'message', user: BOT, ts: '1731650402.000300', thread_ts: '1731650400.000200', text: 'Jawaban' },
  actions: [
    {
      action_id: 'reason:42:incomplete',
      block_id: 'b1',
      text: { type: 'plain_text', text: 'Kurang lengkap' },
      type: 'button',
      action_ts: '1731650410.500600',
    },
  ],
  ...body,
});

export const submission = (view: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'view_submission',
  team: { id: 'T0LPSE0001', domain: 'lpse-polman' },
  user: { id: BUDI, username: 'budi', name: 'budi', team_id: 'T0LPSE0001' },
  api_app_id: 'A0LPSE0001',
  trigger_id: '12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3',
  view: {
    id: 'VNHU13V36',
    type: 'modal',
    callback_id: 'report',
    private_metadata: JSON.stringify({
      id: 7,
      place: { channel: 'slack', chat: 'C0UMUM0001', audience: 'group', thread: 'C0UMUM0001:1731650400.000200' },
    }),
    hash: '1731650420.b3d7b5a1',
    state: {
      values: {
        subject: { value: { type: 'plain_text_input', value: 'Tidak bisa unggah' } },
        note: { value: { type: 'plain_text_input', value: null } },
        area: {
          value: {
            type: 'static_select',
            selected_option: { text: { type: 'plain_text', text: 'SPSE' }, value: 'spse' },
          },
        },
        marks: {
          value: {
            type: 'checkboxes',
            selected_options: [
              { text: { type: 'plain_text', text: 'A' }, value: 'a' },
              { text: { type: 'plain_text', text: 'B' }, value: 'b' },
            ],
          },
        },
        officer: { value: { type: 'users_select', selected_user: 'U0SITI0001' } },
      },
    },
    ...view,
  },
});

export const shortcut = (body: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'message_action',
  callback_id: 'ask',
  trigger_id: '13345224609.738474920.shortcut',
  message_ts: '1731650399.000100',
  action_ts: '1731650411.000000',
  response_url: 'https://hooks.slack.com/app/T0LPSE0001/1/x',
  message: { type: 'message', user: 'U0SITI0001', ts: '1731650399.000100', text: 'SPSE &amp; SIKaP beda?' },
  user: { id: BUDI, name: 'budi', username: 'budi', team_id: 'T0LPSE0001' },
  channel: { id: 'C0UMUM0001', name: 'umum' },
  team: { id: 'T0LPSE0001', domain: 'lpse-polman' },
  ...body,
});

export const homeOpened = (event: Record<string, unknown> = {}) =>
  envelope({
    type: 'app_home_opened',
    user: BUDI,
    channel: 'D0BUDI0001',
    tab: 'home',
    event_ts: '1731650412.000000',
    ...event,
  });

export const FILE = {
  id: 'F0LAYAR001',
  name: 'layar.png',
  mimetype: 'image/png',
  filetype: 'png',
  size: 20481,
  url_private: 'https://files.slack.com/files-pri/T0LPSE0001-F0LAYAR001/layar.png',
};
