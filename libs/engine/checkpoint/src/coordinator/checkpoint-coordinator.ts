import { assertNever } from '@weir/kernel';
import type { CompletedCheckpoint } from '../completed/completed-checkpoint.ts';
import { CompletedCheckpointStore, type Discards } from '../completed/completed-checkpoint-store.ts';
import { isShared } from '../completed/shared-file-registry.ts';
import { CheckpointFailureManager } from '../failure/checkpoint-failure-manager.ts';
import { checkpointFailureReasons, type CheckpointFailureReason } from '../failure/checkpoint-failure-reason.ts';
import { planCheckpoint, type CheckpointPlan } from '../plan/checkpoint-plan.ts';
import { subtaskKey, subtasksOf, type JobTopology, type SubtaskRef, type TaskState } from '../plan/job-topology.ts';
import type { FinalJobState } from '../retention/checkpoint-retention-policy.ts';
import type { CheckpointCounts, CheckpointStatistics } from '../statistics/checkpoint-statistics.ts';
import { CheckpointStatisticsTracker } from '../statistics/checkpoint-statistics-tracker.ts';
import { isIntermediateSavepoint, isSynchronous, periodicCheckpoint, propertiesOf } from './checkpoint-properties.ts';
import { queuedRequestsMax, type CoordinatorConfig, type CoordinatorIdentity } from './coordinator-config.ts';
import type { CoordinatorEffect } from './coordinator-effect.ts';
import type * as events from './coordinator-event.ts';
import { EndedCheckpoints } from './ended-checkpoints.ts';
import { PendingCheckpoint } from './pending-checkpoint.ts';
import { PeriodicSchedule } from './periodic-schedule.ts';
import { RequestQueue, type QueuedRequest } from './request-queue.ts';
import { manifestOf, partiallyFinishedUnionOperator } from './snapshot-manifest.ts';

export interface CheckpointCoordinatorOptions {
  readonly identity: CoordinatorIdentity;
  readonly config: CoordinatorConfig;
  /** Greater than every id the job has used. */
  readonly firstCheckpointId: number;
}

interface Failure {
  readonly reason: CheckpointFailureReason;
  readonly message: string;
  /** The task that is to blame; null: noticed on this side. */
  readonly task: SubtaskRef | null;
  /** LEAVE_FILES: a manifest may exist that names them, or they are no longer ours to delete. */
  readonly files: 'DISCARD_FILES' | 'LEAVE_FILES';
  /** SKIP_TASKS: they are gone. */
  readonly tasks: 'NOTIFY_TASKS' | 'SKIP_TASKS';
}

/**
 * Decides everything about the checkpoints of one run, over all its attempts: when one starts, what each message means for it,
 * when it is complete, what is deleted and whom to tell. It is told events and answers with effects, in order; the same events
 * and facts give the same effects.
 *
 * Publishing takes time, and only one manifest is on its way at once, in the order in which checkpoints became complete.
 */
export class CheckpointCoordinator {
  readonly #identity: CoordinatorIdentity;
  readonly #config: CoordinatorConfig;
  readonly #queue: RequestQueue;
  readonly #schedule: PeriodicSchedule;
  readonly #failures: CheckpointFailureManager;
  readonly #statistics = new CheckpointStatisticsTracker();
  readonly #ended = new EndedCheckpoints();
  /** In flight, in rising order of ids. */
  readonly #pending = new Map<number, PendingCheckpoint>();
  /** Acknowledged ones in the order in which they are published; the first may be under way. */
  readonly #publishOrder: PendingCheckpoint[] = [];
  readonly #taskStates = new Map<string, TaskState>();
  readonly #cleaning = new Set<number>();
  #store: CompletedCheckpointStore;
  #topology: JobTopology = { vertices: [] };
  #epoch = 0;
  #nextCheckpointId: number;
  #lastCompletedAt: number | null = null;
  /** The savepoint of a stop that the tasks may have committed although the stop then failed. */
  #stopSavepoint: CompletedCheckpoint | null = null;
  #isFullForced = false;
  #isPaused = false;
  #endedAs: FinalJobState | null = null;
  #effects: CoordinatorEffect[] = [];

