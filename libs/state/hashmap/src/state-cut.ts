import { crc32 } from 'node:zlib';
import {
  blockValues,
  type BlockView,
  type KeyedStateCut,
  type KeyedStateDescriptor,
  type KeyedStateHandle,
  type KeyGroupBlock,
  placeKeyedBlock,
  type RowRange,
  type SnapshotFileWriter,
  type ValueArray,
} from '@weir/engine-core';
import { BlockStage } from './block-stage.ts';
import type { TableCut } from './hashmap-table.ts';
import type { SortedByteKeys } from './sort-byte-keys.ts';
import { type SortedKeys, sortKeys } from './sort-keys.ts';
import { sortValues } from './sort-values.ts';
import { TurnBudget } from './turn-budget.ts';

export interface StateCutOptions {
  readonly tables: readonly TableCut[];
  readonly maxParallelism: number;
  /** Resolves after the event loop has had a turn. */
  readonly yieldToLoop: () => Promise<void>;
}

type WrittenTable = Omit<KeyedStateHandle, 'file'>;

/** The tables of one moment, written in the background as canonical blocks, one a key group. */
export class StateCut implements KeyedStateCut {
  readonly bytes: number;
  readonly #options: StateCutOptions;
  readonly #budget: TurnBudget;

  constructor(options: StateCutOptions) {
    this.#options = options;
    this.#budget = new TurnBudget(options.yieldToLoop);
    this.bytes = options.tables.reduce((sum, table) => sum + bytesOf(table), 0);
  }

  async write(writer: SnapshotFileWriter): Promise<readonly WrittenTable[]> {
    const written: WrittenTable[] = [];
    for (const table of this.#options.tables) {
      if (table.keys.size > 0) written.push(await this.#writeTable(table, writer));
    }
    return written;
  }

  release(): void {
    for (const table of this.#options.tables) table.release();
  }

  async #writeTable(table: TableCut, writer: SnapshotFileWriter): Promise<WrittenTable> {
    const { descriptor } = table;
    const { places, ends, keys } = await this.#sortedKeys(table);
    const columns: ValueArray[] = [];
    for (const values of table.values) columns.push(await sortValues(values, places, this.#budget));
    const sorted: SortedTable = { descriptor, keys, columns };
    const stage = new BlockStage(writer);
    const keyGroups: KeyGroupBlock[] = [];
    let from = 0;
    for (let keyGroup = 0; keyGroup < this.#options.maxParallelism; keyGroup += 1) {
      const to = ends[keyGroup] as number;
      if (to > from) keyGroups.push({ keyGroup, ...(await this.#writeBlock(sorted, { from, to }, stage)) });
      from = to;
    }
    await stage.flush();
    return { descriptor, keyGroups };
  }

  async #sortedKeys({ keys, keyOrder }: TableCut): Promise<SortedKeys> {
    const last = keyOrder.sorted;
    if (last !== null && last.places.length === keys.size) return last;
    const sorted = await sortKeys(keys, this.#options.maxParallelism, this.#budget);
    if (keyOrder.sorted === null || keyOrder.sorted.places.length < keys.size) keyOrder.sorted = sorted;
    return sorted;
  }

  async #writeBlock(
    { descriptor, keys, columns }: SortedTable,
    { from, to }: RowRange,
    stage: BlockStage,
  ): Promise<Omit<KeyGroupBlock, 'keyGroup'>> {
    const entries = to - from;
    const keyBytes = keys.kind === 'int' ? entries * 4 : (keys.offsets[to] as number) - (keys.offsets[from] as number);
    const placement = placeKeyedBlock(descriptor, { entries, keyBytes });
    const { buffer, at } = await stage.room(placement.bytes);
    new Int32Array(buffer, at, 2).set([entries, keyBytes]);
    const view = { buffer, at, placement, entries };
    columns.forEach((column, index) => blockValues(descriptor, index, view).set(column.subarray(from, to)));
    if (keys.kind === 'int') new Int32Array(buffer, at + placement.keysAt, entries).set(keys.keys.subarray(from, to));
    else copyByteKeys(keys, view, { from, to });
    await this.#budget.spend(entries);
    const checksum = crc32(new Uint8Array(buffer, at, placement.bytes));
    return { entries, crc32: checksum, ...stage.commit(placement.bytes) };
  }
}

/** A table whose entries have been brought into the order of the key groups. */
interface SortedTable {
  readonly descriptor: KeyedStateDescriptor;
  readonly keys: SortedKeys['keys'];
  readonly columns: readonly ValueArray[];
}

function copyByteKeys(keys: SortedByteKeys, { buffer, at, placement }: BlockView, { from, to }: RowRange): void {
  const start = keys.offsets[from] as number;
  const bytes = keys.bytes.subarray(start, keys.offsets[to]);
  new Uint8Array(buffer, at + placement.keysAt, bytes.length).set(bytes);
  if (placement.keyOffsetsAt < 0) return;
  const offsets = new Int32Array(buffer, at + placement.keyOffsetsAt, to - from + 1);
  for (let index = 0; index < offsets.length; index += 1)
    offsets[index] = (keys.offsets[from + index] as number) - start;
}

function bytesOf({ keys, values }: TableCut): number {
  const keyBytes = keys.kind === 'int' ? keys.size * 4 : (keys.offsets[keys.size] as number) + keys.size * 4;
  return values.reduce((sum, array) => sum + keys.size * array.BYTES_PER_ELEMENT, keyBytes);
}
