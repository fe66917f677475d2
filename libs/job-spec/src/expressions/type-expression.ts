import type { ColumnSchema, ColumnType } from '../column.ts';
import { describeNames } from '../diagnostics/describe-names.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { canCast, commonType, INT_MAX, INT_MIN, isNumeric, widen, type Checked } from './coercion.ts';
import { ExpressionFailure, type ExpressionResult, capture, type Span } from './expression-error.ts';
import type { Expression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';
import { parseTimestampText } from './timestamp-text.ts';
import type { Checker } from './checker.ts';
import { checkCall } from './type-call.ts';
import { readTypeName } from './type-name.ts';
import type { TypedExpression } from './typed-expression.ts';
import { checkBinary } from './type-operators.ts';
import { checkBetween, checkCase, checkDistinct, checkIn, checkLike, checkTrim } from './type-conditions.ts';
import { checkJsonCall } from './type-json.ts';

/** Parses `text` and resolves its names against `columns`. Never throws. */
export function typeExpressionText(text: string, columns: readonly ColumnSchema[]): ExpressionResult<TypedExpression> {
  const parsed = parseExpression(text);
  return parsed.ok ? typeExpression(parsed.value, columns) : parsed;
}

/** Resolves names and types. Never throws. */
export function typeExpression(
  expression: Expression,
  columns: readonly ColumnSchema[],
): ExpressionResult<TypedExpression> {
  return capture(() => {
    const typed = new ScopedChecker(columns).checkTyped(expression);
    if (partsOf(typed, new Map()) <= typedPartsMax) return typed;
    const message = `With the parts that IS DISTINCT FROM, BETWEEN SYMMETRIC and the like repeat, the expression has more than ${typedPartsMax}.`;
    throw new ExpressionFailure('EXPRESSION_TOO_COMPLEX', message, expression.span);
  });
}

/** Whoever walks a typed expression meets a part as often as it is used, and nested repetitions multiply. */
const typedPartsMax = 500_000;

/** How many parts a walk meets, counted without one: `known` has those of each part. */
function partsOf(part: object, known: Map<object, number>): number {
  const before = known.get(part);
  if (before !== undefined) return before;
  let count = 1;
  for (const child of Object.values(part))
    if (typeof child === 'object' && child !== null) count += partsOf(child as object, known);
  known.set(part, count);
  return count;
}

class ScopedChecker implements Checker {
  readonly #columns: readonly ColumnSchema[];

  constructor(columns: readonly ColumnSchema[]) {
    this.#columns = columns;
  }

  checkTyped(expression: Expression): TypedExpression {
    const checked = this.check(expression);
    if (checked.kind !== 'untyped-null') return checked;
    const message = 'The type of this NULL cannot be told; write CAST(NULL AS STRING), or another type.';
    throw new ExpressionFailure('TYPE_ERROR', message, expression.span);
  }

  checkAs(expression: Expression, type: ColumnType, role: string): TypedExpression {
    const checked = this.check(expression);
    if (checked.kind === 'untyped-null' || commonType(checked.type, type) === type) return widen(checked, type);
    const hint = canCast(checked.type, type) ? ` Convert it with CAST(… AS ${type}).` : '';
    const message = `${role} must be ${type}, but this is ${checked.type}.${hint}`;
    throw new ExpressionFailure('TYPE_ERROR', message, expression.span);
  }

  check(expression: Expression): Checked {
    switch (expression.kind) {
      case 'column':
        return this.#checkColumn(expression.name, expression.span);
      case 'number':
        return numberLiteral(expression, '');
      case 'string':
      case 'boolean':
      case 'timestamp':
        return checkLiteral(expression);
      case 'null':
        return { kind: 'untyped-null', span: expression.span };
      case 'unit':
      case 'interval':
        throw misplaced(expression);
      case 'distinct':
        return checkDistinct(this, expression);
      case 'json':
        return checkJsonCall(this, expression);
      case 'unary':
        return this.#checkUnary(expression);
      case 'binary':
        return checkBinary(this, expression);
      case 'is':
        return this.#checkIs(expression);
      case 'in':
        return checkIn(this, expression);
      case 'between':
        return checkBetween(this, expression);
      case 'like':
        return checkLike(this, expression);
      case 'case':
        return checkCase(this, expression);
      case 'cast':
        return this.#checkCast(expression);
      case 'trim':
        return checkTrim(this, expression);
      case 'call':
        return checkCall(this, expression);
    }
  }

  #checkColumn(name: string, span: Span): TypedExpression {
    const index = this.#columns.findIndex((column) => column.name === name);
    const column = this.#columns[index];
    if (column) return { kind: 'column', index, name, type: column.type, nullable: column.nullable, span };
    const names = this.#columns.map((candidate) => candidate.name);
    const hint = didYouMean(name, names);
    const message = `There is no column ${JSON.stringify(name)} here; there are ${describeNames(names)}.${hint}`;
    throw new ExpressionFailure('UNKNOWN_COLUMN', message, span);
  }

  #checkUnary(expression: Extract<Expression, { kind: 'unary' }>): TypedExpression {
    const { operator, operand, span } = expression;
    if (operator === 'NOT') {
      const negated = this.checkAs(operand, 'BOOLEAN', 'The operand of NOT');
      return { kind: 'not', operand: negated, type: 'BOOLEAN', nullable: negated.nullable, span };
    }
    if (operator === '-' && operand.kind === 'number') return numberLiteral({ ...operand, span }, '-');
    const checked = this.checkTyped(operand);
    if (!isNumeric(checked.type)) {
      const message = `The operand of ${operator} must be a number, but this is ${checked.type}.`;
      throw new ExpressionFailure('TYPE_ERROR', message, operand.span);
    }
    if (operator === '+') return checked;
    return { kind: 'negate', operand: checked, type: checked.type, nullable: checked.nullable, span };
  }

  #checkIs(expression: Extract<Expression, { kind: 'is' }>): TypedExpression {
    const { test, isNegated, span } = expression;
    const shared = { isNegated, type: 'BOOLEAN', nullable: false, span } as const;
    switch (test) {
      case 'NULL': {
        const operand = this.check(expression.operand);
        // A bare NULL: any type will do to ask whether it is NULL.
        const typed = operand.kind === 'untyped-null' ? widen(operand, 'BOOLEAN') : operand;
        return { kind: 'is-null', operand: typed, ...shared };
      }
      case 'TRUE':
      case 'FALSE': {
        const operand = this.checkAs(expression.operand, 'BOOLEAN', `The operand of IS ${test}`);
        return { kind: 'is-truth', operand, truth: test === 'TRUE', ...shared };
      }
      default: {
        const operand = this.checkAs(expression.operand, 'STRING', `The operand of IS ${test}`);
        return { kind: 'is-json', operand, test, ...shared, nullable: operand.nullable };
      }
    }
  }

  #checkCast(expression: Extract<Expression, { kind: 'cast' }>): TypedExpression {
    const { span, isTry } = expression;
    const type = readTypeName(expression);
    const operand = this.check(expression.operand);
    if (operand.kind === 'untyped-null') return { ...widen(operand, type), span };
    if (!canCast(operand.type, type)) {
      throw new ExpressionFailure('TYPE_ERROR', `${operand.type} cannot be converted to ${type}.`, span);
    }
    if (operand.type === type) return operand;
    return { kind: 'cast', operand, isTry, type, nullable: isTry || operand.nullable, span };
  }
}

