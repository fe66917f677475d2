import { describeCheckpointStorage } from '@weir/engine-core/conformance';
import { memoryWorld } from '../testing/memory-world.ts';

describeCheckpointStorage('the filesystem storage in memory', () => Promise.resolve(memoryWorld()));
