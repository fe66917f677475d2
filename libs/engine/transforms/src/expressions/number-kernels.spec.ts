import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDouble } from './format-double.ts';
import { roundDecimal } from './number-kernels.ts';
import { parseDouble, parseTruth, parseWhole } from './parse-value.ts';

describe('roundDecimal', () => {
  it.each([
    [1.005, 2, 1.01],
    [2.5, 0, 3],
    [-2.5, 0, -3],
    [0.49999999999999994, 0, 0],
    [1.45, 1, 1.5],
    [-0.004, 2, 0],
    [1234.5, -2, 1200],
    [1250, -2, 1300],
    [1e300, 2, 1e300],
    [123456789.125, 2, 123456789.13],
    [5e-324, 5, 0],
    [4503599627370497.5, 0, 4503599627370498],
  ])('rounds %d to %d digits as %d', (value, digits, expected) => {
    expect(roundDecimal(value, digits)).toBe(expected);
  });

  it('rounds the shortest decimal of a double half away from zero', () => {
    const cases = fc.tuple(
      fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), halves()),
      fc.integer({ min: 0, max: 6 }),
    );
    fc.assert(
      fc.property(cases, ([value, digits]) => {
        expect(roundDecimal(value, digits)).toBe(roundAsText(value, digits));
      }),
      { numRuns: 3_000 },
    );
  });
});

/** Numbers like 12.345, whose next digit decides. */
function halves(): fc.Arbitrary<number> {
  return fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.nat(5))
    .map(([digits, scale]) => Number(`${digits}5e-${scale + 1}`));
}

/** Schoolbook: cut the decimal text, look at the digit that follows. */
function roundAsText(value: number, digits: number): number {
  const text = Math.abs(value).toString();
  const [mantissa = '0', exponent = '0'] = text.split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const point = whole.length + Number(exponent);
  const all = `${whole}${fraction}`
    .padStart(Math.max(0, -point) + whole.length + fraction.length, '0')
    .padEnd(Math.max(0, point + digits + 1), '0');
  const cut = (point < 0 ? 0 : point) + digits;
  const kept = BigInt(all.slice(0, cut) || '0') + (Number(all.charAt(cut) || '0') >= 5 ? 1n : 0n);
  const result = Number(`${kept}e-${digits}`);
  return value < 0 && result !== 0 ? -result : result;
}

describe('formatDouble', () => {
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [-1.5, '-1.5'],
    [0.001, '0.001'],
    [0.00015, '1.5E-4'],
    [9999999, '9999999.0'],
    [1e7, '1.0E7'],
    [123456789, '1.23456789E8'],
    [1e300, '1.0E300'],
    [5e-324, '5.0E-324'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('writes %d as %s', (value, expected) => {
    expect(formatDouble(value)).toBe(expected);
  });

  it('is read back as the same double', () => {
    fc.assert(fc.property(fc.double(), (value) => Object.is(parseDouble(formatDouble(value)), value)));
  });
});

describe('parsing values', () => {
  it.each([
    ['12', 12],
    [' +7 ', 7],
    ['-0', 0],
    ['1.9', 1],
    ['-1.9', -1],
    ['', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['1 2', undefined],
  ])('reads %j as the whole number %s', (text, expected) => {
    expect(parseWhole(text)).toBe(expected);
  });

  it.each([
    ['1.5', 1.5],
    ['.5', 0.5],
    ['1.', 1],
    ['-1e-3', -0.001],
    ['Infinity', Infinity],
    ['one', undefined],
    ['', undefined],
    ['0x10', undefined],
  ])('reads %j as the double %s', (text, expected) => {
    expect(parseDouble(text)).toBe(expected);
  });

  it.each([
    ['TRUE', 1],
    [' no ', 0],
    ['1', 1],
    ['maybe', undefined],
  ])('reads %j as the truth value %s', (text, expected) => {
    expect(parseTruth(text)).toBe(expected);
  });
});
