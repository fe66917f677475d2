import { describe, expect, it } from 'vitest';
import { plainCopy } from './plain-copy.ts';

describe('plainCopy', () => {
  it('copies what structuredClone copies, and shares nothing', () => {
    const message = {
      text: 'a',
      list: [1, { deep: [null, undefined, true] }],
      bytes: new Uint8Array([1, 2]),
      map: new Map([[1, { a: 2 }]]),
    };
    const copy = plainCopy(message);
    expect(copy).toEqual(structuredClone(message));
    expect(copy.list[1]).not.toBe(message.list[1]);
    expect(copy.bytes).not.toBe(message.bytes);
    expect(copy.map.get(1)).not.toBe(message.map.get(1));
  });

  it('refuses what would not cross', () => {
    expect(() => plainCopy({ call: () => 1 })).toThrow('plain data');
    expect(() => plainCopy([new (class Thing {})()])).toThrow('plain data');
  });
});
