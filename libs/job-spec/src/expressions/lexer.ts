import { ExpressionFailure, type Span } from './expression-error.ts';

/**
 * `word`: a bare identifier or keyword. `quoted`: an identifier in double quotes or backticks, unescaped.
 * `string`: a literal in single quotes, unescaped. `symbol`: an operator or punctuation mark. `end`: after the last token.
 */
export type TokenKind = 'word' | 'quoted' | 'string' | 'integer' | 'decimal' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** The text in upper case for words, else as `text`: SQL's keywords ignore case. */
  readonly upper: string;
  readonly span: Span;
}

const blank = /(?:[\s\uFEFF]|--[^\n]*|\/\*[^]*?\*\/)+/y;
const word = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const symbol = /<>|!=|<=|>=|\|\||[-+*/%=<>(),.]/y;

/** Splits an expression into tokens; the last is `end`. Throws {@link ExpressionFailure}. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = skipBlank(text, 0);
  while (at < text.length) {
    const token = readToken(text, at);
    tokens.push(token);
    at = skipBlank(text, at + token.span.length);
  }
  tokens.push({ kind: 'end', text: '', upper: '', span: { offset: text.length, length: 0 } });
  return tokens;
}

/** Upper case for a to z alone: keywords are ASCII, and no other letter may turn into one (as "ı" would into "I"). */
export function upperAscii(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function readToken(text: string, at: number): Token {
  const first = text.charAt(at);
  if (first === "'") return readQuoted(text, at, 'string');
  if (first === '"' || first === '`') return readQuoted(text, at, 'quoted');
  const digits = matchAt(number, text, at);
  if (digits !== undefined) return readNumber(text, at, digits);
  const name = matchAt(word, text, at);
  if (name !== undefined) return make('word', name, { offset: at, length: name.length });
  const mark = matchAt(symbol, text, at);
  if (mark !== undefined) return make('symbol', mark === '!=' ? '<>' : mark, { offset: at, length: mark.length });
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  throw new ExpressionFailure('SYNTAX_ERROR', `${JSON.stringify(character)} cannot stand here.`, {
    offset: at,
    length: character.length,
  });
}

function readNumber(text: string, at: number, digits: string): Token {
  const after = at + digits.length;
  const glued = matchAt(word, text, after);
  if (glued !== undefined) {
    throw new ExpressionFailure('SYNTAX_ERROR', `${digits}${glued} is neither a number nor a name.`, {
      offset: at,
      length: digits.length + glued.length,
    });
  }
  return make(/^\d+$/.test(digits) ? 'integer' : 'decimal', digits, { offset: at, length: digits.length });
}

function readQuoted(text: string, at: number, kind: 'string' | 'quoted'): Token {
  const quote = text.charAt(at);
  let value = '';
  let from = at + 1;
  for (;;) {
    const end = text.indexOf(quote, from);
    if (end < 0) {
      const what = kind === 'string' ? 'text' : 'name';
      throw new ExpressionFailure('SYNTAX_ERROR', `The ${what} that begins here has no closing ${quote}.`, {
        offset: at,
        length: text.length - at,
      });
    }
    value += text.slice(from, end);
    if (text.charAt(end + 1) !== quote) return finishQuoted(kind, value, { offset: at, length: end + 1 - at });
    value += quote;
    from = end + 2;
  }
}

function finishQuoted(kind: 'string' | 'quoted', value: string, span: Span): Token {
  if (kind === 'quoted' && value === '') throw new ExpressionFailure('SYNTAX_ERROR', 'A quoted name is empty.', span);
  return { kind, text: value, upper: value, span };
}

function make(kind: TokenKind, text: string, span: Span): Token {
  return { kind, text, upper: kind === 'word' ? upperAscii(text) : text, span };
}

function skipBlank(text: string, at: number): number {
  return at + (matchAt(blank, text, at)?.length ?? 0);
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
