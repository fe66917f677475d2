import { dirname, join } from 'node:path/posix';
import {
  manifestFileName,
  snapshotFolderOf,
  StorageError,
  type AttemptStorage,
  type CheckpointStorage,
  type ListedSnapshot,
  type SnapshotManifest,
  type SnapshotReader,
} from '@weir/engine-core';
import { isSystemError, makeFolders, type FileSystem } from '@weir/engine-core/file-system';
import type { Epoch, IdSource, JobId } from '@weir/kernel';
import { AllowedPaths } from './allowed-paths.ts';
import { epochsOf, openEpoch } from './epoch-gate.ts';
import { FilesystemAttempt } from './filesystem-attempt.ts';
import { FilesystemReader } from './filesystem-reader.ts';
import { decodeManifest, manifestBytesMax } from './manifest-file.ts';
import type { LoadedSnapshot, StateFilePlace } from './open-state-file.ts';
import { removeJob, removeLeftovers } from './remove-leftovers.ts';
import { removeSnapshot } from './remove-snapshot.ts';
import { checkpointFolderPattern, epochFolder } from './snapshot-layout.ts';
import { explained } from './storage-failure.ts';
import { stopSavepoints } from './stop-savepoints.ts';
import { verifyFiles } from './verify-snapshot.ts';

export interface FilesystemStorageOptions {
  /** Absolute folder of all jobs' checkpoints. Made when it is missing. */
  readonly root: string;
  /** Absolute folder for savepoints that name none; by default the root. */
  readonly savepointRoot?: string;
  /** Absolute folders that snapshots may be read from and savepoints written to, besides the two roots. */
  readonly allowedRoots: readonly string[];
  readonly fileSystem: FileSystem;
  readonly ids: IdSource;
}

/** Snapshots in folders of a POSIX file system; see snapshot-layout.ts for the names and epoch-gate.ts for the fencing. */
export class FilesystemStorage implements CheckpointStorage {
  readonly #fileSystem: FileSystem;
  readonly #ids: IdSource;
  readonly #allowed: AllowedPaths;
  readonly #root: string;
  readonly #savepointRoot: string;

  constructor(options: FilesystemStorageOptions) {
    this.#fileSystem = options.fileSystem;
    this.#ids = options.ids;
    this.#root = options.root;
    this.#savepointRoot = options.savepointRoot ?? options.root;
    this.#allowed = new AllowedPaths(options.fileSystem, [this.#root, this.#savepointRoot, ...options.allowedRoots]);
  }

