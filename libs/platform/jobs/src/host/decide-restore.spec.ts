import type { DamagedSnapshot, SnapshotDescription } from '@weir/run-contract';
import { trusted, type JobId, type RunId } from '@weir/kernel';
import type { Run, Savepoint } from '@weir/persistence';
import { describe, expect, it } from 'vitest';
import { decideRestore, greatestId, type RestoreDecision, type RestoreFacts } from './decide-restore.ts';

const jobId = trusted<JobId>('job');
const thisRun = trusted<RunId>('this-run');

const run = (change: Partial<Run> = {}): Run => ({
  id: thisRun,
  jobId,
  number: 2,
  version: 1,
  state: 'CREATED',
  parallelism: 1,
  isParallelismOverridden: false,
  origin: { kind: 'EMPTY' },
  allowNonRestoredState: false,
  claimMode: 'NO_CLAIM',
  restoredFrom: null,
  failure: null,
  createdAt: 0,
  startedAt: null,
  endedAt: null,
  recordsIn: 0,
  recordsOut: 0,
  ownerId: 'w',
  ownerIncarnation: 1,
  epoch: 0,
  nextAttemptAt: null,
  ...change,
});

const snapshot = (checkpointId: number, change: Partial<SnapshotDescription> = {}): SnapshotDescription => ({
  path: `/chk-${checkpointId}`,
  snapshotId: `s${checkpointId}`,
  jobId,
  runId: 'earlier-run',
  epoch: 1,
  checkpointId,
  kind: 'CHECKPOINT',
  triggerTimestamp: 0,
  stateSize: 1,
  maxParallelism: 128,
  operators: [],
  ...change,
});

const savepoint = (checkpointId: number, path: string | null = `/sp-${checkpointId}`): Savepoint => ({
  id: `sp${checkpointId}`,
  jobId,
  jobName: 'j',
  name: 'n',
  note: '',
  pinned: false,
  status: 'COMPLETED',
  checkpointId,
  path,
  stateSize: 1,
  triggerTimestamp: 0,
  endToEndDuration: 1,
  failureMessage: null,
});

interface Facts {
  readonly run: Run;
  readonly snapshots?: readonly SnapshotDescription[];
  readonly damaged?: readonly DamagedSnapshot[];
  readonly savepoints?: readonly Savepoint[];
  readonly committed?: { readonly id: number; readonly externalPath: string | null } | null;
  readonly ownCommitted?: RestoreFacts['ownCommitted'];
}

const decide = (facts: Facts): RestoreDecision => {
  const { run: taken, snapshots = [], damaged = [], savepoints = [], committed = null, ownCommitted = null } = facts;
  return decideRestore({
    run: taken,
    listing: { readable: snapshots, damaged },
    records: { savepoints, committed },
    ownCommitted,
  });
};

const damaged = (checkpointId: number): DamagedSnapshot => ({
  path: `/chk-${checkpointId}`,
  checkpointId,
  damage: 'Its manifest ends early.',
});

describe('decideRestore', () => {
  it('starts an EMPTY run empty, although the job has snapshots', () => {
    const decision = decide({ run: run(), snapshots: [snapshot(4)], savepoints: [savepoint(5)] });
    expect(decision).toEqual({ restore: null, restoredFrom: null, isTakeover: false });
  });

  it('starts from the snapshot that was named, claimed or not as was asked', () => {
    const origin = { kind: 'SNAPSHOT', path: '/there', snapshotId: 's', checkpointId: 3 } as const;
    const decision = decide({
      run: run({ origin, claimMode: 'CLAIM', allowNonRestoredState: true }),
      snapshots: [snapshot(9)],
      savepoints: [],
    });
    expect(decision.restore).toEqual({ path: '/there', allowNonRestoredState: true, claimMode: 'CLAIM' });
    expect(decision.restoredFrom).toEqual({ path: '/there', snapshotId: 's', checkpointId: 3 });
  });

  it('takes the newest of checkpoints and savepoints for LATEST, and never claims a savepoint', () => {
    const latest = run({ origin: { kind: 'LATEST' } });
    const newerCheckpoint = decide({
      run: latest,
      snapshots: [snapshot(7), snapshot(6)],
      savepoints: [savepoint(5)],
    });
    expect(newerCheckpoint.restore).toMatchObject({ path: '/chk-7', claimMode: 'CLAIM' });
    const newerSavepoint = decide({
      run: latest,
      snapshots: [snapshot(7)],
      savepoints: [savepoint(8), savepoint(9, null)],
    });
    expect(newerSavepoint.restore).toMatchObject({ path: '/sp-8', claimMode: 'NO_CLAIM' });
    expect(decide({ run: latest, snapshots: [], savepoints: [] }).restore).toBeNull();
  });

  it('goes on from its own newest snapshot when it had an attempt before', () => {
    const begun = run({ epoch: 3, origin: { kind: 'SNAPSHOT', path: '/there', snapshotId: 's', checkpointId: 3 } });
    const own = [snapshot(10, { runId: thisRun, epoch: 2 }), snapshot(11, { runId: thisRun, epoch: 3 }), snapshot(99)];
    const decision = decide({ run: begun, snapshots: own, savepoints: [] });
    expect(decision).toEqual({
      restore: { path: '/chk-11', allowNonRestoredState: false, claimMode: 'CLAIM' },
      restoredFrom: null,
      isTakeover: true,
    });
  });

  it('prefers a later epoch to a greater number: a stale attempt may have published late', () => {
    const own = [snapshot(12, { runId: thisRun, epoch: 2 }), snapshot(11, { runId: thisRun, epoch: 3 })];
    expect(decide({ run: run({ epoch: 3 }), snapshots: own, savepoints: [] }).restore?.path).toBe('/chk-11');
  });

  it('begins again as it first did when it had an attempt but no snapshot', () => {
    const origin = { kind: 'SNAPSHOT', path: '/there', snapshotId: 's', checkpointId: 3 } as const;
    const decision = decide({ run: run({ epoch: 1, origin }), snapshots: [snapshot(9)], savepoints: [] });
    expect(decision).toMatchObject({ restore: { path: '/there' }, isTakeover: true });
  });
});

