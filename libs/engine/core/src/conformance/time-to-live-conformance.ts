import { describe, expect, it } from 'vitest';
import type { KeyedStateBackendFactory } from '../state/keyed-state-backend.ts';
import type { PerKeyStates } from '../state/per-key-states.ts';
import { doubleSerializer, stringSerializer } from '../state/state-serializers.ts';
import type { TimeToLive } from '../state/time-to-live.ts';
import { entriesWritten, PerKeyWorld } from './per-key-state-world.ts';

/** One state with the same two questions, whatever its kind. */
interface TimedState {
  write(value: number): void;
  /** Null when it shows nothing. */
  read(): number | null;
}

interface Kind {
  readonly kind: string;
  readonly open: (states: PerKeyStates, timeToLive?: TimeToLive) => TimedState;
}

const timed = (timeToLive: TimeToLive | undefined) => ({
  name: 'state',
  serializer: doubleSerializer,
  ...(timeToLive === undefined ? {} : { timeToLive }),
});

const kinds: readonly Kind[] = [
  {
    kind: 'value',
    open: (states, timeToLive) => {
      const value = states.value(timed(timeToLive));
      return { write: (written) => value.update(written), read: () => value.value() };
    },
  },
  {
    kind: 'list',
    open: (states, timeToLive) => {
      const list = states.list(timed(timeToLive));
      return { write: (written) => list.update([written]), read: () => list.get()[0] ?? null };
    },
  },
  {
    kind: 'map',
    open: (states, timeToLive) => {
      const map = states.map({ ...timed(timeToLive), keySerializer: stringSerializer });
      return { write: (written) => map.put('x', written), read: () => map.get('x') };
    },
  },
];

const onWrite: TimeToLive = { ttlMs: 100, update: 'OnCreateAndWrite', visibility: 'NeverReturnExpired' };
const onRead: TimeToLive = { ...onWrite, update: 'OnReadAndWrite' };
const shown: TimeToLive = { ...onWrite, visibility: 'ReturnExpiredIfNotCleanedUp' };

/** Time to live as every keyed state backend must keep it. `factory` makes a new one for each call. */
export function describeTimeToLive(factory: () => KeyedStateBackendFactory): void {
  describe.each(kinds)('with a time to live, as a $kind', (kind) => {
    describeExpiry(factory, kind);
    describeTimedSnapshots(factory, kind);
  });
  describeParts(factory);
}

function describeExpiry(factory: () => KeyedStateBackendFactory, { open }: Kind): void {
  const start = async (timeToLive: TimeToLive) => {
    const world = (await PerKeyWorld.open(factory())).at('key');
    const state = open(world.states, timeToLive);
    const readAt = (nowMs: number): number | null => {
      world.nowMs = nowMs;
      return state.read();
    };
    return { world, state, readAt };
  };

  it('case 106: is there until its time is over, which begins anew when it is written', async () => {
    const { world, state, readAt } = await start(onWrite);
    expect(readAt(0)).toBeNull();
    state.write(1);
    expect(readAt(20)).toBe(1);
    world.nowMs = 50;
    state.write(2);
    expect(readAt(120)).toBe(2);
    expect(readAt(300)).toBeNull();
  });

  it('case 106: is hidden from the millisecond on in which time and time to live meet', async () => {
    const { state, readAt } = await start(onWrite);
    state.write(1);
    expect([readAt(99), readAt(100), readAt(99)]).toEqual([1, null, null]);
  });

  it('case 106: where expired values may be returned, returns one once and then nothing', async () => {
    const { state, readAt } = await start(shown);
    state.write(1);
    expect([readAt(99), readAt(300), readAt(300), readAt(0)]).toEqual([1, 1, null, null]);
  });

  it('case 106: OnReadAndWrite: a read begins its time anew, OnCreateAndWrite: it does not', async () => {
    const reading = await start(onRead);
    reading.state.write(1);
    expect([50, 140, 230, 331, 332].map(reading.readAt)).toEqual([1, 1, 1, null, null]);
    const writing = await start(onWrite);
    writing.state.write(1);
    expect([50, 99, 100].map(writing.readAt)).toEqual([1, 1, null]);
  });

  it.each([Number.MAX_SAFE_INTEGER, Infinity])('case 106: a time to live of %d never ends', async (ttlMs) => {
    const { world, state, readAt } = await start({ ...onWrite, ttlMs });
    world.nowMs = 10;
    state.write(1);
    expect([readAt(50), readAt(Number.MAX_SAFE_INTEGER)]).toEqual([1, 1]);
  });

  it('case 106: a written value is new although an expired one was there', async () => {
    const { world, state, readAt } = await start(shown);
    state.write(1);
    world.nowMs = 500;
    state.write(2);
    expect([readAt(599), readAt(600), readAt(600)]).toEqual([2, 2, null]);
  });
}

