import { StorageError, type SnapshotManifest } from '@weir/engine-core';
import type { ReadableFile } from '@weir/engine-core/file-system';
import { decodeHeader, headerBytesMax } from './file-header.ts';

/** Rejects with DAMAGED unless the file's head says that it belongs to the manifest's snapshot. A shared file may be of an earlier one. */
export async function checkIdentity(file: ReadableFile, path: string, manifest: SnapshotManifest): Promise<void> {
  const identity = decodeHeader(await file.read(0, Math.min(headerBytesMax, file.size)), path);
  const isShared = path.includes('/shared/');
  const expected: Readonly<Record<string, string | number>> = isShared
    ? { jobId: manifest.jobId }
    : { jobId: manifest.jobId, runId: manifest.runId, epoch: manifest.epoch, checkpointId: manifest.checkpointId };
  for (const [field, value] of Object.entries(expected)) {
    const found = identity[field as keyof typeof identity];
    if (found === value) continue;
    throw new StorageError(
      'DAMAGED',
      `The state file ${path} does not belong here: its ${field} is ${found}, the snapshot's is ${value} (owner ${identity.owner}).`,
      { details: { path } },
    );
  }
}
