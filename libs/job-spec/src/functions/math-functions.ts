import { type Declarations, gives, takes } from './declaration.ts';

const ofDouble = (meaning: string, expression: string, value: number) =>
  ({
    category: 'math',
    signatures: [takes({ number: 'DOUBLE' }, 'DOUBLE')],
    meaning,
    examples: [gives(expression, value)],
  }) as const;

/** The three kinds of numbers, each with a result of its own kind. */
const numberKept = [
  takes({ number: 'INT' }, 'INT'),
  takes({ number: 'BIGINT' }, 'BIGINT'),
  takes({ number: 'DOUBLE' }, 'DOUBLE'),
] as const;
const digitsKept = [
  takes({ number: 'INT', 'digits?': 'INT' }, 'INT'),
  takes({ number: 'BIGINT', 'digits?': 'INT' }, 'BIGINT'),
  takes({ number: 'DOUBLE', 'digits?': 'INT' }, 'DOUBLE'),
] as const;

export const mathFunctions = {
  ABS: {
    category: 'math',
    signatures: numberKept,
    meaning: 'The number without its sign.',
    examples: [gives('ABS(-3)', 3)],
  },
  MOD: {
    category: 'math',
    form: 'rewritten',
    signatures: (['INT', 'BIGINT', 'DOUBLE'] as const).map((type) => takes({ number: type, divisor: type }, type)),
    meaning: 'What `%` gives: the remainder, with the sign of the number.',
    examples: [gives('MOD(-7, 3)', -1)],
  },
  SIGN: {
    category: 'math',
    signatures: numberKept,
    meaning: '-1, 0 or 1.',
    examples: [gives('SIGN(-2.5)', -1)],
  },
  ROUND: {
    category: 'math',
    signatures: digitsKept,
    meaning:
      'Rounded to so many digits behind the point (0 when left out), half away from zero, on the shortest decimal form; with negative digits before the point.',
    examples: [gives('ROUND(1.005, 2)', 1.01), gives('ROUND(149, -2)', 100)],
  },
  TRUNCATE: {
    category: 'math',
    signatures: digitsKept,
    meaning: 'Cut after so many digits behind the point (0 when left out); with negative digits before the point.',
    examples: [gives('TRUNCATE(42.324, 2)', 42.32), gives('TRUNCATE(149, -2)', 100)],
  },
  FLOOR: {
    category: 'math',
    signatures: numberKept,
    usage: ['FLOOR(number)', 'FLOOR(time TO unit)'],
    meaning: 'The greatest whole number that is not above.',
    examples: [gives('FLOOR(-1.5)', -2)],
  },
  CEIL: {
    category: 'math',
    aliases: ['CEILING'],
    signatures: numberKept,
    usage: ['CEIL(number)', 'CEIL(time TO unit)'],
    meaning: 'The least whole number that is not below.',
    examples: [gives('CEIL(1.2)', 2)],
  },
  POWER: {
    category: 'math',
    signatures: [takes({ base: 'DOUBLE', exponent: 'DOUBLE' }, 'DOUBLE')],
    meaning: '`base` to the power of `exponent`.',
    examples: [gives('POWER(2, 10)', 1024)],
  },
  SQRT: ofDouble('The square root; NaN of a negative number.', 'SQRT(16)', 4),
  EXP: ofDouble('e to the power of the number.', 'EXP(0)', 1),
  LN: ofDouble('The natural logarithm; NaN of a negative number.', 'LN(1)', 0),
  LOG: {
    category: 'math',
    signatures: [takes({ number: 'DOUBLE' }, 'DOUBLE'), takes({ base: 'DOUBLE', number: 'DOUBLE' }, 'DOUBLE')],
    meaning: 'The logarithm to a base, which stands first; the natural one when it is left out.',
    examples: [gives('LOG(2, 8)', 3)],
  },
  LOG2: ofDouble('The logarithm to base 2.', 'LOG2(8)', 3),
  LOG10: ofDouble('The logarithm to base 10.', 'LOG10(1000)', 3),
  SIN: ofDouble('The sine of an angle in radians.', 'SIN(0)', 0),
  COS: ofDouble('The cosine of an angle in radians.', 'COS(0)', 1),
  TAN: ofDouble('The tangent of an angle in radians.', 'TAN(0)', 0),
  COT: ofDouble('The cotangent of an angle in radians.', 'ROUND(COT(PI() / 4), 9)', 1),
  ASIN: ofDouble('The arc sine, in radians.', 'ASIN(0)', 0),
  ACOS: ofDouble('The arc cosine, in radians.', 'ACOS(1)', 0),
  ATAN: ofDouble('The arc tangent, in radians.', 'ATAN(0)', 0),
  ATAN2: {
    category: 'math',
    signatures: [takes({ y: 'DOUBLE', x: 'DOUBLE' }, 'DOUBLE')],
    meaning: 'The angle of the point (x, y), in radians; `y` stands first.',
    examples: [gives('ATAN2(0, 1)', 0)],
  },
  SINH: ofDouble('The hyperbolic sine.', 'SINH(0)', 0),
  COSH: ofDouble('The hyperbolic cosine.', 'COSH(0)', 1),
  TANH: ofDouble('The hyperbolic tangent.', 'TANH(0)', 0),
  DEGREES: ofDouble('Radians in degrees.', 'DEGREES(PI())', 180),
  RADIANS: ofDouble('Degrees in radians.', 'RADIANS(0)', 0),
  PI: {
    category: 'math',
    form: 'rewritten',
    signatures: [takes({}, 'DOUBLE')],
    meaning: 'The number 3.14159…',
    nulls: 'never',
    examples: [gives('ROUND(PI(), 5)', 3.14159)],
  },
  E: {
    category: 'math',
    form: 'rewritten',
    signatures: [takes({}, 'DOUBLE')],
    meaning: 'The number 2.71828…',
    nulls: 'never',
    examples: [gives('ROUND(E(), 5)', 2.71828)],
  },
} as const satisfies Declarations;
