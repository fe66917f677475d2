import type { z } from 'zod';
import { UNLIMITED_TOLERABLE_FAILURES, type AnalyzedJob } from '@weir/job-spec';
import { isFaultless, type OperatorCheckpointRecord, type SubtaskCheckpointRecord } from '@weir/run-contract';
import type { CheckpointsView } from '@weir/jobs';
import type { Checkpoint, CheckpointDetail, Savepoint } from '@weir/persistence';
import type * as contract from '../contract/checkpoint.schema.ts';
import type * as jobContract from '../contract/job.schema.ts';
import type * as savepointContract from '../contract/savepoint.schema.ts';
import { encodeCursor } from '../http/cursor.ts';

export function checkpointBody(checkpoint: Checkpoint): z.output<typeof contract.checkpoint> {
  return {
    id: checkpoint.id,
    snapshotId: checkpoint.snapshotId,
    jobId: checkpoint.jobId,
    runId: checkpoint.runId,
    epoch: checkpoint.epoch,
    status: checkpoint.status,
    kind: checkpoint.kind,
    trigger: checkpoint.trigger,
    incremental: checkpoint.incremental,
    triggerTimestamp: checkpoint.triggerTimestamp,
    latestAckTimestamp: checkpoint.latestAckTimestamp,
    endToEndDuration: checkpoint.endToEndDuration,
    checkpointedSize: checkpoint.checkpointedSize,
    stateSize: checkpoint.stateSize,
    processedData: checkpoint.processedData,
    numSubtasks: checkpoint.numSubtasks,
    numAcknowledgedSubtasks: checkpoint.numAcknowledgedSubtasks,
    externalPath: checkpoint.externalPath,
    failureReason: checkpoint.failureReason,
    failureMessage: checkpoint.failureMessage,
    faultless: isFaultless(checkpoint.failureReason),
    discarded: checkpoint.discarded,
  };
}

export function checkpointDetailBody(checkpoint: CheckpointDetail): z.output<typeof contract.checkpointDetail> {
  return {
    ...checkpointBody(checkpoint),
    operators: checkpoint.operators.map(operatorBody),
  };
}

export function checkpointPageBody({
  page,
  counts,
  latest,
}: CheckpointsView): z.output<typeof contract.checkpointPage> {
  const orNull = (checkpoint: Checkpoint | null): z.output<typeof contract.checkpoint> | null =>
    checkpoint === null ? null : checkpointBody(checkpoint);
  return {
    counts: { ...counts },
    latest: {
      completed: orNull(latest.completed),
      failed: orNull(latest.failed),
      savepoint: orNull(latest.savepoint),
      restored: latest.restored,
    },
    items: page.items.map(checkpointBody),
    nextCursor: encodeCursor(page.next),
  };
}

export function checkpointConfigBody(job: AnalyzedJob): z.output<typeof jobContract.checkpointConfig> {
  const {
    intervalMs,
    mode,
    timeoutMs,
    minPauseMs,
    maxConcurrentCheckpoints,
    tolerableFailedCheckpoints,
    retainedCheckpoints,
    onCancellation,
  } = job.checkpointing;
  return {
    mode,
    interval: intervalMs,
    timeout: timeoutMs,
    minPause: minPauseMs,
    maxConcurrentCheckpoints,
    tolerableFailedCheckpoints:
      tolerableFailedCheckpoints >= UNLIMITED_TOLERABLE_FAILURES ? null : tolerableFailedCheckpoints,
    retention: { completed: retainedCheckpoints, onCancellation },
    stateBackend: { ...job.stateBackend },
    checkpointStorage: { ...job.checkpointStorage },
    restartStrategy: { ...job.restartStrategy },
  };
}

export function savepointBody(savepoint: Savepoint): z.output<typeof savepointContract.savepoint> {
  return {
    id: savepoint.id,
    jobId: savepoint.jobId,
    jobName: savepoint.jobName,
    name: savepoint.name,
    note: savepoint.note,
    pinned: savepoint.pinned,
    status: savepoint.status,
    checkpointId: savepoint.checkpointId,
    path: savepoint.path,
    stateSize: savepoint.stateSize,
    triggerTimestamp: savepoint.triggerTimestamp,
    endToEndDuration: savepoint.endToEndDuration,
    failureMessage: savepoint.failureMessage,
  };
}

type OperatorBody = z.output<typeof contract.checkpointDetail>['operators'][number];

/** Flink's figures of a vertex: sums of sizes, the latest acknowledgement, and the duration of its slowest subtask. */
function operatorBody({ uid, name, parallelism, subtasks }: OperatorCheckpointRecord): OperatorBody {
  const sum = (of: (subtask: SubtaskCheckpointRecord) => number): number =>
    subtasks.reduce((total, subtask) => total + of(subtask), 0);
  const most = (of: (subtask: SubtaskCheckpointRecord) => number): number | null =>
    subtasks.length === 0 ? null : Math.max(...subtasks.map(of));
  return {
    uid,
    name,
    parallelism,
    numAcknowledgedSubtasks: subtasks.length,
    latestAckTimestamp: most((subtask) => subtask.ackTimestamp),
    endToEndDuration: most((subtask) => subtask.endToEndDuration),
    checkpointedSize: sum((subtask) => subtask.checkpointedSize),
    stateSize: sum((subtask) => subtask.stateSize),
    processedData: sum((subtask) => subtask.processedData),
    subtasks: subtasks.map((subtask) => ({
      ...subtask,
      channels: subtask.channels.map((channel) => ({ ...channel })),
    })),
  };
}
