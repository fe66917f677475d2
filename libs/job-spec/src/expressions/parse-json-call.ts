import { cover } from './expression-error.ts';
import type { Expression, JsonCall, JsonFallback } from './expression.ts';
import type { Token } from './lexer.ts';
import type { SubexpressionParser } from './parse-expression.ts';
import { parseTypeName } from './parse-type-name.ts';

/** JSON_VALUE, JSON_QUERY and JSON_EXISTS with their clauses, in the order that SQL gives them. */
export function parseJsonCall(parser: SubexpressionParser, name: Token): Expression {
  const { reader } = parser;
  const called = name.upper as JsonCall['function'];
  const operand = parser.parse();
  reader.expectSymbol(',');
  const path = parser.parse();
  const returning = called === 'JSON_VALUE' && reader.takeWord('RETURNING') ? parseTypeName(parser) : null;
  const wrapper = called === 'JSON_QUERY' ? parseWrapper(parser) : 'WITHOUT';
  const fallbacks = parseFallbacks(parser, called);
  const close = reader.expectSymbol(')');
  return {
    kind: 'json',
    function: called,
    operand,
    path,
    returning,
    wrapper,
    ...fallbacks,
    span: cover(name.span, close.span),
  };
}

function parseWrapper(parser: SubexpressionParser): JsonCall['wrapper'] {
  const { reader } = parser;
  let wrapper: JsonCall['wrapper'] = 'WITHOUT';
  if (reader.takeWord('WITH')) {
    wrapper = reader.takeWord('CONDITIONAL') ? 'CONDITIONAL' : 'UNCONDITIONAL';
    reader.takeWord('UNCONDITIONAL');
  } else if (!reader.takeWord('WITHOUT')) return wrapper;
  reader.takeWord('ARRAY');
  reader.expectWord('WRAPPER');
  return wrapper;
}

function parseFallbacks(
  parser: SubexpressionParser,
  called: JsonCall['function'],
): { readonly onEmpty: JsonFallback | null; readonly onError: JsonFallback | null } {
  const { reader } = parser;
  let onEmpty: JsonFallback | null = null;
  let onError: JsonFallback | null = null;
  while (!reader.isSymbol(')') && onError === null) {
    const fallback = parseFallback(parser, called);
    reader.expectWord('ON');
    if (called !== 'JSON_EXISTS' && onEmpty === null && reader.takeWord('EMPTY')) onEmpty = fallback;
    else {
      reader.expectWord('ERROR');
      onError = fallback;
    }
  }
  return { onEmpty, onError };
}

const words = {
  JSON_VALUE: ['NULL', 'ERROR'],
  JSON_QUERY: ['NULL', 'ERROR'],
  JSON_EXISTS: ['TRUE', 'FALSE', 'UNKNOWN', 'ERROR'],
} as const;

function parseFallback(parser: SubexpressionParser, called: JsonCall['function']): JsonFallback {
  const { reader } = parser;
  for (const word of words[called]) if (reader.takeWord(word)) return { kind: word };
  if (called === 'JSON_VALUE' && reader.takeWord('DEFAULT')) return { kind: 'DEFAULT', value: parser.parse() };
  if (called === 'JSON_QUERY' && reader.takeWord('EMPTY')) {
    if (reader.takeWord('ARRAY')) return { kind: 'EMPTY ARRAY' };
    reader.expectWord('OBJECT');
    return { kind: 'EMPTY OBJECT' };
  }
  throw reader.unexpected(`${words[called].join(', ')}${called === 'JSON_VALUE' ? ' or DEFAULT' : ''}`);
}
