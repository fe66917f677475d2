import type { JobMaster, RequestAnswer } from '@weir/engine-execution';
import {
  JobTargetError,
  type CheckpointRecord,
  type OutputRow,
  type RunEnd,
  type RunHandle,
  type RunMetrics,
  type RunObserver,
  type RunState,
} from '@weir/run-contract';
import type { Clock } from '@weir/kernel';

/** Records kept to answer requests with: a request is answered when its own has just ended. */
const recordsMax = 8;
/** An unfinished checkpoint is told at most so often. */
const progressIntervalMs = 100;

/** An observer that is told of progress no more often than people look, and what it needs to answer requests with. */
export interface ObservedRecords {
  readonly observer: RunObserver;
  recordOf(checkpointId: number): CheckpointRecord | null;
  recordAt(path: string): CheckpointRecord | null;
}

export function observeRecords(observer: RunObserver, clock: Clock): ObservedRecords {
  const ended = new Map<number, CheckpointRecord>();
  const toldAt = new Map<number, number>();
  const onCheckpoint = (record: CheckpointRecord): void => {
    if (record.status === 'IN_PROGRESS') {
      const now = clock.monotonic();
      if (now - (toldAt.get(record.id) ?? -Infinity) < progressIntervalMs) return;
      toldAt.set(record.id, now);
    } else {
      toldAt.delete(record.id);
      ended.set(record.id, record);
      const [oldest] = ended.keys();
      if (ended.size > recordsMax && oldest !== undefined) ended.delete(oldest);
    }
    observer.onCheckpoint(record);
  };
  return {
    observer: {
      onState: (...told) => observer.onState(...told),
      onAttemptStarted: (...told) => observer.onAttemptStarted(...told),
      onAttemptEnded: (...told) => observer.onAttemptEnded(...told),
      onCheckpointDiscarded: (...told) => observer.onCheckpointDiscarded(...told),
      onCheckpoint,
    },
    recordOf: (checkpointId) => ended.get(checkpointId) ?? null,
    recordAt: (path) => [...ended.values()].find(({ externalPath }) => externalPath === path) ?? null,
  };
}

/** A run of the embedded engine as the platform holds it. */
export class EmbeddedRun implements RunHandle {
  readonly ended: Promise<RunEnd>;
  readonly #master: JobMaster;
  readonly #records: ObservedRecords;

  constructor(master: JobMaster, records: ObservedRecords) {
    this.#master = master;
    this.#records = records;
    this.ended = master.ended;
  }

  get state(): RunState {
    return this.#master.state;
  }

  async triggerCheckpoint(): Promise<CheckpointRecord> {
    this.#requireRunning();
    return this.#record(await this.#master.triggerCheckpoint());
  }

  async triggerSavepoint(directory: string | null): Promise<CheckpointRecord> {
    this.#requireRunning();
    return this.#record(await this.#master.triggerSavepoint(directory));
  }

  async stop({
    drain,
    directory,
  }: {
    readonly drain: boolean;
    readonly directory: string | null;
  }): Promise<CheckpointRecord> {
    this.#requireRunning();
    const answer = await this.#master.stop({ isDraining: drain, directory });
    if (answer.kind === 'refused') throw new JobTargetError('SNAPSHOT_FAILED', answer.message);
    const record = this.#records.recordAt(answer.path);
    if (record === null)
      throw new JobTargetError('SNAPSHOT_FAILED', `The savepoint is at ${answer.path}, but its record is gone.`);
    await this.ended;
    return record;
  }

  suspend(timeoutMs: number): Promise<void> {
    return this.#master.suspend(timeoutMs);
  }

  cancel(): Promise<void> {
    return this.#master.cancel();
  }

  metrics(): RunMetrics {
    return this.#master.meter.measure();
  }

  output(after: number, limit: number): readonly OutputRow[] {
    return this.#master.output.after(after, limit);
  }

  #record(answer: RequestAnswer): CheckpointRecord {
    if (answer.kind === 'failed') {
      const code = answer.reason === 'NOT_ALL_REQUIRED_TASKS_RUNNING' ? 'RUN_NOT_RUNNING' : 'SNAPSHOT_FAILED';
      throw new JobTargetError(code, answer.message, {
        details: { reason: answer.reason, checkpointId: answer.checkpointId },
      });
    }
    const record = this.#records.recordOf(answer.checkpointId);
    if (record === null)
      throw new JobTargetError('SNAPSHOT_FAILED', `The snapshot is at ${answer.path}, but its record is gone.`);
    return record;
  }

  #requireRunning(): void {
    if (this.state !== 'RUNNING') throw new JobTargetError('RUN_NOT_RUNNING', `The run is ${this.state}, not RUNNING.`);
  }
}
