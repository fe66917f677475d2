import type { AlignmentTiming, CheckpointDeclineReason, SubtaskAcknowledged } from '@weir/engine-checkpoint';
import { emptySubtaskState, type CheckpointBarrier } from '@weir/engine-core';
import type { WrittenState } from '../state/subtask-state-writer.ts';
import type { InputChannel } from './input-gate.ts';

/** What the coordinator is told of one checkpoint. */
export type SnapshotAnswer =
  | ({ readonly kind: 'acknowledged'; readonly checkpointId: number } & Pick<
      SubtaskAcknowledged,
      'location' | 'lifecycle' | 'operators' | 'timings'
    >)
  | {
      readonly kind: 'declined';
      readonly checkpointId: number;
      readonly reason: CheckpointDeclineReason;
      readonly message: string;
    };

/** What the asynchronous part has made. */
export interface WrittenSnapshot {
  readonly written: WrittenState;
  readonly asyncDuration: number;
}

export interface AcknowledgementFacts {
  readonly barrier: CheckpointBarrier;
  readonly lifecycle: SubtaskAcknowledged['lifecycle'];
  readonly timing: AlignmentTiming;
  readonly syncDuration: number;
  /** Null: the task had nothing to write. */
  readonly result: WrittenSnapshot | null;
  /** Operators of the chain. */
  readonly uids: readonly string[];
  readonly channels: readonly InputChannel[];
  readonly ackTimestamp: number;
}

/** The acknowledgement of a snapshot: the state by operator, and how long each part of it took. */
export function acknowledgementOf(facts: AcknowledgementFacts): SnapshotAnswer {
  const { barrier, lifecycle, timing, syncDuration, result, uids, channels, ackTimestamp } = facts;
  const bytes = result?.written.bytes ?? 0;
  return {
    kind: 'acknowledged',
    checkpointId: barrier.checkpointId,
    location: barrier.options.location,
    lifecycle,
    operators: uids.map((uid) => {
      const size = result?.written.sizes.get(uid) ?? 0;
      const state = result?.written.states.get(uid) ?? emptySubtaskState;
      return { uid, state, checkpointedSize: size, stateSize: size };
    }),
    timings: {
      startDelay: timing.startDelay,
      alignmentDuration: timing.alignmentDuration,
      syncDuration,
      asyncDuration: result?.asyncDuration ?? 0,
      ackTimestamp,
      checkpointedSize: bytes,
      stateSize: bytes,
      processedData: timing.processedData,
      channels: timing.channels.flatMap(({ channel, barrierTimestamp, blockedDuration }) => {
        const from = channels[channel];
        if (from === undefined) return [];
        return [{ fromUid: from.fromUid, fromSubtask: from.fromSubtask, barrierTimestamp, blockedDuration }];
      }),
    },
  };
}
