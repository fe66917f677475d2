import { widen } from './coercion.ts';
import type { Checker } from './checker.ts';
import { ExpressionFailure, type Span } from './expression-error.ts';
import type { Expression } from './expression.ts';
import type { TimeUnit } from './time-unit.ts';
import { checkArithmetic, compare, typeOfAll } from './type-operators.ts';
import type { TypedExpression } from './typed-expression.ts';

type Call = Extract<Expression, { kind: 'call' }>;
type Rule = (checker: Checker, call: Call) => TypedExpression;

/** Functions that become other nodes; the number of their arguments has been checked. */
export const rewriteRules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['MOD', checkMod],
  ['IF', checkIf],
  ['COALESCE', checkCoalesce],
  ['IFNULL', checkCoalesce],
  ['NULLIF', checkNullIf],
  ['TYPEOF', checkTypeOf],
  ['PI', (_, call) => doubleLiteral(Math.PI, call.span)],
  ['E', (_, call) => doubleLiteral(Math.E, call.span)],
  ['YEAR', partRule('YEAR')],
  ['QUARTER', partRule('QUARTER')],
  ['MONTH', partRule('MONTH')],
  ['WEEK', partRule('WEEK')],
  ['DAYOFYEAR', partRule('DOY')],
  ['DAYOFMONTH', partRule('DAY')],
  ['DAYOFWEEK', partRule('DOW')],
  ['HOUR', partRule('HOUR')],
  ['MINUTE', partRule('MINUTE')],
  ['SECOND', partRule('SECOND')],
]);

function checkMod(checker: Checker, call: Call): TypedExpression {
  const [left, right] = argumentsOf(call);
  return checkArithmetic('%', { left: checker.check(left), right: checker.check(right) }, call.span);
}

/** `IF(c, a, b)` is `CASE WHEN c THEN a ELSE b END`. */
function checkIf(checker: Checker, call: Call): TypedExpression {
  const [condition, first, second] = argumentsOf(call);
  const when = checker.checkAs(condition, 'BOOLEAN', 'The condition of IF');
  const results = [checker.check(first), checker.check(second)];
  const type = typeOfAll(results, 'The results of IF', call.span);
  const [then, otherwise] = results.map((result) => widen(result, type)) as [TypedExpression, TypedExpression];
  const nullable = then.nullable || otherwise.nullable;
  return { kind: 'case', branches: [{ when, then }], otherwise, type, nullable, span: call.span };
}

function checkCoalesce(checker: Checker, call: Call): TypedExpression {
  const all = call.arguments.map((argument) => checker.check(argument));
  const type = typeOfAll(all, `The arguments of ${call.name}`, call.span);
  const operands = all.map((one) => widen(one, type));
  const nullable = operands.every((operand) => operand.nullable);
  return { kind: 'coalesce', operands, type, nullable, span: call.span };
}

/** `NULLIF(a, b)` is `CASE WHEN a = b THEN NULL ELSE a END`. */
function checkNullIf(checker: Checker, call: Call): TypedExpression {
  const [first, second] = argumentsOf(call);
  const left = checker.checkTyped(first);
  const when = compare('=', { left, right: checker.check(second) }, call.span);
  const then = widen({ kind: 'untyped-null', span: call.span }, left.type);
  const { type } = left;
  return { kind: 'case', branches: [{ when, then }], otherwise: left, type, nullable: true, span: call.span };
}

/** The type is known here, so that it becomes a text. */
function checkTypeOf(checker: Checker, call: Call): TypedExpression {
  const checked = checker.check(argumentsOf(call)[0]);
  const value = checked.kind === 'untyped-null' ? 'NULL' : checked.type;
  return { kind: 'literal', value, type: 'STRING', nullable: false, span: call.span };
}

/** `HOUR(t)` is `EXTRACT(HOUR FROM t)`. */
function partRule(unit: TimeUnit): Rule {
  return (checker, call) => {
    const time = checker.checkAs(argumentsOf(call)[0], 'TIMESTAMP', `The argument of ${call.name}`);
    const { span } = call;
    const part: TypedExpression = { kind: 'literal', value: unit, type: 'STRING', nullable: false, span };
    const { nullable } = time;
    return { kind: 'call', function: 'EXTRACT', arguments: [part, time], type: 'BIGINT', nullable, span };
  };
}

function doubleLiteral(value: number, span: Span): TypedExpression {
  return { kind: 'literal', value, type: 'DOUBLE', nullable: false, span };
}

/** At most three arguments; as many as the function takes are there. */
function argumentsOf(call: Call): readonly [Expression, Expression, Expression] {
  const [first, second = first, third = second] = call.arguments;
  if (first && second && third) return [first, second, third];
  throw new ExpressionFailure('TYPE_ERROR', `${call.name} takes an argument.`, call.span);
}
