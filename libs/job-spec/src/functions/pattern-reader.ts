/** What a regular expression is for: a separator keeps to what is split byte by byte; a pattern may have named groups, flags and `\p{L}`. */
export type PatternRole = 'separator' | 'pattern';

const REPEAT_MAX = 1_000;
const NESTING_MAX = 20;

/**
 * Reads a regular expression that a linear-time engine (RE2's syntax) runs; no back references, no looking around. Whether it matches the
 * empty text, or what is wrong, at which UTF-16 unit.
 */
export function readPattern(
  pattern: string,
  role: PatternRole,
): { readonly takesNothing: boolean } | { readonly message: string; readonly offset: number } {
  try {
    return { takesNothing: new PatternReader(pattern, role).readAll() };
  } catch (thrown) {
    if (thrown instanceof PatternFailure) return { message: thrown.message, offset: thrown.offset };
    throw thrown;
  }
}

class PatternFailure extends Error {
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
class PatternReader {
  readonly #text: string;
  readonly #role: PatternRole;
  #at = 0;
  #nesting = 0;
  /** The product of all counts, which bounds the program that an engine compiles. */
  #repeats = 1;

  constructor(text: string, role: PatternRole) {
    this.#text = text;
    this.#role = role;
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
    if (mark === '{' || (this.#role === 'separator' && '}]'.includes(mark)))
      this.#fail(`${mark} stands for itself only as \\${mark}.`);
    this.#at += 1;
    return mark === '^' || mark === '$' ? position(true) : character;
  }

  #readGroup(): boolean {
    const start = this.#at;
    this.#at += 1;
    const flags = this.#readGroupKind(start);
    if (flags !== undefined) return true;
    this.#nesting += 1;
    if (this.#nesting > NESTING_MAX) this.#fail(`Groups are nested deeper than ${NESTING_MAX} levels.`, start);
    const takesNothing = this.#readAlternatives();
    if (!this.#take(')')) this.#fail('This group is not closed.', start);
    this.#nesting -= 1;
    return takesNothing;
  }

  /** What follows `(`; the text of flags that hold from here on, `(?i)`, which is no group. */
  #readGroupKind(start: number): string | undefined {
    const kind = /^\?(?::|(P?<[A-Za-z][A-Za-z0-9]*>)|([ims]+):|([ims]+)\))/.exec(this.#text.slice(this.#at));
    const isPlain = kind?.[0] === '?:';
    if (kind && (isPlain || this.#role === 'pattern')) {
      this.#at += kind[0].length;
      return kind[3];
    }
    if (this.#peek() !== '?') return undefined;
    const groups = this.#role === 'separator' ? '( ) and (?: )' : '( ), (?: ), (?<name> ) and (?i)';
    this.#fail(`Only plain groups ${groups} are allowed; looking ahead or behind is not linear in time.`, start);
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
      return classEscapes.includes(escaped) || escaped === '}'
        ? undefined
        : (escapedCodes.get(escaped) ?? escaped.codePointAt(0));
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
    if (mark === '')
      this.#fail(`A backslash ends the ${this.#role}; write \\\\ for one that stands for itself.`, start);
    if (place === 'outside' && (mark === 'b' || mark === 'B')) return position(mark === 'B');
    if (this.#role === 'pattern' && this.#readPatternEscape(mark, place))
      return mark === 'A' || mark === 'z' ? position(true) : character;
    if (/[1-9]/.test(mark)) this.#fail('Back references are not linear in time.', start);
    if (!(classEscapes + controlEscapes + metaCharacters).includes(mark) && !isPunctuation(mark)) {
      this.#fail(
        `\\${mark} is not known; known are \\s \\S \\d \\D \\w \\W \\b \\B \\t \\n \\r and escaped marks.`,
        start,
      );
    }
    return character;
  }

  /** Escapes that only a pattern has: `\p{L}`, and `\A` and `\z` for the ends of the text. */
  #readPatternEscape(mark: string, place: 'outside' | 'class'): boolean {
    if (place === 'outside' && (mark === 'A' || mark === 'z')) return true;
    if (mark !== 'p' && mark !== 'P') return false;
    const name = /^(?:[A-Z]|\{\^?[A-Z][A-Za-z_]*\})/.exec(this.#text.slice(this.#at));
    if (!name) return false;
    this.#at += name[0].length;
    return true;
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
    if (this.#repeats > REPEAT_MAX)
      this.#fail(`The counts of a ${this.#role} multiply to at most ${REPEAT_MAX}.`, start);
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
    throw new PatternFailure(message, offset);
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
