import { describe, expect, it } from 'vitest';
import { CheckpointFailureManager, type CheckpointFailure } from './checkpoint-failure-manager.ts';
import { checkpointFailureReasons, type CheckpointFailureReason } from './checkpoint-failure-reason.ts';

function failure(checkpointId: number | null, change: Partial<CheckpointFailure> = {}): CheckpointFailure {
  return {
    checkpointId,
    reason: 'CHECKPOINT_EXPIRED',
    kind: 'CHECKPOINT',
    isSynchronous: false,
    origin: 'COORDINATOR',
    ...change,
  };
}

describe('CheckpointFailureManager', () => {
  it('case 20: with nothing tolerated the first failure fails the job, and says why', () => {
    const message = new CheckpointFailureManager(0).onFailure(failure(1));
    expect(message).toContain('Exceeded checkpoint tolerable failure threshold');
    expect(message).toContain('CHECKPOINT_EXPIRED');
  });

  it('case 20: k failures are tolerated, the next consecutive one is not, and a success in between begins anew', () => {
    const manager = new CheckpointFailureManager(2);
    expect([1, 2].map((id) => manager.onFailure(failure(id)))).toEqual([null, null]);
    manager.onSuccess(3);
    expect(manager.consecutiveFailures).toBe(0);
    expect([4, 5].map((id) => manager.onFailure(failure(id)))).toEqual([null, null]);
    expect(manager.onFailure(failure(6))).not.toBeNull();
    expect(manager.consecutiveFailures).toBe(0);
  });

  it('case 20: ids at or below the last success are ignored, and a late success of an older id resets nothing', () => {
    const manager = new CheckpointFailureManager(0);
    manager.onSuccess(5);
    expect(manager.onFailure(failure(4))).toBeNull();
    expect(manager.onFailure(failure(5))).toBeNull();
    const tolerant = new CheckpointFailureManager(1);
    tolerant.onSuccess(5);
    tolerant.onFailure(failure(6));
    tolerant.onSuccess(4);
    expect(tolerant.onFailure(failure(7))).not.toBeNull();
  });

  it('case 20: one id counts once, however often it is reported', () => {
    const manager = new CheckpointFailureManager(1);
    for (let round = 0; round < 5; round += 1) expect(manager.onFailure(failure(1))).toBeNull();
    expect(manager.consecutiveFailures).toBe(1);
  });

  it('tolerates everything when told so', () => {
    const manager = new CheckpointFailureManager(Number.POSITIVE_INFINITY);
    for (let id = 1; id <= 100; id += 1) expect(manager.onFailure(failure(id))).toBeNull();
  });

  it('counts no failure of a savepoint on the coordinator’s side, but a task’s', () => {
    const manager = new CheckpointFailureManager(0);
    expect(manager.onFailure(failure(1, { kind: 'SAVEPOINT' }))).toBeNull();
    expect(manager.onFailure(failure(1, { kind: 'SAVEPOINT', isSynchronous: true }))).toBeNull();
    expect(
      manager.onFailure(failure(1, { kind: 'SAVEPOINT', origin: 'TASK', reason: 'CHECKPOINT_ASYNC_EXCEPTION' })),
    ).not.toBeNull();
  });

  it('fails the job when a task fails in the savepoint of a stop, whatever is tolerated', () => {
    const manager = new CheckpointFailureManager(Number.POSITIVE_INFINITY);
    const stop = failure(1, {
      kind: 'SAVEPOINT',
      isSynchronous: true,
      origin: 'TASK',
      reason: 'CHECKPOINT_DECLINED_TASK_CLOSING',
    });
    expect(manager.onFailure(stop)).not.toBeNull();
  });

  it.each(Object.keys(checkpointFailureReasons) as CheckpointFailureReason[])(
    'case 20: %s counts exactly when its attributes say so',
    (reason) => {
      const message = new CheckpointFailureManager(0).onFailure(failure(1, { reason }));
      expect(message !== null).toBe(checkpointFailureReasons[reason].countsAgainstTolerance);
    },
  );

  it('case 20: exactly Flink’s reasons count', () => {
    const counted = Object.entries(checkpointFailureReasons).filter(
      ([, attributes]) => attributes.countsAgainstTolerance,
    );
    expect(counted.map(([reason]) => reason).sort()).toEqual([
      'CHECKPOINT_ASYNC_EXCEPTION',
      'CHECKPOINT_DECLINED',
      'CHECKPOINT_EXPIRED',
      'FINALIZE_CHECKPOINT_FAILURE',
      'IO_EXCEPTION',
    ]);
  });
});
