import { join } from 'node:path/posix';
import { isSystemError, type FileSystem } from '@weir/engine-core/file-system';
import { epochsOf, gateOf, sealEpoch } from './epoch-gate.ts';
import { removeEmpty, removeFiles, removeUnpublished } from './remove-snapshot.ts';
import { notedSavepoints } from './savepoint-intent.ts';
import { removeStalePointers, stopSavepoints } from './stop-savepoints.ts';
import { checkpointFolderPattern, epochFolder, sealedGateName, stagedEpochPattern } from './snapshot-layout.ts';

/**
 * Removes what attempts with an epoch below `epoch` left unfinished: folders of checkpoints and savepoints without a manifest,
 * temporary manifests, folders of epochs that hold nothing any more. Sealed epochs only, so nothing there can still be published.
 */
export async function removeLeftovers(fileSystem: FileSystem, jobFolder: string, epoch: number): Promise<void> {
  if ((await fileSystem.inspect(jobFolder)) === null) return;
  for (const lower of await epochsOf(fileSystem, jobFolder)) {
    const folder = epochFolder(jobFolder, lower);
    if (lower < epoch && (await gateOf(fileSystem, folder)) === 'SEALED') await cleanEpoch(fileSystem, folder);
  }
  await removeStalePointers(fileSystem, jobFolder, epoch);
  for (const { name } of await fileSystem.list(jobFolder)) {
    const staged = stagedEpochPattern.exec(name);
    if (staged && Number(staged[1]) < epoch) await removeStaged(fileSystem, join(jobFolder, name));
  }
}

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

async function cleanEpoch(fileSystem: FileSystem, folder: string): Promise<void> {
  const sealed = join(folder, sealedGateName);
  const hasGate = (await fileSystem.inspect(sealed)) !== null;
  if (hasGate) {
    for (const savepoint of await notedSavepoints(fileSystem, sealed)) await removeUnpublished(fileSystem, savepoint);
  }
  let kept = 0;
  for (const { name } of await fileSystem.list(folder)) {
    if (!checkpointFolderPattern.test(name)) continue;
    if (!(await removeUnpublished(fileSystem, join(folder, name)))) kept += 1;
  }
  if (kept === 0) {
    if (hasGate) await removeFiles(fileSystem, sealed);
    await removeEmptied(fileSystem, folder);
  } else if (hasGate) {
    for (const { name } of await fileSystem.list(sealed)) await fileSystem.remove(join(sealed, name));
  }
}

/** A stale attempt that does not know yet may just have made another folder there: the next clean-up takes it. */
async function removeEmptied(fileSystem: FileSystem, folder: string): Promise<void> {
  try {
    await removeFiles(fileSystem, folder);
  } catch (error) {
    if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST')) throw error;
  }
}

/** An attempt that died, or is still busy, before its epoch's folder got its name: it finds its epoch refused. */
async function removeStaged(fileSystem: FileSystem, staged: string): Promise<void> {
  for (const { name } of await fileSystem.list(staged)) await removeFiles(fileSystem, join(staged, name));
  await removeFiles(fileSystem, staged);
}
