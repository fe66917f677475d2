import { join } from 'node:path/posix';
import type { FileSystem } from '@weir/engine-core/file-system';
import { epochsOf, sealEpoch } from './epoch-gate.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { removeEmpty, removeFiles } from './remove-snapshot.ts';
import { epochFolder, sealedGateName } from './snapshot-layout.ts';
import { stopSavepoints } from './stop-savepoints.ts';

/** Removes all that a job which is over has in its folder, but complete snapshots. They keep the folders above them. */
export async function removeJob(fileSystem: FileSystem, jobFolder: string): Promise<void> {
  if ((await fileSystem.inspect(jobFolder)) === null) return;
  for (const epoch of await epochsOf(fileSystem, jobFolder)) await sealEpoch(fileSystem, epochFolder(jobFolder, epoch));
  await removeLeftovers(fileSystem, jobFolder, Number.POSITIVE_INFINITY);
  for (const { pointer } of await stopSavepoints(fileSystem, jobFolder)) await fileSystem.remove(pointer);
  for (const epoch of await epochsOf(fileSystem, jobFolder)) {
    // Nothing follows that would have to be told from an open one.
    await removeFiles(fileSystem, join(epochFolder(jobFolder, epoch), sealedGateName));
  }
  await removeEmpty(fileSystem, jobFolder);
}
