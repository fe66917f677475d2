import { invariant } from '@weir/kernel';

/** Key groups `first` to `last`, both included. */
export interface KeyGroupRange {
  readonly first: number;
  readonly last: number;
}

/** The key group of a key's hash: a whole number from 0 to maxParallelism - 1. */
export function keyGroupOf(keyHash: number, maxParallelism: number): number {
  return (keyHash >>> 0) % maxParallelism;
}

/** The subtask that owns a key group: floor(keyGroup × p / maxParallelism), as in Flink. */
export function subtaskOf(keyGroup: number, maxParallelism: number, parallelism: number): number {
  return Math.floor((keyGroup * parallelism) / maxParallelism);
}

/** The key groups that subtask `subtask` of `parallelism` owns. Every group has exactly one owner. */
export function keyGroupRangeOf(subtask: number, maxParallelism: number, parallelism: number): KeyGroupRange {
  invariant(
    parallelism >= 1 && parallelism <= maxParallelism && subtask >= 0 && subtask < parallelism,
    'No such subtask.',
    {
      subtask,
      parallelism,
      maxParallelism,
    },
  );
  return {
    first: Math.floor((subtask * maxParallelism + parallelism - 1) / parallelism),
    last: Math.floor(((subtask + 1) * maxParallelism - 1) / parallelism),
  };
}
