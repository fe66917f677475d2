import { z } from 'zod';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const uuid = z.string().regex(uuidPattern, 'Must be a UUID in lower case.').meta({ format: 'uuid' });
export const timestamp = z.int().describe('Epoch milliseconds.');
/** Clocks of threads tell parts of a millisecond, which a fast checkpoint is made of. */
export const duration = z.number().describe('Milliseconds, and parts of one.');
export const size = z.int().min(0).describe('Bytes.');
export const count = z.int().min(0);

/** A numbered thing in a path: 1 to 2^53 - 1. */
export const ordinal = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, 'Must be a whole number from 1.')
  .transform(Number)
  .refine((value) => Number.isSafeInteger(value), 'Must be a whole number from 1.')
  .meta({ type: 'integer' });

const limit = z
  .string()
  .regex(/^\d{1,3}$/, 'Must be a whole number from 1 to 200.')
  .transform(Number)
  .refine((value) => value >= 1 && value <= 200, 'Must be a whole number from 1 to 200.')
  .default(50)
  .describe('How many items the page has at most.');

const cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,200}$/, 'Is not a cursor this API gave out.')
  .optional()
  .describe('The `nextCursor` of the page before; the first page without it.');

/** Query parameters of every list. */
export const pageQuery = { limit, cursor };

// eslint-disable-next-line no-control-regex -- control characters are what it keeps out
const plain = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]*$/u;

/** Text that people type: no control characters, because Postgres and terminals choke on them. */
export function plainText(max: number): z.ZodString {
  return z.string().max(max).regex(plain, 'Must not contain control characters.');
}

export const parallelism = z.int().min(1).max(128);
/** A folder on the server's disk; which folders are allowed is decided where the path is used. */
export const folderPath = plainText(4096).min(1);
