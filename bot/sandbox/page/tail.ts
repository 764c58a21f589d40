import { html } from 'htm/preact';
import { useState } from 'preact/hooks';

/** Long conversations would make every change slow: so many messages are drawn, and as many more on request. */
const SHOWN_AT_ONCE = 80;

/**
 * The end of a list of messages, and the button that shows more of it; nothing when all is shown.
 * @param least so many are shown in any case, as the reader was led to one of them
 */
export function useTail<Message>(messages: Message[], least = 0) {
  const [wanted, setShown] = useState(SHOWN_AT_ONCE);
  const shown = Math.max(wanted, least);
  const earlier = messages.length - shown;
  const more =
    earlier > 0 &&
    html`<button class="earlier" onClick=${() => setShown(shown + SHOWN_AT_ONCE)}>
      Tampilkan pesan sebelumnya (${earlier})
    </button>`;
  return { tail: messages.slice(-shown), more };
}
