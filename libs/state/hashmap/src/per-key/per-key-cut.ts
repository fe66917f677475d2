import { crc32 } from 'node:zlib';
import {
  type KeyedStateCut,
  type KeyedStateHandle,
  type KeyGroupBlock,
  PerKeyBlockWriter,
  type SnapshotFileWriter,
} from '@weir/engine-core';
import { BlockStage } from '../block-stage.ts';
import { TurnBudget } from '../turn-budget.ts';
import { bytesOfText } from './key-bytes.ts';
import type { Cell, PerKeyTableCut } from './per-key-table.ts';

/** Entries serialised between two turns of the event loop: each takes about as long as sixteen of a table. */
const entriesPerTurn = 2048;

/** The per-key states of one moment: serialised and written in the background, a block a key group. */
export class PerKeyCut implements KeyedStateCut {
  readonly bytes: number;
  readonly #budget: TurnBudget;
  #tables: readonly PerKeyTableCut<Cell>[];

  constructor(tables: readonly PerKeyTableCut<Cell>[], yieldToLoop: () => Promise<void>) {
    this.#tables = tables.filter(({ size }) => size > 0);
    this.#budget = new TurnBudget(yieldToLoop, entriesPerTurn);
    this.bytes = this.#tables.reduce((sum, table) => sum + table.bytes, 0);
  }

  async write(writer: SnapshotFileWriter): Promise<readonly Omit<KeyedStateHandle, 'file'>[]> {
    const written: Omit<KeyedStateHandle, 'file'>[] = [];
    for (const table of this.#tables) {
      const keyGroups = await this.#writeTable(table, writer);
      if (keyGroups.length > 0) written.push({ descriptor: table.descriptor, keyGroups });
    }
    return written;
  }

  release(): void {
    this.#tables = [];
  }

  async #writeTable(table: PerKeyTableCut<Cell>, writer: SnapshotFileWriter): Promise<readonly KeyGroupBlock[]> {
    const { descriptor, format, groups, firstKeyGroup, isLive } = table;
    const stage = new BlockStage(writer);
    const block = new PerKeyBlockWriter(descriptor);
    const keyGroups: KeyGroupBlock[] = [];
    for (const [group, cells] of groups.entries()) {
      const keyed = [...(cells ?? [])];
      await this.#budget.inTurns(0, keyed.length, (from, to) => {
        for (const [key, cell] of keyed.slice(from, to)) {
          const elements = format.elementsOf(cell, isLive);
          if (elements.length > 0) block.append({ key: bytesOfText(key), elements });
        }
      });
      const { entries } = block;
      const bytes = block.take();
      if (entries === 0) continue;
      const { buffer, at } = await stage.room(bytes.length);
      new Uint8Array(buffer, at, bytes.length).set(bytes);
      keyGroups.push({ keyGroup: firstKeyGroup + group, entries, crc32: crc32(bytes), ...stage.commit(bytes.length) });
    }
    await stage.flush();
    return keyGroups;
  }
}
