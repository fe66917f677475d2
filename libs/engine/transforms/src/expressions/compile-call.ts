import type { TypedExpression } from '@weir/job-spec';
import { assertNever, invariant } from '@weir/kernel';
import type { KernelCompiler } from './kernel-compiler.ts';
import type { Kernel } from './kernel.ts';
import { LetterCaseKernel } from './letter-case-kernel.ts';
import { absolute, ceil, DoubleMapKernel, floor, IntMapKernel, roundTo } from './number-kernels.ts';
import { CharLengthKernel, ConcatKernel, SubstringKernel } from './text-kernels.ts';
import { ReplaceKernel } from './replace-kernel.ts';

type Call = Extract<TypedExpression, { kind: 'call' }>;

/** The kernel of a function, over its compiled arguments. */
export function compileCall(compiler: KernelCompiler, call: Call, operands: readonly Kernel[]): Kernel {
  const [first, second, third] = operands;
  invariant(first, 'A function has an argument.', { function: call.function });
  switch (call.function) {
    case 'LOWER':
      return new LetterCaseKernel(first, 'lower');
    case 'UPPER':
      return new LetterCaseKernel(first, 'upper');
    case 'CHAR_LENGTH':
      return new CharLengthKernel(first);
    case 'SUBSTRING':
      invariant(second, 'SUBSTRING has a start.');
      return new SubstringKernel(first, second, third ?? null);
    case 'CONCAT':
      return new ConcatKernel(operands);
    case 'REPLACE':
      invariant(second && third, 'REPLACE has three arguments.');
      return new ReplaceKernel([first, second, third]);
    case 'ABS':
      if (call.type !== 'INT') return new DoubleMapKernel(first, absolute);
      return compiler.placed(call, (mark) => new IntMapKernel(first, 'absolute', mark));
    case 'ROUND':
      return new DoubleMapKernel(first, roundTo(digitsOf(call)));
    case 'FLOOR':
      return new DoubleMapKernel(first, floor);
    case 'CEIL':
      return new DoubleMapKernel(first, ceil);
    default:
      return assertNever(call.function);
  }
}

function digitsOf(call: Call): number {
  const digits = call.arguments[1];
  invariant(digits?.kind === 'literal' && typeof digits.value === 'number', 'The digits of ROUND are written out.');
  return digits.value;
}
