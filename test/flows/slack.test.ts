import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackMessageView } from '../../bot/sandbox/views.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

let world: Awaited<ReturnType<typeof createWorld>>;
beforeAll(async () => {
  world = await createWorld({ slack: {} });
});
afterAll(() => world.close());

const people = () => world.slack.people;
const messagesIn = (channel: string) =>
  people()
    .view()
    .channels.find(({ id }) => id === channel)?.messages ?? [];
const everything = () =>
  people()
    .view()
    .channels.flatMap(({ messages }) => messages);
const settle = () => settled(world, () => JSON.stringify(people().view()));
const bot = () => people().view().bot.userId;
const words = (message: SlackMessageView | undefined) => JSON.stringify(message?.blocks ?? []);
type Actions = { type: string; elements?: { action_id: string; text?: { text: string } }[] };
const buttonsOf = (message: SlackMessageView | undefined) =>
  ((message?.blocks ?? []) as Actions[])
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements = [] }) =>
      elements.map(({ action_id, text }) => ({ id: action_id, label: text?.text ?? '' })),
    );
const lastOfBot = (channel: string) => messagesIn(channel).findLast(({ user }) => user === bot());

async function press(user: string, message: SlackMessageView, channel: string, label: string): Promise<void> {
  const button = buttonsOf(message).find((one) => one.label.includes(label));
  if (!button) throw new Error(`no button ${label} in ${words(message)}`);
  await people().press(user, { channel, ts: message.ts }, button.id);
  await settle();
}

const deedsOf = (user: string) =>
  world.helpdesk.db.query(
    'SELECT deed, allowed FROM audit JOIN people ON people.id = audit.person WHERE address = $1 ORDER BY audit.id',
    [user],
  );

async function someone(name: string) {
  return people().addUser(name, `${name} Nama`).id;
}

