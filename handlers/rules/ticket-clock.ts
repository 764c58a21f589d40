import type { Service, Target } from '../../knowledge/index.ts';
import { AROUND_THE_CLOCK, type Calendar, type ServiceTime } from './service-hours.ts';
import type { Priority, TicketState } from './ticket.ts';

/** What of a ticket its clock needs. Instants are milliseconds since 1970. */
export type Clocked = {
  priority: Priority;
  restricted: boolean;
  state: TicketState;
  /** When the counting began: when it was opened or reopened. */
  openedAt: number;
  /** The first answer of a person since then. */
  respondedAt: number | null;
  resolvedAt: number | null;
  /** Service time counted up to the last pause, in milliseconds. */
  spentMs: number;
  /** Since when it runs; null while it is paused. */
  runningSince: number | null;
};

/** Something that is due at a moment, in milliseconds since 1970. */
export type Alarm = {
  what: 'response-soon' | 'response-late' | 'resolution-soon' | 'resolution-late' | 'close';
  at: number;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Where the unit is the one to act. Time at LKPP is counted apart, by whoever moves the ticket there and back. */
const RUNS: Record<TicketState, boolean> = {
  baru: true,
  diambil: true,
  dibuka_kembali: true,
  menunggu_pengguna: false,
  di_lkpp: false,
  selesai: false,
  ditutup: false,
  ditolak: false,
};

/** Whether the clock of a ticket runs in this state. */
export const clockRuns = (state: TicketState): boolean => RUNS[state];

/** The target of a ticket; integrity complaints have one of their own, whatever their priority. */
function targetOf({ priority, restricted }: Pick<Clocked, 'priority' | 'restricted'>, service: Service): Target {
  return service.targets[restricted ? 'restricted' : priority];
}

/**
 * The ticket with its clock stopped, what ran until then counted; one that is paused already stays as it is. Only for a
 * move that stops the clock: what was overdue would be due anew from the moment at which it is resumed.
 */
export function paused<T extends Clocked>(ticket: T, at: number, service: Service, calendar: Calendar): T {
  return { ...ticket, spentMs: spentBy(ticket, at, service, calendar), runningSince: null };
}

/** The ticket with its clock running from then on; one that runs already stays as it is. */
export function resumed<T extends Clocked>(ticket: T, at: number): T {
  return { ...ticket, runningSince: ticket.runningSince ?? at };
}

/** The ticket with its clock at the beginning again, nothing answered and nothing solved: when it is opened anew. */
export function restarted<T extends Clocked>(ticket: T, at: number): T {
  return { ...ticket, openedAt: at, respondedAt: null, resolvedAt: null, spentMs: 0, runningSince: at };
}

/** Milliseconds of service time that the unit has spent on it so far. */
export function spentBy(
  ticket: Pick<Clocked, 'priority' | 'restricted' | 'spentMs' | 'runningSince'>,
  at: number,
  service: Service,
  calendar: Calendar,
): number {
  const { spentMs, runningSince } = ticket;
  return runningSince === null ? spentMs : spentMs + timeOf(ticket, service, calendar).between(runningSince, at);
}

/**
 * When the first answer and the end are due; null for what is met, and for both while the clock is paused or has ended.
 * A target that had passed before the last pause is due since the clock runs again. After a change of priority the
 * stretch that runs is counted as if it had always had the new one.
 */
export function dueTimes(
  ticket: Clocked,
  service: Service,
  calendar: Calendar,
): { response: number | null; resolution: number | null } {
  const { response, resolution } = targetOf(ticket, service);
  const due = (minutes: number) => whenSpent(ticket, minutes * MINUTE_MS, service, calendar);
  return {
    response: ticket.respondedAt === null ? due(response) : null,
    resolution: due(resolution),
  };
}

/**
 * The next alarm of a ticket, which may be in the past; undefined when none is left as long as the ticket stays as it is.
 * A warning is not given once its target has passed and that was said. A resolved ticket closes after days of 24 hours.
 * @param given those that were given since the counting began
 */
export function nextAlarm(
  ticket: Clocked,
  given: readonly Alarm['what'][],
  service: Service,
  calendar: Calendar,
): Alarm | undefined {
  const said = new Set<string>(given);
  return alarmsOf(ticket, service, calendar)
    .filter(({ what }) => !said.has(what) && !said.has(what.replace('-soon', '-late')))
    .reduce<Alarm | undefined>((first, alarm) => (first && first.at <= alarm.at ? first : alarm), undefined);
}

function alarmsOf(ticket: Clocked, service: Service, calendar: Calendar): Alarm[] {
  if (ticket.state === 'selesai' && ticket.resolvedAt !== null)
    return [{ what: 'close', at: ticket.resolvedAt + service.closeAfterDays * DAY_MS }];
  const target = targetOf(ticket, service);
  const due = dueTimes(ticket, service, calendar);
  return (['response', 'resolution'] as const).flatMap((what) => {
    const late = due[what];
    const warned = Math.floor(target[what] * MINUTE_MS * (1 - service.warnAt));
    const soon = whenSpent(ticket, warned, service, calendar);
    if (late === null || soon === null) return [];
    const alarms: Alarm[] = [{ what: `${what}-late`, at: late }];
    // A clock that goes on after its target has nothing left to warn of.
    return soon < late ? [{ what: `${what}-soon`, at: soon }, ...alarms] : alarms;
  });
}

/** The moment at which so much service time is spent on it, if it goes on like this. */
function whenSpent(ticket: Clocked, ms: number, service: Service, calendar: Calendar): number | null {
  if (!RUNS[ticket.state] || ticket.runningSince === null) return null;
  const time = timeOf(ticket, service, calendar);
  return time.add(ticket.runningSince, Math.max(0, ms - ticket.spentMs));
}

function timeOf(ticket: Pick<Clocked, 'priority' | 'restricted'>, service: Service, calendar: Calendar): ServiceTime {
  return targetOf(ticket, service).roundTheClock ? AROUND_THE_CLOCK : calendar;
}
