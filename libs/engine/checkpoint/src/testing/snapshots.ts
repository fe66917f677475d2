import {
  manifestFormatVersion,
  type OperatorManifest,
  type OperatorSubtaskState,
  type SnapshotManifest,
} from '@weir/engine-core';

export interface OperatorShape {
  readonly maxParallelism?: number;
  /** Indexes of subtasks that had finished. */
  readonly finished?: readonly number[];
}

const timings = {
  startDelay: 0,
  alignmentDuration: 0,
  syncDuration: 0,
  asyncDuration: 0,
  ackTimestamp: 0,
  checkpointedSize: 0,
  stateSize: 0,
  processedData: 0,
  channels: [],
};

/** An operator with one subtask for each state. */
export function operatorManifestOf(
  uid: string,
  states: readonly OperatorSubtaskState[],
  { maxParallelism = 128, finished = [] }: OperatorShape = {},
): OperatorManifest {
  return {
    uid,
    name: `Operator ${uid}`,
    parallelism: states.length,
    maxParallelism,
    subtasks: states.map((state, index) => ({ index, finished: finished.includes(index), state, timings })),
  };
}

export function snapshotOf(
  operators: readonly OperatorManifest[],
  change: Partial<SnapshotManifest> = {},
): SnapshotManifest {
  return {
    formatVersion: manifestFormatVersion,
    snapshotId: 'snapshot-7',
    jobId: 'job-1',
    runId: 'run-1',
    epoch: 1,
    checkpointId: 7,
    kind: 'CHECKPOINT',
    triggerTimestamp: 0,
    specDigest: '',
    maxParallelism: 128,
    operators,
    files: [],
    ...change,
  };
}
