import type { SeededRandom } from '../seeded-random.ts';
import { sourceSpecOf, specOf, type DrawnPipelines } from './draw-pipelines.ts';
import { keyColumnsOf, type Step } from './pipeline.ts';

/** More keys than one turn of a snapshot's background write takes (32 768), and rows that come back to the first of them while it goes on. */
const keys = 36_000;
const rows = 50_000;

/** One aggregate, in one subtask at first, whose table takes several turns to write. */
export function drawLargeTable(random: SeededRandom): DrawnPipelines {
  const source = { uid: 'source-0', rows, start: 0, keys: 1 };
  const rekey: Step = {
    kind: 'rekey',
    type: random.pick(['INT', 'BIGINT', 'COMPOUND']),
    modulus: keys,
    isNullable: random.chance(0.3),
  };
  const aggregate: Step = { kind: 'aggregate', emit: 'latest-per-batch' };
  const steps = [rekey, aggregate];
  return {
    operators: [
      sourceSpecOf(source, { index: 0, rowsPerSecond: random.pick([150_000, 400_000]) }),
      { uid: 'rekey', input: source.uid, ...specOf(rekey) },
      { uid: 'aggregate', input: 'rekey', ...specOf(aggregate), keyBy: keyColumnsOf(steps) },
      { uid: 'sink', input: 'aggregate', type: 'file', path: 'sink', format: 'jsonl' },
    ],
    pipelines: [{ sources: [source], steps, sink: 'sink' }],
  };
}
