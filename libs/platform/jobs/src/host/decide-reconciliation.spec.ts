import { desiredStates, jobStates } from '@weir/persistence';
import { describe, expect, it } from 'vitest';
import { decideReconciliation, type ReconciliationFacts } from './decide-reconciliation.ts';

const held: ReconciliationFacts = {
  isCurrent: true,
  isFree: false,
  state: 'RUNNING',
  desiredState: 'RUNNING',
  hasLivePredecessor: false,
  hasOpenEnding: false,
  hasOpenStop: false,
};

describe('decideReconciliation', () => {
  it.each([
    ['leaves a run alone that is held and wanted', {}, 'NOTHING'],
    ['wakes a host for a run that nobody holds', { isFree: true }, 'LAUNCH'],
    [
      'wakes a host for a run to be stopped that nobody holds, for only a host can take its savepoint',
      { isFree: true, desiredState: 'STOPPED', hasOpenStop: true },
      'LAUNCH',
    ],
    ['ends a run to be cancelled that nobody holds', { isFree: true, desiredState: 'CANCELED' }, 'END_CANCELED'],
    ['waits for the cancel of a run that is held', { desiredState: 'CANCELED', hasOpenEnding: true }, 'NOTHING'],
    ['repeats a cancel that got lost', { desiredState: 'CANCELED' }, 'REPEAT_END'],
    [
      'ends a run to be cancelled only after the one that it was to replace',
      { isFree: true, desiredState: 'CANCELED', hasLivePredecessor: true },
      'NOTHING',
    ],
    ['waits for the stop of a run that is held', { desiredState: 'STOPPED', hasOpenStop: true }, 'NOTHING'],
    ['forgets a stop that failed', { desiredState: 'STOPPED' }, 'FORGET_STOP'],
    ['waits until the owner has ended a replaced run', { isCurrent: false, hasOpenEnding: true }, 'NOTHING'],
    [
      'has a replaced run ended, whatever became of the operation that was to end it',
      { isCurrent: false },
      'REPEAT_END',
    ],
    ['ends a replaced run whose owner is gone', { isCurrent: false, isFree: true }, 'END_CANCELED'],
  ] as const)('%s', (_sentence, change, step) => {
    expect(decideReconciliation({ ...held, ...change })).toBe(step);
  });

  it('never launches what is not wanted', () => {
    for (const state of jobStates) {
      for (const desiredState of desiredStates) {
        const step = decideReconciliation({
          ...held,
          state,
          desiredState,
          isFree: true,
          isCurrent: desiredState !== 'RUNNING',
        });
        if (desiredState === 'CANCELED' || desiredState === 'RUNNING') expect(step).not.toBe('LAUNCH');
      }
    }
  });
});
