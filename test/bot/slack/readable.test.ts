import { expect, it } from 'vitest';
import { readable, withoutMention } from '../../../bot/slack/readable.ts';

it.each([
  ['a &lt;b&gt; &amp; c', 'a <b> & c'],
  ['&amp;lt;', '&lt;'],
  ['&lt;@U1&gt; bukan sebutan', '<@U1> bukan sebutan'],
  ['tanya <@U1|budi> dan <@U2>', 'tanya @budi dan @U2'],
  ['di <#C1|umum> atau <#C2>', 'di #umum atau #C2'],
  ['<!channel> <!here|here> <!subteam^S1|@petugas> <!subteam^S2>', '@channel here @petugas @S2'],
  ['<!date^1392734382^{date}|18 Feb 2014>', '18 Feb 2014'],
  ['<https://lpse.go.id>', 'https://lpse.go.id'],
  ['<https://lpse.go.id/|lpse.go.id>', 'lpse.go.id'],
  ['<https://lpse.go.id/daftar?a=1&amp;b=2|halaman daftar>', 'halaman daftar (https://lpse.go.id/daftar?a=1&b=2)'],
  ['<mailto:a@lpse.go.id|a@lpse.go.id>', 'a@lpse.go.id'],
  ['harga < 5 dan > 3', 'harga < 5 dan > 3'],
])('reads %j as %j', (text, expected) => {
  expect(readable(text)).toBe(expected);
});

it.each([
  ['<@UBOT> jam buka?', 'jam buka?'],
  ['halo <@UBOT>, jam buka?', 'halo, jam buka?'],
  ['jam buka <@UBOT|lpse>', 'jam buka'],
  ['<@UBOT>\nbaris satu\n  baris dua', 'baris satu\n  baris dua'],
  ['<@ULAIN> lihat', '<@ULAIN> lihat'],
  ['<@UBOT>', ''],
])('takes the mention off %j', (text, expected) => {
  expect(withoutMention(text, 'UBOT')).toBe(expected);
});
