import { StorageError, type SnapshotManifest, type StateFile } from '@weir/engine-core';
import type { ReadableFile } from '@weir/engine-core/file-system';
import { decodeHeader, headerBytesMax } from './file-header.ts';

/** A file as the manifest that names it describes it. */
export interface NamedFile {
  readonly file: StateFile;
  readonly manifest: SnapshotManifest;
}

/**
 * Rejects with DAMAGED unless the head of the file opened at `path` says that it belongs to the manifest's snapshot. One that
 * lies outside the snapshot's folder is shared, and may be of an earlier snapshot of the job.
 */
export async function checkIdentity(opened: ReadableFile, path: string, named: NamedFile): Promise<void> {
  const { file, manifest } = named;
  const identity = decodeHeader(await opened.read(0, Math.min(headerBytesMax, opened.size)), path);
  const isShared = file.path.startsWith('../');
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
