export type { Knowledge } from '../knowledge/index.ts';
export { type Action, decodeAction, encodeAction, LONGEST_ACTION, VERBS, type Verb } from './actions.ts';
export { createHandlers, type Handlers } from './handle.ts';
export {
  type Channel,
  type Event,
  type FileReference,
  type Incoming,
  laneOf,
  type Place,
  type Sender,
} from './incoming.ts';
export * as messages from './messages/index.ts';
export { toPlain } from './plain.ts';
export { type Response, respond } from './question.ts';
export type { Block, Button, Field, Form, Reply, Span } from './reply.ts';
export { ensureAdmins } from './roles.ts';
export type { Decision } from './visit.ts';
