import { describe, expect, it } from 'vitest';
import type { OperatorManifest, SnapshotManifest, TableShape } from '@weir/engine-core';
import { objectionsTo } from '@weir/run-contract';
import type { JobTopology } from '../plan/job-topology.ts';
import { operatorManifestOf, snapshotOf } from '../testing/snapshots.ts';
import { keyedHandleOf, listHandleOf, stateOf } from '../testing/states.ts';
import { allToAll, pointwise, vertexOf } from '../testing/topologies.ts';
import { planRestore } from './plan-restore.ts';
import type { RestoreDecision, RestoreTarget } from './restore-plan.ts';

function plan(manifest: SnapshotManifest, topology: JobTopology, target: Partial<RestoreTarget> = {}): RestoreDecision {
  return planRestore({
    manifest,
    target: { topology, explicitMaxParallelism: new Set(), declared: new Map(), ...target },
  });
}

const stateful = (uid: string, parallelism = 1, maxParallelism = 128): OperatorManifest =>
  operatorManifestOf(
    uid,
    Array.from({ length: parallelism }, (_, subtask) => stateOf({ keyed: [keyedHandleOf(`k${subtask}`, [subtask])] })),
    { maxParallelism },
  );

const statuses = (restore: RestoreDecision): readonly string[] =>
  restore.operators.map(({ uid, status }) => `${uid} ${status}`);

