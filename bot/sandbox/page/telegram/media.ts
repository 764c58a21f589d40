import { html } from 'htm/preact';
import type { TelegramMessageView } from '../../views.ts';
import { type IconName, icon } from '../icons.ts';
import { notify } from '../toasts.ts';
import { mediaName } from './seat.ts';
import { lengthOf, sizeOf } from './size.ts';

type Media = NonNullable<TelegramMessageView['media']>;

const ICONS: Record<Media['kind'], IconName> = {
  photo: 'eye',
  document: 'file',
  voice: 'voice',
  sticker: 'person',
  video: 'video',
  location: 'place',
  contact: 'person',
};

const play = ({ href }: Media) =>
  void new Audio(href).play().catch(() => notify('Suara itu tidak dapat diputar peramban ini.'));

/** A photo as a picture, everything else as a card with its name and size, which saves it. */
export function mediaBubble(media: Media) {
  if (media.kind === 'photo' && media.href)
    return html`<a class="photo" href=${media.href} target="_blank" rel="noopener"><img src=${media.href} alt=${mediaName(media)} /></a>`;
  if (media.kind === 'sticker') return html`<div class="sticker" role="img" aria-label="Stiker">🙏</div>`;
  if (media.kind === 'voice')
    return html`<div class="media-card">
      <button type="button" class="media-icon" aria-label="Putar pesan suara" onClick=${() => play(media)}>${icon('voice')}</button>
      <span class="wave" aria-hidden="true">${Array.from({ length: 22 }, (_, at) => html`<i class=${`h${(at * 7) % 5}`}></i>`)}</span>
      <span>Pesan suara${media.seconds !== undefined && `, ${lengthOf(media.seconds)}`}</span></div>`;
  const card = html`<span class="media-icon">${icon(ICONS[media.kind])}</span><span><span class="media-name">${mediaName(media)}</span>${
    media.kind === 'document' && media.size !== undefined && html`<br /><small>${sizeOf(media.size)}</small>`
  }</span>`;
  return media.href
    ? html`<a class="media-card" href=${media.href} download>${card}</a>`
    : html`<div class="media-card">${card}</div>`;
}
