import { PlatformError, type PlatformErrorOptions } from '@weir/kernel';
import type { ListedSnapshot } from '@weir/engine-core';
import type { CompletedCheckpoint } from './completed-checkpoint.ts';

export const checkpointRecoveryErrorCodes = [
  /** A retained checkpoint is there but cannot be read. */
  'DAMAGED_CHECKPOINT',
] as const;
export type CheckpointRecoveryErrorCode = (typeof checkpointRecoveryErrorCodes)[number];

export class CheckpointRecoveryError extends PlatformError<CheckpointRecoveryErrorCode> {
  constructor(code: CheckpointRecoveryErrorCode, message: string, options: PlatformErrorOptions = {}) {
    super(code, message, false, options);
  }
}

/**
 * The storage's list as the coordinator takes it, oldest first. A damaged entry is an error and not skipped: to fall back on an
 * older checkpoint silently would undo what sinks have committed since. Throws CheckpointRecoveryError.
 * When two attempts completed the same id, the list's first (the higher epoch) counts.
 */
export function recoverCompletedCheckpoints(listed: readonly ListedSnapshot[]): readonly CompletedCheckpoint[] {
  const byId = new Map<number, CompletedCheckpoint>();
  for (const { path, manifest, damage } of listed) {
    if (manifest === null) {
      throw new CheckpointRecoveryError(
        'DAMAGED_CHECKPOINT',
        `The checkpoint at ${path} cannot be read: ${damage ?? 'it has no manifest'}. Repair or remove it, or restore from a snapshot by name.`,
        { details: { path } },
      );
    }
    if (byId.has(manifest.checkpointId)) continue;
    byId.set(manifest.checkpointId, {
      checkpointId: manifest.checkpointId,
      kind: manifest.kind,
      isSynchronous: manifest.ending !== undefined,
      path,
      manifest,
      ownership: 'OWNED',
    });
  }
  return [...byId.values()].sort((left, right) => left.checkpointId - right.checkpointId);
}
