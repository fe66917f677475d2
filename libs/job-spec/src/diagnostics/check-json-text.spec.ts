import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkJsonText } from './check-json-text.ts';

const found = (text: string): readonly (readonly [string, string])[] =>
  checkJsonText(text).map(({ code, pointer }) => [code, pointer]);

describe('checkJsonText', () => {
  it.each([
    ['9007199254740993', ''],
    ['{"rows":[{"n":1},{"n":-9007199254740993}]}', '/rows/1/n'],
    ['{"a/b~c":[ 1, [ 2, 9007199254740993 ] ]}', '/a~1b~0c/1/1'],
    [`[${'9'.repeat(400)}]`, '/0'],
    [`[[],{},"]",${'1'.repeat(309)}\n]`, '/3'],
    ['{"\\u0061":{"b":12345678901234567890}}', '/a/b'],
  ])('finds the integer in %s that no double holds', (text, pointer) => {
    expect(found(text)).toEqual([['NUMBER_INEXACT', pointer]]);
  });

  it.each([
    '9007199254740991',
    '-9007199254740992',
    '9007199254740994',
    '100000000000000000000',
    '1.2345678901234567890123',
    '1e300',
    '9007199254740993e0',
    '"9007199254740993"',
    '{"9007199254740993":"\\"9007199254740993,"}',
    '[true,false,null,{"a":{"a":1},"b":[{"a":1},{"a":1}]}]',
  ])('lets %s pass', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"x":[{},{"a":{"a":1},"b":"a","\\u0061":2}]}', '/x/1/a'],
    ['{"__proto__":1,"__proto__":1}', '/__proto__'],
  ])('finds the key that %s has twice', (text, pointer) => {
    expect(found(text)).toEqual([['KEY_REPEATED', pointer]]);
  });

  it.each([
    [String.raw`{"a":["\ud83d"]}`, '/a/0'],
    [String.raw`"x\uDE00\ud83d y"`, ''],
    [String.raw`{"\ud83d":1}`, '/\ud83d'],
  ])('finds half of a character in %s', (text, pointer) => {
    expect(found(text)).toEqual([['TEXT_BROKEN', pointer]]);
  });

  it.each([String.raw`"\ud83d\ude00"`, String.raw`"\\ud83d"`, '"😀"', String.raw`"\u0000"`])(
    'takes the whole characters of %s',
    (text) => {
      expect(found(text)).toEqual([]);
    },
  );

  it('finds nothing in what JSON.stringify writes of exact values, at any indentation', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(3), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const isExact = !/\d{16}/.test(text);
        fc.pre(isExact);
        expect(checkJsonText(text)).toEqual([]);
      }),
    );
  });

  it('tells a hundred at once, and looks no further', () => {
    expect(checkJsonText(`[${Array.from({ length: 1_000 }, () => '9007199254740993').join()}]`)).toHaveLength(100);
  });

  it('does not answer a long key a hundred times', () => {
    const numbers = Array.from({ length: 1_000 }, () => '9007199254740993').join();
    expect(checkJsonText(`{"${'k'.repeat(500_000)}":[${numbers}]}`)).toHaveLength(1);
  });
});
