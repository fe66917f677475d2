import type { CheckpointStorage, SnapshotManifest } from '@weir/engine-core';
import type { WasMade } from './reference.ts';

export const everyRow: WasMade = () => true;

/** Rows that stand before the positions in the savepoint of a drain. A source's subtask that had ended before is not in it: it made all of its rows. */
export async function drainedRows(storage: CheckpointStorage, path: string): Promise<WasMade> {
  const manifest = await storage.readManifest(path);
  const reader = storage.openReader(path);
  const positions = new Map<string, Map<number, number>>();
  let of = 1;
  for (const { uid, block, file } of positionsIn(manifest)) {
    const entries: unknown = JSON.parse(new TextDecoder().decode(await reader.readBlock(file, block)));
    const bySplit = positions.get(uid) ?? new Map<number, number>();
    positions.set(uid, bySplit);
    for (const [split, splits, next] of entries as readonly (readonly [number, number, number])[]) {
      of = splits;
      bySplit.set(split, next);
    }
  }
  await reader.close();
  return (uid, index) => Math.floor(index / of) < (positions.get(uid)?.get(index % of) ?? Infinity);
}

function positionsIn({ operators }: SnapshotManifest) {
  return operators.flatMap(({ uid, subtasks }) =>
    subtasks.flatMap(({ state }) =>
      state.operator.filter(({ name }) => name === 'positions').map(({ file, block }) => ({ uid, file, block })),
    ),
  );
}
