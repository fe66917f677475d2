import { join } from 'node:path/posix';
import type { FileIdentity, SnapshotFileStore, SnapshotFileWriter } from '@weir/engine-core';
import type { FileSystem } from '@weir/engine-core/file-system';
import type { IdSource } from '@weir/kernel';
import { encodeHeader } from './file-header.ts';
import { FilesystemFileWriter } from './snapshot-file-writer.ts';

export interface FilesystemFileStoreOptions {
  readonly fileSystem: FileSystem;
  readonly ids: IdSource;
  /** A file of so many bytes, or fewer, is handed over with its bytes for the manifest, and never made; see {@link inlineBytesOf}. */
  readonly inlineBytesMax: number;
}

/** As Flink's `state.storage.fs.memory-threshold`. */
const inlineBytesMaxOfFile = 20_480;
/** All that a manifest carries: the main thread encodes and digests it. */
const inlineBytesMaxOfManifest = 1_048_576;

/** How large a file may be to travel in the manifest of a job that has so many subtasks. */
export function inlineBytesOf(subtasks: number): number {
  return Math.min(inlineBytesMaxOfFile, Math.floor(inlineBytesMaxOfManifest / subtasks));
}

/** What the threads of a job write their state with. Names are `<owner>-<random>.state`. */
export class FilesystemFileStore implements SnapshotFileStore {
  readonly #options: FilesystemFileStoreOptions;

  constructor(options: FilesystemFileStoreOptions) {
    this.#options = options;
  }

  async create(location: string, identity: FileIdentity): Promise<SnapshotFileWriter> {
    const { fileSystem, ids, inlineBytesMax } = this.#options;
    const readable = identity.owner
      .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
      .replace(/^[._]+/, '')
      .slice(0, 80);
    // The number is as long as it takes for no two to be equal: small files meet in the manifest only.
    const name = `${readable === '' ? 'state' : readable}-${ids.uuid().replaceAll('-', '')}.state`;
    const writer = new FilesystemFileWriter({ fileSystem, path: join(location, name), name, inlineBytesMax });
    await writer.write(encodeHeader(identity));
    return writer;
  }
}
