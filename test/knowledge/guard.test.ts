import { beforeAll, describe, expect, it } from 'vitest';
import { stateOf } from '../../knowledge/compose.ts';
import type { Entry } from '../../knowledge/corpus.ts';
import { type DropReason, holdClaims } from '../../knowledge/written/guard.ts';
import { completed } from '../../knowledge/written/lists.ts';
import type { Given } from '../../knowledge/written/material.ts';
import { citedEntry, type Ground, holdLabelled, readClaims, readGround } from '../eval/klaim.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await readGround();
});

const givenOf = (entry: Entry): Given => ({
  entry,
  statement: stateOf(ground.corpus, entry),
  text: entry.text,
  chance: 1,
});

/** What becomes of a sentence that names these places, as S1, S2 … */
function held(
  text: string,
  places: string[],
  { english = false, tokens }: { english?: boolean; tokens?: string[] } = {},
) {
  const given = new Map(places.map((place, at) => [`S${at + 1}`, givenOf(citedEntry(ground, place))]));
  const claims = [{ text, tokens: tokens ?? [...given.keys()] }];
  return holdClaims(claims, given, { ...ground, english });
}

const why = (text: string, place: string): DropReason | undefined => held(text, [place]).dropped[0]?.why;

describe('the labelled sentences', () => {
  it('has enough of both, and of those written against the guard', () => {
    const claims = readClaims();
    expect(claims.filter(({ honest }) => honest).length).toBeGreaterThanOrEqual(60);
    expect(claims.filter(({ honest }) => !honest).length).toBeGreaterThanOrEqual(150);
    expect(claims.filter(({ attack }) => attack).length).toBeGreaterThanOrEqual(75);
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
  });

  it('keeps none that is wrong', () => {
    const kept = holdLabelled(ground, readClaims()).filter((claim) => claim.kept && !claim.honest);
    expect(kept.map(({ id, text }) => `${id}: ${text}`)).toEqual([]);
  });

  it('keeps most that are true', () => {
    const honest = holdLabelled(ground, readClaims()).filter((claim) => claim.honest);
    expect(honest.filter(({ kept }) => kept).length / honest.length).toBeGreaterThan(0.77);
  });
});

describe('tokens', () => {
  const TRUE = 'LPSE tidak perlu melakukan pemeriksaan lapangan.';

  it('drops a sentence without a token that is there', () => {
    expect(held(TRUE, ['Pasal 21 ayat (4)'], { tokens: ['S9'] }).dropped).toEqual([{ text: TRUE, why: 'token' }]);
    expect(held(TRUE, ['Pasal 21 ayat (4)'], { tokens: [] }).dropped).toEqual([{ text: TRUE, why: 'token' }]);
  });

  it('takes off a token whose passage says nothing of it', () => {
    const { kept } = held(TRUE, ['Pasal 26 ayat (1)', 'Pasal 21 ayat (4)'], { tokens: ['S1', 'S2', 'S9'] });
    expect(kept).toEqual([{ text: TRUE, tokens: ['S2'] }]);
  });

  it('drops what another passage says', () => {
    expect(held(TRUE, ['Pasal 26 ayat (1)']).kept).toEqual([]);
  });

  it('holds each sentence of a claim', () => {
    const two = `${TRUE} LPSE menangani kendala teknis yang terjadi dalam penyelenggaraan SPSE.`;
    expect(held(two, ['Pasal 21 ayat (4)', 'Pasal 23 ayat (1)']).kept).toEqual([{ text: two, tokens: ['S1', 'S2'] }]);
    expect(held(two, ['Pasal 21 ayat (4)']).kept).toEqual([]);
  });
});

it('takes off the yes or no in front, which answers a question that was not looked at', () => {
  for (const word of ['Ya', 'Tidak', 'Benar', 'Bisa'])
    expect(held(`${word}, LPSE tidak perlu melakukan pemeriksaan lapangan.`, ['Pasal 21 ayat (4)']).kept).toEqual([
      { text: 'LPSE tidak perlu melakukan pemeriksaan lapangan.', tokens: ['S1'] },
    ]);
});

