import { join } from 'node:path/posix';
import type { FileIdentity, SnapshotFileStore, SnapshotFileWriter } from '@weir/engine-core';
import { isSystemError, type FileSystem, type WritableFile } from '@weir/engine-core/file-system';
import type { IdSource } from '@weir/kernel';
import { encodeHeader } from './file-header.ts';
import { FilesystemFileWriter } from './snapshot-file-writer.ts';
import { storageFailure } from './storage-failure.ts';

const nameAttempts = 10;

/** What the threads of a job write their state with. Names are `<owner>-<random>.state`. */
export class FilesystemFileStore implements SnapshotFileStore {
  readonly #fileSystem: FileSystem;
  readonly #ids: IdSource;

  constructor(fileSystem: FileSystem, ids: IdSource) {
    this.#fileSystem = fileSystem;
    this.#ids = ids;
  }

  async create(location: string, identity: FileIdentity): Promise<SnapshotFileWriter> {
    const { file, name } = await this.#createUnique(location, identity.owner);
    const writer = new FilesystemFileWriter(this.#fileSystem, file, name);
    await writer.write(encodeHeader(identity));
    return writer;
  }

  async #createUnique(location: string, owner: string): Promise<{ file: WritableFile; name: string }> {
    const readable = owner
      .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
      .replace(/^[._]+/, '')
      .slice(0, 80);
    for (let attempt = 1; ; attempt += 1) {
      const name = `${readable === '' ? 'state' : readable}-${this.#ids.uuid().slice(0, 8)}.state`;
      const path = join(location, name);
      try {
        return { file: await this.#fileSystem.create(path), name };
      } catch (error) {
        if (isSystemError(error, 'EEXIST') && attempt < nameAttempts) continue;
        throw storageFailure(error, 'making the state file', path);
      }
    }
  }
}
