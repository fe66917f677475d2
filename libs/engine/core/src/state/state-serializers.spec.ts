import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from './operator-state-store.ts';
import { booleanSerializer, doubleSerializer, jsonSerializer, stringSerializer } from './state-serializers.ts';

const invalid = expect.objectContaining({ code: 'INVALID_VALUE' }) as Error;
const damaged = expect.objectContaining({ code: 'DAMAGED' }) as Error;

describe('The serializers of the engine', { timeout: 60_000 }, () => {
  it('have names and versions that snapshots out there carry', () => {
    const ids = [stringSerializer, doubleSerializer, booleanSerializer, jsonSerializer];
    expect(ids.map(({ name, version }) => [name, version])).toEqual([
      ['string', 1],
      ['double', 1],
      ['boolean', 1],
      ['json', 1],
    ]);
  });

  it('bring every text back, and refuse half a surrogate pair, which UTF-8 cannot say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(stringSerializer.deserialize(stringSerializer.serialize(stringSerializer.copy(text)))).toBe(text);
      }),
    );
    expect(stringSerializer.deserialize(stringSerializer.serialize('\ufeffmark 🌊'))).toBe('\ufeffmark 🌊');
    for (const wrong of ['a\ud83c', '\udf0a', 7 as never]) expect(() => stringSerializer.copy(wrong)).toThrow(invalid);
    expect(() => stringSerializer.deserialize(Uint8Array.of(0xff))).toThrow();
  });

  it('bring every number back, to the bit', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(doubleSerializer.deserialize(doubleSerializer.serialize(doubleSerializer.copy(value)))).toBe(value);
      }),
    );
    expect([...doubleSerializer.serialize(1)]).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
    expect(() => doubleSerializer.copy('1' as never)).toThrow(invalid);
    expect(() => doubleSerializer.deserialize(new Uint8Array(7))).toThrow(damaged);
  });

  it('bring truth values back', () => {
    for (const value of [true, false])
      expect(booleanSerializer.deserialize(booleanSerializer.serialize(booleanSerializer.copy(value)))).toBe(value);
    expect(() => booleanSerializer.copy(1 as never)).toThrow(invalid);
    expect(() => booleanSerializer.deserialize(new Uint8Array(0))).toThrow(damaged);
  });

  it('bring JSON back as its copy is, which shares nothing with the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copy = jsonSerializer.copy(value as JsonValue);
        expect(jsonSerializer.deserialize(jsonSerializer.serialize(copy))).toEqual(copy);
        expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
      }),
    );
    const inner = { list: [1] };
    const copy = jsonSerializer.copy({ inner });
    inner.list.push(2);
    expect(copy).toEqual({ inner: { list: [1] } });
    expect(Object.hasOwn(jsonSerializer.copy(JSON.parse('{"__proto__": 1}') as JsonValue) as object, '__proto__')).toBe(
      true,
    );
  });

  it.each([
    ['undefined in an object', { a: undefined }],
    ['a hole in a list', new Array<number>(2)],
    ['NaN', Number.NaN],
    ['an infinity', [Infinity]],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a function', () => 1],
    ['a bigint', 1n],
  ])('refuse %s as JSON', (_, value) => {
    expect(() => jsonSerializer.copy(value as never)).toThrow(invalid);
  });
});
