import type { RunEnd, RunState } from '@weir/run-contract';

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
