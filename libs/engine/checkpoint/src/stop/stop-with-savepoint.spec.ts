import { describe, expect, it } from 'vitest';
import { StopWithSavepoint, type StopEffect, type StopEvent, type StopRequest } from './stop-with-savepoint.ts';

const request: StopRequest = { requestId: 'stop-1', jobId: 'job-1', isDraining: false, directory: null };
const drain: StopRequest = { ...request, isDraining: true };
const completed: StopEvent = { kind: 'savepoint-completed', path: '/savepoints/one' };
const failed: StopEvent = { kind: 'savepoint-failed', message: 'CHECKPOINT_EXPIRED', mayBeTriggered: true };
const finished: StopEvent = { kind: 'tasks-ended', notFinished: [] };
const broken: StopEvent = { kind: 'tasks-ended', notFinished: ['sink#1 FAILED'] };

function play(...events: readonly StopEvent[]): readonly StopEffect[] {
  const stop = new StopWithSavepoint(request);
  stop.begin();
  return events.flatMap((event) => stop.step(event));
}

describe('StopWithSavepoint', () => {
  it('pauses periodic checkpoints before it asks for the savepoint', () => {
    expect(new StopWithSavepoint(request).begin()).toEqual([
      { kind: 'pause-scheduling' },
      { kind: 'request-savepoint', request },
    ]);
  });

  it('case 93: the savepoint and the end of the tasks, in either order, resolve to the path', () => {
    const resolved = [{ kind: 'resolve-stop', requestId: 'stop-1', path: '/savepoints/one' }];
    expect(play(completed, finished)).toEqual(resolved);
    expect(play(finished, completed)).toEqual(resolved);
  });

  it('case 93: a failed savepoint leaves the job running and its schedule going', () => {
    const effects = play(failed);
    expect(effects.map(({ kind }) => kind)).toEqual(['resume-scheduling', 'reject-stop']);
    expect(effects[1]).toMatchObject({ requestId: 'stop-1', message: expect.stringContaining('CHECKPOINT_EXPIRED') });
  });

  it.each([
    ['whose barriers may be followed fails over, for sources have ended their data', true, 'fail-over'],
    ['that was never triggered leaves the job running', false, 'resume-scheduling'],
  ] as const)('case 93: the failed savepoint of a drain %s', (_, mayBeTriggered, first) => {
    const stop = new StopWithSavepoint(drain);
    stop.begin();
    expect(stop.step({ ...failed, mayBeTriggered }).map(({ kind }) => kind)).toEqual([first, 'reject-stop']);
  });

  it('case 93: a failed savepoint whose tasks have ended already fails over', () => {
    expect(play(finished, failed).map(({ kind }) => kind)).toEqual(['fail-over', 'reject-stop']);
  });

  it.each([
    ['after', [completed, broken]],
    ['before', [broken, completed]],
  ])('case 93: a task that does not finish, %s the savepoint, fails over and names the savepoint', (_, events) => {
    const effects = play(...events);
    expect(effects.map(({ kind }) => kind)).toEqual(['fail-over', 'reject-stop']);
    expect(effects[1]).toMatchObject({
      message: expect.stringMatching(
        /^A savepoint has been created at: \/savepoints\/one, but the corresponding job job-1 failed during stopping\..*sink#1 FAILED/,
      ),
    });
  });

  it('answers once, whatever else happens', () => {
    expect(play(completed, finished, completed, failed, broken)).toHaveLength(1);
    const stop = new StopWithSavepoint(request);
    stop.begin();
    expect(stop.isDone).toBe(false);
    stop.step(failed);
    expect(stop.isDone).toBe(true);
  });
});