  constructor({ identity, config, firstCheckpointId }: CheckpointCoordinatorOptions) {
    this.#identity = identity;
    this.#config = config;
    this.#nextCheckpointId = firstCheckpointId;
    this.#queue = new RequestQueue({ ...config, requestsMax: queuedRequestsMax });
    this.#schedule = new PeriodicSchedule(config);
    this.#failures = new CheckpointFailureManager(config.tolerableFailedCheckpoints);
    this.#store = new CompletedCheckpointStore(config.retainedCheckpoints, config.retention);
  }

  get counts(): CheckpointCounts {
    return this.#statistics.counts;
  }

  get pendingIds(): readonly number[] {
    return [...this.#pending.keys()];
  }

  /** Whether a manifest is on its way: an attempt that fails now should wait for its fate before it picks what to restore. */
  get isPublishing(): boolean {
    return this.#publishOrder[0]?.stage === 'PUBLISHING';
  }

  /** Completed checkpoints that are kept, oldest first. */
  get retained(): readonly CompletedCheckpoint[] {
    return this.#store.all;
  }

  /** What the next attempt of this run restores; null: it starts empty, or from what the run itself was started from. */
  get restorePoint(): CompletedCheckpoint | null {
    const { latest } = this.#store;
    const stop = this.#stopSavepoint;
    return stop !== null && stop.checkpointId > (latest?.checkpointId ?? 0) ? stop : latest;
  }

  step(event: events.CoordinatorEvent, facts: events.CoordinatorFacts): readonly CoordinatorEffect[] {
    this.#effects = [];
    this.#handle(event, facts);
    this.#publishNext();
    this.#startRequests(facts);
    this.#finishShutdown();
    return this.#effects;
  }

  #handle(event: events.CoordinatorEvent, facts: events.CoordinatorFacts): void {
    switch (event.kind) {
      case 'attempt-started':
        return this.#onAttemptStarted(event, facts);
      case 'tasks-running':
        return this.#onTasksRunning(event.random, facts);
      case 'task-state-changed':
        return this.#onTaskStateChanged(event, facts);
      case 'tasks-failed':
        return this.#onTasksFailed(event, facts);
      case 'scheduling-paused':
        return this.#onSchedulingPaused(facts);
      case 'scheduling-resumed':
        this.#isPaused = false;
        return this.#startSchedule(event.random, facts);
      case 'periodic-timer-fired':
        return this.#onPeriodicTimer(facts);
      case 'request-received':
        return this.#submit({
          requestId: event.requestId,
          properties: propertiesOf(event.request),
          submittedAt: facts.now,
        });
      case 'location-prepared':
        return this.#onLocationPrepared(event, facts);
      case 'location-failed':
      case 'coordinator-state-failed':
        return this.#failById(event.checkpointId, coordinatorFailure('IO_EXCEPTION', event.message), facts);
      case 'coordinator-state-taken':
        return this.#onCoordinatorStateTaken(event);
      case 'trigger-failed':
        return this.#failById(
          event.checkpointId,
          { ...coordinatorFailure('TRIGGER_CHECKPOINT_FAILURE', event.message), task: event.task },
          facts,
        );
      case 'subtask-acknowledged':
        return this.#onAcknowledged(event, facts);
      case 'subtask-declined':
        return this.#onDeclined(event, facts);
      case 'expiry-timer-fired':
        return this.#onExpired(event.checkpointId, facts);
      case 'manifest-published':
        return this.#onPublished(event, facts);
      case 'publish-failed':
        return this.#onPublishFailed(event, facts);
      case 'snapshot-discarded':
        this.#cleaning.delete(event.checkpointId);
        return;
      case 'job-ended':
        return this.#onJobEnded(event.state, facts);
      default:
        return assertNever(event);
    }
  }

  #onAttemptStarted(
    { epoch, topology, restoredFrom, recovered }: events.AttemptStarted,
    facts: events.CoordinatorFacts,
  ): void {
    // A manifest that is still on its way belongs to an older epoch: the new one has fenced it, or has seen it in the storage.
    this.#abortAll(
      {
        reason: 'JOB_FAILOVER_REGION',
        message: 'A new attempt has started.',
        task: null,
        files: 'LEAVE_FILES',
        tasks: 'SKIP_TASKS',
      },
      facts,
    );
    this.#epoch = epoch;
    this.#topology = topology;
    this.#isPaused = false;
    this.#taskStates.clear();
    if (recovered !== null) {
      this.#store = new CompletedCheckpointStore(this.#config.retainedCheckpoints, this.#config.retention);
      for (const checkpoint of recovered) this.#discard(this.#store.add(checkpoint));
    }
    for (const { checkpointId } of this.#store.all)
      this.#nextCheckpointId = Math.max(this.#nextCheckpointId, checkpointId + 1);
    if (restoredFrom === null) return;
    const { checkpoint, claim } = restoredFrom;
    this.#nextCheckpointId = Math.max(this.#nextCheckpointId, checkpoint.checkpointId + 1);
    this.#statistics.onRestored();
    this.#isFullForced ||= claim === 'NO_CLAIM';
    if (claim !== 'OWN' && !this.#store.all.some((known) => known.checkpointId === checkpoint.checkpointId)) {
      this.#discard(this.#store.add({ ...checkpoint, ownership: claim === 'CLAIM' ? 'OWNED' : 'NOT_OWNED' }));
    }
  }

  #onTasksRunning(random: number, facts: events.CoordinatorFacts): void {
    for (const task of this.#topology.vertices.flatMap(subtasksOf)) {
      if (this.#taskStates.get(subtaskKey(task)) !== 'FINISHED') this.#taskStates.set(subtaskKey(task), 'RUNNING');
    }
    this.#startSchedule(random, facts);
  }

  /** A task that has ended will not acknowledge any more. */
  #onTaskStateChanged({ task, state }: events.TaskStateChanged, facts: events.CoordinatorFacts): void {
    this.#taskStates.set(subtaskKey(task), state);
    if (state !== 'FINISHED' && state !== 'FAILED') return;
    const reason = state === 'FAILED' ? 'TASK_FAILURE' : 'CHECKPOINT_DECLINED_TASK_CLOSING';
    const failure = {
      ...coordinatorFailure(reason, `Task ${subtaskKey(task)} is ${state} and has not acknowledged.`),
      task,
    };
    for (const pending of [...this.#pending.values()])
      if (pending.isWaitingFor(task)) this.#fail(pending, failure, facts);
  }

  #onTasksFailed({ message }: events.TasksFailed, facts: events.CoordinatorFacts): void {
    for (const task of this.#topology.vertices.flatMap(subtasksOf)) this.#taskStates.set(subtaskKey(task), 'FAILED');
    this.#stopSchedule();
    this.#abortUnpublished({ ...coordinatorFailure('JOB_FAILOVER_REGION', message), tasks: 'SKIP_TASKS' }, facts);
  }

  #onSchedulingPaused(facts: events.CoordinatorFacts): void {
    this.#isPaused = true;
    this.#stopSchedule();
    this.#abortUnpublished(
      coordinatorFailure('CHECKPOINT_COORDINATOR_SUSPEND', 'A stop with savepoint has begun.'),
      facts,
    );
  }

  #onJobEnded(state: FinalJobState, facts: events.CoordinatorFacts): void {
    this.#endedAs = state;
    this.#stopSchedule();
    const reason = state === 'SUSPENDED' ? 'CHECKPOINT_COORDINATOR_SUSPEND' : 'CHECKPOINT_COORDINATOR_SHUTDOWN';
    this.#abortUnpublished(
      { ...coordinatorFailure(reason, `The job has ended: ${state}.`), tasks: 'SKIP_TASKS' },
      facts,
    );
  }

  #startSchedule(random: number, facts: events.CoordinatorFacts): void {
    const at = this.#isPaused || this.#endedAs !== null ? null : this.#schedule.start(facts.now, random);
    if (at !== null) this.#effects.push({ kind: 'arm-periodic-timer', at });
  }

  #stopSchedule(): void {
    if (!this.#schedule.isRunning) return;
    this.#schedule.stop();
    this.#effects.push({ kind: 'cancel-periodic-timer' });
  }

  /** One periodic request waits at most: those of missed rounds would only follow each other without a pause. */
  #onPeriodicTimer(facts: events.CoordinatorFacts): void {
    const at = this.#schedule.onFired(facts.now);
    if (at === null) return;
    this.#effects.push({ kind: 'arm-periodic-timer', at });
    if (!this.#queue.hasPeriodic)
      this.#submit({ requestId: null, properties: periodicCheckpoint, submittedAt: facts.now });
  }

  #submit(request: QueuedRequest): void {
    if (this.#endedAs !== null)
      return this.#reject(
        request,
        coordinatorFailure('CHECKPOINT_COORDINATOR_SHUTDOWN', `The job has ended: ${this.#endedAs}.`),
      );
    const dropped = this.#queue.submit(request);
    if (dropped !== null) {
      this.#reject(
        dropped,
        coordinatorFailure(
          'TOO_MANY_CHECKPOINT_REQUESTS',
          `More than ${queuedRequestsMax} requests wait for their turn; ask again later.`,
        ),
      );
    }
  }

  /** Starts what may start now. Starting blocks the next one until the tasks are triggered, so this ends. */
  #startRequests(facts: events.CoordinatorFacts): void {
    for (;;) {
      const next = this.#queue.next({
        now: facts.now,
        isTriggering: [...this.#pending.values()].some((pending) => !pending.isTriggered),
        pendingCheckpoints: this.#pending.size,
        cleaningCheckpoints: this.#cleaning.size,
        lastCompletedAt: this.#lastCompletedAt,
      });
      if (next.kind === 'wait') return;
      if (next.kind === 'start') this.#start(next.request, facts);
      else if (this.#schedule.isRunning) {
        this.#schedule.postpone(next.retryAt);
        this.#effects.push({ kind: 'arm-periodic-timer', at: next.retryAt });
      }
    }
  }

  #start(request: QueuedRequest, facts: events.CoordinatorFacts): void {
    const plan = planCheckpoint({
      topology: this.#topology,
      taskStates: this.#taskStates,
      isCheckpointingAfterFinishEnabled: this.#config.isCheckpointingAfterFinishEnabled,
    });
    if (plan.kind === 'refused') return this.#reject(request, coordinatorFailure(plan.reason, plan.message));
    const pending = this.#createPending(request, plan, facts);
    this.#pending.set(pending.checkpointId, pending);
    this.#effects.push(
      { kind: 'record-statistics', record: this.#statistics.onStarted(pending.start, this.#topology, facts.now) },
      { kind: 'arm-expiry', checkpointId: pending.checkpointId, at: facts.now + this.#config.timeoutMs },
      {
        kind: 'prepare-location',
        checkpointId: pending.checkpointId,
        snapshotKind: request.properties.kind,
        directory: request.properties.directory,
      },
    );
  }

  #createPending(
    { requestId, properties }: QueuedRequest,
    plan: CheckpointPlan,
    facts: events.CoordinatorFacts,
  ): PendingCheckpoint {
    const isIncremental =
      properties.type === 'INCREMENTAL' || (properties.type === 'CONFIGURED' && this.#config.isIncremental);
    const checkpointId = this.#nextCheckpointId;
    this.#nextCheckpointId += 1;
    return new PendingCheckpoint({
      checkpointId,
      snapshotId: facts.ids.uuid(),
      epoch: this.#epoch,
      requestId,
      properties,
      sharing: isIncremental && !this.#isFullForced ? 'INCREMENTAL' : 'FULL',
      plan,
      triggerTimestamp: facts.wallTime,
    });
  }

  #onLocationPrepared({ checkpointId, location }: events.LocationPrepared, _facts: events.CoordinatorFacts): void {
    const pending = this.#pending.get(checkpointId);
    if (pending === undefined) {
      this.#effects.push({ kind: 'abandon-location', checkpointId, location });
      return;
    }
    pending.onLocation(location);
    if (this.#config.coordinatorStates.length === 0)
      return this.#onCoordinatorStateTaken({ kind: 'coordinator-state-taken', checkpointId, states: {} });
    this.#effects.push({ kind: 'take-coordinator-state', checkpointId, names: this.#config.coordinatorStates });
  }

  #onCoordinatorStateTaken({ checkpointId, states }: events.CoordinatorStateTaken): void {
    const pending = this.#pending.get(checkpointId);
    if (pending === undefined || pending.location === null) return;
    pending.onCoordinatorStates(states);
    const { properties, plan, sharing, triggerTimestamp } = pending.start;
    this.#effects.push({
      kind: 'trigger-tasks',
      checkpointId,
      tasks: plan.tasksToTrigger,
      timestamp: triggerTimestamp,
      options: { kind: properties.kind, ending: properties.ending, sharing, location: pending.location },
    });
  }

  #isOurs({ origin }: { readonly origin: events.MessageOrigin }): boolean {
    return origin.jobId === this.#identity.jobId && origin.epoch === this.#epoch;
  }

  #onAcknowledged(event: events.SubtaskAcknowledged, facts: events.CoordinatorFacts): void {
    if (!this.#isOurs(event)) return;
    const pending = this.#pending.get(event.checkpointId);
    const answer = pending?.acknowledge(event) ?? 'ENDED';
    if (answer === 'DUPLICATE') return;
    if (answer !== 'UNKNOWN_TASK') this.#record(this.#statistics.onAcknowledged(event, facts.now));
    if (answer !== 'ACCEPTED' || pending === undefined) return this.#discardLate(event);
    if (!pending.isFullyAcknowledged) return;
    const operator = partiallyFinishedUnionOperator(this.#topology, pending);
    if (operator !== null) {
      const message = `Operator ${operator} holds union state, and only some of its subtasks have finished: its union would be incomplete.`;
      return this.#fail(pending, coordinatorFailure('CHECKPOINT_DECLINED_TASK_CLOSING', message), facts);
    }
    pending.onFullyAcknowledged(manifestOf({ identity: this.#identity, topology: this.#topology, pending }));
    this.#publishOrder.push(pending);
  }

  /** State that nothing will ever name. What a published checkpoint uses stays, whoever sends it again. */
  #discardLate({ checkpointId, location, operators }: events.SubtaskAcknowledged): void {
    if (this.#ended.dispositionOf(checkpointId) === 'KEPT') return;
    const files = operators.flatMap(({ state }) => [...state.keyed, ...state.operator].map((handle) => handle.file));
    const unused = files.filter(
      (file, index) =>
        files.findIndex((other) => other.path === file.path) === index && !this.#store.isInUse(location, file),
    );
    if (unused.length > 0) this.#effects.push({ kind: 'discard-files', location, files: unused });
  }

  #onDeclined(event: events.SubtaskDeclined, facts: events.CoordinatorFacts): void {
    const pending = this.#isOurs(event) ? this.#pending.get(event.checkpointId) : undefined;
    if (pending?.isWaitingFor(event.task) !== true) return;
    this.#fail(pending, { ...coordinatorFailure(event.reason, event.message), task: event.task }, facts);
  }

  #onExpired(checkpointId: number, facts: events.CoordinatorFacts): void {
    const pending = this.#pending.get(checkpointId);
    if (pending === undefined) return;
    const { tasksToWaitFor } = pending.start.plan;
    const missing = tasksToWaitFor.filter((task) => pending.isWaitingFor(task)).map(subtaskKey);
    const message =
      missing.length === 0
        ? `Its manifest was not published within ${this.#config.timeoutMs} ms.`
        : `${missing.length} of ${tasksToWaitFor.length} tasks did not acknowledge within ${this.#config.timeoutMs} ms: ${missing.slice(0, 10).join(', ')}.`;
    const files = pending.stage === 'PUBLISHING' ? 'LEAVE_FILES' : 'DISCARD_FILES';
    this.#fail(pending, { ...coordinatorFailure('CHECKPOINT_EXPIRED', message), files }, facts);
  }

  #publishNext(): void {
    const first = this.#publishOrder[0];
    if (first?.stage !== 'ACKNOWLEDGED' || first.manifest === null || first.location === null) return;
    first.onPublishing();
    this.#effects.push({
      kind: 'publish-manifest',
      checkpointId: first.checkpointId,
      location: first.location,
      manifest: first.manifest,
    });
  }

  #onPublished({ checkpointId, path }: events.ManifestPublished, facts: events.CoordinatorFacts): void {
    const pending = this.#pending.get(checkpointId);
    if (pending?.stage !== 'PUBLISHING' || pending.manifest === null) {
      // It was given up while its manifest was on its way: nothing refers to it, so it must not stay as if it were complete.
      if (this.#statistics.recordOf(checkpointId)?.status === 'FAILED') this.#discardSnapshot(checkpointId, path);
      return;
    }
    const { properties, requestId, snapshotId } = pending.start;
    this.#remove(pending, 'KEPT');
    this.#lastCompletedAt = facts.now;
    this.#failures.onSuccess(checkpointId);
    this.#record(this.#statistics.onCompleted(checkpointId, path, facts.now));
    if (requestId !== null) this.#effects.push({ kind: 'resolve-request', requestId, checkpointId, snapshotId, path });
    if (isIntermediateSavepoint(properties)) return;
    this.#subsumePending(checkpointId, facts);
    this.#notifyComplete(pending);
    const completed: CompletedCheckpoint = {
      checkpointId,
      kind: properties.kind,
      isSynchronous: isSynchronous(properties),
      path,
      manifest: pending.manifest,
      ownership: 'OWNED',
    };
    if (completed.isSynchronous) this.#stopSavepoint = completed;
    else {
      this.#isFullForced = false;
      this.#discard(this.#store.add(completed));
    }
  }

  #subsumePending(checkpointId: number, facts: events.CoordinatorFacts): void {
    const failure = coordinatorFailure('CHECKPOINT_SUBSUMED', `Checkpoint ${checkpointId} completed first.`);
    for (const older of [...this.#pending.values()]) {
      if (older.checkpointId < checkpointId && older.start.properties.kind === 'CHECKPOINT')
        this.#fail(older, failure, facts);
    }
  }

  #notifyComplete(pending: PendingCheckpoint): void {
    const tasks = pending.start.plan.tasksToWaitFor.filter((task) => this.#isRunning(task));
    if (tasks.length > 0) this.#effects.push({ kind: 'notify-complete', checkpointId: pending.checkpointId, tasks });
  }

  #isRunning(task: SubtaskRef): boolean {
    return this.#taskStates.get(subtaskKey(task)) === 'RUNNING';
  }

  #onPublishFailed({ checkpointId, message, outcome }: events.PublishFailed, facts: events.CoordinatorFacts): void {
    const files = outcome === 'NOT_PUBLISHED' ? 'DISCARD_FILES' : 'LEAVE_FILES';
    const reason = outcome === 'FENCED' ? 'EPOCH_FENCED' : 'FINALIZE_CHECKPOINT_FAILURE';
    if (outcome === 'FENCED') this.#effects.push({ kind: 'fail-job', reason, message, task: null });
    this.#failById(checkpointId, { ...coordinatorFailure(reason, message), files }, facts);
  }

  #failById(checkpointId: number, failure: Failure, facts: events.CoordinatorFacts): void {
    const pending = this.#pending.get(checkpointId);
    if (pending !== undefined) this.#fail(pending, failure, facts);
  }

  #abortUnpublished(failure: Failure, facts: events.CoordinatorFacts): void {
    for (const request of this.#queue.drain()) this.#reject(request, failure);
    for (const pending of [...this.#pending.values()])
      if (pending.stage !== 'PUBLISHING') this.#fail(pending, failure, facts);
  }

  #abortAll(failure: Failure, facts: events.CoordinatorFacts): void {
    this.#abortUnpublished({ ...failure, files: 'DISCARD_FILES' }, facts);
    for (const pending of [...this.#pending.values()]) this.#fail(pending, failure, facts);
  }

  #fail(pending: PendingCheckpoint, failure: Failure, facts: events.CoordinatorFacts): void {
    const { checkpointId, start } = pending;
    this.#remove(pending, failure.files === 'LEAVE_FILES' ? 'KEPT' : 'ABANDONED');
    this.#record(this.#statistics.onFailed(checkpointId, failure, facts.now));
    this.#reject(start, failure, checkpointId);
    const tasks = start.plan.tasksToWaitFor.filter((task) => this.#isRunning(task));
    if (pending.isTriggered && failure.tasks === 'NOTIFY_TASKS' && tasks.length > 0) {
      this.#effects.push({ kind: 'notify-aborted', checkpointId, latestCompletedId: this.#latestCompletedId, tasks });
    }
    if (failure.files === 'DISCARD_FILES') this.#discardPending(pending);
    const jobFailure = this.#failures.onFailure({
      checkpointId,
      reason: failure.reason,
      kind: start.properties.kind,
      isSynchronous: isSynchronous(start.properties),
      origin: failure.task === null ? 'COORDINATOR' : 'TASK',
    });
    if (jobFailure !== null)
      this.#effects.push({
        kind: 'fail-job',
        reason: failure.reason,
        message: `${jobFailure} ${failure.message}`,
        task: failure.task,
      });
  }

  get #latestCompletedId(): number {
    return this.restorePoint?.checkpointId ?? 0;
  }

  #remove(pending: PendingCheckpoint, disposition: 'KEPT' | 'ABANDONED'): void {
    this.#pending.delete(pending.checkpointId);
    this.#ended.record(pending.checkpointId, disposition);
    const place = this.#publishOrder.indexOf(pending);
    if (place !== -1) this.#publishOrder.splice(place, 1);
    this.#effects.push({ kind: 'cancel-expiry', checkpointId: pending.checkpointId });
  }

  /** The folder goes with everything in it; of the shared files only those that no completed checkpoint uses. */
  #discardPending(pending: PendingCheckpoint): void {
    const { checkpointId, location } = pending;
    if (location === null) return;
    const files = pending.files.filter((file) => isShared(file) && !this.#store.isInUse(location, file));
    this.#effects.push({ kind: 'abandon-location', checkpointId, location });
    if (files.length > 0) this.#effects.push({ kind: 'discard-files', location, files });
  }

  #discard({ snapshots, sharedFiles }: Discards): void {
    for (const { checkpointId, path } of snapshots) this.#discardSnapshot(checkpointId, path);
    for (const { location, file } of sharedFiles)
      this.#effects.push({ kind: 'discard-files', location, files: [file] });
  }

  #discardSnapshot(checkpointId: number, path: string): void {
    this.#cleaning.add(checkpointId);
    this.#effects.push({ kind: 'discard-snapshot', checkpointId, path });
  }

  #reject(
    { requestId }: { readonly requestId: string | null },
    { reason, message }: Failure,
    checkpointId: number | null = null,
  ): void {
    if (requestId === null) return;
    this.#effects.push({
      kind: 'reject-request',
      requestId,
      reason,
      message: `${checkpointFailureReasons[reason].description} ${message}`,
      checkpointId,
    });
  }

  #record(record: CheckpointStatistics | undefined): void {
    if (record !== undefined) this.#effects.push({ kind: 'record-statistics', record });
  }

  /** Retention waits for a manifest that is still on its way: it may have become the newest checkpoint. */
  #finishShutdown(): void {
    if (this.#endedAs === null || this.#pending.size > 0) return;
    this.#discard(this.#store.shutdown(this.#endedAs));
  }
}

function coordinatorFailure(reason: CheckpointFailureReason, message: string): Failure {
  return { reason, message, task: null, files: 'DISCARD_FILES', tasks: 'NOTIFY_TASKS' };
}
