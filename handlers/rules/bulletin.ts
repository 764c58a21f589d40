import {
  type AnnouncementKind,
  type AnnouncementState,
  type BulletinKind,
  type BulletinState,
  type Facts,
  newsFor,
  whyStale,
} from './announcement.ts';

/** So long a confirmed text can be recalled before its first message goes. */
export const RECALL_MS = 60_000;
/** A confirmed text that leaves later than this, as nobody was there to send it, is looked at once more. */
const LATE_MS = 5 * 60_000;
/** Why one person alone sends it must be said in more than a word. */
export const SHORTEST_REASON = 10;

/** What of a text decides on what can be done with it. All instants are milliseconds since 1970 UTC. */
export type BulletinStanding = {
  kind: BulletinKind;
  state: BulletinState;
  /** Of its preview. */
  version: number;
  facts: Facts;
  /** Who changed it last. */
  draftedBy: number | null;
  changedAt: number;
  leavesAt: number | null;
  /** Of what it tells. */
  about: { kind: AnnouncementKind; state: AnnouncementState };
};

/** Why something cannot be done with a text. */
export type BulletinRefusal =
  /** It went out, was thrown away, or its matter has gone on without it. */
  | 'gone'
  /** Somebody confirmed it already. */
  | 'confirmed'
  /** Its preview has changed since that button was drawn. */
  | 'changed'
  /** Nobody looked at it for two hours. */
  | 'old'
  /** What it says of the time is over. */
  | 'passed'
  /** It puts off a start that was announced meanwhile. */
  | 'begun'
  /** Whoever wrote it does not confirm it. */
  | 'drafter'
  /** Only whoever wrote it may send it alone: for everybody else there is the confirmation. */
  | 'not-drafter'
  /** Only an outage of the first priority is sent by one person. */
  | 'not-pressing'
  /** The reason is missing or too short. */
  | 'reason'
  /** Nobody would get it. */
  | 'nobody'
  /** Its first message has left. */
  | 'left';

/** Whether a second person may confirm the preview of that version; undefined: yes. */
export function whyNotConfirm(
  bulletin: BulletinStanding,
  { person, version, recipients }: { person: number; version: number; recipients: number },
  now: number,
): BulletinRefusal | undefined {
  if (bulletin.state === 'dikonfirmasi') return 'confirmed';
  if (isPreview(bulletin) && bulletin.version !== version) return 'changed';
  return bulletin.draftedBy === person && isPreview(bulletin) ? 'drafter' : whyNotRelease(bulletin, recipients, now);
}

/** Whether whoever wrote it may ask to send it without a second person; undefined: yes. */
export function whyNotAskAlone(bulletin: BulletinStanding, person: number): BulletinRefusal | undefined {
  const refusal = whyNotChange(bulletin);
  if (refusal) return refusal;
  if (bulletin.about.kind !== 'gangguan' || bulletin.facts.pressing !== true) return 'not-pressing';
  return bulletin.draftedBy === person ? undefined : 'not-drafter';
}

/** Whether it goes without a second person, for that reason; undefined: yes. Nobody else has changed it meanwhile. */
export function whyNotAlone(
  bulletin: BulletinStanding,
  { person, recipients, reason }: { person: number; recipients: number; reason: string },
  now: number,
): BulletinRefusal | undefined {
  const refusal = whyNotAskAlone(bulletin, person) ?? whyNotRelease(bulletin, recipients, now);
  return refusal ?? (isReason(reason) ? undefined : 'reason');
}

/** Whether a reason says something. */
export const isReason = (reason: string): boolean => reason.trim().length >= SHORTEST_REASON;

/** Its times have to hold at the moment at which it leaves. */
function whyNotRelease(bulletin: BulletinStanding, recipients: number, now: number): BulletinRefusal | undefined {
  if (!isPreview(bulletin) || !isTellable(bulletin)) return 'gone';
  if (isBegunTooSoon(bulletin, now + RECALL_MS)) return 'begun';
  return whyStale(bulletin, now + RECALL_MS) ?? (recipients === 0 ? 'nobody' : undefined);
}

/** Whether it can still be changed or thrown away; undefined: yes. */
export const whyNotChange = (bulletin: Pick<BulletinStanding, 'state'>): BulletinRefusal | undefined =>
  isPreview(bulletin) ? undefined : bulletin.state === 'dikonfirmasi' ? 'confirmed' : 'gone';

/** Whether it can still be recalled; undefined: yes. */
export function whyNotRecall({ state, leavesAt }: BulletinStanding, now: number): BulletinRefusal | undefined {
  if (state === 'dikirim') return 'left';
  if (state !== 'dikonfirmasi') return 'gone';
  return leavesAt !== null && leavesAt <= now ? 'left' : undefined;
}

/** Why a confirmed text does not leave after all: the clock was late, and by now it says what is not so; undefined: it does. */
export function whyNotLeave(bulletin: BulletinStanding, now: number): BulletinRefusal | undefined {
  if (!isTellable(bulletin)) return 'gone';
  if (isBegunTooSoon(bulletin, now)) return 'begun';
  const { leavesAt } = bulletin;
  if (leavesAt === null || now - leavesAt <= LATE_MS) return undefined;
  return whyStale({ ...bulletin, changedAt: leavesAt }, now);
}

/** A preview that was recalled is one again. */
const isPreview = ({ state }: Pick<BulletinStanding, 'state'>): boolean => state === 'pratinjau' || state === 'ditarik';

/** It was written before the start that it puts off, and by now that start was announced. */
const isBegunTooSoon = ({ about, facts }: BulletinStanding, now: number): boolean =>
  about.state === 'berlangsung' && facts.startsAt > now;

/** Its matter may have gone on meanwhile, by the clock. */
const isTellable = ({ kind, about }: BulletinStanding): boolean =>
  about.state === 'rancangan' || newsFor(about).includes(kind);
