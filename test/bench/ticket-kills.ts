import { killWhileTicketing } from '../support/ticket-kills.ts';
import { aligned, machine, seconds, whole } from './figures.ts';

const LONGEST_MS = 8 * 60_000;
/** From the first question of a form to cards that are claimed, answered and resolved. */
const MOST_CALLS = 90;

/** Kills the program again and again while people report and officers triage, and prints what became of all of it. */
export async function benchTicketKills(kills = 50, reporters = 2): Promise<void> {
  const began = performance.now();
  const killed = await killWhileTicketing(kills, {
    reporters,
    callsBefore: () => 3 + Math.floor(Math.random() * MOST_CALLS),
    until: Date.now() + LONGEST_MS,
  });
  const { cards, answers } = killed;
  const rows: [what: string, count: number][] = [
    ['kill -9', killed.runs],
    ['pelapor yang mengisi formulir', killed.reporters],
    ['tiket', killed.tickets],
    ['pelapor yang diberi tahu nomornya', killed.acknowledged],
    ['tiket yang selesai ditangani', killed.resolved],
    ['kartu: tepat satu', cards.once],
    ['kartu: satu, ada suratnya yang tidak pasti', cards.unsureOnce],
    ['kartu: tidak ada, tercatat tidak pasti', cards.unsureMissing],
    ['kartu: dua, yang pertama tercatat tidak pasti', cards.unsureTwice],
    ['balasan: sampai tepat sekali', answers.once],
    ['balasan: tercatat tidak pasti', answers.unsure],
    ['balasan: ditolak, petugas diberi tahu', answers.refused],
    ['balasan: tidak pernah diambil dari Slack', answers.unheard],
    ['surat yang tidak pasti seluruhnya', killed.unsureLetters],
  ];
  const never: [what: string, count: number][] = [
    ['tiket yang nomornya disebut lalu hilang atau berubah', killed.lost],
    ['pelapor dengan lebih dari satu tiket', killed.twice],
    ['kartu hilang tanpa tercatat', cards.missing],
    ['kartu kembar tanpa tercatat', cards.twice],
    ['balasan tersampaikan lebih dari sekali', answers.twice],
    ['balasan yang diterima lalu diabaikan', answers.ignored],
    ['balasan "terkirim" yang tidak ada', answers.lost],
    ['tiket dengan dua pemilik', killed.owners],
    ['catatan yang tidak cocok dengan keadaan tiket', killed.records],
    ['kejadian yang gagal dikerjakan', killed.failed],
    ['kejadian, surat, atau berkas yang tidak selesai', killed.unfinished],
    ['galat di log', killed.faults.length],
  ];
  const table = (of: typeof rows) => aligned(of.map(([what, count]) => [what, whole(count)]));
  process.stdout.write(
    [
      `${machine()}, ${seconds(performance.now() - began)} detik`,
      table(rows),
      `Harus 0:\n${table(never)}`,
      ...killed.faults.slice(0, 5),
      '',
    ].join('\n\n'),
  );
  if (never.some(([, count]) => count > 0)) process.exitCode = 1;
}
