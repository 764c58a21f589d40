import { html } from 'htm/preact';
import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from '../dialog.ts';
import { icon } from '../icons.ts';
import { attempt, voiceInTelegram } from '../sandbox.ts';
import { notify } from '../toasts.ts';
import type { Seat } from './seat.ts';
import { lengthOf, sizeOf } from './size.ts';
import { fromFile, type Recording, record, type Sound, tone } from './sound.ts';

type VoiceProps = { seat: Seat; onClose: () => void };

const NO_MICROPHONE = 'Mikrofon tidak dapat dipakai. Pilih berkas suara, atau kirim nada percobaan.';
const NOT_PLAYED = 'Berkas itu tidak dapat diputar sebagai suara.';

/** Asks for a voice note: from the microphone, a file, or a tone where there is neither. */
export function VoiceDialog({ seat, onClose }: VoiceProps) {
  const [recording, setRecording] = useState<Recording>();
  const [sound, setSound] = useState<Sound>();
  const [busy, setBusy] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const seconds = useSecondsOf(recording);
  useEffect(() => recording?.cancel, [recording]);

  const take = async (making: Promise<Sound>, failure: string) => {
    setBusy(true);
    const made = await making.catch(() => notify(failure));
    if (made) setSound(made);
    setBusy(false);
  };
  const begin = async () => {
    setSound(undefined);
    setRecording(await record().catch(() => void notify(NO_MICROPHONE)));
  };
  const stop = async (running: Recording) => {
    await take(running.stop(), NO_MICROPHONE);
    setRecording(undefined);
  };
  const send = async ({ file, seconds }: Sound) => {
    setBusy(true);
    const sent = await attempt(voiceInTelegram(seat.person, seat.chat, file, seconds));
    setBusy(false);
    if (sent !== undefined) onClose();
  };

  return h(Dialog, {
    title: 'Pesan suara',
    submit: 'Kirim',
    busy,
    ...(sound && !recording && { onSubmit: () => void send(sound) }),
    onClose,
    children: html`
      <div class="voice-sources">
        ${
          recording
            ? html`<button type="button" class="button danger" onClick=${() => stop(recording)}>■ Berhenti (${lengthOf(seconds)})</button>`
            : html`<button type="button" class="button" autofocus disabled=${busy} onClick=${begin}>${icon('voice')} Rekam</button>
              <button type="button" class="button" disabled=${busy} onClick=${() => picker.current?.click()}>${icon('file')} Pilih berkas…</button>
              <button type="button" class="button" disabled=${busy} onClick=${() => take(tone(), NOT_PLAYED)}>Nada percobaan</button>`
        }
      </div>
      <p role="status">${sound ? `${sound.file.name}, ${lengthOf(sound.seconds)}, ${sizeOf(sound.file.size)}` : 'Belum ada suara.'}</p>
      <input type="file" accept="audio/*" hidden ref=${picker} aria-label="Pilih berkas suara" onChange=${(
        event: Event,
      ) => {
        const [file] = (event.currentTarget as HTMLInputElement).files ?? [];
        if (file) void take(fromFile(file), NOT_PLAYED);
      }} />`,
  });
}

/** How long it has been recorded. */
function useSecondsOf(recording: Recording | undefined): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    setSeconds(0);
    if (!recording) return;
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, [recording]);
  return seconds;
}
