import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { KeyedStateBackendFactory } from '../state/keyed-state-backend.ts';
import type { JsonValue } from '../state/operator-state-store.ts';
import type { PerKeyStates } from '../state/per-key-states.ts';
import type { StateSerializer } from '../state/state-serializer.ts';
import { booleanSerializer, doubleSerializer, jsonSerializer, stringSerializer } from '../state/state-serializers.ts';
import { entriesWritten, keysOf, PerKeyWorld } from './per-key-state-world.ts';
import { writeCut, type WrittenState } from './state-backend-world.ts';

const sum = { name: 'sum', serializer: doubleSerializer };
const words = { name: 'words', serializer: stringSerializer };
const seen = { name: 'seen', keySerializer: stringSerializer, serializer: doubleSerializer };

/** All three kinds side by side, and what they hold for the current key. */
const open = (states: PerKeyStates) => ({ sum: states.value(sum), words: states.list(words), seen: states.map(seen) });
type Opened = ReturnType<typeof open>;
const contents = (opened: Opened): unknown => [opened.sum.value(), opened.words.get(), [...opened.seen.entries()]];

/** A null that a program without types might hand in. */
const nothing = <Value>(): Value => JSON.parse('null') as Value;

/** Value, list and map states as every keyed state backend must have them. `factory` makes a new one for each call. */
export function describePerKeyStates(factory: () => KeyedStateBackendFactory): void {
  const start = (): Promise<PerKeyWorld> => PerKeyWorld.open(factory());
  describe('with states of one key at a time', { timeout: 60_000 }, () => {
    describeValues(start);
    describeLists(start);
    describeMaps(start);
    describeKeys(factory);
    describePerKeySnapshots(factory);
    describeMigrations(factory);
  });
}

type Start = () => Promise<PerKeyWorld>;

function describeValues(start: Start): void {
  it('case 87: a value is null before it is written and after it was cleared', async () => {
    const world = await start();
    const { sum } = open(world.states);
    world.at('a');
    expect(sum.value()).toBeNull();
    sum.update(3);
    expect(sum.value()).toBe(3);
    sum.clear();
    expect(sum.value()).toBeNull();
  });

  it('case 87: updating a value with null clears it, and leaves nothing to be written', async () => {
    const world = await start();
    const { sum } = open(world.states);
    world.at('a');
    sum.update(3);
    sum.update(null);
    expect(sum.value()).toBeNull();
    expect((await world.snapshot()).handles).toEqual([]);
  });

  it('case 87: a value that is not there is the default, which the state does not hold', async () => {
    const world = await start();
    const value = world.states.value({ name: 'v', serializer: jsonSerializer, defaultValue: { n: [1] } });
    world.at('a');
    const first = value.value() as { n: number[] };
    first.n.push(2);
    expect(value.value()).toEqual({ n: [1] });
    value.update({ n: [9] });
    expect(value.value()).toEqual({ n: [9] });
    value.update(null);
    expect(value.value()).toEqual({ n: [1] });
    expect((await world.snapshot()).handles).toEqual([]);
  });

  it('hands values in and out as copies', async () => {
    const world = await start();
    const value = world.states.value({ name: 'v', serializer: jsonSerializer });
    world.at('a');
    const mine: { n: JsonValue[] } = { n: [1] };
    value.update(mine);
    mine.n.push(2);
    (value.value() as { n: number[] }).n.push(3);
    expect(value.value()).toEqual({ n: [1] });
  });

  it('refuses what its serializer cannot write, and stays as it was', async () => {
    const world = await start();
    const { sum } = open(world.states);
    const json = world.states.value({ name: 'json', serializer: jsonSerializer });
    const text = world.states.value({ name: 'text', serializer: stringSerializer });
    world.at('a');
    sum.update(1);
    json.update([1]);
    const invalid = expect.objectContaining({ code: 'INVALID_VALUE' }) as Error;
    expect(() => sum.update('two' as never)).toThrow(invalid);
    for (const wrong of [Number.NaN, new Date(0), new Map(), () => 1])
      expect(() => json.update([wrong as never])).toThrow(invalid);
    expect(() => text.update('\ud83c')).toThrow(invalid);
    expect([sum.value(), json.value(), text.value()]).toEqual([1, [1], null]);
  });
}

