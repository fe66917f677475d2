import type { OperatorStateRestore } from '@weir/engine-checkpoint';
import type { JsonValue, SnapshotReader } from '@weir/engine-core';
import { decodeEntries, type RestoredList } from './operator-state-lists.ts';

/** Reads the operator lists that a restore deals to one subtask, in the order of the plan. */
export async function readRestoredLists(
  restores: readonly OperatorStateRestore[],
  reader: SnapshotReader,
  owner: string,
): Promise<readonly RestoredList[]> {
  const lists: RestoredList[] = [];
  for (const { name, mode, parts } of restores) {
    const entries: JsonValue[] = [];
    for (const { handle, from, to } of parts) {
      const bytes = await reader.readBlock(handle.file, handle.block);
      // One by one: a call takes no more than some hundred thousand arguments.
      for (const entry of decodeEntries(bytes, owner).slice(from, to)) entries.push(entry);
    }
    lists.push({ name, mode, entries });
  }
  return lists;
}
