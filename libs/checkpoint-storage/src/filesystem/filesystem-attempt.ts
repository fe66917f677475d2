import { dirname, join } from 'node:path/posix';
import {
  manifestFileName,
  snapshotFolderOf,
  StorageError,
  type AttemptStorage,
  type PrepareRequest,
  type SnapshotLocation,
  type SnapshotManifest,
} from '@weir/engine-core';
import { isSystemError, makeFolders, type FileSystem } from '@weir/engine-core/file-system';
import type { IdSource, JobId } from '@weir/kernel';
import type { AllowedPaths } from './allowed-paths.ts';
import { fenced, gateOf } from './epoch-gate.ts';
import { encodeManifest } from './manifest-file.ts';
import { removeSnapshot, removeSubsumed, removeUnpublished, syncIfThere } from './remove-snapshot.ts';
import { forgetSavepoint, recordSavepoint } from './savepoint-intent.ts';
import { pointToStop } from './stop-savepoints.ts';
import { openGateName, temporaryManifestPrefix } from './snapshot-layout.ts';
import { explained } from './storage-failure.ts';

const savepointNameAttempts = 10;

export interface FilesystemAttemptOptions {
  readonly fileSystem: FileSystem;
  readonly ids: IdSource;
  readonly allowed: AllowedPaths;
  readonly jobId: JobId;
  /** The epoch's folder, made and its gate open. */
  readonly folder: string;
  /** Where savepoints go that name no directory. */
  readonly savepointRoot: string;
  /** Makes the folder anew, with its gate, unless a higher epoch has come: FENCED. */
  readonly reopen: () => Promise<void>;
}

/** Prepares and publishes for one epoch. See epoch-gate.ts for what keeps a stale one out. */
export class FilesystemAttempt implements AttemptStorage {
  readonly #fileSystem: FileSystem;
  readonly #options: FilesystemAttemptOptions;
  readonly #gate: string;
  /** Snapshots whose manifest is about to get its name, or has it: a failure says nothing about them. */
  readonly #appearing = new Set<string>();
  #hasDiscarded = false;

  constructor(options: FilesystemAttemptOptions) {
    this.#fileSystem = options.fileSystem;
    this.#options = options;
    this.#gate = join(options.folder, openGateName);
  }

  prepare(request: PrepareRequest): Promise<SnapshotLocation> {
    return request.kind === 'SAVEPOINT'
      ? this.#prepareSavepoint(request.directory)
      : this.#prepareCheckpoint(request.checkpointId);
  }

