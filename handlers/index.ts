export type { Knowledge } from '../knowledge/index.ts';
export { decodeAction, encodeAction, LONGEST_ACTION } from './actions.ts';
export { type DeliveryList, isDeliveryList } from './delivery-list.ts';
export type { Due } from './due.ts';
export { createHandlers } from './handle.ts';
export {
  type Channel,
  type Event,
  type FileReference,
  type Incoming,
  laneOf,
  type Place,
  type Sender,
  type SoundReference,
} from './incoming.ts';
export { type DryRunList, type ExportFormat, isMadeList, type ProblemList } from './made-lists.ts';
export * as messages from './messages/index.ts';
export {
  type StatusEntry,
  type StatusNews,
  type StatusPage,
  type StatusPart,
  type StatusTone,
  statusUnreadable,
} from './messages/status.ts';
export { dryRunRow, problemRow } from './messages/uploads.ts';
export type { Packet } from './packet.ts';
export { toPlain } from './plain.ts';
export { type Response, respond, respondWith } from './question.ts';
export type { Block, Button, Field, Form, HandedFile, Reply, Span } from './reply.ts';
export { ensureOfficers, type FirstOfficer } from './roles.ts';
export { lastLapsedDay } from './rules/faq.ts';
export { suspicionsOf } from './rules/faq-suspicion.ts';
export { maskPersonalData } from './rules/personal-data.ts';
export { serviceCalendar } from './rules/service-hours.ts';
export { wordsToReporter } from './rules/to-reporter.ts';
export { type Heard, LARGEST_VOICE, LONGEST_VOICE_SECONDS } from './rules/voice.ts';
export { readStatus, type Status } from './status.ts';
export type {
  Chosen,
  DryRunRow,
  Found,
  FoundFaq,
  NumberRun,
  RowProblem,
  RowWarning,
  UploadRest,
} from './upload-found.ts';
export { BrokenOff, type Deadline, type Decision } from './visit.ts';
