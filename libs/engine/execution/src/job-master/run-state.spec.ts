import { describe, expect, it } from 'vitest';
import { isEndState, nextRunState, runTransitions, type RunEvent } from './run-state.ts';
import { type RunState, runStates } from '@weir/run-contract';

describe('The states of a run', () => {
  const paths: readonly (readonly [string, readonly RunEvent[], RunState])[] = [
    ['a bounded job', ['TASKS_RUNNING', 'TASKS_FINISHED'], 'FINISHED'],
    ['a restart', ['TASKS_RUNNING', 'ATTEMPT_FAILED', 'RESTART_GRANTED', 'ATTEMPT_BEGUN', 'TASKS_RUNNING'], 'RUNNING'],
    ['a failure while it begins', ['ATTEMPT_FAILED', 'RESTART_REFUSED'], 'FAILED'],
    [
      'a cancel while it restarts',
      ['ATTEMPT_FAILED', 'RESTART_GRANTED', 'CANCEL_REQUESTED', 'THREADS_GONE'],
      'CANCELED',
    ],
    ['a suspend', ['TASKS_RUNNING', 'SUSPENDED_BY_REQUEST'], 'SUSPENDED'],
  ];
  it.each(paths)('%s', (_, events, end) => {
    let state: RunState = 'INITIALIZING';
    for (const event of events) state = nextRunState(state, event) ?? expect.fail(`${event} means nothing in ${state}`);
    expect(state).toBe(end);
  });

  it('ends in four states, which nothing leaves', () => {
    expect(runStates.filter(isEndState)).toEqual(['SUSPENDED', 'FINISHED', 'CANCELED', 'FAILED']);
  });

  it('can be cancelled from every state that is not an end and not CANCELLING', () => {
    const cancellable = runStates.filter((state) => nextRunState(state, 'CANCEL_REQUESTED') === 'CANCELLING');
    expect(cancellable).toEqual(runStates.filter((state) => !isEndState(state) && state !== 'CANCELLING'));
  });

  it('cannot finish, fail or go on once it is being cancelled', () => {
    expect(Object.keys(runTransitions.CANCELLING)).toEqual(['THREADS_GONE']);
  });
});
