import { posix } from 'node:path';

/** Which folders a folder may enter besides itself. An arrow never points up. */
const ARROWS: Record<string, readonly string[]> = {
  db: [],
  knowledge: ['db'],
  handlers: ['knowledge', 'db'],
  ingest: ['knowledge', 'db'],
  bot: ['handlers'],
};

/** The files that are started; they alone read the environment. */
const ENTRIES = ['bot/main.ts', 'bot/ask.ts', 'ingest/main.ts'];
/** The files that join the parts: somebody must know them all. */
const JOINERS = [
  ...ENTRIES,
  ...[
    'helpdesk',
    'process',
    'app',
    'connect',
    'inbox',
    'outbox',
    'exit',
    'broadcast',
    'bulk',
    'persistent',
    'unreachable',
    'leading',
    'listening',
    'refresh',
    'embedding',
    'clockwork',
    'files/index',
    'uploads/index',
    'uploads/looking',
    'uploads/payload',
    'uploads/faq-import',
    'uploads/faq-taken',
    'uploads/answering',
    'uploads/taken-over',
    'uploads/taking-over',
    'uploads/reading-thread',
    'uploads/made-lists',
  ].map((name) => `bot/${name}.ts`),
];
const ENTRY_ARROWS = ['config.ts', 'db', 'knowledge', 'handlers', 'ingest'];

/** Rooms inside bot/, each with one door (its index.ts), who may use the door, and what of bot/ the room itself may use. */
const ROOMS: Record<string, { door: readonly string[]; uses: readonly string[] }> = {
  'bot/telegram/': { door: ['bot/connect.ts'], uses: ['bot/channel.ts', 'bot/backoff.ts'] },
  'bot/slack/': { door: ['bot/connect.ts'], uses: ['bot/channel.ts', 'bot/backoff.ts'] },
  'bot/files/': { door: ['bot/app.ts', 'bot/main.ts'], uses: ['bot/channel.ts', 'bot/backoff.ts', 'bot/fault.ts'] },
  'bot/uploads/': { door: ['bot/app.ts'], uses: ['bot/channel.ts', 'bot/fault.ts'] },
  'bot/status/': { door: ['bot/main.ts'], uses: ['bot/channel.ts', 'bot/fault.ts'] },
  'bot/sandbox/': { door: ['bot/main.ts'], uses: ['bot/channel.ts', 'bot/http.ts'] },
};

/**
 * Each outside library and the files that may name it. A library that ends in `/` stands for all below it, a file that ends
 * in `/` for the whole folder.
 */
const LIBRARIES: Record<string, readonly string[]> = {
  pg: ['db/database.ts', 'db/session.ts'],
  pgvector: ['db/embeddings.ts'],
  '@electric-sql/': ['db/embedded.ts', 'db/embedded-worker.ts'],
  sastrawijs: ['knowledge/words.ts'],
  yaml: ['knowledge/yaml.ts'],
  unpdf: ['ingest/read-pdf.ts', 'ingest/page-picture.ts'],
  mammoth: ['ingest/read-docx.ts'],
  cheerio: ['ingest/read-html.ts'],
  'cli-progress': ['ingest/main.ts'],
  '@e965/xlsx': ['ingest/faq-xlsx.ts'],
  'write-excel-file': ['ingest/faq-xlsx.ts'],
  'csv-parse': ['ingest/faq-csv.ts'],
  zod: ['config.ts', 'bot/sandbox/actions.ts', 'knowledge/model/', 'knowledge/written/schema.ts'],
  langchain: ['knowledge/model/structured.ts'],
  '@langchain/core': ['knowledge/model/'],
  '@langchain/openai': ['knowledge/model/openai.ts'],
  openai: ['knowledge/model/openai.ts'],
  cockatiel: ['knowledge/model/breaker.ts'],
  pino: ['bot/log.ts'],
  bottleneck: ['bot/pace.ts', 'knowledge/model/rate.ts'],
  telegraf: ['bot/telegram/api.ts'],
  '@slack/bolt': ['bot/slack/'],
  hono: ['bot/sandbox/', 'bot/status/'],
  feed: ['bot/status/feed.ts'],
  '@hono/node-server': ['bot/sandbox/web.ts'],
  'date-holidays': ['handlers/rules/holidays.ts'],
  luxon: ['handlers/rules/service-hours.ts', 'handlers/rules/wall-clock.ts', 'knowledge/model/budget.ts'],
  diff: ['handlers/rules/text-difference.ts'],
  'file-type': ['bot/files/check.ts', 'bot/sound.ts'],
  pdfkit: ['bot/files/packet.ts'],
  'csv-stringify': ['bot/files/deliveries.ts', 'bot/uploads/made-lists.ts', 'ingest/faq-csv.ts'],
  'jpeg-js': ['bot/files/pixels.ts'],
  pngjs: ['bot/files/pixels.ts'],
  'tesseract.js': ['bot/files/read-words.ts', 'ingest/ocr.ts'],
  aws4fetch: ['bot/files/s3.ts'],
  ws: ['bot/sandbox/slack/socket.ts'],
  preact: ['bot/sandbox/page/'],
  htm: ['bot/sandbox/page/'],
};

/** Where people's words are written; everything else that people read comes from there. */
const WORDLESS =
  /^(?:bot\/(?:telegram|slack|status)\/|bot\/(?:inbox|outbox|exit|broadcast|bulk|persistent|app|clockwork|connect|pace|flood|typing)\.ts|handlers\/(?!messages\/))/;
