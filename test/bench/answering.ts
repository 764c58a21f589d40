// A process that is the helpdesk on a prepared database.
import { openHelpdesk } from '../../bot/helpdesk.ts';
import { respond } from '../../handlers/index.ts';
import { type Question, scoreAnswer } from '../eval/score.ts';
import { servePart } from './part.ts';
import { type Asked, onlyFrom } from './round.ts';

const [dataDir = ''] = process.argv.slice(2);
const helpdesk = await openHelpdesk({ databaseUrl: undefined, dataDir });

servePart<Question[]>(
  (questions): Asked => {
    const times: number[] = [];
    let right = 0;
    let answerable = 0;
    for (const question of questions) {
      const start = performance.now();
      const response = respond(helpdesk.knowledge, question.q);
      times.push(performance.now() - start);
      if (question.kind !== 'answerable') continue;
      answerable++;
      if (scoreAnswer(question, { ...response, citations: onlyFrom(response.citations) }).cite1) right++;
    }
    return { times, cite1: right / Math.max(1, answerable), rss: process.memoryUsage.rss() };
  },
  () => helpdesk.close(),
);