function describeLists(start: Start): void {
  it('case 87: a list is empty before it is written, keeps its order, and is emptied by an empty update', async () => {
    const world = await start();
    const { words } = open(world.states);
    world.at('a');
    expect(words.get()).toEqual([]);
    words.add('x');
    words.addAll(['y', 'x']);
    words.addAll([]);
    expect(words.get()).toEqual(['x', 'y', 'x']);
    words.update(['z']);
    expect(words.get()).toEqual(['z']);
    words.update([]);
    expect(words.get()).toEqual([]);
    expect((await world.snapshot()).handles).toEqual([]);
  });

  it('case 87: null is no element and no list: it is refused, and nothing changes', async () => {
    const world = await start();
    const { words } = open(world.states);
    world.at('a');
    words.add('x');
    const invalid = expect.objectContaining({ code: 'INVALID_VALUE' }) as Error;
    expect(() => words.add(nothing())).toThrow(invalid);
    expect(() => words.addAll(['y', nothing()])).toThrow(invalid);
    expect(() => words.addAll(nothing())).toThrow(invalid);
    expect(() => words.update(['y', nothing()])).toThrow(invalid);
    expect(() => words.update(nothing())).toThrow(invalid);
    expect(words.get()).toEqual(['x']);
  });
}

function describeMaps(start: Start): void {
  it('case 87: a map is empty before it is written, and tells a null value from none', async () => {
    const world = await start();
    const { seen } = open(world.states);
    world.at('a');
    expect([seen.isEmpty(), seen.get('x'), seen.contains('x'), [...seen.keys()]]).toEqual([true, null, false, []]);
    seen.put('x', null);
    seen.putAll([
      ['y', 2],
      ['x', 1],
      ['z', null],
    ]);
    expect([seen.isEmpty(), seen.get('z'), seen.contains('z'), seen.contains('?')]).toEqual([false, null, true, false]);
    expect([[...seen.keys()], [...seen.values()]]).toEqual([
      ['x', 'y', 'z'],
      [1, 2, null],
    ]);
    for (const key of ['x', 'y', 'z', 'z']) seen.remove(key);
    expect(seen.isEmpty()).toBe(true);
    expect((await world.snapshot()).handles).toEqual([]);
  });

  it('case 87: entries of a map may be removed and written while it is iterated', async () => {
    const world = await start();
    const { seen } = open(world.states);
    world.at('a');
    for (const key of ['a', 'b', 'c', 'd']) seen.put(key, 0);
    // The first removal after a cut goes to a copy.
    const cut = world.backend.snapshot();
    const visited: string[] = [];
    for (const [key] of seen.entries()) {
      visited.push(key);
      seen.remove(key);
      if (key === 'b') seen.remove('c');
      seen.put('new', 1);
    }
    expect(visited).toEqual(['a', 'b', 'd']);
    expect([...seen.entries()]).toEqual([['new', 1]]);
    cut.release();
  });

  it('case 87: an iteration stays with its key when another one becomes current', async () => {
    const world = await start();
    const { seen } = open(world.states);
    world.at('a');
    seen.put('x', 1);
    seen.put('y', 2);
    const iteration = seen.entries();
    world.at('b');
    seen.put('z', 3);
    expect([...iteration]).toEqual([
      ['x', 1],
      ['y', 2],
    ]);
  });

  it('case 87: null is no key of a map', async () => {
    const world = await start();
    const { seen } = open(world.states);
    world.at('a');
    const invalid = expect.objectContaining({ code: 'INVALID_VALUE' }) as Error;
    expect(() => seen.put(nothing(), 1)).toThrow(invalid);
    expect(() => seen.get(nothing())).toThrow(invalid);
    expect(() =>
      seen.putAll([
        ['x', 1],
        [nothing(), 2],
      ]),
    ).toThrow(invalid);
    expect(() => seen.putAll(nothing())).toThrow(invalid);
    expect(seen.isEmpty()).toBe(true);
  });
}

