export type { Knowledge } from '../knowledge/index.ts';
export { type Response, respond } from './question.ts';
