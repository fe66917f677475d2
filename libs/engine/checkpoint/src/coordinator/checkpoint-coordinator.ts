import { assertNever } from '@weir/kernel';
import type { CompletedCheckpoint } from '../completed/completed-checkpoint.ts';
import { subtaskKey } from '../plan/job-topology.ts';
import type { FinalJobState } from '../retention/checkpoint-retention-policy.ts';
import type { CheckpointCounts } from '../statistics/checkpoint-statistics-tracker.ts';
import { AttemptTasks } from './attempt-tasks.ts';
import { CheckpointCompletion } from './checkpoint-completion.ts';
import { coordinatorFailure, type Failure } from './checkpoint-failure.ts';
import { CheckpointLedger } from './checkpoint-ledger.ts';
import { propertiesOf } from './checkpoint-properties.ts';
import { CheckpointTriggering } from './checkpoint-triggering.ts';
import type { CoordinatorConfig, CoordinatorIdentity } from './coordinator-config.ts';
import type { CoordinatorEffect } from './coordinator-effect.ts';
import type {
  AttemptStarted,
  CoordinatorEvent,
  CoordinatorFacts,
  RequestReceived,
  TaskStateChanged,
} from './coordinator-event.ts';
import { EffectLog } from './effect-log.ts';
import { RetainedSnapshots } from './retained-snapshots.ts';

export interface CheckpointCoordinatorOptions {
  readonly identity: CoordinatorIdentity;
  readonly config: CoordinatorConfig;
  /** Greater than every id the job has used. */
  readonly firstCheckpointId: number;
}

/**
 * Decides everything about the checkpoints of one run, over all its attempts: when one starts, what each message means for it,
 * when it is complete, what is deleted and whom to tell. It is told events and answers with effects, in order; the same events
 * and facts give the same effects.
 */
export class CheckpointCoordinator {
  readonly #effects = new EffectLog();
  readonly #tasks = new AttemptTasks();
  readonly #retained: RetainedSnapshots;
  readonly #ledger: CheckpointLedger;
  readonly #triggering: CheckpointTriggering;
  readonly #completion: CheckpointCompletion;
  #isPaused = false;
  #endedAs: FinalJobState | null = null;
  #isShutDown = false;

  constructor({ identity, config, firstCheckpointId }: CheckpointCoordinatorOptions) {
    this.#retained = new RetainedSnapshots(config, this.#effects);
    const shared = { identity, config, tasks: this.#tasks, retained: this.#retained, effects: this.#effects };
    this.#ledger = new CheckpointLedger(shared);
    this.#triggering = new CheckpointTriggering({ ...shared, ledger: this.#ledger }, firstCheckpointId);
    this.#completion = new CheckpointCompletion({ ...shared, ledger: this.#ledger });
  }

  get counts(): CheckpointCounts {
    return this.#ledger.statistics.counts;
  }

  /** In flight, in rising order. */
  get pendingIds(): readonly number[] {
    return this.#ledger.pending.map((pending) => pending.checkpointId);
  }

  /** Whether a manifest is on its way: an attempt that fails now waits for its fate before it picks what to restore. */
  get isPublishing(): boolean {
    return this.#ledger.isPublishing;
  }

  /** Completed checkpoints that are kept, oldest first. */
  get retained(): readonly CompletedCheckpoint[] {
    return this.#retained.all;
  }

  /**
   * What the next attempt of this run restores; null: it starts empty. It is the newest completed checkpoint, or the savepoint
   * of a stop that failed afterwards, since the sinks may have committed it.
   */
  get restorePoint(): CompletedCheckpoint | null {
    return this.#retained.restorePoint;
  }

  step(event: CoordinatorEvent, facts: CoordinatorFacts): readonly CoordinatorEffect[] {
    this.#handle(event, facts);
    this.#ledger.publishNext();
    this.#triggering.startRequests(facts);
    this.#shutDown();
    return this.#effects.take();
  }

  #handle(event: CoordinatorEvent, facts: CoordinatorFacts): void {
    switch (event.kind) {
      case 'attempt-started':
        return this.#onAttemptStarted(event, facts.now);
      case 'tasks-running':
        this.#tasks.setUnfinished('RUNNING');
        return this.#startSchedule(event.random, facts.now);
      case 'task-state-changed':
        return this.#onTaskStateChanged(event, facts.now);
      case 'tasks-failed':
        return this.#onTasksFailed(event.message, facts.now);
      case 'scheduling-paused':
        return this.#onSchedulingPaused(facts.now);
      case 'scheduling-resumed':
        this.#isPaused = false;
        return this.#startSchedule(event.random, facts.now);
      case 'periodic-timer-fired':
        return this.#triggering.onPeriodicTimer(facts.now);
      case 'request-received':
        return this.#onRequest(event, facts.now);
      case 'location-prepared':
        return this.#triggering.onLocationPrepared(event);
      case 'location-failed':
        return this.#completion.onLocationFailed(event, facts.now);
      case 'coordinator-state-failed':
        return this.#fail(event.checkpointId, coordinatorFailure('IO_EXCEPTION', event.message), facts.now);
      case 'coordinator-state-taken':
        return this.#triggering.onCoordinatorStateTaken(event);
      case 'trigger-failed': {
        const failure = { ...coordinatorFailure('TRIGGER_CHECKPOINT_FAILURE', event.message), task: event.task };
        return this.#fail(event.checkpointId, failure, facts.now);
      }
      case 'subtask-acknowledged':
        return this.#completion.onAcknowledged(event, facts.now);
      case 'subtask-declined':
        return this.#completion.onDeclined(event, facts.now);
      case 'expiry-timer-fired':
        return this.#completion.onExpired(event.checkpointId, facts.now);
      case 'manifest-published':
        if (this.#completion.onPublished(event, facts.now)) this.#triggering.onCheckpointCompleted();
        return;
      case 'publish-failed':
        return this.#completion.onPublishFailed(event, facts.now);
      case 'snapshot-discarded':
        return this.#retained.onDiscarded(event.checkpointId);
      case 'job-ended':
        return this.#onJobEnded(event.state, facts.now);
      default:
        return assertNever(event);
    }
  }

  #onAttemptStarted({ epoch, topology, restoredFrom, recovered }: AttemptStarted, now: number): void {
    const failure = coordinatorFailure('JOB_FAILOVER_REGION', 'A new attempt has started.');
    this.#abortUnpublished({ ...failure, tasks: 'SKIP_TASKS' }, now);
    // A manifest that is still on its way belongs to an older epoch: the new one has fenced it, or has seen it in the storage.
    for (const pending of this.#ledger.pending) {
      this.#ledger.fail(pending, { ...failure, tasks: 'SKIP_TASKS', files: 'LEAVE_FILES' }, now);
    }
    this.#completion.onAttemptStarted();
    this.#tasks.begin(epoch, topology);
    this.#isPaused = false;
    if (recovered !== null) this.#retained.recover(recovered);
    if (restoredFrom !== null) {
      this.#retained.adopt(restoredFrom);
      this.#triggering.skipTo(restoredFrom.checkpoint.checkpointId + 1);
      this.#ledger.statistics.onRestored();
      if (restoredFrom.claim === 'NO_CLAIM') this.#triggering.forceFull();
    }
    for (const { checkpointId } of this.#retained.all) this.#triggering.skipTo(checkpointId + 1);
  }

  /** A task that has ended acknowledges nothing any more. */
  #onTaskStateChanged({ task, state }: TaskStateChanged, now: number): void {
    this.#tasks.set(task, state);
    if (state !== 'FINISHED' && state !== 'FAILED') return;
    const reason = state === 'FAILED' ? 'TASK_FAILURE' : 'CHECKPOINT_DECLINED_TASK_CLOSING';
    const message = `Task ${subtaskKey(task)} is ${state} and has not acknowledged.`;
    for (const pending of this.#ledger.pending) {
      if (pending.isWaitingFor(task)) this.#ledger.fail(pending, { ...coordinatorFailure(reason, message), task }, now);
    }
  }

