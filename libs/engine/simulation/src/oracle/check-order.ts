import type { Pipeline } from '../world/pipeline.ts';
import { inputsOf } from '../world/stable-chains.ts';
import type { World } from '../world/world.ts';
import type { CommittedFile } from './read-committed.ts';

type OperatorSpec = Readonly<Record<string, unknown>>;

/**
 * Rows of one split of a source are made one after the other. While at most one exchange on their way deals them out anew, those that
 * come to one subtask of the sink come in that order, and so they stand in its files, the first file first. What overtook, in words;
 * null when nothing did, or when nothing is promised.
 */
export function checkOrder(world: World, pipeline: Pipeline, files: readonly CommittedFile[]): string | null {
  const isPlain = pipeline.steps.every(({ kind }) => kind !== 'aggregate' && kind !== 'tally');
  if (!isPlain || world.guarantee !== 'EXACTLY_ONCE') return null;
  if (pipeline.sources.some(({ uid }) => exchangesOf(world, uid, pipeline.sink) > 1)) return null;
  const splits = Number(world.spec['maxParallelism']);
  const last = new Map<string, number>();
  for (const { subtask, number, rows } of files) {
    for (const row of rows) {
      const n = Number(row['n']);
      const source = pipeline.sources.find(({ start, rows: count }) => n >= start && n < start + count);
      if (source === undefined) return `unknown row: ${JSON.stringify(row)}`;
      const way = `${source.uid}, split ${(n - source.start) % splits}, sink subtask ${subtask}`;
      const before = last.get(way) ?? -1;
      if (n < before) return `${way}: row ${n} stands in file ${number}, behind row ${before}`;
      last.set(way, n);
    }
  }
  return null;
}

/** Exchanges between a source and a sink that deal rows to other subtasks, in the run that has most of them. */
function exchangesOf({ spec, parallelisms }: World, source: string, sink: string): number {
  const operators = new Map(
    (spec['operators'] as readonly OperatorSpec[]).map((operator) => [operator['uid'], operator]),
  );
  return Math.max(
    ...parallelisms.map((parallelism) => {
      const placeOf = (uid: unknown): unknown => operators.get(uid)?.['parallelism'] ?? parallelism;
      let exchanges = 0;
      for (let uid: unknown = sink; uid !== source;) {
        const input: unknown = nextTowards(operators, uid, source);
        if (input === undefined) break;
        if (placeOf(input) !== placeOf(uid)) exchanges += 1;
        uid = input;
      }
      return exchanges;
    }),
  );
}

/** The input of an operator on the way to a source; only a union has several, and its inputs are the sources. */
function nextTowards(operators: ReadonlyMap<unknown, OperatorSpec>, uid: unknown, source: string): unknown {
  const inputs = inputsOf(operators.get(uid) ?? {});
  return inputs.includes(source) ? source : inputs[0];
}
