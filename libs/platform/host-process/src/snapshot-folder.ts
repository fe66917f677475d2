import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError, type Logger } from '@weir/kernel';
import type { Store } from '@weir/persistence';
import { decideSnapshotFolder, markName } from './decide-snapshot-folder.ts';

/**
 * Sees to it that the snapshots below the folder are this installation's, and that recorded paths lead there, also after it was moved. The
 * folder exists. Rejects with a `SnapshotFolderError` when it is somebody else's.
 */
export async function settleSnapshotFolder(
  { store, logger }: { readonly store: Store; readonly logger: Logger },
  host: { readonly folder: string; readonly workerId: string },
): Promise<void> {
  const { folder, workerId } = host;
  await store.write(async ({ installation: row, workers }) => {
    const installation = await row.lock();
    const isOtherUp = (await workers.list()).some(({ id, isOnline }) => isOnline && id !== workerId);
    const belongsTo = await markOf(folder);
    const decision = decideSnapshotFolder({ installation, folder, belongsTo, isOtherUp });
    if (decision.kind === 'REFUSE') throw new SnapshotFolderError(decision.message);
    if (decision.kind === 'TAKE') {
      await writeFile(join(folder, markName), `${installation.id}\n`);
      await row.settle(folder);
    }
    if (decision.kind === 'MOVE') {
      await row.move(decision.from, folder);
      logger.log('info', 'The snapshot folder was moved; recorded paths follow it.', {
        from: decision.from,
        to: folder,
      });
    }
  });
}

export class SnapshotFolderError extends PlatformError<'SNAPSHOT_FOLDER_REFUSED'> {
  constructor(message: string) {
    super('SNAPSHOT_FOLDER_REFUSED', message, false);
  }
}

async function markOf(folder: string): Promise<string | null> {
  try {
    const text = (await readFile(join(folder, markName), 'utf8')).trim();
    // Torn by a crash while it was written: nobody's.
    return text.length === 36 ? text : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
