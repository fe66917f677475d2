import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation } from './api-types.ts';
import { operationPhase, parseTracked, withTracked, type TrackedOperation } from './operation-progress.ts';

const operation: Operation = {
  id: 'o',
  kind: 'SAVEPOINT',
  jobId: 'j',
  runId: null,
  status: 'RUNNING',
  createdAt: 0,
  finishedAt: null,
  result: null,
  error: null,
};

describe('operationPhase', () => {
  it.each([
    ['PENDING', 'running'],
    ['RUNNING', 'running'],
    ['SUCCEEDED', 'succeeded'],
    ['FAILED', 'failed'],
  ] as const)('of %s is %s', (status, kind) => {
    expect(operationPhase({ ...operation, status }, 'Savepoint').kind).toBe(kind);
  });

  it('gives the cause of a failure', () => {
    const failed: Operation = {
      ...operation,
      status: 'FAILED',
      error: { code: 'SNAPSHOT_FAILED', message: 'No space left.' },
    };
    expect(operationPhase(failed, 'Savepoint').message).toBe('No space left.');
  });
});

describe('tracked operations', () => {
  const tracked = (id: string): TrackedOperation => ({ id, jobId: null, label: id });

  it('come back from the text they were stored as', () => {
    const list = [tracked('a'), { id: 'b', jobId: 'j', label: 'Restore' }];
    expect(parseTracked(JSON.stringify(list))).toEqual(list);
  });

  it.each([null, '', '{', '{}', '"x"', '[1, null, {"id": 3}]', '[{"id":"a","label":"b"}]'])(
    'are none in %s',
    (text) => {
      expect(parseTracked(text)).toEqual([]);
    },
  );

  it('stand once each and are bounded', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }).map(String)), (ids) => {
        const list = ids.reduce<readonly TrackedOperation[]>((all, id) => withTracked(all, tracked(id)), []);
        expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
        expect(list.length).toBeLessThanOrEqual(20);
        expect(list.at(-1)?.id).toBe(ids.at(-1));
      }),
    );
  });
});
