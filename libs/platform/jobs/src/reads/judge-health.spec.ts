import { describe, expect, it } from 'vitest';
import { judgeHealth, type HealthFacts } from './judge-health.ts';

const now = 10_000_000;
const minute = 60_000;

const run = { number: 2, failure: null, ownerId: 'worker', createdAt: now - 10 * minute, startedAt: now - 10 * minute };
const settled = {
  completedId: 7,
  completedDuration: 100,
  failed: 0,
  failingSince: null,
  message: null,
  openSince: null,
};
const running: HealthFacts = { now, state: 'RUNNING', run, failures: null, checkpoints: settled };

function failures(count: number, lastAt = now - 5_000): NonNullable<HealthFacts['failures']> {
  return { count, firstAt: now - 20 * minute, lastAt, message: 'Connection refused.' };
}

function checkpoints(change: Partial<NonNullable<HealthFacts['checkpoints']>>): Partial<HealthFacts> {
  return { checkpoints: { ...settled, ...change } };
}

const failed = { failingSince: now - minute, message: 'It did not complete in time.' };
const failure = {
  timestamp: now - minute,
  code: 'TASK_FAILED',
  message: 'It broke.',
  stack: null,
  operatorUid: null,
  subtask: null,
};

describe('judgeHealth', () => {
  it.each<[string, Partial<HealthFacts>]>([
    ['runs and has completed a checkpoint', {}],
    ['runs and has had no checkpoint', { checkpoints: null }],
    ['was never started', { state: 'CREATED', run: null, checkpoints: null }],
    ['has finished, with failures on its way', { state: 'FINISHED', failures: failures(5) }],
    ['was cancelled while its checkpoints failed', { state: 'CANCELED', ...checkpoints({ ...failed, failed: 9 }) }],
    ['has run without a failure for five minutes', { failures: failures(9, now - 5 * minute) }],
    ['is set up for the first time', { state: 'INITIALIZING', checkpoints: null }],
    ['has a checkpoint under way that takes its time', checkpoints({ openSince: now - 59_000 })],
    [
      'has a checkpoint under way that is slow, as those before',
      checkpoints({ openSince: now - 5 * minute, completedDuration: 40_000 }),
    ],
    [
      'has its first checkpoint under way for four minutes',
      checkpoints({ completedId: null, completedDuration: null, openSince: now - 4 * minute }),
    ],
  ])('calls a job OK that %s', (_what, change) => {
    expect(judgeHealth({ ...running, ...change })).toEqual({ status: 'OK', reasons: [] });
  });

  it.each<[string, Partial<HealthFacts>, string, string, string]>([
    [
      'never completed a checkpoint',
      checkpoints({ ...failed, failed: 20, completedId: null }),
      'FAILING',
      'CHECKPOINTS_FAIL',
      "None of the run's 20 checkpoints completed; the last one: It did not complete in time.",
    ],
    [
      'never completed one of very many',
      checkpoints({ ...failed, failed: 50, completedId: null }),
      'FAILING',
      'CHECKPOINTS_FAIL',
      "None of the run's last 50 checkpoints completed; the last one: It did not complete in time.",
    ],
    [
      'failed its first checkpoint',
      checkpoints({ ...failed, failed: 1, completedId: null }),
      'DEGRADED',
      'CHECKPOINTS_FAIL',
      "The run's first checkpoint failed: It did not complete in time.",
    ],
    [
      'failed one checkpoint after others',
      checkpoints({ ...failed, failed: 1 }),
      'DEGRADED',
      'CHECKPOINTS_FAIL',
      'The checkpoint after 7, the latest completed one, failed: It did not complete in time.',
    ],
    [
      'fails checkpoints after others',
      checkpoints({ ...failed, failed: 3 }),
      'FAILING',
      'CHECKPOINTS_FAIL',
      'The last 3 checkpoints failed, all after 7; the last one: It did not complete in time.',
    ],
    [
      'has a checkpoint under way without end',
      checkpoints({ openSince: now - 2 * minute }),
      'DEGRADED',
      'CHECKPOINT_OVERDUE',
      'A checkpoint is under way for more than 1 min 0 s, and none has completed since it began.',
    ],
    [
      'restarts again and again',
      { state: 'RESTARTING', failures: failures(12) },
      'FAILING',
      'RESTART_LOOP',
      'The run has failed 12 times within the last hour and is tried again: Connection refused.',
    ],
    [
      'is set up again after failures: its notice does not blink',
      { state: 'INITIALIZING', failures: failures(12) },
      'FAILING',
      'RESTART_LOOP',
      'The run has failed 12 times within the last hour and is tried again: Connection refused.',
    ],
    [
      'restarts more often than is counted',
      { state: 'RESTARTING', failures: failures(100) },
      'FAILING',
      'RESTART_LOOP',
      'The run has failed at least 100 times within the last hour and is tried again: Connection refused.',
    ],
    [
      'restarts once',
      { state: 'RESTARTING', failures: failures(1) },
      'DEGRADED',
      'RESTART_LOOP',
      'The run has failed once within the last hour and is tried again: Connection refused.',
    ],
    [
      'runs again after one failure',
      { failures: failures(1) },
      'DEGRADED',
      'RECENT_FAILURE',
      'The run has failed once within the last hour and runs again: Connection refused.',
    ],
    [
      'runs a while between its failures',
      { failures: failures(3) },
      'FAILING',
      'RECENT_FAILURE',
      'The run has failed 3 times within the last hour and runs again: Connection refused.',
    ],
    [
      'has failed for good',
      { state: 'FAILED', run: { ...run, failure } },
      'FAILING',
      'RUN_FAILED',
      'Run 2 failed and is not tried again: It broke.',
    ],
    [
      'waits for a worker',
      { state: 'INITIALIZING', run: { ...run, ownerId: null }, checkpoints: null },
      'DEGRADED',
      'NO_WORKER',
      'No worker has taken the run: none is up, or all are full.',
    ],
  ])('tells of a job that %s', (_what, change, status, code, sentence) => {
    const health = judgeHealth({ ...running, ...change });
    expect(health.status).toBe(status);
    expect(health.reasons).toMatchObject([{ status, code, sentence }]);
  });

  it('takes the status of the worst reason, which comes first', () => {
    const health = judgeHealth({
      ...running,
      failures: failures(1),
      ...checkpoints({ ...failed, failed: 4 }),
    });
    expect(health.status).toBe('FAILING');
    expect(health.reasons.map(({ code }) => code)).toEqual(['CHECKPOINTS_FAIL', 'RECENT_FAILURE']);
  });
});
