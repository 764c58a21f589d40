import { html } from 'htm/preact';
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { icon } from '../icons.ts';
import { sizeOf } from './attachments.ts';

/**
 * Files that wait to be sent with the next message: picked, pasted into the field, or dropped on the conversation around it.
 * @param field stands in the conversation
 */
export function useStaged(field: RefObject<HTMLTextAreaElement | null>) {
  const [files, setFiles] = useState<File[]>([]);
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
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (add(event.dataTransfer?.files)) event.preventDefault();
    };
    area.addEventListener('dragover', onDragOver);
    area.addEventListener('drop', onDrop);
    return () => {
      area.removeEventListener('dragover', onDragOver);
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
  return { files, add, onPaste, remove, set: setFiles };
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
