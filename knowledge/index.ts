export { type Address, addressKey, findAddresses, findReferences, formatAddress, isRelated, isWithin, sameAddress } from './address.ts';
export type { DocumentKind, DocumentMeta, Example, ExampleKind, Passage, PassageExtra, SourceDocument } from './source.ts';
