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
  return `${whoAndWhere(detail, slowest)}${publication(detail, slowest.subtask)}`;
}

function whoAndWhere(detail: CheckpointDetail, { operator, subtask }: SubtaskOf): string {
  const phase = dominantPhase(subtask);
  const last = detail.status === 'IN_PROGRESS' ? 'the slowest so far' : 'the last to finish';
  const begin = `${operator} #${subtask.index} was ${last}, after ${formatDuration(subtask.endToEndDuration)}`;
  if (phase === undefined) return `${begin}.`;
  const share = formatShare(subtask[phase] / Math.max(subtask[phase], subtask.endToEndDuration));
  return `${begin}; ${share} of it was ${phaseLabels[phase].toLowerCase()}${awaited(subtask, phase)}.`;
}

/** What the coordinator took once all had acknowledged, where that is a fifth of the whole or more. */
function publication(detail: CheckpointDetail, slowest: Subtask): string {
  if (detail.status !== 'COMPLETED' || detail.endToEndDuration === null) return '';
  const after = detail.endToEndDuration - slowest.endToEndDuration;
  const isMuch = after > 0 && after >= 0.2 * detail.endToEndDuration;
  return isMuch ? ` The checkpoint was complete ${formatDuration(after)} later.` : '';
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
