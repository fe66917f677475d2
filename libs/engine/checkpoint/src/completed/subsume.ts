import type { CompletedCheckpoint } from './completed-checkpoint.ts';

/**
 * Which completed checkpoints are too many; `checkpoints` are in rising order of ids. The oldest go first, but never the newest,
 * and never the newest that is not a savepoint, since incremental checkpoints build on it; after the savepoint of a stop
 * nothing builds on anything any more.
 */
export function subsumable(
  checkpoints: readonly CompletedCheckpoint[],
  retainedMax: number,
): readonly CompletedCheckpoint[] {
  const newest = checkpoints.at(-1);
  const newestCheckpoint = checkpoints.findLast((checkpoint) => checkpoint.kind === 'CHECKPOINT');
  let excess = checkpoints.length - Math.max(1, retainedMax);
  return checkpoints.filter((checkpoint) => {
    const isNeeded = checkpoint === newest || (checkpoint === newestCheckpoint && newest?.isSynchronous !== true);
    if (excess <= 0 || isNeeded) return false;
    excess -= 1;
    return true;
  });
}
