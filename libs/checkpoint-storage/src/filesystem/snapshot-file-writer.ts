import { createHash } from 'node:crypto';
import type { SnapshotFileWriter, StateFile } from '@weir/engine-core';
import type { FileSystem, WritableFile } from '@weir/engine-core/file-system';
import { invariant } from '@weir/kernel';
import { storageFailure } from './storage-failure.ts';

/** Bytes collected for one write. */
const bufferBytesMax = 262_144;
/** Most subtasks have little state: the buffer begins small. */
const bufferBytesFirst = 4_096;

export interface FilesystemFileWriterOptions {
  readonly fileSystem: FileSystem;
  /** Where the file is made, once it is too large to do without. */
  readonly path: string;
  readonly name: string;
  readonly inlineBytesMax: number;
}

/**
 * Writes one state file, and digests it on the way; a small one is never made, and returned with its bytes. After any failure the file is given up: it is closed and removed, and
 * nothing is tried on it again, because a system that failed to write may report the next try as a success.
 */
export class FilesystemFileWriter implements SnapshotFileWriter {
  readonly #options: FilesystemFileWriterOptions;
  #file: WritableFile | null = null;
  readonly #digest = createHash('sha256');
  #buffer = new Uint8Array(bufferBytesFirst);
  #buffered = 0;
  #position = 0;
  #state: 'open' | 'finished' | 'aborted' = 'open';

  constructor(options: FilesystemFileWriterOptions) {
    this.#options = options;
  }

  get position(): number {
    return this.#position;
  }

  async write(bytes: Uint8Array): Promise<void> {
    invariant(this.#state === 'open', 'A state file is written only until it is finished or aborted.', {
      name: this.#options.name,
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
    const { name, path, inlineBytesMax } = this.#options;
    invariant(this.#state === 'open', 'A state file is finished once.', { name });
    if (this.#position <= inlineBytesMax && this.#file === null) return this.#finished(this.#takeBuffered());
    await this.#flush();
    try {
      await this.#file?.sync();
      await this.#file?.close();
    } catch (error) {
      await this.abort();
      throw storageFailure(error, 'making durable the state file', path);
    }
    return this.#finished(null);
  }

  async abort(): Promise<void> {
    if (this.#state === 'aborted') return;
    this.#state = 'aborted';
    this.#buffer = new Uint8Array(0);
    if (this.#file === null) return;
    // What cannot be closed or removed is left: nothing refers to it, and the clean-up of a later attempt takes it.
    await this.#file.close().catch(() => undefined);
    await this.#options.fileSystem.remove(this.#options.path).catch(() => undefined);
  }

  #finished(bytes: Uint8Array | null): StateFile {
    this.#state = 'finished';
    this.#buffer = new Uint8Array(0);
    const file = { path: this.#options.name, size: this.#position };
    if (bytes === null) return { ...file, sha256: this.#digest.digest('hex') };
    this.#digest.update(bytes);
    const inline = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
    return { ...file, sha256: this.#digest.digest('hex'), inline };
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.min(bufferBytesMax, Math.max(bytes, this.#buffer.length * 4)));
    grown.set(this.#buffer.subarray(0, this.#buffered));
    this.#buffer = grown;
  }

  async #flush(): Promise<void> {
    if (this.#buffered > 0) await this.#append(this.#takeBuffered());
  }

  #takeBuffered(): Uint8Array {
    const bytes = this.#buffer.subarray(0, this.#buffered);
    this.#buffered = 0;
    return bytes;
  }

  async #append(bytes: Uint8Array): Promise<void> {
    const { fileSystem, path } = this.#options;
    this.#digest.update(bytes);
    try {
      this.#file ??= await fileSystem.create(path);
      await this.#file.write(bytes);
    } catch (error) {
      await this.abort();
      throw storageFailure(error, 'writing the state file', path);
    }
  }
}
