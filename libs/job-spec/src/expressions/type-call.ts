import { absentFunctions } from '../functions/absent-functions.ts';
import { findFunction, functionNames, type KernelFunction } from '../functions/catalogue.ts';
import {
  argumentsMax,
  type FunctionDeclaration,
  type ParameterType,
  type Signature,
} from '../functions/declaration.ts';
import type { ColumnType } from '../column.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { commonType, widen, type Checked } from './coercion.ts';
import { ExpressionFailure } from './expression-error.ts';
import type { Expression } from './expression.ts';
import type { Checker } from './checker.ts';
import { checkLiteralText, isLiteralText } from './literal-checks.ts';
import { rewriteRules } from './rewrite-call.ts';
import { typeOfAll } from './type-operators.ts';
import type { TypedExpression } from './typed-expression.ts';
import { checkUnit } from './unit-checks.ts';

export type Call = Extract<Expression, { kind: 'call' }>;

/** Functions that an `aggregate` operator knows. */
export const aggregateFunctions = ['SUM', 'COUNT', 'MIN', 'MAX', 'AVG'] as const;

export function checkCall(checker: Checker, call: Call): TypedExpression {
  const found = findFunction(call.name);
  if (!found) throw unknownFunction(call);
  if (call.isStar || call.isDistinct) {
    throw new ExpressionFailure('SYNTAX_ERROR', `${call.name} takes neither * nor DISTINCT.`, call.span);
  }
  checkCount(call, found.declaration);
  const rule = rewriteRules.get(found.name);
  if (rule) return rule(checker, call);
  return checkKernelCall(checker, call, { name: found.name as KernelFunction, declaration: found.declaration });
}

function unknownFunction(call: Call): ExpressionFailure {
  if ((aggregateFunctions as readonly string[]).includes(call.name)) {
    const message = `${call.name} counts over rows; it can stand only in "aggregates" of an aggregate operator.`;
    return new ExpressionFailure('UNKNOWN_FUNCTION', message, call.nameSpan);
  }
  const advice = absentFunctions.get(call.name);
  const hint = advice === undefined ? didYouMean(call.name, functionNames) : ` ${advice}`;
  const message = `There is no function ${call.name}.${hint} All functions stand in docs/expressions.md.`;
  return new ExpressionFailure('UNKNOWN_FUNCTION', message, call.nameSpan);
}

function checkCount(call: Call, { signatures }: FunctionDeclaration): void {
  const counts = signatures.map(countsOf);
  const { length } = call.arguments;
  if (counts.some(({ least, most }) => length >= least && length <= most)) return;
  const least = Math.min(...counts.map((count) => count.least));
  const most = Math.max(...counts.map((count) => count.most));
  const range = least === most ? `${least}` : `${least} to ${most}`;
  const message = `${call.name} takes ${range} argument${range === '1' ? '' : 's'}, but ${length} stand here.`;
  throw new ExpressionFailure('TYPE_ERROR', message, call.span);
}

function countsOf({ parameters }: Signature): { readonly least: number; readonly most: number } {
  const names = Object.keys(parameters);
  const least = names.filter((name) => !name.endsWith('?')).length;
  return { least, most: names.some((name) => name.endsWith('…')) ? argumentsMax : names.length };
}

interface Callee {
  readonly name: KernelFunction;
  readonly declaration: FunctionDeclaration;
}

function checkKernelCall(checker: Checker, call: Call, { name, declaration }: Callee): TypedExpression {
  const units = call.arguments.map((argument) => argument.kind === 'unit');
  const checked = call.arguments.map((argument) =>
    argument.kind === 'unit' ? checkUnit(name, argument) : checker.check(argument),
  );
  const { signature, taken } = chooseSignature(call, declaration, { checked, units });
  const list = checked.map((argument, index) => widen(argument, taken[index]?.type ?? 'STRING'));
  for (const [index, argument] of list.entries()) {
    const parameter = taken[index]?.parameter;
    if (isLiteralText(parameter)) checkLiteralText(parameter, argument);
  }
  const type = signature.result === 'ANY' ? (list[0]?.type ?? 'STRING') : signature.result;
  const isOwn = declaration.nulls === 'own' && !isPlainSubstring(name, list);
  const nullable = isOwn || (declaration.nulls !== 'never' && list.some((argument) => argument.nullable));
  return { kind: 'call', function: name, arguments: list, type, nullable, span: call.span };
}