describe('what says the same in another order', () => {
  const keeps = (text: string, ...places: string[]) => held(text, places).kept.length > 0;

  it('leads into a list that is there, by its right name and number', () => {
    expect(keeps('Struktur Organisasi LPSE terdiri dari enam unsur berikut.', 'Pasal 6 ayat (1)')).toBe(true);
    expect(keeps('Struktur Organisasi LPSE terdiri dari lima unsur berikut.', 'Pasal 6 ayat (1)')).toBe(false);
    expect(keeps('Struktur Organisasi ULP terdiri dari unsur berikut:', 'Pasal 6 ayat (1)')).toBe(false);
    expect(keeps('LPSE mempunyai tugas sebagai berikut.', 'Pasal 21 ayat (4)')).toBe(false);
  });

  it('names who does a thing last', () => {
    const place = 'Pasal 11 ayat (3)';
    const does = 'Yang berhak menyetujui atau menolak pendaftaran Pengguna SPSE adalah';
    expect(keeps(`${does} Bidang Registrasi dan Verifikasi.`, place)).toBe(true);
    expect(keeps(`${does} Kepala LPSE.`, place)).toBe(false);
  });

  it('says one of several as one of several', () => {
    const item = 'Pasal 3 ayat (1) huruf b';
    const task = 'memfasilitasi ULP menayangkan pengumuman pelaksanaan pengadaan.';
    expect(keeps(`Salah satu tugas LPSE adalah ${task}`, item)).toBe(true);
    expect(keeps(`Tugas LPSE adalah ${task}`, item)).toBe(false);
  });

  it('joins what each of two passages says, never what a condition reaches', () => {
    const both =
      'LPSE berkoordinasi dengan LKPP, dan LPSE menangani kendala teknis yang terjadi dalam penyelenggaraan SPSE.';
    expect(held(both, ['Pasal 17 ayat (2)', 'Pasal 23 ayat (1)']).kept).toEqual([{ text: both, tokens: ['S1', 'S2'] }]);
    expect(keeps(both, 'Pasal 17 ayat (2)')).toBe(false);
    expect(keeps('LPSE melakukan monitoring harian dan LPSE melakukan penggantian.', 'Pasal 25 ayat (1)')).toBe(false);
  });
});

describe('what breaks off', () => {
  const keeps = (text: string, place: string) => held(text, [place]).kept.length > 0;

  it.each([
    ['a verb without its object', 'LPSE tidak menyusun.', 'FAQ 27'],
    ['"bertanggung jawab" without what for', 'LPSE Polewali Mandar tidak bertanggung jawab.', 'Pasal 3 ayat (3)'],
    ['a doing whose object the next one names', 'LPSE membuat mekanisme pengelolaan.', 'Pasal 24 ayat (1)'],
    ['a definition without its "yang"', 'Pengguna SPSE adalah Perorangan atau Badan Usaha.', 'Pasal 1 angka 16'],
    ['a condition alone', 'Bila Anda memakai akun INAPROC.', 'FAQ 22'],
    ['what it is for alone', 'Untuk kendala akun INAPROC.', 'FAQ 20'],
    ['a thing that is itself', 'Bupati adalah Bupati.', 'Pasal 1 angka 3'],
    ['a name alone', 'Ruang layanan pemasukan penawaran (bidding room).', 'Pasal 22 huruf a'],
    [
      'what a "tetapi" takes back',
      'Dalam praktik, berkas dapat diminta untuk diperiksa lebih lanjut (uji forensik) melalui LKPP.',
      'FAQ 25',
    ],
  ])('does not keep %s', (_, text, place) => expect(keeps(text, place)).toBe(false));

  it('tells of a row within a sentence one thing, all, or some by that name', () => {
    const some = (words: string) => `Pengaturan ruang server SPSE harus memperhatikan ${words}.`;
    const place = 'Pasal 24 ayat (3)';
    expect(keeps(some('ketentuan suhu ruangan'), place)).toBe(true);
    expect(keeps(some('ketentuan suhu ruangan, cadangan catu daya'), place)).toBe(false);
    expect(keeps(some('antara lain ketentuan suhu ruangan, cadangan catu daya'), place)).toBe(true);
    expect(keeps('Lengkapi pajak, dan pengalaman, lalu coba lagi.', 'FAQ 23')).toBe(false);
  });
});

it('holds to English who is answered in English', () => {
  const text = 'Pegawai LPSE tidak wajib memiliki Sertifikat Keahlian Pengadaan Barang/Jasa.';
  expect(held(text, ['Pasal 13 ayat (3)']).kept).toHaveLength(1);
  expect(held(text, ['Pasal 13 ayat (3)'], { english: true }).dropped).toEqual([{ text, why: 'form' }]);
});

