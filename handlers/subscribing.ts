import { listOpenAnnouncements } from '../db/announcements.ts';
import { sendLate } from '../db/broadcasts.ts';
import type { Database } from '../db/database.ts';
import { endSubscriptions, findSubscription, chooseTopics as saveTopics, subscribe } from '../db/subscriptions.ts';
import { topicOf } from './announcement-facts.ts';
import type { Place } from './incoming.ts';
import { outdated } from './messages/citizen.ts';
import * as messages from './messages/subscriptions.ts';
import { TOPICS, type Topic } from './rules/announcement.ts';
import { type Decision, say, type Visit, whisper } from './visit.ts';

/** What somebody gets who has chosen nothing yet. */
const AT_FIRST: readonly Topic[] = ['gangguan'];

/** /langganan: what this chat gets, with a button for each topic. */
export async function subscriptionsCommand(visit: Visit): Promise<Decision> {
  const { place } = visit.incoming;
  if (place.channel === 'slack') return whisper(visit, messages.subscriptionsOnTelegram());
  if (!(await mayDecide(visit))) return say(messages.onlyForAdmins(kindOf(place)));
  return async (tx) => {
    // Whoever looks at it is there.
    await cameBack(tx, visit);
    const topics = await chosenTopics(tx, place.channel, place.chat);
    return { replies: [messages.subscriptionPanel(kindOf(place), topics)] };
  };
}

/** `gangguan-on` takes a topic, `gangguan-off` leaves it out; 'none' stops all. */
export async function chooseTopic(visit: Visit, choice: string | undefined): Promise<Decision> {
  const { place } = visit.incoming;
  const chosen = chosenIn(choice);
  if (place.channel === 'slack' || !chosen) return whisper(visit, outdated());
  if (!(await mayDecide(visit))) return say(messages.onlyForAdmins(kindOf(place)));
  return async (tx) => {
    const { topics: before } = await arrive(tx, place, []);
    const others = topicsOf(before).filter((topic) => topic !== chosen.topic);
    const topics = chosen.topic === undefined ? [] : chosen.on ? [...others, chosen.topic] : others;
    await saveTopics(tx, place.channel, place.chat, topicsOf(topics));
    await tellRunning(tx, place, topics);
    return { replies: [{ ...messages.subscriptionPanel(kindOf(place), topics), replaces: true }] };
  };
}

function chosenIn(choice: string | undefined): { topic?: Topic; on: boolean } | undefined {
  if (choice === 'none') return { on: false };
  const [, name, way] = /^(.+)-(on|off)$/u.exec(choice ?? '') ?? [];
  const topic = TOPICS.find((one) => one === name);
  return topic && { topic, on: way === 'on' };
}

/**
 * Somebody starts to talk with the bot, or came back: what is announced reaches them from now on, and what runs already at
 * once. Whoever chose nothing keeps that.
 * @returns what they get
 */
export async function welcomed(tx: Database, { incoming: { place } }: Visit): Promise<Topic[]> {
  const { topics } = await arrive(tx, place, AT_FIRST);
  await tellRunning(tx, place, topicsOf(topics));
  return topicsOf(topics);
}

/** The bot can write there again: a subscription that had ended for that goes on. */
export async function cameBack(tx: Database, { incoming: { place } }: Visit): Promise<void> {
  if (!(await findSubscription(tx, place.channel, place.chat))) return;
  const { topics } = await arrive(tx, place, []);
  await tellRunning(tx, place, topicsOf(topics));
}

/** Nothing reaches that chat any more. */
export async function wentAway(
  tx: Database,
  { incoming: { place } }: Visit,
  why: 'blocked' | 'removed',
): Promise<void> {
  await endSubscriptions(tx, [{ channel: place.channel, chat: place.chat, why }]);
}

/** What a chat has chosen, also while nothing reaches it. */
export const chosenTopics = async (db: Database, channel: string, chat: string): Promise<Topic[]> =>
  topicsOf((await findSubscription(db, channel, chat))?.topics ?? []);

const arrive = (tx: Database, place: Place, topics: readonly Topic[]) => {
  const { channel, chat, title = '' } = place;
  return subscribe(tx, { channel, chat, kind: kindOf(place), name: title }, topics);
};

/** What runs now and would have reached that chat, had it subscribed before. */
async function tellRunning(tx: Database, place: Place, topics: readonly Topic[]): Promise<void> {
  if (topics.length === 0) return;
  const { channel, chat } = place;
  for (const announcement of await listOpenAnnouncements(tx)) {
    const topic = topicOf(announcement);
    if (announcement.state === 'berlangsung' && (topic === null || topics.includes(topic)))
      await sendLate(tx, `announcement:${announcement.id}`, { channel, chat, kind: kindOf(place) });
  }
}

async function mayDecide({ needs, incoming: { place, from } }: Visit): Promise<boolean> {
  return place.audience === 'private' || (await needs.isAdminOf(place, from));
}

function kindOf({ audience, broadcast }: Place): messages.ChatKind {
  if (audience === 'private') return 'private';
  return broadcast ? 'channel' : 'group';
}

/** In their usual order. */
const topicsOf = (stored: readonly string[]): Topic[] => TOPICS.filter((topic) => stored.includes(topic));