  #onTasksFailed(message: string, now: number): void {
    this.#tasks.setUnfinished('FAILED');
    this.#triggering.stopSchedule();
    this.#abortUnpublished({ ...coordinatorFailure('JOB_FAILOVER_REGION', message), tasks: 'SKIP_TASKS' }, now);
  }

  #onSchedulingPaused(now: number): void {
    this.#isPaused = true;
    this.#triggering.stopSchedule();
    this.#abortUnpublished(
      coordinatorFailure('CHECKPOINT_COORDINATOR_SUSPEND', 'A stop with savepoint has begun.'),
      now,
    );
  }

  #onRequest({ requestId, request }: RequestReceived, now: number): void {
    if (this.#endedAs === null) return this.#triggering.submit(requestId, propertiesOf(request), now);
    const failure = coordinatorFailure('CHECKPOINT_COORDINATOR_SHUTDOWN', `The job has ended: ${this.#endedAs}.`);
    this.#ledger.reject(requestId, failure, null);
  }

  #onJobEnded(state: FinalJobState, now: number): void {
    this.#endedAs ??= state;
    this.#tasks.setUnfinished('FAILED');
    this.#triggering.stopSchedule();
    const reason = state === 'SUSPENDED' ? 'CHECKPOINT_COORDINATOR_SUSPEND' : 'CHECKPOINT_COORDINATOR_SHUTDOWN';
    this.#abortUnpublished({ ...coordinatorFailure(reason, `The job has ended: ${state}.`), tasks: 'SKIP_TASKS' }, now);
  }

  #startSchedule(random: number, now: number): void {
    if (!this.#isPaused && this.#endedAs === null) this.#triggering.startSchedule(now, random);
  }

  #fail(checkpointId: number, failure: Failure, now: number): void {
    const pending = this.#ledger.find(checkpointId);
    if (pending !== undefined) this.#ledger.fail(pending, failure, now);
  }

  #abortUnpublished(failure: Failure, now: number): void {
    this.#triggering.rejectQueued(failure);
    this.#ledger.failUnpublished(failure, now);
  }

  /** Retention waits for a manifest that is still on its way: it may become the newest checkpoint. */
  #shutDown(): void {
    if (this.#endedAs === null || this.#isShutDown || this.#ledger.pending.length > 0) return;
    this.#isShutDown = true;
    this.#completion.onRunOver();
    this.#retained.shutdown(this.#endedAs);
  }
}
