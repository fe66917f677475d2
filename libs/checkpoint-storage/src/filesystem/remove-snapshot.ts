import { basename, dirname, join } from 'node:path/posix';
import { manifestFileName, StorageError } from '@weir/engine-core';
import { isSystemError, type FileSystem } from '@weir/engine-core/file-system';
import {
  checkpointFolderPattern,
  epochOfName,
  savepointFolderPattern,
  temporaryManifestPrefix,
} from './snapshot-layout.ts';

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
  await removeEmptyParents(fileSystem, path);
}

/**
 * Removes a checkpoint without making durable that its folder is gone: it may come back, whole. Where it has no files, none of the two
 * removals needs to be durable before the other.
 */
export async function removeSubsumed(fileSystem: FileSystem, path: string): Promise<void> {
  await ignoreMissing(fileSystem.remove(join(path, manifestFileName)));
  try {
    await ignoreMissing(fileSystem.removeFolder(path));
  } catch (error) {
    if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    await fileSystem.syncFolder(path);
    await sweep(fileSystem, path);
  }
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
  await sweep(fileSystem, path);
  // Also when it was gone: whoever removed it may have failed before this.
  await syncIfThere(fileSystem, dirname(path));
}

/** Removes a folder that holds nothing. Returns whether it is gone. */
export async function removeEmpty(fileSystem: FileSystem, folder: string): Promise<boolean> {
  try {
    await fileSystem.removeFolder(folder);
  } catch (error) {
    if (isSystemError(error, 'ENOTEMPTY', 'EEXIST')) return false;
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
  await fileSystem.syncFolder(dirname(folder));
  return true;
}

export async function syncIfThere(fileSystem: FileSystem, folder: string): Promise<void> {
  await ignoreMissing(fileSystem.syncFolder(folder));
}

/** Removes the folders above a snapshot of a job that was removed, when this was its last. Those of a job that is there hold a gate. */
async function removeEmptyParents(fileSystem: FileSystem, snapshotFolder: string): Promise<void> {
  const parent = dirname(snapshotFolder);
  if (epochOfName(basename(parent)) === undefined) return;
  if (await removeEmpty(fileSystem, parent)) await removeEmpty(fileSystem, dirname(parent));
}

async function sweep(fileSystem: FileSystem, path: string): Promise<void> {
  // A writer that has not yet heard may add a file between the sweep and the removal of the folder.
  for (let count = 1; ; count += 1) {
    try {
      for (const entry of await fileSystem.list(path)) {
        if (entry.kind !== 'folder') await ignoreMissing(fileSystem.remove(join(path, entry.name)));
      }
      return await fileSystem.removeFolder(path);
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return;
      if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST') || count === sweepsMax) throw error;
    }
  }
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
