import { capture, cover, ExpressionFailure, type ExpressionResult, type Span } from './expression-error.ts';
import { depthOf, type BinaryOperator, type Expression, type ExpressionShape } from './expression.ts';
import { parsePrimary } from './parse-primary.ts';
import { TokenReader } from './token-reader.ts';

export const EXPRESSION_LENGTH_MAX = 4_000;
/** Parentheses, function calls and CASEs within one another. */
export const EXPRESSION_NESTING_MAX = 100;
/** Operators in one chain (`a + b + c …`) count as depth as well. */
export const EXPRESSION_DEPTH_MAX = 300;

/** How strongly operators bind, as in Flink's parser. */
const binding: Readonly<Record<BinaryOperator, number>> = {
  OR: 10,
  AND: 20,
  '=': 30,
  '<>': 30,
  '<': 30,
  '<=': 30,
  '>': 30,
  '>=': 30,
  '+': 40,
  '-': 40,
  '*': 60,
  '/': 60,
  '%': 60,
  '||': 60,
};
const bindingOfNot = 26;
const bindingOfIs = 28;
const bindingOfComparison = 30;
const bindingOfSign = 80;

/** Reads one SQL scalar expression in Flink's dialect. It never throws. */
export function parseExpression(text: string): ExpressionResult<Expression> {
  return capture(() => {
    if (text.length > EXPRESSION_LENGTH_MAX) {
      const message = `The expression has ${text.length} characters; at most ${EXPRESSION_LENGTH_MAX} are allowed.`;
      throw new ExpressionFailure('EXPRESSION_TOO_COMPLEX', message, { offset: 0, length: text.length });
    }
    return new Parser(new TokenReader(text)).parseAll();
  });
}

/** What {@link parsePrimary} needs of the parser. */
export interface SubexpressionParser {
  readonly reader: TokenReader;
  parse(): Expression;
  /** An operand that binds more strongly than a comparison: `x` of `x IN …`. */
  parseOperand(): Expression;
}

class Parser implements SubexpressionParser {
  readonly reader: TokenReader;
  #nesting = 0;

  constructor(reader: TokenReader) {
    this.reader = reader;
  }

  parseAll(): Expression {
    if (this.reader.peek().kind === 'end') {
      throw new ExpressionFailure('SYNTAX_ERROR', 'The expression is empty.', this.reader.peek().span);
    }
    const expression = this.parse();
    if (this.reader.peek().kind !== 'end') throw this.reader.unexpected('an operator or the end');
    if (depthOf(expression) > EXPRESSION_DEPTH_MAX) {
      const message = `More than ${EXPRESSION_DEPTH_MAX} operators hang on one another; split the expression over several map operators.`;
      throw new ExpressionFailure('EXPRESSION_TOO_COMPLEX', message, expression.span);
    }
    return expression;
  }

  parse(): Expression {
    return this.#parseFrom(0);
  }

  parseOperand(): Expression {
    return this.#parseFrom(bindingOfComparison + 1);
  }

  #parseFrom(least: number): Expression {
    this.#nesting += 1;
    if (this.#nesting > EXPRESSION_NESTING_MAX) {
      const message = `The expression is nested deeper than ${EXPRESSION_NESTING_MAX} levels; split it over several map operators.`;
      throw new ExpressionFailure('EXPRESSION_TOO_COMPLEX', message, this.reader.peek().span);
    }
    let left = this.#parsePrefix();
    for (let next = this.#parseInfix(left, least); next; next = this.#parseInfix(left, least)) left = next;
    this.#nesting -= 1;
    return left;
  }

