import { chats } from './chats.ts';
import { Described, type Method } from './method.ts';
import { conflict } from './refusal.ts';
import { sending } from './sending.ts';

const receiving: Record<string, Method> = {
  getUpdates: ({ updates, webhook }, params, gone) => {
    if (webhook.active()) {
      throw conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    updates.allow(params);
    return updates.poll(params, gone);
  },
  setWebhook: ({ webhook }, params) => new Described(webhook.set(params)),
  deleteWebhook: ({ webhook }, params) => new Described(webhook.remove(params)),
  getWebhookInfo: ({ webhook }) => webhook.info(),
  answerCallbackQuery: ({ callbacks }, params) => callbacks.answer(params),
  getFile: ({ files }, params) => files.getFile(params.text('file_id')),
};

const account: Record<string, Method> = {
  getMe: ({ world }) => ({
    ...world.apiUser(world.bot.id),
    can_join_groups: true,
    can_read_all_group_messages: world.bot.readsAll,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  }),
  logOut: () => true,
  close: () => true,
};

/** Every method by its name in lower case, as the service looks them up; with the name as it is documented. */
export function methodTable(more: Record<string, Method>): Map<string, { name: string; method: Method }> {
  const all = { ...account, ...receiving, ...sending, ...chats, ...more };
  return new Map(Object.entries(all).map(([name, method]) => [name.toLowerCase(), { name, method }]));
}
