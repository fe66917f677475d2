import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyedStateDescriptor, PerKeyShape } from '../snapshot/handles.ts';
import { PerKeyBlockWriter, readPerKeyBlock, type PerKeyEntry } from './per-key-block.ts';

function descriptorOf(kind: PerKeyShape['kind'], hasTimeToLive: boolean): KeyedStateDescriptor {
  return {
    name: 'state',
    keyColumns: [],
    valueColumns: [],
    serializerVersion: 1,
    perKey: { kind, serializers: [], hasTimeToLive },
  };
}

function written(descriptor: KeyedStateDescriptor, entries: readonly PerKeyEntry[]): Uint8Array {
  const writer = new PerKeyBlockWriter(descriptor);
  for (const entry of entries) writer.append(entry);
  return writer.take().slice();
}

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const chunk = fc.uint8Array({ maxLength: 12 });

const shapes = fc
  .record({ kind: fc.constantFrom('VALUE' as const, 'LIST' as const, 'MAP' as const), hasTimeToLive: fc.boolean() })
  .chain(({ kind, hasTimeToLive }) => {
    const element = fc.record({
      timestamp: hasTimeToLive ? fc.double({ noNaN: true }) : fc.constant(0),
      mapKey: kind === 'MAP' ? chunk : fc.constant(null),
      value: kind === 'MAP' ? fc.option(chunk) : chunk,
    });
    const elements = fc.array(element, { minLength: 1, maxLength: kind === 'VALUE' ? 1 : 5 });
    return fc.record({
      descriptor: fc.constant(descriptorOf(kind, hasTimeToLive)),
      entries: fc.array(fc.record({ key: chunk, elements }), { maxLength: 6 }),
    });
  });

describe('A block of a per-key state', { timeout: 60_000 }, () => {
  it('has the bytes that the format of snapshots says', () => {
    const value = { timestamp: 0, mapKey: null, value: bytes(7, 8) };
    expect([...written(descriptorOf('VALUE', false), [{ key: bytes(1), elements: [value] }])]).toEqual(
      [[1, 0, 0, 0], [1, 0, 0, 0], 1, [1, 0, 0, 0], [2, 0, 0, 0], [7, 8]].flat(),
    );
    const entry = { timestamp: 1, mapKey: bytes(5), value: null };
    expect([...written(descriptorOf('MAP', true), [{ key: bytes(), elements: [entry] }])]).toEqual(
      [
        [1, 0, 0, 0],
        [0, 0, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0xf0, 0x3f],
        [1, 0, 0, 0],
        [5],
        [0xff, 0xff, 0xff, 0xff],
      ].flat(),
    );
  });

  it('is read as it was written, and is damaged when any of its end is missing or there is more', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), ({ descriptor, entries }, cut) => {
        const block = written(descriptor, entries);
        expect(readPerKeyBlock(descriptor, block)).toEqual(entries);
        const damaged = expect.objectContaining({ code: 'DAMAGED' }) as Error;
        expect(() => readPerKeyBlock(descriptor, block.subarray(0, cut % block.length))).toThrow(damaged);
        expect(() => readPerKeyBlock(descriptor, Uint8Array.of(...block, 0))).toThrow(damaged);
      }),
    );
  });

  it('grows as it must, and begins anew after it was taken', () => {
    const descriptor = descriptorOf('VALUE', false);
    const writer = new PerKeyBlockWriter(descriptor);
    const large = { key: bytes(1), elements: [{ timestamp: 0, mapKey: null, value: new Uint8Array(100_000).fill(3) }] };
    writer.append(large);
    writer.append(large);
    expect(writer.entries).toBe(2);
    expect(readPerKeyBlock(descriptor, writer.take())).toEqual([large, large]);
    expect([writer.entries, [...writer.take()]]).toEqual([0, [0, 0, 0, 0]]);
  });

  it('refuses an entry without values', () => {
    expect(() => readPerKeyBlock(descriptorOf('LIST', false), bytes(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))).toThrow(
      'an entry has no values',
    );
  });
});
