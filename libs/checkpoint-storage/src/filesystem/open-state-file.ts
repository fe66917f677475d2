import { join } from 'node:path/posix';
import { StorageError, type SnapshotManifest, type StateFile } from '@weir/engine-core';
import type { FileSystem, ReadableFile } from '@weir/engine-core/file-system';
import type { AllowedPaths } from './allowed-paths.ts';
import { decodeHeader, headerBytesMax } from './file-header.ts';

/** A snapshot whose manifest has been read. */
export interface LoadedSnapshot {
  readonly folder: string;
  readonly manifest: SnapshotManifest;
}

export interface StateFilePlace {
  readonly fileSystem: FileSystem;
  readonly allowed: AllowedPaths;
}

/**
 * Opens a file of the snapshot, or the bytes of it that its manifest carries. Rejects with DAMAGED when the manifest does not list it, its size
 * is another, or its head says that it belongs elsewhere.
 */
export async function openStateFile(
  { fileSystem, allowed }: StateFilePlace,
  { folder, manifest }: LoadedSnapshot,
  path: string,
): Promise<ReadableFile> {
  const place = join(folder, path);
  const file = manifest.files.find((listed) => listed.path === path);
  if (file === undefined) throw damaged(place, 'the manifest does not name it');
  const opened =
    file.inline === undefined ? await fileSystem.open(await allowed.resolve(place)) : inlineFile(file.inline);
  try {
    if (opened.size !== file.size) throw damaged(place, `it has ${opened.size} bytes instead of ${file.size}`);
    await checkIdentity(opened, place, { file, manifest });
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

export function damaged(path: string, what: string): StorageError {
  return new StorageError('DAMAGED', `The state file ${path} is damaged: ${what}.`, { details: { path } });
}

function inlineFile(base64: string): ReadableFile {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)),
    close: () => Promise.resolve(),
  };
}

/** A file that lies outside the snapshot's folder is shared, and may be of an earlier snapshot of the job. */
async function checkIdentity(
  opened: ReadableFile,
  path: string,
  { file, manifest }: { readonly file: StateFile; readonly manifest: SnapshotManifest },
): Promise<void> {
  const identity = decodeHeader(await opened.read(0, Math.min(headerBytesMax, opened.size)), path);
  const { jobId, runId, epoch, checkpointId } = manifest;
  const expected: Readonly<Record<string, string | number>> = file.path.startsWith('../')
    ? { jobId }
    : { jobId, runId, epoch, checkpointId };
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
