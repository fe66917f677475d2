import { describe, expect, it } from 'vitest';
import type { CheckpointRetentionPolicy, SnapshotFate } from './checkpoint-retention-policy.ts';
import { isDiscarded } from './is-discarded.ts';

const fates: readonly SnapshotFate[] = ['SUBSUMED', 'FINISHED', 'CANCELED', 'FAILED', 'SUSPENDED'];
const matrix: readonly (readonly [CheckpointRetentionPolicy, string])[] = [
  ['NEVER', 'y y y y y'],
  ['ON_FAILURE', 'y y y n y'],
  ['ON_CANCELLATION', 'y y n n n'],
];

describe('isDiscarded', () => {
  it.each(matrix)(
    'case 25: %s discards on subsumed, finished, cancelled, failed, suspended: %s',
    (policy, expected) => {
      expect(fates.map((fate) => (isDiscarded({ kind: 'CHECKPOINT', policy, fate }) ? 'y' : 'n')).join(' ')).toBe(
        expected,
      );
    },
  );

  it('case 25: savepoints are never discarded', () => {
    for (const [policy] of matrix)
      for (const fate of fates) expect(isDiscarded({ kind: 'SAVEPOINT', policy, fate })).toBe(false);
  });
});
