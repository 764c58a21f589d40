import { html } from 'htm/preact';
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { SlackView } from '../../views.ts';
import { Dialog } from '../dialog.ts';
import { entered } from '../entered.ts';
import { attempt, inSlack } from '../sandbox.ts';
import type { Confirm } from './block-kit.ts';
import { plainText, textObject } from './text.ts';

type Closable = { onClose: () => void };

/** A new member of the team. */
export function NewUser({ onAdded, onClose }: Closable & { onAdded: (user: string) => void }) {
  const [realName, setRealName] = useState('');
  const add = async () => {
    const name = realName
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '.')
      .replace(/^\.+|\.+$/g, '');
    const user = await attempt(inSlack('addUser', { name, realName: realName.trim() }));
    if (!user) return;
    onAdded(user.id);
    onClose();
  };
  return h(Dialog, {
    title: 'Pengguna baru',
    submit: 'Tambah',
    onSubmit: add,
    onClose,
    children: html`<label class="field"><span>Nama</span>
      <input value=${realName} placeholder="Jufri (LPD)" onInput=${(event: Event) => setRealName(entered(event))} /></label>`,
  });
}

/** A new channel with everybody and the bot in it. */
export function NewChannel({
  view,
  onAdded,
  onClose,
}: Closable & { view: SlackView; onAdded: (channel: string) => void }) {
  const [name, setName] = useState('');
  const [isPrivate, setPrivate] = useState(false);
  const add = async () => {
    const members = view.users.filter(({ bot }) => !bot).map(({ id }) => id);
    const plain = name.trim().replace(/^#/, '').toLowerCase().replace(/\s+/g, '-');
    const channel = await attempt(
      inSlack('addChannel', { name: plain, members, kind: isPrivate ? 'private' : 'channel' }),
    );
    if (channel === undefined) return;
    onAdded(channel);
    onClose();
  };
  return h(Dialog, {
    title: 'Kanal baru',
    submit: 'Buat kanal',
    onSubmit: add,
    onClose,
    children: html`
      <label class="field"><span>Nama kanal</span>
        <input value=${name} placeholder="registrasi" onInput=${(event: Event) => setName(entered(event))} /></label>
      <label class="check"><input type="checkbox" checked=${isPrivate} onChange=${() => setPrivate(!isPrivate)} />Kanal privat</label>
      <p class="hint">Semua pengguna dan bot menjadi anggotanya.</p>`,
  });
}

type AskProps = Closable & { asked: Confirm; view: SlackView; onYes: () => void };

/** The question an element asks before it acts. */
export const Ask = ({ asked, view, onYes, onClose }: AskProps) =>
  h(Dialog, {
    title: plainText(asked.title.text),
    submit: plainText(asked.confirm.text),
    cancel: plainText(asked.deny.text),
    danger: asked.style === 'danger',
    onSubmit: () => {
      onClose();
      onYes();
    },
    onClose,
    children: html`<div class="words">${textObject(asked.text, view)}</div>`,
  });