describe('planRestore', () => {
  it('maps what fits, rescales what changed its parallelism, and starts new operators empty', () => {
    const restore = plan(snapshotOf([stateful('a', 2), stateful('b', 2)]), {
      vertices: [vertexOf('a', { parallelism: 2 }), vertexOf('b', { parallelism: 3 }), vertexOf('c')],
    });
    expect(statuses(restore)).toEqual(['a MAPPED', 'b RESCALED', 'c NEW']);
    expect(restore.reasons).toEqual([]);
    expect(restore.operators).toMatchObject([
      { snapshotParallelism: 2, jobParallelism: 2, stateSize: 20, message: null },
      { snapshotParallelism: 2, jobParallelism: 3 },
      { snapshotParallelism: null, jobParallelism: 1, stateSize: 0 },
    ]);
  });

  it('case 78: a maximum parallelism that is fixed to another value is refused by name', () => {
    const restore = plan(
      snapshotOf([stateful('a', 1, 64)]),
      { vertices: [vertexOf('a', { maxParallelism: 128 })] },
      { explicitMaxParallelism: new Set(['a']) },
    );
    expect(restore.reasons).toMatchObject([{ code: 'MAX_PARALLELISM_MISMATCH', uid: 'a' }]);
    expect(restore.reasons[0]?.message).toMatch(/Max parallelism mismatch.*operator a .*64.*128/);
    expect(statuses(restore)).toEqual(['a INCOMPATIBLE']);
  });

  it('case 78: a derived maximum parallelism gives way to the snapshot’s', () => {
    const restore = plan(snapshotOf([stateful('a', 1, 64)]), { vertices: [vertexOf('a', { maxParallelism: 128 })] });
    expect(restore.reasons).toEqual([]);
    expect(restore.operators).toMatchObject([{ status: 'MAPPED', maxParallelism: 64 }]);
  });

  it('case 78: more subtasks than the snapshot has key groups are refused', () => {
    const restore = plan(snapshotOf([stateful('a', 1, 4)]), { vertices: [vertexOf('a', { parallelism: 5 })] });
    expect(restore.reasons).toMatchObject([{ code: 'PARALLELISM_TOO_HIGH', uid: 'a' }]);
    expect(plan(snapshotOf([stateful('a', 1, 4)]), { vertices: [vertexOf('a', { parallelism: 4 })] }).reasons).toEqual(
      [],
    );
  });

  it('case 84: state of an operator that the job has no longer is refused, unless it may be left behind', () => {
    const manifest = snapshotOf([stateful('gone'), stateful('a')]);
    const topology = { vertices: [vertexOf('a')] };
    const refused = plan(manifest, topology);
    expect(statuses(refused)).toEqual(['a MAPPED', 'gone ORPHANED']);
    expect(refused.reasons).toMatchObject([{ code: 'STATE_NOT_MAPPED', uid: 'gone' }]);
    expect(refused.reasons[0]?.message).toMatch(
      /^Cannot map checkpoint\/savepoint state for operator gone \(Operator gone\)/,
    );
    expect(refused.verdict).toBe('LOSES_STATE');
    expect(objectionsTo(refused, { allowNonRestoredState: false })).toEqual(refused.reasons);
    expect(objectionsTo(refused, { allowNonRestoredState: true })).toEqual([]);
  });

  it('case 84: an operator that left only empty state behind is skipped silently', () => {
    const empty = operatorManifestOf('gone', [stateOf({})], { finished: [0] });
    const restore = plan(snapshotOf([empty]), { vertices: [vertexOf('a')] });
    expect(statuses(restore)).toEqual(['a NEW']);
    expect(restore.reasons).toEqual([]);
  });

  it('case 85: stateless operators may come, go and change places while uids stay', () => {
    const manifest = snapshotOf([stateful('source'), stateful('counts', 2)]);
    const topology = {
      vertices: [
        vertexOf('v1', { chain: ['source', 'new-map', 'filter'] }),
        vertexOf('v2', { parallelism: 2, chain: ['new-filter', 'counts'], inputs: [allToAll('v1')] }),
      ],
    };
    expect(statuses(plan(manifest, topology))).toEqual([
      'source MAPPED',
      'new-map NEW',
      'filter NEW',
      'new-filter NEW',
      'counts MAPPED',
    ]);
    expect(plan(manifest, topology).reasons).toEqual([]);
  });

  it('case 87: keyed state of another type is refused, with both types', () => {
    const manifest = snapshotOf([stateful('a')]);
    const topology = { vertices: [vertexOf('a')] };
    const key = { name: 'word', type: 'STRING', nullable: false } as const;
    const value = { name: 'n', type: 'BIGINT', nullable: false } as const;
    const same = { name: 'sums', keyColumns: [key], valueColumns: [value] };
    const declared = (table: TableShape) => ({ declared: new Map([['a', { tables: [table], lists: [] }]]) });
    expect(plan(manifest, topology, declared(same)).verdict).toBe('OK');
    const changed = plan(manifest, topology, declared({ ...same, keyColumns: [{ ...key, type: 'INT' }] }));
    expect(changed.verdict).toBe('REFUSED');
    expect(changed.reasons).toMatchObject([{ code: 'STATE_TYPE_MISMATCH', uid: 'a' }]);
    expect(changed.reasons[0]?.message).toMatch(/\(\w+ STRING\) -> .* in the snapshot and \(word INT\) -> /);
    expect(statuses(changed)).toEqual(['a INCOMPATIBLE']);
    expect(objectionsTo(changed, { allowNonRestoredState: true })).toHaveLength(1);
  });

  it('case 30: coordinator state that nothing in the job takes is refused unless allowed', () => {
    const restore = plan(snapshotOf([], { coordinatorStates: { enumerator: [] } }), { vertices: [vertexOf('a')] });
    expect(objectionsTo(restore, { allowNonRestoredState: false })).toMatchObject([
      { code: 'STATE_NOT_MAPPED', uid: null },
    ]);
    expect(objectionsTo(restore, { allowNonRestoredState: true })).toEqual([]);
  });

  it('tells what an operator of another type under the same uid would leave behind', () => {
    const source = operatorManifestOf('a', [stateOf({ operator: [listHandleOf('file', { name: 'positions' })] })]);
    const topology = { vertices: [vertexOf('a')] };
    const declaring = (lists: readonly string[]) => ({ declared: new Map([['a', { tables: [], lists }]]) });
    expect(plan(snapshotOf([source]), topology, declaring(['positions'])).verdict).toBe('OK');
    const other = plan(snapshotOf([source]), topology, declaring(['emitted']));
    expect(other.verdict).toBe('LOSES_STATE');
    expect(other.reasons).toMatchObject([{ code: 'STATE_NOT_MAPPED', uid: 'a' }]);
    expect(other.reasons[0]?.message).toContain('The state "positions" of operator a has no place');
    expect(plan(snapshotOf([stateful('a')]), topology, declaring([])).verdict).toBe('LOSES_STATE');
  });
});

