import { createHash } from 'node:crypto';
import { join } from 'node:path/posix';
import { isSystemError, type FileSystem } from '@weir/engine-core/file-system';

/**
 * A savepoint may stand anywhere under the allowed roots, where no clean-up looks. Before its folder is made its path is noted in
 * the epoch's gate, durably; the note goes when the savepoint is published or given up. A note left in a sealed gate leads the
 * clean-up to the folder.
 */
const intentPattern = /^savepoint-[0-9a-f]{32}\.intent$/;

export async function recordSavepoint(fileSystem: FileSystem, gate: string, path: string): Promise<void> {
  const file = await fileSystem.create(intentPath(gate, path));
  try {
    await file.write(new TextEncoder().encode(path));
    await file.sync();
  } finally {
    await file.close();
  }
  await fileSystem.syncFolder(gate);
}

/** Missing is success, as for a checkpoint, which has none. A sealed gate keeps its notes for the clean-up. */
export async function forgetSavepoint(fileSystem: FileSystem, gate: string, path: string): Promise<void> {
  try {
    await fileSystem.remove(intentPath(gate, path));
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
}

/** The folders that are noted in a gate. */
export async function notedSavepoints(fileSystem: FileSystem, gate: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { name } of await fileSystem.list(gate)) {
    if (!intentPattern.test(name)) continue;
    const file = await fileSystem.open(join(gate, name));
    try {
      const path = new TextDecoder().decode(await file.read(0, file.size));
      // A note torn by a crash was never synced, so its folder was not made.
      if (intentPath(gate, path) === join(gate, name)) paths.push(path);
    } finally {
      await file.close();
    }
  }
  return paths;
}

function intentPath(gate: string, path: string): string {
  return join(gate, `savepoint-${createHash('sha256').update(path).digest('hex').slice(0, 32)}.intent`);
}