/** Words that hardly any Indonesian sentence is without, and no identifier holds two of. */
const INDONESIAN =
  /\b(?:yang|tidak|anda|untuk|dengan|sudah|belum|silakan|dapat|ini|itu|atau|dari|saya|bila|pada|ke|di)\b/giu;

const SQL = /\bselect\b[\s\S]+\bfrom\b|\binsert\s+into\b|\bupdate\s+\w+\s+set\b|\bdelete\s+from\b/i;
const NAMELESS = /(^|[/.-])(utils?|helpers?|common|managers?)([/.-]|$)/i;

/**
 * Checks the rules of the layout.
 * @param files path from the root (with `/`) to text, of every TypeScript file of ours
 * @returns one sentence per broken rule; none when all is well
 */
export function violations(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const ours = new Map<string, string[]>();
  for (const [path, text] of files) {
    if (NAMELESS.test(path)) found.push(`${path}: a name that says nothing`);
    const imports = importsOf(text).map((name) => (name.startsWith('.') ? posix.join(path, '..', name) : name));
    ours.set(
      path,
      imports.filter((name) => files.has(name)),
    );
    if (folderOf(path) === 'test') continue;
    for (const name of imports) found.push(...wrongImport(path, name, files.has(name)));
    found.push(...wrongText(path, text));
  }
  return [...found, ...cycles(ours)];
}

function wrongImport(path: string, name: string, isOurs: boolean): string[] {
  if (name.startsWith('node:')) return [];
  return isOurs ? wrongArrow(path, name) : wrongLibrary(path, name);
}

function wrongArrow(path: string, target: string): string[] {
  const from = folderOf(path);
  const to = folderOf(target);
  const wall = wrongRoom(path, target);
  if (wall) return [wall];
  if (from === to) return [];
  const allowed = JOINERS.includes(path) ? ENTRY_ARROWS : (ARROWS[from] ?? []);
  if (!allowed.includes(to)) return [`${path} must not import ${target}`];
  if (to !== 'db' && to !== target && target !== `${to}/index.ts`) return [`${path} enters ${to}/ past its index.ts`];
  return [];
}

/** A room is entered by its door, by those who may, and leaves only for what it may use. */
function wrongRoom(path: string, target: string): string | undefined {
  const roomOf = (file: string) => Object.keys(ROOMS).find((room) => file.startsWith(room));
  const [here, there] = [roomOf(path), roomOf(target)];
  if (here === there) return undefined;
  if (there !== undefined && !(ROOMS[there]?.door.includes(path) && target === `${there}index.ts`))
    return `${path} must not import ${target}`;
  if (here !== undefined && folderOf(target) === 'bot' && !ROOMS[here]?.uses.includes(target))
    return `${path} must not import ${target}`;
  return undefined;
}

function wrongLibrary(path: string, name: string): string[] {
  const entry = Object.entries(LIBRARIES).find(
    ([library]) => name === library || name.startsWith(library.endsWith('/') ? library : `${library}/`),
  );
  if (!entry) return [`${path} names ${name}, which the table of libraries does not know`];
  return entry[1].some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place))
    ? []
    : [`${path} names ${name}; only ${entry[1].join(', ')} may`];
}

function wrongText(path: string, text: string): string[] {
  const { code, strings } = split(text);
  const found: string[] = [];
  if (!(folderOf(path) in ARROWS) && path !== 'config.ts')
    found.push(`${path} is in a folder that the map does not know`);
  if (/\bprocess\s*\.\s*env\b|\benv\b[^;]*from 'node:process'/.test(code) && !ENTRIES.includes(path)) {
    found.push(`${path} reads process.env`);
  }
  if (folderOf(path) !== 'db' && strings.some((literal) => SQL.test(literal))) found.push(`${path} holds SQL`);
  if (WORDLESS.test(path))
    for (const literal of strings)
      if (isSentence(literal)) found.push(`${path} holds a sentence: ${literal.slice(0, 40)}`);
  if (path.startsWith('handlers/rules/') && /\bawait\b|\basync\b|\bDate\.now\b/.test(code))
    found.push(`${path} waits or looks at the clock`);
  return found;
}

/** What the operator of the program is told names the variable to change; it is no word to people who ask. */
const isSentence = (literal: string) =>
  (literal.match(INDONESIAN) ?? []).length >= 2 && !/\b[A-Z]+_[A-Z_]+\b/.test(literal);

/** 'db/lock.ts' is in 'db'; a file at the root is a folder of its own. */
function folderOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function importsOf(text: string): string[] {
  const { code } = split(text);
  const statements = /\b(?:import|export)\b[^;'"`]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;
  return [...code.matchAll(statements)].map((match) => match[1] ?? match[2] ?? '');
}

/** Text without comments, and its string literals. It reads text, not syntax: good against slips, not sabotage. */
function split(text: string): { code: string; strings: string[] } {
  const strings: string[] = [];
  const parts = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  const code = text.replace(parts, (part) => {
    if (part.startsWith('/')) return '';
    strings.push(part);
    return part;
  });
  return { code, strings };
}

function cycles(imports: ReadonlyMap<string, string[]>): string[] {
  const found: string[] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path)) {
      found.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' -> ')}`);
      return;
    }
    if (finished.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return found;
}
