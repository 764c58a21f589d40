import type { Unit } from '../../knowledge/index.ts';
import type { Span } from '../reply.ts';
import type { AnnouncementKind, AnnouncementState, Facts } from '../rules/announcement.ts';
import { KIND_ICONS, STATE_NAMES } from './announcement-names.ts';
import { lasted, stretch } from './announcement-times.ts';
import { clock } from './time.ts';

export * from './announcement-names.ts';
export { problemWords } from './announcement-problems.ts';
export { bulletinReply, SCHEDULE_SENTENCE } from './bulletin.ts';

/** An announcement in one line of a list: what it is, its number, how it stands. */
export function announcementLine(
  announcement: { number: string; kind: AnnouncementKind; state: AnnouncementState; facts: Facts },
  unit: Unit,
): Span[] {
  const { number, kind, facts } = announcement;
  return [`${KIND_ICONS[kind]} `, { bold: number }, ` ${facts.title}: ${standing(announcement, unit)}`];
}

function standing(
  { kind, state, facts }: { kind: AnnouncementKind; state: AnnouncementState; facts: Facts },
  unit: Unit,
): string {
  const { startsAt, endsAt, endedAt } = facts;
  const at = (time: number) => clock(new Date(time), unit);
  switch (state) {
    case 'berlangsung':
      return `berlangsung sejak ${at(startsAt)}, perkiraan selesai ${endsAt === undefined ? 'belum diketahui' : at(endsAt)}`;
    case 'pulih':
      return endedAt === undefined ? 'selesai' : `selesai ${at(endedAt)}, ${lasted(startsAt, endedAt)}`;
    case 'batal':
      return kind === 'gangguan' ? 'dibatalkan' : `tidak jadi (semula ${at(startsAt)})`;
    case 'terjadwal':
      return `terjadwal ${endsAt === undefined ? at(startsAt) : stretch(startsAt, endsAt, unit)}`;
    default:
      return `${STATE_NAMES[state].toLowerCase()}, mulai ${at(startsAt)}`;
  }
}
