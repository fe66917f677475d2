import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  keyGroupRangeOf,
  type OperatorManifest,
  type OperatorSubtaskState,
  type SnapshotManifest,
} from '@weir/engine-core';
import { operatorManifestOf, snapshotOf } from '../testing/snapshots.ts';
import { keyedHandleOf, listHandleOf, stateOf } from '../testing/states.ts';
import { vertexOf } from '../testing/topologies.ts';
import { assignState } from './assign-state.ts';
import type { SubtaskRestore } from './restore-plan.ts';

function assign(operator: OperatorManifest, parallelism: number): readonly SubtaskRestore[] {
  return (
    assignState(snapshotOf([operator]), { vertices: [vertexOf(operator.uid, { parallelism })] }).get(operator.uid) ?? []
  );
}

/** `positions: one[0,2) two[0,1)` for every subtask. */
function listsOf(restores: readonly SubtaskRestore[]): readonly (readonly string[])[] {
  return restores.map(({ operator }) =>
    operator.map(
      ({ name, parts }) =>
        `${name}: ${parts.map(({ handle, from, to }) => `${handle.file.path}[${from},${to})`).join(' ')}`,
    ),
  );
}

/** Every subtask owns all key groups of its range. */
function keyedOperator(parallelism: number, maxParallelism = 128): OperatorManifest {
  const states = Array.from({ length: parallelism }, (_, subtask): OperatorSubtaskState => {
    const { first, last } = keyGroupRangeOf(subtask, maxParallelism, parallelism);
    const keyGroups = Array.from({ length: last - first + 1 }, (_unused, index) => first + index);
    return stateOf({ keyed: [keyedHandleOf(`k${subtask}`, keyGroups)] });
  });
  return operatorManifestOf('op', states, { maxParallelism });
}

function listOperator(entries: readonly number[], mode: 'SPLIT' | 'UNION' | 'BROADCAST' = 'SPLIT'): OperatorManifest {
  return operatorManifestOf(
    'op',
    entries.map((count, subtask) =>
      count < 0 ? stateOf({}) : stateOf({ operator: [listHandleOf(`l${subtask}`, { mode, entries: count })] }),
    ),
  );
}

