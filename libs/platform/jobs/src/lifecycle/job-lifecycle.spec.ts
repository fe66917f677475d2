import { runStates } from '@weir/run-contract';
import { desiredStates, isEndState, jobStates } from '@weir/persistence';
import { describe, expect, it } from 'vitest';
import { allowedActions, decideObservation, decideRequest } from './job-lifecycle.ts';
import { jobRequests } from './transition-table.ts';

describe('decideRequest', () => {
  it('takes nothing but a cancel while a stop with savepoint is under way', () => {
    const job = { state: 'RUNNING', desiredState: 'STOPPED' } as const;
    expect(jobRequests.filter((request) => decideRequest(job, request).kind !== 'refuse')).toEqual(['cancel']);
  });

  it('takes nothing at all while a cancel is under way', () => {
    for (const state of ['INITIALIZING', 'RUNNING', 'FAILING', 'RESTARTING', 'CANCELLING'] as const) {
      expect(
        jobRequests.filter((request) => decideRequest({ state, desiredState: 'CANCELED' }, request).kind !== 'refuse'),
      ).toEqual([]);
    }
  });

  it('lets a job that has ended begin again, whatever was asked for last', () => {
    for (const state of ['FINISHED', 'CANCELED', 'FAILED'] as const) {
      for (const desiredState of desiredStates) {
        expect(decideRequest({ state, desiredState }, 'start')).toEqual({
          kind: 'accept',
          state: 'INITIALIZING',
          desiredState: 'RUNNING',
        });
        expect(decideRequest({ state, desiredState }, 'delete').kind).toBe('accept');
      }
    }
  });
});

describe('decideObservation', () => {
  it('never moves a job that has ended, or never began', () => {
    for (const state of jobStates.filter((each) => each === 'CREATED' || isEndState(each))) {
      for (const observed of runStates) expect(decideObservation(state, observed)).toBeNull();
    }
  });

  it('follows the run everywhere else', () => {
    for (const state of jobStates.filter((each) => each !== 'CREATED' && !isEndState(each))) {
      for (const observed of runStates) expect(decideObservation(state, observed)).toBe(observed);
    }
  });
});

describe('allowedActions', () => {
  it('gives a reason exactly where something is not allowed', () => {
    for (const state of jobStates) {
      for (const desiredState of desiredStates) {
        for (const action of Object.values(allowedActions({ state, desiredState })))
          expect(action.allowed).toBe(action.reason === null);
      }
    }
  });

  it('offers a RUNNING job everything but start and delete', () => {
    const actions = allowedActions({ state: 'RUNNING', desiredState: 'RUNNING' });
    expect(jobRequests.filter((request) => !actions[request].allowed)).toEqual(['start', 'delete']);
  });
});
