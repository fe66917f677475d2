import { z } from 'zod';
import { aggregateFunctions } from '../expressions/type-call.ts';

/** Its length is bounded where it is parsed, so that the message can point into it. */
const text = z.string().min(1).max(100_000);

export const expressionText = text.describe(
  'SQL scalar expression in Flink\'s dialect over the columns of the input: names (`"with blanks"` in double quotes), texts in single ' +
    'quotes, arithmetic, comparisons, AND, OR, NOT, CASE, BETWEEN, IN, LIKE, IS NULL, and the functions that ' +
    'docs/expressions.md lists. Its type is known before the job runs.',
);

export const conditionText = text.describe(
  'Expression of type BOOLEAN. Rows for which it is FALSE or NULL are dropped.',
);

export const aggregateText = text.describe(
  `One of ${aggregateFunctions.join(', ')} of an expression, or \`COUNT(*)\`: \`SUM(quantity * price)\`.`,
);
