const marks = '|()*+?{}';
/** SQL's names of classes, in a bracket expression. */
const classes: ReadonlyMap<string, string> = new Map([
  ['[:ALPHA:]', '\\p{L}'],
  ['[:UPPER:]', '\\p{Lu}'],
  ['[:LOWER:]', '\\p{Ll}'],
  ['[:DIGIT:]', '\\d'],
  ['[:ALNUM:]', '\\p{L}\\d'],
  ['[:SPACE:]', ' '],
  ['[:WHITESPACE:]', '\\s'],
]);

/** The pattern of SIMILAR TO in RE2's syntax; null when it is none. */
export function similarPattern(pattern: string, escape: string | null): string | null {
  let result = '(?s)';
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === escape) {
      at += 1;
      if (at >= characters.length) return null;
      result += literal(characters[at] ?? '');
    } else if (character === '%') result += '.*';
    else if (character === '_') result += '.';
    else if (character === '[') {
      const end = bracketEnd(characters, at);
      if (end < 0) return null;
      result += bracket(characters.slice(at, end + 1).join(''));
      at = end;
    } else result += marks.includes(character) ? character : literal(character);
  }
  return result;
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|]/.test(character) ? `\\${character}` : character;
}

/** Where the bracket that begins at `at` ends; a class name within has brackets of its own. */
function bracketEnd(characters: readonly string[], at: number): number {
  let depth = 0;
  for (let index = at; index < characters.length; index += 1) {
    if (characters[index] === '[') depth += 1;
    if (characters[index] === ']') depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}

function bracket(text: string): string {
  const inner = text.slice(1, -1).replace(/\[:[A-Z]+:\]/gi, (name) => classes.get(name.toUpperCase()) ?? '');
  return `[${inner.replaceAll('[', '\\[')}]`;
}
