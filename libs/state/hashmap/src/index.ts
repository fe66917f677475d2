export { hashmapStateBackend } from './hashmap-state-backend.ts';
export type { HashmapOptions } from './hashmap-state-backend.ts';
