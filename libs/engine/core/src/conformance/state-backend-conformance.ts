import type { ColumnSchema, ColumnType } from '@weir/job-spec';
import { describe, expect, it } from 'vitest';
import { keyGroupRangeOf } from '../keys/key-groups.ts';
import type {
  KeyedStateBackend,
  KeyedStateBackendFactory,
  KeyedTable,
  KeyedTableDescriptor,
} from '../state/keyed-state-backend.ts';
import { StateError } from '../state/state-error.ts';
import { describePerKeyStates } from './per-key-state-conformance.ts';
import { describeTimeToLive } from './time-to-live-conformance.ts';
import { count, type KeyRow, ownerOf, restoreAll, writeCut, type WrittenState } from './state-backend-world.ts';

const maxParallelism = 128;
const column = (name: string, type: ColumnType, nullable = false): ColumnSchema => ({ name, type, nullable });
const counted = (...keyColumns: ColumnSchema[]): KeyedTableDescriptor => ({
  name: 'counts',
  keyColumns,
  valueColumns: [
    { ...column('count', 'BIGINT'), initial: 0 },
    { ...column('low', 'INT'), initial: 7 },
    { ...column('seen', 'BOOLEAN'), initial: 1 },
  ],
});

interface KeyShape {
  readonly name: string;
  readonly descriptor: KeyedTableDescriptor;
  readonly row: (index: number) => KeyRow;
}

const words = [
  '',
  'a',
  'ab',
  'Wort',
  'größe',
  'a\u0000',
  '\u0000',
  'eight888',
  'nine99999',
  '🌊',
  'x'.repeat(300),
  '東京',
];

const shapes: readonly KeyShape[] = [
  { name: 'INT', descriptor: counted(column('k', 'INT')), row: (i) => ({ k: i % 3 === 0 ? -i : i }) },
  { name: 'BIGINT', descriptor: counted(column('k', 'BIGINT')), row: (i) => ({ k: i * 2 ** 33 }) },
  { name: 'DOUBLE', descriptor: counted(column('k', 'DOUBLE')), row: (i) => ({ k: i / 8 }) },
  { name: 'STRING', descriptor: counted(column('k', 'STRING')), row: (i) => ({ k: words[i] ?? `key-${i}` }) },
  { name: 'nullable INT', descriptor: counted(column('k', 'INT', true)), row: (i) => ({ k: i === 5 ? null : i }) },
  {
    name: 'nullable STRING',
    descriptor: counted(column('k', 'STRING', true)),
    row: (i) => ({ k: i === 0 ? null : (words[i - 1] ?? `key-${i}`) }),
  },
  {
    name: 'composite',
    descriptor: counted(column('a', 'STRING'), column('b', 'INT', true), column('c', 'STRING')),
    // Ambiguous when texts are only put one behind the other.
    row: (i) => ({ a: 'x'.repeat(i % 7), b: i % 5 === 0 ? null : i % 11, c: 'x'.repeat(i % 13) }),
  },
  { name: 'no column', descriptor: counted(), row: () => ({}) },
];

/** The behaviour of every keyed state backend. `factory` makes a new one for each call. */
export function describeStateBackend(name: string, factory: () => KeyedStateBackendFactory): void {
  const backend = (subtask = 0, parallelism = 1): KeyedStateBackend =>
    factory().create({
      keyGroups: keyGroupRangeOf(subtask, maxParallelism, parallelism),
      maxParallelism,
      owner: 'test#0',
      clock: { now: () => 0, monotonic: () => 0 },
    });
  describe(`${name} keyed state`, () => {
    describe.each(shapes)('with a key of $name', ({ descriptor, row }) =>
      describeKeyShape(backend, { descriptor, row }),
    );
    describeSnapshots(backend);
    describeRefusals(backend);
    describePerKeyStates(factory);
    describeTimeToLive(factory);
  });
}

type MakeBackend = (subtask?: number, parallelism?: number) => KeyedStateBackend;

const identity = (row: KeyRow): string => JSON.stringify(row);

function expectedCounts(rows: readonly KeyRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(identity(row), (counts.get(identity(row)) ?? 0) + 1);
  return counts;
}

