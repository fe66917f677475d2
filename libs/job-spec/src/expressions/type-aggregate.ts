import type { ColumnSchema, ColumnType } from '../column.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { isNumeric } from './coercion.ts';
import type { ExpressionProblem, ExpressionResult } from './expression-error.ts';
import type { Expression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';
import { aggregateFunctions } from './type-call.ts';
import { typeExpression } from './type-expression.ts';
import type { TypedExpression } from './typed-expression.ts';

export type AggregateFunction = (typeof aggregateFunctions)[number];

/** One aggregate of an `aggregate` operator. */
export interface TypedAggregate {
  readonly function: AggregateFunction;
  /** null: `COUNT(*)`, every row counts. Otherwise rows whose argument is NULL do not count. */
  readonly argument: TypedExpression | null;
  /** Of the result: COUNT BIGINT, SUM of whole numbers BIGINT and of DOUBLE DOUBLE, AVG DOUBLE, MIN and MAX the argument's. */
  readonly type: ColumnType;
  /** COUNT is never NULL; the others are as long as no row of the key had a value. */
  readonly nullable: boolean;
}

/** Reads `SUM(x)`, `COUNT(*)` and so on; the argument may be any expression over `columns`. Never throws. */
export function typeAggregateText(text: string, columns: readonly ColumnSchema[]): ExpressionResult<TypedAggregate> {
  const parsed = parseExpression(text);
  if (!parsed.ok) return parsed;
  const call = readCall(parsed.value);
  if (!call.ok) return call;
  const { name, node } = call.value;
  const [first] = node.arguments;
  if (node.isStar || !first)
    return { ok: true, value: { function: name, argument: null, type: 'BIGINT', nullable: false } };
  const argument = typeExpression(first, columns);
  if (!argument.ok) return argument;
  return typeResult(name, argument.value);
}

type Call = Extract<Expression, { kind: 'call' }>;

function readCall(expression: Expression): ExpressionResult<{ readonly name: AggregateFunction; readonly node: Call }> {
  const known = aggregateFunctions.join(', ');
  if (expression.kind !== 'call') {
    return fail('SYNTAX_ERROR', `An aggregate is one call of ${known}, for example SUM(price).`, expression);
  }
  const name = aggregateFunctions.find((candidate) => candidate === expression.name);
  if (!name) {
    const hint = didYouMean(expression.name, aggregateFunctions);
    return fail('UNKNOWN_FUNCTION', `There is no aggregate ${expression.name}; there are ${known}.${hint}`, expression);
  }
  if (expression.isDistinct) return fail('UNKNOWN_FUNCTION', `${name}(DISTINCT …) is not supported yet.`, expression);
  if (expression.isStar && name !== 'COUNT') return fail('SYNTAX_ERROR', `Only COUNT takes *.`, expression);
  if (!expression.isStar && expression.arguments.length !== 1) {
    return fail('TYPE_ERROR', `${name} takes 1 argument, but ${expression.arguments.length} stand here.`, expression);
  }
  return { ok: true, value: { name, node: expression } };
}

function typeResult(name: AggregateFunction, argument: TypedExpression): ExpressionResult<TypedAggregate> {
  const { nullable } = argument;
  switch (name) {
    case 'COUNT':
      return { ok: true, value: { function: name, argument, type: 'BIGINT', nullable: false } };
    case 'SUM':
    case 'AVG': {
      if (!isNumeric(argument.type))
        return fail('TYPE_ERROR', `${name} takes a number, but this is ${argument.type}.`, argument);
      const type = name === 'AVG' || argument.type === 'DOUBLE' ? 'DOUBLE' : 'BIGINT';
      return { ok: true, value: { function: name, argument, type, nullable } };
    }
    case 'MIN':
    case 'MAX':
      if (argument.type === 'BOOLEAN' || argument.type === 'STRING')
        return fail('TYPE_ERROR', `${name} does not order ${argument.type} values.`, argument);
      return { ok: true, value: { function: name, argument, type: argument.type, nullable } };
  }
}

function fail(
  code: 'SYNTAX_ERROR' | 'UNKNOWN_FUNCTION' | 'TYPE_ERROR',
  message: string,
  at: Pick<Expression, 'span'>,
): { readonly ok: false; readonly problem: ExpressionProblem } {
  return { ok: false, problem: { code, message, position: at.span } };
}
