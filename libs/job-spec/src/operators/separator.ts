/** What is wrong with a separator, at which UTF-16 unit. */
export interface SeparatorProblem {
  readonly message: string;
  readonly offset: number;
}

export const SEPARATOR_LENGTH_MAX = 200;
const REPEAT_MAX = 1_000;
const NESTING_MAX = 20;

/**
 * Checks that a separator stays within the regular expressions that a linear-time engine (RE2's syntax) runs: literals, `.`, `^`, `$`, classes,
 * `\s \S \d \D \w \W \b \B`, escapes, groups `( )` and `(?: )`, `|`, `* + ?`, `{n}`, `{n,}`, `{n,m}` and lazy forms of these. No back
 * references, no looking around. undefined: it is fine.
 */
export function checkSeparator(pattern: string): SeparatorProblem | undefined {
  if (pattern === '') return { message: 'The separator is empty.', offset: 0 };
  if (pattern.length > SEPARATOR_LENGTH_MAX) {
    return {
      message: `The separator is longer than ${SEPARATOR_LENGTH_MAX} characters.`,
      offset: SEPARATOR_LENGTH_MAX,
    };
  }
  try {
    new SeparatorReader(pattern).readAll();
  } catch (thrown) {
    if (thrown instanceof SeparatorFailure) return { message: thrown.message, offset: thrown.offset };
    throw thrown;
  }
  // The subset above means the same in every engine, and an empty text cannot make this one slow.
  if (new RegExp(`^(?:${pattern})$`).test('')) {
    return { message: 'The separator matches the empty text; it must take at least one character.', offset: 0 };
  }
  return undefined;
}

class SeparatorFailure extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const classEscapes = 'sSdDwW';
const controlEscapes = 'tnrfv';
const metaCharacters = '\\^$.|?*+()[]{}-/ ';

class SeparatorReader {
  readonly #text: string;
  #at = 0;
  #nesting = 0;
  /** The product of all counts, which bounds the program that an engine compiles. */
  #repeats = 1;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): void {
    this.#readAlternatives();
    if (this.#at < this.#text.length) this.#fail('This ) closes no group.');
  }

  #readAlternatives(): void {
    this.#readSequence();
    while (this.#take('|')) this.#readSequence();
  }

  #readSequence(): void {
    while (this.#at < this.#text.length && !'|)'.includes(this.#peek())) {
      const isRepeatable = this.#readAtom();
      this.#readRepeat(isRepeatable);
    }
  }

  /** Whether what was read may be repeated. */
  #readAtom(): boolean {
    const character = this.#peek();
    if (character === '(') return this.#readGroup();
    if (character === '[') return this.#readClass();
    if (character === '\\') return this.#readEscape('outside');
    if ('*+?'.includes(character)) this.#fail(`${character} has nothing before it to repeat.`);
    if ('{}]'.includes(character)) this.#fail(`${character} stands for itself only as \\${character}.`);
    this.#at += 1;
    return character !== '^' && character !== '$';
  }

  #readGroup(): boolean {
    const start = this.#at;
    this.#at += 1;
    if (this.#take('?') && !this.#take(':')) {
      this.#fail('Only plain groups ( ) and (?: ) are allowed; looking ahead or behind is not linear in time.', start);
    }
    this.#nesting += 1;
    if (this.#nesting > NESTING_MAX) this.#fail(`Groups are nested deeper than ${NESTING_MAX} levels.`, start);
    this.#readAlternatives();
    if (!this.#take(')')) this.#fail('This group is not closed.', start);
    this.#nesting -= 1;
    return true;
  }

  #readClass(): boolean {
    const start = this.#at;
    this.#at += 1;
    this.#take('^');
    if (this.#peek() === ']') this.#fail('The class is empty.', start);
    while (this.#peek() !== ']') {
      if (this.#at >= this.#text.length) this.#fail('This class is not closed.', start);
      this.#readRange();
    }
    this.#at += 1;
    return true;
  }

  #readRange(): void {
    const start = this.#at;
    const low = this.#readClassMember();
    if (this.#peek() !== '-' || this.#text.charAt(this.#at + 1) === ']') return;
    this.#at += 1;
    const high = this.#readClassMember();
    if (low === undefined || high === undefined) this.#fail('A range needs a character on both sides of -.', start);
    if (low > high) this.#fail('This range is backwards.', start);
  }

  /** The code point read, or undefined for `\s` and the like. */
  #readClassMember(): number | undefined {
    const start = this.#at;
    if (this.#peek() === '\\') {
      this.#readEscape('class');
      const escaped = this.#text.charAt(this.#at - 1);
      return classEscapes.includes(escaped) ? undefined : (escapedCodes.get(escaped) ?? escaped.codePointAt(0));
    }
    if (this.#peek() === '[') this.#fail('[ stands for itself only as \\[.', start);
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) this.#fail('This class is not closed.', start);
    this.#at += code > 0xffff ? 2 : 1;
    return code;
  }

  #readEscape(place: 'outside' | 'class'): boolean {
    const start = this.#at;
    const character = this.#text.charAt(start + 1);
    this.#at += 2;
    if (character === '')
      this.#fail('A backslash ends the separator; write \\\\ for one that stands for itself.', start);
    if (place === 'outside' && (character === 'b' || character === 'B')) return false;
    if (/[1-9]/.test(character)) this.#fail('Back references are not linear in time.', start);
    if (!(classEscapes + controlEscapes + metaCharacters).includes(character) && !isPunctuation(character)) {
      this.#fail(
        `\\${character} is not known; known are \\s \\S \\d \\D \\w \\W \\b \\B \\t \\n \\r and escaped marks.`,
        start,
      );
    }
    return true;
  }

  #readRepeat(isRepeatable: boolean): void {
    const start = this.#at;
    const character = this.#peek();
    if (character === '{') this.#readCount(start);
    else if (character !== '' && '*+?'.includes(character)) this.#at += 1;
    else return;
    if (!isRepeatable) this.#fail('A position cannot be repeated.', start);
    this.#take('?');
    const after = this.#peek();
    if (after !== '' && '*+?{'.includes(after)) this.#fail('A repeat cannot be repeated; put it into a group.');
  }

  #readCount(start: number): void {
    const match = /^\{(\d{1,5})(?:(,)(\d{0,5}))?\}/.exec(this.#text.slice(start));
    if (!match) this.#fail('A count reads {2}, {2,} or {2,5}; { stands for itself only as \\{.', start);
    const low = Number(match[1]);
    const high = match[3] ? Number(match[3]) : low;
    if (high < low) this.#fail('This count is backwards.', start);
    this.#repeats *= Math.max(1, low, high);
    if (this.#repeats > REPEAT_MAX) this.#fail(`The counts of a separator multiply to at most ${REPEAT_MAX}.`, start);
    this.#at = start + match[0].length;
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  #fail(message: string, offset = this.#at): never {
    throw new SeparatorFailure(message, offset);
  }
}

const escapedCodes: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
]);

function isPunctuation(character: string): boolean {
  return /^[!-/:-@[-`{-~]$/.test(character);
}
