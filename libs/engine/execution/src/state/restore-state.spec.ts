import type { SnapshotReader } from '@weir/engine-core';
import { describe, expect, it } from 'vitest';
import { encodeEntries } from './operator-state-lists.ts';
import { readRestoredLists } from './restore-state.ts';

/** One handle whose block holds these entries. */
function restoring(entries: readonly number[]): {
  readonly reader: SnapshotReader;
  readonly handle: Parameters<typeof readRestoredLists>[0][number]['parts'][number]['handle'];
} {
  const bytes = encodeEntries(entries);
  const file = { path: 'state', size: bytes.length, sha256: '' };
  const block = { offset: 0, length: bytes.length, crc32: 0 };
  return {
    reader: { readBlock: () => Promise.resolve(bytes), close: () => Promise.resolve() },
    handle: { name: 'list', mode: 'SPLIT', entries: entries.length, file, block },
  };
}

describe('readRestoredLists', () => {
  it('takes of each handle the entries that were dealt to the subtask, in order', async () => {
    const { reader, handle } = restoring([0, 1, 2, 3, 4]);
    const parts = [
      { handle, from: 3, to: 5 },
      { handle, from: 0, to: 1 },
    ];
    expect(await readRestoredLists([{ name: 'list', mode: 'SPLIT', parts }], reader, 'a (subtask 0)')).toEqual([
      { name: 'list', mode: 'SPLIT', entries: [3, 4, 0] },
    ]);
  });

  it('takes lists of any length', async () => {
    const { reader, handle } = restoring(Array.from({ length: 300_000 }, (_, entry) => entry));
    const parts = [{ handle, from: 0, to: handle.entries }];
    const [list] = await readRestoredLists([{ name: 'list', mode: 'SPLIT', parts }], reader, 'a (subtask 0)');
    expect(list?.entries).toHaveLength(300_000);
  });
});
