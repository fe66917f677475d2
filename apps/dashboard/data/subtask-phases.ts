import type { OperatorCheckpoint, Subtask } from './api-types.ts';

export const phases = ['startDelay', 'alignmentDuration', 'syncDuration', 'asyncDuration'] as const;
export type Phase = (typeof phases)[number];

export const phaseLabels: Readonly<Record<Phase, string>> = {
  startDelay: 'Start delay',
  alignmentDuration: 'Alignment',
  syncDuration: 'Sync',
  asyncDuration: 'Async',
};

export const phaseMeanings: Readonly<Record<Phase, string>> = {
  startDelay: 'From the trigger to the arrival of the first barrier.',
  alignmentDuration: 'From the first barrier to the last; channels that were early stood still.',
  syncDuration: 'The synchronous cut, in which no record is processed.',
  asyncDuration: 'Writing in the background, beside the processing.',
};

/** A piece of a subtask's bar, in shares (0 to 1) of the axis that all subtasks of the checkpoint use. */
export interface PhaseSegment {
  readonly phase: Phase;
  readonly ms: number;
  readonly from: number;
  readonly width: number;
}

/** Length of the axis: the longest sum of phases of any subtask, at least 1 ms. */
export function phaseAxisMs(operators: readonly OperatorCheckpoint[]): number {
  return Math.max(1, ...operators.flatMap((operator) => operator.subtasks.map(phaseSum)));
}

export function phaseSegments(subtask: Subtask, axisMs: number): readonly PhaseSegment[] {
  let begin = 0;
  return phases.map((phase) => {
    const ms = subtask[phase];
    const segment = { phase, ms, from: begin / axisMs, width: ms / axisMs };
    begin += ms;
    return segment;
  });
}

function phaseSum(subtask: Subtask): number {
  return phases.reduce((sum, phase) => sum + subtask[phase], 0);
}

export interface BarrierArrival {
  readonly from: string;
  readonly fromSubtask: number;
  /** Milliseconds after the checkpoint's trigger. */
  readonly afterTrigger: number;
  readonly blockedDuration: number;
  /** The barrier everyone else waited for. */
  readonly isLast: boolean;
}

/** Arrivals in order of time. A subtask with one channel has no last one: nobody waited. */
export function barrierArrivals(subtask: Subtask, triggerTimestamp: number): readonly BarrierArrival[] {
  const sorted = subtask.channels.toSorted((a, b) => a.barrierTimestamp - b.barrierTimestamp);
  return sorted.map((channel, index) => ({
    from: channel.from,
    fromSubtask: channel.fromSubtask,
    afterTrigger: channel.barrierTimestamp - triggerTimestamp,
    blockedDuration: channel.blockedDuration,
    isLast: sorted.length > 1 && index === sorted.length - 1,
  }));
}