describe('planRestore, finished operators', () => {
  const running = (uid: string, parallelism = 2): OperatorManifest =>
    operatorManifestOf(
      uid,
      Array.from({ length: parallelism }, () => stateOf({ operator: [listHandleOf(uid)] })),
    );
  const partly = (uid: string): OperatorManifest =>
    operatorManifestOf(uid, [stateOf({}), stateOf({ operator: [listHandleOf(uid)] })], { finished: [0] });
  const fully = (uid: string): OperatorManifest =>
    operatorManifestOf(uid, [stateOf({}), stateOf({})], { finished: [0, 1] });

  it.each([
    [
      'a fully finished vertex behind a running one',
      running('a'),
      fully('b'),
      allToAll('a'),
      /fully finished vertices/,
    ],
    [
      'a fully finished vertex behind a partly finished one',
      partly('a'),
      fully('b'),
      pointwise('a'),
      /fully finished vertices/,
    ],
    [
      'a partly finished vertex behind a running one, all to all',
      running('a'),
      partly('b'),
      allToAll('a'),
      /ALL_TO_ALL/,
    ],
    [
      'a partly finished vertex behind a partly finished one, all to all',
      partly('a'),
      partly('b'),
      allToAll('a'),
      /ALL_TO_ALL/,
    ],
    [
      'a partly finished vertex behind a running one, pointwise',
      running('a'),
      partly('b'),
      pointwise('a'),
      /all running ones/,
    ],
  ])('case 75: %s is refused', (_, a, b, edge, message) => {
    const topology = {
      vertices: [vertexOf('a', { parallelism: 2 }), vertexOf('b', { parallelism: 2, inputs: [edge] })],
    };
    const { reasons } = plan(snapshotOf([a, b]), topology);
    expect(reasons).toMatchObject([{ code: 'ILLEGAL_GRAPH_CHANGE', uid: 'b' }]);
    expect(reasons[0]?.message).toMatch(/^Illegal JobGraph modification/);
    expect(reasons[0]?.message).toMatch(message);
  });

  it.each([
    ['a running vertex behind a fully finished one', fully('a'), running('b'), allToAll('a')],
    ['a fully finished vertex behind a fully finished one', fully('a'), fully('b'), allToAll('a')],
    ['a partly finished vertex behind a fully finished one', fully('a'), partly('b'), allToAll('a')],
    ['a partly finished vertex behind a partly finished one, pointwise', partly('a'), partly('b'), pointwise('a')],
  ])('case 75: %s is accepted', (_, a, b, edge) => {
    const topology = {
      vertices: [vertexOf('a', { parallelism: 2 }), vertexOf('b', { parallelism: 2, inputs: [edge] })],
    };
    expect(plan(snapshotOf([a, b]), topology).reasons).toEqual([]);
  });

  it('case 75: a new operator before a fully finished one is refused', () => {
    const topology = { vertices: [vertexOf('new'), vertexOf('b', { parallelism: 2, inputs: [allToAll('new')] })] };
    expect(plan(snapshotOf([fully('b')]), topology).reasons).toMatchObject([
      { code: 'ILLEGAL_GRAPH_CHANGE', uid: 'b' },
    ]);
  });

  it('case 75: a chain that mixes finished and running operators is refused', () => {
    const topology = { vertices: [vertexOf('v', { parallelism: 2, chain: ['a', 'b'] })] };
    expect(plan(snapshotOf([fully('a'), running('b')]), topology).reasons).toMatchObject([
      { code: 'ILLEGAL_GRAPH_CHANGE', uid: 'a' },
    ]);
    expect(plan(snapshotOf([fully('a'), fully('b')]), topology).reasons).toEqual([]);
  });
});
