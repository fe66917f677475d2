import { describe, expect, it } from 'vitest';
import { chooseLatest, type SnapshotCandidate } from './choose-latest.ts';

const at = (checkpointId: number, change: Partial<SnapshotCandidate> = {}): SnapshotCandidate => ({
  path: `/chk-${checkpointId}`,
  snapshotId: `s${checkpointId}`,
  checkpointId,
  kind: 'CHECKPOINT',
  epoch: 1,
  ...change,
});
const damagedAt = (checkpointId: number) => ({ path: `/chk-${checkpointId}`, checkpointId, damage: 'It is cut off.' });
const facts = { candidates: [at(3), at(5)], damaged: [], committed: null };

describe('chooseLatest', () => {
  it('takes the newest of checkpoints and savepoints', () => {
    expect(chooseLatest(facts)?.checkpointId).toBe(5);
    expect(
      chooseLatest({ ...facts, candidates: [at(5), at(6, { kind: 'SAVEPOINT', epoch: null })] })?.checkpointId,
    ).toBe(6);
    expect(chooseLatest({ ...facts, candidates: [at(5), at(4, { kind: 'SAVEPOINT', epoch: 9 })] })?.checkpointId).toBe(
      5,
    );
  });

  it('prefers a later epoch to a greater number: a stale attempt may have published late', () => {
    expect(chooseLatest({ ...facts, candidates: [at(7, { epoch: 1 }), at(6, { epoch: 2 })] })?.checkpointId).toBe(6);
  });

  it('has nothing where nothing ever completed', () => {
    expect(chooseLatest({ candidates: [], damaged: [], committed: null })).toBeNull();
  });

  it('passes over no newer one that cannot be read', () => {
    expect(() => chooseLatest({ ...facts, damaged: [damagedAt(6)] })).toThrow('/chk-6, cannot be read. It is cut off.');
    expect(chooseLatest({ ...facts, damaged: [damagedAt(4)] })?.checkpointId).toBe(5);
    expect(() => chooseLatest({ ...facts, candidates: [], damaged: [damagedAt(1)] })).toThrow('cannot be read');
  });

  it('begins neither from an older one nor from none where sinks have committed with one that is gone', () => {
    const committed = { checkpointId: 7, path: '/chk-7' };
    expect(() => chooseLatest({ ...facts, committed })).toThrow('7 (/chk-7), is not there any more');
    expect(() => chooseLatest({ candidates: [], damaged: [], committed })).toThrow('is not there any more');
    expect(chooseLatest({ ...facts, candidates: [at(8)], committed })?.checkpointId).toBe(8);
  });
});
