import { crc32 } from 'node:zlib';
import { keyGroupOf, subtaskOf } from '../keys/key-groups.ts';
import { KeyHasher } from '../keys/hash-keys.ts';
import { batchOf } from '../batch/batch-of.ts';
import type { RowValue } from '../batch/rows-of.ts';
import type { KeyedStateHandle, StateFile } from '../snapshot/handles.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { SnapshotFileWriter, SnapshotReader } from '../storage/checkpoint-storage.ts';
import type {
  KeyedStateBackend,
  KeyedStateCut,
  KeyedTable,
  KeyedTableDescriptor,
} from '../state/keyed-state-backend.ts';

export type KeyRow = Readonly<Record<string, RowValue>>;

/** A snapshot's file in memory, with the writer's and reader's contracts. */
export class MemorySnapshotFile implements SnapshotFileWriter {
  /** A header, so that offsets are not blocks' own. */
  bytes: Uint8Array = new Uint8Array(24);

  get position(): number {
    return this.bytes.length;
  }

  write(bytes: Uint8Array): Promise<void> {
    const grown = new Uint8Array(this.bytes.length + bytes.length);
    grown.set(this.bytes);
    grown.set(bytes, this.bytes.length);
    this.bytes = grown;
    return Promise.resolve();
  }

  finish(): Promise<StateFile> {
    return Promise.resolve({ path: 'state', size: this.bytes.length, sha256: '' });
  }

  abort(): Promise<void> {
    return Promise.resolve();
  }

  reader(): SnapshotReader {
    return {
      readBlock: (_, block) => {
        const bytes = this.bytes.slice(block.offset, block.offset + block.length);
        if (bytes.length === block.length && crc32(bytes) === block.crc32) return Promise.resolve(bytes);
        return Promise.reject(new StorageError('DAMAGED', 'The checksum differs.'));
      },
      close: () => Promise.resolve(),
    };
  }
}

/** A written cut: the file and the handles that name it. */
export interface WrittenState {
  readonly file: MemorySnapshotFile;
  readonly handles: readonly KeyedStateHandle[];
}

export async function writeCut(cut: KeyedStateCut): Promise<WrittenState> {
  const file = new MemorySnapshotFile();
  const written = await cut.write(file);
  cut.release();
  const stateFile = await file.finish();
  return { file, handles: written.map((handle) => ({ ...handle, file: stateFile })) };
}

export async function restoreAll(backend: KeyedStateBackend, written: readonly WrittenState[]): Promise<void> {
  for (const { file, handles } of written) {
    for (const handle of handles) await backend.restore(handle, file.reader());
  }
}

/** Adds 1 to the first value column of each row's key (its slot once for each row); returns the slots. */
export function count(table: KeyedTable, rows: readonly KeyRow[]): Int32Array {
  const { keyColumns } = table.descriptor;
  const indexes = keyColumns.map((_, index) => index);
  const slots = new Int32Array(rows.length);
  const batchRows = 4096;
  for (let from = 0; from < rows.length; from += batchRows) {
    const batch = batchOf(keyColumns, rows.slice(from, from + batchRows));
    const hashes = new Int32Array(batch.rowCount);
    new KeyHasher(indexes).hash(batch, hashes);
    table.locate(batch, indexes, hashes, slots.subarray(from, from + batch.rowCount));
    const values = table.values(0);
    for (const slot of slots.subarray(from, from + batch.rowCount)) values[slot] = (values[slot] as number) + 1;
  }
  return slots;
}

/** The subtask that owns a row's key. */
export function ownerOf(
  keyColumns: KeyedTableDescriptor['keyColumns'],
  row: KeyRow,
  of: { maxParallelism: number; parallelism: number },
): number {
  const hash = new Int32Array(1);
  new KeyHasher(keyColumns.map((_, index) => index)).hash(batchOf(keyColumns, [row]), hash);
  return subtaskOf(keyGroupOf(hash[0] as number, of.maxParallelism), of.maxParallelism, of.parallelism);
}
