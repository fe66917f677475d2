import type {
  AttemptStarted,
  CheckpointCoordinator,
  CheckpointRequest,
  CoordinatorEffect,
  CoordinatorEvent,
} from '@weir/engine-checkpoint';
import type { AttemptStorage } from '@weir/engine-core';
import { assertNever, messageOf, type Cancel } from '@weir/kernel';
import type { CoordinatorPorts, RequestAnswer } from './coordinator-ports.ts';
import { SnapshotStorageWorker } from './snapshot-storage-worker.ts';

/** A storage that does not answer keeps a run from its end for so long. */
const closeWithinMs = 30_000;

/**
 * Carries out what the pure coordinator decides: timers, storage, messages. It lives on the host's main thread, takes one event
 * at a time, and touches no record.
 */
export class CoordinatorExecutor {
  readonly #coordinator: CheckpointCoordinator;
  readonly #ports: CoordinatorPorts;
  readonly #queue: CoordinatorEvent[] = [];
  readonly #requests = new Map<string, (answer: RequestAnswer) => void>();
  readonly #expiries = new Map<number, Cancel>();
  readonly #background = new Set<Promise<void>>();
  readonly #storage: SnapshotStorageWorker;
  #cancelPeriodic: Cancel | null = null;
  #isStepping = false;
  #isClosed = false;

  constructor(coordinator: CheckpointCoordinator, ports: CoordinatorPorts) {
    this.#coordinator = coordinator;
    this.#ports = ports;
    this.#storage = new SnapshotStorageWorker(ports);
  }

  /** A new attempt, whose snapshots go to `storage`. Throws when the coordinator cannot take it: there is no attempt then. */
  startAttempt(event: AttemptStarted, storage: AttemptStorage): void {
    this.#storage.startAttempt(storage);
    this.#step(event);
    this.#stepQueued();
  }

