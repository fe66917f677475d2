import { invariant } from '@weir/kernel';
import type { KernelCompiler } from '../expressions/kernel-compiler.ts';
import type { Kernel } from '../expressions/kernel.ts';
import {
  absolute,
  ceil as ceilDouble,
  type DoubleMap,
  DoubleMapKernel,
  floor as floorDouble,
  IntMapKernel,
  roundDecimal,
  roundTo,
  truncateDecimal,
} from '../expressions/number-kernels.ts';
import type { FunctionArguments } from './function-arguments.ts';
import {
  type CallNode,
  FAILED,
  type FunctionBody,
  type MakeFunction,
  toDouble,
  toInt,
  VALUE,
} from './function-kernel.ts';

// Functions of INT, BIGINT and DOUBLE whose result is of the argument's type.

export const abs: MakeFunction = (compiler, call, operands) => {
  const operand = firstOf(operands);
  if (call.type !== 'INT') return new DoubleMapKernel(operand, absolute);
  return compiler.placed(call, (mark) => new IntMapKernel(operand, 'absolute', mark));
};

/** A whole number is its own FLOOR and CEIL. */
const wholeOf =
  (map: DoubleMap): MakeFunction =>
  (_compiler, call, operands) =>
    call.type === 'DOUBLE' ? new DoubleMapKernel(firstOf(operands), map) : firstOf(operands);

export const floor = wholeOf(floorDouble);
export const ceil = wholeOf(ceilDouble);

const signOfDouble: DoubleMap = (source, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = Math.sign(source[row] as number);
};

const signOfInt = toInt((given) => {
  const number = given.number(0);
  return (row, out) => {
    out[row] = Math.sign(number.at(row));
    return VALUE;
  };
});

export const sign: MakeFunction = (compiler, call, operands) =>
  call.type === 'INT' ? signOfInt(compiler, call, operands) : new DoubleMapKernel(firstOf(operands), signOfDouble);

interface Cut {
  /** Of a DOUBLE: cut or rounded in its shortest decimal form. */
  readonly decimal: (value: number, digits: number) => number;
  /** Whether half a unit or more goes up. */
  readonly isRounding: boolean;
}

const cutDouble = ({ decimal }: Cut): MakeFunction =>
  toDouble((given) => {
    const [number, digits] = [given.number(0), given.count > 1 ? given.number(1) : null];
    return (row, out) => {
      out[row] = decimal(number.at(row), digits === null ? 0 : digits.at(row));
      return VALUE;
    };
  });

/** Whole numbers change only with digits before the point; rounding may leave the type. */
const cutWhole = ({ isRounding }: Cut, type: 'INT' | 'BIGINT'): MakeFunction => {
  const most = type === 'INT' ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;
  const least = type === 'INT' ? -(2 ** 31) : -most;
  const body = (given: FunctionArguments): FunctionBody<Int32Array | Float64Array> => {
    const [number, digits] = [given.number(0), given.count > 1 ? given.number(1) : null];
    return {
      write: (row, out) => {
        const value = cutInteger(number.at(row), digits === null ? 0 : digits.at(row), isRounding);
        if (value < least || value > most) return FAILED;
        out[row] = value;
        return VALUE;
      },
      explain: (row) => ({
        code: 'INTEGER_OUT_OF_RANGE',
        detail: `${number.at(row)} to ${digits === null ? 0 : digits.at(row)} digits is outside ${type}`,
      }),
    };
  };
  return type === 'INT' ? toInt(body) : toDouble(body);
};

function cutInteger(value: number, digits: number, isRounding: boolean): number {
  if (digits >= 0) return value;
  // 2^53 has 16 digits.
  if (digits < -17) return 0;
  const unit = 10 ** -digits;
  const rest = value % unit;
  const cut = value - rest;
  if (!isRounding || Math.abs(rest) * 2 < unit) return cut + 0;
  return value < 0 ? cut - unit : cut + unit;
}

const cutting =
  (cut: Cut): MakeFunction =>
  (compiler, call, operands) => {
    if (call.type === 'DOUBLE') return cutDouble(cut)(compiler, call, operands);
    return cutWhole(cut, call.type === 'INT' ? 'INT' : 'BIGINT')(compiler, call, operands);
  };

const roundComputed = cutting({ decimal: roundDecimal, isRounding: true });
export const truncate = cutting({ decimal: truncateDecimal, isRounding: false });

/** ROUND of a DOUBLE to digits that are written out, the usual case, is a loop of its own; of a whole number it may be nothing at all. */
export const round: MakeFunction = (compiler: KernelCompiler, call: CallNode, operands: readonly Kernel[]) => {
  const written = call.arguments[1];
  const digits = written === undefined ? 0 : written.kind === 'literal' ? written.value : null;
  if (typeof digits !== 'number') return roundComputed(compiler, call, operands);
  if (call.type === 'DOUBLE') return new DoubleMapKernel(firstOf(operands), roundTo(digits));
  return digits >= 0 ? firstOf(operands) : roundComputed(compiler, call, operands);
};

function firstOf([operand]: readonly Kernel[]): Kernel {
  invariant(operand, 'The function has an argument.');
  return operand;
}
