import { describeStateBackend } from '@weir/engine-core/conformance';
import { hashmapStateBackend } from './hashmap-state-backend.ts';

describeStateBackend('hashmap', () => hashmapStateBackend({ yieldToLoop: () => Promise.resolve() }));