  async openAttempt(jobId: JobId, epoch: Epoch): Promise<AttemptStorage> {
    const jobFolder = await this.#jobFolder(jobId);
    return explained(`opening epoch ${epoch} in`, jobFolder, async () => {
      const folder = await this.#openEpoch(jobFolder, epoch);
      // What cannot be removed now costs only space, and the next attempt tries again.
      await removeLeftovers(this.#fileSystem, jobFolder, epoch).catch(() => undefined);
      return new FilesystemAttempt({
        fileSystem: this.#fileSystem,
        ids: this.#ids,
        allowed: this.#allowed,
        jobId,
        folder,
        savepointRoot: this.#savepointRoot,
        reopen: async () => void (await this.#openEpoch(jobFolder, epoch)),
      });
    });
  }

  async list(jobId: JobId): Promise<readonly ListedSnapshot[]> {
    const jobFolder = await this.#jobFolder(jobId);
    return explained('listing the checkpoints in', jobFolder, async () => {
      if ((await this.#fileSystem.inspect(jobFolder)) === null) return [];
      const found: { readonly path: string; readonly id: number }[] = [];
      const epochs = await epochsOf(this.#fileSystem, jobFolder);
      for (const epoch of epochs.toReversed()) found.push(...(await this.#completeIn(epochFolder(jobFolder, epoch))));
      found.push(...(await this.#completeStops(jobFolder)));
      // The sort is stable: of equal ids the higher epoch stays first.
      found.sort((left, right) => right.id - left.id);
      const listed: ListedSnapshot[] = [];
      for (const { path, id } of found) {
        const snapshot = await this.#listed(path, id);
        if (snapshot !== null) listed.push(snapshot);
      }
      return listed;
    });
  }

  async readManifest(path: string): Promise<SnapshotManifest> {
    return (await this.#load(path)).manifest;
  }

  openReader(snapshotPath: string): SnapshotReader {
    return new FilesystemReader(this.#place(), () => this.#load(snapshotPath));
  }

  async verify(snapshotPath: string): Promise<readonly string[]> {
    try {
      return await verifyFiles(this.#place(), await this.#load(snapshotPath));
    } catch (error) {
      if (error instanceof StorageError && (error.code === 'DAMAGED' || error.code === 'MISSING'))
        return [error.message];
      throw error;
    }
  }

  async discard(snapshotPath: string): Promise<void> {
    const path = await this.#allowed.resolve(snapshotFolderOf(snapshotPath));
    await explained('removing the snapshot', path, () => removeSnapshot(this.#fileSystem, path));
  }

  async removeJob(jobId: JobId): Promise<void> {
    const jobFolder = await this.#jobFolder(jobId);
    await explained('removing what is left of the job in', jobFolder, () => removeJob(this.#fileSystem, jobFolder));
  }

  /**
   * Removes what attempts of the job with a lower epoch than `epoch` left unfinished. Opening an attempt does so too, as far as
   * the files let it; this one says what went wrong. Running it twice or not at all does no harm.
   */
  async removeLeftovers(jobId: JobId, epoch: Epoch): Promise<void> {
    const jobFolder = await this.#jobFolder(jobId);
    await explained('cleaning up in', jobFolder, () => removeLeftovers(this.#fileSystem, jobFolder, epoch));
  }

  async #openEpoch(jobFolder: string, epoch: Epoch): Promise<string> {
    await makeFolders(this.#fileSystem, jobFolder);
    // Also when the folder was there: the one who made it may not have come to this yet.
    await this.#fileSystem.syncFolder(dirname(jobFolder));
    return openEpoch(this.#fileSystem, jobFolder, { epoch, token: this.#ids.uuid().replaceAll('-', '') });
  }

  #jobFolder(jobId: JobId): Promise<string> {
    return this.#allowed.resolve(join(this.#root, jobId));
  }

  /** Of an epoch's folder. One that another attempt has removed since its name was read was empty. */
  async #completeIn(folder: string): Promise<readonly { readonly path: string; readonly id: number }[]> {
    const complete: { readonly path: string; readonly id: number }[] = [];
    for (const { name } of await listIfThere(this.#fileSystem, folder)) {
      const match = checkpointFolderPattern.exec(name);
      const path = join(folder, name);
      if (match === null || (await this.#fileSystem.inspect(join(path, manifestFileName))) === null) continue;
      complete.push({ path, id: Number(match[1]) });
    }
    return complete;
  }

  async #completeStops(jobFolder: string): Promise<readonly { readonly path: string; readonly id: number }[]> {
    const complete: { readonly path: string; readonly id: number }[] = [];
    for (const { path, checkpointId, epoch } of await stopSavepoints(this.#fileSystem, jobFolder)) {
      if (path === '' || (await this.#fileSystem.inspect(join(path, manifestFileName))) === null) continue;
      const snapshot = await this.#listed(path, checkpointId);
      if (snapshot === null) continue;
      // Another job's savepoint may have come to stand at the path since. One that cannot be read is taken for this one: to pass
      // over a stop would repeat what its sinks have committed.
      const { manifest } = snapshot;
      if (manifest === null || (manifest.checkpointId === checkpointId && manifest.epoch === epoch))
        complete.push({ path, id: checkpointId });
    }
    return complete;
  }

  /** Null when the snapshot was removed since its folder was read. */
  async #listed(path: string, checkpointId: number): Promise<ListedSnapshot | null> {
    try {
      return { path, checkpointId, manifest: await this.readManifest(path), damage: null };
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (error.code === 'MISSING') return null;
      if (error.code !== 'DAMAGED') throw error;
      return { path, checkpointId, manifest: null, damage: error.message };
    }
  }

  #place(): StateFilePlace {
    return { fileSystem: this.#fileSystem, allowed: this.#allowed };
  }

  async #load(path: string): Promise<LoadedSnapshot> {
    const folder = await this.#allowed.resolve(snapshotFolderOf(path));
    const manifestPath = join(folder, manifestFileName);
    // The file itself may be a link out of the roots.
    await this.#allowed.resolve(manifestPath);
    return explained('reading the manifest', manifestPath, async () => {
      const file = await this.#fileSystem.open(manifestPath);
      try {
        if (file.size > manifestBytesMax) {
          throw new StorageError('DAMAGED', `The manifest ${manifestPath} is too large: ${file.size} bytes.`);
        }
        return { folder, manifest: decodeManifest(await file.read(0, file.size), manifestPath) };
      } finally {
        await file.close();
      }
    });
  }
}

async function listIfThere(fileSystem: FileSystem, folder: string): ReturnType<FileSystem['list']> {
  try {
    return await fileSystem.list(folder);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return [];
    throw error;
  }
}