function describeTimedSnapshots(factory: () => KeyedStateBackendFactory, { open }: Kind): void {
  it('case 106: expired values are left out of a full snapshot, and the others keep their time', async () => {
    const source = await PerKeyWorld.open(factory());
    const state = open(source.states, shown);
    source.at('old');
    state.write(1);
    source.nowMs = 60;
    source.at('new');
    state.write(2);
    source.nowMs = 100;
    const written = await source.snapshot();
    expect(entriesWritten(written, 'state')).toBe(1);
    const restored = await PerKeyWorld.open(factory(), { restored: [written], nowMs: 110 });
    const copy = open(restored.states, onWrite);
    restored.at('old');
    expect(copy.read()).toBeNull();
    restored.at('new');
    expect(copy.read()).toBe(2);
    restored.nowMs = 160;
    expect(copy.read()).toBeNull();
  });

  it('case 106: nothing is written when everything has expired', async () => {
    const source = (await PerKeyWorld.open(factory())).at('old');
    open(source.states, onWrite).write(1);
    source.nowMs = 100;
    expect((await source.snapshot()).handles).toEqual([]);
  });

  it.each<[string, TimeToLive | undefined, TimeToLive | undefined]>([
    ['with', onWrite, undefined],
    ['without', undefined, onWrite],
  ])('case 106: state that was written %s time to live is not restored the other way', async (_, was, is) => {
    const source = (await PerKeyWorld.open(factory())).at('key');
    open(source.states, was).write(1);
    const restored = await PerKeyWorld.open(factory(), { restored: [await source.snapshot()] });
    expect(() => open(restored.states, is)).toThrow(expect.objectContaining({ code: 'STATE_MIGRATION' }));
  });
}

function describeParts(factory: () => KeyedStateBackendFactory): void {
  it('case 106: each element of a list lives by itself', async () => {
    const world = (await PerKeyWorld.open(factory())).at('key');
    const list = world.states.list(timed(onWrite));
    list.add(1);
    world.nowMs = 50;
    list.addAll([2, 3]);
    world.nowMs = 120;
    expect(list.get()).toEqual([2, 3]);
    world.nowMs = 150;
    expect(list.get()).toEqual([]);
  });

  it('case 106: each entry of a map lives by itself, and what has expired is nowhere to be seen', async () => {
    const world = (await PerKeyWorld.open(factory())).at('key');
    const map = world.states.map({ ...timed(onWrite), keySerializer: stringSerializer });
    map.put('old', 1);
    world.nowMs = 50;
    map.put('new', 2);
    world.nowMs = 120;
    expect([[...map.entries()], map.contains('old'), map.contains('new'), map.isEmpty()]).toEqual([
      [['new', 2]],
      false,
      true,
      false,
    ]);
    world.nowMs = 150;
    expect([map.isEmpty(), [...map.keys()], map.contains('new')]).toEqual([true, [], false]);
  });

  it('case 106: looking whether an expired entry is there does not take it away from the read that may return it', async () => {
    const world = (await PerKeyWorld.open(factory())).at('key');
    const map = world.states.map({ ...timed(shown), keySerializer: stringSerializer });
    map.put('old', 1);
    world.nowMs = 100;
    expect([map.isEmpty(), map.contains('old'), [...map.entries()], map.contains('old')]).toEqual([
      false,
      true,
      [['old', 1]],
      false,
    ]);
  });

  it('case 106: a default stands for a value that has expired', async () => {
    const world = (await PerKeyWorld.open(factory())).at('key');
    const value = world.states.value({ ...timed(onWrite), defaultValue: 7 });
    value.update(1);
    world.nowMs = 100;
    expect(value.value()).toBe(7);
  });

  it('refuses a time to live of nothing', async () => {
    const world = await PerKeyWorld.open(factory());
    expect(() => world.states.value(timed({ ...onWrite, ttlMs: 0 }))).toThrow('more than 0 ms');
  });
}
