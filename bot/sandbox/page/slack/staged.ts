import { html } from 'htm/preact';
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { icon } from '../icons.ts';
import { sizeOf } from './attachments.ts';

/**
 * Files that wait to be sent with the next message: picked, pasted into the field, or dropped on the conversation around it.
 * @param field stands in the conversation
 * @returns also whether files are held over it right now
 */
export function useStaged(field: RefObject<HTMLTextAreaElement | null>) {
  const [files, setFiles] = useState<File[]>([]);
  const [over, setOver] = useState(false);
  const add = (more: FileList | null | undefined) => {
    if (!more || more.length === 0) return false;
    // Emptying the input that they come from empties its list too.
    const added = [...more];
    setFiles((known) => [...known, ...added]);
    field.current?.focus();
    return true;
  };

  useEffect(() => {
    const area = field.current?.closest<HTMLElement>('.thread, .channel-pane');
    if (!area) return;
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = ({ relatedTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node && area.contains(relatedTarget))) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (add(event.dataTransfer?.files)) event.preventDefault();
    };
    area.addEventListener('dragover', onDragOver);
    area.addEventListener('dragleave', onDragLeave);
    area.addEventListener('drop', onDrop);
    return () => {
      area.removeEventListener('dragover', onDragOver);
      area.removeEventListener('dragleave', onDragLeave);
      area.removeEventListener('drop', onDrop);
    };
  }, []);

  const onPaste = (event: ClipboardEvent) => {
    if (add(event.clipboardData?.files)) event.preventDefault();
  };
  const remove = (at: number) => {
    setFiles((known) => known.filter((_, index) => index !== at));
    field.current?.focus();
  };
  return { files, over, add, onPaste, remove, set: setFiles };
}

/** The files that wait, each with what takes it away. */
export const stagedFiles = (files: File[], remove: (at: number) => void) =>
  files.length > 0 &&
  html`<ul class="staged" aria-label="Berkas yang akan dikirim">
    ${files.map(
      ({ name, size }, at) => html`<li>${icon('file')}<span>${name}<small>${sizeOf(size)}</small></span>
        <button class="icon-button" aria-label=${`Batal melampirkan ${name}`} onClick=${() => remove(at)}>${icon('close')}</button></li>`,
    )}
  </ul>`;
