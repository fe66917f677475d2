import type { AttemptFailure, AttemptStarted, CheckpointRecord, RunObserver, RunState } from '@weir/run-contract';
import { messageOf, type JobId, type Logger, type RunId } from '@weir/kernel';
import { isEndState, StoreError, type Owner, type Store } from '@weir/persistence';
import type { RunObservation } from './observation.ts';
import { recordObservations } from './record-observations.ts';
import { pause } from './pause.ts';

export interface RecorderOptions {
  readonly store: Store;
  readonly logger: Logger;
  readonly now: () => number;
  readonly jobId: JobId;
  readonly runId: RunId;
  readonly owner: Owner;
  /** Called once, when another host has taken the run. */
  readonly onLost: () => void;
  /** What is to be stored before the end of the run is. */
  readonly beforeEnd: () => Promise<void>;
}

const batchMax = 50;
/** A short checkpoint begins, completes and retires the one before it within this time: one transaction takes all of it. */
const gatherMs = 200;
/** An hour of checkpoints each second, with their discards, and some. */
const pendingMax = 10_000;
const retryFirstMs = 100;
const retryMostMs = 2_000;

/**
 * Takes what a target tells, at once, and writes it to Postgres in order. While Postgres is away it keeps everything, coalescing the
 * progress of a checkpoint into its latest state; beyond 10 000 observations it drops the oldest checkpoints and says so.
 */
export class RunRecorder implements RunObserver {
  readonly #options: RecorderOptions;
  #pending: RunObservation[] = [];
  #pump: Promise<void> | null = null;
  #gathering: NodeJS.Timeout | null = null;
  #isMuted = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  onState(state: RunState, timestamp: number, nextAttemptAt: number | null): void {
    this.#push({ kind: 'state', state, timestamp, nextAttemptAt });
  }

  onAttemptStarted(attempt: AttemptStarted): void {
    this.#push({ kind: 'attempt-started', attempt });
  }

  onAttemptEnded(epoch: number, timestamp: number, failure: AttemptFailure | null): void {
    this.#push({ kind: 'attempt-ended', epoch, timestamp, failure });
  }

  onCheckpoint(record: CheckpointRecord): void {
    const index = this.#pending.findLastIndex(
      (pending) => pending.kind === 'checkpoint' && pending.record.id === record.id,
    );
    if (index >= 0) this.#pending[index] = { kind: 'checkpoint', record };
    else this.#push({ kind: 'checkpoint', record });
  }

  onCheckpointDiscarded(checkpointId: number): void {
    this.#push({ kind: 'checkpoint-discarded', checkpointId });
  }

  /** How many observations wait. */
  get backlog(): number {
    return this.#pending.length;
  }

  /** Resolves when everything told so far is written, or dropped because the run is lost. */
  async drain(): Promise<void> {
    while (this.#pump !== null || this.#pending.length > 0) await this.#begin();
  }

  /** Writes nothing more, and forgets what waits. */
  mute(): void {
    this.#isMuted = true;
    this.#pending = [];
  }

  #push(observation: RunObservation): void {
    if (this.#isMuted) return;
    if (this.#pending.length >= pendingMax) this.#shed();
    this.#pending.push(observation);
    if (observation.kind === 'checkpoint' || observation.kind === 'checkpoint-discarded')
      this.#gathering ??= setTimeout(() => void this.#begin(), gatherMs);
    else void this.#begin();
  }

  #begin(): Promise<void> {
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    this.#gathering = null;
    this.#pump ??= this.#write().finally(() => {
      this.#pump = null;
    });
    return this.#pump;
  }

  #shed(): void {
    const index = this.#pending.findIndex(
      (pending) => pending.kind === 'checkpoint' || pending.kind === 'checkpoint-discarded',
    );
    const dropped = this.#pending.splice(Math.max(index, 0), 1)[0];
    this.#options.logger.log('error', 'Postgres has been away for so long that history had to be dropped.', {
      runId: this.#options.runId,
      dropped: dropped?.kind,
    });
  }

  async #write(): Promise<void> {
    let retryMs = retryFirstMs;
    let batchSize = batchMax;
    // The observation that starts the pump is pushed in the same turn, so this runs after it.
    await Promise.resolve();
    while (this.#pending.length > 0) {
      const batch = this.#pending.slice(0, batchSize);
      this.#pending = this.#pending.slice(batch.length);
      try {
        await this.#record(batch);
        retryMs = retryFirstMs;
        batchSize = batchMax;
      } catch (error) {
        if (error instanceof StoreError) {
          if (!this.#isMuted) this.#pending = [...batch, ...this.#pending];
          await pause(retryMs);
          retryMs = Math.min(retryMs * 2, retryMostMs);
        } else if (batch.length > 1) {
          // One of them cannot be written: the others must not suffer for it.
          this.#pending = [...batch, ...this.#pending];
          batchSize = 1;
        } else {
          this.#options.logger.log('error', 'An observation could not be recorded and is dropped.', {
            runId: this.#options.runId,
            observation: batch[0]?.kind,
            error: messageOf(error),
          });
        }
      }
    }
  }

  async #record(batch: readonly RunObservation[]): Promise<void> {
    const { store, jobId, runId, owner, now, onLost, beforeEnd } = this.#options;
    if (batch.some((observation) => observation.kind === 'state' && isEndState(observation.state))) await beforeEnd();
    const outcome = await store.write((repositories) =>
      recordObservations(repositories, { jobId, runId, owner, now: now() }, batch),
    );
    if (outcome === 'RECORDED' || this.#isMuted) return;
    this.mute();
    onLost();
  }
}
