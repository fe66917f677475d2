import type { RecordBatch, RowRange } from '@weir/engine-core';
import type { OpenBatch } from './batch-buffer.ts';

/** The rows `selection[from .. to)`. */
export interface RowSelection extends RowRange {
  readonly selection: Int32Array;
}

/** How many rows from `from` on fit into the rest of an open buffer. */
export function fittingRange({ batch: target, placement }: OpenBatch, batch: RecordBatch, from: number): number {
  let to = Math.min(batch.rowCount, from + placement.rowCapacity - target.rowCount);
  for (let index = 0; index < batch.columns.length; index += 1) {
    const source = batch.columns[index];
    const column = target.columns[index];
    if (source?.kind !== 'utf8' || column?.kind !== 'utf8') continue;
    const room = (placement.columns[index]?.textCapacity ?? 0) - (column.offsets[target.rowCount] as number);
    const { offsets } = source;
    const end = (offsets[from] as number) + room;
    while ((offsets[to] as number) > end) {
      // Halve the distance, then go row by row: most batches fit at once.
      const middle = (from + to) >> 1;
      to = (offsets[middle] as number) > end ? middle : to - 1;
    }
  }
  return to - from;
}

/** How many rows of the selection, from its beginning, fit into the rest of an open buffer. */
export function fittingSelection(open: OpenBatch, batch: RecordBatch, { selection, from, to }: RowSelection): number {
  const { batch: target, placement } = open;
  let end = Math.min(to, from + placement.rowCapacity - target.rowCount);
  for (let index = 0; index < batch.columns.length; index += 1) {
    const source = batch.columns[index];
    const column = target.columns[index];
    if (source?.kind !== 'utf8' || column?.kind !== 'utf8') continue;
    const room = (placement.columns[index]?.textCapacity ?? 0) - (column.offsets[target.rowCount] as number);
    const { offsets } = source;
    if ((offsets[batch.rowCount] as number) - (offsets[0] as number) <= room) continue;
    end = from + countWithinText(offsets, room, { selection, from, to: end });
  }
  return end - from;
}

function countWithinText(offsets: Int32Array, room: number, { selection, from, to }: RowSelection): number {
  let left = room;
  for (let next = from; next < to; next += 1) {
    const row = selection[next] as number;
    left -= (offsets[row + 1] as number) - (offsets[row] as number);
    if (left < 0) return next - from;
  }
  return to - from;
}
