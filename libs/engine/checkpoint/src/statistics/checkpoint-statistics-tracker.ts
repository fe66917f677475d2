import type { CheckpointFailureReason } from '../failure/checkpoint-failure-reason.ts';
import type { SubtaskAcknowledged } from '../coordinator/coordinator-event.ts';
import type { PendingCheckpointStart } from '../coordinator/pending-checkpoint.ts';
import type { JobTopology } from '../plan/job-topology.ts';
import type {
  CheckpointCounts,
  CheckpointStatistics,
  OperatorStatistics,
  SubtaskStatistics,
} from './checkpoint-statistics.ts';

/** Ended checkpoints whose record still takes late acknowledgements. */
export const endedRecordsMax = 10;

interface Tracked {
  record: CheckpointStatistics;
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
  recordOf(checkpointId: number): CheckpointStatistics | undefined {
    return this.#tracked.get(checkpointId)?.record;
  }

  onRestored(): void {
    this.#counts = { ...this.#counts, restored: this.#counts.restored + 1 };
  }

  onStarted(start: PendingCheckpointStart, topology: JobTopology, now: number): CheckpointStatistics {
    const { plan } = start;
    const record: CheckpointStatistics = {
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
        vertex.operators.map(({ uid, name }): OperatorStatistics => ({
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
  onAcknowledged(acknowledgement: SubtaskAcknowledged, now: number): CheckpointStatistics | undefined {
    const tracked = this.#tracked.get(acknowledgement.checkpointId);
    if (tracked === undefined || hasSubtask(tracked.record, acknowledgement)) return undefined;
    const { record } = tracked;
    const { timings } = acknowledgement;
    tracked.record = {
      ...record,
      latestAckTimestamp: Math.max(record.latestAckTimestamp ?? 0, timings.ackTimestamp),
      checkpointedSize: record.checkpointedSize + timings.checkpointedSize,
      stateSize: record.stateSize + timings.stateSize,
      processedData: record.processedData + timings.processedData,
      numAcknowledgedSubtasks: record.numAcknowledgedSubtasks + 1,
      operators: record.operators.map((operator) => withSubtask(operator, acknowledgement, now - tracked.startedAt)),
    };
    return tracked.record;
  }

  onCompleted(checkpointId: number, externalPath: string, now: number): CheckpointStatistics | undefined {
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
  ): CheckpointStatistics | undefined {
    const record = this.#end(
      checkpointId,
      { status: 'FAILED', failureReason: failure.reason, failureMessage: failure.message },
      now,
    );
    if (record !== undefined)
      this.#counts = { ...this.#counts, inProgress: this.#counts.inProgress - 1, failed: this.#counts.failed + 1 };
    return record;
  }

  #end(checkpointId: number, change: Partial<CheckpointStatistics>, now: number): CheckpointStatistics | undefined {
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

function hasSubtask(record: CheckpointStatistics, { task, operators }: SubtaskAcknowledged): boolean {
  const uid = operators[0]?.uid;
  const operator = record.operators.find((candidate) => candidate.uid === uid);
  return operator === undefined || operator.subtasks.some((subtask) => subtask.index === task.subtask);
}

function withSubtask(
  operator: OperatorStatistics,
  { task, timings, operators }: SubtaskAcknowledged,
  endToEndDuration: number,
): OperatorStatistics {
  const own = operators.find((candidate) => candidate.uid === operator.uid);
  if (own === undefined) return operator;
  const subtask: SubtaskStatistics = {
    ...timings,
    index: task.subtask,
    endToEndDuration,
    checkpointedSize: own.checkpointedSize,
    stateSize: own.stateSize,
  };
  return { ...operator, subtasks: [...operator.subtasks, subtask].sort((left, right) => left.index - right.index) };
}
