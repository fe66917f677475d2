import { describeCheckpointStorage } from '@weir/engine-core/conformance';
import { memoryWorld } from './memory-world.ts';

describeCheckpointStorage('the filesystem storage in memory', () => Promise.resolve(memoryWorld()));
