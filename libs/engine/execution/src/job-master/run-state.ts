import type { RunEnd, RunObserver, RunState } from '@weir/run-contract';
import type { Clock } from '@weir/kernel';

export type RunEvent =
  | 'TASKS_RUNNING'
  | 'ATTEMPT_FAILED'
  | 'RESTART_GRANTED'
  | 'RESTART_REFUSED'
  | 'ATTEMPT_BEGUN'
  | 'TASKS_FINISHED'
  | 'CANCEL_REQUESTED'
  | 'THREADS_GONE'
  | 'SUSPENDED_BY_REQUEST';

const ended = {} as const satisfies Partial<Record<RunEvent, RunState>>;

/** Where each event leads; an event that is not listed for a state means nothing there. */
export const runTransitions: Readonly<Record<RunState, Readonly<Partial<Record<RunEvent, RunState>>>>> = {
  INITIALIZING: {
    TASKS_RUNNING: 'RUNNING',
    ATTEMPT_FAILED: 'FAILING',
    CANCEL_REQUESTED: 'CANCELLING',
    SUSPENDED_BY_REQUEST: 'SUSPENDED',
  },
  RUNNING: {
    ATTEMPT_FAILED: 'FAILING',
    TASKS_FINISHED: 'FINISHED',
    CANCEL_REQUESTED: 'CANCELLING',
    SUSPENDED_BY_REQUEST: 'SUSPENDED',
  },
  FAILING: {
    RESTART_GRANTED: 'RESTARTING',
    RESTART_REFUSED: 'FAILED',
    CANCEL_REQUESTED: 'CANCELLING',
    SUSPENDED_BY_REQUEST: 'SUSPENDED',
  },
  RESTARTING: {
    ATTEMPT_BEGUN: 'INITIALIZING',
    CANCEL_REQUESTED: 'CANCELLING',
    SUSPENDED_BY_REQUEST: 'SUSPENDED',
  },
  CANCELLING: { THREADS_GONE: 'CANCELED' },
  SUSPENDED: ended,
  FINISHED: ended,
  CANCELED: ended,
  FAILED: ended,
};

export type EndState = RunEnd['state'];

export function isEndState(state: RunState): state is EndState {
  return Object.keys(runTransitions[state]).length === 0;
}

/** The state after an event; null when the event means nothing in this state. */
export function nextRunState(state: RunState, event: RunEvent): RunState | null {
  return runTransitions[state][event] ?? null;
}

/** The state that a run is in. Every change goes through here, and is told. */
export class RunLifecycle {
  readonly #observer: Pick<RunObserver, 'onState'>;
  readonly #clock: Clock;
  #state: RunState = 'INITIALIZING';

  constructor(observer: Pick<RunObserver, 'onState'>, clock: Clock) {
    this.#observer = observer;
    this.#clock = clock;
    observer.onState(this.#state, clock.now(), null);
  }

  get state(): RunState {
    return this.#state;
  }

  /** `delayMs`: how long it stays in the new state, if that is known. */
  on(event: RunEvent, delayMs?: number): void {
    const next = nextRunState(this.#state, event);
    if (next === null) return;
    this.#state = next;
    const now = this.#clock.now();
    this.#observer.onState(next, now, delayMs === undefined ? null : now + delayMs);
  }
}
