import type {
  SlackChannelView,
  SlackMessageView,
  SlackPeople,
  SlackView,
  TelegramChatView,
  TelegramMessageView,
  TelegramPeople,
  TelegramView,
} from '../../../bot/sandbox/views.ts';

/** What was asked of a fake: the function's name, then its arguments. */
type Asked = [name: string, ...given: unknown[]];

export const BOT = 1;
export const ANDI = 101;
export const NURHAYATI = 102;
export const RAHMA = 'U01';
export const SYAMSUL = 'U02';
export const SLACK_BOT = 'U0B';
export const HELPDESK = 'C01';

function changes() {
  const listeners = new Set<() => void>();
  return {
    listeners,
    changed: () => {
      for (const listener of listeners) listener();
    },
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** A Telegram in memory whose bot answers everything after a moment, with a button. */
export function fakeTelegram() {
  const { listeners, changed, onChange } = changes();
  const asked: Asked[] = [];
  const sounds: Uint8Array[] = [];
  let last = 0;
  const state: TelegramView = {
    bot: { id: BOT, name: 'Helpdesk LPSE', username: 'helpdesk_lpse_bot' },
    commands: [
      { command: 'start', description: 'Mulai' },
      { command: 'sumber', description: 'Dokumen yang dipakai' },
    ],
    people: [
      { id: ANDI, name: 'Andi Baso – CV Sumber Jaya' },
      { id: NURHAYATI, name: 'Nurhayati – perorangan' },
    ],
    chats: [],
  };
  const chatOf = (id: number): TelegramChatView => {
    const known = state.chats.find((chat) => chat.id === id);
    if (known) return known;
    const title = state.people.find((person) => person.id === id)?.name ?? 'Grup';
    const chat: TelegramChatView = {
      id,
      kind: 'private',
      title,
      members: [id],
      messages: [],
      typing: false,
      blocked: false,
    };
    state.chats.push(chat);
    return chat;
  };
  const post = (chat: number, from: number, more: Partial<TelegramMessageView>): number => {
    last += 1;
    const message = { id: last, from, at: Date.now(), edited: false, text: '', entities: [], buttons: [], ...more };
    chatOf(chat).messages.push(message);
    changed();
    return last;
  };
  const answer = (chat: number, text: string) => {
    chatOf(chat).typing = true;
    changed();
    setTimeout(() => {
      chatOf(chat).typing = false;
      post(chat, BOT, {
        text: `Jawaban: ${text}`,
        entities: [{ type: 'bold', offset: 0, length: 8 }],
        buttons: [[{ text: 'Membantu', data: 'useful:1' }]],
      });
    }, 50);
  };

  const people: TelegramPeople = {
    view: () => state,
    onChange,
    addPerson: (...given) => {
      asked.push(['addPerson', ...given]);
      const person = { id: 200 + state.people.length, name: given[0] };
      state.people.push(person);
      changed();
      return person;
    },
    addGroup: (...given) => {
      asked.push(['addGroup', ...given]);
      const id = -state.chats.length - 1;
      state.chats.push({
        id,
        kind: 'group',
        title: given[0],
        members: given[1],
        messages: [],
        typing: false,
        blocked: false,
      });
      changed();
      return id;
    },
    addChannel: (...given) => {
      asked.push(['addChannel', ...given]);
      return 0;
    },
    say: (...given) => {
      asked.push(['say', ...given]);
      const [person, chat, text] = given;
      if (text.trim() === '') throw new Error('Pesannya kosong.');
      const id = post(chat, person, { text });
      answer(chat, text);
      return id;
    },
    edit: (...given) => void asked.push(['edit', ...given]),
    press: async (...given) => {
      asked.push(['press', ...given]);
      return 'Terima kasih.';
    },
    attach: (...given) => {
      asked.push(['attach', ...given]);
      return [
        post(given[1], given[0], { text: given[3] ?? '', media: { kind: 'document', name: given[2][0]?.name ?? '' } }),
      ];
    },
    sendVoice: (...given) => {
      const [person, chat, { bytes, ...sound }, ...options] = given;
      sounds.push(bytes);
      asked.push(['sendVoice', person, chat, sound, ...options]);
      return post(chat, person, { media: { kind: 'voice', seconds: sound.seconds } });
    },
    sendOther: (...given) => {
      asked.push(['sendOther', ...given]);
      return post(given[1], given[0], { media: { kind: given[2] } });
    },
    block: (...given) => void asked.push(['block', ...given]),
    unblock: (...given) => void asked.push(['unblock', ...given]),
  };
  return { people, asked, sounds, state, post, changed, listeners };
}

const FORM = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Laporan' },
  submit: { type: 'plain_text', text: 'Kirim' },
  close: { type: 'plain_text', text: 'Batal' },
  blocks: [
    {
      type: 'input',
      block_id: 'apa',
      label: { type: 'plain_text', text: 'Apa yang terjadi' },
      element: { type: 'plain_text_input', action_id: 'v', multiline: true },
    },
    {
      type: 'input',
      block_id: 'topik',
      label: { type: 'plain_text', text: 'Topik' },
      element: {
        type: 'static_select',
        action_id: 'v',
        options: [
          { text: { type: 'plain_text', text: 'Registrasi' }, value: 'registrasi' },
          { text: { type: 'plain_text', text: 'Aplikasi' }, value: 'aplikasi' },
        ],
      },
    },
  ],
};

/** A Slack in memory: /lpse opens a form, a form that says "galat" is refused, any other is thanked for. */
export function fakeSlack() {
  const { listeners, changed, onChange } = changes();
  const asked: Asked[] = [];
  let last = Date.now() * 1_000;
  const channel: SlackChannelView = {
    id: HELPDESK,
    kind: 'channel',
    name: 'helpdesk-lpse',
    members: [RAHMA, SYAMSUL, SLACK_BOT],
    messages: [],
  };
  const state: SlackView = {
    bot: { id: 'B01', userId: SLACK_BOT, name: 'Helpdesk LPSE' },
    commands: [{ command: '/lpse', description: 'Bertanya', usage: '[pertanyaan]' }],
    shortcuts: [{ callbackId: 'ask', name: 'Tanya LPSE' }],
    users: [
      { id: RAHMA, name: 'rahma', realName: 'Rahma (LPD)', bot: false },
      { id: SYAMSUL, name: 'syamsul', realName: 'Syamsul (ASI)', bot: false },
      { id: SLACK_BOT, name: 'helpdesk', realName: 'Helpdesk LPSE', bot: true },
    ],
    channels: [channel],
    modals: [],
    homes: {},
  };
  const post = (user: string, text: string, more: Partial<SlackMessageView> = {}): string => {
    last += 1_000;
    const ts = `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`;
    channel.messages.push({ ts, user, text, blocks: [], edited: false, files: [], ...more });
    changed();
    return ts;
  };
  const people: SlackPeople = {
    view: () => state,
    onChange,
    addUser: (...given) => {
      asked.push(['addUser', ...given]);
      return { id: 'U99', name: given[0], realName: given[1], bot: false };
    },
    addChannel: (...given) => {
      asked.push(['addChannel', ...given]);
      return 'C99';
    },
    directChannel: (...given) => {
      asked.push(['directChannel', ...given]);
      return 'D01';
    },
    say: (...given) => {
      asked.push(['say', ...given]);
      return post(given[0], given[2], given[3] === undefined ? {} : { threadTs: given[3] });
    },
    edit: (...given) => void asked.push(['edit', ...given]),
    remove: (...given) => void asked.push(['remove', ...given]),
    attach: (...given) => {
      asked.push(['attach', ...given]);
      return post(given[0], given[3] ?? '', given[4] === undefined ? {} : { threadTs: given[4] });
    },
    command: async (...given) => {
      asked.push(['command', ...given]);
      state.modals.push({ id: 'V01', user: given[0], view: FORM, errors: {} });
      changed();
    },
    press: async (...given) => void asked.push(['press', ...given]),
    shortcut: async (...given) => void asked.push(['shortcut', ...given]),
    openHome: (...given) => void asked.push(['openHome', ...given]),
    submit: async (...given) => {
      asked.push(['submit', ...given]);
      const modal = state.modals.find(({ id }) => id === given[1]);
      const words = String((given[2].apa?.v as { value?: unknown } | undefined)?.value);
      if (modal && words === 'galat') modal.errors = { apa: 'Jelaskan lebih lengkap.' };
      else {
        state.modals = [];
        post(SLACK_BOT, `Dicatat: *${words}*`, { onlyFor: given[0] });
      }
      changed();
    },
    closeModal: (...given) => {
      asked.push(['closeModal', ...given]);
      state.modals = [];
      changed();
    },
  };
  return { people, asked, state, post, changed, listeners };
}
