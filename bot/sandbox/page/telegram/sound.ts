import { oggOf, type Packet } from './ogg.ts';
import { waveOf } from './wave.ts';

/** A sound that can be sent; the type of its file says what it is. */
export type Sound = { file: File; seconds: number };

/** What is recorded right now. */
export type Recording = {
  /** @throws Error when nothing was recorded */
  stop: () => Promise<Sound>;
  cancel: () => void;
};

/** Opus knows few rates; this is the one it counts in. */
const RATE = 48_000;
const BITS_A_SECOND = 32_000;
/** A tone that nobody minds, in hertz. */
const PITCH = 440;
const TONE_SECONDS = 2;

/** Records from the microphone. @throws when there is none or the browser may not use it */
export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
  recorder.start();
  const cancel = () => {
    if (recorder.state !== 'inactive') recorder.stop();
    for (const track of stream.getTracks()) track.stop();
  };
  return {
    cancel,
    stop: async () => {
      cancel();
      await ended;
      return await voiceOf(await samplesOf(await new Blob(pieces).arrayBuffer()));
    },
  };
}

/** A short tone: something that can be sent where there is no microphone. No words are in it. */
export async function tone(): Promise<Sound> {
  const samples = Float32Array.from(
    { length: TONE_SECONDS * RATE },
    (_, at) => 0.2 * Math.sin((2 * Math.PI * PITCH * at) / RATE),
  );
  return await voiceOf(samples);
}

/** A file as it is, with its length. @throws when the browser cannot play it */
export async function fromFile(file: File): Promise<Sound> {
  const samples = await samplesOf(await file.arrayBuffer());
  return { file, seconds: samples.length / RATE };
}

/** Ogg with Opus, as Telegram makes it, where the browser can; else a WAV file. */
async function voiceOf(samples: Float32Array<ArrayBuffer>): Promise<Sound> {
  const seconds = samples.length / RATE;
  const encoded = await encode(samples).catch(() => undefined);
  const file = encoded
    ? new File([oggOf(encoded)], 'suara.oga', { type: 'audio/ogg' })
    : new File([waveOf(samples, RATE)], 'suara.wav', { type: 'audio/wav' });
  return { file, seconds };
}

/** The first channel of anything that the browser can play. */
async function samplesOf(bytes: ArrayBuffer): Promise<Float32Array<ArrayBuffer>> {
  const played = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes);
  return played.getChannelData(0);
}

/** @throws where the browser has no encoder for Opus */
async function encode(samples: Float32Array<ArrayBuffer>): Promise<Packet[]> {
  const packets: Packet[] = [];
  const failed = Promise.withResolvers<never>();
  const encoder = new AudioEncoder({
    output: (chunk) => {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      packets.push({ bytes, samples: Math.round(((chunk.duration ?? 0) * RATE) / 1e6) });
    },
    error: failed.reject,
  });
  encoder.configure({ codec: 'opus', sampleRate: RATE, numberOfChannels: 1, bitrate: BITS_A_SECOND });
  const data = new AudioData({
    format: 'f32-planar',
    sampleRate: RATE,
    numberOfFrames: samples.length,
    numberOfChannels: 1,
    timestamp: 0,
    data: samples,
  });
  encoder.encode(data);
  data.close();
  await Promise.race([encoder.flush(), failed.promise]);
  encoder.close();
  return packets;
}
