export { createApi } from './create-api.ts';
export type { WeirApi } from './create-api.ts';
export { eventTypes } from './event-types.ts';
export type { WeirEvent } from './event-types.ts';
export type { components } from './schema.gen.ts';
