import { promisesSchedule } from './schedule-promise.ts';
import { momentOf } from './wall-clock.ts';

/** The fields of the forms of announcements, each by the name that it has there. */
export type AnnouncementField =
  | 'title'
  | 'origin'
  | 'services'
  | 'startDate'
  | 'startTime'
  | 'endDate'
  | 'endTime'
  | 'impact'
  | 'advice'
  | 'audience'
  | 'pressing'
  | 'ending'
  | 'note';

/** Most characters of a text. With all of them used up a bulletin still is one message of Telegram. */
export const LONGEST = { title: 120, impact: 600, advice: 600, note: 600 } as const;
type TextField = keyof typeof LONGEST;

/** Why a field cannot be taken as it is. */
export type ProblemReason =
  | 'missing'
  | 'too-long'
  | 'not-offered'
  /** Of a date and its time only the other one was filled in. */
  | 'half'
  | 'no-such-time'
  | 'too-far'
  | 'start-past'
  | 'start-future'
  | 'start-too-old'
  | 'end-needed'
  | 'end-before-start'
  | 'end-passed'
  /** An extension that ends no later than what was told before. */
  | 'end-not-later'
  /** That it is over is told once it is. */
  | 'ended-future'
  /** Schedules are not ours to promise (Pasal 3 ayat (3)). */
  | 'promises-schedule';

/** What is wrong with a field. Of a text that is too long: how much fits, and how much stands there. */
export type Problem = { field: AnnouncementField; why: ProblemReason; most?: number; length?: number };

/** What was filled in, by field; one that was left empty is not there. */
export type Filled = Record<string, string | string[]>;

/** Takes a form apart, and notes what is wrong with it: at most one problem for each field. */
export type Reading = ReturnType<typeof reading>;

/** @param zone of the dates and times, e.g. Asia/Makassar */
export function reading(fields: Filled, zone: string) {
  const problems: Problem[] = [];
  const given = (field: AnnouncementField): string[] => [fields[field] ?? []].flat().filter((one) => one.trim() !== '');
  const only = (field: AnnouncementField): string => given(field)[0]?.trim() ?? '';

  function note(problem: Problem): void {
    if (!problems.some(({ field }) => field === problem.field)) problems.push(problem);
  }

  return {
    problems,
    has: (field: AnnouncementField): boolean => given(field).length > 0,
    says: (field: AnnouncementField, value: string): boolean => given(field).includes(value),

    /** A text that must be there, without what is blank in it. */
    text(field: TextField): string {
      const text = tidied(only(field), field === 'title');
      const most = LONGEST[field];
      if (!/[\p{L}\p{N}]/u.test(text)) note({ field, why: 'missing' });
      else if (text.length > most) note({ field, why: 'too-long', most, length: text.length });
      else if (promisesSchedule(text)) note({ field, why: 'promises-schedule' });
      return text;
    },

    /** One of the choices; the first where there is a problem. */
    choice<Choice extends string>(field: AnnouncementField, choices: readonly [Choice, ...Choice[]]): Choice {
      const chosen = choices.find((one) => one === only(field));
      if (chosen === undefined) note({ field, why: only(field) === '' ? 'missing' : 'not-offered' });
      return chosen ?? choices[0];
    },

    /** At least one of the choices, in their order. */
    choices<Choice extends string>(field: AnnouncementField, choices: readonly Choice[]): Choice[] {
      const chosen = given(field);
      if (chosen.length === 0) note({ field, why: 'missing' });
      else if (chosen.some((one) => !choices.some((choice) => choice === one))) note({ field, why: 'not-offered' });
      return choices.filter((one) => chosen.includes(one));
    },

    /**
     * The moment that a date and its time say.
     * @param empty what it means that neither was filled in; undefined: nothing
     * @returns undefined when there is none
     */
    moment(which: 'start' | 'end', empty: ProblemReason | undefined): number | undefined {
      const [date, time] = [only(`${which}Date`), only(`${which}Time`)];
      if (date === '' && time === '') {
        if (empty) note({ field: `${which}Date`, why: empty });
        return undefined;
      }
      if (date === '' || time === '') {
        note({ field: date === '' ? `${which}Date` : `${which}Time`, why: 'half' });
        return undefined;
      }
      const moment = momentOf(date, time, zone);
      if (moment === undefined) note({ field: `${which}Date`, why: 'no-such-time' });
      return moment;
    },

    /** Notes what is wrong with a moment: at its time when the day may be right, otherwise at its date. */
    refuse(which: 'start' | 'end', why: ProblemReason | undefined): void {
      if (why === undefined) return;
      const isSameDay = which === 'end' && only('endDate') !== '' && only('endDate') === only('startDate');
      note({ field: isSameDay ? 'endTime' : `${which}Date`, why });
    },
  };
}

/** A title is one line; in other texts no two blank lines stand together, and none ends in blanks. */
function tidied(text: string, isTitle: boolean): string {
  if (isTitle) return text.replace(/\s+/gu, ' ').trim();
  const lines = text.split(/\r?\n/u).map((line) => line.trimEnd());
  return lines
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}
