import type { Column, RecordBatch } from '@weir/engine-core';
import type { ColumnType, CompiledText } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { EvaluationError } from './evaluation-error.ts';
import { KernelCompiler } from './kernel-compiler.ts';

/** A compiled expression. It keeps its result arrays, so one object serves one operator's subtask, batch after batch. */
export interface ColumnKernel {
  readonly type: ColumnType;
  /**
   * The expression's value for every row of the batch. The column is lent: it is valid until the next call, and while the batch is (a
   * column reference is the batch's own column). Its arrays may be longer than the batch; `nulls` is null when no row is, whatever the
   * schema allows. Throws {@link EvaluationError} when a row that is used has no value.
   */
  evaluate(batch: RecordBatch): Column;
}

/** Compiles an expression that was typed against the columns of the batches to come. */
export function compileExpression({ text, expression }: CompiledText): ColumnKernel {
  const compiler = new KernelCompiler();
  const kernel = compiler.compile(expression);
  return {
    type: expression.type,
    evaluate: (batch) => {
      compiler.counter.advance();
      kernel.evaluate(batch);
      if (kernel.failures !== null) throwFirst(kernel.failures, { compiler, text, rows: batch.rowCount });
      return kernel.column;
    },
  };
}

interface Failed {
  readonly compiler: KernelCompiler;
  readonly text: string;
  readonly rows: number;
}

function throwFirst(failures: Uint16Array, { compiler, text, rows }: Failed): void {
  for (let row = 0; row < rows; row += 1) {
    const mark = failures[row] as number;
    if (mark === 0) continue;
    const placed = compiler.sites[mark - 1];
    invariant(placed, 'A failure names a site of its expression.', { mark });
    const { code, detail } = placed.site.explain(row);
    const part = text.slice(placed.span.offset, placed.span.offset + placed.span.length);
    const where = part === text ? '' : ` in ${JSON.stringify(text)}`;
    throw new EvaluationError(code, `${JSON.stringify(part)}${where} has no value for a row: ${detail}.`, {
      details: { expression: text, part, position: placed.span },
    });
  }
}
