import { physicalTypeOf } from '@weir/engine-core';
import type { GeneratorColumn } from '@weir/job-spec';
import { assertNever, invariant } from '@weir/kernel';
import type { ColumnKernel } from './column-kernel.ts';
import {
  BigintKernel,
  DecimalKernel,
  IntKernel,
  NumberChoiceKernel,
  SequenceKernel,
  TimestampKernel,
  UniformKernel,
} from './number-kernels.ts';
import { SentenceKernel } from './sentence-kernel.ts';
import { stringKernel, textChoiceKernel } from './text-kernels.ts';

/** The kernel that makes a column; its tables are made here. */
export function kernelOf({ column, generator }: GeneratorColumn): ColumnKernel {
  const physical = physicalTypeOf(column.type);
  switch (generator.kind) {
    case 'sequence':
      return new SequenceKernel(generator);
    case 'int':
      return physical === 'int32' ? new IntKernel(generator) : new BigintKernel(generator);
    case 'double':
      return new UniformKernel(generator);
    case 'decimal':
      return new DecimalKernel(generator);
    case 'string':
      return stringKernel(generator);
    case 'choice':
      return physical === 'utf8' ? textChoiceKernel(generator) : new NumberChoiceKernel(generator, physical);
    case 'sentence':
      invariant(physical === 'utf8', 'A sentence makes a STRING column.', { column: column.name });
      return new SentenceKernel(generator);
    case 'timestamp':
      return new TimestampKernel(generator);
    default:
      return assertNever(generator);
  }
}
