import { cover, type Span } from './expression-error.ts';
import type { Expression } from './expression.ts';
import { upperAscii, type Token } from './lexer.ts';
import type { SubexpressionParser } from './parse-expression.ts';
import { parseInterval, specialCalls } from './parse-special-call.ts';

/** Words that name a column only in quotes. */
const reserved: ReadonlySet<string> = new Set([
  'AND',
  'AS',
  'ASYMMETRIC',
  'BETWEEN',
  'BOTH',
  'CASE',
  'CAST',
  'DISTINCT',
  'ELSE',
  'END',
  'ESCAPE',
  'FALSE',
  'FOR',
  'FROM',
  'IN',
  'IS',
  'LEADING',
  'LIKE',
  'NOT',
  'NULL',
  'OR',
  'SYMMETRIC',
  'THEN',
  'TRAILING',
  'TRUE',
  'WHEN',
]);

/** Whether a column of this name has to be quoted in an expression. */
export function isReserved(name: string): boolean {
  return reserved.has(upperAscii(name));
}

/** A literal, a column, a call, a CASE or something in parentheses. */
export function parsePrimary(parser: SubexpressionParser): Expression {
  const { reader } = parser;
  const token = reader.peek();
  switch (token.kind) {
    case 'integer':
    case 'decimal':
      reader.next();
      return { kind: 'number', text: token.text, isInteger: token.kind === 'integer', span: token.span };
    case 'string':
      reader.next();
      return { kind: 'string', value: token.text, span: token.span };
    case 'quoted':
      reader.next();
      return { kind: 'column', name: token.text, span: token.span };
    case 'word':
      return parseWord(parser, token);
    case 'symbol':
      if (reader.takeSymbol('(')) {
        const inner = parser.parse();
        const close = reader.expectSymbol(')');
        return { ...inner, span: cover(token.span, close.span) };
      }
      throw reader.unexpected('a value');
    case 'end':
      throw reader.unexpected('a value');
  }
}

function parseWord(parser: SubexpressionParser, token: Token): Expression {
  const { reader } = parser;
  if (reader.takeWord('NULL')) return { kind: 'null', span: token.span };
  if (reader.takeWord('TRUE')) return { kind: 'boolean', value: true, span: token.span };
  if (reader.takeWord('FALSE')) return { kind: 'boolean', value: false, span: token.span };
  if (reader.takeWord('CASE')) return parseCase(parser, token.span);
  if (reader.isSymbol('(', 1)) return parseCall(parser, token);
  if (token.upper === 'TIMESTAMP' && reader.peek(1).kind === 'string') {
    reader.next();
    const literal = reader.next();
    return { kind: 'timestamp', text: literal.text, span: cover(token.span, literal.span) };
  }
  const isSigned = reader.isSymbol('-', 1) || reader.isSymbol('+', 1);
  if (token.upper === 'INTERVAL' && reader.peek(isSigned ? 2 : 1).kind === 'string') {
    return parseInterval(parser, token.span);
  }
  if (reserved.has(token.upper))
    throw reader.unexpected('a value (a column of this name has to stand in double quotes)');
  reader.next();
  return { kind: 'column', name: token.text, span: token.span };
}

function parseCase(parser: SubexpressionParser, start: Span): Expression {
  const { reader } = parser;
  const subject = reader.isWord('WHEN') ? null : parser.parse();
  const branches: { when: Expression; then: Expression }[] = [];
  reader.expectWord('WHEN');
  do {
    const when = parser.parse();
    reader.expectWord('THEN');
    branches.push({ when, then: parser.parse() });
  } while (reader.takeWord('WHEN'));
  const otherwise = reader.takeWord('ELSE') ? parser.parse() : null;
  const end = reader.expectWord('END');
  return { kind: 'case', subject, branches, otherwise, span: cover(start, end.span) };
}

function parseCall(parser: SubexpressionParser, name: Token): Expression {
  const { reader } = parser;
  if (reserved.has(name.upper) && name.upper !== 'CAST') throw reader.unexpected('a value');
  reader.next();
  reader.expectSymbol('(');
  const special = specialCalls.get(name.upper);
  if (special) return special(parser, name);
  const isStar = reader.takeSymbol('*');
  const isDistinct = !isStar && reader.takeWord('DISTINCT');
  const list = isStar ? [] : parseArguments(parser);
  const close = reader.expectSymbol(')');
  return {
    kind: 'call',
    name: name.upper,
    nameSpan: name.span,
    isStar,
    isDistinct,
    arguments: list,
    span: cover(name.span, close.span),
  };
}

function parseArguments(parser: SubexpressionParser): readonly Expression[] {
  const { reader } = parser;
  if (reader.isSymbol(')')) return [];
  const list = [parser.parse()];
  while (reader.takeSymbol(',')) list.push(parser.parse());
  return list;
}
