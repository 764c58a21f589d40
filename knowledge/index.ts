export { type Address, findAddresses, findReferences, formatAddress, isWithin } from './address.ts';
export { type Ai, openAi } from './ai.ts';
export { type Knowledge, openKnowledge, type Unit, UnknownDocument } from './base.ts';
export type { Checklist } from './checklists.ts';
export type { Citation, Modality, Statement } from './compose.ts';
export { differenceOf, plainWords } from './document-difference.ts';
export {
  type Difference,
  type DocumentFound,
  type DocumentSummary,
  RELATION_VERBS,
} from './document-found.ts';
export {
  type Basis,
  FAQ_DOCUMENT,
  FAQ_TOPIC_NAMES,
  FAQ_TOPICS,
  type FaqContent,
  type FaqEntry,
  type FaqTopic,
  FIRST_OWN_NUMBER,
} from './faq-entry.ts';
export { FAQ_FIELD_NAMES, faqProblem } from './faq-problems.ts';
export {
  FAQ_FIELDS,
  FAQ_LIMITS,
  type FaqField,
  type FaqFields,
  type FaqProblem,
  questionKey,
  readDay,
  readFaq,
} from './faq-reading.ts';
export type { FaqSeed } from './faq-seeds.ts';
export { changedFields, writeFaqFields } from './faq-writing.ts';
export { remembered } from './followup.ts';
export { hiddenIn, showHidden, withoutHidden } from './hidden-characters.ts';
export type { Models, Refused } from './model/index.ts';
export { type Answer, type Before, type Gap, OUTCOMES, type Outcome, type Written } from './outcome.ts';
export { PLACEHOLDER } from './placeholders.ts';
export type { Matter } from './redirects.ts';
export type { Hours, Service, Target, Week } from './service.ts';
export type {
  DocumentMeta,
  Example,
  ExampleKind,
  Passage,
  PassageExtra,
  SourceDocument,
} from './source.ts';
export { atOnce, inSteps, type Steps } from './steps.ts';
export { SourceDataError, UNIT_FACTS } from './unit-fields.ts';
export type { Turn } from './written/index.ts';
export { parseYaml, YamlError } from './yaml.ts';
