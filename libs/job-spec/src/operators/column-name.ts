import { z } from 'zod';

/** Names that would reach an object's prototype when rows become JSON objects. */
const refused: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** 1 to 100 characters without control characters; expressions quote a name that is not a plain identifier: `"my column"`. */
export const columnName = z
  .string()
  .min(1)
  .max(100)
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  .regex(/^[^\u0000-\u001f\u007f]+$/, 'A column name holds no control characters.')
  .refine((name) => !refused.has(name), 'This name is reserved; choose another.');
