import { addBroadcast, setBroadcastState } from '../db/broadcasts.ts';
import type { Database } from '../db/database.ts';
import { addFaqPush, findFaqPush } from '../db/faq-pushes.ts';
import { type FaqRow, findFaq, lockFaq, versionsOf } from '../db/faqs.ts';
import { countAudience } from '../db/subscriptions.ts';
import type { FaqContent } from '../knowledge/index.ts';
import { drawFaqCard, faqSubject, noteBelowFaq, todayOf } from './faq-card.ts';
import { deskDeed, faqTold } from './messages/faq-desk.ts';
import { alreadyPushed, pushBegun, pushedReply, pushForm, pushRefused, pushSteered } from './messages/faq-push.ts';
import type { Form, Reply } from './reply.ts';
import type { Topic } from './rules/announcement.ts';
import { statusOf } from './rules/faq.ts';
import { type Decision, type Needs, type Visit, whisper } from './visit.ts';

/** Who wants to be sent entries has chosen this. */
const TOPIC: Topic = 'faq';

/** The form that shows exactly what goes out, and to how many; or in words why nothing can. */
export async function pushing({ needs }: Visit, id: number): Promise<{ form: Form } | { reply: Reply }> {
  const found = await findPushable(needs.db, needs, await findFaq(needs.db, id));
  if ('reply' in found) return found;
  const { version, text, recipients } = found;
  return { form: pushForm({ id, version, recipients }, text) };
}

/** Kirim: the version that the form showed goes to all who want such; of each version one goes out, however often it is sent. */
export function push(visit: Visit, id: number, version: number | undefined): Decision {
  const { needs, person } = visit;
  return async (tx) => {
    const say = async (reply: Reply) => await whisper(visit, reply)(tx);
    const found = await findPushable(tx, needs, await lockFaq(tx, id));
    if ('reply' in found) return await say(found.reply);
    if (found.version !== version) return await say(pushRefused('changed'));
    const at = new Date(needs.now());
    const broadcast = await addBroadcast(
      tx,
      // What is left of an earlier version is not sent any more: this one says it better.
      { subject: `${faqSubject(id)}:${version}`, thread: faqSubject(id), reply: found.text, topic: TOPIC },
      at,
    );
    if (broadcast === undefined) return await say(pushRefused('ended'));
    await addFaqPush(tx, { faq: id, version, broadcast, person: person.id, shown_at: at });
    await drawFaqCard(tx, needs, id);
    const { recipients } = found;
    await noteBelowFaq(tx, needs, id, deskDeed(person.name, { kind: 'pushed', version, recipients }));
    return await say(pushBegun(id, recipients));
  };
}

/** Jeda, Lanjutkan, Hentikan: of the version that is on its way. */
export function steerPush(visit: Visit, id: number, choice: string | undefined): Decision {
  const { needs, person } = visit;
  const how = (['paused', 'sending', 'stopped'] as const).find((one) => one === choice);
  return async (tx) => {
    await lockFaq(tx, id);
    const sent = await findFaqPush(tx, id);
    const isSo = how !== undefined && sent !== undefined && (await setBroadcastState(tx, sent.broadcast, how));
    if (!isSo) return await whisper(visit, pushRefused('ended'))(tx);
    await drawFaqCard(tx, needs, id);
    await noteBelowFaq(tx, needs, id, deskDeed(person.name, { kind: how }));
    return await whisper(visit, pushSteered(id, how))(tx);
  };
}

/** What would be sent of an entry now; or why nothing can. */
async function findPushable(
  db: Database,
  needs: Needs,
  faq: FaqRow | undefined,
): Promise<{ version: number; text: Reply; recipients: number } | { reply: Reply }> {
  if (!faq) return { reply: faqTold('unknown') };
  const { id, published: version } = faq;
  const { knowledge } = needs;
  const versions = await versionsOf<FaqContent>(db, id);
  const stored = versions.find((one) => one.version === version);
  if (version === null || !stored) return { reply: pushRefused('unpublished') };
  if (faq.withdrawn_at !== null) return { reply: pushRefused('withdrawn') };
  if (faq.basis_changed_at !== null || statusOf(faq, todayOf(needs)) === 'kedaluwarsa')
    return { reply: pushRefused('unreviewed') };
  const sent = await findFaqPush(db, id, version);
  if (sent) return { reply: alreadyPushed({ version, at: sent.made_at, by: sent.name }, knowledge.unit) };
  const { total: recipients } = await countAudience(db, TOPIC);
  if (recipients === 0) return { reply: pushRefused('nobody') };
  const { question, answer, basis, practice } = stored.content;
  const isChanged = versions.some(({ state }) => state === 'lama');
  const entry = {
    question,
    answer,
    basis: basis.map(knowledge.basisText),
    practice,
    ...(isChanged && { changedAt: stored.decided_at ?? stored.made_at }),
  };
  return { version, text: pushedReply(entry, knowledge.unit), recipients };
}
