import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { entered } from '../entered.ts';
import { attempt } from '../sandbox.ts';

type EditingProps = {
  text: string;
  save: (text: string) => Promise<unknown>;
  onDone: () => void;
};

/** One's own message being changed where it stands: Enter saves, Escape leaves it as it was. */
export function Editing({ text, save, onDone }: EditingProps) {
  const [words, setWords] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, []);
  const done = async () => {
    if (words === text || (await attempt(save(words).then(() => true)))) onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onDone();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void done();
    }
  };
  return html`<div class="editing">
    <textarea ref=${field} class="control" rows=${Math.min(8, words.split('\n').length)} aria-label="Ubah pesan" value=${words}
      onInput=${(event: Event) => setWords(entered(event))} onKeyDown=${onKeyDown}></textarea>
    <button class="button" onClick=${onDone}>Batal</button>
    <button class="button primary" onClick=${done}>Simpan</button>
  </div>`;
}
