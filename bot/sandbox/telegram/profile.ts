import type { Method } from './method.ts';
import type { Params } from './params.ts';
import { badRequest } from './refusal.ts';
import { telegramUrl } from './url.ts';
import type { World } from './world.ts';

type BotCommand = { command: string; description: string };

const MOST_COMMANDS = 100;
const SCOPES = [
  ...['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators'],
  ...['chat', 'chat_administrators', 'chat_member'],
];
const LONGEST = { description: 512, short_description: 120, name: 64 };

/** What people see of the bot before they write: its commands, its menu button, its descriptions. */
export type Profile = {
  methods: Record<string, Method>;
  /** The commands that a person gets offered in a private chat. */
  offered: () => BotCommand[];
};

export function createProfile(): Profile {
  const commands = new Map<string, BotCommand[]>();
  const menus = new Map<number, Record<string, unknown>>();
  const texts = new Map<string, string>();

  const words =
    (field: keyof typeof LONGEST): Method =>
    (_service, params) => {
      if (params.text(field).length > LONGEST[field]) throw badRequest(`${field.replace('_', ' ')} is too long`);
      texts.set(`${field} ${language(params)}`, params.text(field));
      return true;
    };
  const wordsNow =
    (field: keyof typeof LONGEST): Method =>
    ({ world }, params) => ({
      [field]: texts.get(`${field} ${language(params)}`) ?? (field === 'name' ? world.bot.name : ''),
    });

  return {
    offered: () => commands.get('all_private_chats 0 0 ') ?? commands.get('default 0 0 ') ?? [],
    methods: {
      setMyCommands: ({ world }, params) => {
        const scope = scopeOf(world, params);
        commands.set(scope, checkCommands(params.nested('commands', 'commands')));
        world.changed();
        return true;
      },
      getMyCommands: ({ world }, params) => commands.get(scopeOf(world, params)) ?? [],
      deleteMyCommands: ({ world }, params) => {
        commands.delete(scopeOf(world, params));
        world.changed();
        return true;
      },
      setChatMenuButton: ({ world }, params) => {
        menus.set(menuChat(world, params), checkMenu(params.nested('menu_button', 'menu button')));
        return true;
      },
      getChatMenuButton: ({ world }, params) =>
        menus.get(menuChat(world, params)) ?? menus.get(0) ?? { type: 'default' },
      setMyName: words('name'),
      getMyName: wordsNow('name'),
      setMyDescription: words('description'),
      getMyDescription: wordsNow('description'),
      setMyShortDescription: words('short_description'),
      getMyShortDescription: wordsNow('short_description'),
    },
  };
}

function checkCommands(given: unknown): BotCommand[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw badRequest('expected an Array of BotCommand');
  if (given.length > MOST_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  return given.map((item: unknown) => {
    const wrong = (why: string) => badRequest(`can't parse BotCommand: ${why}`);
    if (typeof item !== 'object' || item === null) throw wrong('expected an Object');
    const { command, description } = item as Record<string, unknown>;
    if (typeof command !== 'string') throw wrong(`Can't find field "command"`);
    if (typeof description !== 'string') throw wrong(`Can't find field "description"`);
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    if (description.trim() === '' || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    return { command, description };
  });
}

/** The scope and language as one key. */
function scopeOf(world: World, params: Params): string {
  const scope = params.nested('scope', 'BotCommandScope') ?? { type: 'default' };
  const wrong = (why: string) => badRequest(`can't parse BotCommandScope: ${why}`);
  if (typeof scope !== 'object' || scope === null) throw wrong('BotCommandScope must be an Object');
  const { type, chat_id = 0, user_id = 0 } = scope as Record<string, unknown>;
  if (!SCOPES.includes(String(type))) throw wrong('Unsupported type specified');
  if (String(type).startsWith('chat')) {
    if (chat_id === 0) throw wrong('Empty chat_id specified');
    if (!world.chats.has(Number(chat_id))) throw badRequest('chat not found');
    if (type === 'chat_member' && !world.people.has(Number(user_id))) throw wrong('Invalid user_id specified');
  }
  return `${String(type)} ${String(chat_id)} ${String(user_id)} ${language(params)}`;
}

function language(params: Params): string {
  const code = params.text('language_code');
  if (!/^([a-z]{2})?$/.test(code)) throw badRequest('invalid language code specified');
  return code;
}

function menuChat(world: World, params: Params): number {
  if (params.text('chat_id') === '') return 0;
  const chat = world.chats.get(params.integer('chat_id') ?? 0);
  if (chat?.kind !== 'private') throw badRequest('chat not found');
  return chat.id;
}

function checkMenu(given: unknown): Record<string, unknown> {
  const wrong = (why: string) => badRequest(`can't parse menu button: ${why}`);
  if (given === undefined) return { type: 'default' };
  if (typeof given !== 'object' || given === null) throw wrong('MenuButton must be an Object');
  const { type, text, web_app: app } = given as { type?: unknown; text?: unknown; web_app?: { url?: unknown } };
  if (type === 'default' || type === 'commands') return { type };
  if (type !== 'web_app') throw wrong('MenuButton has unsupported type');
  if (typeof text !== 'string' || text === '') throw wrong(`Can't find field "text"`);
  const url = typeof app?.url === 'string' ? telegramUrl(app.url) : undefined;
  if (!url?.startsWith('https:')) throw badRequest('menu button Web App URL is invalid: Only HTTPS links are allowed');
  return { type, text, web_app: { url } };
}
