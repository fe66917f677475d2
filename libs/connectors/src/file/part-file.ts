import type { WritableFile } from '@weir/engine-core/file-system';
import { fileFailure } from './file-sink-error.ts';
import type { PendingPart } from './pending-part.ts';
import type { RowBuffer } from './row-buffer.ts';

/** A file that is being written, and after {@link PartFile.close} on its way to being durable. */
export class PartFile implements PendingPart {
  readonly path: string;
  readonly temporary: string;
  readonly final: string;
  readonly #file: WritableFile;
  #size = 0;
  #durable: Promise<void> | null = null;

  constructor(names: Pick<PendingPart, 'path' | 'temporary' | 'final'>, file: WritableFile) {
    this.path = names.path;
    this.temporary = names.temporary;
    this.final = names.final;
    this.#file = file;
  }

  get size(): number {
    return this.#size;
  }

  /** Writes what the buffer holds and empties it. */
  write(buffer: RowBuffer): void {
    const bytes = buffer.bytes.subarray(0, buffer.end);
    buffer.end = 0;
    try {
      this.#file.writeSync(bytes);
    } catch (error) {
      throw fileFailure(error, 'writing', this.#file.path);
    }
    this.#size += bytes.length;
  }

  /**
   * No more rows come. The file is synced once, in the background, whoever asks: after a failed sync the rows may be lost though a
   * second one succeeds. Resolves when it is durable.
   */
  close(): Promise<void> {
    if (this.#durable === null) {
      this.#durable = this.#sync();
      // Whoever asks hears of a failure; until then it waits.
      this.#durable.catch(() => undefined);
    }
    return this.#durable;
  }

  async #sync(): Promise<void> {
    try {
      await this.#file.sync();
    } catch (error) {
      await this.#file.close().catch(() => undefined);
      throw fileFailure(error, 'making durable', this.#file.path);
    }
    await this.#file.close();
  }

  /** Lets go of the file without a sync. */
  async discard(): Promise<void> {
    if (this.#durable === null) await this.#file.close().catch(() => undefined);
    else await this.#durable.catch(() => undefined);
  }
}
