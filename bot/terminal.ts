import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { type Knowledge, type Response, respond } from '../handlers/index.ts';

const HELP = [
  'Ketik pertanyaan Anda, lalu Enter. Contoh: syarat daftar penyedia apa saja?',
  '/sumber  dokumen yang dipakai menjawab',
  '/bantuan pesan ini',
  '/keluar  selesai (atau Ctrl+D)',
].join('\n');

/** A chat in the terminal until the person leaves or the input ends. */
export async function chat(
  knowledge: Knowledge,
  documents: string[],
  input: Readable,
  output: Writable,
  signal: AbortSignal,
): Promise<void> {
  const terminal = 'isTTY' in input && input.isTTY === true;
  const reader = createInterface({ input, output, terminal, prompt: 'Anda> ' });
  signal.addEventListener('abort', () => reader.close(), { once: true });
  const say = (text: string) => output.write(`\n${text}\n\n`);
  say(HELP);
  reader.prompt();
  for await (const line of reader) {
    const question = line.trim();
    if (question === '/keluar') break;
    if (question === '/bantuan') say(HELP);
    else if (question === '/sumber') say(sourcesOf(knowledge));
    else if (question.startsWith('/')) say(`Perintah ${question} tidak dikenal.\n${HELP}`);
    else if (question !== '') say(respond(knowledge, question, documents).text);
    reader.prompt();
  }
  reader.close();
}

/** The loaded documents, one a line. */
export function sourcesOf(knowledge: Knowledge): string {
  return knowledge
    .summary()
    .map(
      ({ id, short, title, passages }) =>
        `- ${id}: ${short === title ? title : `${short}, ${title}`} (${passages} bagian)`,
    )
    .join('\n');
}

/** The reply as the object of `--json` and `--jsonl`. */
export function toRecord(id: string | undefined, response: Response): Record<string, unknown> {
  const { kind, text, citations, confidence, tookMs } = response;
  return { ...(id !== undefined && { id }), kind, text, citations, confidence, tookMs };
}
