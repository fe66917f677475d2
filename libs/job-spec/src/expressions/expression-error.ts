/** A range of an expression's text, in UTF-16 units, as an editor counts them. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** What can be wrong with an expression. */
export const expressionProblemCodes = [
  /** The text is not an expression. */
  'SYNTAX_ERROR',
  /** Longer or deeper than allowed. */
  'EXPRESSION_TOO_COMPLEX',
  /** A name that is no column of the input. */
  'UNKNOWN_COLUMN',
  /** A function that does not exist. */
  'UNKNOWN_FUNCTION',
  /** Operands of types that do not fit together. */
  'TYPE_ERROR',
  /** A number outside what its type holds. */
  'NUMBER_OUT_OF_RANGE',
] as const;
export type ExpressionProblemCode = (typeof expressionProblemCodes)[number];

export interface ExpressionProblem {
  readonly code: ExpressionProblemCode;
  readonly message: string;
  readonly position: Span;
}

export type ExpressionResult<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: ExpressionProblem };

/** Carries a problem out of a recursive descent; never leaves this folder. */
export class ExpressionFailure extends Error {
  readonly problem: ExpressionProblem;

  constructor(code: ExpressionProblemCode, message: string, position: Span) {
    super(message);
    this.problem = { code, message, position };
  }
}

/** Runs `attempt` and turns its {@link ExpressionFailure} into a result. */
export function capture<Value>(attempt: () => Value): ExpressionResult<Value> {
  try {
    return { ok: true, value: attempt() };
  } catch (thrown) {
    if (thrown instanceof ExpressionFailure) return { ok: false, problem: thrown.problem };
    throw thrown;
  }
}

/** The smallest range that covers both. */
export function cover(first: Span, last: Span): Span {
  return { offset: first.offset, length: last.offset + last.length - first.offset };
}
