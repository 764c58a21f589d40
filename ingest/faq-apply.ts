import type { Database } from '../db/database.ts';
import {
  addFaqs,
  addVersions,
  type FaqHead,
  type FaqRow,
  headVersions,
  lockFaqs,
  nextFaqNumber,
  publishVersions,
  saveFaq,
} from '../db/faqs.ts';
import {
  type Basis,
  type FaqContent,
  type FaqEntry,
  FIRST_OWN_NUMBER,
  type Knowledge,
  questionKey,
} from '../knowledge/index.ts';
import { BESIDE, type ChangedFaq, type FaqPlan, type FaqRowProblem, type FaqSeen, seenOf } from './faq-plan.ts';

/** Who takes a plan over: null from the command line. */
export type FaqApplying = {
  by: number | null;
  approvedBy: number | null;
  upload?: number;
  at: Date;
};

/** What was done; `moved`: entries that somebody changed since the plan was made, and nothing was. */
export type FaqApplied =
  | { ok: true; fresh: number; changed: number; numbers: number[] }
  | { ok: false; moved: FaqRowProblem[] };

/** How far it is; the second part is one transaction, of which nothing can be told before its end. */
export type FaqApplyProgress = (step: { step: 'preparing' | 'storing'; done: number; total: number }) => void;

/** While the words are prepared another entry may take the number that was foreseen. */
const ATTEMPTS = 3;

/**
 * Takes a plan over: all of it or nothing. What it brings is published when this resolves, and answers after the next `refresh`
 * of the knowledge: when that fails, it is stored all the same. The slow part comes before the transaction, in steps that let
 * others run.
 */
export async function applyFaq(
  { db, knowledge }: { db: Database; knowledge: Knowledge },
  plan: FaqPlan,
  applying: FaqApplying,
  progress: FaqApplyProgress = () => {},
): Promise<FaqApplied> {
  for (let attempt = 1; ; attempt++) {
    const moved = movedSince(plan, await headVersions<FaqContent>(db), knowledge);
    if (moved.length > 0) return { ok: false, moved };
    const first = await db.transaction((tx) => nextFaqNumber(tx, FIRST_OWN_NUMBER));
    const prepared = await knowledge.prepareFaq(answeringAfter(plan, first), (done, total) =>
      progress({ step: 'preparing', done, total }),
    );
    const total = plan.fresh.length + plan.changed.length;
    progress({ step: 'storing', done: 0, total });
    const stored = await db.transaction(async (tx) => {
      const isTaken = (await nextFaqNumber(tx, FIRST_OWN_NUMBER)) !== first;
      const rows = await lockFaqs(
        tx,
        plan.changed.map(({ number }) => number),
      );
      if (isTaken || lockedMoved(plan.changed, rows)) return false;
      await storeFresh(tx, plan, first, applying);
      await storeChanged(tx, plan.changed, applying);
      await knowledge.storeFaq(tx, { put: prepared, drop: [] });
      return true;
    });
    if (!stored && attempt < ATTEMPTS) continue;
    if (!stored) throw new Error('The FAQ kept changing while it was taken over.');
    progress({ step: 'storing', done: total, total });
    const numbers = [...plan.fresh.map((_, at) => first + at), ...plan.changed.map(({ number }) => number)];
    return { ok: true, fresh: plan.fresh.length, changed: plan.changed.length, numbers };
  }
}

/** The change makes a version; owner and review day stand beside it. */
const isNewVersion = ({ changes }: ChangedFaq) => changes.some(({ field }) => !BESIDE.has(field));
const isReviewed = ({ changes }: ChangedFaq) => changes.some(({ field }) => field === 'reviewBy');

/** The entries that answer otherwise afterwards. A draft of which only the review day changes answers neither way. */
function answeringAfter({ fresh, changed }: FaqPlan, first: number): FaqEntry[] {
  const answers = changed.filter((change) => isNewVersion(change) || (isReviewed(change) && change.isPublished));
  return [
    ...fresh.map(({ content, reviewBy }, at) => ({ ...content, id: first + at, version: 1, reviewBy })),
    ...answers.map(({ content, number, seen, reviewBy }) => ({
      ...content,
      id: number,
      version: seen.version + 1,
      reviewBy,
    })),
  ];
}

