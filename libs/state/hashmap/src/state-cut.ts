import { crc32 } from 'node:zlib';
import {
  blockValues,
  type KeyedStateCut,
  type KeyedStateHandle,
  type KeyGroupBlock,
  placeKeyedBlock,
  type RowRange,
  type SnapshotFileWriter,
  type ValueArray,
} from '@weir/engine-core';
import { BlockStage } from './block-stage.ts';
import { gatherKeys, keyBytesOf } from './gather-keys.ts';
import { type GroupedSlots, groupSlots } from './group-slots.ts';
import type { TableCut } from './hashmap-table.ts';
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
    const { keys } = table;
    const grouped = await this.#grouped(table);
    const sorted: SortedTable = {
      ...table,
      grouped,
      intKeys: keys.kind === 'int' ? await sortValues(keys.keys, grouped, this.#budget) : null,
      columns: [],
    };
    for (const values of table.values) sorted.columns.push(await sortValues(values, grouped, this.#budget));
    const stage = new BlockStage(writer);
    const keyGroups: KeyGroupBlock[] = [];
    let from = 0;
    for (let keyGroup = 0; keyGroup < this.#options.maxParallelism; keyGroup += 1) {
      const to = grouped.ends[keyGroup] as number;
      if (to > from) keyGroups.push({ keyGroup, ...(await this.#writeBlock(sorted, { from, to }, stage)) });
      from = to;
    }
    await stage.flush();
    return { descriptor: table.descriptor, keyGroups };
  }

  async #grouped({ keys, grouping }: TableCut): Promise<GroupedSlots> {
    const last = grouping.grouped;
    if (last !== null && last.slots.length === keys.size) return last;
    const grouped = await groupSlots(keys, this.#options.maxParallelism, this.#budget);
    if (grouping.grouped === null || grouping.grouped.slots.length < keys.size) grouping.grouped = grouped;
    return grouped;
  }

  async #writeBlock(
    { descriptor, keys, intKeys, columns, grouped: { slots } }: SortedTable,
    { from, to }: RowRange,
    stage: BlockStage,
  ): Promise<Omit<KeyGroupBlock, 'keyGroup'>> {
    const entries = to - from;
    const keyBytes = keys.kind === 'int' ? entries * 4 : keyBytesOf(keys, { slots, from, to });
    const placement = placeKeyedBlock(descriptor, { entries, keyBytes });
    const { buffer, at } = await stage.room(placement.bytes);
    new Int32Array(buffer, at, 2).set([entries, keyBytes]);
    const view = { buffer, at, placement, entries };
    columns.forEach((column, index) => blockValues(descriptor, index, view).set(column.subarray(from, to)));
    if (intKeys !== null) new Int32Array(buffer, at + placement.keysAt, entries).set(intKeys.subarray(from, to));
    if (keys.kind === 'bytes') {
      const offsets =
        placement.keyOffsetsAt < 0 ? null : new Int32Array(buffer, at + placement.keyOffsetsAt, entries + 1);
      const target = { bytes: new Uint8Array(buffer, at + placement.keysAt, keyBytes), offsets, next: 0, end: 0 };
      await this.#budget.inTurns(from, to, (start, stop) => gatherKeys(keys, target, { slots, from: start, to: stop }));
    } else await this.#budget.spend(entries);
    const checksum = crc32(new Uint8Array(buffer, at, placement.bytes));
    return { entries, crc32: checksum, ...stage.commit(placement.bytes) };
  }
}

/** A table whose entries have been brought into the order of the key groups; byte keys are copied group by group instead. */
interface SortedTable extends TableCut {
  readonly grouped: GroupedSlots;
  readonly intKeys: Int32Array | null;
  readonly columns: ValueArray[];
}

function bytesOf({ keys, values }: TableCut): number {
  const keyBytes = keys.kind === 'int' ? keys.size * 4 : (keys.offsets[keys.size] as number) + keys.size * 4;
  return values.reduce((sum, array) => sum + keys.size * array.BYTES_PER_ELEMENT, keyBytes);
}
