import { rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openHelpdesk } from '../../bot/helpdesk.ts';
import type { FaqEntry, Knowledge } from '../../knowledge/index.ts';
import { preparedFolder } from '../support/helpdesk.ts';
import { aligned, median, whole } from './figures.ts';

const STORED = 5_000;
const PUBLISHED = 20;

const MATTERS = [
  ...['parkir', 'mushola', 'kantin', 'ruang tunggu', 'nomor antrean', 'kartu tamu', 'helm', 'loker', 'stop kontak'],
  ...['pencetak', 'pemindai', 'kursi roda', 'ruang laktasi', 'papan informasi', 'kotak saran', 'seminar', 'bimbingan'],
  ...[
    'modul',
    'sertifikat',
    'brosur',
    'rekaman video',
    'tanda terima',
    'stempel',
    'meterai',
    'kurir',
    'faktur',
    'pajak',
  ],
  ...[
    'rekening',
    'jaminan',
    'asuransi',
    'gudang',
    'katalog',
    'etalase',
    'merek',
    'garansi',
    'suku cadang',
    'kontainer',
  ],
];
const DEEDS = [
  ...['meminjam', 'memesan', 'mengembalikan', 'membatalkan', 'mengganti', 'memperpanjang', 'mengunduh', 'mencetak'],
  ...['mengunggah', 'memindahkan', 'menitipkan', 'mengambil', 'melaporkan', 'memperbaiki', 'menyewa', 'menguji'],
];
const PLACES = [
  'di loket',
  'di lantai dua',
  'lewat aplikasi',
  'saat pelatihan',
  'pada hari libur',
  'untuk tamu',
  'di gedung B',
  'di kecamatan',
  'bagi rombongan',
  'tanpa surat',
];

/** What no other entry asks: a matter, a deed and a place. */
export function entry(at: number): FaqEntry {
  const matter = MATTERS[at % MATTERS.length];
  const deed = DEEDS[Math.floor(at / MATTERS.length) % DEEDS.length];
  const place = PLACES[Math.floor(at / MATTERS.length / DEEDS.length) % PLACES.length];
  return {
    id: 1_001 + at,
    version: 1,
    question: `Bagaimana cara ${deed} ${matter} ${place}?`,
    variants: [
      `cara ${deed} ${matter} ${place}`,
      `mau ${deed} ${matter} ${place} gimana`,
      `langkah ${deed} ${matter} ${place}`,
      `${matter} ${place} ${deed}nya bagaimana`,
    ],
    answer: `Untuk ${deed} ${matter} ${place}, isi formulir nomor ${at} lalu serahkan kepada petugas. Selesai dalam ${1 + (at % 9)} hari kerja.`,
    basis: [],
    practice: 'Kebiasaan layanan.',
    topic: 'layanan',
  };
}

/** From the commit of a published entry to the first right answer, with thousands of entries stored. */
export async function benchPublish(): Promise<void> {
  const dataDir = await preparedFolder();
  const { db, knowledge, close } = await openHelpdesk({ databaseUrl: undefined, dataDir });
  try {
    const begun = process.memoryUsage().rss;
    const brought = performance.now();
    await store(Array.from({ length: STORED }, (_, at) => entry(at)));
    const stored = performance.now() - brought;
    const held = await holdUp(() => knowledge.refresh());
    const rows = [
      ['entri tersimpan', whole(STORED)],
      ['menyiapkan dan menyimpan semuanya', `${whole(stored)} ms`],
      ['memuat semuanya', `${whole(held.took)} ms`],
      ['  event loop tertahan paling lama', `${whole(held.longest)} ms`],
      ['memori sebelum, sesudah', `${whole(begun / 2 ** 20)} MiB`, `${whole(process.memoryUsage().rss / 2 ** 20)} MiB`],
    ];
    const times: number[] = [];
    const holdUps: number[] = [];
    for (let at = STORED; at < STORED + PUBLISHED; at++) {
      await store([entry(at)]);
      const { took, longest } = await holdUp(() => knowledge.refresh());
      const asked = performance.now();
      if (!isAnswered(knowledge, entry(at))) throw new Error(`Entri ${entry(at).id} tidak menjawab.`);
      times.push(took + performance.now() - asked);
      holdUps.push(longest);
    }
    rows.push(
      [
        'terbit sampai jawaban benar, tengah dan terburuk',
        `${whole(median(times) ?? 0)} ms`,
        `${whole(Math.max(...times))} ms`,
      ],
      [
        '  event loop tertahan, tengah dan terburuk',
        `${whole(median(holdUps) ?? 0)} ms`,
        `${whole(Math.max(...holdUps))} ms`,
      ],
    );
    process.stdout.write(`${aligned(rows)}\n`);
  } finally {
    await close();
    rmSync(dataDir, { recursive: true });
  }

  async function store(entries: FaqEntry[]): Promise<void> {
    const put = await knowledge.prepareFaq(entries);
    await db.transaction((tx) => knowledge.storeFaq(tx, { put, drop: [] }));
  }
}

function isAnswered(knowledge: Knowledge, { id, question }: FaqEntry): boolean {
  return knowledge.answer(question).statements[0]?.citation.angka === id;
}

/** How long something took, and for how long nothing else could run meanwhile at most; in milliseconds. */
async function holdUp(work: () => Promise<unknown>): Promise<{ took: number; longest: number }> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const since = performance.now();
  await work();
  const took = performance.now() - since;
  // The last delay is only seen after it.
  await new Promise((resolve) => setTimeout(resolve, 5));
  delays.disable();
  return { took, longest: delays.max / 1e6 };
}
