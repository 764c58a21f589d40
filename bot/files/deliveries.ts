import { stringify } from 'csv-stringify/sync';
import type { DeliveryList } from '../../handlers/index.ts';

/** A recipient, as it stands in a list of who got something. */
export type ListedDelivery = { kind: string; chat: string; state: string; why: string | null; ended_at: Date | null };

/** Of the number of a chat so much is shown: enough to tell two apart, too little to write to anybody. */
const DIGITS_SHOWN = 3;

/**
 * The list as CSV the way Indonesian spreadsheets open it: UTF-8 with a mark, columns apart by `;`, and nothing in it that a
 * spreadsheet would take for a formula.
 * @param pages the recipients in their order
 */
export async function writeDeliveries(
  { columns, kinds, states, zone }: DeliveryList,
  pages: AsyncIterable<ListedDelivery[]>,
): Promise<Uint8Array> {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const written = [Buffer.from(stringify([columns], { ...FORMAT, bom: true }))];
  let number = 0;
  for await (const page of pages) {
    const rows = page.map(({ kind, chat, state, why, ended_at }) => [
      ++number,
      kinds[kind] ?? kind,
      `…${chat.slice(-DIGITS_SHOWN)}`,
      states[state] ?? state,
      why ?? '',
      ended_at ? clock.format(ended_at) : '',
    ]);
    written.push(Buffer.from(stringify(rows, FORMAT)));
  }
  return Buffer.concat(written);
}

const FORMAT = { delimiter: ';', escape_formulas: true, record_delimiter: 'windows' } as const;