/** What the table has counted, by key; looks only at keys it has. */
function countsOf(table: KeyedTable, rows: readonly KeyRow[]): Map<string, number> {
  const distinct = [...new Map(rows.map((row) => [identity(row), row])).values()];
  const slots = count(table, distinct);
  return new Map(
    distinct.map((row, index) => [identity(row), (table.values(0)[slots[index] as number] as number) - 1]),
  );
}

function describeKeyShape(backend: MakeBackend, { descriptor, row }: Pick<KeyShape, 'descriptor' | 'row'>): void {
  const rows = Array.from({ length: 3000 }, (_, index) => row((index * 7919) % 1700));

  it('counts as a Map does, with one dense slot a key', () => {
    const table = backend().table(descriptor);
    const slots = count(table, rows);
    const expected = expectedCounts(rows);
    expect(table.size).toBe(expected.size);
    expect(new Set(slots)).toEqual(new Set(Array.from({ length: expected.size }, (_, slot) => slot)));
    const slotOf = new Map(rows.map((value, index) => [identity(value), slots[index]]));
    rows.forEach((value, index) => expect(slots[index]).toBe(slotOf.get(identity(value))));
    expect(countsOf(table, rows)).toEqual(expected);
  });

  it('begins every key with the initial values, also after it has grown', () => {
    const table = backend().table(descriptor);
    count(table, rows);
    for (let slot = 0; slot < table.size; slot += 1)
      expect([table.values(1)[slot], table.values(2)[slot]]).toEqual([7, 1]);
  });

  it('comes back from a snapshot, and goes on', async () => {
    const source = backend();
    count(source.table(descriptor), rows);
    const written = await writeCut(source.snapshot());
    const restored = backend();
    await restoreAll(restored, [written]);
    const table = restored.table(descriptor);
    expect(table.size).toBe(expectedCounts(rows).size);
    count(table, rows);
    expect(countsOf(table, rows)).toEqual(expectedCounts([...rows, ...rows]));
    expect([...table.values(1).subarray(0, table.size)].every((value) => value === 7)).toBe(true);
  });

  it.each([
    [1, 2],
    [2, 4],
    [4, 3],
    [3, 1],
  ])('moves whole key groups from %i subtasks to %i', async (before, after) => {
    const written: WrittenState[] = [];
    for (let subtask = 0; subtask < before; subtask += 1) {
      const source = backend(subtask, before);
      const own = rows.filter(
        (value) => ownerOf(descriptor.keyColumns, value, { maxParallelism, parallelism: before }) === subtask,
      );
      count(source.table(descriptor), own);
      written.push(await writeCut(source.snapshot()));
    }
    for (let subtask = 0; subtask < after; subtask += 1) {
      const restored = backend(subtask, after);
      await restoreAll(restored, written);
      const own = rows.filter(
        (value) => ownerOf(descriptor.keyColumns, value, { maxParallelism, parallelism: after }) === subtask,
      );
      const table = restored.table(descriptor);
      expect(table.size).toBe(expectedCounts(own).size);
      expect(countsOf(table, own)).toEqual(expectedCounts(own));
    }
  });
}

