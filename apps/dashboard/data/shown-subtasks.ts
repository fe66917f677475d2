import type { Subtask } from './api-types.ts';

/** An operator with more subtasks than this shows its slowest ones first. */
export const subtasksAtOnce = 24;
const slowestShown = 8;

/**
 * The rows of an operator: all of its subtasks by index, or, of a wide operator that is folded, its slowest ones, the slowest first.
 */
export function shownSubtasks(subtasks: readonly Subtask[], view: 'folded' | 'all'): readonly Subtask[] {
  if (view === 'all' || subtasks.length <= subtasksAtOnce) return subtasks;
  return subtasks
    .toSorted((a, b) => b.endToEndDuration - a.endToEndDuration || a.index - b.index)
    .slice(0, slowestShown);
}