/** Where what is stored is no longer what the plan was made from. */
function movedSince(
  { fresh, changed }: FaqPlan,
  stored: readonly FaqHead<FaqContent>[],
  knowledge: Knowledge,
): FaqRowProblem[] {
  const byNumber = new Map(stored.map((head) => [head.id, head]));
  const byQuestion = new Map(stored.map((head) => [questionKey(head.content.question), head]));
  const moved: FaqRowProblem[] = [];
  for (const { at, number, seen } of changed) {
    const head = byNumber.get(number);
    if (head && isSame(seen, seenOf(head))) continue;
    const who = head?.author_name ? ` oleh ${head.author_name}` : '';
    moved.push({ at, sentence: `Nomor ${number} sudah diubah${who} sesudah berkas ini dibaca.` });
  }
  for (const { at, content } of fresh) {
    const head = byQuestion.get(questionKey(content.question));
    if (head) moved.push({ at, sentence: `Pertanyaan ini sekarang sudah ada di nomor ${head.id}.` });
  }
  const standing = new Map<string, boolean>();
  const stands = ({ document, ...address }: Basis): boolean => {
    const key = JSON.stringify([document, address]);
    const known = standing.get(key) ?? knowledge.statement(document, address) !== undefined;
    standing.set(key, known);
    return known;
  };
  // What an entry rested on already may be gone: it is marked for that, and may be changed otherwise.
  const rested = changed.filter(({ changes }) => changes.some(({ field }) => field === 'basis'));
  for (const { at, content } of [...fresh, ...rested]) {
    const gone = content.basis.find((basis) => !stands(basis));
    if (gone) moved.push({ at, sentence: `Dasar ${knowledge.basisText(gone)} sudah tidak ada dalam dokumen.` });
  }
  return moved;
}

const isSame = (a: FaqSeen, b: FaqSeen) =>
  a.version === b.version && a.proposed === b.proposed && a.withdrawn === b.withdrawn;

/** The same under lock, where only the rows are at hand. */
function lockedMoved(changed: readonly ChangedFaq[], rows: readonly FaqRow[]): boolean {
  const byNumber = new Map(rows.map((row) => [row.id, row]));
  return changed.some(({ number, seen }) => {
    const row = byNumber.get(number);
    return !row || !isSame(seen, seenOf({ ...row, version: row.published ?? row.proposed ?? seen.version }));
  });
}

async function storeFresh(tx: Database, { fresh }: FaqPlan, first: number, applying: FaqApplying): Promise<void> {
  const { by, approvedBy, upload, at } = applying;
  await addFaqs(
    tx,
    fresh.map(({ reviewBy, owner }, index) => ({
      id: first + index,
      owner: owner ?? by,
      review_by: reviewBy,
      made_at: at,
    })),
  );
  const versions = await addVersions(
    tx,
    fresh.map(({ content }, index) => ({
      faq: first + index,
      content,
      state: 'draf' as const,
      author: by,
      made_at: at,
      ...(upload !== undefined && { upload }),
    })),
  );
  await publishVersions(
    tx,
    versions.map(({ faq, version }) => ({ faq, version })),
    { by: approvedBy, at },
  );
}

async function storeChanged(tx: Database, changed: readonly ChangedFaq[], applying: FaqApplying): Promise<void> {
  const { by, approvedBy, upload, at } = applying;
  const renewed = changed.filter(isNewVersion);
  const versions = await addVersions(
    tx,
    renewed.map(({ number, content, seen }) => ({
      faq: number,
      content,
      state: 'draf' as const,
      made_from: seen.version,
      author: by,
      made_at: at,
      ...(upload !== undefined && { upload }),
    })),
  );
  const versionOf = new Map(versions.map(({ faq, version }) => [faq, version]));
  await publishVersions(
    tx,
    renewed.map(({ number, owner, reviewBy }) => ({
      faq: number,
      version: versionOf.get(number) ?? 0,
      review_by: reviewBy,
      ...(owner !== undefined && { owner }),
    })),
    { by: approvedBy, at },
  );
  for (const change of changed.filter((each) => !isNewVersion(each)))
    await saveFaq(tx, change.number, {
      ...(change.owner !== undefined && { owner: change.owner }),
      // A new day means that somebody has looked at the entry.
      ...(isReviewed(change) && { ...LOOKED_AT, review_by: change.reviewBy, reviewed_at: at }),
    });
}

const LOOKED_AT = { reminded_for: null, basis_changed_at: null, basis_changed: null, basis_told_at: null };
