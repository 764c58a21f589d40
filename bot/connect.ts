import type { Config, SlackConfig, TelegramConfig } from '../config.ts';
import { type Channel, type Form, type Incoming, messages } from '../handlers/index.ts';
import type { Connected } from './app.ts';
import type { Log, ReadFile, Receive } from './channel.ts';
import { SLACK_RATES, TELEGRAM_RATES } from './pace.ts';
import { createSlack } from './slack/index.ts';
import { createTelegram } from './telegram/index.ts';

/** What a channel hands on. */
export type Doors = {
  receive: Receive;
  formFor: (incoming: Incoming) => Promise<Form | undefined>;
  checkForm?: (incoming: Incoming) => Promise<Record<string, string> | undefined>;
  readFile: ReadFile;
};

/** The channels that are configured, not yet connected. */
export function createChannels(
  { telegram, slack }: Pick<Config, 'telegram' | 'slack'>,
  { receive, formFor, checkForm, readFile }: Doors,
  log: Log,
): Partial<Record<Channel, Connected>> {
  return {
    ...(telegram && { telegram: telegramChannel(telegram, { receive, readFile }, log) }),
    ...(slack && { slack: slackChannel(slack, { receive, formFor, readFile, ...(checkForm && { checkForm }) }, log) }),
  };
}

function telegramChannel(
  { token, apiRoot, webhook, perSecond }: TelegramConfig,
  { receive, readFile }: Pick<Doors, 'receive' | 'readFile'>,
  log: Log,
): Connected {
  const transport = createTelegram({
    token,
    apiRoot,
    commands: messages.COMMANDS,
    receive,
    readFile,
    log,
    ...(webhook && { webhook }),
  });
  // Nobody is let above 30 but who pays Telegram for more.
  const ceiling = perSecond <= 30 ? 30 : Math.ceil(perSecond * 1.2);
  return { transport, rates: { ...TELEGRAM_RATES, perSecond, ceiling } };
}

function slackChannel(
  { botToken, appToken, signingSecret, apiUrl, triageChannel, restrictedChannel, trainingChannel }: SlackConfig,
  { receive, formFor, checkForm, readFile }: Doors,
  log: Log,
): Connected {
  const transport = createSlack({
    botToken,
    apiUrl,
    receive,
    openForm: formFor,
    ...(checkForm && { checkForm }),
    readFile,
    watched: [triageChannel, restrictedChannel, trainingChannel].filter((channel) => channel !== undefined),
    log,
    ...(appToken !== undefined && { appToken }),
    ...(signingSecret !== undefined && { signingSecret }),
  });
  return { transport, rates: SLACK_RATES };
}