function describeSnapshots(backend: MakeBackend): void {
  const descriptor = counted(column('k', 'STRING'));
  const rowsOfKeys = (from: number, to: number): KeyRow[] =>
    Array.from({ length: to - from }, (_, index) => ({ k: `key-${from + index}` }));

  it('shows the state of the cut while processing goes on', async () => {
    const source = backend();
    const table = source.table(descriptor);
    count(table, rowsOfKeys(0, 500));
    const cut = source.snapshot();
    const writing = writeCut(cut);
    count(table, rowsOfKeys(0, 5000));
    const second = source.snapshot();
    const written = await writing;
    count(table, rowsOfKeys(0, 9000));
    for (const [state, expected] of [
      [written, { size: 500, value: 1 }],
      [await writeCut(second), { size: 5000, value: 2 }],
    ] as const) {
      const restored = backend();
      await restoreAll(restored, [state]);
      expect(restored.table(descriptor).size).toBe(expected.size);
      const slot = count(restored.table(descriptor), [{ k: 'key-0' }])[0] as number;
      expect(restored.table(descriptor).values(0)[slot]).toBe(expected.value + 1);
    }
  });

  it('writes nothing for tables without keys, and restores from it', async () => {
    const source = backend();
    source.table(descriptor);
    const written = await writeCut(source.snapshot());
    expect(written.handles).toEqual([]);
    const restored = backend();
    await restoreAll(restored, [written]);
    expect(restored.table(descriptor).size).toBe(0);
  });

  it('keeps several tables apart', async () => {
    const source = backend();
    const other = { ...counted(column('n', 'INT')), name: 'other' };
    count(source.table(descriptor), rowsOfKeys(0, 10));
    count(source.table(other), [{ n: 1 }, { n: 2 }, { n: 1 }]);
    const restored = backend();
    await restoreAll(restored, [await writeCut(source.snapshot())]);
    expect([restored.table(descriptor).size, restored.table(other).size]).toEqual([10, 2]);
  });

  it('names only the key groups that hold entries, once each, with blocks that lie in the file', async () => {
    const source = backend();
    count(source.table(descriptor), rowsOfKeys(0, 40));
    const { file, handles } = await writeCut(source.snapshot());
    const groups = handles[0]?.keyGroups ?? [];
    expect(groups.reduce((sum, { entries }) => sum + entries, 0)).toBe(40);
    expect(new Set(groups.map(({ keyGroup }) => keyGroup)).size).toBe(groups.length);
    for (const block of groups) {
      expect(block.entries).toBeGreaterThan(0);
      expect(block.offset + block.length).toBeLessThanOrEqual(file.bytes.length);
      await expect(file.reader().readBlock({ path: 'state', size: 0, sha256: '' }, block)).resolves.toHaveLength(
        block.length,
      );
    }
  });

  it('holds a million keys, and says how much memory that takes', async () => {
    const source = backend();
    const table = source.table(counted(column('k', 'INT')));
    const before = source.bytes;
    const keys = Array.from({ length: 1_000_000 }, (_, index) => ({ k: index }));
    count(table, keys);
    expect(table.size).toBe(1_000_000);
    expect(source.bytes - before).toBeGreaterThan(1_000_000 * (4 + 13));
    expect(source.bytes - before).toBeLessThan(1_000_000 * 100);
    const cut = source.snapshot();
    const restored = backend();
    await restoreAll(restored, [await writeCut(cut)]);
    const copy = restored.table(counted(column('k', 'INT')));
    expect(copy.size).toBe(1_000_000);
    expect(
      copy
        .values(0)
        .subarray(0, copy.size)
        .every((value) => value === 1),
    ).toBe(true);
  }, 60_000);
}

function describeRefusals(backend: MakeBackend): void {
  const descriptor = counted(column('k', 'INT'));

  it.each([
    ['another key type', counted(column('k', 'STRING'))],
    ['a key that may be null', counted(column('k', 'INT', true))],
    ['other values', { ...descriptor, valueColumns: descriptor.valueColumns.slice(0, 1) }],
  ])('refuses to open restored state with %s', async (_, other) => {
    const source = backend();
    count(source.table(descriptor), [{ k: 1 }]);
    const restored = backend();
    await restoreAll(restored, [await writeCut(source.snapshot())]);
    expect(() => restored.table(other)).toThrow(StateError);
    expect(() => restored.table(other)).toThrow('"counts"');
  });

  it('refuses a block whose keys belong to other groups, and a format it does not know', async () => {
    const source = backend();
    count(source.table(descriptor), [{ k: 1 }]);
    const { file, handles } = await writeCut(source.snapshot());
    const [handle] = handles;
    if (handle === undefined) throw new Error('one table was written');
    const moved = handle.keyGroups.map((block) => ({ ...block, keyGroup: (block.keyGroup + 1) % maxParallelism }));
    await expect(backend().restore({ ...handle, keyGroups: moved }, file.reader())).rejects.toThrow('other groups');
    const future = { ...handle, descriptor: { ...handle.descriptor, serializerVersion: 2 } };
    await expect(backend().restore(future, file.reader())).rejects.toMatchObject({ code: 'INCOMPATIBLE_STATE' });
  });

  it('passes on that a block is damaged', async () => {
    const source = backend();
    count(source.table(descriptor), [{ k: 1 }]);
    const { file, handles } = await writeCut(source.snapshot());
    const last = file.bytes.length - 1;
    file.bytes[last] = (file.bytes[last] as number) ^ 1;
    await expect(restoreAll(backend(), [{ file, handles }])).rejects.toMatchObject({ code: 'DAMAGED' });
  });
}
