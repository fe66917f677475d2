import type { CheckpointStatistics } from '@weir/engine-checkpoint';
import type { JobMaster, RequestAnswer, RunListener } from '@weir/engine-execution';
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
import { checkpointRecordOf } from './checkpoint-record-of.ts';

/** Records kept to answer requests with; a request's own is always among the latest. */
const recordsMax = 256;
/** An unfinished checkpoint is told at most so often. */
const progressIntervalMs = 100;

/** What the job master tells, passed on to the observer, and remembered where a request is answered with it. */
export class ObservedRun implements RunListener {
  readonly #observer: RunObserver;
  readonly #clock: Clock;
  readonly #records = new Map<number, CheckpointRecord>();
  readonly #toldAt = new Map<number, number>();

  constructor(observer: RunObserver, clock: Clock) {
    this.#observer = observer;
    this.#clock = clock;
  }

  onState(state: RunState, timestamp: number): void {
    this.#observer.onState(state, timestamp);
  }

  onAttemptStarted(attempt: Parameters<RunObserver['onAttemptStarted']>[0]): void {
    this.#observer.onAttemptStarted(attempt);
  }

  onAttemptEnded(...ended: Parameters<RunObserver['onAttemptEnded']>): void {
    this.#observer.onAttemptEnded(...ended);
  }

  onCheckpoint(statistics: CheckpointStatistics): void {
    const record = checkpointRecordOf(statistics);
    this.#records.set(record.id, record);
    const [oldest] = this.#records.keys();
    if (this.#records.size > recordsMax && oldest !== undefined) this.#records.delete(oldest);
    const now = this.#clock.monotonic();
    if (record.status === 'IN_PROGRESS') {
      if (now - (this.#toldAt.get(record.id) ?? -Infinity) < progressIntervalMs) return;
      this.#toldAt.set(record.id, now);
    } else this.#toldAt.delete(record.id);
    this.#observer.onCheckpoint(record);
  }

  onCheckpointDiscarded(checkpointId: number): void {
    this.#observer.onCheckpointDiscarded(checkpointId);
  }

  recordOf(checkpointId: number): CheckpointRecord | null {
    return this.#records.get(checkpointId) ?? null;
  }

  recordAt(path: string): CheckpointRecord | null {
    for (const record of this.#records.values()) if (record.externalPath === path) return record;
    return null;
  }
}

/** A run of the embedded engine as the platform holds it. */
export class EmbeddedRun implements RunHandle {
  readonly ended: Promise<RunEnd>;
  readonly #master: JobMaster;
  readonly #observed: ObservedRun;

  constructor(master: JobMaster, observed: ObservedRun) {
    this.#master = master;
    this.#observed = observed;
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
    const record = this.#observed.recordAt(answer.path);
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
    const record = this.#observed.recordOf(answer.checkpointId);
    if (record === null)
      throw new JobTargetError('SNAPSHOT_FAILED', `The snapshot is at ${answer.path}, but its record is gone.`);
    return record;
  }

  #requireRunning(): void {
    if (this.state !== 'RUNNING') throw new JobTargetError('RUN_NOT_RUNNING', `The run is ${this.state}, not RUNNING.`);
  }
}
