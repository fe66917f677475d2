interface Departure {
  readonly reason: string;
  readonly expressions: readonly string[];
}

const codePoints =
  'Flink counts UTF-16 units here and cuts characters beyond them in two; here code points count, as elsewhere.';

/** Where an answer differs from Flink's on purpose, by family of vectors. */
const departures: Readonly<Record<string, readonly Departure[]>> = {
  text: [
    {
      reason: codePoints,
      expressions: [
        'LPAD(s, 8, u)',
        'RPAD(s, 8, u)',
        "LPAD(s, i, 'ab')",
        "RPAD(s, i, 'ab')",
        "LPAD(s, 2, '-')",
        "RPAD(s, 2, '-')",
        "LPAD(s, 9, '😀x')",
        "RPAD(s, 9, '😀x')",
        'OVERLAY(s PLACING u FROM i FOR k)',
        "OVERLAY(s PLACING 'XX' FROM 2 FOR 1)",
        "OVERLAY(s PLACING 'XX' FROM 3)",
        "OVERLAY(s PLACING 'XX' FROM k FOR i)",
        "REPLACE(s, '', 'x')",
      ],
    },
    {
      reason:
        'A start of -2147483648 fails in Flink, which negates it; here it lies before the text, so that nothing is found.',
      expressions: ['INSTR(s, u, i)'],
    },
    {
      reason: 'Flink finds an empty text behind the start of an empty one; here no start lies before the begin.',
      expressions: ['INSTR(s, u, -1, k)'],
    },
    {
      reason: 'A word of Flink ends at every letter that is not ASCII: HéLlo. Here letters are those of Unicode.',
      expressions: ['INITCAP(s)'],
    },
    {
      reason: 'Java takes 1d for a number; CAST does not, so IS_DECIMAL does not either.',
      expressions: ["IS_DECIMAL('1d')"],
    },
    {
      reason: 'Flink makes SHA-1 of 1 bit, which its documentation does not know.',
      expressions: ['SHA2(s, i)'],
    },
    {
      reason:
        'A NULL text gives NULL here, whatever the bits; Flink fails for bits that are written out before it looks at the text.',
      expressions: ['SHA2(s, 0)'],
    },
  ],
};

/** Why an expression's answers differ; undefined when they must not. */
export function departureOf(family: string, expression: string): string | undefined {
  return departures[family]?.find(({ expressions }) => expressions.includes(expression))?.reason;
}
