import { html } from 'htm/preact';
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { TelegramMessageView, TelegramView } from '../../views.ts';
import { Dialog } from '../dialog.ts';
import { entered } from '../entered.ts';
import { attempt, inTelegram, voiceInTelegram } from '../sandbox.ts';
import { authorOf, chatsOf, inOneLine, mayWrite, type Seat } from './seat.ts';

type Closable = { onClose: () => void };

/** A new vendor; opens their chat. */
export function NewPerson({ onAdded, onClose }: Closable & { onAdded: (person: number) => void }) {
  const [name, setName] = useState('');
  const [username, setUsername] = useState('');
  const add = async () => {
    const plain = username.trim().replace(/^@/, '');
    const person = await attempt(
      inTelegram('addPerson', { name: name.trim(), ...(plain !== '' && { username: plain }) }),
    );
    if (!person) return;
    onAdded(person.id);
    onClose();
  };
  return h(Dialog, {
    title: 'Penyedia baru',
    submit: 'Tambah',
    onSubmit: add,
    onClose,
    children: html`
      <label class="field"><span>Nama</span>
        <input value=${name} placeholder="Sitti – CV Harapan Baru" onInput=${(event: Event) => setName(entered(event))} /></label>
      <label class="field"><span>Nama pengguna <small>(boleh kosong)</small></span>
        <input value=${username} placeholder="sitti" onInput=${(event: Event) => setUsername(entered(event))} /></label>`,
  });
}

/** A new group with some of the vendors and the bot. */
export function NewGroup({
  view,
  onAdded,
  onClose,
}: Closable & { view: TelegramView; onAdded: (chat: number) => void }) {
  const [title, setTitle] = useState('');
  const [members, setMembers] = useState(() => view.people.map(({ id }) => id));
  const toggle = (id: number) =>
    setMembers(members.includes(id) ? members.filter((member) => member !== id) : [...members, id]);
  const add = async () => {
    const chat = await attempt(inTelegram('addGroup', { title: title.trim(), members }));
    if (chat === undefined) return;
    onAdded(chat);
    onClose();
  };
  return h(Dialog, {
    title: 'Grup baru',
    submit: 'Buat grup',
    onSubmit: add,
    onClose,
    children: html`
      <label class="field"><span>Nama grup</span>
        <input value=${title} placeholder="Penyedia Polewali" onInput=${(event: Event) => setTitle(entered(event))} /></label>
      <fieldset class="field"><legend>Anggota, selain bot</legend>
        ${view.people.map(
          ({ id, name }) =>
            html`<label class="check"><input type="checkbox" checked=${members.includes(id)} onChange=${() => toggle(id)} />${name}</label>`,
        )}
      </fieldset>`,
  });
}

/** A sound goes on as it came. */
async function passOn(
  person: number,
  chat: number,
  { href = '', name = '', seconds = 0 }: NonNullable<TelegramMessageView['media']>,
  forwardedFrom: string,
): Promise<unknown> {
  const sound = await (await fetch(href)).blob();
  return await voiceInTelegram(person, chat, new File([sound], name, { type: sound.type }), seconds, forwardedFrom);
}

type ForwardProps = Closable & {
  view: TelegramView;
  seat: Seat;
  message: TelegramMessageView;
  onSent: (chat: number) => void;
};

/** Forwards a message to another chat of the same person. */
export function Forward({ view, seat, message, onSent, onClose }: ForwardProps) {
  const chats = chatsOf(view);
  const here = chats.find(({ id }) => id === seat.chat);
  const targets = chats.filter(
    (target) => (target.id === seat.person || target.members.includes(seat.person)) && mayWrite(target, seat),
  );
  const [chat, setChat] = useState(seat.person);
  const send = async () => {
    const forwardedFrom = message.forwardedFrom ?? (here ? authorOf(message.from, here, view) : view.bot.name);
    const sent = await attempt(
      message.media?.kind === 'voice'
        ? passOn(seat.person, chat, message.media, forwardedFrom)
        : inTelegram('say', { person: seat.person, chat, text: message.text || inOneLine(message), forwardedFrom }),
    );
    if (sent === undefined) return;
    onSent(chat);
    onClose();
  };
  return h(Dialog, {
    title: 'Teruskan pesan',
    submit: 'Teruskan',
    onSubmit: send,
    onClose,
    children: html`
      <blockquote class="forward-preview">${inOneLine(message)}</blockquote>
      <fieldset class="field"><legend>Ke obrolan</legend>
        ${targets.map(
          (
            target,
          ) => html`<label class="check"><input type="radio" name="chat" checked=${chat === target.id} onChange=${() => setChat(target.id)} />
            ${target.kind === 'private' ? view.bot.name : target.title}</label>`,
        )}
      </fieldset>`,
  });
}
