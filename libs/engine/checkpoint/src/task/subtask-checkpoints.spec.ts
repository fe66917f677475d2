import { describe, expect, it } from 'vitest';
import type { CheckpointOptions } from '@weir/engine-core';
import { barrierOf } from '../testing/barrier-script.ts';
import { SubtaskCheckpoints, type SubtaskCheckpointsOptions } from './subtask-checkpoints.ts';

function runningTask(options: Partial<SubtaskCheckpointsOptions> = {}): SubtaskCheckpoints {
  const task = new SubtaskCheckpoints({ isCheckpointingEnabled: true, isFinishedOnRestore: false, ...options });
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
    expect(task.onTrigger(barrierOf(5))).toEqual({ kind: 'ignore' });
    expect(task.onTrigger(barrierOf(4))).toEqual({ kind: 'ignore' });
    expect(task.onTrigger(barrierOf(6))).toMatchObject({ kind: 'snapshot' });
  });

  it('case 59: an alignment that was given up drops its barriers too', () => {
    const task = runningTask();
    task.onAlignmentAborted(3);
    expect(task.onTrigger(barrierOf(3))).toEqual({ kind: 'ignore' });
    expect(task.onTrigger(barrierOf(4))).toMatchObject({ kind: 'snapshot' });
  });

  it('case 60: an abort that overtakes its barrier turns it into a cancel marker, once', () => {
    const task = runningTask();
    expect(task.onAbortNotified(2)).toEqual({ action: 'REMEMBER', afterStop: 'NONE' });
    expect(task.onTrigger(barrierOf(1))).toMatchObject({ kind: 'snapshot' });
    expect(task.onTrigger(barrierOf(2))).toEqual({ kind: 'forward-cancel', checkpointId: 2 });
    expect(task.abortedIdCount).toBe(0);
    expect(task.onTrigger(barrierOf(2))).toEqual({ kind: 'ignore' });
    expect(task.onTrigger(barrierOf(3))).toMatchObject({ kind: 'snapshot' });
  });

  it('knows before a trigger whether it would be followed', () => {
    const task = runningTask();
    expect(task.wouldFollow(2)).toBe(true);
    task.onAbortNotified(2);
    expect(task.wouldFollow(2)).toBe(false);
    expect(task.onTrigger(barrierOf(3)).kind).toBe('snapshot');
    expect([2, 3, 4].map((id) => task.wouldFollow(id))).toEqual([false, false, true]);
    task.onClose();
    expect(task.wouldFollow(4)).toBe(false);
  });

  it('case 61: an abort during the asynchronous part cancels it, and nothing is acknowledged', () => {
    const task = runningTask();
    task.onTrigger(barrierOf(1));
    expect(task.onAbortNotified(1).action).toBe('CANCEL_ASYNC');
    expect(task.onAsyncCompleted(1)).toBe('DISCARD_STATE');
    expect(task.onAsyncFailed(1)).toBe(false);
  });

  it('case 61: an abort after the asynchronous part only reaches the operators', () => {
    const task = runningTask();
    task.onTrigger(barrierOf(1));
    expect(task.onAsyncCompleted(1)).toBe('ACKNOWLEDGE');
    expect(task.onAbortNotified(1).action).toBe('NOTIFY_OPERATORS');
  });

  it('case 62: of many aborted ids a bounded number is remembered, the newest', () => {
    const task = runningTask();
    for (let id = 1; id <= 1_000; id += 1) task.onAbortNotified(id);
    expect(task.abortedIdCount).toBe(128);
    expect(task.onTrigger(barrierOf(872))).toMatchObject({ kind: 'snapshot' });
    expect(task.onTrigger(barrierOf(873))).toMatchObject({ kind: 'forward-cancel' });
    task.onTrigger(barrierOf(2_000));
    expect(task.abortedIdCount).toBe(0);
  });

  it('case 63: a failure of the asynchronous part is declined, and the task goes on', () => {
    const task = runningTask();
    task.onTrigger(barrierOf(1));
    expect(task.onAsyncFailed(1)).toBe(true);
    expect(task.onAsyncFailed(1)).toBe(false);
    expect(task.phase).toBe('RUNNING');
    expect(task.onTrigger(barrierOf(2))).toMatchObject({ kind: 'snapshot' });
  });

  it('case 64: closing returns what is not acknowledged; what is acknowledged is the coordinator’s', () => {
    const task = runningTask();
    for (const id of [1, 2, 3]) task.onTrigger(barrierOf(id));
    task.onAsyncCompleted(2);
    expect(task.onClose()).toEqual([1, 3]);
    expect(task.onClose()).toEqual([]);
    expect(task.onAsyncCompleted(3)).toBe('DISCARD_STATE');
    expect(task.onTrigger(barrierOf(4))).toEqual({ kind: 'ignore' });
  });

  it('case 65: the operators hear of rising completions, each once, and of none before the task runs', () => {
    const task = new SubtaskCheckpoints({ isCheckpointingEnabled: true, isFinishedOnRestore: false });
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
    task.onAsyncCompleted(1);
    task.onClose();
    expect(task.onCompleteNotified(1)).toBe(false);
    expect(task.onAbortNotified(1)).toEqual({ action: 'IGNORE', afterStop: 'NONE' });
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

  it('case 69: without checkpointing a finished task does not wait', () => {
    const task = runningTask({ isCheckpointingEnabled: false });
    expect(task.mayEnd).toBe(false);
    task.onOperatorsFinished();
    expect(task.mayEnd).toBe(true);
  });

  it('case 70: a task restored as finished follows barriers, and does not wait', () => {
    const task = runningTask({ isFinishedOnRestore: true });
    expect(task.onTrigger(barrierOf(1))).toEqual({ kind: 'snapshot', checkpointId: 1 });
    task.onOperatorsFinished();
    expect(task.mayEnd).toBe(true);
  });

  it.each([
    ['STOP', 'RESUME'],
    ['DRAIN', 'FAIL_TASK'],
  ] as const)('case 93: after the abort of a stop’s savepoint (%s) the task will %s', (ending, afterStop) => {
    const task = runningTask();
    task.onTrigger(stopBarrier(1, ending));
    expect(task.isStopped).toBe(true);
    expect(task.onAbortNotified(1)).toEqual({ action: 'CANCEL_ASYNC', afterStop });
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
    expect(task.onAbortNotified(1)).toEqual({ action: 'CANCEL_ASYNC', afterStop: 'NONE' });
    task.onCompleteNotified(2);
    expect(task.mayEnd).toBe(true);
    expect(task.onAbortNotified(2).afterStop).toBe('NONE');
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
    const other = new SubtaskCheckpoints({ isCheckpointingEnabled: true, isFinishedOnRestore: false });
    expect(() => other.onOperatorsFinished()).toThrow('Only a running task finishes.');
  });
});
