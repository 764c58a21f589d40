import { parseArgs } from 'node:util';
import { benchAsk } from './ask.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sizes: { type: 'string' } },
});

const [name] = positionals;
if (name === 'ask') {
  const sizes = values.sizes?.split(',').map(Number) ?? [0, 1_000, 10_000, 100_000];
  if (sizes.every((size) => Number.isInteger(size) && size >= 0)) await benchAsk(sizes);
  else fail('--sizes: tulis bilangan bulat dipisah koma, misalnya --sizes 0,1000,10000 (0 = sumber bawaan saja).');
} else if (name === undefined) {
  process.stdout.write(
    [
      'Pengukuran yang ada (npm run bench -- <nama>):',
      '  ask   menjawab, menyimpan, belajar dan memori dibanding MiniSearch 7, paling lama sekitar 6 menit',
      '        --sizes 0,1000,10000,100000   jumlah bagian; 0 = sumber bawaan saja',
      '',
    ].join('\n'),
  );
} else fail(`Pengukuran "${name}" tidak ada. Yang ada: ask.`);

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