function describeKeys(factory: () => KeyedStateBackendFactory): void {
  it('keeps the keys apart, and the states', async () => {
    const world = await PerKeyWorld.open(factory());
    const opened = open(world.states);
    const other = world.states.value({ ...sum, name: 'other' });
    for (const [index, key] of ['', 'a', 'ab', 'größe', 'x'.repeat(300)].entries()) {
      world.at(key);
      expect(contents(opened)).toEqual([null, [], []]);
      opened.sum.update(index);
      opened.words.add(key);
      opened.seen.put(key, index);
    }
    world.at('ab');
    expect([contents(opened), other.value()]).toEqual([[2, ['ab'], [['ab', 2]]], null]);
    expect(world.states.value(sum)).toBe(opened.sum);
  });

  it('refuses to work without a current key, and with the key of another subtask', async () => {
    const world = await PerKeyWorld.open(factory(), { subtask: 0, parallelism: 4 });
    const { sum } = open(world.states);
    expect(() => sum.value()).toThrow('no row was current');
    const [foreign = ''] = keysOf(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], { subtask: 3, parallelism: 4 });
    expect(() => world.at(foreign)).toThrow('another subtask');
  });

  it('refuses another key for the same operator', async () => {
    const world = await PerKeyWorld.open(factory());
    expect(() => world.backend.perKey([{ name: 'k', type: 'INT', nullable: false }])).toThrow(
      expect.objectContaining({ code: 'INCOMPATIBLE_STATE' }),
    );
  });
}

const manyKeys = Array.from({ length: 500 }, (_, index) => `key-${index}`);

/** Gives each key what can be told apart. */
function fill(world: PerKeyWorld, keys: readonly string[], round = 0): void {
  const opened = open(world.states);
  for (const key of keys) {
    world.at(key);
    opened.sum.update(key.length + round);
    opened.words.addAll([key, `${round}`]);
    opened.seen.put(key, round);
    opened.seen.put(`${round}`, null);
  }
}

function expectFilled(world: PerKeyWorld, keys: readonly string[]): void {
  const opened = open(world.states);
  for (const key of keys) {
    world.at(key);
    expect(contents(opened)).toEqual([key.length, [key, '0'], [[key, 0], ['0', null]]]); // prettier-ignore
  }
}

function describePerKeySnapshots(factory: () => KeyedStateBackendFactory): void {
  it('case 88: shows values, lists and maps of the cut while processing goes on, in two cuts at once', async () => {
    const source = await PerKeyWorld.open(factory());
    fill(source, manyKeys);
    const first = source.backend.snapshot();
    fill(source, manyKeys.slice(0, 300), 1);
    const second = source.backend.snapshot();
    const opened = open(source.states);
    for (const key of manyKeys) {
      source.at(key);
      opened.sum.clear();
      opened.words.add('late');
      opened.seen.remove(key);
      opened.seen.put('late', 1);
    }
    const written = [await writeCut(second), await writeCut(first)];
    const [later, earlier] = await Promise.all(
      written.map((state) => PerKeyWorld.open(factory(), { restored: [state] })),
    );
    expectFilled(earlier as PerKeyWorld, manyKeys);
    expectFilled(later as PerKeyWorld, manyKeys.slice(300));
    const laterStates = open((later as PerKeyWorld).states);
    (later as PerKeyWorld).at('key-7');
    expect(contents(laterStates)).toEqual([6, ['key-7', '0', 'key-7', '1'], [['key-7', 1], ['0', null], ['1', null]]]); // prettier-ignore
  });

  it.each([
    [1, 2],
    [2, 4],
    [4, 3],
    [3, 1],
  ])('moves values, lists and maps by whole key groups from %i subtasks to %i', async (before, after) => {
    const written: WrittenState[] = [];
    for (let subtask = 0; subtask < before; subtask += 1) {
      const world = await PerKeyWorld.open(factory(), { subtask, parallelism: before });
      fill(world, keysOf(manyKeys, { subtask, parallelism: before }));
      written.push(await world.snapshot());
    }
    let keys = 0;
    for (let subtask = 0; subtask < after; subtask += 1) {
      const world = await PerKeyWorld.open(factory(), { subtask, parallelism: after, restored: written });
      expectFilled(world, keysOf(manyKeys, { subtask, parallelism: after }));
      keys += entriesWritten(await world.snapshot(), 'sum');
    }
    expect(keys).toBe(manyKeys.length);
  });

  it('keeps restored states that no operator declares, beside tables', async () => {
    const source = await PerKeyWorld.open(factory());
    fill(source, manyKeys);
    const table = { name: 'counts', keyColumns: [], valueColumns: [] };
    source.backend.table(table);
    const idle = await PerKeyWorld.open(factory(), { restored: [await source.snapshot()] });
    const last = await PerKeyWorld.open(factory(), { restored: [await idle.snapshot()] });
    expectFilled(last, manyKeys);
  });

  it('refuses blocks that are cut off, that hold keys of other groups, and a format it does not know', async () => {
    const source = await PerKeyWorld.open(factory());
    const value = source.states.value(sum);
    source.at('a');
    value.update(1);
    const { file, handles } = await source.snapshot();
    const [handle] = handles;
    if (handle === undefined) throw new Error('one state was written');
    const restore = (changed: typeof handle): Promise<void> =>
      factory().create(backendOptions).restore(changed, file.reader());
    const short = handle.keyGroups.map((block) => {
      const bytes = file.bytes.slice(block.offset, block.offset + block.length - 1);
      return { ...block, length: bytes.length, crc32: crc32(bytes) };
    });
    await expect(restore({ ...handle, keyGroups: short })).rejects.toMatchObject({ code: 'DAMAGED' });
    const moved = handle.keyGroups.map((block) => ({ ...block, keyGroup: (block.keyGroup + 1) % 128 }));
    await expect(restore({ ...handle, keyGroups: moved })).rejects.toThrow('other groups');
    const future = { ...handle, descriptor: { ...handle.descriptor, serializerVersion: 2 } };
    await expect(restore(future)).rejects.toMatchObject({ code: 'INCOMPATIBLE_STATE' });
    await expect(restore(handle)).resolves.toBeUndefined();
  });
}

