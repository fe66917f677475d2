import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { periodicCheckpoint, propertiesOf, type CheckpointProperties } from './checkpoint-properties.ts';
import { RequestQueue, type QueuedRequest, type TriggerFacts } from './request-queue.ts';

const user: CheckpointProperties = { ...periodicCheckpoint, trigger: 'MANUAL' };
const forced: CheckpointProperties = { ...user, isForced: true };
const savepoint = propertiesOf({ kind: 'SAVEPOINT', trigger: 'MANUAL', directory: null });
const free: TriggerFacts = {
  now: 0,
  isTriggering: false,
  pendingCheckpoints: 0,
  cleaningCheckpoints: 0,
  lastCompletedAt: null,
};

function queueOf(requestsMax = 1000, minPauseMs = 0): RequestQueue {
  return new RequestQueue({ requestsMax, maxConcurrentCheckpoints: 1, minPauseMs });
}

function request(requestId: string, properties: CheckpointProperties, submittedAt = 0): QueuedRequest {
  return { requestId, properties, submittedAt };
}

function served(queue: RequestQueue): readonly (string | null)[] {
  const order: (string | null)[] = [];
  for (let next = queue.next(free); next.kind === 'start'; next = queue.next(free)) order.push(next.request.requestId);
  return order;
}

describe('RequestQueue', () => {
  it('case 24: serves savepoints, then forced, then users’, then periodic requests, each the oldest first', () => {
    const queue = queueOf();
    queue.submit(request('periodic', periodicCheckpoint, 0));
    queue.submit(request('user later', user, 2));
    queue.submit(request('user', user, 1));
    queue.submit(request('forced', forced, 3));
    queue.submit(request('savepoint later', savepoint, 5));
    queue.submit(request('savepoint', savepoint, 4));
    expect(served(queue)).toEqual(['savepoint', 'savepoint later', 'forced', 'user', 'user later', 'periodic']);
  });

  it('case 24: a full queue drops the request of the lowest rank, but never a user’s for a newer one', () => {
    const queue = queueOf(2);
    const periodic = request('periodic', periodicCheckpoint);
    queue.submit(periodic);
    queue.submit(request('user', user));
    expect(queue.submit(request('user 2', user, 1))).toBe(periodic);
    const refused = request('savepoint', savepoint);
    expect(queue.submit(refused)).toBe(refused);
    expect(served(queue)).toEqual(['user', 'user 2']);
  });

  it('case 24: a periodic request inside the minimum pause is dropped and asked for again; others start at once', () => {
    const queue = queueOf(10, 100);
    const facts = { ...free, now: 1_050, lastCompletedAt: 1_000 };
    queue.submit(request('periodic', periodicCheckpoint));
    expect(queue.next(facts)).toMatchObject({ kind: 'too-early', retryAt: 1_100 });
    expect(queue.size).toBe(0);
    queue.submit(request('user', user));
    expect(queue.next(facts)).toMatchObject({ kind: 'start', request: { requestId: 'user' } });
    queue.submit(request('periodic', periodicCheckpoint));
    expect(queue.next({ ...facts, now: 1_100 })).toMatchObject({ kind: 'start' });
  });

  it.each([
    ['one is being triggered', { isTriggering: true }],
    ['too many snapshots are being deleted', { cleaningCheckpoints: 2 }],
  ])('case 24: nothing starts while %s, not even a savepoint', (_, change) => {
    const queue = queueOf();
    queue.submit(request('savepoint', savepoint));
    expect(queue.next({ ...free, ...change })).toEqual({ kind: 'wait' });
    expect(queue.next({ ...free, cleaningCheckpoints: 1 })).toMatchObject({ kind: 'start' });
  });

  it('lets only forced requests start while as many are in flight as allowed', () => {
    const queue = queueOf();
    queue.submit(request('user', user));
    expect(queue.next({ ...free, pendingCheckpoints: 1 })).toEqual({ kind: 'wait' });
    queue.submit(request('savepoint', savepoint));
    expect(queue.next({ ...free, pendingCheckpoints: 1 })).toMatchObject({ request: { requestId: 'savepoint' } });
  });

  it('never holds more than its limit, and never drops a user’s request that it holds', () => {
    const kinds = fc.constantFrom(periodicCheckpoint, user, savepoint, forced);
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 40 }), (submitted) => {
        const queue = queueOf(5);
        for (const [index, properties] of submitted.entries()) {
          const own = request(String(index), properties, index);
          const dropped = queue.submit(own);
          expect(queue.size).toBeLessThanOrEqual(5);
          expect(dropped === null || dropped === own || dropped.properties.trigger === 'PERIODIC').toBe(true);
        }
      }),
    );
  });
});
