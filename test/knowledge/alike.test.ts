import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createAlikeness } from '../../knowledge/alike.ts';
import { readLexiconData, toLexicon } from '../../knowledge/lexicon.ts';
import { createLanguage } from '../../knowledge/words.ts';

const language = createLanguage(
  toLexicon(readLexiconData(fileURLToPath(new URL('../../knowledge/sources/lexicon', import.meta.url)))),
);
language.learn('verifikasi berkas pelatihan sertifikat kantor alamat biaya pendaftaran penyedia kata sandi terlupa');
const BACKGROUND = [
  'bagaimana cara mendaftar sebagai penyedia',
  'berapa lama pendaftaran penyedia di LPSE',
  'apakah penyedia wajib datang ke kantor LPSE',
].map(language.read);
const wording = (question: string) => ({ question, reading: language.read(question) });
const alikeness = () => createAlikeness(language, BACKGROUND);

describe('questions that ask the same', () => {
  it('are found in other words, in chat and with typing errors, and named by their first wording', () => {
    const alike = alikeness();
    alike.put(7, ['Saya lupa kata sandi akun SPSE, apa yang harus dilakukan?', 'lupa pass spse'].map(wording));
    alike.put(8, [wording('Apakah peserta pelatihan mendapat sertifikat?')]);
    for (const asked of ['lupa password spse nih, solusinya apa', 'pasword spse sya lupa gmn'])
      expect(alike.similar(asked).map(({ id }) => id)).toEqual([7]);
    expect(alike.similar('ikut pelatihan dapat sertifikat gak')[0]?.question).toContain('Apakah peserta');
    expect(alike.similar('lupa password spse', { except: 7 })).toEqual([]);
    expect(alike.similar('berapa tinggi gedung?')).toEqual([]);
  });

  it('are not found any more once they were dropped or put in other words', () => {
    const alike = alikeness();
    alike.put(7, [wording('Apakah peserta pelatihan mendapat sertifikat?')]);
    alike.put(7, [wording('Berapa lama verifikasi berkas?')]);
    expect(alike.similar('apakah peserta pelatihan dapat sertifikat')).toEqual([]);
    expect(alike.similar('verifikasi berkas berapa lama')).toHaveLength(1);
    alike.drop(7);
    expect(alike.similar('verifikasi berkas berapa lama')).toEqual([]);
  });

  it('are told from those that ask another thing of the same matter', () => {
    const among = (asked: string, other: string) => alikeness().among(asked, [{ id: 1, question: other }]);
    expect(among('Kapan verifikasi berkas?', 'Siapa yang melakukan verifikasi berkas?')).toEqual([]);
    expect(among('Di mana alamat kantor LPSE?', 'kantor lpse dimana sih')).toHaveLength(1);
    expect(among('Di mana alamat kantor LPSE?', 'berapa biaya pendaftaran?')).toEqual([]);
  });

  it('go into one group, every question into exactly one', async () => {
    const asked = [
      'apakah peserta pelatihan mendapat sertifikat?',
      'berapa lama verifikasi berkas?',
      'peserta pelatihan dapat sertifikat ga',
      '',
      'verifikasi berkas berapa lama ya',
      'apakah peserta pelatihan mendapat sertifikat?',
    ];
    expect(await alikeness().group(asked)).toEqual([[0, 2, 5], [1, 4], [3]]);
  });

  it('lets others run while it groups thousands', async () => {
    const asked = Array.from({ length: 3_000 }, (_, at) => `apakah kantor ${at} punya ruang ${at % 97} untuk rapat?`);
    let turns = 0;
    const running = setInterval(() => turns++, 0);
    const groups = await alikeness().group(asked);
    clearInterval(running);
    expect(groups.flat().toSorted((one, other) => one - other)).toEqual(asked.map((_, at) => at));
    expect(turns).toBeGreaterThan(1);
  });
});
