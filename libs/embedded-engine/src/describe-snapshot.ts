import { StorageError, type OperatorSubtaskState, type SnapshotManifest } from '@weir/engine-core';
import { JobTargetError, type SnapshotDescription } from '@weir/run-contract';
import { assertNever } from '@weir/kernel';

/** What a manifest says, for people. Sizes are those of the state's files. */
export function describeManifest(path: string, manifest: SnapshotManifest): SnapshotDescription {
  const { snapshotId, jobId, runId, epoch, checkpointId, kind, triggerTimestamp, maxParallelism } = manifest;
  return {
    path,
    snapshotId,
    jobId,
    runId,
    epoch,
    checkpointId,
    kind,
    triggerTimestamp,
    maxParallelism,
    stateSize: manifest.files.reduce((total, file) => total + file.size, 0),
    operators: manifest.operators.map(({ uid, name, parallelism, subtasks }) => ({
      uid,
      name,
      parallelism,
      stateSize: subtasks.reduce((total, { state }) => total + blocksOf(state), 0),
    })),
  };
}

/** Bytes of the blocks of one subtask's state: several operators may share its files. */
function blocksOf(state: OperatorSubtaskState): number {
  let size = 0;
  for (const { keyGroups } of state.keyed) for (const block of keyGroups) size += block.length;
  for (const { block } of state.operator) size += block.length;
  return size;
}

/** A storage error in the words of the port; anything else as it is. */
export function asTargetError(error: unknown, path: string): unknown {
  if (!(error instanceof StorageError)) return error;
  switch (error.code) {
    case 'MISSING':
      return new JobTargetError('SNAPSHOT_NOT_FOUND', `No complete snapshot at ${path}: ${error.message}`, {
        cause: error,
      });
    case 'DAMAGED':
      return new JobTargetError('SNAPSHOT_DAMAGED', error.message, { cause: error });
    case 'NOT_ALLOWED':
      return new JobTargetError('PATH_NOT_ALLOWED', error.message, { cause: error });
    case 'IO':
    case 'NOT_PUBLISHED':
    case 'FENCED':
    case 'ALREADY_EXISTS':
    case 'TOO_LARGE':
      return error;
    default:
      return assertNever(error.code);
  }
}
