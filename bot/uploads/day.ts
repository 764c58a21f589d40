import type { Knowledge } from '../../handlers/index.ts';

/** Today in the zone of the unit, e.g. 2026-11-23. @param now milliseconds since 1970 UTC */
export const dayOf = ({ knowledge, now }: { knowledge: Knowledge; now: () => number }): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: knowledge.unit.zone }).format(now());