/** A SUBSTRING is NULL of itself only for a negative length; one that is written out, or left out, is none. */
function isPlainSubstring(name: KernelFunction, [, , length]: readonly TypedExpression[]): boolean {
  if (name !== 'SUBSTRING') return false;
  return length === undefined || (length.kind === 'literal' && typeof length.value === 'number' && length.value >= 0);
}

interface Taken {
  readonly parameter: ParameterType;
  readonly type: ColumnType;
  /** As the declaration names it. */
  readonly name: string;
}

interface Given {
  readonly checked: readonly Checked[];
  /** Which arguments are units of time. */
  readonly units: readonly boolean[];
}

function chooseSignature(
  call: Call,
  { signatures }: FunctionDeclaration,
  { checked, units }: Given,
): { readonly signature: Signature; readonly taken: readonly Taken[] } {
  const open = signatures
    .filter((signature) => {
      const { least, most } = countsOf(signature);
      return checked.length >= least && checked.length <= most;
    })
    .map((signature) => ({ signature, taken: takenBy(signature, checked, call) }));
  const chosen =
    open.find(({ taken }) => taken.every((one, index) => fits(checked[index], one, units[index]) === 'exactly')) ??
    open.find(({ taken }) => taken.every((one, index) => fits(checked[index], one, units[index]) !== 'never'));
  if (chosen) return chosen;
  throw open.length === 1
    ? wrongArgument(call, open[0]?.taken ?? [], { checked, units })
    : noSignature(call, checked, open);
}

/** What each argument is taken as. */
function takenBy({ parameters }: Signature, checked: readonly Checked[], call: Call): readonly Taken[] {
  const names = Object.keys(parameters);
  const anys = checked.filter((_, index) => parameters[names[Math.min(index, names.length - 1)] ?? ''] === 'ANY');
  const any = anys.length === 0 ? 'STRING' : typeOfAll(anys, `The arguments of ${call.name}`, call.span);
  return checked.map((_, index) => {
    const name = names[Math.min(index, names.length - 1)] ?? '';
    const parameter = parameters[name] ?? 'STRING';
    return { parameter, type: columnTypeOf(parameter, any), name: name.replace(/[?…]$/, '') };
  });
}

function columnTypeOf(parameter: ParameterType, any: ColumnType): ColumnType {
  if (parameter === 'ANY') return any;
  return parameter === 'UNIT' || isLiteralText(parameter) ? 'STRING' : parameter;
}

function fits(
  argument: Checked | undefined,
  { parameter, type }: Taken,
  isUnit = false,
): 'exactly' | 'widened' | 'never' {
  if (argument === undefined || isUnit !== (parameter === 'UNIT')) return 'never';
  if (argument.kind === 'untyped-null' || argument.type === type) return 'exactly';
  return commonType(argument.type, type) === type ? 'widened' : 'never';
}

function wrongArgument(call: Call, taken: readonly Taken[], { checked, units }: Given): ExpressionFailure {
  const index = taken.findIndex((one, place) => fits(checked[place], one, units[place]) === 'never');
  const { name = '', type = 'STRING', parameter = 'STRING' } = taken[index] ?? {};
  const argument = checked[index];
  const found = argument === undefined || argument.kind === 'untyped-null' ? 'NULL' : argument.type;
  const wanted = parameter === 'UNIT' ? 'a unit of time' : type;
  const hint = parameter === 'UNIT' || units[index] ? '' : castHint(found, type);
  const message = `The ${name} of ${call.name} must be ${wanted}, but this is ${found}.${hint}`;
  return new ExpressionFailure('TYPE_ERROR', message, call.arguments[index]?.span ?? call.span);
}

function castHint(found: string, type: ColumnType): string {
  if (found === 'TIMESTAMP' && type !== 'STRING' && type !== 'BIGINT') return '';
  return ` Convert it with CAST(… AS ${type}).`;
}

function noSignature(
  call: Call,
  checked: readonly Checked[],
  open: readonly { readonly taken: readonly Taken[] }[],
): ExpressionFailure {
  const wanted = [...new Set(open.map(({ taken }) => `(${taken.map(({ type }) => type).join(', ')})`))].join(' or ');
  const found = checked.map((argument) => (argument.kind === 'untyped-null' ? 'NULL' : argument.type)).join(', ');
  const message = `${call.name} takes ${wanted}, but this is (${found}).`;
  return new ExpressionFailure('TYPE_ERROR', message, call.arguments[0]?.span ?? call.span);
}
