import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { ChannelError } from '../../../bot/channel.ts';
import { type Sandbox, startSandbox } from '../../../bot/sandbox/index.ts';
import type { SlackView, TelegramView } from '../../../bot/sandbox/views.ts';

let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.stop();
  sandbox = undefined;
});

it('opens with vendors, officers and channels, and with what a bot needs to connect', async () => {
  sandbox = await startSandbox({ port: 0 });
  const { telegram, slack } = (await (await fetch(`${sandbox.url}/keadaan`)).json()) as {
    telegram: TelegramView;
    slack: SlackView;
  };
  const nameOf = (id: number | undefined) => telegram.people.find((person) => person.id === id)?.name.split(' – ')[0];
  expect(telegram.people.map(({ id }) => nameOf(id))).toEqual(['Andi Baso', 'Nurhayati', 'Budi', 'Fitriani']);
  expect(
    telegram.chats
      .filter(({ kind }) => kind !== 'private')
      .map(({ kind, title, admin, members }) => [kind, title, nameOf(admin), members.length]),
  ).toEqual([
    ['group', 'Paguyuban Penyedia Polman', 'Andi Baso', 2],
    ['channel', 'Info LPSE Polman', 'Fitriani', 3],
  ]);
  expect(slack.channels.map(({ name }) => name)).toEqual([
    'helpdesk-lpse',
    'pengumuman',
    'pelatihan',
    'pengaduan-integritas',
  ]);
  expect(slack.channels.find(({ id }) => id === sandbox?.triageChannel)?.name).toBe('helpdesk-lpse');
  expect(slack.commands.map(({ command }) => command)).toEqual(['/lpse']);
  // Slack shows what the manifest says.
  const { features } = parseYaml(readFileSync(new URL('../../../bot/slack/manifest.yaml', import.meta.url), 'utf8'));
  expect(slack.commands).toMatchObject(
    features.slash_commands.map((one: Record<string, string>) => ({
      ...{ command: one.command, description: one.description, usage: one.usage_hint },
    })),
  );
  expect(sandbox.officers.map(({ address }) => slack.users.some(({ id }) => id === address))).toEqual(
    sandbox.officers.map(() => true),
  );

  const { token, apiRoot } = sandbox.telegram;
  const me = (await (await fetch(`${apiRoot}/bot${token}/getMe`)).json()) as { result: { id: number } };
  expect(me.result.id).toBe(telegram.bot.id);
  const { botToken, apiUrl } = sandbox.slack;
  const headers = { authorization: `Bearer ${botToken}` };
  const asked = await fetch(`${apiUrl}auth.test`, { method: 'POST', headers });
  expect(await asked.json()).toMatchObject({ ok: true, user_id: slack.bot.userId });
});

it('says that its port is taken, and leaves nothing running', async () => {
  sandbox = await startSandbox({ port: 0 });
  const port = Number(new URL(sandbox.url).port);
  await expect(startSandbox({ port })).rejects.toThrow(ChannelError);
});
