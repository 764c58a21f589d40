import type { UploadChange } from '../../db/uploads.ts';
import type { RowProblem } from '../../handlers/index.ts';
import type { FaqPlan } from '../../ingest/index.ts';
import type { SourceDocument } from '../../knowledge/index.ts';

/** What is taken over of an upload once it is confirmed, as it is stored. */
export type Payload =
  | { kind: 'faq'; plan: FaqPlan; problems: RowProblem[] }
  /** `before`: the version of the stored document that it was compared with; null when there was none. */
  | { kind: 'dokumen'; document: SourceDocument; before: number | null }
  /** Nothing any more: only what could not be taken. */
  | { kind: 'problems'; problems: RowProblem[] };

/** An upload of which all is done that could be; what could not be taken can still be looked at. */
export const finished = (problems: RowProblem[]): UploadChange => ({
  state: 'selesai',
  payload: problems.length > 0 ? ({ kind: 'problems', problems } satisfies Payload) : null,
});

/** An upload of which nothing was taken over. @param why the name of a reason, or what a person reads */
export const failed = (why: string): UploadChange => ({ state: 'gagal', why, payload: null });
