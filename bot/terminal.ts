import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import type { Knowledge, Response } from '../handlers/index.ts';
import type { Conversation } from './conversation.ts';
import type { Helpdesk } from './helpdesk.ts';

const HELP = [
  'Ketik pertanyaan Anda, lalu Enter. Contoh: syarat daftar penyedia apa saja?',
  '/sumber  dokumen yang dipakai menjawab',
  '/bantuan pesan ini',
  '/keluar  selesai (atau Ctrl+D)',
].join('\n');

/** Each command by the words for it, alone on a line, with or without the slash. */
const COMMANDS: Record<string, 'help' | 'leave' | 'sources'> = {
  bantuan: 'help',
  help: 'help',
  keluar: 'leave',
  exit: 'leave',
  quit: 'leave',
  sumber: 'sources',
};

/** A chat in the terminal until the person leaves or the input ends. */
export async function chat(
  { knowledge, ai }: Pick<Helpdesk, 'knowledge' | 'ai'>,
  conversation: Conversation,
  { input, output, signal }: { input: Readable; output: Writable; signal: AbortSignal },
): Promise<void> {
  const terminal = 'isTTY' in input && input.isTTY === true;
  const reader = createInterface({ input, output, terminal, prompt: 'Anda> ' });
  signal.addEventListener('abort', () => reader.close(), { once: true });
  reader.on('SIGINT', () => {
    if (reader.line === '') return reader.close();
    reader.write(null, { ctrl: true, name: 'e' });
    reader.write(null, { ctrl: true, name: 'u' });
  });
  let closed = false;
  reader.once('close', () => {
    closed = true;
  });
  let prompted = false;
  const prompt = () => {
    // Input from a file or a pipe needs no invitation.
    prompted = terminal && !closed;
    if (prompted) reader.prompt();
  };
  const say = (text: string) => output.write(`\n${text}\n\n`);
  const writer = ai?.models.names.writer;
  say(writer === undefined ? HELP : `${HELP}\n\n${sentTo(writer)}`);
  prompt();
  for await (const line of reader) {
    prompted = false;
    const question = line.trim();
    const command = COMMANDS[question.toLowerCase().replace(/^\//u, '')];
    if (command === 'leave') break;
    if (command === 'help') say(HELP);
    else if (command === 'sources') say(sourcesOf(knowledge));
    else if (question.startsWith('/')) say(`Perintah ${question} tidak dikenal.\n${HELP}`);
    else if (question !== '') {
      say((await conversation.say(question)).shown);
    }
    prompt();
  }
  if (prompted) output.write('\n');
  reader.close();
}

const sentTo = (model: string) =>
  `Jawaban disusun oleh model ${model}: pertanyaan dikirim ke sana tanpa data pribadi. Tanpa model: --tanpa-ai.`;

/** The loaded documents, one a line. */
function sourcesOf(knowledge: Knowledge): string {
  return knowledge
    .summary()
    .map(
      ({ id, short, title, passages }) =>
        `- ${id}: ${short === title ? title : `${short}, ${title}`} (${passages} bagian)`,
    )
    .join('\n');
}

/** The reply as the object of `--json` and `--jsonl`. */
export function toRecord(id: unknown, response: Response): Record<string, unknown> {
  const { kind, text, citations, confidence, tookMs, written } = response;
  return { ...(id !== undefined && { id }), kind, text, citations, confidence, tookMs, ...(written && { written }) };
}
