import type { Database } from '../db/database.ts';
import { addFiles } from '../db/files.ts';
import type { Place } from './incoming.ts';
import { dryRunColumns, problemColumns } from './messages/uploads.ts';
import type { Visit } from './visit.ts';

/** The forms in which the FAQ is handed out. */
const EXPORT_FORMATS = ['xlsx', 'csv', 'md'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const isExportFormat = (text: string): text is ExportFormat => EXPORT_FORMATS.some((one) => one === text);

/** The whole FAQ, to be made as a file for somebody; plain data that is stored. */
type FaqExport = { kind: 'faq-export'; format: ExportFormat; to: Place };
/** What could not be taken of an upload, to be made as CSV for somebody; plain data that is stored. */
export type ProblemList = { kind: 'upload-problems'; upload: number; to: Place; columns: readonly string[] };
/** All that an upload would change, to be made as CSV for somebody; plain data that is stored. */
export type DryRunList = { kind: 'upload-rows'; upload: number; to: Place; columns: readonly string[] };
export type MadeList = FaqExport | ProblemList | DryRunList;

/** Whether a file is made as such a list. */
export const isMadeList = (recipe: unknown): recipe is MadeList =>
  ['faq-export', 'upload-problems', 'upload-rows'].includes(String((recipe as { kind?: unknown } | null)?.kind));

/** Has the whole FAQ made as a file, which is sent directly to whoever came. */
export async function orderFaqExport(tx: Database, visit: Visit, format: ExportFormat): Promise<void> {
  const { date } = visit.needs.calendar.dayOf(visit.needs.now());
  await order(tx, visit, `faq-lpse-${date}.${format}`, { kind: 'faq-export', format, to: directTo(visit) });
}

/** Has the rows of an upload that cannot be taken made as CSV, for whoever came. */
export async function orderProblems(tx: Database, visit: Visit, upload: { id: number; name: string }): Promise<void> {
  const stem = upload.name.replace(/\.\w+$/u, '');
  const recipe: ProblemList = {
    kind: 'upload-problems',
    upload: upload.id,
    to: directTo(visit),
    columns: problemColumns(),
  };
  await order(tx, visit, `${stem}-diperiksa.csv`, recipe);
}

/** Has all that an upload would change made as CSV, for whoever came. */
export async function orderDryRun(tx: Database, visit: Visit, upload: { id: number; name: string }): Promise<void> {
  const recipe: DryRunList = {
    kind: 'upload-rows',
    upload: upload.id,
    to: directTo(visit),
    columns: dryRunColumns(),
  };
  await order(tx, visit, `${upload.name.replace(/\.\w+$/u, '')}-semuanya.csv`, recipe);
}

const order = async (tx: Database, { person }: Visit, name: string, recipe: MadeList): Promise<void> =>
  void (await addFiles(tx, [{ direction: 'packet', person: person.id, name, recipe }]));

const directTo = ({ incoming: { from } }: Visit): Place => ({
  channel: from.channel,
  chat: from.id,
  audience: 'private',
});
