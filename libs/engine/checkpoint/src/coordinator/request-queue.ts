import type { CheckpointProperties } from './checkpoint-properties.ts';

export interface QueuedRequest {
  /** Null for periodic ones, which nobody waits for. */
  readonly requestId: string | null;
  readonly properties: CheckpointProperties;
  /** Monotonic milliseconds. */
  readonly submittedAt: number;
}

export interface RequestQueueOptions {
  readonly requestsMax: number;
  readonly maxConcurrentCheckpoints: number;
  readonly minPauseMs: number;
}

export interface TriggerFacts {
  readonly now: number;
  /** Whether a checkpoint is between its start and the trigger of its tasks: only one at a time. */
  readonly isTriggering: boolean;
  readonly pendingCheckpoints: number;
  /** Snapshots that are being deleted. */
  readonly cleaningCheckpoints: number;
  /** When the last checkpoint ended well; null when none has. */
  readonly lastCompletedAt: number | null;
}

export type NextRequest =
  | { readonly kind: 'wait' }
  | { readonly kind: 'start'; readonly request: QueuedRequest }
  /** A periodic request inside the minimum pause: it is dropped, and asked for again at `retryAt`. */
  | { readonly kind: 'too-early'; readonly request: QueuedRequest; readonly retryAt: number };

/**
 * Requests in the order in which they are served: savepoints, forced, asked for by a user, periodic; then the oldest first.
 * Users' requests are never dropped for the sake of a newer one.
 */
export class RequestQueue {
  readonly #options: RequestQueueOptions;
  readonly #requests: QueuedRequest[] = [];

  constructor(options: RequestQueueOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#requests.length;
  }

  get hasPeriodic(): boolean {
    return this.#requests.some((request) => request.properties.trigger === 'PERIODIC');
  }

  /** Takes the request in. Returns the one that the limit drops for it, which may be itself; null: none. */
  submit(request: QueuedRequest): QueuedRequest | null {
    const isFull = this.#requests.length >= this.#options.requestsMax;
    if (isFull && this.#requests.at(-1)?.properties.trigger !== 'PERIODIC') return request;
    const place = this.#requests.findIndex((queued) => precedes(request, queued));
    this.#requests.splice(place === -1 ? this.#requests.length : place, 0, request);
    return isFull ? (this.#requests.pop() ?? null) : null;
  }

  /** Removes and returns what may start now, if anything. */
  next(facts: TriggerFacts): NextRequest {
    const first = this.#requests[0];
    const isBusy = facts.isTriggering || facts.cleaningCheckpoints > this.#options.maxConcurrentCheckpoints;
    if (first === undefined || isBusy) return { kind: 'wait' };
    if (facts.pendingCheckpoints >= this.#options.maxConcurrentCheckpoints && !first.properties.isForced)
      return { kind: 'wait' };
    this.#requests.shift();
    const retryAt = facts.lastCompletedAt === null ? facts.now : facts.lastCompletedAt + this.#options.minPauseMs;
    if (first.properties.trigger === 'PERIODIC' && retryAt > facts.now)
      return { kind: 'too-early', request: first, retryAt };
    return { kind: 'start', request: first };
  }

  /** Empties the queue. */
  drain(): readonly QueuedRequest[] {
    return this.#requests.splice(0);
  }
}

function precedes(left: QueuedRequest, right: QueuedRequest): boolean {
  const difference = rankOf(left.properties) - rankOf(right.properties);
  return difference === 0 ? left.submittedAt < right.submittedAt : difference < 0;
}

function rankOf(properties: CheckpointProperties): number {
  if (properties.kind === 'SAVEPOINT') return 0;
  if (properties.isForced) return 1;
  return properties.trigger === 'PERIODIC' ? 3 : 2;
}
