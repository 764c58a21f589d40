// A process that is the smallest bot telegraf makes: it says what was said to it.
import { Telegraf } from 'telegraf';
import { message } from 'telegraf/filters';
import { servePart } from './part.ts';
import { used } from './used.ts';

const [apiRoot = '', token = ''] = process.argv.slice(2);
const bot = new Telegraf(token, { telegram: { apiRoot } });
bot.on(message('text'), (context) => context.reply(context.message.text));
void bot.launch();

servePart(used);
