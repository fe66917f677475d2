import { z } from 'zod';

/** Names that would reach an object's prototype when rows become JSON objects. */
const refused: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Objects put keys like these before all others, and the order of columns would be lost. */
const wholeNumber = /^(?:0|[1-9]\d*)$/;

/** 1 to 100 characters without control characters; expressions quote a name that is not a plain identifier: `"my column"`. */
export const columnName = z
  .string()
  .min(1)
  .max(100)
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  .regex(/^[^\u0000-\u001f\u007f]+$/, 'A column name holds no control characters.')
  .refine((name) => !refused.has(name), 'This name is reserved; choose another.')
  .refine(
    (name) => !wholeNumber.test(name),
    'A column named by a whole number would not keep its place among the others; put a letter before it.',
  );