/** A unit or an interval where a value should stand. */
function misplaced(expression: Extract<Expression, { kind: 'unit' | 'interval' }>): ExpressionFailure {
  const what =
    expression.kind === 'unit'
      ? `${expression.unit} is a unit of time, not a value.`
      : 'An interval is no value of its own; add it to a TIMESTAMP or take it from one. Times lie apart by TIMESTAMPDIFF.';
  return new ExpressionFailure('TYPE_ERROR', what, expression.span);
}

function checkLiteral(expression: Extract<Expression, { kind: 'string' | 'boolean' | 'timestamp' }>): TypedExpression {
  const { span } = expression;
  const shared = { kind: 'literal', nullable: false, span } as const;
  if (expression.kind === 'string') return { ...shared, type: 'STRING', value: expression.value };
  if (expression.kind === 'boolean') return { ...shared, type: 'BOOLEAN', value: expression.value };
  const value = parseTimestampText(expression.text);
  if (value !== undefined) return { ...shared, type: 'TIMESTAMP', value };
  const message = `'${expression.text}' is not a time; write TIMESTAMP '2024-05-01 12:30:15.250'.`;
  throw new ExpressionFailure('SYNTAX_ERROR', message, span);
}

function numberLiteral(expression: Extract<Expression, { kind: 'number' }>, sign: '' | '-'): TypedExpression {
  const { isInteger, span } = expression;
  const value = Number(`${sign}${expression.text}`);
  const shared = { kind: 'literal', nullable: false, span } as const;
  if (!isInteger && Number.isFinite(value)) return { ...shared, type: 'DOUBLE', value };
  if (isInteger && Number.isSafeInteger(value)) {
    return { ...shared, type: value >= INT_MIN && value <= INT_MAX ? 'INT' : 'BIGINT', value: value === 0 ? 0 : value };
  }
  const limit = isInteger
    ? 'A BIGINT holds whole numbers within ±9007199254740991 (2^53 - 1)'
    : 'A DOUBLE ends at about 1.8E308';
  throw new ExpressionFailure('NUMBER_OUT_OF_RANGE', `${limit}; this number is outside.`, span);
}
