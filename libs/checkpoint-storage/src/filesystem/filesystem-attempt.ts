import { join } from 'node:path/posix';
import {
  manifestFileName,
  StorageError,
  type AttemptStorage,
  type PrepareRequest,
  type SnapshotLocation,
  type SnapshotManifest,
} from '@weir/engine-core';
import { isSystemError, makeFolders, type FileSystem } from '@weir/engine-core/file-system';
import type { IdSource, JobId } from '@weir/kernel';
import type { AllowedPaths } from './allowed-paths.ts';
import { fenced, isGateOpen } from './epoch-gate.ts';
import { encodeManifest } from './manifest-file.ts';
import { removeUnpublished } from './remove-snapshot.ts';
import { forgetSavepoint, recordSavepoint } from './savepoint-intent.ts';
import { openGateName } from './snapshot-layout.ts';
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
}

/** Prepares and publishes for one epoch. See epoch-gate.ts for what keeps a stale one out. */
export class FilesystemAttempt implements AttemptStorage {
  readonly #fileSystem: FileSystem;
  readonly #options: FilesystemAttemptOptions;
  readonly #gate: string;

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
    return explained('publishing the snapshot', path, async () => {
      // The files are durable already; these make durable that they, and their folder, have names.
      await this.#fileSystem.syncFolder(path);
      await this.#fileSystem.syncFolder(join(path, '..'));
      await this.#publishManifest(path, encodeManifest(manifest));
      await this.#fileSystem.syncFolder(path);
      await forgetSavepoint(this.#fileSystem, this.#gate, path);
      return path;
    });
  }

  /** A location whose manifest is in place stays: a later attempt may have seen it and restored from it. */
  async abandon(location: SnapshotLocation): Promise<void> {
    await explained('removing the unfinished snapshot', location.path, async () => {
      await removeUnpublished(this.#fileSystem, location.path);
      await forgetSavepoint(this.#fileSystem, this.#gate, location.path);
    });
  }

  async #prepareCheckpoint(checkpointId: number): Promise<SnapshotLocation> {
    const path = join(this.#options.folder, `chk-${checkpointId}`);
    await this.#requireOpenGate();
    await explained('making the folder of checkpoint', path, () => this.#fileSystem.makeFolder(path));
    return { path };
  }

  async #prepareSavepoint(directory: string | null): Promise<SnapshotLocation> {
    const parent = await this.#options.allowed.resolve(directory ?? this.#options.savepointRoot);
    await this.#requireOpenGate();
    return explained('making the folder of a savepoint under', parent, async () => {
      await makeFolders(this.#fileSystem, parent);
      for (let attempt = 1; ; attempt += 1) {
        const random = this.#token().slice(0, 12);
        const path = join(parent, `savepoint-${this.#options.jobId.slice(0, 6)}-${random}`);
        await recordSavepoint(this.#fileSystem, this.#gate, path);
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

  async #requireOpenGate(): Promise<void> {
    if (!(await isGateOpen(this.#fileSystem, this.#options.folder))) throw fenced(this.#options.folder);
  }

  async #publishManifest(path: string, bytes: Uint8Array): Promise<void> {
    const temporary = join(this.#gate, `manifest-${this.#token()}.json`);
    await this.#throughGate(() => this.#writeDurable(temporary, bytes));
    try {
      await this.#linkManifest(temporary, path);
    } catch (error) {
      if (!isSystemError(error, 'EXDEV')) throw error;
      await this.#publishAcrossDevices(path, bytes);
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
  async #publishAcrossDevices(path: string, bytes: Uint8Array): Promise<void> {
    const token = this.#token();
    const permit = join(this.#gate, `permit-${token}`);
    const temporary = join(path, `.${manifestFileName}-${token}`);
    await this.#throughGate(async () => (await this.#fileSystem.create(permit)).close());
    await this.#writeDurable(temporary, bytes);
    await this.#throughGate(() => this.#fileSystem.rename(permit, `${permit}-passed`));
    try {
      await this.#linkManifest(temporary, path);
    } finally {
      await this.#fileSystem.remove(temporary).catch(() => undefined);
      await this.#fileSystem.remove(`${permit}-passed`).catch(() => undefined);
    }
  }

  async #linkManifest(temporary: string, path: string): Promise<void> {
    const target = join(path, manifestFileName);
    try {
      await this.#throughGate(() => this.#fileSystem.link(temporary, target));
    } catch (error) {
      if (!isSystemError(error, 'EEXIST')) throw error;
      throw new StorageError(
        'ALREADY_EXISTS',
        `The snapshot ${path} has been published before; it was left as it is.`,
        { cause: error },
      );
    }
  }

  /** A path that is missing while the gate is sealed means: fenced. */
  async #throughGate(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (isSystemError(error, 'ENOENT') && !(await isGateOpen(this.#fileSystem, this.#options.folder))) {
        throw fenced(this.#options.folder);
      }
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
