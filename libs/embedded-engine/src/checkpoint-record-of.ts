import type { CheckpointStatistics, OperatorStatistics, SubtaskStatistics } from '@weir/engine-checkpoint';
import type { CheckpointRecord, OperatorCheckpointRecord, SubtaskCheckpointRecord } from '@weir/run-contract';

/** The engine's statistics of a checkpoint as the platform records them. */
export function checkpointRecordOf(statistics: CheckpointStatistics): CheckpointRecord {
  return { ...statistics, operators: statistics.operators.map(operatorRecordOf) };
}

function operatorRecordOf({ uid, name, parallelism, subtasks }: OperatorStatistics): OperatorCheckpointRecord {
  return { uid, name, parallelism, subtasks: subtasks.map(subtaskRecordOf) };
}

function subtaskRecordOf({ channels, ...timings }: SubtaskStatistics): SubtaskCheckpointRecord {
  return {
    ...timings,
    channels: channels.map(({ fromUid, fromSubtask, barrierTimestamp, blockedDuration }) => ({
      from: fromUid,
      fromSubtask,
      barrierTimestamp,
      blockedDuration,
    })),
  };
}
