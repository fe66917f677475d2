import type { Checkpoint, CheckpointDetail, GraphOperator, Job, OperatorCheckpoint, Subtask } from '../api-types.ts';

/** Records for specs: complete, plain, and changed where a spec cares. */

export function checkpointOf(changes: Partial<Checkpoint> = {}): Checkpoint {
  return {
    id: 7,
    snapshotId: '00000000-0000-4000-8000-000000000007',
    jobId: '00000000-0000-4000-8000-000000000001',
    runId: '00000000-0000-4000-8000-000000000002',
    epoch: 1,
    status: 'COMPLETED',
    kind: 'CHECKPOINT',
    trigger: 'PERIODIC',
    incremental: false,
    triggerTimestamp: 1_000,
    latestAckTimestamp: 1_040,
    endToEndDuration: 40,
    checkpointedSize: 2_048,
    stateSize: 4_096,
    processedData: 0,
    numSubtasks: 2,
    numAcknowledgedSubtasks: 2,
    externalPath: '/snapshots/chk-7',
    failureReason: null,
    failureMessage: null,
    faultless: false,
    discarded: false,
    ...changes,
  };
}

export function subtaskOf(changes: Partial<Subtask> = {}): Subtask {
  return {
    index: 0,
    ackTimestamp: 1_040,
    endToEndDuration: 40,
    startDelay: 4,
    alignmentDuration: 0,
    syncDuration: 1,
    asyncDuration: 35,
    checkpointedSize: 1_024,
    stateSize: 2_048,
    processedData: 0,
    channels: [],
    ...changes,
  };
}

export function operatorCheckpointOf(name: string, subtasks: Subtask[]): OperatorCheckpoint {
  return {
    uid: name,
    name,
    parallelism: subtasks.length,
    numAcknowledgedSubtasks: subtasks.length,
    latestAckTimestamp: null,
    endToEndDuration: null,
    checkpointedSize: 0,
    stateSize: 0,
    processedData: 0,
    subtasks,
  };
}

export function detailOf(operators: OperatorCheckpoint[], changes: Partial<Checkpoint> = {}): CheckpointDetail {
  return { ...checkpointOf(changes), operators };
}

export function graphOperatorOf(uid: string, changes: Partial<GraphOperator> = {}): GraphOperator {
  return {
    uid,
    name: uid,
    type: 'map',
    kind: 'TRANSFORM',
    parallelism: 1,
    vertex: null,
    inputs: [],
    columns: [],
    metrics: null,
    ...changes,
  };
}

export function metricsOf(
  changes: Partial<NonNullable<GraphOperator['metrics']>> = {},
): NonNullable<GraphOperator['metrics']> {
  return {
    recordsIn: 0,
    recordsOut: 0,
    recordsInPerSecond: 0,
    recordsOutPerSecond: 0,
    busyRatio: 0,
    backPressuredRatio: 0,
    idleRatio: 1,
    ...changes,
  };
}

const allowed: Job['actions']['start'] = { allowed: true, reason: null };

export function actionsOf(changes: Partial<Job['actions']> = {}): Job['actions'] {
  return {
    start: allowed,
    stop: allowed,
    cancel: allowed,
    restart: allowed,
    checkpoint: allowed,
    savepoint: allowed,
    restore: allowed,
    delete: allowed,
    ...changes,
  };
}
