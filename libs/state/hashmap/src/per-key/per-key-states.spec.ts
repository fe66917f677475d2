import {
  batchOf,
  doubleSerializer,
  KeyHasher,
  type KeyedListState,
  type KeyedStateBackend,
  type KeyedStateCut,
  type KeyedStateHandle,
  type MapState,
  type SnapshotFileWriter,
  stringSerializer,
  type TimeToLive,
  type ValueState,
} from '@weir/engine-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashmapStateBackend } from '../hashmap-state-backend.ts';

const timeToLive: TimeToLive = { ttlMs: 10, update: 'OnCreateAndWrite', visibility: 'NeverReturnExpired' };
const keyColumns = [{ name: 'k', type: 'INT', nullable: false }] as const;

interface Timed<Value> {
  readonly value: Value;
  readonly at: number;
}

/** What one key holds, the plain way. */
interface Held {
  value: Timed<number> | null;
  list: Timed<number>[];
  map: Map<string, Timed<number>>;
}

type Action =
  | { readonly kind: 'update'; readonly key: number; readonly value: number | null }
  | { readonly kind: 'add' | 'replace'; readonly key: number; readonly value: number }
  | { readonly kind: 'put'; readonly key: number; readonly entry: string; readonly value: number }
  | { readonly kind: 'remove'; readonly key: number; readonly entry: string }
  | { readonly kind: 'clear'; readonly key: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'cut' }
  | { readonly kind: 'restore' };

const key = fc.nat({ max: 4 });
const value = fc.nat({ max: 9 });
const entry = fc.constantFrom('a', 'b', 'c');
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('update' as const), key, value: fc.option(value) }),
  fc.record({ kind: fc.constantFrom('add' as const, 'replace' as const), key, value }),
  fc.record({ kind: fc.constant('put' as const), key, entry, value }),
  fc.record({ kind: fc.constant('remove' as const), key, entry }),
  fc.record({ kind: fc.constant('clear' as const), key }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.nat({ max: 6 }) }),
  fc.record({ kind: fc.constantFrom('cut' as const, 'restore' as const) }),
);

/** A plain model and the real states, which do the same. */
class Compared {
  nowMs = 0;
  readonly #ttl: TimeToLive | undefined;
  #held: Held[] = Array.from({ length: 5 }, () => ({ value: null, list: [], map: new Map() }));
  #backend: KeyedStateBackend;
  #value: ValueState<number>;
  #list: KeyedListState<number>;
  #map: MapState<string, number>;
  /** Cuts that wait, each with what it must show. */
  readonly #cuts: { readonly cut: KeyedStateCut; readonly shows: readonly Held[]; readonly cutAt: number }[] = [];

