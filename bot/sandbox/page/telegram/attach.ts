import { html } from 'htm/preact';
import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Dialog } from '../dialog.ts';
import { entered } from '../entered.ts';
import { attachInTelegram, attempt } from '../sandbox.ts';
import type { Seat } from './seat.ts';
import { sizeOf } from './size.ts';

/** Telegram compresses these when they are sent as photos. */
const PHOTOS = ['image/jpeg', 'image/png'];
/** More become several albums, as in the app. */
const MOST_IN_ALBUM = 10;

type AttachProps = { files: File[]; replyTo?: number | undefined; seat: Seat; onClose: () => void };

/** Asks for a caption before files are sent; pictures may go as photos, which Telegram never mixes with documents. */
export function AttachDialog({ files, replyTo, seat, onClose }: AttachProps) {
  const pictures = files.filter(({ type }) => PHOTOS.includes(type));
  const [asPhotos, setAsPhotos] = useState(true);
  const [caption, setCaption] = useState('');
  const [busy, setBusy] = useState(false);
  const previews = usePreviews(pictures);

  const send = async () => {
    setBusy(true);
    const photos = asPhotos ? pictures : [];
    const documents = files.filter((file) => !photos.includes(file));
    const albums = [...albumsOf('photo', photos), ...albumsOf('document', documents)];
    const { person, chat } = seat;
    const sent = await attempt(
      (async () => {
        for (const [at, { kind, files }] of albums.entries())
          await attachInTelegram(person, chat, kind, files, at === 0 ? caption : '', replyTo);
        return true;
      })(),
    );
    setBusy(false);
    if (sent) onClose();
  };

  return h(Dialog, {
    title: files.length === 1 ? 'Kirim berkas' : `Kirim ${files.length} berkas`,
    submit: 'Kirim',
    busy,
    onSubmit: send,
    onClose,
    children: html`
      ${
        asPhotos &&
        previews.length > 0 &&
        html`<div class="previews">${previews.map(({ url, name }) => html`<img key=${url} src=${url} alt=${name} />`)}</div>`
      }
      <ul class="file-names">${files.map((file) => html`<li>${file.name} <small>${sizeOf(file.size)}</small></li>`)}</ul>
      ${
        pictures.length > 0 &&
        html`<label class="check"><input type="checkbox" checked=${!asPhotos} onChange=${() => setAsPhotos(!asPhotos)} />
          Kirim gambar sebagai berkas, tanpa dikompres</label>`
      }
      <label class="field"><span>Keterangan</span>
        <input autofocus value=${caption} onInput=${(event: Event) => setCaption(entered(event))} /></label>`,
  });
}

/** Addresses of pictures that were not sent yet, for as long as they are shown. */
function usePreviews(pictures: File[]): { url: string; name: string }[] {
  const [previews, setPreviews] = useState<{ url: string; name: string }[]>([]);
  useEffect(() => {
    const made = pictures.map((file) => ({ url: URL.createObjectURL(file), name: file.name }));
    setPreviews(made);
    return () => {
      for (const { url } of made) URL.revokeObjectURL(url);
    };
  }, []);
  return previews;
}

function albumsOf(kind: 'photo' | 'document', files: File[]) {
  const count = Math.ceil(files.length / MOST_IN_ALBUM);
  return Array.from({ length: count }, (_, at) => ({
    kind,
    files: files.slice(at * MOST_IN_ALBUM, (at + 1) * MOST_IN_ALBUM),
  }));
}