describe('an officer on Slack', () => {
  it('mentions the bot in a channel and is answered in the thread', async () => {
    const ts = people().say(world.officer, world.channel, `<@${bot()}> boleh gak minta syarat tambahan pas daftar?`);
    await settle();
    const answer = lastOfBot(world.channel);
    expect(answer?.threadTs).toBe(ts);
    expect(words(answer)).toContain('Pasal 21 ayat (3)');
    await press(world.officer, answer as SlackMessageView, world.channel, 'Sumber');
    const sources = lastOfBot(world.channel);
    expect(sources).toMatchObject({ onlyFor: world.officer, threadTs: ts });
    expect(words(sources)).toContain('LPSE tidak perlu menambahkan persyaratan registrasi');
  });

  it('writes directly, goes on in the conversation, and judges the answer', async () => {
    const direct = people().directChannel(world.officer);
    people().say(world.officer, direct, 'isi pasal 23 ayat 2');
    await settle();
    people().say(world.officer, direct, 'kalau ayat 3 nya?');
    await settle();
    const answer = lastOfBot(direct) as SlackMessageView;
    expect(words(answer)).toContain('Pasal 23 ayat (3)');
    await press(world.officer, answer, direct, '👎');
    await press(world.officer, lastOfBot(direct) as SlackMessageView, direct, 'Lainnya');
    const [modal] = people().view().modals;
    expect(JSON.stringify(modal?.view)).toContain('Apa yang kurang');
    await people().submit(world.officer, modal?.id ?? '', inputs(modal?.view, { comment: 'kurang contoh' }));
    await settle();
    expect(words(lastOfBot(direct))).toContain('Terima kasih');
    const kept = await world.helpdesk.db.query("SELECT comment FROM judgements WHERE comment = 'kurang contoh'");
    expect(kept).toHaveLength(1);
  });

  it('asks with /lpse so that only they see the answer, and shares it', async () => {
    await people().command(world.officer, world.channel, '/lpse', 'tanya isi pasal 24');
    await settle();
    const answer = lastOfBot(world.channel) as SlackMessageView;
    expect(answer.onlyFor).toBe(world.officer);
    await press(world.officer, answer, world.channel, 'Bagikan');
    const shared = lastOfBot(world.channel);
    expect(shared?.onlyFor).toBeUndefined();
    expect(words(shared)).toContain('isi pasal 24');
    expect(words(shared)).toContain('Pasal 24');
  });

  it('asks about a message with the shortcut: the form holds its words, the answer is theirs alone', async () => {
    const ts = people().say(world.admin, world.channel, 'apa isi pasal 26 ya?');
    await people().shortcut(world.officer, world.channel, ts, 'ask');
    const modal = people().view().modals.at(-1);
    expect(JSON.stringify(modal?.view)).toContain('apa isi pasal 26 ya?');
    await people().submit(world.officer, modal?.id ?? '', inputs(modal?.view, { question: 'isi pasal 26' }));
    await settle();
    const answer = lastOfBot(world.channel);
    expect(answer).toMatchObject({ onlyFor: world.officer });
    expect(words(answer)).toContain('Pasal 26');
  });

  it('asks in the form that a button opens: alone in a channel, directly from the App Home', async () => {
    people().say(world.officer, world.channel, `<@${bot()}> halo`);
    await settle();
    await press(world.officer, lastOfBot(world.channel) as SlackMessageView, world.channel, 'Bantuan');
    await press(world.officer, lastOfBot(world.channel) as SlackMessageView, world.channel, 'Tanya LPSE');
    const asked = people().view().modals.at(-1);
    await people().submit(world.officer, asked?.id ?? '', inputs(asked?.view, { question: 'isi pasal 20' }));
    await settle();
    expect(lastOfBot(world.channel)).toMatchObject({ onlyFor: world.officer });

    people().openHome(world.officer);
    await settle();
    await people().press(world.officer, { home: true }, 'ask:0');
    const fromHome = people().view().modals.at(-1);
    await people().submit(world.officer, fromHome?.id ?? '', inputs(fromHome?.view, { question: 'isi pasal 19' }));
    await settle();
    expect(words(lastOfBot(people().directChannel(world.officer)))).toContain('Pasal 19');
  });

  it('judges an answer that all can read without changing it for all', async () => {
    people().say(world.officer, world.channel, `<@${bot()}> isi pasal 18`);
    await settle();
    const answer = lastOfBot(world.channel) as SlackMessageView;
    await press(world.officer, answer, world.channel, '👎');
    expect(lastOfBot(world.channel)).toMatchObject({ onlyFor: world.officer });
    expect(messagesIn(world.channel).find(({ ts }) => ts === answer.ts)).toEqual(answer);
  });

  it('has one conversation in each thread', async () => {
    const threads = ['isi pasal 23 ayat 2', 'isi pasal 8 ayat 1'].map((text) =>
      people().say(world.officer, world.channel, `<@${bot()}> ${text}`),
    );
    await settle();
    people().say(world.officer, world.channel, `<@${bot()}> kalau ayat 3 nya?`, threads[1]);
    await settle();
    expect(words(lastOfBot(world.channel))).not.toContain('Pasal 23');
  });

  it('asks with any words behind /lpse', async () => {
    await people().command(world.officer, world.channel, '/lpse', 'isi pasal 17');
    await settle();
    expect(words(lastOfBot(world.channel))).toContain('Pasal 17');
  });

  it('sees what they may do in /lpse and in the App Home', async () => {
    await people().command(world.officer, world.channel, '/lpse', '');
    await settle();
    expect(words(lastOfBot(world.channel))).not.toContain('/lpse peran');
    await people().command(world.admin, world.channel, '/lpse', 'bantuan');
    await settle();
    expect(words(lastOfBot(world.channel))).toContain('/lpse peran');
    people().openHome(world.admin);
    await settle();
    expect(JSON.stringify(people().view().homes[world.admin])).toContain('/lpse tanya');
    await people().press(world.admin, { home: true }, 'ask:0');
    expect(people().view().modals.at(-1)?.user).toBe(world.admin);
  });
});

