import { join } from 'node:path/posix';
import { isSystemError, makeFolders, type FileSystem } from '@weir/engine-core/file-system';
import { FileSinkError, fileFailure } from './file-sink-error.ts';

/**
 * The absolute folder of a relative path under the files root, made when it is missing. No part of the path may be a link or `..`,
 * so that rows never leave the root. The root itself may be reached through one.
 */
export async function openSinkFolder(fileSystem: FileSystem, filesRoot: string, path: string): Promise<string> {
  try {
    await makeFolders(fileSystem, filesRoot);
    let folder = await fileSystem.realPath(filesRoot);
    for (const part of path.split('/')) {
      if (part === '' || part === '.' || part === '..') throw notAllowed(path, `it has the part "${part}"`);
      await makeFolder(fileSystem, folder, part);
      folder = join(folder, part);
    }
    return folder;
  } catch (error) {
    throw fileFailure(error, 'opening the folder', join(filesRoot, path));
  }
}

async function makeFolder(fileSystem: FileSystem, parent: string, name: string): Promise<void> {
  const folder = join(parent, name);
  const found = await fileSystem.inspect(folder);
  if (found !== null && found.kind !== 'folder') {
    throw notAllowed(folder, `${folder} is a ${found.kind}, not a folder`);
  }
  try {
    if (found === null) await fileSystem.makeFolder(folder);
  } catch (error) {
    // Another subtask was faster.
    if (!isSystemError(error, 'EEXIST')) throw error;
  }
  // Also when it was there: whoever made it may have failed before this.
  await fileSystem.syncFolder(parent);
}

function notAllowed(path: string, why: string): FileSinkError {
  return new FileSinkError(
    'NOT_ALLOWED',
    `Files are not written to "${path}": ${why}. Choose a path under the files folder.`,
  );
}
