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
    const takesNothing = new SeparatorReader(pattern).readAll();
    if (!takesNothing) return undefined;
    return { message: 'The separator matches the empty text; it must take at least one character.', offset: 0 };
  } catch (thrown) {
    if (thrown instanceof SeparatorFailure) return { message: thrown.message, offset: thrown.offset };
    throw thrown;
  }
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

/** What was read, as far as the text at hand decides: `takesNothing`: it matches the empty text. */
interface Atom {
  readonly takesNothing: boolean;
  readonly isRepeatable: boolean;
}

const character: Atom = { takesNothing: false, isRepeatable: true };
/** `^`, `$`, `\B` hold in the empty text; `\b` does not, for no word begins or ends there. */
const position = (holdsInEmptyText: boolean): Atom => ({ takesNothing: holdsInEmptyText, isRepeatable: false });

/**
 * Reads a pattern once, left to right, in time linear in its length. Whether it matches the empty text follows from its parts while they
 * are read: no engine is asked, as a backtracking one can be made to take minutes for it.
 */
class SeparatorReader {
  readonly #text: string;
  #at = 0;
  #nesting = 0;
  /** The product of all counts, which bounds the program that an engine compiles. */
  #repeats = 1;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether the pattern matches the empty text. */
  readAll(): boolean {
    const takesNothing = this.#readAlternatives();
    if (this.#at < this.#text.length) this.#fail('This ) closes no group.');
    return takesNothing;
  }

  #readAlternatives(): boolean {
    let takesNothing = this.#readSequence();
    while (this.#take('|')) takesNothing = this.#readSequence() || takesNothing;
    return takesNothing;
  }

  #readSequence(): boolean {
    let takesNothing = true;
    while (this.#at < this.#text.length && !'|)'.includes(this.#peek())) {
      const atom = this.#readAtom();
      const isOptional = this.#readRepeat(atom);
      takesNothing &&= atom.takesNothing || isOptional;
    }
    return takesNothing;
  }

  #readAtom(): Atom {
    const mark = this.#peek();
    if (mark === '(') return { takesNothing: this.#readGroup(), isRepeatable: true };
    if (mark === '[') return this.#readClass();
    if (mark === '\\') return this.#readEscape('outside');
    if ('*+?'.includes(mark)) this.#fail(`${mark} has nothing before it to repeat.`);
    if ('{}]'.includes(mark)) this.#fail(`${mark} stands for itself only as \\${mark}.`);
    this.#at += 1;
    return mark === '^' || mark === '$' ? position(true) : character;
  }

  #readGroup(): boolean {
    const start = this.#at;
    this.#at += 1;
    if (this.#take('?') && !this.#take(':')) {
      this.#fail('Only plain groups ( ) and (?: ) are allowed; looking ahead or behind is not linear in time.', start);
    }
    this.#nesting += 1;
    if (this.#nesting > NESTING_MAX) this.#fail(`Groups are nested deeper than ${NESTING_MAX} levels.`, start);
    const takesNothing = this.#readAlternatives();
    if (!this.#take(')')) this.#fail('This group is not closed.', start);
    this.#nesting -= 1;
    return takesNothing;
  }

  #readClass(): Atom {
    const start = this.#at;
    this.#at += 1;
    this.#take('^');
    if (this.#peek() === ']') this.#fail('The class is empty.', start);
    while (this.#peek() !== ']') {
      if (this.#at >= this.#text.length) this.#fail('This class is not closed.', start);
      this.#readRange();
    }
    this.#at += 1;
    return character;
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

  #readEscape(place: 'outside' | 'class'): Atom {
    const start = this.#at;
    const mark = this.#text.charAt(start + 1);
    this.#at += 2;
    if (mark === '') this.#fail('A backslash ends the separator; write \\\\ for one that stands for itself.', start);
    if (place === 'outside' && (mark === 'b' || mark === 'B')) return position(mark === 'B');
    if (/[1-9]/.test(mark)) this.#fail('Back references are not linear in time.', start);
    if (!(classEscapes + controlEscapes + metaCharacters).includes(mark) && !isPunctuation(mark)) {
      this.#fail(
        `\\${mark} is not known; known are \\s \\S \\d \\D \\w \\W \\b \\B \\t \\n \\r and escaped marks.`,
        start,
      );
    }
    return character;
  }

  /** Reads what repeats the atom, if anything does; whether no occurrence at all will do. */
  #readRepeat({ isRepeatable }: Atom): boolean {
    const start = this.#at;
    const mark = this.#peek();
    let least = 1;
    if (mark === '{') least = this.#readCount(start);
    else if (mark === '' || !'*+?'.includes(mark)) return false;
    else {
      least = mark === '+' ? 1 : 0;
      this.#at += 1;
    }
    if (!isRepeatable) this.#fail('A position cannot be repeated.', start);
    this.#take('?');
    const after = this.#peek();
    if (after !== '' && '*+?{'.includes(after)) this.#fail('A repeat cannot be repeated; put it into a group.');
    return least === 0;
  }

  /** The least number of occurrences. */
  #readCount(start: number): number {
    const match = /^\{(\d{1,5})(?:(,)(\d{0,5}))?\}/.exec(this.#text.slice(start));
    if (!match) this.#fail('A count reads {2}, {2,} or {2,5}; { stands for itself only as \\{.', start);
    const low = Number(match[1]);
    const high = match[3] ? Number(match[3]) : low;
    if (high < low) this.#fail('This count is backwards.', start);
    this.#repeats *= Math.max(1, low, high);
    if (this.#repeats > REPEAT_MAX) this.#fail(`The counts of a separator multiply to at most ${REPEAT_MAX}.`, start);
    this.#at = start + match[0].length;
    return low;
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
