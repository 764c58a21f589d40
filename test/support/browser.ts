import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Locator, type Page } from 'playwright-core';
import { temporaryFolder } from './database.ts';
import { freePort, preparedData, startProgram } from './program.ts';

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Without a browser the tests in it are left out, and say so. */
export const browserFound = existsSync(CHROMIUM);
if (!browserFound) console.warn(`Uji produk di peramban dilewati: Chromium tidak ada di ${CHROMIUM}; isi CHROMIUM.`);

/** The program without tokens, and a browser before it. */
export type SandboxInBrowser = {
  /** The page as it is when somebody opens it. */
  open: () => Promise<Page>;
  /** What the browser's console and the program complained of since the last page was opened. */
  faults: () => string[];
  /** The program's exit code. */
  stop: () => Promise<number | null>;
};

/** Starts `node bot/main.ts` with data of its own. */
export async function sandboxInBrowser(): Promise<SandboxInBrowser> {
  const dataDir = await temporaryFolder();
  await rename((await preparedData()).dataDir, join(dataDir, 'sandbox'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = await startProgram({ DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn' });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  await program.says(`Buka  ${url}`);
  const seen: string[] = [];
  return {
    async open() {
      const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
      page.setDefaultTimeout(10_000);
      seen.length = 0;
      page.on('pageerror', (error) => seen.push(error.message));
      page.on('console', (message) => message.type() === 'error' && seen.push(message.text()));
      await page.goto(url);
      await partsOf(() => page)
        .telegramField()
        .waitFor();
      return page;
    },
    faults: () => [...seen, ...(program.err() === '' ? [] : [program.err()])],
    async stop() {
      await browser.close();
      program.signal('SIGTERM');
      const code = await program.ended;
      await rm(dataDir, { recursive: true });
      return code;
    },
  };
}

/** The parts of the page by what a person calls them. @param page the one that is open when a part is used */
export function partsOf(page: () => Page) {
  const telegram = () => page().getByRole('region', { name: 'Telegram tiruan' });
  const slack = () => page().getByRole('region', { name: 'Slack tiruan' });
  const talk = () => telegram().getByRole('log');
  return {
    telegram,
    slack,
    talk,
    telegramField: () => telegram().getByRole('combobox', { name: /^Pesan ke/ }),
    slackField: () => slack().getByRole('combobox', { name: /^Pesan ke/ }),
    /** The messages of the channel that is open. */
    channel: () => slack().getByRole('log', { name: /^Percakapan/ }),
    vendor: (name: string) => telegram().getByRole('button', { name: new RegExp(name) }),
    /** The last message of the open chat with these words. */
    bubble: (words: string | RegExp) => talk().getByRole('article').filter({ hasText: words }).last(),
    /** From now on somebody else sits before Slack. */
    async become(user: string): Promise<void> {
      await slack().getByRole('button', { name: /^Anda/ }).click();
      await page().getByRole('menuitem', { name: user }).click();
      await slack()
        .getByRole('button', { name: `Anda ${user}` })
        .waitFor();
    },
  };
}

/** Types a message and sends it. */
export async function write(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press('Enter');
}