  async publish(location: SnapshotLocation, manifest: SnapshotManifest): Promise<string> {
    const { path } = location;
    const bytes = encodeManifest(manifest);
    try {
      await explained('publishing the snapshot', path, async () => {
        if (manifest.ending !== undefined) await this.#pointTo(path, manifest);
        await this.#throughGate(() => this.#publish(path, manifest, bytes));
      });
    } catch (error) {
      if (this.#appearing.has(path) || !(error instanceof StorageError) || error.code !== 'IO') throw error;
      // On a full disk the caller must be free to remove the files, or each try would leave more of them.
      throw new StorageError('NOT_PUBLISHED', error.message, { cause: error, details: error.details });
    } finally {
      this.#appearing.delete(path);
    }
    return path;
  }

  /** A location whose manifest is in place stays: a later attempt may have seen it and restored from it. */
  async abandon(location: SnapshotLocation): Promise<void> {
    await explained('removing the unfinished snapshot', location.path, async () => {
      await removeUnpublished(this.#fileSystem, location.path);
      await forgetSavepoint(this.#fileSystem, this.#gate, location.path);
    });
  }

  async discard(snapshotPath: string): Promise<void> {
    const path = snapshotFolderOf(snapshotPath);
    const isOwn = dirname(path) === this.#options.folder;
    this.#hasDiscarded ||= isOwn;
    await explained('removing the snapshot', path, async () =>
      isOwn
        ? removeSubsumed(this.#fileSystem, path)
        : removeSnapshot(this.#fileSystem, await this.#options.allowed.resolve(path)),
    );
  }

  async close(): Promise<void> {
    const { folder } = this.#options;
    if (!this.#hasDiscarded) return;
    await explained('making durable what was removed from', folder, () => syncIfThere(this.#fileSystem, folder));
  }

  async #prepareCheckpoint(checkpointId: number): Promise<SnapshotLocation> {
    const path = join(this.#options.folder, `chk-${checkpointId}`);
    await this.#openGate();
    const make = (): Promise<void> => this.#fileSystem.makeFolder(path);
    await explained('making the folder of checkpoint', path, () => this.#throughGate(make));
    return { path };
  }

  async #prepareSavepoint(directory: string | null): Promise<SnapshotLocation> {
    const parent = await this.#options.allowed.resolve(directory ?? this.#options.savepointRoot);
    await this.#openGate();
    return explained('making the folder of a savepoint under', parent, async () => {
      await makeFolders(this.#fileSystem, parent);
      for (let attempt = 1; ; attempt += 1) {
        const random = this.#token().slice(0, 12);
        const path = join(parent, `savepoint-${this.#options.jobId.slice(0, 6)}-${random}`);
        await this.#throughGate(() => recordSavepoint(this.#fileSystem, this.#gate, path));
        try {
          await this.#fileSystem.makeFolder(path);
          return { path };
        } catch (error) {
          await forgetSavepoint(this.#fileSystem, this.#gate, path);
          if (!isSystemError(error, 'EEXIST') || attempt === savepointNameAttempts) throw error;
        }
      }
    });
  }

  /** A note that cannot be removed leads the clean-up to a snapshot that is complete, and which it leaves alone. */
  async #forget(path: string): Promise<void> {
    await forgetSavepoint(this.#fileSystem, this.#gate, path).catch(() => undefined);
  }

  /** A folder that somebody removed under the running job is made again, behind the same fence as the first time. */
  async #openGate(): Promise<void> {
    const { folder, reopen } = this.#options;
    await explained('looking at the epoch', folder, async () => {
      const gate = await gateOf(this.#fileSystem, folder);
      if (gate === 'SEALED') throw fenced(folder);
      if (gate === 'MISSING') await reopen();
    });
  }

  #pointTo(path: string, { checkpointId, epoch }: SnapshotManifest): Promise<void> {
    return pointToStop(this.#fileSystem, this.#options.folder, { checkpointId, epoch, path });
  }

  async #publish(path: string, manifest: SnapshotManifest, bytes: Uint8Array): Promise<void> {
    // The files are durable already; these make durable that they, and their folder, have names.
    if (manifest.files.some(({ inline }) => inline === undefined)) await this.#fileSystem.syncFolder(path);
    await this.#fileSystem.syncFolder(dirname(path));
    const isClean = await this.#publishManifest(path, bytes);
    await this.#fileSystem.syncFolder(path);
    // With the note left, the clean-up after this epoch finds what could not be removed here. It leaves the snapshot alone.
    if (isClean && manifest.kind === 'SAVEPOINT') await this.#forget(path);
  }

  /** Returns whether nothing temporary is left in the snapshot's folder. */
  async #publishManifest(path: string, bytes: Uint8Array): Promise<boolean> {
    const temporary = join(this.#gate, `manifest-${this.#token()}.json`);
    await this.#writeDurable(temporary, bytes);
    try {
      await this.#linkManifest(temporary, path);
      return true;
    } catch (error) {
      if (!isSystemError(error, 'EXDEV')) throw error;
      this.#appearing.delete(path);
      return await this.#publishAcrossDevices(path, bytes);
    } finally {
      // What stays behind is taken by the clean-up after this epoch.
      await this.#fileSystem.remove(temporary).catch(() => undefined);
    }
  }

  /**
   * No link leads to another device. The manifest is written beside its place, and an atomic step inside the gate (a rename,
   * which fails once the gate is sealed) stands immediately before the link. Between the two a higher epoch may open and this
   * savepoint still appear. It is complete and consistent then, but the attempt that took it may never be heard again.
   */
  async #publishAcrossDevices(path: string, bytes: Uint8Array): Promise<boolean> {
    const token = this.#token();
    const permit = join(this.#gate, `permit-${token}`);
    const temporary = join(path, `${temporaryManifestPrefix}${token}`);
    await (await this.#fileSystem.create(permit)).close();
    await this.#writeDurable(temporary, bytes);
    await this.#fileSystem.rename(permit, `${permit}-passed`);
    try {
      await this.#linkManifest(temporary, path);
    } finally {
      await this.#fileSystem.remove(`${permit}-passed`).catch(() => undefined);
    }
    return this.#fileSystem.remove(temporary).then(
      () => true,
      () => false,
    );
  }

  async #linkManifest(temporary: string, path: string): Promise<void> {
    const target = join(path, manifestFileName);
    this.#appearing.add(path);
    try {
      await this.#fileSystem.link(temporary, target);
    } catch (error) {
      if (!isSystemError(error, 'EEXIST')) throw error;
      throw new StorageError(
        'ALREADY_EXISTS',
        `The snapshot ${path} has been published before; it was left as it is.`,
        { cause: error },
      );
    }
  }

  /** A path that is missing while the gate is sealed means: fenced. One that is missing with its gate is an accident of the disk. */
  async #throughGate(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const { folder } = this.#options;
      if (isSystemError(error, 'ENOENT') && (await gateOf(this.#fileSystem, folder)) === 'SEALED') throw fenced(folder);
      throw error;
    }
  }

  async #writeDurable(path: string, bytes: Uint8Array): Promise<void> {
    const file = await this.#fileSystem.create(path);
    try {
      await file.write(bytes);
      await file.sync();
    } catch (error) {
      await file.close().catch(() => undefined);
      await this.#fileSystem.remove(path).catch(() => undefined);
      throw error;
    }
    await file.close();
  }

  #token(): string {
    return this.#options.ids.uuid().replaceAll('-', '');
  }
}
