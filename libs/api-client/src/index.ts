export { createApi } from './create-api.ts';
export type { WeirApi } from './create-api.ts';
export { eventTypes } from './event-types.ts';
export type { EventType, WeirEvent } from './event-types.ts';
export type { components, operations, paths } from './schema.gen.ts';
