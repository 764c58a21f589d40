import type { Status } from '../../../handlers/index.ts';

export const URL_OF_PAGE = 'https://lpse.contoh.go.id/status';
/** What would be markup, a program or a broken document, were it taken as anything but text. */
export const NASTY = `<script>alert(1)</script> & "kutipan" ' ]]> ]]> &amp; \u0007\ud800 *tebal* 😀`;

const news = (at: number, label: string, words: string) => ({
  at,
  when: '23 Nov 2026 08.10 WITA',
  label,
  blocks: [
    { kind: 'heading' as const, text: `Gangguan: ${words}` },
    {
      kind: 'paragraph' as const,
      spans: [{ bold: 'Dampak' }, `: ${words}\nbaris kedua`, { text: 'jahat', url: 'javascript:alert(1)' }],
    },
    { kind: 'list' as const, items: [[{ italic: words }], [{ code: words }]] },
    { kind: 'quote' as const, text: words },
    { kind: 'note' as const, spans: [{ text: words, url: 'https://contoh.go.id/?a=1&b="2"' }] },
  ],
});

/** What is told while one outage runs whose every word is `words`. */
export function statusWith(words: string, changedAt = Date.parse('2026-11-23T00:10:00Z')): Status {
  const entry = {
    number: 'G-2026-0007',
    title: words,
    tone: 'outage' as const,
    badge: 'Gangguan sedang berlangsung',
    period: `Sejak ${words}`,
    warning: words,
    latest: { heading: 'Kabar terakhir', news: news(changedAt, 'Kabar terbaru', words) },
    earlier: { heading: 'Kabar sebelumnya (1)', news: [news(changedAt - 600_000, 'Sedang berlangsung', words)] },
  };
  return {
    page: {
      language: 'id',
      tone: 'outage',
      title: `Sedang ada gangguan – ${words}`,
      unit: words,
      name: 'Status layanan',
      verdict: `Sedang ada gangguan ${words}`,
      lines: [[{ bold: words }, words]],
      asOf: { words: 'Keadaan pada …', at: changedAt + 60_000 },
      parts: [
        { heading: 'Sekarang', past: false, entries: [entry] },
        { heading: 'Riwayat', past: true, entries: [{ ...entry, number: 'G-2026-0006' }] },
      ],
      report: { heading: words, blocks: [{ kind: 'paragraph', spans: [words] }] },
      feeds: { heading: words, blocks: [], atom: 'Feed Atom', json: 'Feed JSON' },
      remarks: [{ kind: 'note', spans: [words] }],
    },
    state: 'gangguan',
    zone: 'Asia/Makassar',
    announcements: [
      {
        entry,
        facts: {
          number: 'G-2026-0007',
          kind: 'gangguan',
          state: 'berlangsung',
          title: words,
          origin: 'lokal',
          services: ['spse'],
          starts: '2026-11-23T07:30:00+08:00',
          ends: null,
          version: 2,
          basis: 'Pasal 22 huruf d',
          published: '2026-11-23T08:00:00+08:00',
          updated: '2026-11-23T08:10:00+08:00',
        },
      },
    ],
    changedAt,
  };
}
