import { parseArgs } from 'node:util';
import { benchAsk } from './ask.ts';
import { benchBroadcast } from './broadcast.ts';
import { benchBroadcastKills } from './broadcast-kills.ts';
import { benchImport } from './import.ts';
import { benchKill } from './kill.ts';
import { benchPublish } from './publish.ts';
import { benchThroughput } from './throughput.ts';
import { benchTicketKills } from './ticket-kills.ts';
import { benchTickets } from './tickets.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...{ sizes: { type: 'string' }, minutes: { type: 'string' }, heap: { type: 'string' } },
    ...{ people: { type: 'string' }, rounds: { type: 'string' }, seconds: { type: 'string' } },
  },
});

const [name] = positionals;
if (name === 'ask') {
  const sizes = values.sizes?.split(',').map(Number) ?? [0, 1_000, 10_000, 100_000];
  const minutes = Number(values.minutes ?? 6);
  const heap = values.heap === undefined ? undefined : Number(values.heap);
  if ([...sizes, heap ?? 1].every((size) => Number.isInteger(size) && size >= 0) && minutes > 0)
    await benchAsk(sizes, minutes, heap);
  else
    fail('--sizes, --minutes, --heap: tulis bilangan bulat, misalnya --sizes 0,1000,10000 (0 = sumber bawaan saja).');
} else if (name === 'throughput') {
  const people = Number(values.people ?? 200);
  const rounds = Number(values.rounds ?? 3);
  const seconds = Number(values.seconds ?? 10);
  if ([people, rounds, seconds].every((value) => Number.isInteger(value) && value > 0))
    await benchThroughput(people, rounds, seconds * 1_000);
  else fail('--people, --rounds, --seconds: tulis bilangan bulat, misalnya --people 200 --rounds 3 --seconds 10.');
} else if (name === 'kill') {
  await benchKill();
} else if (name === 'tickets') {
  await benchTickets();
} else if (name === 'tickets-kill') {
  await benchTicketKills();
} else if (name === 'broadcast') {
  await benchBroadcast();
} else if (name === 'broadcast-kill') {
  await benchBroadcastKills();
} else if (name === 'import') {
  await benchImport();
} else if (name === 'publish') {
  await benchPublish();
} else if (name === undefined) {
  process.stdout.write(
    [
      'Pengukuran yang ada (npm run bench -- <nama>):',
      '  ask   menjawab, menyimpan, belajar dan memori dibanding MiniSearch 7',
      '        --sizes 0,1000,10000,100000   jumlah bagian; 0 = sumber bawaan saja',
      '        --minutes 6                   batas waktu seluruhnya; sesudahnya langkah yang tersisa dilewati',
      '        --heap 14000                  MiB untuk JavaScript bagi helpdesk (bawaan Node: sekitar 4 GiB)',
      '  throughput   berapa jawaban per detik lewat Telegram tiruan, dibanding bot gema telegraf',
      '        --people 200 --rounds 3 --seconds 10',
      '  kill  kill -9 dua puluh kali di tengah 500 pertanyaan: mana yang hilang atau terjawab dua kali (harus 0)',
      '  tickets   membuka 1.000 tiket, dan mencari di antara 1.000 dan 100.000 tiket',
      '  tickets-kill   kill -9 lima puluh kali selagi penyedia melapor dan petugas menangani: apa yang hilang atau kembar (harus 0)',
      '  publish   5.000 entri FAQ tersimpan: waktu dari terbit sampai jawaban benar, dan berapa lama yang lain tertahan',
      '  import   daftar 5.000 entri FAQ (XLSX): membaca, memeriksa, menerapkan, mengekspor lagi',
      '  broadcast   satu pengumuman untuk 10.000 penerima pada batas Telegram, dibanding gelung telegraf dan Bottleneck; memori pada 100.000',
      '  broadcast-kill   kill -9 lima puluh kali di tengah pengumuman untuk 2.000 penerima: mana yang hilang atau kembar (harus 0)',
      '',
    ].join('\n'),
  );
} else
  fail(
    `Pengukuran "${name}" tidak ada. Yang ada: ask, throughput, kill, tickets, tickets-kill, broadcast, broadcast-kill, publish, import.`,
  );

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
