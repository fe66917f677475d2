export { hashmapStateBackend } from './hashmap-state-backend.ts';
