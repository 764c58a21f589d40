import { killInBursts } from '../support/kills.ts';

/** Kills the whole program again and again in the middle of bursts, and prints what became of every question. */
export async function benchKill(kills = 20, questions = 500): Promise<void> {
  const began = performance.now();
  // From the first answers to nearly the last, so that each stage of the work is hit.
  const tally = await killInBursts(kills, questions, (kill) => (kill + 0.5) / kills);
  const row = (what: string, count: number) => `  ${what.padEnd(52)}${String(count).padStart(7)}\n`;
  process.stdout.write(
    [
      `${kills} kali kill -9 di tengah ${questions} pertanyaan dari ${questions} orang (${Math.round((performance.now() - began) / 1000)} detik)\n`,
      row('pertanyaan', tally.asked),
      row('dijawab tepat sekali', tally.once),
      row('tercatat tidak pasti, pesannya sampai', tally.unsureArrived),
      row('tercatat tidak pasti, pesannya tidak sampai', tally.unsureMissing),
      row('dijawab lebih dari sekali (harus 0)', tally.twice),
      row('hilang atau keliru (harus 0)', tally.lost),
      `  belum dijawab saat tiap kill: ${tally.kills.map(({ open }) => open).join(', ')}\n`,
    ].join(''),
  );
  if (tally.twice + tally.lost > 0) process.exitCode = 1;
}
