import { isShared } from '../completed/shared-file-registry.ts';
import { CheckpointFailureManager } from '../failure/checkpoint-failure-manager.ts';
import { checkpointFailureReasons } from '../failure/checkpoint-failure-reason.ts';
import { CheckpointStatisticsTracker } from '../statistics/checkpoint-statistics-tracker.ts';
import type { AttemptTasks } from './attempt-tasks.ts';
import { coordinatorFailure, type Failure } from './checkpoint-failure.ts';
import { isIntermediateSavepoint, isSynchronous } from './checkpoint-properties.ts';
import type { CoordinatorConfig } from './coordinator-config.ts';
import type { EffectLog } from './effect-log.ts';
import { EndedCheckpoints, type EndedDisposition } from './ended-checkpoints.ts';
import type { PendingCheckpoint } from './pending-checkpoint.ts';
import type { RetainedSnapshots } from './retained-snapshots.ts';
import type { CheckpointRecord } from '@weir/run-contract';

export interface LedgerParts {
  readonly config: CoordinatorConfig;
  readonly tasks: AttemptTasks;
  readonly retained: RetainedSnapshots;
  readonly effects: EffectLog;
}

/** The checkpoints in flight: how each one begins, and the two ways in which it ends. Monotonic milliseconds for `now`. */
export class CheckpointLedger {
  readonly statistics = new CheckpointStatisticsTracker();
  readonly #parts: LedgerParts;
  readonly #failures: CheckpointFailureManager;
  readonly #ended = new EndedCheckpoints();
  /** In rising order of ids. */
  readonly #pending = new Map<number, PendingCheckpoint>();
  /** Fully acknowledged, in the order in which they are published; only the first is on its way. */
  readonly #publishOrder: PendingCheckpoint[] = [];
  #lastCompletedAt: number | null = null;

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.#failures = new CheckpointFailureManager(parts.config.tolerableFailedCheckpoints);
  }

  get pending(): readonly PendingCheckpoint[] {
    return [...this.#pending.values()];
  }

  get lastCompletedAt(): number | null {
    return this.#lastCompletedAt;
  }

  get isPublishing(): boolean {
    return this.#publishOrder[0]?.stage === 'PUBLISHING';
  }

  find(checkpointId: number): PendingCheckpoint | undefined {
    return this.#pending.get(checkpointId);
  }

  dispositionOf(checkpointId: number): EndedDisposition {
    return this.#ended.dispositionOf(checkpointId);
  }

  begin(pending: PendingCheckpoint, now: number): void {
    const { checkpointId, start } = pending;
    this.#pending.set(checkpointId, pending);
    this.record(this.statistics.onStarted(start, this.#parts.tasks.topology, now));
    this.#parts.effects.push(
      { kind: 'arm-expiry', checkpointId, at: now + this.#parts.config.timeoutMs },
      {
        kind: 'prepare-location',
        checkpointId,
        snapshotKind: start.properties.kind,
        directory: start.properties.directory,
      },
    );
  }

  enqueuePublication(pending: PendingCheckpoint): void {
    this.#publishOrder.push(pending);
  }

  /** Sends the next manifest on its way when none is. */
  publishNext(): void {
    const next = this.#publishOrder[0];
    if (next?.stage !== 'ACKNOWLEDGED' || next.manifest === null || next.location === null) return;
    next.onPublishing();
    const { checkpointId, location, manifest } = next;
    this.#parts.effects.push({ kind: 'publish-manifest', checkpointId, location, manifest });
  }

  /**
   * It is published. A checkpoint, or the savepoint of a stop, subsumes what is older and is told to the tasks before anything
   * is deleted; any other savepoint changes nothing for the job.
   */
  complete(pending: PendingCheckpoint, path: string, now: number): void {
    const { checkpointId, manifest, start } = pending;
    const { effects, tasks, retained } = this.#parts;
    this.#remove(pending, 'KEPT');
    this.#lastCompletedAt = now;
    this.#failures.onSuccess(checkpointId);
    this.record(this.statistics.onCompleted(checkpointId, path, now));
    if (start.requestId !== null) {
      effects.push({
        kind: 'resolve-request',
        requestId: start.requestId,
        checkpointId,
        snapshotId: start.snapshotId,
        path,
      });
    }
    if (isIntermediateSavepoint(start.properties) || manifest === null) return;
    if (isSynchronous(start.properties)) tasks.setStopped(checkpointId);
    const discards = retained.add({
      checkpointId,
      kind: start.properties.kind,
      isSynchronous: isSynchronous(start.properties),
      path,
      manifest,
      ownership: 'OWNED',
    });
    this.#subsumeOlder(checkpointId, now);
    const told = tasks.running(start.plan.tasksToWaitFor);
    if (told.length > 0) effects.push({ kind: 'notify-complete', checkpointId, tasks: told });
    retained.discardAll(discards);
  }

  fail(pending: PendingCheckpoint, failure: Failure, now: number): void {
    const { checkpointId, start } = pending;
    const { effects, tasks, retained } = this.#parts;
    this.#remove(pending, failure.files === 'LEAVE_FILES' ? 'KEPT' : 'ABANDONED');
    this.record(this.statistics.onFailed(checkpointId, failure, now));
    this.reject(start.requestId, failure, checkpointId);
    const told =
      failure.tasks === 'NOTIFY_TASKS' && pending.isTriggered ? tasks.running(start.plan.tasksToWaitFor) : [];
    if (told.length > 0) {
      effects.push({
        kind: 'notify-aborted',
        checkpointId,
        latestCompletedId: retained.latestCompletedId,
        tasks: told,
      });
    }
    if (failure.files === 'DISCARD_FILES') this.#discardFiles(pending);
    this.#countFailure(pending, failure);
  }

  /** Fails what is in flight, but a manifest that is on its way decides for itself. */
  failUnpublished(failure: Failure, now: number): void {
    for (const pending of this.pending) if (pending.stage !== 'PUBLISHING') this.fail(pending, failure, now);
  }

  /** Nothing happens when nobody waits for an answer. */
  reject(requestId: string | null, { reason, message }: Failure, checkpointId: number | null): void {
    if (requestId === null) return;
    const description = `${checkpointFailureReasons[reason].description} ${message}`;
    this.#parts.effects.push({ kind: 'reject-request', requestId, reason, message: description, checkpointId });
  }

  record(record: CheckpointRecord | undefined): void {
    if (record !== undefined) this.#parts.effects.push({ kind: 'record-statistics', record });
  }

  #subsumeOlder(checkpointId: number, now: number): void {
    const failure = coordinatorFailure('CHECKPOINT_SUBSUMED', `Checkpoint ${checkpointId} completed first.`);
    for (const older of this.pending) {
      const isSubsumed = older.checkpointId < checkpointId && older.start.properties.kind === 'CHECKPOINT';
      if (isSubsumed) this.fail(older, failure, now);
    }
  }

  #remove(pending: PendingCheckpoint, disposition: EndedDisposition): void {
    this.#pending.delete(pending.checkpointId);
    this.#ended.record(pending.checkpointId, disposition);
    const place = this.#publishOrder.indexOf(pending);
    if (place !== -1) this.#publishOrder.splice(place, 1);
    this.#parts.effects.push({ kind: 'cancel-expiry', checkpointId: pending.checkpointId });
  }

  /** The folder goes with everything in it; of the shared files only those that no completed checkpoint uses. */
  #discardFiles(pending: PendingCheckpoint): void {
    const { checkpointId, location } = pending;
    if (location === null) return;
    const { effects, retained } = this.#parts;
    const files = pending.files.filter((file) => isShared(file) && !retained.isInUse(location, file));
    effects.push({ kind: 'abandon-location', checkpointId, location });
    if (files.length > 0) effects.push({ kind: 'discard-files', location, files });
  }

  #countFailure({ checkpointId, start }: PendingCheckpoint, { reason, message, task }: Failure): void {
    const jobFailure = this.#failures.onFailure({
      checkpointId,
      reason,
      kind: start.properties.kind,
      isSynchronous: isSynchronous(start.properties),
      origin: task === null ? 'COORDINATOR' : 'TASK',
    });
    if (jobFailure === null) return;
    this.#parts.effects.push({ kind: 'fail-job', reason, message: `${jobFailure} ${message}`, task });
  }
}
