import { killWhileBroadcasting } from '../support/broadcast-kills.ts';
import { aligned, machine, seconds, whole } from './figures.ts';

/** As many messages a second as the program sends without being told otherwise. */
const PER_SECOND = 25;

/** Kills the program again and again while it sends a broadcast, and prints what became of every message. */
export async function benchBroadcastKills(kills = 50, recipients = 2_000): Promise<void> {
  const began = performance.now();
  const tally = await killWhileBroadcasting({
    ...{ broadcasts: 1, killsEach: kills, recipients, perSecond: PER_SECOND },
    // Somewhere in its own part of the broadcast, so that the beginning and the end are hit too.
    share: (kill) => (kill + Math.random()) / kills,
  });
  const rows: [what: string, count: number][] = [
    ['kill -9', tally.kills],
    [`penerima, ${PER_SECOND} pesan per detik`, tally.recipients],
    ['sampai tepat sekali', tally.once],
    ['tercatat tidak pasti, pesannya sampai', tally.unsureArrived],
    ['tercatat tidak pasti, pesannya tidak sampai', tally.unsureMissing],
    ['terbanyak tidak pasti karena satu kill', tally.mostUnsure],
  ];
  const never: [what: string, count: number][] = [
    ['sampai lebih dari sekali', tally.twice],
    ['tercatat terkirim, tetapi tidak sampai', tally.lost],
    ['tidak selesai', tally.other],
  ];
  const table = (of: typeof rows) => aligned(of.map(([what, count]) => [what, whole(count)]));
  process.stdout.write(
    `${machine()}, ${seconds(performance.now() - began)} detik\n\n${table(rows)}\n\nHarus 0:\n${table(never)}\n\n` +
      `Sudah sampai saat tiap kill: ${tally.sentAtKill.join(', ')}\n`,
  );
  if (never.some(([, count]) => count > 0)) process.exitCode = 1;
}
