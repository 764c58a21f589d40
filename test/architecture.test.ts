import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { violations } from './architecture.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

describe('the layout', () => {
  it('keeps its rules', () => {
    expect(violations(realTree())).toEqual([]);
  });
});

describe('each rule catches who breaks it', () => {
  const sound: Record<string, string> = {
    'config.ts': "import { z } from 'zod';",
    'db/database.ts': "import pg from 'pg'; const all = 'SELECT name FROM migrations';",
    'db/passages.ts': "import type { Database } from './database.ts';",
    'knowledge/index.ts': "export { find } from './find.ts'; // never reads process.env",
    'knowledge/find.ts': "import { load } from '../db/passages.ts'; import { join } from 'node:path';",
    'handlers/index.ts': "import { find } from '../knowledge/index.ts'; import { load } from '../db/passages.ts';",
    'bot/connect.ts': '',
    'bot/outbox.ts': '',
    'bot/telegram/index.ts':
      "import type { A } from '../channel.ts'; import type { R } from '../../handlers/index.ts';",
    'bot/telegram/render.ts': '',
    'bot/slack/index.ts': "import { App } from '@slack/bolt';",
    'bot/sandbox/index.ts': '',
    'bot/channel.ts': '',
    'handlers/messages/index.ts': "export const sorry = 'Silakan pilih satu dari daftar ini.';",
    'ingest/index.ts': "import { find } from '../knowledge/index.ts';",
    'ingest/main.ts': "import { readConfig } from '../config.ts'; readConfig(process.env);",
    'bot/render.ts': "import type { Reply } from '../handlers/index.ts';",
    'bot/main.ts': [
      "import { readConfig } from '../config.ts';",
      "import { openDatabase } from '../db/database.ts';",
      "import { handle } from '../handlers/index.ts';",
      "import { ingest } from '../ingest/index.ts';",
      "import { render } from './render.ts';",
      'readConfig(process.env);',
    ].join('\n'),
    'test/handlers/index.test.ts': "import { sorry } from '../../handlers/messages/index.ts'; process.env.TZ;",
  };
  const broken = (changes: Record<string, string>) => violations(new Map(Object.entries({ ...sound, ...changes })));

  it('finds nothing in a sound tree', () => {
    expect(broken({})).toEqual([]);
  });

  it.each<[rule: string, path: string, text: string, message: string]>([
    ['db imports nothing of ours', 'db/people.ts', "import '../handlers/index.ts';", 'must not import'],
    ['db does not read the configuration', 'db/people.ts', "import { a } from '../config.ts';", 'must not import'],
    [
      'knowledge does not know handlers',
      'knowledge/a.ts',
      "import { a } from '../handlers/index.ts';",
      'must not import',
    ],
    ['handlers do not know the bot', 'handlers/a.ts', "import { a } from '../bot/render.ts';", 'must not import'],
    ['handlers do not know ingest', 'handlers/a.ts', "import { a } from '../ingest/index.ts';", 'must not import'],
    ['ingest does not know handlers', 'ingest/a.ts', "import { a } from '../handlers/index.ts';", 'must not import'],
    ['types count too', 'knowledge/a.ts', "import type { A } from '../handlers/index.ts';", 'must not import'],
    ['exports count too', 'knowledge/a.ts', "export * from '../handlers/index.ts';", 'must not import'],
    ['late imports count too', 'knowledge/a.ts', "await import('../handlers/index.ts');", 'must not import'],
    ['a plain file of the bot leaves the database alone', 'bot/a.ts', "import '../db/passages.ts';", 'must not import'],
    ['only entries read the configuration', 'handlers/a.ts', "import { a } from '../config.ts';", 'must not import'],
    ['nothing imports the tests', 'bot/a.ts', "import { a } from '../test/handlers/index.test.ts';", 'must not import'],
    ['a folder has one door', 'handlers/a.ts', "import { a } from '../knowledge/find.ts';", 'past its index.ts'],
    [
      'an entry uses the door too',
      'bot/ask.ts',
      "import { a } from '../handlers/messages/index.ts';",
      'past its index.ts',
    ],
    ['no cycle', 'handlers/messages/index.ts', "import { handle } from '../a.ts';", 'cycle'],
    ['no cycle of types', 'handlers/messages/index.ts', "import type { A } from '../a.ts';", 'cycle'],
    ['the environment is read in entries', 'knowledge/a.ts', 'const a = process.env.HOME;', 'reads process.env'],
    ['also by its other name', 'knowledge/a.ts', "import { env } from 'node:process';", 'reads process.env'],
    ['not even the configuration reads it', 'config.ts', 'const a = process.env.HOME;', 'reads process.env'],
    ['a library has one place', 'handlers/a.ts', "import pg from 'pg';", 'only db/database.ts, db/session.ts may'],
    [
      'a part of a library too',
      'handlers/a.ts',
      "import { a } from 'pg/lib/utils.js';",
      'only db/database.ts, db/session.ts may',
    ],
    ['a scope too', 'handlers/a.ts', "import { a } from '@electric-sql/pglite';", 'only db/embedded.ts'],
    ['the checker of forms has one place', 'knowledge/a.ts', "import { z } from 'zod';", 'only config.ts'],
    ['a new library goes into the table', 'bot/a.ts', "import { a } from 'grammy';", 'does not know'],
    ['telegraf in its channel only', 'bot/a.ts', "import { a } from 'telegraf';", 'only bot/telegram/api.ts may'],
    ['Bottleneck only paces', 'bot/outbox.ts', "import Bottleneck from 'bottleneck';", 'only bot/pace.ts, '],
    ['a folder of a library', 'bot/telegram/a.ts', "import { App } from '@slack/bolt';", 'only bot/slack/ may'],
    ['Slack does not know Telegram', 'bot/slack/a.ts', "import { a } from '../telegram/index.ts';", 'must not import'],
    ['Telegram does not know Slack', 'bot/telegram/a.ts', "import { a } from '../slack/index.ts';", 'must not import'],
    ['a channel has one door', 'bot/connect.ts', "import { a } from './telegram/render.ts';", 'must not import'],
    ['and few may use it', 'bot/outbox.ts', "import { a } from './telegram/index.ts';", 'must not import'],
    ['a channel leaves the boxes alone', 'bot/telegram/a.ts', "import { a } from '../outbox.ts';", 'must not import'],
    ['a channel leaves the database alone', 'bot/slack/a.ts', "import '../../db/passages.ts';", 'must not import'],
    ['only the start knows the sandbox', 'bot/app.ts', "import { a } from './sandbox/index.ts';", 'must not import'],
    ['the sandbox knows no channel', 'bot/sandbox/a.ts', "import { a } from '../slack/index.ts';", 'must not import'],
    ['no sentence in a channel', 'bot/slack/a.ts', "const a = 'Silakan tulis pertanyaan Anda.';", 'holds a sentence'],
    ['no sentence in a handler', 'handlers/a.ts', "const a = 'Itu sudah tidak berlaku.';", 'holds a sentence'],
    ['rules do not wait', 'handlers/rules/a.ts', 'export const a = async () => 1;', 'waits'],
    ['rules know no clock', 'handlers/rules/a.ts', 'export const a = () => Date.now();', 'waits'],
    ['SELECT in db only', 'handlers/a.ts', 'const a = `SELECT *\n FROM passages`;', 'holds SQL'],
    ['INSERT in db only', 'ingest/a.ts', "const a = 'insert into passages values (1)';", 'holds SQL'],
    ['UPDATE in db only', 'knowledge/a.ts', 'const a = "UPDATE passages SET text = $1";', 'holds SQL'],
    ['DELETE in db only', 'bot/a.ts', "const a = 'DELETE FROM passages';", 'holds SQL'],
    ['no utils', 'handlers/utils.ts', '', 'says nothing'],
    ['no helpers', 'knowledge/helpers/words.ts', '', 'says nothing'],
    ['no common', 'bot/common.ts', '', 'says nothing'],
    ['no manager', 'handlers/ticket-manager.ts', '', 'says nothing'],
    ['no helpers in tests either', 'test/helper.ts', '', 'says nothing'],
    ['a new folder goes into the map', 'services/a.ts', '', 'does not know'],
  ])('%s', (_rule, path, text, message) => {
    // The file that the cycles go through.
    const a = { 'handlers/a.ts': "import { sorry } from './messages/index.ts';" };
    const found = broken({ ...a, [path]: text });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });
});

function realTree(): Map<string, string> {
  const folders = ['bot', 'handlers', 'knowledge', 'ingest', 'db', 'test'].filter((folder) =>
    existsSync(ROOT + folder),
  );
  const paths = folders.flatMap((folder) =>
    readdirSync(ROOT + folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`),
  );
  return new Map(['config.ts', ...paths].map((path) => [path, readFileSync(ROOT + path, 'utf8')]));
}
