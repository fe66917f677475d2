import { StateError } from '@weir/engine-core';
import { InvariantViolation } from '@weir/kernel';
import { describe, expect, it } from 'vitest';
import { EngineError, failureReportOf, taskFailure } from './engine-error.ts';

const place = { operatorUid: 'counts', subtask: 1 };

describe('taskFailure', () => {
  it.each([
    [new Error('no'), 'TASK_FAILED'],
    ['no', 'TASK_FAILED'],
    [new InvariantViolation('no', {}), 'INTERNAL'],
    [new EngineError('UNSUPPORTED', 'no'), 'UNSUPPORTED'],
    [new StateError('INCOMPATIBLE_STATE', 'no'), 'RESTORE_FAILED'],
    [new StateError('STATE_MIGRATION', 'no'), 'RESTORE_FAILED'],
    [new StateError('TOO_LARGE', 'no'), 'TASK_FAILED'],
  ])('names the operator and what it was: %s is %s', (thrown, code) => {
    const failure = taskFailure(thrown, place);
    expect(failure).toMatchObject({ code, message: 'Operator counts (subtask 1): no', cause: thrown, place });
    expect(failureReportOf(failure)).toMatchObject({ code, ...place });
  });

  it('leaves the innermost operator the one to blame', () => {
    const inner = taskFailure(new Error('no'), place);
    expect(taskFailure(inner, { operatorUid: 'outer', subtask: 0 })).toBe(inner);
  });
});
