import { ExpressionFailure } from './expression-error.ts';
import { tokenize, type Token } from './lexer.ts';

/** Walks over an expression's tokens. Keywords are given in upper case. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  peek(ahead = 0): Token {
    const index = Math.min(this.#at + ahead, this.#tokens.length - 1);
    const token = this.#tokens[index];
    if (!token) throw new ExpressionFailure('SYNTAX_ERROR', 'The expression is empty.', { offset: 0, length: 0 });
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** The token before the current one: where a node that was just read ends. */
  previous(): Token {
    return this.#tokens[this.#at - 1] ?? this.peek();
  }

  isWord(upper: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'word' && token.upper === upper;
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === symbol;
  }

  takeWord(upper: string): boolean {
    if (!this.isWord(upper)) return false;
    this.#at += 1;
    return true;
  }

  takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.#at += 1;
    return true;
  }

  expectWord(upper: string): Token {
    if (!this.isWord(upper)) throw this.unexpected(upper);
    return this.next();
  }

  expectSymbol(symbol: string): Token {
    if (!this.isSymbol(symbol)) throw this.unexpected(symbol);
    return this.next();
  }

  /** A failure at the current token that names what was wanted instead. */
  unexpected(wanted: string): ExpressionFailure {
    const token = this.peek();
    const found = token.kind === 'end' ? 'the expression ends' : `${describeToken(token)} stands`;
    return new ExpressionFailure('SYNTAX_ERROR', `${wanted} was expected, but ${found} here.`, token.span);
  }
}

function describeToken(token: Token): string {
  if (token.kind === 'string') return `the text '${token.text}'`;
  return JSON.stringify(token.text);
}
