import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('page/', import.meta.url));
const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  ts: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The libraries of the page's import map, as files that a browser takes without a build. */
const LIBRARIES: Record<string, string> = {
  '/pustaka/preact.js': 'preact/dist/preact.mjs',
  '/pustaka/preact/hooks.js': 'preact/hooks/dist/hooks.mjs',
  '/pustaka/htm.js': 'htm/dist/htm.module.js',
  '/pustaka/htm/preact.js': 'htm/preact/index.module.js',
};

/** A file of the page as the browser takes it; `policy` is its Content-Security-Policy. */
export type Asset = { type: string; body: string; policy: string };

/**
 * The files the page is made of, by their address: `/`, everything below page/ as `/halaman/…`, and the libraries as
 * `/pustaka/…`. Nothing else on the disk can be reached, as only the addresses found at the start are known.
 */
export function pageAssets(): (address: string) => Promise<Asset | undefined> {
  const files = new Map([['/', `${PAGE}index.html`]]);
  for (const file of readdirSync(PAGE, { recursive: true, encoding: 'utf8' }))
    if (/\.(ts|css|svg)$/.test(file)) files.set(`/halaman/${file.replaceAll('\\', '/')}`, PAGE + file);
  for (const [address, file] of Object.entries(LIBRARIES)) files.set(address, installed(file));

  return async (address) => {
    const path = files.get(address);
    if (path === undefined) return undefined;
    const text = await readFile(path, 'utf8');
    const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'text/plain';
    return { type, body: path.endsWith('.ts') ? withoutTypes(text) : text, policy: policyOf(text) };
  };
}

/** Past the package's `exports`, which lead Node to other files than a browser needs. */
function installed(file: string): string {
  const [name = ''] = file.split('/');
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const found = folders.map((folder) => `${folder}/${file}`).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`Pustaka halaman sandbox tidak terpasang: ${file}`);
  return found;
}

/** Lets the page run its own scripts, show what the sandbox hands out, and nothing else. */
function policyOf(text: string): string {
  // The import map must stand in the page itself; its hash is what lets it run without `unsafe-inline`.
  const map = /<script type="importmap">([\s\S]*?)<\/script>/.exec(text)?.[1];
  const hash = map === undefined ? '' : ` 'sha256-${createHash('sha256').update(map).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src 'self'${hash}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The first call warns on standard error that the function is experimental; whoever runs the sandbox cannot act on that. */
function withoutTypes(text: string): string {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(text);
  } finally {
    process.emitWarning = emitWarning;
  }
}
