import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../db/database.ts';
import { saveHash, storedHash } from '../db/documents.ts';
import { addFaqs, addVersions, headVersions, publishedEntries, publishVersions } from '../db/faqs.ts';
import { FAQ_DOCUMENT, type FaqContent, type FaqEntry } from './faq-entry.ts';
import { type PreparedFaq, storeFaq } from './faq-store.ts';

/** An entry that comes with the program; its number is below those of the unit. */
export type FaqSeed = { id: number; content: FaqContent; reviewBy: string };

type Seeding = {
  db: Database;
  zone: string;
  /** What words are read by. */
  hash: string;
  prepare: (entries: FaqEntry[]) => Promise<PreparedFaq>;
};

/**
 * Publishes the entries that come with the program: new ones, and changed ones where nobody here has changed or withdrawn
 * theirs, nor has a proposal waiting: that would be thrown away. Entries whose words were read by other rules than today's are read anew, those of the unit among them.
 */
export async function seedFaq(
  { db, zone, hash, prepare }: Seeding,
  seeds: readonly FaqSeed[],
): Promise<'new' | 'changed' | 'unchanged'> {
  const stored = new Map((await headVersions<FaqContent>(db)).map((head) => [head.id, head]));
  const fresh = seeds.filter(({ id }) => !stored.has(id));
  const changed = seeds.filter(({ id, content }) => {
    const head = stored.get(id);
    const isOurs = head?.shipped && head.withdrawn_at === null && head.proposed === null;
    return isOurs && !isDeepStrictEqual(head.content, content);
  });
  const publishing = [...fresh, ...changed];
  const before = await storedHash(db, FAQ_DOCUMENT);
  const isStale = before !== hash;
  if (publishing.length === 0 && !isStale) return 'unchanged';
  const published = new Map(
    (isStale ? await publishedEntries<FaqContent>(db, { zone }) : []).map((entry) => [entry.id, entry]),
  );
  for (const { id, content, reviewBy } of publishing) published.set(id, { ...content, id, version: 1, reviewBy });
  const put = await prepare([...published.values()]);
  await db.transaction(async (tx) => {
    const at = new Date();
    await addFaqs(
      tx,
      fresh.map(({ id, reviewBy }) => ({ id, review_by: reviewBy, shipped: true, made_at: at })),
    );
    const versions = await addVersions(
      tx,
      publishing.map(({ id, content }) => ({ faq: id, content, state: 'draf', author: null, made_at: at })),
    );
    const reviews = new Map(publishing.map(({ id, reviewBy }) => [id, reviewBy]));
    await publishVersions(
      tx,
      versions.map(({ faq, version }) => ({
        ...{ faq, version, shipped: true },
        review_by: reviews.get(faq) ?? null,
      })),
      { by: null, at },
    );
    await storeFaq(tx, { put, drop: [] }, hash);
    await saveHash(tx, FAQ_DOCUMENT, hash);
  });
  return before === undefined ? 'new' : 'changed';
}