describe('roles', () => {
  it('lets somebody without one only ask, and records the refusal', async () => {
    const guest = await someone('tamu');
    const direct = people().directChannel(guest);
    await people().command(guest, direct, '/lpse', 'peran');
    await settle();
    expect(words(lastOfBot(direct))).toContain('tidak mempunyai peran');
    await people().command(guest, direct, '/lpse', 'tanya isi pasal 2');
    await settle();
    expect(words(lastOfBot(direct))).toContain('Pasal 2');
    expect(await deedsOf(guest)).toEqual([
      { deed: 'command:peran', allowed: false },
      { deed: 'command:tanya', allowed: true },
    ]);
  });

  it('does not open a form for whom it is not, nor take what is sent without it', async () => {
    const guest = await someone('nakal');
    await people().command(world.admin, world.channel, '/lpse', 'peran');
    await settle();
    const list = lastOfBot(world.channel) as SlackMessageView;
    const before = people().view().modals;
    await world.slack.deliver('interactive', pressOf(guest, list, world.channel, 'roles:0'));
    await settle();
    expect(people().view().modals).toHaveLength(before.length);
    expect(await deedsOf(guest)).toEqual([{ deed: 'press:roles', allowed: false }]);
    await world.slack.deliver('interactive', {
      type: 'view_submission',
      user: { id: guest, username: 'nakal' },
      view: { ...before.at(-1)?.view, id: 'V0NAKAL', callback_id: 'roles', state: { values: {} } },
    });
    await settle();
    expect(await deedsOf(guest)).toContainEqual({ deed: 'form:roles', allowed: false });
  });

  it('are given and taken by an admin, in words and in the form; the person is told', async () => {
    const baru = await someone('baru');
    await people().command(world.admin, world.channel, '/lpse', `peran beri <@${baru}|baru> LPD, ASI`);
    await settle();
    expect(words(lastOfBot(world.channel))).toContain('LPD (Layanan Pengguna dan Dukungan)');
    expect(JSON.stringify(everything().filter(({ user }) => user === bot()))).toContain('diubah oleh');

    await people().command(world.admin, world.channel, '/lpse', 'peran');
    await settle();
    await press(world.admin, lastOfBot(world.channel) as SlackMessageView, world.channel, 'Ubah peran');
    const modal = people().view().modals.at(-1);
    await people().submit(
      world.admin,
      modal?.id ?? '',
      inputs(modal?.view, { person: baru, give: ['trn'], take: ['asi'] }),
    );
    await settle();
    const [deed] = await world.helpdesk.db.query<{ detail: object }>(
      "SELECT detail FROM audit WHERE deed = 'roles' ORDER BY id DESC LIMIT 1",
    );
    expect(deed?.detail).toMatchObject({ give: ['trn'], take: ['asi'] });
    const [row] = await world.helpdesk.db.query<{ roles: string[] }>('SELECT roles FROM people WHERE address = $1', [
      baru,
    ]);
    expect(row?.roles).toEqual(['lpd', 'trn']);
  });

  it('explains what is wrong, and never takes the last admin', async () => {
    const said = async (text: string) => {
      await people().command(world.admin, world.channel, '/lpse', `peran ${text}`);
      await settle();
      return words(lastOfBot(world.channel));
    };
    expect(await said('beri LPD')).toContain('Orangnya belum disebut');
    expect(await said(`beri <@${world.officer}|rahma> BOS`)).toContain('Peran itu tidak ada');
    expect(await said('tambah')).toContain('Tulis begini');
    expect(await said(`cabut <@${world.admin}|ilham> admin`)).toContain('Admin yang terakhir');
    expect(await said(`beri <@${world.officer}|rahma> constructor`)).toContain('Peran itu tidak ada');
    await people().command(world.admin, world.channel, '/lpse', 'peran');
    await settle();
    await press(world.admin, lastOfBot(world.channel) as SlackMessageView, world.channel, 'Ubah peran');
    const modal = people().view().modals.at(-1);
    const both = { person: world.admin, give: ['admin'], take: ['admin'] };
    await people().submit(world.admin, modal?.id ?? '', inputs(modal?.view, both));
    await settle();
    expect(words(lastOfBot(world.channel))).toContain('diberikan dan dicabut sekaligus');
  });
});

