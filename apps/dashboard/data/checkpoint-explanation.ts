import type { CheckpointDetail, Subtask } from './api-types.ts';
import { formatDuration, formatShare } from './format.ts';
import { phaseLabels, phases, type Phase } from './subtask-phases.ts';

interface SubtaskOf {
  readonly operator: string;
  readonly subtask: Subtask;
}

/**
 * One sentence on where the time of a checkpoint went, from its recorded figures alone;
 * undefined when nothing was acknowledged.
 */
export function explainCheckpoint(detail: CheckpointDetail): string | undefined {
  const slowest = slowestSubtask(detail);
  if (slowest === undefined) return undefined;
  const who = `${slowest.operator} #${slowest.subtask.index}`;
  const phase = dominantPhase(slowest.subtask);
  const took = formatDuration(slowest.subtask.endToEndDuration);
  const last = detail.status === 'IN_PROGRESS' ? 'the slowest so far' : 'the last to finish';
  if (phase === undefined) return `${who} was ${last}, after ${took}.`;
  const share = formatShare(slowest.subtask[phase] / Math.max(1, slowest.subtask.endToEndDuration));
  return `${who} was ${last}, after ${took}; ${share} of it was ${phaseLabels[phase].toLowerCase()}${awaited(slowest.subtask, phase)}.`;
}

export function slowestSubtask(detail: Pick<CheckpointDetail, 'operators'>): SubtaskOf | undefined {
  const all = detail.operators.flatMap((operator) =>
    operator.subtasks.map((subtask) => ({ operator: operator.name, subtask })),
  );
  return all.toSorted((a, b) => b.subtask.endToEndDuration - a.subtask.endToEndDuration)[0];
}

function dominantPhase(subtask: Subtask): Phase | undefined {
  const longest = phases.toSorted((a, b) => subtask[b] - subtask[a])[0];
  return longest !== undefined && subtask[longest] > 0 ? longest : undefined;
}

function awaited(subtask: Subtask, phase: Phase): string {
  if (phase !== 'alignmentDuration') return '';
  const last = subtask.channels.toSorted((a, b) => b.barrierTimestamp - a.barrierTimestamp)[0];
  return last === undefined ? '' : `, waiting for the barrier of ${last.from} #${last.fromSubtask}`;
}
