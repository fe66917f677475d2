import { cover, ExpressionFailure, type Span } from './expression-error.ts';
import type { SubexpressionParser } from './parse-expression.ts';

/** The type after AS or RETURNING, as written: `DOUBLE PRECISION`, `TIMESTAMP(3)`. */
export function parseTypeName(parser: SubexpressionParser): { readonly typeName: string; readonly typeSpan: Span } {
  const { reader } = parser;
  const first = reader.peek();
  if (first.kind !== 'word') throw reader.unexpected('a type');
  reader.next();
  const second = first.upper === 'DOUBLE' && reader.takeWord('PRECISION') ? ' PRECISION' : '';
  const precision = parsePrecision(parser);
  return { typeName: `${first.upper}${second}${precision}`, typeSpan: cover(first.span, reader.previous().span) };
}

/** `(3)` or `(10, 2)`, if one stands there. */
export function parsePrecision(parser: SubexpressionParser): string {
  const { reader } = parser;
  if (!reader.takeSymbol('(')) return '';
  const digits: string[] = [];
  do {
    const token = reader.peek();
    if (token.kind !== 'integer') throw reader.unexpected('a whole number');
    if (digits.length === 2) throw new ExpressionFailure('SYNTAX_ERROR', 'A type has at most two numbers.', token.span);
    digits.push(reader.next().text);
  } while (reader.takeSymbol(','));
  reader.expectSymbol(')');
  return `(${digits.join(', ')})`;
}
