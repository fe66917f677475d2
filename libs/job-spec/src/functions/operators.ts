import { type Declarations, type FunctionCategory, type FunctionExample, gives } from './declaration.ts';

const written = (
  category: FunctionCategory,
  usage: readonly string[],
  rest: { readonly meaning: string; readonly nulls?: 'own' | 'never'; readonly examples: readonly FunctionExample[] },
) => ({ category, form: 'syntax', signatures: [], usage, ...rest }) as const;

/** What is written with marks and keywords, for the reference; the parser knows how. */
export const operators = {
  '=': written('comparison', ['a = b', 'a <> b', 'a != b'], {
    meaning: 'Whether both are equal, or are not. Texts by their bytes; numbers widen.',
    examples: [gives('1 = 1.0', true), gives("'a' <> 'b'", true)],
  }),
  '<': written('comparison', ['a < b', 'a <= b', 'a > b', 'a >= b'], {
    meaning: 'Order: texts by their bytes in UTF-8, FALSE before TRUE, earlier before later.',
    examples: [gives("'a' < 'b'", true)],
  }),
  BETWEEN: written('comparison', ['a [NOT] BETWEEN [SYMMETRIC] low AND high'], {
    meaning: 'Whether `low <= a AND a <= high`; with SYMMETRIC the bounds may stand in either order.',
    examples: [gives('5 BETWEEN 1 AND 5', true), gives('5 BETWEEN SYMMETRIC 9 AND 1', true)],
  }),
  IN: written('comparison', ['a [NOT] IN (b, c, …)'], {
    meaning: 'Whether one of the list is equal; NULL when none is and one of them is NULL.',
    nulls: 'own',
    examples: [gives('2 IN (1, 2, 3)', true)],
  }),
  'IS NULL': written('comparison', ['a IS [NOT] NULL', 'a IS [NOT] UNKNOWN'], {
    meaning: 'Whether there is no value.',
    nulls: 'never',
    examples: [gives('NULL IS NULL', true)],
  }),
  'IS DISTINCT FROM': written('comparison', ['a IS [NOT] DISTINCT FROM b'], {
    meaning: 'Whether both differ, where NULL equals NULL.',
    nulls: 'never',
    examples: [gives('CAST(NULL AS INT) IS DISTINCT FROM 1', true), gives('1 IS NOT DISTINCT FROM 1', true)],
  }),
  AND: written('logic', ['a AND b', 'a OR b', 'NOT a'], {
    meaning:
      'Three-valued logic: FALSE AND NULL is FALSE, TRUE OR NULL is TRUE. What is not needed for a row fails nothing there.',
    nulls: 'own',
    examples: [gives('TRUE AND NOT FALSE', true), gives('NULL AND FALSE', false)],
  }),
  'IS TRUE': written('logic', ['a IS [NOT] TRUE', 'a IS [NOT] FALSE'], {
    meaning: 'Whether it is just that; NULL is neither.',
    nulls: 'never',
    examples: [gives('(NULL AND TRUE) IS NOT TRUE', true)],
  }),
  '||': written('text', ['a || b'], {
    meaning: 'Both texts one behind the other.',
    examples: [gives("'a' || 'b'", 'ab')],
  }),
  '+': written('math', ['a + b', 'a - b', '-a', '+a'], {
    meaning: 'Sum, difference, sign. Whole numbers outside their type are an error of the row, where Flink wraps.',
    examples: [gives('1 + 2', 3), gives('-(2)', -2)],
  }),
  '*': written('math', ['a * b', 'a / b', 'a % b'], {
    meaning:
      'Product, quotient, remainder. INT / INT is INT, cut toward 0; dividing a whole number by 0 is an error of the row.',
    examples: [gives('7 / 2', 3), gives('7 / 2.0', 3.5), gives('7 % 3', 1)],
  }),
} as const satisfies Declarations;
