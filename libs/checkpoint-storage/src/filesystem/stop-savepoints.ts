import { dirname, join, relative, resolve } from 'node:path/posix';
import { manifestFileName } from '@weir/engine-core';
import { isSystemError, type FileSystem } from '@weir/engine-core/file-system';
import { isInside } from '@weir/kernel';

/**
 * The savepoint of a stop is a snapshot that sinks commit, and stands wherever the user wanted it. So that a host which dies before it
 * could tell that the job had stopped is not followed by one that goes on from an older checkpoint, which would repeat rows, the job's
 * folder points to it: `stop-<checkpoint id>-<epoch>` holds its path, relative to the job's folder if it lies below the same root, so that the
 * root can be moved. The pointer is durable before the manifest is published;
 * one that leads to no manifest means nothing.
 */
const pointerPattern = /^stop-([1-9]\d{0,15})-([1-9]\d{0,15})$/;

export interface StopSavepoint {
  readonly checkpointId: number;
  readonly epoch: number;
  /** Folder of the savepoint; whether it is complete is not known. */
  readonly path: string;
  readonly pointer: string;
}

/** Points to a savepoint that is about to be published by the epoch with that folder. */
export async function pointToStop(
  fileSystem: FileSystem,
  epochFolder: string,
  stop: Omit<StopSavepoint, 'pointer'>,
): Promise<void> {
  const jobFolder = dirname(epochFolder);
  const pointer = join(jobFolder, `stop-${stop.checkpointId}-${stop.epoch}`);
  const file = await fileSystem.create(pointer);
  try {
    await file.write(new TextEncoder().encode(toPointed(jobFolder, stop.path)));
    await file.sync();
  } finally {
    await file.close();
  }
  await fileSystem.syncFolder(jobFolder);
}

/** Every pointer in the job's folder. A torn one leads nowhere, and its savepoint was not published. */
export async function stopSavepoints(fileSystem: FileSystem, jobFolder: string): Promise<readonly StopSavepoint[]> {
  const stops: StopSavepoint[] = [];
  for (const { name } of await fileSystem.list(jobFolder)) {
    const match = pointerPattern.exec(name);
    if (match === null) continue;
    const pointer = join(jobFolder, name);
    const text = await contentsOf(fileSystem, pointer);
    if (text === null) continue;
    const path = text === '' ? '' : resolve(jobFolder, text);
    stops.push({ checkpointId: Number(match[1]), epoch: Number(match[2]), path, pointer });
  }
  return stops;
}

/** Removes the pointers of epochs below `epoch` that lead to no manifest. */
export async function removeStalePointers(fileSystem: FileSystem, jobFolder: string, epoch: number): Promise<void> {
  for (const stop of await stopSavepoints(fileSystem, jobFolder)) {
    const isLeading = stop.path !== '' && (await fileSystem.inspect(join(stop.path, manifestFileName))) !== null;
    if (stop.epoch < epoch && !isLeading) await fileSystem.remove(stop.pointer);
  }
}

function toPointed(jobFolder: string, path: string): string {
  return isInside(dirname(jobFolder), path) ? relative(jobFolder, path) : path;
}

/** Null when the file was removed meanwhile. */
async function contentsOf(fileSystem: FileSystem, path: string): Promise<string | null> {
  try {
    const file = await fileSystem.open(path);
    try {
      return new TextDecoder().decode(await file.read(0, file.size));
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
}
