import { createHash } from 'node:crypto';
import type { SnapshotFileWriter, StateFile } from '@weir/engine-core';
import type { FileSystem, WritableFile } from '@weir/engine-core/file-system';
import { invariant } from '@weir/kernel';
import { storageFailure } from './storage-failure.ts';

/** Bytes collected for one write. */
const bufferBytesMax = 262_144;
/** Most subtasks have little state: the buffer begins small. */
const bufferBytesFirst = 4_096;

/**
 * Writes one state file, and digests it on the way. After any failure the file is given up: it is closed and removed, and
 * nothing is tried on it again, because a system that failed to write may report the next try as a success.
 */
export class FilesystemFileWriter implements SnapshotFileWriter {
  readonly #fileSystem: FileSystem;
  readonly #file: WritableFile;
  readonly #name: string;
  readonly #digest = createHash('sha256');
  #buffer = new Uint8Array(bufferBytesFirst);
  #buffered = 0;
  #position = 0;
  #state: 'open' | 'finished' | 'aborted' = 'open';

  constructor(fileSystem: FileSystem, file: WritableFile, name: string) {
    this.#fileSystem = fileSystem;
    this.#file = file;
    this.#name = name;
  }

  get position(): number {
    return this.#position;
  }

  async write(bytes: Uint8Array): Promise<void> {
    invariant(this.#state === 'open', 'A state file is written only until it is finished or aborted.', {
      name: this.#name,
    });
    this.#position += bytes.length;
    if (bytes.length > bufferBytesMax - this.#buffered) await this.#flush();
    if (bytes.length > bufferBytesMax) {
      await this.#append(bytes);
    } else {
      this.#reserve(this.#buffered + bytes.length);
      this.#buffer.set(bytes, this.#buffered);
      this.#buffered += bytes.length;
    }
  }

  async finish(): Promise<StateFile> {
    invariant(this.#state === 'open', 'A state file is finished once.', { name: this.#name });
    await this.#flush();
    try {
      await this.#file.sync();
      await this.#file.close();
    } catch (error) {
      await this.abort();
      throw storageFailure(error, 'making durable the state file', this.#file.path);
    }
    this.#state = 'finished';
    this.#buffer = new Uint8Array(0);
    return { path: this.#name, size: this.#position, sha256: this.#digest.digest('hex') };
  }

  async abort(): Promise<void> {
    if (this.#state === 'aborted') return;
    this.#state = 'aborted';
    this.#buffer = new Uint8Array(0);
    // What cannot be closed or removed is left: nothing refers to it, and the clean-up of a later attempt takes it.
    await this.#file.close().catch(() => undefined);
    await this.#fileSystem.remove(this.#file.path).catch(() => undefined);
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.min(bufferBytesMax, Math.max(bytes, this.#buffer.length * 4)));
    grown.set(this.#buffer.subarray(0, this.#buffered));
    this.#buffer = grown;
  }

  async #flush(): Promise<void> {
    const pending = this.#buffered;
    if (pending === 0) return;
    this.#buffered = 0;
    await this.#append(this.#buffer.subarray(0, pending));
  }

  async #append(bytes: Uint8Array): Promise<void> {
    this.#digest.update(bytes);
    try {
      await this.#file.write(bytes);
    } catch (error) {
      await this.abort();
      throw storageFailure(error, 'writing the state file', this.#file.path);
    }
  }
}
