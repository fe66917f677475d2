import type { CheckpointRecord, OperatorCheckpointRecord, SubtaskCheckpointRecord } from '@weir/run-contract';
import type { CheckpointFailureReason } from '../failure/checkpoint-failure-reason.ts';
import type { SubtaskAcknowledged } from '../coordinator/coordinator-event.ts';
import type { PendingCheckpointStart } from '../coordinator/pending-checkpoint.ts';
import type { JobTopology } from '../plan/job-topology.ts';

/** Ended checkpoints whose record still takes late acknowledgements. */
export const endedRecordsMax = 10;

/** Counters over a run. `total` is always inProgress + completed + failed. */
export interface CheckpointCounts {
  readonly total: number;
  readonly inProgress: number;
  readonly completed: number;
  readonly failed: number;
  /** Attempts that began from a snapshot. */
  readonly restored: number;
}

type Figures = Omit<CheckpointRecord, 'operators'>;

/** What one subtask said, as it came. */
interface Answer {
  readonly subtask: number;
  readonly timings: SubtaskAcknowledged['timings'];
  readonly operators: readonly {
    readonly uid: string;
    readonly checkpointedSize: number;
    readonly stateSize: number;
  }[];
  readonly endToEndDuration: number;
}

/** By vertex, then by subtask. */
type Answers = ReadonlyMap<string, Map<number, Answer>>;

interface Tracked {
  figures: Figures;
  readonly topology: JobTopology;
  readonly answers: Answers;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
}

/**
 * Keeps the record of each checkpoint: from its start, through every acknowledgement, beyond its end. An acknowledgement costs the same
 * whatever the number of subtasks: what they said is put together by whoever reads a record's operators.
 */
export class CheckpointStatisticsTracker {
  readonly #tracked = new Map<number, Tracked>();
  #counts: CheckpointCounts = { total: 0, inProgress: 0, completed: 0, failed: 0, restored: 0 };

  get counts(): CheckpointCounts {
    return this.#counts;
  }

  /** The record of a checkpoint in progress or ended of late; undefined when it is no longer kept. */
  recordOf(checkpointId: number): CheckpointRecord | undefined {
    const tracked = this.#tracked.get(checkpointId);
    return tracked && recordOf(tracked);
  }

  onRestored(): void {
    this.#counts = { ...this.#counts, restored: this.#counts.restored + 1 };
  }

  onStarted(start: PendingCheckpointStart, topology: JobTopology, now: number): CheckpointRecord {
    const { plan } = start;
    const figures: Figures = {
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
    };
    const answers = new Map(topology.vertices.map((vertex) => [vertex.id, new Map<number, Answer>()]));
    const tracked: Tracked = { figures, topology, answers, startedAt: now };
    this.#tracked.set(start.checkpointId, tracked);
    this.#counts = { ...this.#counts, total: this.#counts.total + 1, inProgress: this.#counts.inProgress + 1 };
    return recordOf(tracked);
  }

  /** Also after the end; undefined when the record is no longer kept, or has that subtask already. */
  onAcknowledged(acknowledgement: SubtaskAcknowledged, now: number): CheckpointRecord | undefined {
    const { checkpointId, task, timings, operators } = acknowledgement;
    const tracked = this.#tracked.get(checkpointId);
    const answers = tracked?.answers.get(task.vertex);
    if (tracked === undefined || answers === undefined || answers.has(task.subtask)) return undefined;
    answers.set(task.subtask, {
      subtask: task.subtask,
      timings,
      operators: operators.map(({ uid, checkpointedSize, stateSize }) => ({ uid, checkpointedSize, stateSize })),
      endToEndDuration: now - tracked.startedAt,
    });
    const { figures } = tracked;
    tracked.figures = {
      ...figures,
      latestAckTimestamp: Math.max(figures.latestAckTimestamp ?? 0, timings.ackTimestamp),
      checkpointedSize: figures.checkpointedSize + timings.checkpointedSize,
      stateSize: figures.stateSize + timings.stateSize,
      processedData: figures.processedData + timings.processedData,
      numAcknowledgedSubtasks: figures.numAcknowledgedSubtasks + 1,
    };
    return recordOf(tracked);
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

  #end(checkpointId: number, change: Partial<Figures>, now: number): CheckpointRecord | undefined {
    const tracked = this.#tracked.get(checkpointId);
    if (tracked?.figures.status !== 'IN_PROGRESS') return undefined;
    tracked.figures = { ...tracked.figures, ...change, endToEndDuration: now - tracked.startedAt };
    // Taken out and put in again, so that the map's order is the order of the ends.
    this.#tracked.delete(checkpointId);
    this.#tracked.set(checkpointId, tracked);
    const ended = [...this.#tracked].filter(([, { figures }]) => figures.status !== 'IN_PROGRESS');
    for (const [id] of ended.slice(0, Math.max(0, ended.length - endedRecordsMax))) this.#tracked.delete(id);
    return recordOf(tracked);
  }
}

function recordOf({ figures, topology, answers }: Tracked): CheckpointRecord {
  return {
    ...figures,
    get operators() {
      return operatorsOf(topology, answers);
    },
  };
}

function operatorsOf(topology: JobTopology, answers: Answers): readonly OperatorCheckpointRecord[] {
  return topology.vertices.flatMap(({ id, operators, parallelism }) => {
    const inOrder = [...(answers.get(id)?.values() ?? [])].sort((left, right) => left.subtask - right.subtask);
    return operators.map(({ uid, name }) => ({
      uid,
      name,
      parallelism,
      subtasks: inOrder.flatMap((answer) => subtaskOf(uid, answer)),
    }));
  });
}

/** Timings are those of the task; its channels belong to the first operator of the chain. */
function subtaskOf(uid: string, answer: Answer): readonly SubtaskCheckpointRecord[] {
  const { subtask, timings, operators, endToEndDuration } = answer;
  const place = operators.findIndex((candidate) => candidate.uid === uid);
  const sizes = operators[place];
  if (sizes === undefined) return [];
  const { checkpointedSize, stateSize } = sizes;
  const channels =
    place === 0 ? timings.channels.map(({ fromUid, ...channel }) => ({ from: fromUid, ...channel })) : [];
  return [{ ...timings, index: subtask, endToEndDuration, checkpointedSize, stateSize, channels }];
}
