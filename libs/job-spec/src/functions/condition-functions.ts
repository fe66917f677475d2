import { type Declarations, gives, takes } from './declaration.ts';

const textTest = (meaning: string, expression: string, value: boolean) =>
  ({
    category: 'conditional',
    signatures: [takes({ text: 'STRING' }, 'BOOLEAN')],
    meaning,
    nulls: 'never',
    examples: [gives(expression, value)],
  }) as const;

/** Choices between values, conversions, and questions about values. */
export const conditionFunctions = {
  CASE: {
    category: 'conditional',
    form: 'syntax',
    signatures: [],
    usage: ['CASE WHEN condition THEN value … [ELSE value] END', 'CASE value WHEN value THEN value … [ELSE value] END'],
    meaning: 'The value of the first branch whose condition is TRUE; without such a branch and without ELSE, NULL.',
    nulls: 'own',
    examples: [gives("CASE WHEN 3 > 2 THEN 'more' ELSE 'less' END", 'more')],
  },
  IF: {
    category: 'conditional',
    form: 'rewritten',
    signatures: [takes({ condition: 'BOOLEAN', then: 'ANY', else: 'ANY' }, 'ANY')],
    meaning: '`then` when the condition is TRUE, else `else`.',
    nulls: 'own',
    examples: [gives("IF(3 > 2, 'more', 'less')", 'more')],
  },
  COALESCE: {
    category: 'conditional',
    form: 'rewritten',
    signatures: [takes({ 'value…': 'ANY' }, 'ANY')],
    meaning: 'The first value that is not NULL.',
    nulls: 'own',
    examples: [gives('COALESCE(NULL, 2, 3)', 2)],
  },
  IFNULL: {
    category: 'conditional',
    form: 'rewritten',
    signatures: [takes({ value: 'ANY', otherwise: 'ANY' }, 'ANY')],
    meaning: 'The value, or `otherwise` when it is NULL.',
    nulls: 'own',
    examples: [gives("IFNULL(CAST(NULL AS STRING), '-')", '-')],
  },
  NULLIF: {
    category: 'conditional',
    form: 'rewritten',
    signatures: [takes({ value: 'ANY', other: 'ANY' }, 'ANY')],
    meaning: 'NULL when both are equal, else the value.',
    nulls: 'own',
    examples: [gives('NULLIF(5, 5)', null), gives('NULLIF(5, 0)', 5)],
  },
  GREATEST: {
    category: 'conditional',
    signatures: [takes({ 'value…': 'ANY' }, 'ANY')],
    meaning: 'The greatest of the values; NULL when one of them is.',
    examples: [gives('GREATEST(1, 3, 2)', 3)],
  },
  LEAST: {
    category: 'conditional',
    signatures: [takes({ 'value…': 'ANY' }, 'ANY')],
    meaning: 'The least of the values; NULL when one of them is.',
    examples: [gives('LEAST(1, 3, 2)', 1)],
  },
  IS_ALPHA: textTest('Whether the text has letters alone, and at least one.', "IS_ALPHA('abc')", true),
  IS_DIGIT: textTest('Whether the text has digits alone, and at least one.', "IS_DIGIT('12a')", false),
  IS_DECIMAL: textTest('Whether the text is a number that CAST(… AS DOUBLE) would take.', "IS_DECIMAL('-1.5')", true),
  CAST: {
    category: 'conversion',
    form: 'syntax',
    signatures: [],
    usage: ['CAST(value AS type)'],
    meaning:
      'The value as another type. What stands for no value of the type is an error of the row; digits behind the point are cut for whole numbers.',
    examples: [gives("CAST('12' AS INT)", 12), gives('CAST(1.9 AS INT)', 1)],
  },
  TRY_CAST: {
    category: 'conversion',
    form: 'syntax',
    signatures: [],
    usage: ['TRY_CAST(value AS type)'],
    meaning: 'As CAST, but NULL where the value does not convert.',
    nulls: 'own',
    examples: [gives("TRY_CAST('12' AS INT)", 12), gives("TRY_CAST('twelve' AS INT)", null)],
  },
  TYPEOF: {
    category: 'conversion',
    form: 'rewritten',
    signatures: [takes({ value: 'ANY' }, 'STRING')],
    meaning: 'The name of the type of the value.',
    nulls: 'never',
    examples: [gives('TYPEOF(1 + 1)', 'INT')],
  },
} as const satisfies Declarations;
