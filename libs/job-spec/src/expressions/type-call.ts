import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { isNumeric, widen } from './coercion.ts';
import { ExpressionFailure, type Span } from './expression-error.ts';
import type { Expression } from './expression.ts';
import type { Checker } from './checker.ts';
import { checkArithmetic, checkConcat, compare, typeOfAll } from './type-operators.ts';
import type { ScalarFunction, TypedExpression } from './typed-expression.ts';

type Call = Extract<Expression, { kind: 'call' }>;
type Rule = (checker: Checker, call: Call) => TypedExpression;

/** Functions by name, with how many arguments each takes and how it is typed. */
const rules: ReadonlyMap<string, { readonly least: number; readonly most: number; readonly rule: Rule }> = new Map([
  ['LOWER', { least: 1, most: 1, rule: textRule('LOWER') }],
  ['UPPER', { least: 1, most: 1, rule: textRule('UPPER') }],
  ['CHAR_LENGTH', { least: 1, most: 1, rule: checkCharLength }],
  ['CHARACTER_LENGTH', { least: 1, most: 1, rule: checkCharLength }],
  ['SUBSTRING', { least: 2, most: 3, rule: checkSubstring }],
  ['CONCAT', { least: 1, most: 100, rule: (checker, call) => checkConcat(checker, call.arguments, call.span) }],
  ['REPLACE', { least: 3, most: 3, rule: textRule('REPLACE') }],
  ['ABS', { least: 1, most: 1, rule: numberRule('ABS') }],
  ['MOD', { least: 2, most: 2, rule: checkMod }],
  ['ROUND', { least: 1, most: 2, rule: checkRound }],
  ['FLOOR', { least: 1, most: 1, rule: numberRule('FLOOR') }],
  ['CEIL', { least: 1, most: 1, rule: numberRule('CEIL') }],
  ['CEILING', { least: 1, most: 1, rule: numberRule('CEIL') }],
  ['COALESCE', { least: 1, most: 100, rule: checkCoalesce }],
  ['NULLIF', { least: 2, most: 2, rule: checkNullIf }],
]);

/** Every function that an expression may call, those with a syntax of their own among them. */
export const functionNames: readonly string[] = [...rules.keys(), 'CAST', 'TRIM'].toSorted();

/** Functions that an `aggregate` operator knows. */
export const aggregateFunctions = ['SUM', 'COUNT', 'MIN', 'MAX', 'AVG'] as const;

export function checkCall(checker: Checker, call: Call): TypedExpression {
  const entry = rules.get(call.name);
  if (!entry) throw unknownFunction(call);
  if (call.isStar || call.isDistinct) {
    throw new ExpressionFailure('SYNTAX_ERROR', `${call.name} takes neither * nor DISTINCT.`, call.span);
  }
  const { length } = call.arguments;
  if (length < entry.least || length > entry.most) {
    const range = entry.least === entry.most ? `${entry.least}` : `${entry.least} to ${entry.most}`;
    const message = `${call.name} takes ${range} argument${range === '1' ? '' : 's'}, but ${length} stand here.`;
    throw new ExpressionFailure('TYPE_ERROR', message, call.span);
  }
  return entry.rule(checker, call);
}

function unknownFunction(call: Call): ExpressionFailure {
  if ((aggregateFunctions as readonly string[]).includes(call.name)) {
    const message = `${call.name} counts over rows; it can stand only in "aggregates" of an aggregate operator.`;
    return new ExpressionFailure('UNKNOWN_FUNCTION', message, call.nameSpan);
  }
  const hint = didYouMean(call.name, functionNames);
  const message = `There is no function ${call.name}.${hint} There are ${functionNames.join(', ')}.`;
  return new ExpressionFailure('UNKNOWN_FUNCTION', message, call.nameSpan);
}

function textRule(name: ScalarFunction): Rule {
  return (checker, call) => {
    const list = call.arguments.map((argument) => checker.checkAs(argument, 'STRING', `An argument of ${name}`));
    return make(name, list, call.span);
  };
}

function checkCharLength(checker: Checker, call: Call): TypedExpression {
  const list = call.arguments.map((argument) => checker.checkAs(argument, 'STRING', 'The argument of CHAR_LENGTH'));
  return { ...make('CHAR_LENGTH', list, call.span), type: 'INT' };
}