describe('assignState', () => {
  it('case 76: with the same parallelism a subtask gets what it had', () => {
    const operator = keyedOperator(4);
    for (const [subtask, restore] of assign(operator, 4).entries()) {
      expect(restore.keyed).toEqual(operator.subtasks[subtask]?.state.keyed);
    }
    expect(listsOf(assign(listOperator([2, 3]), 2))).toEqual([['positions: l0[0,2)'], ['positions: l1[0,3)']]);
  });

  it.each([
    [4, 2],
    [2, 4],
    [3, 5],
    [4, 3],
    [1, 128],
  ])('case 77: scaled from %i to %i subtasks every key group is read by its owner and by nobody else', (from, to) => {
    const owners = new Map<number, number[]>();
    for (const [subtask, { keyed }] of assign(keyedOperator(from), to).entries()) {
      for (const { keyGroup } of keyed.flatMap((handle) => handle.keyGroups))
        owners.set(keyGroup, [...(owners.get(keyGroup) ?? []), subtask]);
    }
    expect(owners.size).toBe(128);
    for (const [keyGroup, subtasks] of owners) expect(subtasks).toEqual([Math.floor((keyGroup * to) / 128)]);
  });

  it('case 77: state that only some subtasks had survives, and a handle without a block for a subtask is left out', () => {
    const operator = operatorManifestOf('op', [stateOf({}), stateOf({ keyed: [keyedHandleOf('k1', [64, 127])] })]);
    const restores = assign(operator, 4);
    expect(
      restores.map(({ keyed }) => keyed.map(({ keyGroups }) => keyGroups.map(({ keyGroup }) => keyGroup))),
    ).toEqual([[], [], [[64]], [[127]]]);
  });

  it('case 77: any rescale keeps every key group exactly once, with uneven parallelism and few key groups too', () => {
    const sizes = fc
      .integer({ min: 1, max: 40 })
      .chain((maxParallelism) =>
        fc.tuple(
          fc.constant(maxParallelism),
          fc.integer({ min: 1, max: maxParallelism }),
          fc.integer({ min: 1, max: maxParallelism }),
        ),
      );
    fc.assert(
      fc.property(sizes, ([maxParallelism, from, to]) => {
        const groups = assign(keyedOperator(from, maxParallelism), to).flatMap(({ keyed }) =>
          keyed.flatMap(({ keyGroups }) => keyGroups.map(({ keyGroup }) => keyGroup)),
        );
        expect(groups).toEqual(Array.from({ length: maxParallelism }, (_, index) => index));
      }),
    );
  });

  it('case 79: split entries are dealt in order, the odd ones one each', () => {
    expect(listsOf(assign(listOperator([3, 4]), 3))).toEqual([
      ['positions: l0[0,3)'],
      ['positions: l1[0,2)'],
      ['positions: l1[2,4)'],
    ]);
    expect(listsOf(assign(listOperator([2, 2, 1]), 2))).toEqual([
      ['positions: l0[0,2) l1[0,1)'],
      ['positions: l1[1,2) l2[0,1)'],
    ]);
  });

  it('case 79: the next state name begins where the odd entries of the last one ended', () => {
    const operator = operatorManifestOf('op', [
      stateOf({
        operator: [
          listHandleOf('x', { name: 'x', entries: 4 }),
          listHandleOf('y', { name: 'y', entries: 4 }),
          listHandleOf('z', { name: 'z', entries: 1 }),
        ],
      }),
    ]);
    expect(listsOf(assign(operator, 3))).toEqual([
      ['x: x[0,2)', 'y: y[3,4)'],
      ['x: x[2,3)', 'y: y[0,2)'],
      ['x: x[3,4)', 'y: y[2,3)', 'z: z[0,1)'],
    ]);
  });

  it('case 79: without a rescale split entries stay where they were, however uneven', () => {
    expect(listsOf(assign(listOperator([5, 0, -1, 1]), 4))).toEqual([
      ['positions: l0[0,5)'],
      ['positions: l1[0,0)'],
      [],
      ['positions: l3[0,1)'],
    ]);
  });

  it('case 79: every entry is dealt once, in order, and no subtask gets more than one above another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1, max: 9 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 8 }),
        (entries, parallelism) => {
          fc.pre(parallelism !== entries.length);
          const restores = assign(listOperator(entries), parallelism);
          const dealt = restores.map(({ operator }) =>
            operator.flatMap(({ parts }) =>
              parts.flatMap(({ handle, from, to }) =>
                Array.from({ length: to - from }, (_, index) => `${handle.file.path}/${from + index}`),
              ),
            ),
          );
          expect(dealt.flat()).toEqual(
            entries.flatMap((count, subtask) =>
              Array.from({ length: Math.max(0, count) }, (_, index) => `l${subtask}/${index}`),
            ),
          );
          const counts = dealt.map((own) => own.length);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it.each([2, 3, 1])('case 80: union gives every one of %i subtasks all entries of all', (parallelism) => {
    const restores = listsOf(assign(listOperator([2, 1], 'UNION'), parallelism));
    expect(restores).toEqual(Array.from({ length: parallelism }, () => ['positions: l0[0,2) l1[0,1)']));
  });

  it('case 81: broadcast gives subtask i the copy of the old subtask i modulo p', () => {
    expect(listsOf(assign(listOperator([1, 1], 'BROADCAST'), 5))).toEqual(
      [0, 1, 0, 1, 0].map((old) => [`positions: l${old}[0,1)`]),
    );
    expect(listsOf(assign(listOperator([1, 1, 1], 'BROADCAST'), 2))).toEqual([
      ['positions: l0[0,1)'],
      ['positions: l1[0,1)'],
    ]);
  });

  it('case 81: broadcast at the same parallelism keeps the own copy, and fills in where a subtask had none', () => {
    expect(listsOf(assign(listOperator([1, 1], 'BROADCAST'), 2))).toEqual([
      ['positions: l0[0,1)'],
      ['positions: l1[0,1)'],
    ]);
    expect(listsOf(assign(listOperator([-1, 1, -1], 'BROADCAST'), 3))).toEqual(
      [0, 1, 2].map(() => ['positions: l1[0,1)']),
    );
    expect(listsOf(assign(listOperator([-1, -1], 'BROADCAST'), 3))).toEqual([[], [], []]);
  });

  it('case 82: each name keeps its mode when several share a subtask', () => {
    const own = (subtask: number): OperatorSubtaskState =>
      stateOf({
        operator: [
          listHandleOf(`s${subtask}`, { name: 'split', entries: 2 }),
          listHandleOf(`u${subtask}`, { name: 'union', mode: 'UNION', entries: 1 }),
          listHandleOf(`b${subtask}`, { name: 'broadcast', mode: 'BROADCAST', entries: 1 }),
        ],
      });
    const restores = assign(operatorManifestOf('op', [own(0), own(1)]), 1);
    expect(listsOf(restores)).toEqual([['split: s0[0,2) s1[0,2)', 'union: u0[0,1) u1[0,1)', 'broadcast: b0[0,1)']]);
    expect(restores[0]?.operator.map(({ mode }) => mode)).toEqual(['SPLIT', 'UNION', 'BROADCAST']);
  });

  it('case 83: rescaling one operator leaves the others as they were', () => {
    const manifest: SnapshotManifest = snapshotOf([
      operatorManifestOf('kept', [stateOf({ operator: [listHandleOf('k', { entries: 3 })] })]),
      keyedOperator(2),
    ]);
    const assigned = assignState(manifest, { vertices: [vertexOf('kept'), vertexOf('op', { parallelism: 3 })] });
    expect(listsOf(assigned.get('kept') ?? [])).toEqual([['positions: k[0,3)']]);
    expect(assigned.get('op')).toHaveLength(3);
  });

  it('case 84: an operator that is not in the snapshot is not in the assignment', () => {
    expect(assignState(snapshotOf([]), { vertices: [vertexOf('new')] }).has('new')).toBe(false);
  });

  it('case 70: an operator whose subtasks had all finished is restored as finished, at any parallelism', () => {
    const finished = operatorManifestOf('op', [stateOf({}), stateOf({})], { finished: [0, 1] });
    expect(assign(finished, 3).map(({ isFinished }) => isFinished)).toEqual([true, true, true]);
    expect(
      assign(operatorManifestOf('op', [stateOf({}), stateOf({})], { finished: [0] }), 2).map(
        ({ isFinished }) => isFinished,
      ),
    ).toEqual([false, false]);
  });
});
