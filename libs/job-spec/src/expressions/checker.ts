import type { ColumnType } from '../column.ts';
import type { Checked } from './coercion.ts';
import type { Expression } from './expression.ts';
import type { TypedExpression } from './typed-expression.ts';

/** What the type rules of operators and functions need to check their operands. */
export interface Checker {
  /** Type of an operand; a bare NULL stays untyped. */
  check(expression: Expression): Checked;
  /** As `check`, but a bare NULL is an error. */
  checkTyped(expression: Expression): TypedExpression;
  /** As `check`, for an operand that has to be of `type`: a NULL takes it, numbers widen to it. `role` begins the message. */
  checkAs(expression: Expression, type: ColumnType, role: string): TypedExpression;
}