describe('decideRestore, with a damaged snapshot on storage', () => {
  const own = snapshot(6, { runId: thisRun });
  const latest = { kind: 'LATEST' } as const;
  const named = { kind: 'SNAPSHOT', path: '/chk-6', snapshotId: 's6', checkpointId: 6 } as const;

  it.each([
    ['the latest is asked for', run({ origin: latest }), 8],
    ['a run is taken up again', run({ epoch: 2 }), 8],
    ['there is no other', run({ origin: latest }), 3],
  ])('refuses to pass over it when %s', (_, which, checkpointId) => {
    const snapshots = checkpointId === 8 ? [own] : [];
    expect(() => decide({ run: which, snapshots, damaged: [damaged(checkpointId)] })).toThrow(
      `The latest snapshot of the job, /chk-${checkpointId}, cannot be read. Its manifest ends early. Start the job from another`,
    );
  });

  it.each([
    ['a newer one can be read', run({ origin: latest }), [own]],
    ['a newer one can be read by the run that is taken up', run({ epoch: 2 }), [own]],
    ['another was named', run({ origin: named }), []],
    ['the run begins empty', run(), []],
  ])('does not mind it when %s', (_, which, snapshots) => {
    expect(() => decide({ run: which, snapshots, damaged: [damaged(5)] })).not.toThrow();
  });

  it('does not mind it when a savepoint is newer', () => {
    const decision = decide({ run: run({ origin: latest }), damaged: [damaged(5)], savepoints: [savepoint(6)] });
    expect(decision.restore?.path).toBe('/sp-6');
  });
});

describe('greatestId', () => {
  it('is 0 for no snapshots', () => {
    expect(greatestId([])).toBe(0);
    expect(greatestId([snapshot(3), snapshot(12), snapshot(7)])).toBe(12);
  });
});

describe('decideRestore, with the newest committed checkpoint lost', () => {
  const own = (checkpointId: number): SnapshotDescription => snapshot(checkpointId, { runId: thisRun });
  const lost = { id: 7, externalPath: '/chk-7' };

  it.each([
    ['nothing is on storage, as when its folder is not mounted', []],
    ['only an older one can be read', [own(6)]],
    ['only another run has a newer one', [own(6), snapshot(8)]],
  ])('refuses to take a run up again when %s', (_, snapshots) => {
    expect(() => decide({ run: run({ epoch: 2 }), snapshots, ownCommitted: lost })).toThrow(
      '7 (/chk-7), is not there any more',
    );
  });

  it.each([
    ['it is on storage', { epoch: 2 }, [own(6), own(7)], lost],
    ['a newer one is, which the database has missed', { epoch: 2 }, [own(8)], lost],
    ['no checkpoint has completed', { epoch: 2 }, [], null],
    ['the run has not been at work', { epoch: 0 }, [], lost],
  ])('is content when %s', (_, change, snapshots, ownCommitted) => {
    expect(() => decide({ run: run(change), snapshots, ownCommitted })).not.toThrow();
  });

  it('begins a new run neither from an older one nor from nothing', () => {
    const latest = run({ origin: { kind: 'LATEST' } });
    expect(() => decide({ run: latest, snapshots: [snapshot(6)], committed: lost })).toThrow('is not there any more');
    expect(() => decide({ run: latest, committed: lost })).toThrow('is not there any more');
    expect(decide({ run: latest, snapshots: [snapshot(7)], committed: lost }).restore?.path).toBe('/chk-7');
  });
});
