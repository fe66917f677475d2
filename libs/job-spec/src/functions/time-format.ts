/** One field of a format: its letter, and how often it stands there. */
export type TimeFormatPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly letter: TimeFormatLetter; readonly count: number };

/** Letters of Java's DateTimeFormatter that are known, with how often each may stand at most. */
const letters = {
  y: 9,
  u: 9,
  M: 4,
  L: 4,
  d: 2,
  D: 3,
  E: 4,
  Q: 2,
  a: 1,
  H: 2,
  h: 2,
  K: 2,
  k: 2,
  m: 2,
  s: 2,
  S: 9,
} as const;
export type TimeFormatLetter = keyof typeof letters;

const formatLengthMax = 200;

/** Reads a format such as `yyyy-MM-dd'T'HH:mm:ss`; never throws. */
export function parseTimeFormat(text: string): readonly TimeFormatPart[] | { readonly problem: string } {
  if (text.length > formatLengthMax) return { problem: `A format has at most ${formatLengthMax} characters.` };
  const parts: TimeFormatPart[] = [];
  for (const [run, quoted] of text.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)) {
    if (run === "'") return { problem: "A single quote in a format is not closed; two of them ('') stand for one." };
    if (quoted !== undefined) parts.push({ kind: 'text', text: quoted === '' ? "'" : quoted.replaceAll("''", "'") });
    else if (/[A-Za-z]/.test(run)) {
      const letter = run.charAt(0);
      if (!isLetter(letter)) return { problem: unknownLetter(letter) };
      if (run.length > letters[letter])
        return { problem: `${run} has more letters than ${letter} may have (${letters[letter]}).` };
      parts.push({ kind: 'field', letter, count: run.length });
    } else if (/[[\]{}#]/.test(run)) {
      return { problem: 'The marks [ ] { } # are reserved in a format; put them into single quotes.' };
    } else parts.push({ kind: 'text', text: run });
  }
  return parts;
}

function isLetter(letter: string): letter is TimeFormatLetter {
  return Object.hasOwn(letters, letter);
}

function unknownLetter(letter: string): string {
  const known = Object.keys(letters).join(' ');
  const hint =
    letter === 'Y'
      ? ' The year is yyyy.'
      : letter === 'T' || letter === 'Z'
        ? ` Write '${letter}' in single quotes.`
        : '';
  return `The letter ${letter} is not known in a format; known are ${known}.${hint}`;
}
