import { describe, expect, it } from 'vitest';
import { drawWorld } from '../world/draw-world.ts';
import { SeededRandom } from '../seeded-random.ts';
import type { Pipeline } from '../world/pipeline.ts';
import type { World } from '../world/world.ts';
import { checkOrder } from './check-order.ts';
import type { CommittedFile } from './read-committed.ts';

const pipeline: Pipeline = {
  sources: [{ uid: 'source', rows: 20, start: 0, keys: 1 }],
  steps: [{ kind: 'map', addend: 1 }],
  sink: 'sink',
};
/** Two splits: even and odd rows. */
function worldWith(parallelismOfStep: number, parallelismOfSink: number): World {
  const operators = [
    { uid: 'source', type: 'datagen', parallelism: 1 },
    { uid: 'step', type: 'map', input: 'source', parallelism: parallelismOfStep },
    { uid: 'sink', type: 'file', input: 'step', parallelism: parallelismOfSink },
  ];
  const world = drawWorld(1, new SeededRandom(1, 1));
  return { ...world, guarantee: 'EXACTLY_ONCE', parallelisms: [1], spec: { maxParallelism: 2, operators } };
}

function file(subtask: number, number: number, rows: readonly number[]): CommittedFile {
  return { epoch: 1, subtask, number, rows: rows.map((n) => ({ n })) };
}

describe('checkOrder', () => {
  it('lets splits overtake each other, and subtasks', () => {
    const files = [file(0, 0, [1, 3, 0]), file(0, 1, [2, 5]), file(1, 0, [4])];
    expect(checkOrder(worldWith(1, 2), pipeline, files)).toBeNull();
  });

  it('finds rows of a split that overtook, within a file and between two', () => {
    expect(checkOrder(worldWith(1, 2), pipeline, [file(0, 0, [2, 0])])).toContain('behind row 2');
    expect(checkOrder(worldWith(1, 2), pipeline, [file(0, 0, [3]), file(0, 1, [1])])).toContain('stands in file 1');
  });

  it('promises nothing where rows are dealt out twice', () => {
    expect(checkOrder(worldWith(3, 2), pipeline, [file(0, 0, [2, 0])])).toBeNull();
  });
});
