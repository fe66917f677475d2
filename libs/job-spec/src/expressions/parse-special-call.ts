import { cover, type Span } from './expression-error.ts';
import type { Expression } from './expression.ts';
import type { Token } from './lexer.ts';
import { parseJsonCall } from './parse-json-call.ts';
import type { SubexpressionParser } from './parse-expression.ts';
import { parsePrecision, parseTypeName } from './parse-type-name.ts';
import { timeUnits } from './time-unit.ts';

/** Reads what follows `NAME(`, the closing parenthesis with it. */
type SpecialCall = (parser: SubexpressionParser, name: Token) => Expression;

/** Functions whose arguments are not only a list with commas. */
export const specialCalls: ReadonlyMap<string, SpecialCall> = new Map<string, SpecialCall>([
  ['CAST', parseCast],
  ['TRY_CAST', parseCast],
  ['TRIM', parseTrim],
  ['SUBSTRING', parseSubstring],
  ['OVERLAY', parseOverlay],
  ['POSITION', parsePosition],
  ['EXTRACT', parseExtract],
  ['FLOOR', parseToUnit],
  ['CEIL', parseToUnit],
  ['CEILING', parseToUnit],
  ['TIMESTAMPADD', parseUnitFirst],
  ['TIMESTAMPDIFF', parseUnitFirst],
  ['JSON_VALUE', parseJsonCall],
  ['JSON_QUERY', parseJsonCall],
  ['JSON_EXISTS', parseJsonCall],
]);

/** `INTERVAL [-]'1 02:03:04' DAY TO SECOND`; precisions as in `DAY(3)` are read and not kept. */
export function parseInterval(parser: SubexpressionParser, start: Span): Expression {
  const { reader } = parser;
  reader.next();
  const isNegative = reader.takeSymbol('-');
  if (!isNegative) reader.takeSymbol('+');
  const literal = reader.peek();
  if (literal.kind !== 'string') throw reader.unexpected('a count in single quotes');
  reader.next();
  const from = parseUnit(parser);
  parsePrecision(parser);
  const to = reader.takeWord('TO') ? parseUnit(parser) : undefined;
  if (to) parsePrecision(parser);
  const unit = to === undefined ? from.unit : `${from.unit} TO ${to.unit}`;
  return { kind: 'interval', text: literal.text, unit, isNegative, span: cover(start, reader.previous().span) };
}

/** A call with its closing parenthesis. */
function finish(
  parser: SubexpressionParser,
  name: Token,
  parts: { name?: string; list: readonly Expression[] },
): Expression {
  const close = parser.reader.expectSymbol(')');
  return {
    kind: 'call',
    name: parts.name ?? name.upper,
    nameSpan: name.span,
    isStar: false,
    isDistinct: false,
    arguments: parts.list,
    span: cover(name.span, close.span),
  };
}

function parseRest(parser: SubexpressionParser, list: Expression[]): Expression[] {
  while (parser.reader.takeSymbol(',')) list.push(parser.parse());
  return list;
}

/** `SUBSTRING(s FROM 2 FOR 3)`, or with commas. */
function parseSubstring(parser: SubexpressionParser, name: Token): Expression {
  const { reader } = parser;
  const list = reader.isSymbol(')') ? [] : [parser.parse()];
  if (!reader.takeWord('FROM')) return finish(parser, name, { list: parseRest(parser, list) });
  list.push(parser.parse());
  if (reader.takeWord('FOR')) list.push(parser.parse());
  return finish(parser, name, { list });
}

/** `OVERLAY(s PLACING r FROM 2 FOR 3)`. */
function parseOverlay(parser: SubexpressionParser, name: Token): Expression {
  const { reader } = parser;
  const list = [parser.parse()];
  reader.expectWord('PLACING');
  list.push(parser.parse());
  reader.expectWord('FROM');
  list.push(parser.parse());
  if (reader.takeWord('FOR')) list.push(parser.parse());
  return finish(parser, name, { list });
}

/** `POSITION(x IN s)`. */
function parsePosition(parser: SubexpressionParser, name: Token): Expression {
  const search = parser.parseOperand();
  parser.reader.expectWord('IN');
  return finish(parser, name, { list: [search, parser.parse()] });
}

/** `EXTRACT(HOUR FROM t)`. */
function parseExtract(parser: SubexpressionParser, name: Token): Expression {
  const unit = parseUnit(parser);
  parser.reader.expectWord('FROM');
  return finish(parser, name, { list: [unit, parser.parse()] });
}

/** `FLOOR(t TO HOUR)`; without TO it is the function of numbers. */
function parseToUnit(parser: SubexpressionParser, name: Token): Expression {
  const list = parser.reader.isSymbol(')') ? [] : [parser.parse()];
  if (!parser.reader.takeWord('TO')) return finish(parser, name, { list: parseRest(parser, list) });
  list.push(parseUnit(parser));
  return finish(parser, name, { name: name.upper === 'FLOOR' ? 'FLOOR TO' : 'CEIL TO', list });
}

/** `TIMESTAMPDIFF(DAY, a, b)`. */
function parseUnitFirst(parser: SubexpressionParser, name: Token): Expression {
  return finish(parser, name, { list: parseRest(parser, [parseUnit(parser)]) });
}

function parseUnit(parser: SubexpressionParser): Extract<Expression, { kind: 'unit' }> {
  const { reader } = parser;
  const token = reader.peek();
  const unit = timeUnits.find((one) => one === token.upper || `${one}S` === token.upper);
  if (token.kind !== 'word' || unit === undefined) {
    throw reader.unexpected('a unit of time (YEAR, MONTH, DAY, HOUR, MINUTE, SECOND …)');
  }
  reader.next();
  return { kind: 'unit', unit, span: token.span };
}

/** `CAST(x AS type)` and TRY_CAST. */
function parseCast(parser: SubexpressionParser, name: Token): Expression {
  const operand = parser.parse();
  parser.reader.expectWord('AS');
  const type = parseTypeName(parser);
  const close = parser.reader.expectSymbol(')');
  return { kind: 'cast', operand, ...type, isTry: name.upper === 'TRY_CAST', span: cover(name.span, close.span) };
}

/** `TRIM(s)`, `TRIM(BOTH FROM s)`, `TRIM(LEADING 'x' FROM s)`, `TRIM('x' FROM s)`. */
function parseTrim(parser: SubexpressionParser, name: Token): Expression {
  const { reader } = parser;
  const side = (['BOTH', 'LEADING', 'TRAILING'] as const).find((word) => reader.takeWord(word));
  let characters: Expression | null = null;
  let operand: Expression;
  if (side && reader.takeWord('FROM')) {
    operand = parser.parse();
  } else {
    operand = parser.parse();
    if (reader.takeWord('FROM')) {
      characters = operand;
      operand = parser.parse();
    } else if (side) {
      throw reader.unexpected('FROM');
    }
  }
  const close = reader.expectSymbol(')');
  return { kind: 'trim', side: side ?? 'BOTH', characters, operand, span: cover(name.span, close.span) };
}
