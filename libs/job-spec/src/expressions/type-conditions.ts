import { widen, type Checked } from './coercion.ts';
import { ExpressionFailure, type Span } from './expression-error.ts';
import type { Expression } from './expression.ts';
import type { Checker } from './checker.ts';
import { anyNullable, compare, typeOfAll } from './type-operators.ts';
import type { TypedExpression } from './typed-expression.ts';

type Node<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

export function checkIn(checker: Checker, expression: Node<'in'>): TypedExpression {
  const { isNegated, span } = expression;
  const all = [expression.operand, ...expression.items].map((item) => checker.check(item));
  const type = typeOfAll(all, 'The values of IN', span);
  const [operand, ...items] = all.map((item) => widen(item, type));
  if (!operand) throw new ExpressionFailure('SYNTAX_ERROR', 'IN has no operand.', span);
  return { kind: 'in', operand, items, isNegated, type: 'BOOLEAN', nullable: anyNullable([operand, ...items]), span };
}

/** `x BETWEEN a AND b` is `x >= a AND x <= b`; negated, `x < a OR x > b`; symmetric, one of the two orders, or neither. */
export function checkBetween(checker: Checker, expression: Node<'between'>): TypedExpression {
  const { isNegated, isSymmetric, span } = expression;
  const operand = checker.check(expression.operand);
  const low = checker.check(expression.low);
  const high = checker.check(expression.high);
  const inOrder = rangeTest({ operand, low, high }, isNegated, span);
  if (!isSymmetric) return inOrder;
  const operands = [inOrder, rangeTest({ operand, low: high, high: low }, isNegated, span)];
  const operator = isNegated ? 'AND' : 'OR';
  return { kind: 'logical', operator, operands, type: 'BOOLEAN', nullable: anyNullable(operands), span };
}

function rangeTest(
  { operand, low, high }: { readonly operand: Checked; readonly low: Checked; readonly high: Checked },
  isNegated: boolean,
  span: Span,
): TypedExpression {
  const operands = [
    compare(isNegated ? '<' : '>=', { left: operand, right: low }, span),
    compare(isNegated ? '>' : '<=', { left: operand, right: high }, span),
  ];
  const operator = isNegated ? 'OR' : 'AND';
  return { kind: 'logical', operator, operands, type: 'BOOLEAN', nullable: anyNullable(operands), span };
}

/** `a IS DISTINCT FROM b`: where one is NULL, whether just one is; else `a <> b`. */
export function checkDistinct(checker: Checker, expression: Node<'distinct'>): TypedExpression {
  const { isNegated, span } = expression;
  const operator = isNegated ? '=' : '<>';
  const left = checker.check(expression.left);
  const right = checker.check(expression.right);
  const compared = compare(operator, { left, right }, span);
  if (!compared.nullable) return compared;
  const shared = { type: 'BOOLEAN', nullable: false, span } as const;
  const nulls = [left, right].map((operand): TypedExpression => ({
    kind: 'is-null',
    // A bare NULL: any type will do to ask whether it is NULL.
    operand: operand.kind === 'untyped-null' ? widen(operand, 'BOOLEAN') : operand,
    isNegated: false,
    ...shared,
  }));
  const [isLeftNull, isRightNull] = nulls as [TypedExpression, TypedExpression];
  const when: TypedExpression = { kind: 'logical', operator: 'OR', operands: nulls, ...shared };
  const then = compare(operator, { left: isLeftNull, right: isRightNull }, span);
  return { kind: 'case', branches: [{ when, then }], otherwise: compared, ...shared };
}

export function checkLike(checker: Checker, expression: Node<'like'>): TypedExpression {
  const { operator, isNegated, span } = expression;
  const operand = checker.checkAs(expression.operand, 'STRING', `The operand of ${operator}`);
  const pattern = checker.checkAs(expression.pattern, 'STRING', `The pattern of ${operator}`);
  const escape = expression.escape ? constantText(expression.escape, 'The character of ESCAPE') : null;
  if (escape !== null && [...escape].length !== 1) {
    throw new ExpressionFailure('TYPE_ERROR', 'ESCAPE takes one character.', expression.escape?.span ?? span);
  }
  const shared = { type: 'BOOLEAN', nullable: operand.nullable || pattern.nullable, span } as const;
  if (operator === 'SIMILAR TO') {
    const written: readonly TypedExpression[] = escape === null ? [] : [textLiteral(escape, span)];
    const call = {
      kind: 'call',
      function: 'SIMILAR TO',
      arguments: [operand, pattern, ...written],
      ...shared,
    } as const;
    return isNegated ? { kind: 'not', operand: call, ...shared } : call;
  }
  if (escape !== null && pattern.kind === 'literal' && !isEscapedWell(String(pattern.value), escape)) {
    const message = `In the pattern, ${escape} must be followed by %, _ or ${escape} itself.`;
    throw new ExpressionFailure('SYNTAX_ERROR', message, expression.pattern.span);
  }
  return { kind: 'like', operand, pattern, escape, isNegated, ...shared };
}

function textLiteral(value: string, span: Span): TypedExpression {
  return { kind: 'literal', value, type: 'STRING', nullable: false, span };
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

function untypedNull(span: Span): Checked {
  return { kind: 'untyped-null', span };
}
