import type { Column, RecordBatch } from '@weir/engine-core';
import type { CompiledText } from '@weir/job-spec';

/** An expression ready to run over whole batches. One for each subtask: it keeps buffers. */
export interface ColumnKernel {
  /** The expression's value for every row; lent until the next call, or as long as the batch, whose column it may be. */
  evaluate(batch: RecordBatch): Column;
}

export type CompileExpression = (text: CompiledText) => ColumnKernel;
