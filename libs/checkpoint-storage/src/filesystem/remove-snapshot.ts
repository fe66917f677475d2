import { basename, dirname, join } from 'node:path/posix';
import { manifestFileName, StorageError } from '@weir/engine-core';
import { isSystemError, type FileSystem } from '@weir/engine-core/file-system';
import { checkpointFolderPattern, savepointFolderPattern, temporaryManifestPrefix } from './snapshot-layout.ts';

const sweepsMax = 5;

/** Removes a complete snapshot: the manifest first and durably, so that the snapshot is never complete in name only. */
export async function removeSnapshot(fileSystem: FileSystem, path: string): Promise<void> {
  if ((await fileSystem.inspect(path)) === null) return removeFiles(fileSystem, path);
  const manifest = join(path, manifestFileName);
  const isComplete = (await fileSystem.inspect(manifest)) !== null;
  if (!isComplete && !hasSnapshotName(path)) {
    throw new StorageError('NOT_ALLOWED', `${path} is not a snapshot's folder; it was left as it is.`, {
      details: { path },
    });
  }
  if (isComplete) {
    await ignoreMissing(fileSystem.remove(manifest));
    await fileSystem.syncFolder(path);
  }
  await removeFiles(fileSystem, path);
}

/** Removes a snapshot's folder that has no manifest; one that has is left, but for temporary names of it. Returns whether it was removed. */
export async function removeUnpublished(fileSystem: FileSystem, path: string): Promise<boolean> {
  if ((await fileSystem.inspect(join(path, manifestFileName))) !== null) {
    await removeTemporaryManifests(fileSystem, path);
    // Its publisher may have failed before this. What leads to the folder is forgotten next, so it must not come back empty.
    await fileSystem.syncFolder(path);
    return false;
  }
  await removeFiles(fileSystem, path);
  return true;
}

/** Removes the files of a folder and the folder. Other folders inside are not touched, and keep it. */
export async function removeFiles(fileSystem: FileSystem, path: string): Promise<void> {
  // A writer that has not yet heard may add a file between the sweep and the removal of the folder.
  for (let sweep = 1; ; sweep += 1) {
    try {
      for (const entry of await fileSystem.list(path)) {
        if (entry.kind !== 'folder') await ignoreMissing(fileSystem.remove(join(path, entry.name)));
      }
      await fileSystem.removeFolder(path);
      break;
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) break;
      if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST') || sweep === sweepsMax) throw error;
    }
  }
  // Also when it was gone: whoever removed it may have failed before this.
  await ignoreMissing(fileSystem.syncFolder(dirname(path)));
}

async function removeTemporaryManifests(fileSystem: FileSystem, path: string): Promise<void> {
  for (const { name } of await fileSystem.list(path)) {
    if (name.startsWith(temporaryManifestPrefix)) await ignoreMissing(fileSystem.remove(join(path, name)));
  }
}

async function ignoreMissing(done: Promise<void>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
}

function hasSnapshotName(path: string): boolean {
  return checkpointFolderPattern.test(basename(path)) || savepointFolderPattern.test(basename(path));
}
