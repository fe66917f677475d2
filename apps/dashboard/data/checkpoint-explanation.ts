import type { CheckpointDetail, OperatorCheckpoint, Subtask } from './api-types.ts';
import { formatDuration, formatShare } from './format.ts';
import { phaseLabels, phases, type Phase } from './subtask-phases.ts';

interface SubtaskOf {
  readonly operator: string;
  readonly subtask: Subtask;
}

/** Subtasks of an operator that have not acknowledged, by index. */
export interface Awaited {
  readonly operator: string;
  readonly indices: readonly number[];
}

const namedAtMost = 6;

/**
 * One sentence on where the time of a checkpoint went, or on whom it waits for, from its recorded figures alone; undefined when nothing
 * is known of its subtasks.
 */
export function explainCheckpoint(detail: CheckpointDetail): string | undefined {
  const awaited = awaitedSubtasks(detail);
  if (awaited.length > 0) return whoIsMissing(detail, awaited);
  const slowest = slowestSubtask(detail);
  if (slowest === undefined) return undefined;
  return `${whoAndWhere(detail, slowest)}${publication(detail, slowest.subtask)}`;
}

/** Whom a checkpoint waits for, or waited for when it failed; empty once all have acknowledged, and when its details are gone. */
export function awaitedSubtasks(
  detail: Pick<CheckpointDetail, 'status' | 'operators' | 'numSubtasks' | 'numAcknowledgedSubtasks'>,
): readonly Awaited[] {
  if (detail.status === 'COMPLETED' || detail.numAcknowledgedSubtasks >= detail.numSubtasks) return [];
  return detail.operators
    .map((operator) => ({ operator: operator.name, indices: awaitedOf(operator) }))
    .filter(({ indices }) => indices.length > 0);
}

/** The subtasks of an operator that are not among those which acknowledged. */
export function awaitedOf({
  parallelism,
  subtasks,
}: Pick<OperatorCheckpoint, 'parallelism' | 'subtasks'>): readonly number[] {
  const acknowledged = new Set(subtasks.map(({ index }) => index));
  return Array.from({ length: parallelism }, (_, index) => index).filter((index) => !acknowledged.has(index));
}

function whoIsMissing(detail: CheckpointDetail, awaited: readonly Awaited[]): string {
  const { status, numSubtasks, numAcknowledgedSubtasks } = detail;
  const missing = numSubtasks - numAcknowledgedSubtasks;
  const names = awaited.flatMap(({ operator, indices }) => indices.map((index) => `${operator} #${index}`));
  const more = names.length > namedAtMost ? ` and ${names.length - namedAtMost} more` : '';
  const whom = `${names.slice(0, namedAtMost).join(', ')}${more}`;
  return status === 'IN_PROGRESS'
    ? `${missing} of ${numSubtasks} subtasks have not acknowledged yet: ${whom}.`
    : `${missing} of ${numSubtasks} subtasks had not acknowledged when it failed: ${whom}.`;
}

function whoAndWhere(detail: CheckpointDetail, { operator, subtask }: SubtaskOf): string {
  const phase = dominantPhase(subtask);
  const begin = `${operator} #${subtask.index} was the last to finish, after ${formatDuration(subtask.endToEndDuration)}`;
  if (phase === undefined) return `${begin}.`;
  const share = formatShare(subtask[phase] / Math.max(subtask[phase], subtask.endToEndDuration));
  return `${begin}; ${share} of it was ${phaseLabels[phase].toLowerCase()}${awaitedBarrier(subtask, phase)}.`;
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

function awaitedBarrier(subtask: Subtask, phase: Phase): string {
  if (phase !== 'alignmentDuration') return '';
  const last = subtask.channels.toSorted((a, b) => b.barrierTimestamp - a.barrierTimestamp)[0];
  return last === undefined ? '' : `, waiting for the barrier of ${last.from} #${last.fromSubtask}`;
}
