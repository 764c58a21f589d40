export { type Address, findAddresses, findReferences, formatAddress, isWithin } from './address.ts';
export { type Knowledge, openKnowledge, type Unit, UnknownDocument } from './base.ts';
export type { Checklist } from './checklists.ts';
export type { Citation, Modality, Statement } from './compose.ts';
export { remembered } from './followup.ts';
export { type Answer, type Before, type Gap, OUTCOMES, type Outcome } from './outcome.ts';
export type { Matter } from './redirects.ts';
export type { Hours, Service, Target, Week } from './service.ts';
export type {
  DocumentMeta,
  Example,
  ExampleKind,
  Passage,
  SourceDocument,
} from './source.ts';
export { SourceDataError } from './unit-fields.ts';
export { parseYaml, YamlError } from './yaml.ts';
