import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import type { SlackView } from '../../views.ts';
import { attempt, inSlack } from '../sandbox.ts';
import type { Block } from './block-kit.ts';
import { drawBlocks } from './blocks.ts';
import type { Surface } from './elements.ts';
import { botName } from './people.ts';

type HomeProps = { view: SlackView; me: string; confirm: Surface['confirm'] };

/** The App Home that the app published for this user; opening it tells the app. */
export function Home({ view, me, confirm }: HomeProps) {
  useEffect(() => void attempt(inSlack('openHome', { user: me })), [me]);
  const home = view.homes[me];
  const press: Surface['press'] = (blockId, actionId, selected) =>
    attempt(
      inSlack('press', {
        user: me,
        where: { home: true },
        actionId,
        blockId,
        ...(selected !== undefined && { selected }),
      }),
    );
  return html`<div class="home" tabindex="0" aria-label="Beranda aplikasi">
    ${
      home
        ? html`<div class="blocks">${drawBlocks((home.blocks ?? []) as Block[], { view, press, confirm })}</div>`
        : html`<div class="empty"><b>Beranda ${botName(view)}</b><p>Bot belum mengisi beranda untuk Anda. Ia mengisinya saat halaman ini dibuka.</p></div>`
    }
  </div>`;
}
