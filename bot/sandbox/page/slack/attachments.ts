import { html } from 'htm/preact';
import type { SlackMessageView } from '../../views.ts';
import { icon } from '../icons.ts';

/** What the page's server hands out as pictures; everything else it only lets be saved. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** The files of a message: pictures as pictures, others as a row with name and size. */
export const attachments = (files: SlackMessageView['files']) =>
  files.map(({ id, name, type, href, size }) =>
    PICTURES.includes(type)
      ? html`<a key=${id} class="picture-file" href=${href} target="_blank" rel="noopener" title=${name}>
          <img src=${href} alt=${name} /></a>`
      : html`<a key=${id} class="file-card" href=${href} download=${name}>
          <span class="media-icon">${icon('file')}</span>
          <span>${name}<small>${size === undefined ? type : sizeOf(size)}</small></span></a>`,
  );

/** A size as people read it. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace('.', ',')} MB`;
}
