import type { ColumnType } from '../column.ts';
import type { TypedExpression } from './typed-expression.ts';

export const INT_MIN = -(2 ** 31);
export const INT_MAX = 2 ** 31 - 1;

/** A NULL that nothing has given a type yet. */
export interface UntypedNull {
  readonly kind: 'untyped-null';
  readonly span: TypedExpression['span'];
}
export type Checked = TypedExpression | UntypedNull;

const width: Readonly<Record<ColumnType, number>> = {
  INT: 1,
  BIGINT: 2,
  DOUBLE: 3,
  BOOLEAN: 0,
  STRING: 0,
  TIMESTAMP: 0,
};

export function isNumeric(type: ColumnType): boolean {
  return width[type] > 0;
}

/** The narrowest type both fit without a loss: their own, or the wider of two numbers; undefined when there is none. */
export function commonType(left: ColumnType, right: ColumnType): ColumnType | undefined {
  if (left === right) return left;
  if (!isNumeric(left) || !isNumeric(right)) return undefined;
  return width[left] > width[right] ? left : right;
}

/** `expression` as `type`, which {@link commonType} allows: NULL takes the type, a literal is converted at once. */
export function widen(expression: Checked, type: ColumnType): TypedExpression {
  if (expression.kind === 'untyped-null') {
    return { kind: 'literal', value: null, type, nullable: true, span: expression.span };
  }
  if (expression.type === type) return expression;
  const { nullable, span } = expression;
  if (expression.kind === 'literal') return { kind: 'literal', value: expression.value, type, nullable, span };
  return { kind: 'cast', operand: expression, isTry: false, type, nullable, span };
}

const castTargets: Readonly<Record<ColumnType, readonly ColumnType[]>> = {
  BOOLEAN: ['BOOLEAN', 'INT', 'BIGINT', 'DOUBLE', 'STRING'],
  INT: ['BOOLEAN', 'INT', 'BIGINT', 'DOUBLE', 'STRING'],
  BIGINT: ['BOOLEAN', 'INT', 'BIGINT', 'DOUBLE', 'STRING', 'TIMESTAMP'],
  DOUBLE: ['BOOLEAN', 'INT', 'BIGINT', 'DOUBLE', 'STRING'],
  STRING: ['BOOLEAN', 'INT', 'BIGINT', 'DOUBLE', 'STRING', 'TIMESTAMP'],
  TIMESTAMP: ['BIGINT', 'STRING', 'TIMESTAMP'],
};

/** Whether `CAST` exists between two types. Whether a value converts is known only at run time. */
export function canCast(from: ColumnType, to: ColumnType): boolean {
  return castTargets[from].includes(to);
}

/** The column type that a type name in `CAST` means; undefined when there is none. */
export function parseTypeName(name: string): ColumnType | undefined {
  switch (name) {
    case 'BOOLEAN':
    case 'BIGINT':
    case 'DOUBLE':
    case 'STRING':
    case 'TIMESTAMP':
    case 'INT':
      return name;
    case 'INTEGER':
      return 'INT';
    case 'DOUBLE PRECISION':
      return 'DOUBLE';
    case 'VARCHAR':
      return 'STRING';
    case 'TIMESTAMP(3)':
      return 'TIMESTAMP';
    default:
      return undefined;
  }
}
