import type { BulletinRow } from '../db/announcements.ts';
import type { Unit } from '../knowledge/index.ts';
import { deliveryWords } from './messages/announcing.ts';
import type { BulletinKind } from './rules/announcement.ts';

/** A list of who got a text, to be made as CSV; plain data that is stored. */
export type DeliveryList = {
  kind: 'delivery-list';
  /** Below whose card it is posted. */
  announcement: number;
  bulletin: BulletinKind;
  broadcast: number;
  /** The times are shown as clocks of this zone show them. */
  zone: string;
  columns: readonly string[];
  kinds: Record<string, string>;
  states: Record<string, string>;
};

/** What the list of a broadcast is made of. */
export const deliveryList = (
  announcement: number,
  { kind }: Pick<BulletinRow, 'kind'>,
  broadcast: number,
  unit: Unit,
): DeliveryList => ({
  kind: 'delivery-list',
  announcement,
  bulletin: kind,
  broadcast,
  zone: unit.zone,
  ...deliveryWords(unit),
});

/** Whether a file is made as such a list. */
export const isDeliveryList = (recipe: unknown): recipe is DeliveryList =>
  (recipe as { kind?: unknown } | null)?.kind === 'delivery-list';
