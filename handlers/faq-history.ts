import type { Database } from '../db/database.ts';
import { lockFaq, versionsOf } from '../db/faqs.ts';
import type { FaqContent } from '../knowledge/index.ts';
import { numberChosen } from './actions.ts';
import { propose } from './faq-publishing.ts';
import {
  faqDifferenceShown,
  faqHistory,
  faqRestored,
  faqTold,
  type HistoryVersion,
  restoredFrom,
} from './messages/faq-desk.ts';
import { faqDifference } from './rules/faq-difference.ts';
import { may } from './rules/permission.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** Versions on a page of a history. */
const PAGE = 8;

type Version = Awaited<ReturnType<typeof versionsOf<FaqContent>>>[number];

/** Riwayat: a page of the versions of an entry, `choice` the number of newer ones before it. */
export async function showHistory(visit: Visit, id: number, choice: string | undefined): Promise<Decision> {
  const { needs, person } = visit;
  const versions = await versionsOf<FaqContent>(needs.db, id);
  const newest = versions[0];
  if (!newest) return whisper(visit, faqTold('unknown'));
  const skipped = Math.min(numberChosen(choice) ?? 0, versions.length - 1);
  const said = (versions.find(({ state }) => state === 'terbit') ?? newest).content.question;
  return whisper(
    visit,
    faqHistory(
      {
        id,
        question: said,
        versions: versions.slice(skipped, skipped + PAGE).map(shown),
        later: skipped > 0 ? String(Math.max(0, skipped - PAGE)) : undefined,
        earlier: versions.length > skipped + PAGE ? String(skipped + PAGE) : undefined,
      },
      { restores: may(person.roles, 'press:faq-restore'), unit: needs.knowledge.unit },
    ),
  );
}

/** How a version differs from what answered before it. */
export async function showDifference(visit: Visit, id: number, choice: string | undefined): Promise<Decision> {
  const { knowledge, db } = visit.needs;
  const versions = await versionsOf<FaqContent>(db, id);
  const after = versions.find(({ version }) => version === numberChosen(choice));
  const before = after && priorTo(after, versions);
  if (!after || !before) return whisper(visit, faqTold('no-version'));
  const fields = faqDifference(before.content, after.content, knowledge.basisText);
  const told = { id, before: placed(before), after: placed(after) };
  return whisper(visit, faqDifferenceShown(told, fields, knowledge.unit));
}

/** Pulihkan: what an old version says is proposed again; it answers once somebody else has approved it. */
export async function restore(visit: Visit, id: number, choice: string | undefined): Promise<Decision> {
  const { needs, person } = visit;
  const { basisText } = needs.knowledge;
  return async (tx: Database) => {
    const say = async (reply: Parameters<typeof whisper>[1]) => await whisper(visit, reply)(tx);
    const faq = await lockFaq(tx, id);
    const versions = await versionsOf<FaqContent>(tx, id);
    const old = versions.find(({ version }) => version === numberChosen(choice));
    if (!faq || !old) return await say(faqTold('no-version'));
    if (faq.proposed !== null) return await say(faqTold('pending'));
    const now = versions.find(({ version }) => version === faq.published);
    if (faq.withdrawn_at === null && now && faqDifference(now.content, old.content, basisText).length === 0)
      return await say(faqTold('same'));
    const proposed = await propose(tx, needs, {
      faq,
      content: old.content,
      author: person.id,
      madeFrom: old.version,
      note: restoredFrom(old.version),
    });
    return await say(faqRestored(id, old.version, proposed.version));
  };
}

/** What answered before a version came: what it was written against. Of the first ones simply the version before. */
function priorTo({ version }: Version, versions: Version[]): Version | undefined {
  const earlier = versions.filter((one) => one.version < version);
  return earlier.find(({ state }) => state === 'terbit' || state === 'lama') ?? earlier[0];
}

const placed = ({ version, made_at }: Version) => ({ version, at: made_at });

const shown = (row: Version): HistoryVersion => ({
  version: row.version,
  state: row.state,
  author: row.author_name,
  madeAt: row.made_at,
  decider: row.decider_name,
  decidedAt: row.decided_at,
  note: row.note,
  uploaded: row.upload !== null,
});
