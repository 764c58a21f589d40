import { html } from 'htm/preact';
import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SlackChannelView, SlackView } from '../../views.ts';
import { entered } from '../entered.ts';
import { icon } from '../icons.ts';
import { attachInSlack, attempt, inSlack } from '../sandbox.ts';
import { type Suggestion, Suggestions, useSuggestions } from '../suggestions.ts';
import { notify } from '../toasts.ts';
import { botName, channelName, withMentions } from './people.ts';
import { stagedFiles, useStaged } from './staged.ts';

type ComposerProps = {
  channel: SlackChannelView;
  view: SlackView;
  me: string;
  threadTs?: string;
  /** Takes the focus when it appears. */
  eager: boolean;
};

/** The field to write in: slash commands and mentions are offered while typing, files are picked, pasted or dropped. */
export function Composer({ channel, view, me, threadTs, eager }: ComposerProps) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const staged = useStaged(field);
  useEffect(() => {
    if (eager) field.current?.focus();
  }, []);

  const send = async (words: string) => {
    const { files } = staged;
    if (files.length > 0) {
      setText('');
      staged.set([]);
      const sent = await attempt(
        attachInSlack(me, channel.id, files, withMentions(words, view), threadTs).then(() => true),
      );
      if (sent) return;
      setText((now) => now || words);
      staged.set((now) => [...files, ...now]);
      return;
    }
    if (words.trim() === '') return;
    const [, command = '', rest = ''] = /^(\/\S+)\s*([\s\S]*?)\s*$/.exec(words) ?? [];
    if (command !== '' && threadTs !== undefined) {
      notify(`Perintah ${command} tidak dapat dipakai di utas.`);
      return;
    }
    setText('');
    const work: Promise<unknown> =
      command !== ''
        ? inSlack('command', { user: me, channel: channel.id, command, text: withMentions(rest, view) })
        : inSlack('say', {
            user: me,
            channel: channel.id,
            text: withMentions(words, view),
            ...(threadTs !== undefined && { threadTs }),
          });
    const sent = await attempt(work.then(() => true));
    if (sent === undefined) setText((now) => now || words);
  };

  const { found, replaced } = offers(text, view, threadTs !== undefined);
  const insert = (value: string) => {
    setText(`${text.slice(0, text.length - replaced)}${value} `);
    field.current?.focus();
  };
  const suggestions = useSuggestions(found, { take: insert, complete: insert });

  const onKeyDown = (event: KeyboardEvent) => {
    if (suggestions.onKeyDown(event)) return;
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send(text);
  };
  const begin = (sign: '/' | '@') => {
    setText(sign === '/' ? '/' : `${text}${text === '' || text.endsWith(' ') ? '' : ' '}@`);
    field.current?.focus();
  };
  const place = channel.kind === 'im' ? channelName(channel, view) : `#${channelName(channel, view)}`;
  return html`<div class="composer slack-composer">
    ${h(Suggestions, { ...suggestions, label: 'Usulan' })}
    <div class="composer-box">
      ${staged.over && html`<div class="composer-notice">Lepaskan untuk melampirkan ke pesan ini.</div>`}
      ${stagedFiles(staged.files, staged.remove)}
      <textarea ref=${field} rows="1" aria-label=${threadTs === undefined ? `Pesan ke ${place}` : 'Balasan di utas'}
        placeholder=${threadTs === undefined ? `Tulis ke ${place}` : 'Balas…'} ...${suggestions.fieldProps} value=${text}
        onInput=${(event: Event) => setText(entered(event))} onKeyDown=${onKeyDown} onPaste=${staged.onPaste}></textarea>
      <div class="composer-tools">
        <button class="icon-button" aria-label="Lampirkan berkas" title="Lampirkan berkas" onClick=${() => picker.current?.click()}>${icon('attach')}</button>
        <button class="icon-button letter" aria-label=${`Sebut ${botName(view)} atau orang`} title="Sebut seseorang" onClick=${() => begin('@')}>@</button>
        ${
          threadTs === undefined &&
          html`<button class="icon-button letter" aria-label="Perintah garis miring" title="Perintah" onClick=${() => begin('/')}>/</button>`
        }
        <span class="composer-hint">Enter kirim · Shift+Enter baris baru</span>
        <button class="send" aria-label="Kirim" title="Kirim (Enter)" disabled=${text.trim() === '' && staged.files.length === 0} onClick=${() => send(text)}>${icon('send')}</button>
      </div>
    </div>
    <input type="file" multiple hidden ref=${picker} aria-label="Pilih berkas" onChange=${(event: Event) => {
      const input = event.currentTarget as HTMLInputElement;
      staged.add(input.files);
      input.value = '';
    }} />
  </div>`;
}

/** What could complete the last word, and how many characters of it would be replaced. */
function offers(text: string, view: SlackView, inThread: boolean): { found: Suggestion[]; replaced: number } {
  const slash = inThread ? undefined : /^\/(\S*)$/.exec(text)?.[0];
  if (slash !== undefined)
    return {
      found: view.commands
        .filter(({ command }) => command.startsWith(slash))
        .map(({ command, usage, description }) => ({
          value: command,
          label: `${command} ${usage}`.trim(),
          hint: description,
        })),
      replaced: slash.length,
    };
  const typed = /(?:^|\s)@([^@\n]{0,30})$/.exec(text)?.[1];
  if (typed === undefined) return { found: [], replaced: 0 };
  const people = [
    { name: botName(view), hint: 'Aplikasi' },
    ...view.users.filter(({ bot }) => !bot).map(({ realName, name }) => ({ name: realName, hint: name })),
  ];
  return {
    found: people
      .filter(({ name }) => name.toLowerCase().startsWith(typed.toLowerCase()))
      .map(({ name, hint }) => ({ value: `@${name}`, label: `@${name}`, hint })),
    replaced: typed.length + 1,
  };
}