describe('from Telegram to Slack and back', () => {
  it('brings a wish for a person to the officers as a ticket, with the question and what the bot had answered', async () => {
    const andi = vendor(world);
    await people().command(world.admin, world.channel, '/lpse', `peran beri <@${world.officer}|rahma> LPD`);
    await andi.say('jam buka lpse?');
    await andi.press('Hubungi petugas');
    const [number = ''] = /L-\d{4}-\d{5}/u.exec((await andi.press('Kirim')).text) ?? [];
    await settle();
    const card = messagesIn(world.channel).find((one) => words(one).includes(`${number} ·`)) as SlackMessageView;
    expect(words(card)).toContain('jam buka lpse?');
    const thread = messagesIn(world.channel).filter(({ threadTs }) => threadTs === card.ts);
    expect(JSON.stringify(thread)).toContain('Jawaban bot yang sudah diterima pelapor');
    await press(world.officer, card, world.channel, 'Balas');
    const modal = people().view().modals.at(-1);
    await people().submit(
      world.officer,
      modal?.id ?? '',
      inputs(modal?.view, { text: 'Senin sampai Jumat, 08.00 WITA.' }),
    );
    await settle();
    await expect.poll(() => andi.last().text).toContain('Senin sampai Jumat, 08.00 WITA.');
  });

  it('shows the officers what may not have arrived, and sends it again when they say so', async () => {
    const andi = vendor(world, 'Budi');
    world.telegram.faults.next('sendMessage', { kind: 'drop-after' });
    await andi.do((all) => all.say(andi.id, andi.id, '/bantuan'));
    await people().command(world.admin, world.channel, '/lpse', 'kiriman');
    await settle();
    const list = lastOfBot(world.channel) as SlackMessageView;
    expect(words(list)).toContain('Tidak pasti sampai: 1');
    expect(JSON.stringify(messagesIn(world.channel))).toContain('Tidak ada yang diulang sendiri');
    await press(world.admin, list, world.channel, 'Kirim ulang');
    await settled(world, () => andi.replies().length);
    expect(andi.replies()).toHaveLength(2);
    await press(world.admin, list, world.channel, 'Abaikan');
    expect(words(lastOfBot(world.channel))).toContain('sudah diputuskan');
  });
});

describe('what Slack delivers', () => {
  it('works once on an event that comes again', async () => {
    const direct = people().directChannel(world.officer);
    people().say(world.officer, direct, 'isi pasal 27');
    await settle();
    const count = messagesIn(direct).length;
    const [event] = world.slack.deliveries.filter(({ kind }) => kind === 'events_api').slice(-1);
    await world.slack.deliver('events_api', event?.body ?? {}, { retry: { attempt: 1, reason: 'timeout' } });
    await settle();
    expect(messagesIn(direct)).toHaveLength(count);
  });
});

/** The state of a modal in which these fields were filled in, in the shape of each input. */
function inputs(view: Record<string, unknown> | undefined, values: Record<string, string | string[]>) {
  const state: Record<string, Record<string, unknown>> = {};
  for (const block of (view?.blocks ?? []) as { type: string; block_id: string; element?: Record<string, unknown> }[]) {
    if (block.type !== 'input' || !block.element) continue;
    const { type, action_id } = block.element as { type: string; action_id: string };
    const [, value] = Object.entries(values).find(([name]) => block.block_id === name || action_id === name) ?? [];
    if (value === undefined) continue;
    const options = ((block.element.options ?? []) as { value: string }[]).filter((option) =>
      [value].flat().includes(option.value),
    );
    const filled =
      type === 'plain_text_input'
        ? { type, value }
        : type === 'users_select'
          ? { type, selected_user: value }
          : { type, selected_options: options };
    state[block.block_id] = { [action_id]: filled };
  }
  return state;
}

/** A press that no button of that person could make. */
function pressOf(user: string, message: SlackMessageView, channel: string, action: string) {
  return {
    type: 'block_actions',
    user: { id: user, username: 'nakal' },
    trigger_id: '1.2.3',
    actions: [{ action_id: action, action_ts: `${Date.now() / 1000}`, block_id: 'x', type: 'button' }],
    container: { type: 'message', message_ts: message.ts, channel_id: channel, is_ephemeral: true },
    channel: { id: channel, name: 'helpdesk-lpse' },
  };
}
