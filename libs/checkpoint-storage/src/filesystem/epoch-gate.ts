import { basename, dirname, join } from 'node:path/posix';
import { manifestFileName, StorageError } from '@weir/engine-core';
import { isSystemError, type FileSystem } from '@weir/engine-core/file-system';
import { checkpointFolderPattern, epochFolder, epochOfName, openGateName, sealedGateName } from './snapshot-layout.ts';

/**
 * Fencing on plain POSIX files. Each epoch's folder holds a folder `open`. A manifest is written there under a temporary
 * name and published by link(2) out of it, so publishing needs the path `open/…` to exist at that very moment. A higher epoch
 * first makes its own folder, then renames `open` of every lower epoch to `sealed`: from then on a stale publisher's link
 * finds no such path and fails. Two epochs that open at once both see the other or one of them does: each makes its folder
 * before it looks, so the lower one is refused when it looks, or sealed when the higher one looks.
 */
export async function openEpoch(
  fileSystem: FileSystem,
  jobFolder: string,
  attempt: { readonly epoch: number; readonly token: string },
): Promise<string> {
  const { epoch, token } = attempt;
  refuseWhenHigher(await epochsOf(fileSystem, jobFolder), epoch, jobFolder);
  const folder = epochFolder(jobFolder, epoch);
  // Made aside and renamed, so that the folder never stands without its gate. The rename refuses a folder that is not empty.
  const staged = join(jobFolder, `.opening-${epoch}-${token}`);
  await fileSystem.makeFolder(staged);
  await fileSystem.makeFolder(join(staged, openGateName));
  await fileSystem.syncFolder(staged);
  try {
    await fileSystem.rename(staged, folder);
  } catch (error) {
    await fileSystem.removeFolder(join(staged, openGateName));
    await fileSystem.removeFolder(staged);
    if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    throw new StorageError(
      'ALREADY_EXISTS',
      `Epoch ${epoch} was opened before in ${jobFolder}. Begin a new attempt with a higher epoch.`,
    );
  }
  await fileSystem.syncFolder(jobFolder);
  const epochs = await epochsOf(fileSystem, jobFolder);
  refuseWhenHigher(epochs, epoch, jobFolder);
  for (const lower of epochs.filter((other) => other < epoch))
    await sealEpoch(fileSystem, epochFolder(jobFolder, lower));
  return folder;
}

/** Epochs that have a folder, ascending. */
export async function epochsOf(fileSystem: FileSystem, jobFolder: string): Promise<readonly number[]> {
  const entries = await fileSystem.list(jobFolder);
  return entries
    .filter((entry) => entry.kind === 'folder')
    .flatMap((entry) => epochOfName(entry.name) ?? [])
    .sort((left, right) => left - right);
}

/**
 * Whether the epoch of that folder may still publish. MISSING: somebody removed the folder, and no later attempt has come. Only a hint:
 * the link that publishes is what decides.
 */
export async function gateOf(fileSystem: FileSystem, folder: string): Promise<'OPEN' | 'SEALED' | 'MISSING'> {
  if ((await fileSystem.inspect(join(folder, openGateName))) !== null) return 'OPEN';
  if ((await fileSystem.inspect(folder)) !== null) return 'SEALED';
  const jobFolder = dirname(folder);
  if ((await fileSystem.inspect(jobFolder)) === null) return 'MISSING';
  // A later attempt removes the folders of earlier ones that hold nothing.
  const highest = (await epochsOf(fileSystem, jobFolder)).at(-1) ?? 0;
  return highest > (epochOfName(basename(folder)) ?? 0) ? 'SEALED' : 'MISSING';
}

export function fenced(folder: string): StorageError {
  return new StorageError(
    'FENCED',
    `A later attempt of the job has taken over: ${folder} is sealed. This attempt must end; it can publish nothing more.`,
    { details: { path: folder } },
  );
}

/** Lets no attempt of that epoch publish any more; what it has published is durable then. */
export async function sealEpoch(fileSystem: FileSystem, folder: string): Promise<void> {
  try {
    await fileSystem.rename(join(folder, openGateName), join(folder, sealedGateName));
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
  await fileSystem.syncFolder(folder);
  await persistManifests(fileSystem, folder);
}

/** A stale attempt may have linked a manifest and not yet synced its folder. Who may restore from it makes it durable first. */
async function persistManifests(fileSystem: FileSystem, folder: string): Promise<void> {
  for (const { name } of await fileSystem.list(folder)) {
    if (!checkpointFolderPattern.test(name)) continue;
    const checkpoint = join(folder, name);
    if ((await fileSystem.inspect(join(checkpoint, manifestFileName))) !== null)
      await fileSystem.syncFolder(checkpoint);
  }
}

function refuseWhenHigher(epochs: readonly number[], epoch: number, jobFolder: string): void {
  const highest = epochs.at(-1);
  if (highest !== undefined && highest > epoch) {
    throw new StorageError(
      'FENCED',
      `Epoch ${highest} has opened ${jobFolder}; an attempt with epoch ${epoch} comes too late and must end.`,
    );
  }
}
