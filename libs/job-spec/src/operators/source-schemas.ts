import { z } from 'zod';
import { columnName } from './column-name.ts';
import { operatorBase } from './operator-base.ts';

const cell = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);

/** `elements`: the rows as written, once, by one subtask. Column types are inferred over all rows. */
export const elementsSchema = z.strictObject({
  ...operatorBase,
  type: z.literal('elements'),
  rows: z.array(z.record(columnName, cell)).min(1).max(10_000),
});

/** `socket-text`: a client of a TCP server; each delimited piece of UTF-8 is a row with one column, `line`. One subtask. */
export const socketTextSchema = z.strictObject({
  ...operatorBase,
  type: z.literal('socket-text'),
  host: z.string().min(1).max(255),
  port: z.int().min(1).max(65_535),
  delimiter: z.string().min(1).max(100).default('\n'),
  maxRetries: z
    .int()
    .min(-1)
    .max(1_000_000)
    .describe('How often it connects again after the server has gone, half a second apart. -1: for ever.')
    .default(0),
});
