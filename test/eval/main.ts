import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Helpdesk, openHelpdesk } from '../../bot/helpdesk.ts';
import { explainFailure, showPreparing } from '../../bot/process.ts';
import { loadDotEnv, readConfig } from '../../config.ts';
import { respond } from '../../handlers/index.ts';
import { testHelpdesk } from '../support/helpdesk.ts';
import { startModelServer } from '../support/model-server.ts';
import { aiOf, settingsFor } from './ai.ts';
import { evaluateDuplicates } from './duplicates.ts';
import { fluentLines, writeFluently } from './fluent-writer.ts';
import { writeHonestly } from './honest-writer.ts';
import { judgeErrors, toldErrors } from './judge-errors.ts';
import { evaluateClaims } from './klaim.ts';
import { compareWithModel } from './model.ts';
import { redTeamTable, runRedTeam } from './red-team.ts';
import { readAttacks } from './red-team-items.ts';
import { type Question, scoreAnswer } from './score.ts';
import { type Row, table } from './table.ts';
import { STRATEGIES } from './worst-writer.ts';

const REGULATION = 'perbup-31-2012';
const DEVELOPMENT = fileURLToPath(new URL('./sets/dev.jsonl', import.meta.url));

type Measured = { report: string; wrong: string[] };

/** What is measured by name instead of by a file of questions. Each gives back what is not good enough. */
const NAMED: Record<string, () => Promise<Measured>> = {
  duplicates: () => withHelpdesk(({ knowledge }) => evaluateDuplicates(knowledge)),
  klaim: evaluateClaims,
  'red-team': attack,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    verbose: { type: 'boolean' },
    document: { type: 'string', multiple: true },
    model: { type: 'boolean' },
  },
});
try {
  loadDotEnv('.env');
  for (const name of positionals) if (NAMED[name]) tell(await NAMED[name]());
  const named = positionals.filter((name) => !(name in NAMED));
  const files = positionals.length > 0 ? named : [DEVELOPMENT];
  if (values.model) await beside(files);
  else if (files.length > 0) await withHelpdesk((helpdesk) => quote(helpdesk, files));
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${explainFailure(error)}\n`);
}

async function withHelpdesk<T>(work: (helpdesk: Helpdesk) => T): Promise<T> {
  const helpdesk = await openHelpdesk(readConfig(process.env), showPreparing());
  try {
    return work(helpdesk);
  } finally {
    await helpdesk.close();
  }
}

/** Without a model. */
function quote(helpdesk: Helpdesk, files: string[]): void {
  for (const file of files) for (const scope of scopes()) showAnswers(helpdesk, file, scope);
}

function showAnswers({ knowledge }: Helpdesk, file: string, documents: string[]): void {
  const rows = readQuestions(file).map((question) => ({
    question,
    response: respond(knowledge, question.q, { documents }),
  }));
  process.stdout.write(`\n${titleOf(file, documents)}\n${table(rows)}\n`);
  if (values.verbose) for (const row of rows) process.stdout.write(missLine(row));
}

/** With the configured model; with a double that only shows the way when none is, in a database of its own. */
async function beside(files: string[]): Promise<void> {
  const config = readConfig(process.env);
  const server = config.models?.writer ? undefined : await startModelServer();
  server?.answers(writeHonestly);
  const helpdesk = server ? await testHelpdesk() : await openHelpdesk(config, showPreparing());
  const settings =
    (server === undefined ? config.models : undefined) ??
    settingsFor(server?.url ?? '', {
      writer: { model: 'TIRUAN pemetik kalimat (bukan model)', url: server?.url ?? '', key: 'tanpa-kunci' },
    });
  if (server)
    process.stdout.write(
      'Tidak ada model yang diatur (OPENAI_API_KEY atau OPENAI_BASE_URL dengan OPENAI_MODEL). Yang menulis di bawah ini TIRUAN:\nia memetik kalimat dari kutipan dengan sedikit parafrase. Angkanya menguji jalannya dan penjaganya, bukan mutu sebuah model.\n',
    );
  try {
    for (const file of files)
      for (const scope of scopes()) {
        const report = await compareWithModel(helpdesk, settings, readQuestions(file), scope, counting(file));
        process.stdout.write(`\n${titleOf(file, scope)}\n${report}\n`);
      }
    if (server) process.stdout.write(`\n${fluentLines(await writeFluently(helpdesk, server))}\n`);
  } finally {
    await helpdesk.close();
    await server?.stop();
  }
}

/** The worst of models, in a database of its own. */
async function attack(): Promise<Measured> {
  const server = await startModelServer();
  const helpdesk = await testHelpdesk();
  try {
    const attacks = readAttacks();
    const sides = { helpdesk, server };
    const byWords = aiOf(helpdesk, settingsFor(server.url));
    const verdicts = await runRedTeam({ ...sides, ai: byWords }, attacks, () => STRATEGIES, counting('red-team'));
    // What is found by meaning changes what is at hand, and not what may be said of it: the ways that use the sources' own words.
    const embedder = { model: 'vektor-tiruan', url: server.url, key: 'tanpa-kunci' };
    const byMeaning = aiOf(helpdesk, settingsFor(server.url, { embedder }));
    await byMeaning.meaning.fill({ signal: new AbortController().signal });
    const truths = STRATEGIES.filter(({ usesTruth }) => usesTruth).map((one) => ({
      ...one,
      name: `${one.name} +vektor`,
    }));
    verdicts.push(...(await runRedTeam({ ...sides, ai: byMeaning }, attacks, () => truths, counting('red-team'))));
    const failed = verdicts.filter(({ wrong }) => wrong.length > 0).length;
    const judge = toldErrors(await judgeErrors());
    return { report: `${redTeamTable(verdicts)}\n${judge}`, wrong: failed > 0 ? [`${failed} serangan tembus`] : [] };
  } finally {
    await helpdesk.close();
    await server.stop();
  }
}

function tell({ report, wrong }: Measured): void {
  process.stdout.write(`${report}\n`);
  for (const what of wrong) process.stderr.write(`Tidak cukup: ${what}.\n`);
  if (wrong.length > 0) process.exitCode = 1;
}

/** Tells a person at a terminal how far it is. */
function counting(what: string): (done: number) => void {
  const name = what.split('/').pop();
  return (done) => void (process.stderr.isTTY && process.stderr.write(`\r${name} ${done} `));
}

function scopes(): string[][] {
  return values.document ? [values.document] : [[REGULATION], []];
}

function titleOf(file: string, documents: string[]): string {
  return `${file.split('/').pop()}, ${documents.length > 0 ? `hanya ${documents.join(', ')}` : 'semua sumber'}`;
}

function readQuestions(file: string): Question[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim().startsWith('{'))
    .map((line, at) => ({ id: `b${at + 1}`, ...(JSON.parse(line) as Omit<Question, 'id'>) }));
}

function missLine({ question, response }: Row): string {
  const score = scoreAnswer(question, response);
  if (score.kind && score.good !== false) return '';
  const { quote: _quote, ...top } = response.citations[0] ?? { quote: '' };
  return `${question.id} [${question.register}] ${question.q}\n    → ${response.kind} ${JSON.stringify(top)}; benar: ${question.kind} ${JSON.stringify(question.gold?.[0] ?? '')}\n`;
}
