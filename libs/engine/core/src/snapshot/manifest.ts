import type { JsonValue } from '../state/operator-state-store.ts';
import type { OperatorSubtaskState, StateFile } from './handles.ts';

export const manifestFileName = '_metadata';
export const manifestFormatVersion = 1;

/** A snapshot is named by its folder, or by the manifest in it: its folder, without slashes at the end. */
export function snapshotFolderOf(path: string): string {
  const folder = path.endsWith(`/${manifestFileName}`) ? path.slice(0, -manifestFileName.length) : path;
  let end = folder.length;
  while (end > 1 && folder.charAt(end - 1) === '/') end -= 1;
  return folder.slice(0, end);
}

/** Contents of `_metadata` (JSON). Its presence means that the snapshot is complete; it names everything a restore needs. */
export interface SnapshotManifest {
  readonly formatVersion: number;
  readonly snapshotId: string;
  readonly jobId: string;
  readonly runId: string;
  readonly epoch: number;
  readonly checkpointId: number;
  readonly kind: 'CHECKPOINT' | 'SAVEPOINT';
  readonly triggerTimestamp: number;
  /** The savepoint of a stop: the job ended with it, and its sinks committed what it covers. Absent otherwise. */
  readonly ending?: 'STOP' | 'DRAIN';
  /** Hex SHA-256 of the canonical JSON of the spec the job ran with. */
  readonly specDigest: string;
  readonly maxParallelism: number;
  readonly operators: readonly OperatorManifest[];
  /** State taken on the coordinator's side before the tasks were triggered, by name; absent when there is none. */
  readonly coordinatorStates?: Readonly<Record<string, JsonValue>> | undefined;
  /** Every file the handles name; small ones with their bytes. */
  readonly files: readonly StateFile[];
}

export interface OperatorManifest {
  readonly uid: string;
  readonly name: string;
  readonly parallelism: number;
  readonly maxParallelism: number;
  /** By index. A subtask that had ended before the checkpoint began, or was restored as finished, has `finished: true`. */
  readonly subtasks: readonly SubtaskManifest[];
}

export interface SubtaskManifest {
  readonly index: number;
  readonly finished: boolean;
  readonly state: OperatorSubtaskState;
  readonly timings: SubtaskTimings;
}

/** Milliseconds, but the timestamps, which are epoch milliseconds; sizes in bytes. */
export interface SubtaskTimings {
  readonly startDelay: number;
  readonly alignmentDuration: number;
  readonly syncDuration: number;
  readonly asyncDuration: number;
  readonly ackTimestamp: number;
  readonly checkpointedSize: number;
  readonly stateSize: number;
  readonly processedData: number;
  readonly channels: readonly ChannelTiming[];
}

export interface ChannelTiming {
  readonly fromUid: string;
  readonly fromSubtask: number;
  readonly barrierTimestamp: number;
  readonly blockedDuration: number;
}