  #parsePrefix(): Expression {
    const start = this.reader.peek();
    if (this.reader.takeWord('NOT')) return this.#unary('NOT', start.span, bindingOfNot);
    if (this.reader.takeSymbol('-')) return this.#unary('-', start.span, bindingOfSign);
    if (this.reader.takeSymbol('+')) return this.#unary('+', start.span, bindingOfSign);
    return parsePrimary(this);
  }

  #unary(operator: '-' | '+' | 'NOT', start: Span, least: number): Expression {
    const operand = this.#parseFrom(least);
    return { kind: 'unary', operator, operand, span: cover(start, operand.span) };
  }

  /** The expression that continues `left`, or undefined when nothing binds as strongly as `least`. */
  #parseInfix(left: Expression, least: number): Expression | undefined {
    const operator = this.#peekBinary();
    if (operator !== undefined) {
      if (binding[operator] < least) return undefined;
      this.reader.next();
      const right = this.#parseFrom(binding[operator] + 1);
      return { kind: 'binary', operator, left, right, span: cover(left.span, right.span) };
    }
    if (this.reader.isWord('IS')) return bindingOfIs < least ? undefined : this.#parseIs(left);
    return bindingOfComparison < least ? undefined : this.#parseNamedComparison(left);
  }

  #peekBinary(): BinaryOperator | undefined {
    const token = this.reader.peek();
    if (token.kind !== 'symbol' && token.kind !== 'word') return undefined;
    return Object.hasOwn(binding, token.upper) ? (token.upper as BinaryOperator) : undefined;
  }

  #parseIs(operand: Expression): Expression {
    const { reader } = this;
    reader.expectWord('IS');
    const isNegated = reader.takeWord('NOT');
    for (const test of ['NULL', 'TRUE', 'FALSE'] as const) {
      if (reader.takeWord(test)) return this.#close(operand, { kind: 'is', operand, test, isNegated });
    }
    if (reader.takeWord('UNKNOWN')) return this.#close(operand, { kind: 'is', operand, test: 'NULL', isNegated });
    if (reader.takeWord('JSON')) {
      const kind = (['OBJECT', 'ARRAY', 'SCALAR'] as const).find((word) => reader.takeWord(word));
      if (kind === undefined) reader.takeWord('VALUE');
      return this.#close(operand, { kind: 'is', operand, test: kind ? `JSON ${kind}` : 'JSON', isNegated });
    }
    if (reader.takeWord('DISTINCT')) {
      reader.expectWord('FROM');
      const right = this.parseOperand();
      return this.#close(operand, { kind: 'distinct', left: operand, right, isNegated });
    }
    throw reader.unexpected('NULL, TRUE, FALSE, UNKNOWN, JSON or DISTINCT FROM');
  }

  #parseNamedComparison(operand: Expression): Expression | undefined {
    const { reader } = this;
    const isNegated = reader.isWord('NOT');
    const name = reader.peek(isNegated ? 1 : 0).upper;
    const isNamed = ['IN', 'BETWEEN', 'LIKE', 'SIMILAR'].includes(name);
    if (reader.peek(isNegated ? 1 : 0).kind !== 'word' || !isNamed) return undefined;
    if (isNegated) reader.next();
    reader.next();
    if (name === 'IN') return this.#parseIn(operand, isNegated);
    if (name === 'LIKE') return this.#parseLike(operand, { operator: 'LIKE', isNegated });
    if (name === 'BETWEEN') return this.#parseBetween(operand, isNegated);
    reader.expectWord('TO');
    return this.#parseLike(operand, { operator: 'SIMILAR TO', isNegated });
  }

  #parseBetween(operand: Expression, isNegated: boolean): Expression {
    const isSymmetric = this.reader.takeWord('SYMMETRIC');
    if (!isSymmetric) this.reader.takeWord('ASYMMETRIC');
    const low = this.parseOperand();
    this.reader.expectWord('AND');
    const high = this.parseOperand();
    return this.#close(operand, { kind: 'between', operand, low, high, isSymmetric, isNegated });
  }

  #parseIn(operand: Expression, isNegated: boolean): Expression {
    this.reader.expectSymbol('(');
    const items = [this.parse()];
    while (this.reader.takeSymbol(',')) items.push(this.parse());
    this.reader.expectSymbol(')');
    return this.#close(operand, { kind: 'in', operand, items, isNegated });
  }

  #parseLike(operand: Expression, how: { operator: 'LIKE' | 'SIMILAR TO'; isNegated: boolean }): Expression {
    const pattern = this.parseOperand();
    const escape = this.reader.takeWord('ESCAPE') ? this.parseOperand() : null;
    return this.#close(operand, { kind: 'like', operand, pattern, escape, ...how });
  }

  /** A node that begins with `first` and ends with the token just read. */
  #close(first: Expression, shape: ExpressionShape): Expression {
    return { ...shape, span: cover(first.span, this.reader.previous().span) };
  }
}
