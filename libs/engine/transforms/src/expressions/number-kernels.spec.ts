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
    [4.5 * 1.19, 2, 5.35],
    [5.354999999999999, 2, 5.35],
    [123456789012.34567, 4, 123456789012.3457],
    [9999999999999.998, 2, 10000000000000],
    [9007199254740993, -1, 9007199254740990],
    [1.5e20, -15, 1.5e20],
    [1234567890123456789, -15, 1235000000000000000],
    [499, -3, 0],
    [500, -3, 1000],
    [-0, 2, 0],
    [123456789.125, 2, 123456789.13],
    [5e-324, 5, 0],
    [4503599627370497.5, 0, 4503599627370498],
  ])('rounds %d to %d digits as %d', (value, digits, expected) => {
    expect(roundDecimal(value, digits)).toBe(expected);
  });

  it('rounds the shortest decimal of a double half away from zero, whatever its size', () => {
    const doubles = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: -1e17, max: 1e17, noNaN: true }),
      products(),
      halves(),
    );
    fc.assert(
      fc.property(doubles, fc.integer({ min: -15, max: 15 }), (value, digits) => {
        expect(roundDecimal(value, digits)).toBe(roundExactly(value, digits));
      }),
      { numRuns: 5_000 },
    );
  });
});

/** Products of prices: their doubles lie a little beside a half. */
function products(): fc.Arbitrary<number> {
  const price = fc.integer({ min: 1, max: 99_999 });
  return fc.tuple(price, price).map(([left, right]) => (left / 10) * (right / 100));
}

/** Numbers like 12.345, whose next digit decides, and their neighbours. */
function halves(): fc.Arbitrary<number> {
  return fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.nat(5), fc.integer({ min: -2, max: 2 }))
    .map(([digits, scale, ulps]) => Number(`${digits}5e-${scale + 1}`) * (1 + ulps * Number.EPSILON));
}

/** The definition in fractions of whole numbers: floor(|value| · 10^digits + 1/2) / 10^digits. */
function roundExactly(value: number, digits: number): number {
  const [mantissa = '0', exponent = '0'] = String(Math.abs(value)).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const shift = Number(exponent) - fraction.length + digits;
  const unscaled = BigInt(whole + fraction);
  const numerator = shift > 0 ? unscaled * 10n ** BigInt(shift) : unscaled;
  const denominator = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  const result = Number(`${(2n * numerator + denominator) / (2n * denominator)}e${-digits}`);
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
