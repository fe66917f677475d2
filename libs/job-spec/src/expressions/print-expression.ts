import type { Expression, JsonCall, JsonFallback } from './expression.ts';
import { isReserved } from './parse-primary.ts';

/** The expression as text, every composed operand in parentheses: reading it again gives the same tree. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'column':
      return printName(expression.name);
    case 'number':
      return expression.text;
    case 'string':
      return quote(expression.value);
    case 'boolean':
      return expression.value ? 'TRUE' : 'FALSE';
    case 'null':
      return 'NULL';
    case 'timestamp':
      return `TIMESTAMP ${quote(expression.text)}`;
    case 'unit':
      return expression.unit;
    case 'interval':
      return `INTERVAL ${expression.isNegative ? '-' : ''}${quote(expression.text)} ${expression.unit}`;
    case 'unary':
      return `${expression.operator} ${operand(expression.operand)}`;
    case 'binary':
      return `${operand(expression.left)} ${expression.operator} ${operand(expression.right)}`;
    case 'is':
      return `${operand(expression.operand)} IS ${not(expression)}${expression.test}`;
    case 'in':
      return `${operand(expression.operand)} ${not(expression)}IN (${list(expression.items)})`;
    case 'distinct':
      return `${operand(expression.left)} IS ${not(expression)}DISTINCT FROM ${operand(expression.right)}`;
    case 'between':
      return printBetween(expression);
    case 'like':
      return printLike(expression);
    case 'case':
      return printCase(expression);
    case 'cast':
      return `${expression.isTry ? 'TRY_CAST' : 'CAST'}(${printExpression(expression.operand)} AS ${expression.typeName})`;
    case 'trim':
      return printTrim(expression);
    case 'json':
      return printJsonCall(expression);
    case 'call':
      return printCall(expression);
  }
}

/** A column name as an expression refers to it, in double quotes where it must. */
export function printName(name: string): string {
  const isPlain = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) && !isReserved(name);
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}

function printBetween(expression: Extract<Expression, { kind: 'between' }>): string {
  const range = `${operand(expression.low)} AND ${operand(expression.high)}`;
  return `${operand(expression.operand)} ${not(expression)}BETWEEN ${expression.isSymmetric ? 'SYMMETRIC ' : ''}${range}`;
}

function printLike(expression: Extract<Expression, { kind: 'like' }>): string {
  const escape = expression.escape ? ` ESCAPE ${operand(expression.escape)}` : '';
  return `${operand(expression.operand)} ${not(expression)}${expression.operator} ${operand(expression.pattern)}${escape}`;
}

function printCase(expression: Extract<Expression, { kind: 'case' }>): string {
  const subject = expression.subject ? ` ${operand(expression.subject)}` : '';
  const branches = expression.branches.map(({ when, then }) => ` WHEN ${operand(when)} THEN ${operand(then)}`).join('');
  const otherwise = expression.otherwise ? ` ELSE ${operand(expression.otherwise)}` : '';
  return `CASE${subject}${branches}${otherwise} END`;
}

function printTrim(expression: Extract<Expression, { kind: 'trim' }>): string {
  const characters = expression.characters ? `${operand(expression.characters)} ` : '';
  return `TRIM(${expression.side} ${characters}FROM ${operand(expression.operand)})`;
}

function printCall(expression: Extract<Expression, { kind: 'call' }>): string {
  const [first = '', second = '', third = '', fourth] = expression.arguments.map(operand);
  switch (expression.name) {
    case 'EXTRACT':
      return `EXTRACT(${first} FROM ${second})`;
    case 'FLOOR TO':
      return `FLOOR(${first} TO ${second})`;
    case 'CEIL TO':
      return `CEIL(${first} TO ${second})`;
    case 'POSITION':
      return `POSITION(${first} IN ${second})`;
    case 'OVERLAY':
      return `OVERLAY(${first} PLACING ${second} FROM ${third}${fourth === undefined ? '' : ` FOR ${fourth}`})`;
    default: {
      const distinct = expression.isDistinct ? 'DISTINCT ' : '';
      return `${expression.name}(${expression.isStar ? '*' : `${distinct}${list(expression.arguments)}`})`;
    }
  }
}

function printJsonCall(call: JsonCall): string {
  const returning = call.returning === null ? '' : ` RETURNING ${call.returning.typeName}`;
  const wrapper = call.wrapper === 'WITHOUT' ? '' : ` WITH ${call.wrapper} WRAPPER`;
  const clauses = `${returning}${wrapper}${printFallback(call.onEmpty, 'EMPTY')}${printFallback(call.onError, 'ERROR')}`;
  return `${call.function}(${list([call.operand, call.path])}${clauses})`;
}

function printFallback(fallback: JsonFallback | null, when: string): string {
  if (fallback === null) return '';
  const value = fallback.kind === 'DEFAULT' ? ` ${operand(fallback.value)}` : '';
  return ` ${fallback.kind}${value} ON ${when}`;
}

function list(expressions: readonly Expression[]): string {
  return expressions.map(printExpression).join(', ');
}

function not(expression: { readonly isNegated: boolean }): string {
  return expression.isNegated ? 'NOT ' : '';
}

function operand(expression: Expression): string {
  const text = printExpression(expression);
  return isAtom(expression) ? text : `(${text})`;
}

function isAtom(expression: Expression): boolean {
  return !['unary', 'binary', 'is', 'distinct', 'in', 'between', 'like', 'interval'].includes(expression.kind);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
