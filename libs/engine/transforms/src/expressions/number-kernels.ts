import type { Float64Column, Int32Column, RecordBatch } from '@weir/engine-core';
import { float64Values, int32Values, numberAt } from './column-access.ts';
import { growFloat64, growInt32 } from './grow.ts';
import type { Failures, FailureExplanation, FailureSite, Kernel } from './kernel.ts';
import { OwnFailures } from './row-unions.ts';

/** Fills `out` from a column of doubles. */
export type DoubleMap = (source: Float64Array, out: Float64Array, rows: number) => void;

/** A function of one BIGINT or DOUBLE that cannot fail: the sign of both lies symmetrically around 0. */
export class DoubleMapKernel implements Kernel {
  readonly column: Float64Column = { kind: 'float64', values: new Float64Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;
  readonly #map: DoubleMap;

  constructor(operand: Kernel, map: DoubleMap) {
    this.#operand = operand;
    this.#map = map;
  }

  evaluate(batch: RecordBatch): void {
    this.#operand.evaluate(batch);
    this.column.values = growFloat64(this.column.values, batch.rowCount);
    this.#map(float64Values(this.#operand.column), this.column.values, batch.rowCount);
    this.column.nulls = this.#operand.column.nulls;
    this.failures = this.#operand.failures;
  }
}

/** - and ABS of an INT: the least INT has no positive counterpart. */
export class IntMapKernel implements Kernel, FailureSite {
  readonly column: Int32Column = { kind: 'int32', values: new Int32Array(0), nulls: null };
  readonly constantText = null;
  failures: Failures = null;
  readonly #operand: Kernel;
  readonly #function: 'negate' | 'absolute';
  readonly #own: OwnFailures;

  constructor(operand: Kernel, name: 'negate' | 'absolute', mark: number) {
    this.#operand = operand;
    this.#function = name;
    this.#own = new OwnFailures(mark);
  }

  evaluate(batch: RecordBatch): void {
    const { rowCount } = batch;
    this.#operand.evaluate(batch);
    const source = int32Values(this.#operand.column);
    this.column.values = growInt32(this.column.values, rowCount);
    this.column.nulls = this.#operand.column.nulls;
    const isOut =
      this.#function === 'negate'
        ? negateInt(source, this.column.values, rowCount)
        : absoluteInt(source, this.column.values, rowCount);
    this.#own.reset();
    if (isOut) this.#findFailures(source, rowCount);
    this.failures = this.#own.joinedWith(this.#operand.failures, rowCount);
  }

  explain(row: number): FailureExplanation {
    const value = numberAt(this.#operand.column, row);
    return { code: 'INTEGER_OUT_OF_RANGE', detail: `${-value} is outside INT; CAST the operand AS BIGINT` };
  }

  #findFailures(source: Int32Array, rows: number): void {
    const { nulls } = this.column;
    for (let row = 0; row < rows; row += 1) {
      if (source[row] === -(2 ** 31) && (nulls === null || nulls[row] === 0)) this.#own.add(row, rows);
    }
  }
}

function negateInt(source: Int32Array, out: Int32Array, rows: number): boolean {
  let isOut = false;
  for (let row = 0; row < rows; row += 1) {
    const value = source[row] as number;
    out[row] = -value;
    if (value === -(2 ** 31)) isOut = true;
  }
  return isOut;
}

function absoluteInt(source: Int32Array, out: Int32Array, rows: number): boolean {
  let isOut = false;
  for (let row = 0; row < rows; row += 1) {
    const value = source[row] as number;
    out[row] = value < 0 ? -value : value;
    if (value === -(2 ** 31)) isOut = true;
  }
  return isOut;
}

export const negateDouble: DoubleMap = (source, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = -(source[row] as number);
};

/** Keeps 0 positive: a whole number is never -0. */
export const negateBigint: DoubleMap = (source, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = 0 - (source[row] as number);
};

export const absolute: DoubleMap = (source, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = Math.abs(source[row] as number);
};

export const floor: DoubleMap = (source, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = Math.floor(source[row] as number);
};

export const ceil: DoubleMap = (source, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = Math.ceil(source[row] as number);
};

/** Rounds half away from zero to so many digits behind the point. */
export function roundTo(digits: number): DoubleMap {
  if (digits === 0) return roundToWhole;
  return (source, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = roundDecimal(source[row] as number, digits);
  };
}

const roundToWhole: DoubleMap = (source, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = roundWhole(source[row] as number);
};

function roundWhole(value: number): number {
  const magnitude = Math.abs(value);
  // Beyond 2^52 a double has no fraction; adding one half would itself round.
  if (!(magnitude < 2 ** 52)) return value;
  const whole = Math.floor(magnitude);
  const rounded = magnitude - whole >= 0.5 ? whole + 1 : whole;
  // Never -0, as in Flink, whose decimals have none.
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}

/**
 * Rounds the shortest decimal that stands for the double half away from zero, as Flink does: 1.005 to 2 digits is 1.01, though the double is
 * a little less. Less than 0 digits cut before the point. Digits are cut in the text, so that nothing but the result is rounded to a double.
 */
export function roundDecimal(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value;
  if (digits >= 0 && digits <= 15) {
    const quick = roundQuickly(value, 10 ** digits);
    if (quick !== undefined) return quick;
  }
  return cutDecimal(value, digits, (next) => next >= '5');
}

/** Cuts the shortest decimal that stands for the double after so many digits, toward 0. */
export function truncateDecimal(value: number, digits: number): number {
  return Number.isFinite(value) ? cutDecimal(value, digits, () => false) : value;
}

/** `goesUp`: whether the digit behind the last one that stays makes that one greater. */
function cutDecimal(value: number, digits: number, goesUp: (next: string) => boolean): number {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  const text = mantissa.replace('.', '');
  /** How many digits of the text stay. */
  const kept = Number(exponent) + 1 + digits;
  if (kept >= text.length) return value;
  if (kept < 0) return 0;
  const whole = BigInt(text.slice(0, kept)) + (goesUp(text.charAt(kept)) ? 1n : 0n);
  const result = Number(`${whole}e${-digits}`);
  return value < 0 && result !== 0 ? -result : result;
}

/** Products below this are exact to a millionth, so a fraction that is farther from one half rounds the right way. */
const QUICK_MAX = 2 ** 30;

/**
 * Rounds by multiplication where that is certain to be right: both the product's error and the distance of the shortest decimal from the
 * double are far below a millionth, and the quotient of two whole numbers is the double nearest to the decimal that is meant.
 */
function roundQuickly(value: number, scale: number): number | undefined {
  const scaled = Math.abs(value) * scale;
  if (!(scaled < QUICK_MAX)) return undefined;
  const whole = Math.floor(scaled);
  const fraction = scaled - whole;
  if (fraction > 0.499999 && fraction < 0.500001) return undefined;
  const rounded = (fraction < 0.5 ? whole : whole + 1) / scale;
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}