function checkSubstring(checker: Checker, call: Call): TypedExpression {
  const [text, start, length] = call.arguments;
  const list: TypedExpression[] = [];
  if (text) list.push(checker.checkAs(text, 'STRING', 'The first argument of SUBSTRING'));
  if (start) list.push(checker.checkAs(start, 'INT', 'The start of SUBSTRING'));
  if (length) list.push(checker.checkAs(length, 'INT', 'The length of SUBSTRING'));
  const made = make('SUBSTRING', list, call.span);
  const last = list[2];
  const isLengthSafe = !last || (last.kind === 'literal' && typeof last.value === 'number' && last.value >= 0);
  return isLengthSafe ? made : { ...made, nullable: true };
}

function numberRule(name: 'ABS' | 'FLOOR' | 'CEIL'): Rule {
  return (checker, call) => {
    const operand = checkNumber(checker, call);
    if (name !== 'ABS' && operand.type !== 'DOUBLE') return operand;
    return { ...make(name, [operand], call.span), type: operand.type };
  };
}

function checkMod(checker: Checker, call: Call): TypedExpression {
  const [left, right] = call.arguments.map((argument) => checker.check(argument));
  if (!left || !right) throw new ExpressionFailure('TYPE_ERROR', 'MOD takes 2 arguments.', call.span);
  return checkArithmetic('%', { left, right }, call.span);
}

function checkRound(checker: Checker, call: Call): TypedExpression {
  const operand = checkNumber(checker, call);
  const second = call.arguments[1];
  const digits = second ? checker.checkAs(second, 'INT', 'The second argument of ROUND') : intLiteral(0, call.span);
  if (digits.kind !== 'literal' || typeof digits.value !== 'number' || Math.abs(digits.value) > 15) {
    const message = 'The second argument of ROUND must be a whole number from -15 to 15, written out.';
    throw new ExpressionFailure('TYPE_ERROR', message, digits.span);
  }
  if (operand.type === 'DOUBLE') return { ...make('ROUND', [operand, digits], call.span), type: 'DOUBLE' };
  if (digits.value >= 0) return operand;
  const message = `ROUND to ${-digits.value} digits before the point takes a DOUBLE; convert with CAST(… AS DOUBLE).`;
  throw new ExpressionFailure('TYPE_ERROR', message, call.span);
}

function checkCoalesce(checker: Checker, call: Call): TypedExpression {
  const all = call.arguments.map((argument) => checker.check(argument));
  const type = typeOfAll(all, 'The arguments of COALESCE', call.span);
  const operands = all.map((one) => widen(one, type));
  const nullable = operands.every((operand) => operand.nullable);
  return { kind: 'coalesce', operands, type, nullable, span: call.span };
}

/** `NULLIF(a, b)` is `CASE WHEN a = b THEN NULL ELSE a END`. */
function checkNullIf(checker: Checker, call: Call): TypedExpression {
  const [first, second] = call.arguments;
  if (!first || !second) throw new ExpressionFailure('TYPE_ERROR', 'NULLIF takes 2 arguments.', call.span);
  const left = checker.checkTyped(first);
  const when = compare('=', { left, right: checker.check(second) }, call.span);
  const then = widen({ kind: 'untyped-null', span: call.span }, left.type);
  return {
    kind: 'case',
    branches: [{ when, then }],
    otherwise: left,
    type: left.type,
    nullable: true,
    span: call.span,
  };
}

function checkNumber(checker: Checker, call: Call): TypedExpression {
  const [first] = call.arguments;
  if (!first) throw new ExpressionFailure('TYPE_ERROR', `${call.name} takes an argument.`, call.span);
  const operand = checker.checkTyped(first);
  if (isNumeric(operand.type)) return operand;
  const message = `${call.name} takes a number, but this is ${operand.type}.`;
  throw new ExpressionFailure('TYPE_ERROR', message, first.span);
}

function intLiteral(value: number, span: Span): TypedExpression {
  return { kind: 'literal', value, type: 'INT', nullable: false, span };
}

function make(name: ScalarFunction, list: readonly TypedExpression[], span: Span): TypedExpression {
  const nullable = list.some((argument) => argument.nullable);
  return { kind: 'call', function: name, arguments: list, type: 'STRING', nullable, span };
}
