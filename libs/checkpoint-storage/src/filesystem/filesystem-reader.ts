import { join } from 'node:path/posix';
import { crc32 } from 'node:zlib';
import type { SnapshotReader, StateFile } from '@weir/engine-core';
import type { ReadableFile } from '@weir/engine-core/file-system';
import { damaged, openStateFile, type LoadedSnapshot, type StateFilePlace } from './open-state-file.ts';
import { explained } from './storage-failure.ts';

/** Blocks lie behind each other, often by the thousand and of some hundred bytes each: so much is read at once. */
const windowBytes = 256 * 1024;

/** The stretch of a file that was read last. */
interface Window {
  readonly path: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Reads blocks of a snapshot's files; each file is opened once and its head checked against the manifest. */
export class FilesystemReader implements SnapshotReader {
  readonly #place: StateFilePlace;
  readonly #load: () => Promise<LoadedSnapshot>;
  #loaded: Promise<LoadedSnapshot> | null = null;
  readonly #files = new Map<string, Promise<ReadableFile>>();
  #window: Window | null = null;

  constructor(place: StateFilePlace, load: () => Promise<LoadedSnapshot>) {
    this.#place = place;
    this.#load = load;
  }

  async readBlock(
    file: StateFile,
    block: { readonly offset: number; readonly length: number; readonly crc32: number },
  ): Promise<Uint8Array> {
    this.#loaded ??= this.#load();
    const snapshot = await this.#loaded;
    const path = join(snapshot.folder, file.path);
    return explained('reading the state file', path, async () => {
      const opened = await this.#open(snapshot, file.path);
      if (block.offset + block.length > opened.size) {
        throw damaged(path, `the block at ${block.offset} of ${block.length} bytes goes beyond its end`);
      }
      const bytes = await this.#read(path, opened, block);
      if (bytes.length !== block.length || crc32(bytes) !== block.crc32) {
        throw damaged(path, `the checksum of the block at ${block.offset} (${block.length} bytes) is wrong`);
      }
      return bytes;
    });
  }

  async close(): Promise<void> {
    this.#window = null;
    const opened = [...this.#files.values()];
    this.#files.clear();
    // A file that could not be opened has nothing to close; who asked for it has heard.
    for (const file of opened) await file.then((readable) => readable.close()).catch(() => undefined);
  }

  /** The block's bytes, in a buffer of their own. */
  async #read(
    path: string,
    opened: ReadableFile,
    { offset, length }: { readonly offset: number; readonly length: number },
  ): Promise<Uint8Array> {
    if (length >= windowBytes) return opened.read(offset, length);
    const isCovered = ({ path: of, offset: from, bytes }: Window): boolean =>
      of === path && from <= offset && offset + length <= from + bytes.length;
    let window = this.#window;
    if (window === null || !isCovered(window)) {
      const bytes = await opened.read(offset, Math.min(windowBytes, opened.size - offset));
      window = { path, offset, bytes };
      this.#window = window;
    }
    const at = offset - window.offset;
    return window.bytes.slice(at, at + length);
  }

  #open(snapshot: LoadedSnapshot, path: string): Promise<ReadableFile> {
    let opened = this.#files.get(path);
    if (opened === undefined) {
      opened = openStateFile(this.#place, snapshot, path);
      this.#files.set(path, opened);
    }
    return opened;
  }
}
