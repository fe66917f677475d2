import type { ColumnType } from '../column.ts';
import { commonType, isNumeric, widen, type Checked } from './coercion.ts';
import { ExpressionFailure, type Span } from './expression-error.ts';
import {
  arithmeticOperators,
  type ArithmeticOperator,
  type ComparisonOperator,
  type Expression,
} from './expression.ts';
import type { Checker } from './checker.ts';
import { checkShift } from './type-interval.ts';
import type { TypedExpression } from './typed-expression.ts';

type Node<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

export function checkBinary(checker: Checker, expression: Node<'binary'>): TypedExpression {
  const { operator, span } = expression;
  if (operator === 'AND' || operator === 'OR') {
    const operands = chainOf(expression).map((part) => checker.checkAs(part, 'BOOLEAN', `An operand of ${operator}`));
    return { kind: 'logical', operator, operands, type: 'BOOLEAN', nullable: anyNullable(operands), span };
  }
  if (operator === '||') return checkConcat(checker, chainOf(expression), span);
  if (operator === '+' || operator === '-') {
    const shifted = checkShift(checker, expression);
    if (shifted) return shifted;
  }
  const pair = { left: checker.check(expression.left), right: checker.check(expression.right) };
  if (isArithmetic(operator)) return checkArithmetic(operator, pair, span);
  return compare(operator, pair, span);
}

export function checkConcat(checker: Checker, parts: readonly Expression[], span: Span): TypedExpression {
  const list = parts.map((part) => checker.checkAs(part, 'STRING', 'What is joined'));
  return { kind: 'call', function: 'CONCAT', arguments: list, type: 'STRING', nullable: anyNullable(list), span };
}

export function checkArithmetic(operator: ArithmeticOperator, pair: Pair, span: Span): TypedExpression {
  const type = typeOfPair(pair, operator, span);
  if (!isNumeric(type)) {
    const hint = type === 'STRING' && operator === '+' ? ' Texts are joined with ||.' : '';
    throw new ExpressionFailure('TYPE_ERROR', `${operator} works on numbers, but these are ${type}.${hint}`, span);
  }
  const left = widen(pair.left, type);
  const right = widen(pair.right, type);
  return { kind: 'arithmetic', operator, left, right, type, nullable: left.nullable || right.nullable, span };
}

export interface Pair {
  readonly left: Checked;
  readonly right: Checked;
}

export function compare(operator: ComparisonOperator, pair: Pair, span: Span): TypedExpression {
  const type = typeOfPair(pair, operator, span);
  const left = widen(pair.left, type);
  const right = widen(pair.right, type);
  return { kind: 'compare', operator, left, right, type: 'BOOLEAN', nullable: left.nullable || right.nullable, span };
}

/** The type that all of several operands widen to. `role` begins the message. */
export function typeOfAll(all: readonly Checked[], role: string, span: Span): ColumnType {
  let type: ColumnType | undefined;
  for (const one of all) {
    if (one.kind === 'untyped-null') continue;
    const wider: ColumnType | undefined = type === undefined ? one.type : commonType(type, one.type);
    if (wider === undefined) {
      throw new ExpressionFailure(
        'TYPE_ERROR',
        `${role} must be of one type, but this is ${one.type} beside ${type}.`,
        one.span,
      );
    }
    type = wider;
  }
  if (type !== undefined) return type;
  throw new ExpressionFailure('TYPE_ERROR', `${role} are all NULL; give one a type: CAST(NULL AS STRING).`, span);
}

function typeOfPair({ left, right }: Pair, operator: string, span: Span): ColumnType {
  if (left.kind === 'untyped-null' || right.kind === 'untyped-null') {
    return typeOfAll([left, right], `The operands of ${operator}`, span);
  }
  const type = commonType(left.type, right.type);
  if (type !== undefined) return type;
  const message = `${operator} cannot take ${left.type} and ${right.type} together; convert one with CAST.`;
  throw new ExpressionFailure('TYPE_ERROR', message, span);
}

/** `a AND b AND c` as a list, however deep to the left it was read. */
function chainOf(expression: Node<'binary'>): readonly Expression[] {
  const parts: Expression[] = [];
  let rest: Expression = expression;
  while (rest.kind === 'binary' && rest.operator === expression.operator) {
    parts.unshift(rest.right);
    rest = rest.left;
  }
  return [rest, ...parts];
}

export function anyNullable(expressions: readonly TypedExpression[]): boolean {
  return expressions.some((expression) => expression.nullable);
}

function isArithmetic(operator: string): operator is ArithmeticOperator {
  return (arithmeticOperators as readonly string[]).includes(operator);
}
