export { type Response, respond } from './question.ts';
