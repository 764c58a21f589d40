import { html } from 'htm/preact';
import { h } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TelegramChatView, TelegramMessageView, TelegramView } from '../../views.ts';
import { entered } from '../entered.ts';
import { icon } from '../icons.ts';
import { openMenu } from '../menu.ts';
import { attempt, inTelegram } from '../sandbox.ts';
import { Suggestions, useSuggestions } from '../suggestions.ts';
import { authorOf, inOneLine, type Seat } from './seat.ts';

/** What the words being written belong to. */
export type Draft = { replyTo?: TelegramMessageView; edits?: TelegramMessageView };

type ComposerProps = {
  chat: TelegramChatView;
  view: TelegramView;
  seat: Seat;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  lastOwn: TelegramMessageView | undefined;
  /** Files were chosen; what becomes of them is asked elsewhere. */
  onFiles: (files: File[], replyTo?: number) => void;
  /** Something is to be said; with what is asked elsewhere. */
  onVoice: () => void;
};

const OTHERS = [
  { kind: 'sticker', label: 'Stiker', icon: 'person' },
  { kind: 'video', label: 'Video', icon: 'video' },
  { kind: 'location', label: 'Lokasi', icon: 'place' },
  { kind: 'contact', label: 'Kontak', icon: 'people' },
] as const;

/** The field to write in, with the bot's commands, files and the message that is answered or changed. */
export function Composer({ chat, view, seat, draft, onDraft, lastOwn, onFiles, onVoice }: ComposerProps) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const suffix = chat.kind !== 'private' ? `@${view.bot.username}` : '';

  // Opening a chat is wanting to write in it, and so is its first message: the button that sent it is gone with the focus.
  const begun = chat.messages.length > 0;
  useLayoutEffect(() => field.current?.focus(), [begun]);
  const { replyTo, edits } = draft;
  useLayoutEffect(() => {
    if (edits) setText(edits.text);
    if (edits || replyTo) field.current?.focus();
  }, [edits, replyTo]);

  const stop = () => {
    if (edits) setText('');
    onDraft({});
  };
  const send = async (words: string) => {
    if (words.trim() === '') return;
    setText('');
    onDraft({});
    const sent = edits
      ? await attempt(inTelegram('edit', { ...seat, message: edits.id, text: words }).then(() => true))
      : await attempt(inTelegram('say', { ...seat, text: words, ...(replyTo && { replyTo: replyTo.id }) }));
    if (sent === undefined) setText((now) => now || words);
  };

  const typed = /^\/(\w*)$/.exec(text)?.[1];
  const commands = view.commands.filter(
    ({ command }) => typed !== undefined && command.startsWith(typed.toLowerCase()),
  );
  const suggestions = useSuggestions(
    edits
      ? []
      : commands.map(({ command, description }) => ({ value: command, label: `/${command}`, hint: description })),
    { take: (command) => void send(`/${command}${suffix}`), complete: (command) => setText(`/${command}${suffix} `) },
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (suggestions.onKeyDown(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void send(text);
    } else if (event.key === 'Escape' && (edits || replyTo)) {
      event.stopPropagation();
      stop();
    } else if (event.key === 'ArrowUp' && text === '' && lastOwn && lastOwn.text !== '' && !lastOwn.media) {
      event.preventDefault();
      onDraft({ edits: lastOwn });
    }
  };
  const give = (files: File[]) => {
    // Where the focus comes back to once they are sent.
    field.current?.focus();
    onFiles(files, replyTo?.id);
    if (replyTo) onDraft({});
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    give(files);
  };
  const attachMenu = (event: Event) =>
    openMenu(event.currentTarget as HTMLElement, 'Lampirkan', [
      { label: 'Foto atau berkas…', icon: 'file', pick: () => picker.current?.click() },
      { label: 'Pesan suara…', icon: 'voice', pick: onVoice },
      ...OTHERS.map(({ kind, label, icon }) => ({
        label,
        icon,
        pick: () => void attempt(inTelegram('sendOther', { ...seat, kind })),
      })),
    ]);
  const commandMenu = () => {
    setText(text === '/' ? '' : '/');
    field.current?.focus();
  };

  const belongsTo = edits ?? replyTo;
  return html`<div class="composer telegram-composer">
    ${h(Suggestions, { ...suggestions, label: 'Perintah bot' })}
    ${
      belongsTo &&
      html`<div class="draft-of">${icon(edits ? 'pencil' : 'reply')}
        <span><b>${edits ? 'Mengubah pesan' : `Membalas ${authorOf(belongsTo.from, chat, view)}`}</b><span>${inOneLine(belongsTo)}</span></span>
        <button class="icon-button" aria-label="Batalkan" onClick=${stop}>${icon('close')}</button>
      </div>`
    }
    <div class="composer-row">
      ${
        view.commands.length > 0 &&
        html`<button class="icon-button" aria-label="Perintah bot" title="Perintah bot" onClick=${commandMenu}>${icon('commands')}</button>`
      }
      <button class="icon-button" aria-label="Lampirkan" title="Lampirkan" aria-haspopup="menu" onClick=${attachMenu}>${icon('attach')}</button>
      <textarea ref=${field} rows="1" placeholder="Tulis pesan…" aria-label=${`Pesan ke ${chat.kind === 'private' ? view.bot.name : chat.title}`}
        ...${suggestions.fieldProps} value=${text}
        onInput=${(event: Event) => setText(entered(event))} onKeyDown=${onKeyDown} onPaste=${onPaste}></textarea>
      <button class="send" aria-label=${edits ? 'Simpan perubahan' : 'Kirim'} title="Kirim (Enter)" disabled=${text.trim() === ''}
        onClick=${() => send(text)}>${icon('send')}</button>
    </div>
    <input type="file" multiple hidden ref=${picker} aria-label="Pilih berkas" onChange=${(event: Event) => {
      const input = event.currentTarget as HTMLInputElement;
      if (input.files?.length) give([...input.files]);
      input.value = '';
    }} />
  </div>`;
}
