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
const JOINERS = [...ENTRIES, 'bot/helpdesk.ts', 'bot/process.ts'];
const ENTRY_ARROWS = ['config.ts', 'db', 'knowledge', 'handlers', 'ingest'];

/** Each outside library and the files that may name it; a name that ends in `/` stands for all below it. */
const LIBRARIES: Record<string, readonly string[]> = {
  pg: ['db/database.ts'],
  '@electric-sql/': ['db/embedded.ts', 'db/embedded-worker.ts'],
  sastrawijs: ['knowledge/words.ts'],
  yaml: ['knowledge/yaml.ts'],
  unpdf: ['ingest/read-pdf.ts'],
  mammoth: ['ingest/read-docx.ts'],
  cheerio: ['ingest/read-html.ts'],
  'cli-progress': ['ingest/main.ts'],
  zod: ['config.ts'],
};

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
  if (from === to) return [];
  const allowed = JOINERS.includes(path) ? ENTRY_ARROWS : (ARROWS[from] ?? []);
  if (!allowed.includes(to)) return [`${path} must not import ${target}`];
  if (to !== 'db' && to !== target && target !== `${to}/index.ts`) return [`${path} enters ${to}/ past its index.ts`];
  return [];
}

function wrongLibrary(path: string, name: string): string[] {
  const entry = Object.entries(LIBRARIES).find(
    ([library]) => name === library || name.startsWith(library.endsWith('/') ? library : `${library}/`),
  );
  if (!entry) return [`${path} names ${name}, which the table of libraries does not know`];
  return entry[1].includes(path) ? [] : [`${path} names ${name}; only ${entry[1].join(', ')} may`];
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
  return found;
}

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
