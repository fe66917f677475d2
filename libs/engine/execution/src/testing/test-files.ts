import { crc32 } from 'node:zlib';
import { StorageError, type SnapshotFileStore, type SnapshotFileWriter, type SnapshotReader } from '@weir/engine-core';

/** State files in memory, for tests of tasks: no durability, no identity. */
export class TestFiles implements SnapshotFileStore {
  readonly files = new Map<string, Uint8Array>();
  /** Set: the next writer fails with this message. */
  failure: string | null = null;
  /** Files that were given up. */
  aborted = 0;
  #made = 0;

  create(location: string): Promise<SnapshotFileWriter> {
    const path = `state-${(this.#made += 1)}`;
    const parts: number[] = [];
    const place = `${location}/${path}`;
    const { failure } = this;
    return Promise.resolve({
      get position() {
        return parts.length;
      },
      write: (bytes: Uint8Array) => {
        if (failure !== null) return Promise.reject(new StorageError('IO', failure));
        for (const byte of bytes) parts.push(byte);
        return Promise.resolve();
      },
      finish: () => {
        this.files.set(place, Uint8Array.from(parts));
        return Promise.resolve({ path, size: parts.length, sha256: '' });
      },
      abort: () => {
        this.aborted += 1;
        this.files.delete(place);
        return Promise.resolve();
      },
    });
  }

  reader(location: string): SnapshotReader {
    return {
      readBlock: (file, block) => {
        const bytes = this.files.get(`${location}/${file.path}`)?.slice(block.offset, block.offset + block.length);
        if (bytes === undefined) return Promise.reject(new StorageError('MISSING', `No file ${file.path}.`));
        if (crc32(bytes) !== block.crc32)
          return Promise.reject(new StorageError('DAMAGED', `A block of ${file.path} is damaged.`));
        return Promise.resolve(bytes);
      },
      close: () => Promise.resolve(),
    };
  }
}
