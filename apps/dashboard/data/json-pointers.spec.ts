import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeOfPointer } from './json-pointers.ts';

const text = `{
  "name": "x",
  "operators": [
    { "uid": "lines", "type": "datagen" },
    {
      "uid": "words", "select": { "a/b": "LOWER(q)", "c~d": 1 },
      "keyBy": ["k", "l"]
    }
  ]
}`;

const marked = (pointer: string) => {
  const { from, to } = rangeOfPointer(text, pointer);
  return text.slice(from, to);
};

describe('rangeOfPointer', () => {
  it.each([
    ['/name', '"x"'],
    ['/operators/0', '{ "uid": "lines", "type": "datagen" }'],
    ['/operators/0/type', '"datagen"'],
    ['/operators/1/select/a~1b', '"LOWER(q)"'],
    ['/operators/1/select/c~0d', '1'],
    ['/operators/1/keyBy/1', '"l"'],
  ])('of %s is its value', (pointer, value) => {
    expect(marked(pointer)).toBe(value);
  });

  it('of a value on several lines is its key, or its first character where it has none', () => {
    expect(marked('/operators')).toBe('"operators"');
    expect(marked('/operators/1')).toBe('{');
  });

  it('of what is missing is its nearest parent', () => {
    expect(marked('/operators/0/columns')).toBe('{ "uid": "lines", "type": "datagen" }');
    expect(marked('/stateBackend/type')).toBe('{');
  });

  it('lies within the text, whatever the text and the pointer', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.string(), (anything, pointer) => {
        const { from, to } = rangeOfPointer(anything, pointer);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(anything.length);
      }),
    );
  });
});
