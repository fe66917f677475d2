import { invariant } from '@weir/kernel';
import { type DoubleMap, DoubleMapKernel } from '../expressions/number-kernels.ts';
import { type MakeFunction, toDouble, VALUE } from './function-kernel.ts';

// Functions of DOUBLE that cannot fail. Those that cost less than a call have a loop of their own.

/** A function of one column of doubles, as a loop. */
function ofDouble(map: DoubleMap): MakeFunction {
  return (_compiler, _call, [operand]) => {
    invariant(operand, 'The function has an argument.');
    return new DoubleMapKernel(operand, map);
  };
}

/** Writes one row; it is handed the arrays, so that no number is put into an object on the way. */
type EachRow = (source: Float64Array, out: Float64Array, row: number) => void;

function eachRow(write: EachRow): MakeFunction {
  return ofDouble((source, out, rows) => {
    for (let row = 0; row < rows; row += 1) write(source, out, row);
  });
}

export const sqrt = ofDouble((source, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = Math.sqrt(source[row] as number);
});

export const exp = ofDouble((source, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = Math.exp(source[row] as number);
});

export const ln = ofDouble((source, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = Math.log(source[row] as number);
});

export const degrees = ofDouble((source, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = (source[row] as number) * (180 / Math.PI);
});

export const radians = ofDouble((source, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = ((source[row] as number) / 180) * Math.PI;
});

export const log10 = eachRow((source, out, row) => {
  out[row] = Math.log10(source[row] as number);
});

export const log2 = eachRow((source, out, row) => {
  out[row] = Math.log(source[row] as number) / Math.LN2;
});

export const sin = eachRow((source, out, row) => {
  out[row] = Math.sin(source[row] as number);
});

export const cos = eachRow((source, out, row) => {
  out[row] = Math.cos(source[row] as number);
});

export const tan = eachRow((source, out, row) => {
  out[row] = Math.tan(source[row] as number);
});

export const cot = eachRow((source, out, row) => {
  out[row] = 1 / Math.tan(source[row] as number);
});

export const asin = eachRow((source, out, row) => {
  out[row] = Math.asin(source[row] as number);
});

export const acos = eachRow((source, out, row) => {
  out[row] = Math.acos(source[row] as number);
});

export const atan = eachRow((source, out, row) => {
  out[row] = Math.atan(source[row] as number);
});

export const sinh = eachRow((source, out, row) => {
  out[row] = Math.sinh(source[row] as number);
});

export const cosh = eachRow((source, out, row) => {
  out[row] = Math.cosh(source[row] as number);
});

export const tanh = eachRow((source, out, row) => {
  out[row] = Math.tanh(source[row] as number);
});

export const atan2 = toDouble((given) => {
  const [y, x] = [given.number(0), given.number(1)];
  return (row, out) => {
    out[row] = Math.atan2(y.at(row), x.at(row));
    return VALUE;
  };
});

export const power = toDouble((given) => {
  const [base, exponent] = [given.number(0), given.number(1)];
  return (row, out) => {
    out[row] = Math.pow(base.at(row), exponent.at(row));
    return VALUE;
  };
});

const logToBase = toDouble((given) => {
  const [base, number] = [given.number(0), given.number(1)];
  return (row, out) => {
    out[row] = Math.log(number.at(row)) / Math.log(base.at(row));
    return VALUE;
  };
});

export const log: MakeFunction = (compiler, call, operands) =>
  (operands.length === 1 ? ln : logToBase)(compiler, call, operands);
