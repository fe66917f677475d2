import type { CheckpointKind } from './checkpoint-record.ts';

/** Both newest first. */
export interface SnapshotListing {
  /** Complete. */
  readonly readable: readonly SnapshotDescription[];
  /** There, and of no use as they are. */
  readonly damaged: readonly DamagedSnapshot[];
}

export interface DamagedSnapshot {
  readonly path: string;
  readonly checkpointId: number;
  /** A sentence that says what is wrong with it. */
  readonly damage: string;
}

export interface SnapshotDescription {
  readonly path: string;
  readonly snapshotId: string;
  readonly jobId: string;
  readonly runId: string;
  readonly epoch: number;
  readonly checkpointId: number;
  readonly kind: CheckpointKind;
  readonly triggerTimestamp: number;
  readonly stateSize: number;
  readonly maxParallelism: number;
  readonly operators: readonly {
    readonly uid: string;
    readonly name: string;
    readonly parallelism: number;
    readonly stateSize: number;
  }[];
}
