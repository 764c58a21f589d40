import { describe, expect, it } from 'vitest';
import { readSound } from '../../bot/sound.ts';
import { opus, wave } from '../support/sounds.ts';

const starting = (...bytes: (number | string)[]): Uint8Array => {
  const begin = Buffer.concat(bytes.map((one) => (typeof one === 'string' ? Buffer.from(one) : Buffer.from([one]))));
  return new Uint8Array(Buffer.concat([begin, Buffer.alloc(200)]));
};

describe('a sound, by its bytes', () => {
  it.each([
    ['Ogg with Opus', opus(12.5), { name: 'suara.ogg', type: 'audio/ogg', seconds: 12.5 }],
    ['WAV', wave(2.25), { name: 'suara.wav', type: 'audio/wav', seconds: 2.25 }],
    ['M4A', starting(0, 0, 0, 24, 'ftypM4A '), { name: 'suara.m4a', type: 'audio/mp4' }],
    ['MP3', starting(0xff, 0xfb, 0x90, 0x64), { name: 'suara.mp3', type: 'audio/mpeg' }],
    ['FLAC', starting('fLaC'), { name: 'suara.flac', type: 'audio/flac' }],
  ])('is %s', async (_, bytes, sound) => {
    expect(await readSound(bytes)).toEqual(sound);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['words', new TextEncoder().encode('voice percobaan')],
    ['a picture', starting(0x89, 'PNG\r\n', 0x1a, '\n')],
    ['a program', starting('MZ')],
  ])('is none in %s', async (_, bytes) => {
    expect(await readSound(bytes)).toBeUndefined();
  });

  it('tells no length that it does not have', async () => {
    expect(await readSound(opus(3).slice(0, 45))).toEqual({ name: 'suara.ogg', type: 'audio/ogg', seconds: 0 });
    expect(await readSound(wave(0))).toMatchObject({ seconds: 0 });
    const still = wave(1);
    new DataView(still.buffer).setUint32(28, 0);
    expect(await readSound(still)).not.toHaveProperty('seconds');
  });
});
