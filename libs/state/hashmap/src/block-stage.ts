import type { SnapshotFileWriter } from '@weir/engine-core';

/** Bytes that are collected before they are written. */
const stageBytesMax = 512 * 1024;
/** Most subtasks have little state: the buffer begins small. */
const stageBytesFirst = 4 * 1024;

/** Collects blocks into large writes. Blocks begin at multiples of 8 in the buffer. */
export class BlockStage {
  readonly #writer: SnapshotFileWriter;
  #buffer = new ArrayBuffer(stageBytesFirst);
  #end = 0;

  constructor(writer: SnapshotFileWriter) {
    this.#writer = writer;
  }

  /** Room for a block of so many bytes, all zero, at `at` of the buffer. Writes what was collected when it does not fit. */
  async room(bytes: number): Promise<{ readonly buffer: ArrayBuffer; readonly at: number }> {
    if (this.#end + bytes > stageBytesMax) await this.flush();
    this.#reserve(this.#end + bytes);
    new Uint8Array(this.#buffer, this.#end, bytes).fill(0);
    return { buffer: this.#buffer, at: this.#end };
  }

  /** Takes over the block that {@link BlockStage.room} made room for; where it will stand in the file. */
  commit(bytes: number): { readonly offset: number; readonly length: number } {
    const offset = this.#writer.position + this.#end;
    this.#end += bytes;
    return { offset, length: bytes };
  }

  #reserve(bytes: number): void {
    const { byteLength } = this.#buffer;
    if (bytes <= byteLength) return;
    const grown = new Uint8Array(Math.max(bytes, Math.min(stageBytesMax, byteLength * 4)));
    grown.set(new Uint8Array(this.#buffer, 0, this.#end));
    this.#buffer = grown.buffer;
  }

  async flush(): Promise<void> {
    if (this.#end === 0) return;
    const bytes = new Uint8Array(this.#buffer, 0, this.#end);
    this.#end = 0;
    await this.#writer.write(bytes);
  }
}
