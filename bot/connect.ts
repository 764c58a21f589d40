import type { Config, SlackConfig, TelegramConfig } from '../config.ts';
import { type Channel, type Form, type Incoming, messages } from '../handlers/index.ts';
import type { Connected } from './app.ts';
import type { Log, Receive } from './channel.ts';
import { SLACK_RATES, TELEGRAM_RATES } from './pace.ts';
import { createSlack } from './slack/index.ts';
import { createTelegram } from './telegram/index.ts';

/** What a channel hands on. */
export type Doors = { receive: Receive; formFor: (incoming: Incoming) => Promise<Form | undefined> };

/** The channels that are configured, not yet connected. */
export function createChannels(
  { telegram, slack }: Pick<Config, 'telegram' | 'slack'>,
  { receive, formFor }: Doors,
  log: Log,
): Partial<Record<Channel, Connected>> {
  return {
    ...(telegram && { telegram: telegramChannel(telegram, receive, log) }),
    ...(slack && { slack: slackChannel(slack, { receive, formFor }, log) }),
  };
}

function telegramChannel(
  { token, apiRoot, webhook, perSecond }: TelegramConfig,
  receive: Receive,
  log: Log,
): Connected {
  const transport = createTelegram({
    token,
    apiRoot,
    commands: messages.COMMANDS,
    receive,
    log,
    ...(webhook && { webhook }),
  });
  // Nobody is let above 30 but who pays Telegram for more.
  const ceiling = perSecond <= 30 ? 30 : Math.ceil(perSecond * 1.2);
  return { transport, rates: { ...TELEGRAM_RATES, perSecond, ceiling } };
}

function slackChannel(
  { botToken, appToken, signingSecret, apiUrl }: SlackConfig,
  { receive, formFor }: Doors,
  log: Log,
): Connected {
  const transport = createSlack({
    botToken,
    apiUrl,
    receive,
    openForm: formFor,
    log,
    ...(appToken !== undefined && { appToken }),
    ...(signingSecret !== undefined && { signingSecret }),
  });
  return { transport, rates: SLACK_RATES };
}