  constructor(ttl: TimeToLive | undefined) {
    this.#ttl = ttl;
    this.#backend = this.#create();
    [this.#value, this.#list, this.#map] = this.#declare(this.#backend);
  }

  async apply(step: Action): Promise<void> {
    if (step.kind === 'wait') this.nowMs += step.ms;
    else if (step.kind === 'cut')
      this.#cuts.push({ cut: this.#backend.snapshot(), shows: structuredClone(this.#held), cutAt: this.nowMs });
    else if (step.kind === 'restore') await this.#goOnFromSnapshot();
    else this.#write(step);
    this.#compare(this.#held);
  }

  /** Every cut shows what there was when it was made. */
  async compareCuts(): Promise<void> {
    for (const { cut, shows, cutAt } of this.#cuts) {
      await this.#restoreFrom(cut);
      this.nowMs = cutAt;
      this.#compare(shows);
    }
  }

  #write(step: Exclude<Action, { kind: 'wait' | 'cut' | 'restore' }>): void {
    const held = this.#use(step.key);
    const at = this.nowMs;
    switch (step.kind) {
      case 'update':
        held.value = step.value === null ? null : { value: step.value, at };
        return this.#value.update(step.value);
      case 'add':
        held.list.push({ value: step.value, at });
        return this.#list.add(step.value);
      case 'replace':
        held.list = [{ value: step.value, at }];
        return this.#list.update([step.value]);
      case 'put':
        held.map.set(step.entry, { value: step.value, at });
        return this.#map.put(step.entry, step.value);
      case 'remove':
        held.map.delete(step.entry);
        return this.#map.remove(step.entry);
      case 'clear':
        held.value = null;
        held.list = [];
        held.map.clear();
        for (const state of [this.#value, this.#list, this.#map]) state.clear();
    }
  }

  #compare(expected: readonly Held[]): void {
    const isLive = ({ at }: Timed<number>): boolean => this.#ttl === undefined || at + this.#ttl.ttlMs > this.nowMs;
    for (const [index, held] of expected.entries()) {
      this.#use(index);
      expect(this.#value.value()).toBe(held.value !== null && isLive(held.value) ? held.value.value : null);
      expect(this.#list.get()).toEqual(held.list.filter(isLive).map((timed) => timed.value));
      const entries = [...held.map].filter(([, timed]) => isLive(timed)).map(([name, timed]) => [name, timed.value]);
      expect([...this.#map.entries()].sort()).toEqual(entries.sort());
      expect(this.#map.isEmpty()).toBe(entries.length === 0);
    }
  }

  #use(k: number): Held {
    const batch = batchOf(keyColumns, [{ k }]);
    const hashes = new Int32Array(1);
    new KeyHasher([0]).hash(batch, hashes);
    const states = this.#backend.perKey(keyColumns);
    states.useBatch(batch, [0], hashes);
    states.useRow(0);
    return this.#held[k] as Held;
  }

  #goOnFromSnapshot(): Promise<void> {
    return this.#restoreFrom(this.#backend.snapshot());
  }

  async #restoreFrom(cut: KeyedStateCut): Promise<void> {
    const chunks: Uint8Array[] = [];
    let position = 0;
    const writer: Pick<SnapshotFileWriter, 'position' | 'write'> = {
      get position() {
        return position;
      },
      write: (bytes) => {
        chunks.push(bytes.slice());
        position += bytes.length;
        return Promise.resolve();
      },
    };
    const written = await cut.write(writer as SnapshotFileWriter);
    cut.release();
    const file = Buffer.concat(chunks);
    this.#backend = this.#create();
    for (const handle of written as readonly KeyedStateHandle[]) {
      await this.#backend.restore(handle, {
        readBlock: (_, block) =>
          Promise.resolve(Uint8Array.from(file.subarray(block.offset, block.offset + block.length))),
        close: () => Promise.resolve(),
      });
    }
    [this.#value, this.#list, this.#map] = this.#declare(this.#backend);
  }

  #create(): KeyedStateBackend {
    return hashmapStateBackend({ yieldToLoop: () => Promise.resolve() }).create({
      keyGroups: { first: 0, last: 127 },
      maxParallelism: 128,
      owner: 'test#0',
      clock: { now: () => this.nowMs, monotonic: () => 0 },
    });
  }

  #declare(backend: KeyedStateBackend): [ValueState<number>, KeyedListState<number>, MapState<string, number>] {
    const states = backend.perKey(keyColumns);
    const more = { serializer: doubleSerializer, ...(this.#ttl === undefined ? {} : { timeToLive: this.#ttl }) };
    return [
      states.value({ name: 'value', ...more }),
      states.list({ name: 'list', ...more }),
      states.map({ name: 'map', keySerializer: stringSerializer, ...more }),
    ];
  }
}

describe('States of one key at a time', () => {
  it.each([
    ['without', undefined],
    ['with', timeToLive],
  ])(
    'do what plain maps do, over cuts and restores, %s time to live',
    async (_, ttl) => {
      await fc.assert(
        fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
          const compared = new Compared(ttl);
          for (const step of actions) await compared.apply(step);
          await compared.compareCuts();
        }),
        { numRuns: 100 },
      );
    },
    60_000,
  );
});