const backendOptions = {
  keyGroups: { first: 0, last: 127 },
  maxParallelism: 128,
  owner: 'test#0',
  clock: { now: () => 0, monotonic: () => 0 },
};

const renamed = { ...doubleSerializer, name: 'money' };
const newer: StateSerializer<number> = { ...doubleSerializer, version: 2 };

function describeMigrations(factory: () => KeyedStateBackendFactory): void {
  const restoredWorld = async (): Promise<PerKeyWorld> => {
    const source = await PerKeyWorld.open(factory());
    fill(source, ['a']);
    return PerKeyWorld.open(factory(), { restored: [await source.snapshot()] });
  };

  it.each<[string, (states: PerKeyStates) => unknown]>([
    ['a value with another serializer', (states) => states.value({ ...sum, serializer: renamed })],
    ['a value with another version', (states) => states.value({ ...sum, serializer: newer })],
    ['a list with another serializer', (states) => states.list({ ...words, serializer: booleanSerializer })],
    ['a map with other keys', (states) => states.map({ ...seen, keySerializer: doubleSerializer })],
    ['a map with other values', (states) => states.map({ ...seen, serializer: newer })],
  ])('case 87: restored state is refused as %s', async (_, declare) => {
    const { states } = await restoredWorld();
    expect(() => declare(states)).toThrow(expect.objectContaining({ code: 'STATE_MIGRATION' }));
    expect(() => declare(states)).toThrow('test#0');
  });

  it.each<[string, (world: PerKeyWorld) => unknown]>([
    ['another kind', ({ states }) => states.list({ ...sum, serializer: doubleSerializer })],
    ['a table', ({ backend }) => backend.table({ name: 'sum', keyColumns: [], valueColumns: [] })],
  ])('refuses restored state as %s', async (_, declare) => {
    const world = await restoredWorld();
    expect(() => declare(world)).toThrow(expect.objectContaining({ code: 'INCOMPATIBLE_STATE' }));
  });

  it('refuses a state under the name of a table', async () => {
    const world = await PerKeyWorld.open(factory());
    world.backend.table({ name: 'sum', keyColumns: [], valueColumns: [] });
    expect(() => world.states.value(sum)).toThrow(expect.objectContaining({ code: 'INCOMPATIBLE_STATE' }));
  });

  it('names the state whose values its serializer cannot read', async () => {
    const source = await PerKeyWorld.open(factory());
    fill(source, ['a']);
    const broken = { ...doubleSerializer, deserialize: () => JSON.parse('{') as number };
    const world = await PerKeyWorld.open(factory(), { restored: [await source.snapshot()] });
    expect(() => world.states.value({ ...sum, serializer: broken })).toThrow(/"sum" of test#0 cannot be read/);
  });
}
