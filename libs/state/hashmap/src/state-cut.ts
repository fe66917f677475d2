import { crc32 } from 'node:zlib';
import {
  blockValues,
  type KeyedStateCut,
  type KeyedStateHandle,
  type KeyGroupBlock,
  placeKeyedBlock,
  type SnapshotFileWriter,
} from '@weir/engine-core';
import { BlockStage } from './block-stage.ts';
import { gatherKeys, gatherValues, keyBytesOf } from './gather-entries.ts';
import { type GroupedSlots, groupSlots } from './group-slots.ts';
import type { TableCut } from './hashmap-table.ts';
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
    const { maxParallelism } = this.#options;
    const grouped = await this.#grouped(table);
    const stage = new BlockStage(writer);
    const keyGroups: KeyGroupBlock[] = [];
    let from = 0;
    for (let keyGroup = 0; keyGroup < maxParallelism; keyGroup += 1) {
      const to = grouped.ends[keyGroup] as number;
      if (to > from) keyGroups.push({ keyGroup, ...(await this.#writeBlock(table, { grouped, from, to }, stage)) });
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
    { descriptor, keys, values }: TableCut,
    { grouped: { slots }, from, to }: { readonly grouped: GroupedSlots; readonly from: number; readonly to: number },
    stage: BlockStage,
  ): Promise<Omit<KeyGroupBlock, 'keyGroup'>> {
    const entries = to - from;
    const keyBytes = keyBytesOf(keys, { slots, from, to, at: 0 });
    const placement = placeKeyedBlock(descriptor, { entries, keyBytes });
    const { buffer, at } = await stage.room(placement.bytes);
    new Int32Array(buffer, at, 2).set([entries, keyBytes]);
    const view = { buffer, at, placement, entries };
    const columns = values.map((source, column) => ({ source, target: blockValues(descriptor, column, view) }));
    const target = {
      bytes: new Uint8Array(buffer, at + placement.keysAt, keyBytes),
      offsets: placement.keyOffsetsAt < 0 ? null : new Int32Array(buffer, at + placement.keyOffsetsAt, entries + 1),
      end: 0,
    };
    await this.#budget.inTurns(from, to, (start, stop) => {
      const range = { slots, from: start, to: stop, at: start - from };
      gatherKeys(keys, target, range);
      for (const column of columns) gatherValues(column.source, column.target, range);
    });
    const checksum = crc32(new Uint8Array(buffer, at, placement.bytes));
    return { entries, crc32: checksum, ...stage.commit(placement.bytes) };
  }
}

function bytesOf({ keys, values }: TableCut): number {
  const keyBytes = keys.kind === 'int' ? keys.size * 4 : (keys.offsets[keys.size] as number) + keys.size * 4;
  return values.reduce((sum, array) => sum + keys.size * array.BYTES_PER_ELEMENT, keyBytes);
}
