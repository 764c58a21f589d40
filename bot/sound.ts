import { fileTypeFromBuffer } from 'file-type';

/** What servers that listen take, by the content type that the bytes show; the ending of the name tells them which it is. */
const TAKEN: Record<string, { type: string; ending: string }> = {
  'audio/ogg': { type: 'audio/ogg', ending: 'ogg' },
  'audio/ogg; codecs=opus': { type: 'audio/ogg', ending: 'ogg' },
  'audio/mpeg': { type: 'audio/mpeg', ending: 'mp3' },
  'audio/mp4': { type: 'audio/mp4', ending: 'm4a' },
  'audio/x-m4a': { type: 'audio/mp4', ending: 'm4a' },
  'audio/wav': { type: 'audio/wav', ending: 'wav' },
  'audio/flac': { type: 'audio/flac', ending: 'flac' },
  'video/webm': { type: 'audio/webm', ending: 'webm' },
};

/** A name that says nothing of the sender, the content type, and the length where the bytes tell it. */
type ReadSound = { name: string; type: string; seconds?: number };

/** What sound these bytes are; undefined when they are none that is taken. */
export async function readSound(bytes: Uint8Array): Promise<ReadSound | undefined> {
  const found = TAKEN[(await fileTypeFromBuffer(bytes))?.mime ?? ''];
  if (!found) return undefined;
  const { type, ending } = found;
  const seconds = ending === 'ogg' ? secondsOfOpus(bytes) : ending === 'wav' ? secondsOfWave(bytes) : undefined;
  return { name: `suara.${ending}`, type, ...(seconds !== undefined && { seconds }) };
}

/** Opus counts in these, whatever was recorded (RFC 7845). */
const OPUS_SAMPLES = 48_000n;
/** From the beginning of an Ogg page to the position of its last sample, which has eight bytes (RFC 3533). */
const OGG_POSITION = 6;

/** The position of the last page. */
function secondsOfOpus(bytes: Uint8Array): number | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const last = file.lastIndexOf('OggS', file.length - OGG_POSITION - 8);
  if (last < 0 || file.indexOf('OpusHead') < 0) return undefined;
  const milliseconds = (file.readBigInt64LE(last + OGG_POSITION) * 1_000n) / OPUS_SAMPLES;
  return milliseconds < 0n ? undefined : Number(milliseconds) / 1_000;
}

/** The bytes of a second stand in the header of a WAV file. */
const WAVE_HEADER = 44;
const WAVE_RATE = 28;

function secondsOfWave(bytes: Uint8Array): number | undefined {
  if (bytes.length < WAVE_HEADER) return undefined;
  const rate = new DataView(bytes.buffer, bytes.byteOffset).getUint32(WAVE_RATE, true);
  return rate === 0 ? undefined : (bytes.length - WAVE_HEADER) / rate;
}
