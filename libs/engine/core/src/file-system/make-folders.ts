import { isSystemError } from './file-system-error.ts';
import type { FileSystem } from './file-system.ts';

/**
 * Makes a folder with the parents it lacks, and makes their names durable: the parent of each new folder is synced, and that of the
 * deepest one that was there, for whoever made it may have failed before its sync. A folder that exists is success.
 */
export async function makeFolders(fileSystem: FileSystem, path: string): Promise<void> {
  const parent = path.slice(0, Math.max(1, path.lastIndexOf('/')));
  const found = await fileSystem.inspect(path);
  if (found !== null && found.kind !== 'file') {
    if (parent !== path) await syncReadable(fileSystem, parent);
    return;
  }
  if (parent !== path) await makeFolders(fileSystem, parent);
  try {
    await fileSystem.makeFolder(path);
  } catch (error) {
    // Somebody else was faster: the folder is there, which is what was wanted. A file there is an error.
    if (!isSystemError(error, 'EEXIST') || found !== null) throw error;
  }
  await fileSystem.syncFolder(parent);
}

/** A folder that this process may not read is not one in which it makes folders. */
async function syncReadable(fileSystem: FileSystem, path: string): Promise<void> {
  try {
    await fileSystem.syncFolder(path);
  } catch (error) {
    if (!isSystemError(error, 'EACCES', 'EPERM')) throw error;
  }
}
