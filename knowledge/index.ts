export { type Address, findAddresses, findReferences, formatAddress, isWithin } from './address.ts';
export { type Knowledge, openKnowledge, SourceDataError, type Unit, UnknownDocument } from './base.ts';
export type { Checklist } from './checklists.ts';
export type { Citation, Modality, Statement } from './compose.ts';
export { remembered } from './followup.ts';
export { type Answer, type Before, type Gap, OUTCOMES, type Outcome } from './outcome.ts';
export type { Matter } from './redirects.ts';
export type {
  DocumentMeta,
  Example,
  ExampleKind,
  Passage,
  SourceDocument,
} from './source.ts';
export { parseYaml, YamlError } from './yaml.ts';
