import { RE2JS } from 're2js';

/** Patterns kept at most; a table with more is emptied, so that computed patterns take bounded memory. */
const patternsMax = 256;
/** Characters of a computed pattern at most. */
const patternLengthMax = 1_000;

/** Compiles each pattern once, as long as it is kept. One for each call, so that a batch of few patterns compiles few times. */
export class PatternCache {
  readonly #known = new Map<string, RE2JS | null>();
  readonly #translate: (pattern: string) => string | null;
  #last = '';
  #lastCompiled: RE2JS | null | undefined;

  /** `translate` makes RE2's syntax of another; null: there is no such pattern. */
  constructor(translate: (pattern: string) => string | null = (pattern) => pattern) {
    this.#translate = translate;
  }

  /** null for a text that is no pattern. */
  get(pattern: string): RE2JS | null {
    if (this.#lastCompiled !== undefined && pattern === this.#last) return this.#lastCompiled;
    let compiled = this.#known.get(pattern);
    if (compiled === undefined) {
      compiled = compile(pattern, this.#translate);
      if (this.#known.size >= patternsMax) this.#known.clear();
      this.#known.set(pattern, compiled);
    }
    this.#last = pattern;
    this.#lastCompiled = compiled;
    return compiled;
  }
}

function compile(pattern: string, translate: (pattern: string) => string | null): RE2JS | null {
  const translated = pattern.length > patternLengthMax ? null : translate(pattern);
  if (translated === null) return null;
  try {
    return RE2JS.compile(translated);
  } catch {
    // The engine throws for what it cannot run: a broken pattern, a back reference, too many repetitions. None matches anything.
    return null;
  }
}