  /** Tells the coordinator what happened, and does what it decides. Events told meanwhile wait for their turn. Never throws. */
  tell(event: CoordinatorEvent): void {
    if (this.#isClosed) return;
    this.#queue.push(event);
    this.#stepQueued();
  }

  /** Asks for a snapshot. Resolves when it is complete or has failed; never rejects. */
  request(request: CheckpointRequest): Promise<RequestAnswer> {
    if (this.#isClosed) return Promise.resolve(closedAnswer);
    const requestId = this.#ports.ids.uuid();
    return new Promise((resolve) => {
      this.#requests.set(requestId, resolve);
      this.tell({ kind: 'request-received', requestId, request });
    });
  }

  /** Resolves when no storage work is under way. */
  async idle(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  /** The run is over: no timer fires any more, and every open request is answered. */
  async close(): Promise<void> {
    await this.#settledWithin(closeWithinMs);
    this.#isClosed = true;
    this.#cancelPeriodic?.();
    for (const cancel of this.#expiries.values()) cancel();
    this.#expiries.clear();
    for (const answer of this.#requests.values()) answer(closedAnswer);
    this.#requests.clear();
  }

  async #settledWithin(timeoutMs: number): Promise<void> {
    let cancel: Cancel = () => undefined;
    const isLate = new Promise<'LATE'>((resolve) => {
      cancel = this.#ports.timers.schedule(timeoutMs, () => resolve('LATE'));
    });
    const outcome = await Promise.race([this.idle().then(() => this.#storage.close()), isLate]);
    cancel();
    if (outcome === 'LATE') {
      const message = 'The checkpoint storage has not answered; the run ends without it.';
      this.#ports.logger.log('warn', message, { timeoutMs });
    }
  }

  #stepQueued(): void {
    if (this.#isStepping) return;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      try {
        this.#step(next);
      } catch (error) {
        this.#failJob(error);
      }
    }
  }

  #step(event: CoordinatorEvent): void {
    const { clock, ids } = this.#ports;
    this.#isStepping = true;
    try {
      const effects = this.#coordinator.step(event, { now: clock.monotonic(), wallTime: clock.now(), ids });
      for (const effect of effects) this.#carryOut(effect);
    } finally {
      this.#isStepping = false;
    }
  }

  /** Only an error of the program itself comes here: the attempt cannot be trusted any more, other runs of this process can. */
  #failJob(error: unknown): void {
    const reason = 'CHECKPOINT_COORDINATOR_SHUTDOWN';
    this.#ports.listener.onFailJob({ reason, message: messageOf(error), task: null });
  }

  #carryOut(effect: CoordinatorEffect): void {
    const { tasks, listener } = this.#ports;
    switch (effect.kind) {
      case 'arm-periodic-timer':
        this.#cancelPeriodic?.();
        this.#cancelPeriodic = this.#at(effect.at, () => this.tell({ kind: 'periodic-timer-fired' }));
        return;
      case 'cancel-periodic-timer':
        this.#cancelPeriodic?.();
        this.#cancelPeriodic = null;
        return;
      case 'arm-expiry':
        this.#armExpiry(effect.checkpointId, effect.at);
        return;
      case 'cancel-expiry':
        this.#expiries.get(effect.checkpointId)?.();
        this.#expiries.delete(effect.checkpointId);
        return;
      case 'prepare-location':
        return this.#inBackground(this.#storage.prepare(effect));
      case 'take-coordinator-state':
        return this.tell({ kind: 'coordinator-state-taken', checkpointId: effect.checkpointId, states: {} });
      case 'trigger-tasks':
        return tasks.trigger(effect.tasks, effect);
      case 'publish-manifest':
        return this.#inBackground(this.#storage.publish(effect));
      case 'notify-complete':
        return tasks.notifyComplete(effect.tasks, effect.checkpointId);
      case 'notify-aborted':
        return tasks.notifyAborted(effect.tasks, effect.checkpointId, effect.latestCompletedId);
      case 'abandon-location':
        return this.#inBackground(this.#storage.abandon(effect.location));
      case 'discard-files':
        return this.#inBackground(this.#storage.sweep(effect.location));
      case 'discard-snapshot':
        return this.#inBackground(this.#storage.discard(effect.checkpointId, effect.path));
      case 'resolve-request':
        return this.#answer(effect.requestId, { ...effect, kind: 'completed' });
      case 'reject-request':
        return this.#answer(effect.requestId, { ...effect, kind: 'failed' });
      case 'fail-job':
        return listener.onFailJob(effect);
      case 'record-statistics':
        return listener.onRecord(effect.record);
      default:
        return assertNever(effect);
    }
  }

  #armExpiry(checkpointId: number, at: number): void {
    this.#expiries.get(checkpointId)?.();
    const cancel = this.#at(at, () => {
      this.#expiries.delete(checkpointId);
      this.tell({ kind: 'expiry-timer-fired', checkpointId });
    });
    this.#expiries.set(checkpointId, cancel);
  }

  #answer(requestId: string, answer: RequestAnswer): void {
    const resolve = this.#requests.get(requestId);
    this.#requests.delete(requestId);
    resolve?.(answer);
  }

  #at(time: number, action: () => void): Cancel {
    return this.#ports.timers.schedule(Math.max(0, time - this.#ports.clock.monotonic()), action);
  }

  /** Storage work runs beside everything else; what it comes to is told as an event. */
  #inBackground(work: Promise<CoordinatorEvent | null>): void {
    const tracked = work
      .then((event) => {
        if (event !== null) this.tell(event);
      })
      .catch((error: unknown) => this.#failJob(error))
      .finally(() => this.#background.delete(tracked));
    this.#background.add(tracked);
  }
}

const closedAnswer: RequestAnswer = {
  kind: 'failed',
  reason: 'CHECKPOINT_COORDINATOR_SHUTDOWN',
  message: 'The run is over.',
  checkpointId: null,
};
