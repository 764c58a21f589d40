// Runs before each npm script, on whatever Node the machine has (18 or newer): installs the packages when they are
// missing or older than package-lock.json, among them the Node 24 that the script itself then runs on. When there is
// nothing to do it touches no network. It writes to stderr only, so that the output of a script stays clean.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lockfile = join(root, 'package-lock.json');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.lockfile-hash');

const wanted = createHash('sha256').update(readFileSync(lockfile)).digest('hex');
const reason = whyInstall();
if (reason) {
  console.error(`Memasang paket: ${reason} (npm install, perlu internet).`);
  install();
}

function whyInstall() {
  if (!statSync(modules, { throwIfNoEntry: false })) return 'node_modules belum ada';
  try {
    return readFileSync(stamp, 'utf8') === wanted ? undefined : 'package-lock.json sudah berubah';
  } catch {
    // No stamp: npm was run by hand. It then leaves a file of its own, newer than the lock file it followed.
    const byHand = statSync(join(modules, '.package-lock.json'), { throwIfNoEntry: false });
    if (!byHand || byHand.mtimeMs < statSync(lockfile).mtimeMs) return 'node_modules belum lengkap';
    writeFileSync(stamp, wanted);
    return undefined;
  }
}

function install() {
  // npm may replace the Node 24 in node_modules while it runs: it must itself run on the Node of the machine.
  const bin = join(modules, '.bin');
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== bin);
  // Not `npm ci`: that refuses a lock file made where the optional packages of other systems could not be seen.
  // With --no-save the lock file still decides every version, and stays as it is. Its own log level: that of `npm run -s` would hide why it fails.
  const { status, error } = spawnSync('npm', ['install', '--no-save', '--loglevel=error'], {
    cwd: root,
    env: { ...process.env, PATH: path.join(delimiter) },
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(`Paket gagal dipasang (npm install: ${error?.message ?? `keluar dengan kode ${status}`}).`);
    console.error('Periksa sambungan internet dan keterangan npm di atas, lalu jalankan lagi perintah tadi.');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
