import { cacheUse } from '../db/answer-cache.ts';
import { recordDeed } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { callsSummary, spentSince } from '../db/model-calls.ts';
import { modelSwitch, switchModels } from '../db/model-switches.ts';
import { findPerson, saveWithoutModels } from '../db/people.ts';
import type { Ai } from '../knowledge/index.ts';
import * as words from './messages/ai.ts';
import * as messages from './messages/index.ts';
import { notify } from './notice.ts';
import type { Block, Form } from './reply.ts';
import { may } from './rules/permission.ts';
import { maskPersonalData } from './rules/personal-data.ts';
import { type Decision, type Needs, say, type Visit, whisper } from './visit.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A reason is a sentence. */
const LONGEST_REASON = 300;

/**
 * /lpse ai: for those who may switch models how they stand, with `mati` and `nyala`; for everybody else, and on Telegram, what
 * leaves to them and whether they want it.
 */
export async function aiCommand(visit: Visit, text: string): Promise<Decision> {
  const { place } = visit.incoming;
  if (place.channel === 'telegram') return place.audience === 'private' ? await choices(visit) : elsewhere(visit);
  const [, what, reason = ''] = /^(mati|nyala)(?:\s+(.*))?$/isu.exec(text.trim()) ?? [];
  if (what !== undefined) return turn(visit, what.toLowerCase() === 'mati', reason);
  return may(visit.person.roles, 'press:ai') ? await showModels(visit) : await choices(visit);
}

/** How models stand, in the place of the board whose button was pressed. */
export async function showModels(visit: Visit): Promise<Decision> {
  const board = words.modelsBoard(
    await standing(visit.needs),
    visit.needs.knowledge.unit,
    !visit.person.without_models,
  );
  return whisper(visit, { ...board, replaces: visit.incoming.event.kind === 'press' });
}

/** The form in which is said why models are switched off. */
export const switchOffForm = (): Form => words.switchOffForm();

/** The sent form. */
export const switchOffFromForm = (visit: Visit, fields: Record<string, string | string[]>): Decision =>
  turn(visit, true, [fields.reason ?? ''].flat().join(' '));

/** Models are to be used again. */
export const switchOn = (visit: Visit): Decision => turn(visit, false, '');

/** Switches models for everybody, at once in every process; it is on record, and told where tickets are triaged. */
function turn(visit: Visit, off: boolean, typed: string): Decision {
  const { needs, person, incoming } = visit;
  const allowed = may(person.roles, off ? 'press:ai-off' : 'press:ai-on');
  const deed = { person: person.id, deed: off ? 'models-off' : 'models-on', allowed };
  if (!allowed)
    return async (tx) => {
      await recordDeed(tx, deed);
      return await whisper(visit, messages.notAllowed(incoming))(tx);
    };
  const reason = maskPersonalData(typed.trim().slice(0, LONGEST_REASON)).text;
  return async (tx) => {
    const before = await modelSwitch(tx);
    const isSo = (before?.off ?? false) === off;
    // Whoever was in a hurry may say why afterwards.
    if (!isSo || (off && reason !== '')) {
      await switchModels(tx, { off, person: person.id, reason });
      await recordDeed(tx, deed);
      if (needs.triage) await notify(tx, needs.triage, words.modelsSwitched(person.name, off, reason));
    }
    return await whisper(visit, words.switched(off, isSo, reason))(tx);
  };
}

/** For the App Home of those who may switch models: in one line how they stand. */
export async function modelsAtHome({ needs, person }: Visit): Promise<Block[]> {
  if (!needs.ai || !may(person.roles, 'press:ai')) return [];
  return [words.modelsLine(await stateOf(needs.db, needs.ai), await spentSince(needs.db, today(needs)))];
}

async function standing(needs: Needs): Promise<words.ModelsStanding | undefined> {
  const { db, ai, now } = needs;
  if (!ai) return undefined;
  const end = new Date(now());
  const since = (days: number) => new Date(needs.calendar.dayOf(now() - days * DAY_MS).start);
  const [day, week, month] = await Promise.all(
    [today(needs), since(6), since(29)].map((from) => callsSummary(db, from, end)),
  );
  const { models, meaning } = ai;
  return {
    state: await stateOf(db, ai),
    names: models.names,
    budget: models.dailyBudget,
    today: day ?? [],
    week: week ?? [],
    month: month ?? [],
    cache: await cacheUse(db),
    vectors: await meaning.state(),
  };
}

/** Whether models are used now, and if not why; who switched them off and when. */
async function stateOf(db: Database, { models }: Ai): Promise<words.ModelsState> {
  const last = await modelSwitch(db);
  if (last?.off) {
    const by = await findPerson(db, last.person);
    return { state: 'off', at: last.at, by: by?.name ?? '', reason: last.reason };
  }
  const refused = await models.may();
  if (refused?.why === 'budget') return { state: 'budget' };
  return { state: models.breaker() === 'open' ? 'broken' : 'on' };
}

const today = ({ calendar, now }: Needs): Date => new Date(calendar.dayOf(now()).start);

async function choices(visit: Visit): Promise<Decision> {
  const { needs, person } = visit;
  const off = needs.ai !== undefined && (await modelSwitch(needs.db))?.off === true;
  return whisper(visit, words.aiChoice(needs.ai?.models.names, person.without_models, off));
}

/** What somebody chooses for themselves is nobody else's to read. */
const elsewhere = ({ needs }: Visit): Decision => say(messages.onlyInPrivate(needs.privateLink()));

/** `without`: nothing of theirs goes to a model from now on; `with`: it may again. What was talked about before is forgotten. */
export function chooseAi(visit: Visit, choice: string | undefined): Decision {
  const { needs, person, incoming } = visit;
  if (choice !== 'with' && choice !== 'without') return whisper(visit, messages.outdated());
  if (incoming.place.channel === 'telegram' && incoming.place.audience !== 'private') return elsewhere(visit);
  const without = choice === 'without';
  const { before: _before, turns: _turns, ...talk } = person.talk;
  return async (tx) => {
    await saveWithoutModels(tx, person.id, without, talk);
    return await whisper(visit, { ...words.aiChoice(needs.ai?.models.names, without), replaces: true })(tx);
  };
}
