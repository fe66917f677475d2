import type { SnapshotManifest } from '@weir/engine-core';

/** A published snapshot that the coordinator may restore from, and, when it owns it, delete. */
export interface CompletedCheckpoint {
  readonly checkpointId: number;
  readonly kind: 'CHECKPOINT' | 'SAVEPOINT';
  /** The savepoint of a stop: the tasks have committed it. It is restored like a checkpoint, but belongs to the user and is never deleted. */
  readonly isSynchronous: boolean;
  /** Absolute folder. */
  readonly path: string;
  readonly manifest: SnapshotManifest;
  /**
   * OWNED: made by this job, or restored with CLAIM; it is deleted by the rules of retention.
   * NOT_OWNED: it is never deleted by this job, and neither are the files it names.
   */
  readonly ownership: 'OWNED' | 'NOT_OWNED';
}
