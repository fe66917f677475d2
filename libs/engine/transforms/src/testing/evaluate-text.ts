import { batchOf, type Row, TextLimitError, valueOf } from '@weir/engine-core';
import { type ColumnSchema, formatTimestampText, typeExpressionText } from '@weir/job-spec';
import { compileExpression } from '../expressions/compile-expression.ts';
import { EvaluationError } from '../expressions/evaluation-error.ts';

export type Answer = string | number | boolean | null | { readonly failed: true };

/** Evaluates an expression over rows, each alone so that one that fails stops no other. Throws when it does not type. */
export function evaluateText(text: string, columns: readonly ColumnSchema[], rows: readonly Row[]): readonly Answer[] {
  const typed = typeExpressionText(text, columns);
  if (!typed.ok) throw new Error(typed.problem.message);
  const kernel = compileExpression({ text, expression: typed.value });
  return rows.map((row) => {
    try {
      return valueOf(kernel.evaluate(batchOf(columns, [row])), 0);
    } catch (thrown) {
      if (thrown instanceof EvaluationError || thrown instanceof TextLimitError) return { failed: true };
      throw thrown;
    }
  });
}

/** An expression over no columns; a TIMESTAMP as text. */
export function evaluateConstant(text: string): Answer {
  const typed = typeExpressionText(text, []);
  const [answer] = evaluateText(text, [], [{}]);
  const isTime = typed.ok && typed.value.type === 'TIMESTAMP';
  return isTime && typeof answer === 'number' ? formatTimestampText(answer) : (answer ?? null);
}
