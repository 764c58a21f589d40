/** What an encoder gave for a stretch of sound, in samples of 48 kHz. */
export type Packet = { bytes: Uint8Array; samples: number };

/** Opus begins with so many samples that nobody hears. */
const SKIPPED = 312;
const RATE = 48_000;
/** A page says its lengths in at most 255 bytes. */
const MOST_LACING = 255;
const FIRST_PAGE = 2;
const LAST_PAGE = 4;

/** Packets of Opus, one channel, as an Ogg file (RFC 3533, RFC 7845): what the app of Telegram makes of a voice note. */
export function oggOf(packets: Packet[]): Uint8Array<ArrayBuffer> {
  let number = 0;
  const page = (flags: number, position: number, bodies: Uint8Array[]) => pageOf(flags, position, number++, bodies);
  const pages = [page(FIRST_PAGE, 0, [opusHead()]), page(0, 0, [opusTags()])];
  let position = 0;
  let waiting: Uint8Array[] = [];
  let lacing = 0;
  for (const { bytes, samples } of packets) {
    const needed = lacingOf(bytes).length;
    if (lacing + needed > MOST_LACING) {
      pages.push(page(0, position, waiting));
      [waiting, lacing] = [[], 0];
    }
    waiting.push(bytes);
    lacing += needed;
    position += samples;
  }
  pages.push(page(LAST_PAGE, position, waiting));
  return joined(pages);
}

function pageOf(flags: number, position: number, number: number, bodies: Uint8Array[]): Uint8Array {
  const lacing = bodies.flatMap(lacingOf);
  const head = new Uint8Array(27 + lacing.length);
  const view = new DataView(head.buffer);
  head.set(ascii('OggS'));
  view.setUint8(5, flags);
  view.setBigInt64(6, BigInt(position), true);
  view.setUint32(14, 1, true);
  view.setUint32(18, number, true);
  view.setUint8(26, lacing.length);
  head.set(lacing, 27);
  const whole = joined([head, ...bodies]);
  new DataView(whole.buffer).setUint32(22, checksum(whole), true);
  return whole;
}

/** The length of a packet: as many 255 as there are in it, then the rest. */
const lacingOf = ({ length }: Uint8Array): number[] => [
  ...Array.from({ length: Math.floor(length / 255) }, () => 255),
  length % 255,
];

function opusHead(): Uint8Array {
  const head = new Uint8Array(19);
  const view = new DataView(head.buffer);
  head.set(ascii('OpusHead'));
  view.setUint8(8, 1);
  view.setUint8(9, 1);
  view.setUint16(10, SKIPPED, true);
  view.setUint32(12, RATE, true);
  return head;
}

function opusTags(): Uint8Array {
  const maker = ascii('sandbox');
  const tags = new Uint8Array(16 + maker.length);
  tags.set(ascii('OpusTags'));
  new DataView(tags.buffer).setUint32(8, maker.length, true);
  tags.set(maker, 12);
  return tags;
}

/** CRC-32 as Ogg has it: from the highest bit, beginning with nothing. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
