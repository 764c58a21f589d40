import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { type PacketPicture, writePacket } from '../../../bot/files/packet.ts';
import { winAnsi } from '../../../bot/files/win-ansi.ts';
import type { Packet } from '../../../handlers/index.ts';
import { fixture, plainPng } from './pictures.ts';

const AT = new Date('2026-11-23T00:00:00Z');
const PACKET: Packet = {
  title: 'Penerusan L-2026-00042 kepada LKPP',
  facts: [
    { label: 'Unit', value: 'LPSE Kabupaten Polewali Mandar' },
    { label: 'Kode galat', value: 'ERR_UPLOAD_502' },
  ],
  sections: [{ heading: 'Langkah yang dicoba', lines: ['1. Memuat ulang', '2. Peramban lain'] }],
  pictures: [],
  pictureNote: 'Data pribadi dihitamkan.',
  pictureLeftOut: 'Gambar tidak disertakan.',
};

async function read(packet: Packet, pictures: PacketPicture[] = []) {
  const bytes = await writePacket(packet, pictures, AT);
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(document);
  return { document, pages: text, text: text.join('\n'), raw: Buffer.from(bytes).toString('latin1') };
}

describe('the packet for LKPP', () => {
  it('holds title, facts, sections and page numbers, on A4', async () => {
    const { text, document } = await read(PACKET);
    for (const words of [
      'Penerusan L-2026-00042',
      'Unit LPSE Kabupaten',
      'ERR_UPLOAD_502',
      '2. Peramban lain',
      '1 / 1',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('Data pribadi');
    const { view } = await document.getPage(1);
    expect(view.map(Math.round)).toEqual([0, 0, 595, 842]);
  });

  it('names nobody in its metadata', async () => {
    const { document } = await read(PACKET);
    const { info } = await document.getMetadata();
    expect(info).toMatchObject({ Title: PACKET.title, Language: 'id-ID' });
    expect(info).not.toHaveProperty('Author');
  });

  it('shows each picture under its name, and says which are left out', async () => {
    const pictures = [
      { name: 'layar.png', bytes: fixture('profil.png') },
      { name: 'rusak.webp', bytes: undefined },
      { name: 'foto.jpg', bytes: fixture('profil.jpg') },
    ];
    const { text, raw } = await read(PACKET, pictures);
    expect(text).toContain('Data pribadi dihitamkan.');
    expect(text).toMatch(/layar\.png[\s\S]*rusak\.webp\nGambar tidak disertakan\.[\s\S]*foto\.jpg/);
    expect(raw.match(/\/Subtype \/Image/g)).toHaveLength(2);
  });

  it.each([
    ['tall', plainPng(400, 2_000)],
    ['wide', plainPng(2_000, 40)],
    ['tiny', plainPng(1, 1)],
  ])('keeps a %s picture on one page with its name', async (_, bytes) => {
    const lines = Array.from({ length: 30 }, (_, at) => `Baris ${at}`);
    const packet = { ...PACKET, sections: [{ heading: 'Uraian', lines }] };
    const { pages, document } = await read(packet, [{ name: 'layar.png', bytes }]);
    expect(pages.filter((page) => page.includes('layar.png'))).toHaveLength(1);
    expect(document.numPages).toBeLessThanOrEqual(2);
  });

  it('goes on over pages when there is much to say, and numbers them all', async () => {
    const value = 'Penyedia tidak dapat mengirim dokumen penawaran. '.repeat(200);
    const facts = [
      { label: 'Uraian', value },
      { label: 'Sesudahnya', value: 'tetap terbaca' },
    ];
    const { pages, text } = await read({ ...PACKET, facts });
    expect(pages.length).toBeGreaterThan(1);
    expect(text.split('Penyedia')).toHaveLength(201);
    for (const [at, page] of pages.entries()) expect(page).toContain(`${at + 1} / ${pages.length}`);
    expect(pages.at(-1)).toContain('tetap terbaca');
  });

  it('stays whole with any characters in it', async () => {
    const odd = 'a→b ≥ 3 ✅ “kutip” é ā ﬁ 日本 😀\u202e \ud800 \0 ½';
    const { text } = await read({ ...PACKET, title: odd, facts: [{ label: odd, value: odd }] });
    expect(text).toContain('a->b >= 3 [v] “kutip” é a fi ??');
  });
});

describe('letters that the built-in fonts lack', () => {
  it.each([
    ['Rp 1.000,00 – “é” €', 'Rp 1.000,00 – “é” €'],
    ['e\u0301', 'é'],
    ['ā č ﬁ Ａ', 'a c fi A'],
    ['→ ≥ ✅ ‑', '-> >= [v] -'],
    ['日本 😀', '?? ?'],
    ['a\u200bb\u202ec\u00add\ufe0f', 'abcd'],
    ['a\tb\u00a0c\r\nd', 'a b c\nd'],
    ['\ud800x\0', '?x?'],
  ])('%j', (text, shown) => {
    expect(winAnsi(text)).toBe(shown);
  });
});
