import type {
  AttemptStarted,
  CheckpointCoordinator,
  CheckpointRequest,
  CoordinatorEffect,
  CoordinatorEvent,
  PublishFailed,
  PublishManifest,
} from '@weir/engine-checkpoint';
import { StorageError, type AttemptStorage } from '@weir/engine-core';
import { assertNever, messageOf, type Cancel } from '@weir/kernel';
import type { CoordinatorPorts, RequestAnswer } from './coordinator-ports.ts';

/** Locations of given-up checkpoints that are remembered, so that what a late task writes there is removed too. */
const abandonedLocationsMax = 256;

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
  readonly #abandoned = new Set<string>();
  #attempt: AttemptStorage | null = null;
  #cancelPeriodic: Cancel | null = null;
  #isStepping = false;
  #isClosed = false;

  constructor(coordinator: CheckpointCoordinator, ports: CoordinatorPorts) {
    this.#coordinator = coordinator;
    this.#ports = ports;
  }

  /** A new attempt, whose snapshots go to `storage`. */
  startAttempt(event: AttemptStarted, storage: AttemptStorage): void {
    this.#attempt = storage;
    this.tell(event);
  }

  /** Tells the coordinator what happened, and does what it decides. Events told meanwhile wait for their turn. */
  tell(event: CoordinatorEvent): void {
    if (this.#isClosed) return;
    this.#queue.push(event);
    if (this.#isStepping) return;
    this.#isStepping = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#step(next);
    } finally {
      this.#isStepping = false;
    }
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
    await this.idle();
    this.#isClosed = true;
    this.#cancelPeriodic?.();
    for (const cancel of this.#expiries.values()) cancel();
    this.#expiries.clear();
    for (const answer of this.#requests.values()) answer(closedAnswer);
    this.#requests.clear();
  }

  #step(event: CoordinatorEvent): void {
    const { clock, ids } = this.#ports;
    const effects = this.#coordinator.step(event, { now: clock.monotonic(), wallTime: clock.now(), ids });
    for (const effect of effects) this.#carryOut(effect);
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
        return this.#inBackground(this.#prepare(effect));
      case 'take-coordinator-state':
        return this.tell({ kind: 'coordinator-state-taken', checkpointId: effect.checkpointId, states: {} });
      case 'trigger-tasks':
        return tasks.trigger(effect.tasks, effect);
      case 'publish-manifest':
        return this.#inBackground(this.#publish(effect));
      case 'notify-complete':
        return tasks.notifyComplete(effect.tasks, effect.checkpointId);
      case 'notify-aborted':
        return tasks.notifyAborted(effect.tasks, effect.checkpointId, effect.latestCompletedId);
      case 'abandon-location':
        return this.#inBackground(this.#abandon(effect.location));
      case 'discard-files':
        // A pending or published folder keeps a stray file until the folder goes; one that was given up is swept again.
        if (this.#abandoned.has(effect.location)) this.#inBackground(this.#abandon(effect.location));
        return;
      case 'discard-snapshot':
        return this.#inBackground(this.#discard(effect.checkpointId, effect.path));
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

  async #prepare(effect: Extract<CoordinatorEffect, { kind: 'prepare-location' }>): Promise<void> {
    const { checkpointId, snapshotKind, directory } = effect;
    try {
      const attempt = this.#requireAttempt();
      const { path } = await attempt.prepare({ checkpointId, kind: snapshotKind, directory });
      this.tell({ kind: 'location-prepared', checkpointId, location: path });
    } catch (error) {
      this.tell({ kind: 'location-failed', checkpointId, message: messageOf(error) });
    }
  }

  async #publish({ checkpointId, location, manifest }: PublishManifest): Promise<void> {
    let path: string;
    try {
      path = await this.#requireAttempt().publish({ path: location }, manifest);
    } catch (error) {
      this.tell({ kind: 'publish-failed', checkpointId, message: messageOf(error), outcome: publishOutcomeOf(error) });
      return;
    }
    this.tell({ kind: 'manifest-published', checkpointId, path });
  }

  /** A folder that cannot be removed is a leftover: it is logged, and removed with those of its epoch. */
  async #abandon(location: string): Promise<void> {
    this.#abandoned.add(location);
    const [oldest] = this.#abandoned;
    if (this.#abandoned.size > abandonedLocationsMax && oldest !== undefined) this.#abandoned.delete(oldest);
    try {
      await this.#requireAttempt().abandon({ path: location });
    } catch (error) {
      this.#ports.logger.log('warn', 'The folder of a checkpoint that was given up could not be removed.', {
        location,
        error: messageOf(error),
      });
    }
  }

  async #discard(checkpointId: number, path: string): Promise<void> {
    try {
      await this.#ports.storage.discard(path);
      this.#ports.listener.onDiscarded(checkpointId);
    } catch (error) {
      this.#ports.logger.log('warn', 'A checkpoint that is no longer kept could not be removed.', {
        checkpointId,
        path,
        error: messageOf(error),
      });
    }
    this.tell({ kind: 'snapshot-discarded', checkpointId });
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

  #inBackground(work: Promise<void>): void {
    const tracked = work.finally(() => this.#background.delete(tracked));
    this.#background.add(tracked);
  }

  #requireAttempt(): AttemptStorage {
    if (this.#attempt === null) throw new StorageError('MISSING', 'No attempt has opened the checkpoint storage.');
    return this.#attempt;
  }
}

const closedAnswer: RequestAnswer = {
  kind: 'failed',
  reason: 'CHECKPOINT_COORDINATOR_SHUTDOWN',
  message: 'The run is over.',
  checkpointId: null,
};

/** After an I/O error nobody can say whether the manifest stands: its files are left alone. */
function publishOutcomeOf(error: unknown): PublishFailed['outcome'] {
  if (!(error instanceof StorageError)) return 'UNKNOWN';
  switch (error.code) {
    case 'FENCED':
      return 'FENCED';
    case 'IO':
    case 'ALREADY_EXISTS':
      return 'UNKNOWN';
    case 'MISSING':
    case 'DAMAGED':
    case 'NOT_ALLOWED':
    case 'TOO_LARGE':
      return 'NOT_PUBLISHED';
    default:
      return assertNever(error.code);
  }
}
