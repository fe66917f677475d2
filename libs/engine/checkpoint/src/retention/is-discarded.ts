import type { CheckpointRetentionPolicy, SnapshotFate } from './checkpoint-retention-policy.ts';

/** Flink's matrix (CheckpointProperties): whether a checkpoint's files go when this befalls it. */
const discarded: Readonly<Record<CheckpointRetentionPolicy, Readonly<Record<SnapshotFate, boolean>>>> = {
  NEVER: { SUBSUMED: true, FINISHED: true, CANCELED: true, FAILED: true, SUSPENDED: true },
  ON_FAILURE: { SUBSUMED: true, FINISHED: true, CANCELED: true, FAILED: false, SUSPENDED: true },
  ON_CANCELLATION: { SUBSUMED: true, FINISHED: true, CANCELED: false, FAILED: false, SUSPENDED: false },
};

export interface DiscardQuestion {
  /** A snapshot that a restore claimed is a checkpoint like any other. */
  readonly kind: 'CHECKPOINT' | 'SAVEPOINT';
  readonly policy: CheckpointRetentionPolicy;
  readonly fate: SnapshotFate;
}

/** Savepoints belong to the user: nothing that happens to the job discards them. */
export function isDiscarded({ kind, policy, fate }: DiscardQuestion): boolean {
  return kind === 'CHECKPOINT' && discarded[policy][fate];
}
