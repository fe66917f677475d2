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
import type { TypedExpression } from './typed-expression.ts';

type Node<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

export function checkBinary(checker: Checker, expression: Node<'binary'>): TypedExpression {
  const { operator, span } = expression;
  if (operator === 'AND' || operator === 'OR') {
    const operands = chainOf(expression).map((part) => checker.checkAs(part, 'BOOLEAN', `An operand of ${operator}`));
    return { kind: 'logical', operator, operands, type: 'BOOLEAN', nullable: anyNullable(operands), span };
  }
  if (operator === '||') return checkConcat(checker, chainOf(expression), span);
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

export function checkIn(checker: Checker, expression: Node<'in'>): TypedExpression {
  const { isNegated, span } = expression;
  const all = [expression.operand, ...expression.items].map((item) => checker.check(item));
  const type = typeOfAll(all, 'The values of IN', span);
  const [operand, ...items] = all.map((item) => widen(item, type));
  if (!operand) throw new ExpressionFailure('SYNTAX_ERROR', 'IN has no operand.', span);
  return { kind: 'in', operand, items, isNegated, type: 'BOOLEAN', nullable: anyNullable([operand, ...items]), span };
}

/** `x BETWEEN a AND b` is `x >= a AND x <= b`; negated, `x < a OR x > b`. */
export function checkBetween(checker: Checker, expression: Node<'between'>): TypedExpression {
  const { isNegated, span } = expression;
  const operand = checker.check(expression.operand);
  const low = checker.check(expression.low);
  const high = checker.check(expression.high);
  const operands = [
    compare(isNegated ? '<' : '>=', { left: operand, right: low }, span),
    compare(isNegated ? '>' : '<=', { left: operand, right: high }, span),
  ];
  const operator = isNegated ? 'OR' : 'AND';
  return { kind: 'logical', operator, operands, type: 'BOOLEAN', nullable: anyNullable(operands), span };
}

export function checkLike(checker: Checker, expression: Node<'like'>): TypedExpression {
  const { isNegated, span } = expression;
  const operand = checker.checkAs(expression.operand, 'STRING', 'The operand of LIKE');
  const pattern = constantText(expression.pattern, 'The pattern of LIKE');
  const escape = expression.escape ? constantText(expression.escape, 'The character of ESCAPE') : null;
  if (escape !== null && [...escape].length !== 1) {
    throw new ExpressionFailure('TYPE_ERROR', 'ESCAPE takes one character.', expression.escape?.span ?? span);
  }
  if (escape !== null && !isEscapedWell(pattern, escape)) {
    const message = `In the pattern, ${escape} must be followed by %, _ or ${escape} itself.`;
    throw new ExpressionFailure('SYNTAX_ERROR', message, expression.pattern.span);
  }
  return { kind: 'like', operand, pattern, escape, isNegated, type: 'BOOLEAN', nullable: operand.nullable, span };
}

export function checkTrim(checker: Checker, expression: Node<'trim'>): TypedExpression {
  const { side, span } = expression;
  const operand = checker.checkAs(expression.operand, 'STRING', 'The operand of TRIM');
  const characters = expression.characters ? constantText(expression.characters, 'What TRIM removes') : ' ';
  if (characters === '') return operand;
  return { kind: 'trim', side, characters, operand, type: 'STRING', nullable: operand.nullable, span };
}

export function checkCase(checker: Checker, expression: Node<'case'>): TypedExpression {
  const { span, subject, otherwise } = expression;
  const subjectChecked = subject ? checker.check(subject) : undefined;
  const conditions = expression.branches.map(({ when }) =>
    subjectChecked
      ? compare('=', { left: subjectChecked, right: checker.check(when) }, when.span)
      : checker.checkAs(when, 'BOOLEAN', 'The condition after WHEN'),
  );
  const results = expression.branches.map(({ then }) => checker.check(then));
  const last = otherwise ? checker.check(otherwise) : undefined;
  const type = typeOfAll(last ? [...results, last] : results, 'The results of CASE', span);
  const branches = conditions.map((when, index) => ({ when, then: widen(results[index] ?? untypedNull(span), type) }));
  const fallback = last ? widen(last, type) : null;
  const nullable = fallback === null || fallback.nullable || branches.some(({ then }) => then.nullable);
  return { kind: 'case', branches, otherwise: fallback, type, nullable, span };
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

function constantText(expression: Expression, role: string): string {
  if (expression.kind === 'string') return expression.value;
  throw new ExpressionFailure('TYPE_ERROR', `${role} must be a text in single quotes.`, expression.span);
}

function isEscapedWell(pattern: string, escape: string): boolean {
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at += 1) {
    if (characters[at] !== escape) continue;
    at += 1;
    const escaped = characters[at];
    if (escaped !== '%' && escaped !== '_' && escaped !== escape) return false;
  }
  return true;
}

function anyNullable(expressions: readonly TypedExpression[]): boolean {
  return expressions.some((expression) => expression.nullable);
}

function untypedNull(span: Span): Checked {
  return { kind: 'untyped-null', span };
}

function isArithmetic(operator: string): operator is ArithmeticOperator {
  return (arithmeticOperators as readonly string[]).includes(operator);
}
