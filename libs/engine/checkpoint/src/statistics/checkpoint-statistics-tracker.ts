import type { CheckpointRecord, OperatorCheckpointRecord, SubtaskCheckpointRecord } from '@weir/run-contract';
import type { CheckpointFailureReason } from '../failure/checkpoint-failure-reason.ts';
import type { SubtaskAcknowledged } from '../coordinator/coordinator-event.ts';
import type { PendingCheckpointStart } from '../coordinator/pending-checkpoint.ts';
import type { JobTopology } from '../plan/job-topology.ts';
import type { CheckpointCounts } from './checkpoint-counts.ts';

/** Ended checkpoints whose record still takes late acknowledgements. */
export const endedRecordsMax = 10;

interface Tracked {
  record: CheckpointRecord;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
}

/** Keeps the record of each checkpoint: from its start, through every acknowledgement, beyond its end. */
export class CheckpointStatisticsTracker {
  readonly #tracked = new Map<number, Tracked>();
  #counts: CheckpointCounts = { total: 0, inProgress: 0, completed: 0, failed: 0, restored: 0 };

  get counts(): CheckpointCounts {
    return this.#counts;
  }

  /** The record of a checkpoint in progress or ended of late; undefined when it is no longer kept. */
  recordOf(checkpointId: number): CheckpointRecord | undefined {
    return this.#tracked.get(checkpointId)?.record;
  }

  onRestored(): void {
    this.#counts = { ...this.#counts, restored: this.#counts.restored + 1 };
  }

  onStarted(start: PendingCheckpointStart, topology: JobTopology, now: number): CheckpointRecord {
    const { plan } = start;
    const record: CheckpointRecord = {
      id: start.checkpointId,
      snapshotId: start.snapshotId,
      epoch: start.epoch,
      status: 'IN_PROGRESS',
      kind: start.properties.kind,
      trigger: start.properties.trigger,
      incremental: start.sharing === 'INCREMENTAL',
      triggerTimestamp: start.triggerTimestamp,
      latestAckTimestamp: null,
      endToEndDuration: null,
      checkpointedSize: 0,
      stateSize: 0,
      processedData: 0,
      numSubtasks: plan.tasksToWaitFor.length + plan.finishedTasks.length,
      numAcknowledgedSubtasks: plan.finishedTasks.length,
      externalPath: null,
      failureReason: null,
      failureMessage: null,
      operators: topology.vertices.flatMap((vertex) =>
        vertex.operators.map(({ uid, name }): OperatorCheckpointRecord => ({
          uid,
          name,
          parallelism: vertex.parallelism,
          subtasks: [],
        })),
      ),
    };
    this.#tracked.set(start.checkpointId, { record, startedAt: now });
    this.#counts = { ...this.#counts, total: this.#counts.total + 1, inProgress: this.#counts.inProgress + 1 };
    return record;
  }

  /** Also after the end; undefined when the record is no longer kept, or has that subtask already. */
  onAcknowledged(acknowledgement: SubtaskAcknowledged, now: number): CheckpointRecord | undefined {
    const tracked = this.#tracked.get(acknowledgement.checkpointId);
    if (tracked === undefined || hasSubtask(tracked.record, acknowledgement)) return undefined;
    const { record } = tracked;
    const { timings } = acknowledgement;
    const subtask = subtaskOf(acknowledgement, now - tracked.startedAt);
    tracked.record = {
      ...record,
      latestAckTimestamp: Math.max(record.latestAckTimestamp ?? 0, timings.ackTimestamp),
      checkpointedSize: record.checkpointedSize + timings.checkpointedSize,
      stateSize: record.stateSize + timings.stateSize,
      processedData: record.processedData + timings.processedData,
      numAcknowledgedSubtasks: record.numAcknowledgedSubtasks + 1,
      operators: record.operators.map((operator) => withSubtask(operator, acknowledgement, subtask)),
    };
    return tracked.record;
  }

  onCompleted(checkpointId: number, externalPath: string, now: number): CheckpointRecord | undefined {
    const record = this.#end(checkpointId, { status: 'COMPLETED', externalPath }, now);
    if (record !== undefined)
      this.#counts = {
        ...this.#counts,
        inProgress: this.#counts.inProgress - 1,
        completed: this.#counts.completed + 1,
      };
    return record;
  }

  onFailed(
    checkpointId: number,
    failure: { readonly reason: CheckpointFailureReason; readonly message: string },
    now: number,
  ): CheckpointRecord | undefined {
    const record = this.#end(
      checkpointId,
      { status: 'FAILED', failureReason: failure.reason, failureMessage: failure.message },
      now,
    );
    if (record !== undefined)
      this.#counts = { ...this.#counts, inProgress: this.#counts.inProgress - 1, failed: this.#counts.failed + 1 };
    return record;
  }

  #end(checkpointId: number, change: Partial<CheckpointRecord>, now: number): CheckpointRecord | undefined {
    const tracked = this.#tracked.get(checkpointId);
    if (tracked?.record.status !== 'IN_PROGRESS') return undefined;
    tracked.record = { ...tracked.record, ...change, endToEndDuration: now - tracked.startedAt };
    // Taken out and put in again, so that the map's order is the order of the ends.
    this.#tracked.delete(checkpointId);
    this.#tracked.set(checkpointId, tracked);
    const ended = [...this.#tracked].filter(([, { record }]) => record.status !== 'IN_PROGRESS');
    for (const [id] of ended.slice(0, Math.max(0, ended.length - endedRecordsMax))) this.#tracked.delete(id);
    return tracked.record;
  }
}

function hasSubtask(record: CheckpointRecord, { task, operators }: SubtaskAcknowledged): boolean {
  const uid = operators[0]?.uid;
  const operator = record.operators.find((candidate) => candidate.uid === uid);
  return operator === undefined || operator.subtasks.some((subtask) => subtask.index === task.subtask);
}

/** What is common to the operators of the task's chain; the channels are those of its first operator. */
function subtaskOf({ task, timings }: SubtaskAcknowledged, endToEndDuration: number): SubtaskCheckpointRecord {
  const { channels, ...others } = timings;
  return {
    ...others,
    index: task.subtask,
    endToEndDuration,
    channels: channels.map(({ fromUid, ...channel }) => ({ from: fromUid, ...channel })),
  };
}

function withSubtask(
  operator: OperatorCheckpointRecord,
  { operators }: SubtaskAcknowledged,
  common: SubtaskCheckpointRecord,
): OperatorCheckpointRecord {
  const own = operators.findIndex((candidate) => candidate.uid === operator.uid);
  const sizes = operators[own];
  if (sizes === undefined) return operator;
  const { checkpointedSize, stateSize } = sizes;
  const subtask = { ...common, checkpointedSize, stateSize, channels: own === 0 ? common.channels : [] };
  const after = operator.subtasks.findIndex(({ index }) => index > subtask.index);
  return {
    ...operator,
    subtasks: operator.subtasks.toSpliced(after < 0 ? operator.subtasks.length : after, 0, subtask),
  };
}