it('tells why', () => {
  expect(why('LPSE tidak perlu melakukan pemeriksaan lapangan, lihat https://lpse.id', 'Pasal 21 ayat (4)')).toBe(
    'form',
  );
  expect(why('Apakah LPSE tidak perlu melakukan pemeriksaan lapangan?', 'Pasal 21 ayat (4)')).toBe('form');
  expect(why('Penyedia wajib menyerahkan SITU.', 'Pasal 21 ayat (1)')).toBe('word');
  expect(why('Sekretariat beranggotakan 5 orang staf.', 'Pasal 8 ayat (1)')).toBe('number');
  expect(why('Menurut Pasal 35, LPSE tidak perlu melakukan pemeriksaan lapangan.', 'Pasal 21 ayat (4)')).toBe('name');
  expect(why('LPSE perlu melakukan pemeriksaan lapangan.', 'Pasal 21 ayat (4)')).toBe('negation');
  expect(why('LPSE wajib melakukan pemeriksaan lapangan.', 'Pasal 21 ayat (4)')).toBe('modality');
  expect(why('LPSE dapat meneruskan kendala teknis ke LKPP.', 'Pasal 23 ayat (3)')).toBe('condition');
  expect(why('LPSE mengumumkan rencana umum pengadaan.', 'Pasal 3 ayat (1)')).toBe('order');
});

describe('lists that no shipped document has', () => {
  const leaf = (lead: string, text: string): Given => {
    const model = citedEntry(ground, 'Pasal 21 ayat (4)');
    return givenOf({ ...model, lead, text, parentAt: undefined, children: [] });
  };
  const keeps = (passage: string, text: string) =>
    holdClaims([{ text, tokens: ['S1'] }], new Map([['S1', leaf('', passage)]]), { ...ground, english: false }).kept
      .length > 0;

  it('does not say one of several conditions, nor joins them in another way', () => {
    const list = 'LPSE dapat menolak permohonan jika :\na. dokumen tidak lengkap; dan\nb. formulir tidak diisi.';
    expect(keeps(list, 'LPSE dapat menolak permohonan jika dokumen tidak lengkap.')).toBe(false);
    expect(keeps(list, 'LPSE dapat menolak permohonan jika dokumen tidak lengkap atau formulir tidak diisi.')).toBe(
      false,
    );
    expect(keeps(list, 'LPSE dapat menolak permohonan jika dokumen tidak lengkap dan formulir tidak diisi.')).toBe(
      true,
    );
    expect(keeps(list, 'LPSE dapat menolak permohonan.')).toBe(false);
  });

  it('does not say one of several choices of a duty', () => {
    const list = 'Penyedia wajib menyerahkan :\na. surat tugas; atau\nb. surat keputusan.';
    expect(keeps(list, 'Penyedia wajib menyerahkan surat tugas.')).toBe(false);
    expect(keeps(list, 'Penyedia wajib menyerahkan surat tugas dan surat keputusan.')).toBe(false);
    expect(keeps(list, 'Penyedia wajib menyerahkan surat tugas atau surat keputusan.')).toBe(true);
  });

  it('does not say that some are all', () => {
    const list = 'Berkas pendaftaran terdiri dari :\na. formulir;\nb. akta; dan\nc. surat izin usaha.';
    expect(keeps(list, 'Berkas pendaftaran terdiri dari formulir dan akta.')).toBe(false);
    expect(keeps(list, 'Berkas pendaftaran terdiri dari formulir, akta, dan surat izin usaha.')).toBe(true);
  });
});

describe('completed', () => {
  const at = (place: string) => citedEntry(ground, place);
  const items = () => [at('Pasal 3 ayat (1) huruf a'), at('Pasal 3 ayat (1) huruf c')];

  it('shows a list of which several items are cited, or which is asked for', () => {
    expect(completed(ground.corpus, items(), [])).toEqual([at('Pasal 3 ayat (1)')]);
    expect(completed(ground.corpus, items().slice(0, 1), ['Apa saja tugas LPSE?'])).toEqual([at('Pasal 3 ayat (1)')]);
  });

  it('leaves one item, several ayat and definitions as they are', () => {
    expect(completed(ground.corpus, items().slice(0, 1), ['Apa tugas LPSE?'])).toEqual(items().slice(0, 1));
    const others = [at('Pasal 21 ayat (3)'), at('Pasal 21 ayat (4)')];
    expect(completed(ground.corpus, others, [])).toEqual(others);
    const terms = [at('Pasal 1 angka 9'), at('Pasal 1 angka 10')];
    expect(completed(ground.corpus, terms, [])).toEqual(terms);
  });
});
