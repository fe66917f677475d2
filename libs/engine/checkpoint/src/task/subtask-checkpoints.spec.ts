import { describe, expect, it } from 'vitest';
import type { CheckpointOptions } from '@weir/engine-core';
import { barrierOf } from '../testing/barrier-script.ts';
import { SubtaskCheckpoints, type SubtaskCheckpointsOptions } from './subtask-checkpoints.ts';

function runningTask(options: Partial<SubtaskCheckpointsOptions> = {}): SubtaskCheckpoints {
  const task = new SubtaskCheckpoints({ isFinishedOnRestore: false, ...options });
  task.onRunning();
  return task;
}

function stopBarrier(id: number, ending: CheckpointOptions['ending']) {
  const barrier = barrierOf(id);
  return { ...barrier, options: { ...barrier.options, kind: 'SAVEPOINT' as const, ending } };
}

describe('SubtaskCheckpoints', () => {
  it('case 59: an id at or below the last one is dropped', () => {
    const task = runningTask();
    task.onTrigger(barrierOf(5));
    expect(task.onTrigger(barrierOf(5))).toBe('IGNORE');
    expect(task.onTrigger(barrierOf(4))).toBe('IGNORE');
    expect(task.onTrigger(barrierOf(6))).toBe('SNAPSHOT');
  });

  it('case 59: an alignment that was given up drops its barriers too', () => {
    const task = runningTask();
    task.onAlignmentAborted(3);
    expect(task.onTrigger(barrierOf(3))).toBe('IGNORE');
    expect(task.onTrigger(barrierOf(4))).toBe('SNAPSHOT');
  });

  it('case 60: an abort that overtakes its barrier turns it into a cancel marker, once', () => {
    const task = runningTask();
    expect(task.onAbortNotified(2)).toEqual({ isKnownToOperators: false, failsTask: false });
    expect(task.onTrigger(barrierOf(1))).toBe('SNAPSHOT');
    expect(task.onTrigger(barrierOf(2))).toBe('FORWARD_CANCEL');
    expect(task.abortedIdCount).toBe(0);
    expect(task.onTrigger(barrierOf(2))).toBe('IGNORE');
    expect(task.onTrigger(barrierOf(3))).toBe('SNAPSHOT');
  });

  it('knows before a trigger whether it would be followed', () => {
    const task = runningTask();
    expect(task.wouldFollow(2)).toBe(true);
    task.onAbortNotified(2);
    expect(task.wouldFollow(2)).toBe(false);
    expect(task.onTrigger(barrierOf(3))).toBe('SNAPSHOT');
    expect([2, 3, 4].map((id) => task.wouldFollow(id))).toEqual([false, false, true]);
    task.onClose();
    expect(task.wouldFollow(4)).toBe(false);
  });

  it('case 61: an abort during the asynchronous part cancels it, and nothing is acknowledged', () => {
    const task = runningTask();
    task.onTrigger(barrierOf(1));
    expect(task.onAbortNotified(1).isKnownToOperators).toBe(true);
    expect(task.onAsyncEnded(1)).toBe(false);
  });

  it('case 61: an abort after the asynchronous part only reaches the operators', () => {
    const task = runningTask();
    task.onTrigger(barrierOf(1));
    expect(task.onAsyncEnded(1)).toBe(true);
    expect(task.onAbortNotified(1).isKnownToOperators).toBe(true);
  });

  it('case 62: of many aborted ids a bounded number is remembered, the newest', () => {
    const task = runningTask();
    for (let id = 1; id <= 1_000; id += 1) task.onAbortNotified(id);
    expect(task.abortedIdCount).toBe(128);
    expect(task.onTrigger(barrierOf(872))).toBe('SNAPSHOT');
    expect(task.onTrigger(barrierOf(873))).toBe('FORWARD_CANCEL');
    task.onTrigger(barrierOf(2_000));
    expect(task.abortedIdCount).toBe(0);
  });

  it('case 63: a failure of the asynchronous part is declined, and the task goes on', () => {
    const task = runningTask();
    task.onTrigger(barrierOf(1));
    expect(task.onAsyncEnded(1)).toBe(true);
    expect(task.onAsyncEnded(1)).toBe(false);
    expect(task.phase).toBe('RUNNING');
    expect(task.onTrigger(barrierOf(2))).toBe('SNAPSHOT');
  });

  it('case 64: once the task closes nothing more is acknowledged, and no barrier is followed', () => {
    const task = runningTask();
    for (const id of [1, 2, 3]) task.onTrigger(barrierOf(id));
    expect(task.onAsyncEnded(2)).toBe(true);
    task.onClose();
    task.onClose();
    expect([1, 3].map((id) => task.onAsyncEnded(id))).toEqual([false, false]);
    expect(task.onTrigger(barrierOf(4))).toBe('IGNORE');
  });

  it('case 65: the operators hear of rising completions, each once, and of none before the task runs', () => {
    const task = new SubtaskCheckpoints({ isFinishedOnRestore: false });
    expect(task.onCompleteNotified(1)).toBe(false);
    task.onRunning();
    expect(task.onCompleteNotified(3)).toBe(true);
    expect(task.onCompleteNotified(3)).toBe(false);
    expect(task.onCompleteNotified(2)).toBe(false);
    expect(task.onCompleteNotified(4)).toBe(true);
  });

  it('case 66: a closed task forwards no notification', () => {
    const task = runningTask();
    task.onTrigger(barrierOf(1));
    task.onAsyncEnded(1);
    task.onClose();
    expect(task.onCompleteNotified(1)).toBe(false);
    expect(task.onAbortNotified(1)).toEqual({ isKnownToOperators: false, failsTask: false });
  });

  it('case 67: after finish() the task waits for a checkpoint that was triggered after it', () => {
    const task = runningTask();
    task.onTrigger(barrierOf(1));
    task.onOperatorsFinished();
    expect(task.mayEnd).toBe(false);
    task.onCompleteNotified(1);
    expect(task.mayEnd).toBe(false);
    task.onTrigger(barrierOf(2));
    task.onTrigger(barrierOf(3));
    expect(task.mayEnd).toBe(false);
    task.onCompleteNotified(3);
    expect(task.mayEnd).toBe(true);
  });

  it.each(['STOP', 'DRAIN'] as const)(
    'case 68: the savepoint of a stop (%s) releases a task that waits for its last checkpoint',
    (ending) => {
      const task = runningTask();
      task.onOperatorsFinished();
      task.onTrigger(stopBarrier(4, ending));
      expect(task.mayEnd).toBe(false);
      task.onCompleteNotified(4);
      expect(task.mayEnd).toBe(true);
    },
  );

  it('case 67: a checkpoint that was triggered before finish() does not release the task, however late it completes', () => {
    const task = runningTask();
    task.onTrigger(barrierOf(1));
    task.onOperatorsFinished();
    task.onTrigger(barrierOf(2));
    task.onCompleteNotified(1);
    expect(task.mayEnd).toBe(false);
    task.onCompleteNotified(2);
    expect(task.mayEnd).toBe(true);
  });

  it('case 70: a task restored as finished follows barriers, and does not wait', () => {
    const task = runningTask({ isFinishedOnRestore: true });
    expect(task.onTrigger(barrierOf(1))).toBe('SNAPSHOT');
    task.onOperatorsFinished();
    expect(task.mayEnd).toBe(true);
  });

  it.each([
    ['STOP', false],
    ['DRAIN', true],
  ] as const)('case 93: after the abort of a stop’s savepoint (%s) the task fails: %s', (ending, failsTask) => {
    const task = runningTask();
    task.onTrigger(stopBarrier(1, ending));
    expect(task.isStopped).toBe(true);
    expect(task.onAbortNotified(1)).toEqual({ isKnownToOperators: true, failsTask });
    expect(task.isStopped).toBe(false);
    expect(task.mayEnd).toBe(false);
  });

  it('case 95: after the barrier of a stop the task processes no more rows, and ends when the savepoint is complete', () => {
    const task = runningTask();
    task.onTrigger(barrierOf(1));
    expect(task.isStopped).toBe(false);
    task.onTrigger(stopBarrier(2, 'STOP'));
    expect(task.isStopped).toBe(true);
    task.onCompleteNotified(1);
    expect(task.mayEnd).toBe(false);
    expect(task.onAbortNotified(1)).toEqual({ isKnownToOperators: true, failsTask: false });
    task.onCompleteNotified(2);
    expect(task.mayEnd).toBe(true);
    expect(task.onAbortNotified(2).failsTask).toBe(false);
  });

  it('ends with the savepoint of its stop also when a later checkpoint was complete before it', () => {
    const task = runningTask();
    task.onTrigger(stopBarrier(1, 'STOP'));
    task.onTrigger(barrierOf(2));
    expect(task.onCompleteNotified(2)).toBe(true);
    expect(task.mayEnd).toBe(false);
    expect(task.onCompleteNotified(1)).toBe(false);
    expect(task.mayEnd).toBe(true);
  });

  it('refuses to run twice and to finish before it runs', () => {
    const task = runningTask();
    expect(() => task.onRunning()).toThrow('A task begins to run once.');
    const other = new SubtaskCheckpoints({ isFinishedOnRestore: false });
    expect(() => other.onOperatorsFinished()).toThrow('Only a running task finishes.');
  });
});
