import type { ComparisonOperator } from '@weir/job-spec';

/** Fills `out` with 0 and 1. */
export type CompareLoop<Values> = (left: Values, right: Values, out: Uint8Array, rows: number) => void;

// One loop for each operator and array type: a loop that meets several types is several times slower.

export const int32Comparisons: Readonly<Record<ComparisonOperator, CompareLoop<Int32Array>>> = {
  '=': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) === (right[row] as number) ? 1 : 0;
  },
  '<>': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) !== (right[row] as number) ? 1 : 0;
  },
  '<': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) < (right[row] as number) ? 1 : 0;
  },
  '<=': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) <= (right[row] as number) ? 1 : 0;
  },
  '>': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) > (right[row] as number) ? 1 : 0;
  },
  '>=': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) >= (right[row] as number) ? 1 : 0;
  },
};

export const float64Comparisons: Readonly<Record<ComparisonOperator, CompareLoop<Float64Array>>> = {
  '=': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) === (right[row] as number) ? 1 : 0;
  },
  '<>': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) !== (right[row] as number) ? 1 : 0;
  },
  '<': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) < (right[row] as number) ? 1 : 0;
  },
  '<=': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) <= (right[row] as number) ? 1 : 0;
  },
  '>': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) > (right[row] as number) ? 1 : 0;
  },
  '>=': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) >= (right[row] as number) ? 1 : 0;
  },
};

export const boolComparisons: Readonly<Record<ComparisonOperator, CompareLoop<Uint8Array>>> = {
  '=': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) === (right[row] as number) ? 1 : 0;
  },
  '<>': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) !== (right[row] as number) ? 1 : 0;
  },
  '<': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) < (right[row] as number) ? 1 : 0;
  },
  '<=': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) <= (right[row] as number) ? 1 : 0;
  },
  '>': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) > (right[row] as number) ? 1 : 0;
  },
  '>=': (left, right, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = (left[row] as number) >= (right[row] as number) ? 1 : 0;
  },
};
