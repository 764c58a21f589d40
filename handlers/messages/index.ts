export { stated } from './answers.ts';
export * from './citizen.ts';
export * from './rating.ts';
export * from './staff.ts';
export * from './trouble.ts';
