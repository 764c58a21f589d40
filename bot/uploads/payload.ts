import type { UploadChange } from '../../db/uploads.ts';
import type { RowProblem, RowWarning, UploadRest } from '../../handlers/index.ts';
import { changedBeside, type FaqPlan } from '../../ingest/index.ts';
import type { SourceDocument } from '../../knowledge/index.ts';

/** What is taken over of an upload once it is confirmed, as it is stored. */
export type Payload =
  | { kind: 'faq'; plan: FaqPlan; problems: RowProblem[]; warnings?: RowWarning[] }
  /** `before`: the version of the stored document that it was compared with; null when there was none. */
  | { kind: 'dokumen'; document: SourceDocument; before: number | null }
  /** Nothing any more. */
  | UploadRest;

/**
 * An upload of which all is done that could be; what could not be taken can still be looked at.
 * @param plan what was taken over
 */
export function finished(problems: RowProblem[], plan?: FaqPlan): UploadChange {
  const beside = plan ? changedBeside(plan) : [];
  const rest: UploadRest = { kind: 'problems', problems, ...(beside.length > 0 && { beside }) };
  return { state: 'selesai', payload: problems.length + beside.length > 0 ? rest : null };
}

/** An upload of which nothing was taken over. @param why the name of a reason, or what a person reads */
export const failed = (why: string): UploadChange => ({ state: 'gagal', why, payload: null });
