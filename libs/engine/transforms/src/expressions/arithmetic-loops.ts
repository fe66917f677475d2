import type { ArithmeticOperator } from '@weir/job-spec';

/** Fills `out` and tells whether some result is outside INT: also when the divisor is 0, whose result is no number. */
export type Int32Loop = (left: Int32Array, right: Int32Array, out: Int32Array, rows: number) => boolean;
/** As {@link Int32Loop}, for whole numbers in doubles. */
export type Float64Loop = (left: Float64Array, right: Float64Array, out: Float64Array, rows: number) => boolean;

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

export const int32Loops: Readonly<Record<ArithmeticOperator, Int32Loop>> = {
  '+': (left, right, out, rows) => {
    let isOut = false;
    for (let row = 0; row < rows; row += 1) {
      const value = (left[row] as number) + (right[row] as number);
      out[row] = value;
      if (value !== (value | 0)) isOut = true;
    }
    return isOut;
  },
  '-': (left, right, out, rows) => {
    let isOut = false;
    for (let row = 0; row < rows; row += 1) {
      const value = (left[row] as number) - (right[row] as number);
      out[row] = value;
      if (value !== (value | 0)) isOut = true;
    }
    return isOut;
  },
  '*': (left, right, out, rows) => {
    let isOut = false;
    for (let row = 0; row < rows; row += 1) {
      const value = (left[row] as number) * (right[row] as number);
      out[row] = value;
      if (value !== (value | 0)) isOut = true;
    }
    return isOut;
  },
  '/': (left, right, out, rows) => {
    let isOut = false;
    for (let row = 0; row < rows; row += 1) {
      const value = Math.trunc((left[row] as number) / (right[row] as number));
      out[row] = value;
      if (value !== (value | 0)) isOut = true;
    }
    return isOut;
  },
  '%': (left, right, out, rows) => {
    let isOut = false;
    for (let row = 0; row < rows; row += 1) {
      const value = (left[row] as number) % (right[row] as number);
      out[row] = value;
      if (value !== (value | 0)) isOut = true;
    }
    return isOut;
  },
};

// Adding 0 turns -0, which no whole number is, into 0.
export const bigintLoops: Readonly<Record<ArithmeticOperator, Float64Loop>> = {
  '+': (left, right, out, rows) => {
    let isOut = false;
    for (let row = 0; row < rows; row += 1) {
      const value = (left[row] as number) + (right[row] as number);
      out[row] = value;
      if (!(Math.abs(value) <= MAX_SAFE)) isOut = true;
    }
    return isOut;
  },
  '-': (left, right, out, rows) => {
    let isOut = false;
    for (let row = 0; row < rows; row += 1) {
      const value = (left[row] as number) - (right[row] as number);
      out[row] = value;
      if (!(Math.abs(value) <= MAX_SAFE)) isOut = true;
    }
    return isOut;
  },
  '*': (left, right, out, rows) => {
    let isOut = false;
    for (let row = 0; row < rows; row += 1) {
      const value = (left[row] as number) * (right[row] as number) + 0;
      out[row] = value;
      if (!(Math.abs(value) <= MAX_SAFE)) isOut = true;
    }
    return isOut;
  },
  '/': (left, right, out, rows) => {
    let isOut = false;
    for (let row = 0; row < rows; row += 1) {
      const value = Math.trunc((left[row] as number) / (right[row] as number)) + 0;
      out[row] = value;
      if (!(Math.abs(value) <= MAX_SAFE)) isOut = true;
    }
    return isOut;
  },
  '%': (left, right, out, rows) => {
    let isOut = false;
    for (let row = 0; row < rows; row += 1) {
      const value = ((left[row] as number) % (right[row] as number)) + 0;
      out[row] = value;
      if (!(Math.abs(value) <= MAX_SAFE)) isOut = true;
    }
    return isOut;
  },
};

/** IEEE 754: nothing fails. */
export const doubleLoops: Readonly<Record<ArithmeticOperator, Float64Loop>> = {
  '+': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) + (right[row] as number);
    return false;
  },
  '-': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) - (right[row] as number);
    return false;
  },
  '*': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) * (right[row] as number);
    return false;
  },
  '/': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) / (right[row] as number);
    return false;
  },
  '%': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) % (right[row] as number);
    return false;
  },
};
