import type { CheckpointLedger } from './checkpoint-ledger.ts';
import type { AttemptTasks } from './attempt-tasks.ts';
import { coordinatorFailure, type Failure } from './checkpoint-failure.ts';
import { periodicCheckpoint, type CheckpointProperties } from './checkpoint-properties.ts';
import { queuedRequestsMax, type CoordinatorConfig } from './coordinator-config.ts';
import type { CoordinatorFacts, CoordinatorStateTaken, LocationPrepared } from './coordinator-event.ts';
import type { EffectLog } from './effect-log.ts';
import { PendingCheckpoint } from './pending-checkpoint.ts';
import { PeriodicSchedule } from './periodic-schedule.ts';
import { RequestQueue, type QueuedRequest } from './request-queue.ts';
import type { RetainedSnapshots } from './retained-snapshots.ts';

export interface TriggeringParts {
  readonly config: CoordinatorConfig;
  readonly tasks: AttemptTasks;
  readonly retained: RetainedSnapshots;
  readonly ledger: CheckpointLedger;
  readonly effects: EffectLog;
}

/** From a request, or the clock, to the trigger that reaches the tasks: one checkpoint at a time is on this way. */
export class CheckpointTriggering {
  readonly #parts: TriggeringParts;
  readonly #queue: RequestQueue;
  readonly #schedule: PeriodicSchedule;
  #nextCheckpointId: number;
  #isFullForced = false;

  constructor(parts: TriggeringParts, firstCheckpointId: number) {
    this.#parts = parts;
    this.#queue = new RequestQueue({ ...parts.config, requestsMax: queuedRequestsMax });
    this.#schedule = new PeriodicSchedule(parts.config);
    this.#nextCheckpointId = firstCheckpointId;
  }

  /** Ids rise over everything the job has ever used. */
  skipTo(checkpointId: number): void {
    this.#nextCheckpointId = Math.max(this.#nextCheckpointId, checkpointId);
  }

  /** After a restore without claim no checkpoint may build on foreign files, until one has completed that does not. */
  forceFull(): void {
    this.#isFullForced = true;
  }

  onCheckpointCompleted(): void {
    this.#isFullForced = false;
  }

  startSchedule(now: number, random: number): void {
    const at = this.#schedule.start(now, random);
    if (at !== null) this.#parts.effects.push({ kind: 'arm-periodic-timer', at });
  }

  stopSchedule(): void {
    if (!this.#schedule.isRunning) return;
    this.#schedule.stop();
    this.#parts.effects.push({ kind: 'cancel-periodic-timer' });
  }

  /** One periodic request waits at most: those of missed rounds would only follow each other without a pause. */
  onPeriodicTimer(now: number): void {
    const at = this.#schedule.onFired(now);
    if (at === null) return;
    this.#parts.effects.push({ kind: 'arm-periodic-timer', at });
    if (!this.#queue.hasPeriodic) this.submit(null, periodicCheckpoint, now);
  }

  submit(requestId: string | null, properties: CheckpointProperties, now: number): void {
    const dropped = this.#queue.submit({ requestId, properties, submittedAt: now });
    if (dropped === null) return;
    const message = `More than ${queuedRequestsMax} requests wait for their turn; ask again later.`;
    this.#parts.ledger.reject(dropped.requestId, coordinatorFailure('TOO_MANY_CHECKPOINT_REQUESTS', message), null);
  }

  rejectQueued(failure: Failure): void {
    for (const { requestId } of this.#queue.drain()) this.#parts.ledger.reject(requestId, failure, null);
  }

  /** Starts what may start now. A start blocks the next one until its tasks are triggered, so this ends. */
  startRequests(facts: CoordinatorFacts): void {
    const { ledger, retained, effects } = this.#parts;
    for (;;) {
      const next = this.#queue.next({
        now: facts.now,
        isTriggering: ledger.pending.some((pending) => !pending.isTriggered),
        pendingCheckpoints: ledger.pending.length,
        cleaningCheckpoints: retained.cleaningCount,
        lastCompletedAt: ledger.lastCompletedAt,
      });
      if (next.kind === 'wait') return;
      if (next.kind === 'start') this.#start(next.request, facts);
      else if (this.#schedule.isRunning) {
        this.#schedule.postpone(next.retryAt);
        effects.push({ kind: 'arm-periodic-timer', at: next.retryAt });
      }
    }
  }

  onLocationPrepared({ checkpointId, location }: LocationPrepared): void {
    const { config, ledger, effects } = this.#parts;
    const pending = ledger.find(checkpointId);
    if (pending === undefined) {
      effects.push({ kind: 'abandon-location', checkpointId, location });
      return;
    }
    pending.onLocation(location);
    if (config.coordinatorStates.length > 0) {
      effects.push({ kind: 'take-coordinator-state', checkpointId, names: config.coordinatorStates });
    } else {
      this.#triggerTasks(pending, {});
    }
  }

  onCoordinatorStateTaken({ checkpointId, states }: CoordinatorStateTaken): void {
    const pending = this.#parts.ledger.find(checkpointId);
    if (pending?.stage === 'COORDINATOR_STATE') this.#triggerTasks(pending, states);
  }

  #start({ requestId, properties }: QueuedRequest, facts: CoordinatorFacts): void {
    const { tasks, ledger } = this.#parts;
    const plan = tasks.plan();
    if (plan.kind === 'refused') return ledger.reject(requestId, coordinatorFailure(plan.reason, plan.message), null);
    const pending = new PendingCheckpoint({
      checkpointId: this.#nextCheckpointId,
      snapshotId: facts.ids.uuid(),
      epoch: tasks.epoch,
      requestId,
      properties,
      sharing: this.#sharingOf(properties),
      plan,
      triggerTimestamp: facts.wallTime,
    });
    this.#nextCheckpointId += 1;
    ledger.begin(pending, facts.now);
  }

  #sharingOf({ type }: CheckpointProperties): 'INCREMENTAL' | 'FULL' {
    const isIncremental = type === 'INCREMENTAL' || (type === 'CONFIGURED' && this.#parts.config.isIncremental);
    return isIncremental && !this.#isFullForced ? 'INCREMENTAL' : 'FULL';
  }

  #triggerTasks(pending: PendingCheckpoint, states: CoordinatorStateTaken['states']): void {
    const { checkpointId, location } = pending;
    if (location === null) return;
    pending.onCoordinatorStates(states);
    const { properties, plan, sharing, triggerTimestamp } = pending.start;
    this.#parts.effects.push({
      kind: 'trigger-tasks',
      checkpointId,
      tasks: plan.tasksToTrigger,
      timestamp: triggerTimestamp,
      options: { kind: properties.kind, ending: properties.ending, sharing, location },
    });
  }
}
