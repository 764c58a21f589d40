import { loadDotEnv, readConfig } from '../config.ts';
import { openHelpdesk } from './helpdesk.ts';
import { explainFailure, onSignals, showPreparing } from './process.ts';
import { chat, sourcesOf } from './terminal.ts';

const stop = onSignals();
try {
  loadDotEnv('.env');
  const config = readConfig(process.env);
  const { knowledge, report, close } = await openHelpdesk(config, showPreparing());
  try {
    const changed = report.files.filter(({ outcome }) => outcome === 'new' || outcome === 'changed').length;
    process.stdout.write(
      `${knowledge.unit.name}\nDokumen yang dimuat${changed > 0 ? ` (${changed} baru atau berubah)` : ''}:\n${sourcesOf(knowledge)}\n`,
    );
    for (const file of report.files) if (file.outcome === 'refused') process.stderr.write(`${file.reason}\n`);
    process.stdout.write('Belum ada kanal (Telegram, Slack) yang diatur: percakapan dibuka di terminal ini.\n');
    await chat(knowledge, process.stdin, process.stdout, stop);
  } finally {
    await close();
  }
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${explainFailure(error)}\n`);
}
