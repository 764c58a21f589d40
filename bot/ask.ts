import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ConfigError, loadDotEnv, readConfig } from '../config.ts';
import { UnknownDocument } from '../knowledge/index.ts';
import { createConversation } from './conversation.ts';
import { openHelpdesk } from './helpdesk.ts';
import { explainFailure, onSignals, showPreparing } from './process.ts';
import { chat, toRecord } from './terminal.ts';

const USAGE = `Pemakaian: npm run -s ask -- "pertanyaan" [--json] [--document ID]… [--tanpa-ai]
           npm run -s ask -- --jsonl < pertanyaan.jsonl     baris {"id","q"}, satu jawaban sebaris
           npm run -s ask                                   percakapan di terminal
           npm run -s ask -- --help                         pesan ini
Bila model diatur (.env.example), jawaban disusun olehnya dari kutipan; --tanpa-ai: kutipan saja, tidak ada yang dikirim.`;

const { values, positionals } = readArguments();
const question = positionals.join(' ').trim();
const documents = values.document ?? [];
const chats = process.argv.slice(2).every((argument) => argument === '--tanpa-ai');
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit();
}
if (values.json && values.jsonl) refuse('Pilih salah satu: --json atau --jsonl.');
if (values.jsonl && question !== '')
  refuse('Dengan --jsonl pertanyaan dibaca dari masukan, bukan dari baris perintah.');
if (!values.jsonl && !chats && question === '') refuse('Pertanyaannya belum ada.');

const stop = onSignals();
try {
  loadDotEnv('.env');
  const { models, ...config } = readConfig(process.env);
  const helpdesk = await openHelpdesk({ ...config, ...(!values['tanpa-ai'] && { models }) }, showPreparing());
  const begin = () => createConversation({ ...helpdesk, documents, signal: stop });
  try {
    if (values.jsonl) await answerLines();
    else if (chats) await chat(helpdesk, begin(), { input: process.stdin, output: process.stdout, signal: stop });
    else {
      const { response, shown } = await begin().say(question);
      process.stdout.write(`${values.json ? JSON.stringify(toRecord(undefined, response)) : shown}\n`);
    }
  } finally {
    await helpdesk.close();
  }

  async function answerLines(): Promise<void> {
    let number = 0;
    for await (const line of createInterface({ input: process.stdin })) {
      number++;
      if (line.trim() === '') continue;
      const row = readLine(line);
      if (!row) {
        process.stderr.write(`Baris ${number} dilewati: bukan objek JSON dengan "q".\n`);
        process.exitCode = 1;
        continue;
      }
      const { response } = await begin().say(row.q);
      process.stdout.write(`${JSON.stringify(toRecord(row.id, response))}\n`);
      if (stop.aborted) break;
    }
  }
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(
    `${error instanceof UnknownDocument || error instanceof ConfigError ? error.message : explainFailure(error)}\n`,
  );
}

function readLine(line: string): { id?: unknown; q: string } | undefined {
  try {
    const row = JSON.parse(line) as { id?: unknown; q?: unknown } | null;
    if (typeof row?.q !== 'string') return undefined;
    return { q: row.q, id: row.id };
  } catch {
    return undefined;
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        jsonl: { type: 'boolean' },
        document: { type: 'string', multiple: true },
        'tanpa-ai': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const fault = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? 'tidak dikenal' : 'dipakai dengan cara yang salah';
    return refuse(`Pilihan ${/-[^\s',]+/u.exec(message)?.[0]} ${fault}.`);
  }
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n${USAGE}\n`);
  process.exit(2);
}
