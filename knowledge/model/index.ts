export { createModels } from './gate.ts';
export type { Models, Prompt, Refused } from './models.ts';
export type { ModelSettings, Ports } from './ports.ts';
