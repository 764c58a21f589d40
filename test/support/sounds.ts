/** A tone as a WAV file: 8 kHz, one channel, 16 bits. */
export function wave(seconds: number): Uint8Array {
  const rate = 8_000;
  const samples = Math.round(seconds * rate);
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at++) file.writeInt16LE(Math.round(8_000 * Math.sin(at / 3)), 44 + at * 2);
  return new Uint8Array(file);
}

/** What tells the kind and the length of an Ogg file with Opus in it, and no sound. */
export function opus(seconds: number): Uint8Array {
  const page = (position: bigint, body: Buffer) => {
    const head = Buffer.alloc(28);
    head.write('OggS', 0, 'latin1');
    head.writeBigInt64LE(position, 6);
    head.writeUInt8(1, 26);
    head.writeUInt8(body.length, 27);
    return Buffer.concat([head, body]);
  };
  const samples = BigInt(Math.round(seconds * 48_000));
  return new Uint8Array(Buffer.concat([page(0n, Buffer.from('OpusHead\x01\x01')), page(samples, Buffer.alloc(60, 7))]));
}

/** A voice note of so many seconds, as the sandbox takes it. */
export const voiceNote = (seconds = 3, bytes = opus(seconds)) => ({
  name: 'suara.oga',
  type: 'audio/ogg',
  bytes,
  seconds,
});
