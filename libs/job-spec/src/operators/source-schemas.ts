import { z } from 'zod';
import { columnName } from './column-name.ts';
import { operatorBase } from './operator-base.ts';

const cell = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);

/** Once, by one subtask. Column types are inferred over all rows. */
export const elementsSchema = z
  .strictObject({
    ...operatorBase,
    type: z.literal('elements'),
    rows: z
      .array(z.record(columnName, cell))
      .min(1)
      .max(10_000)
      .describe('Rows as column name to value. The type of a column follows from all its values.'),
  })
  .describe('Source of the rows written in the spec, in order, once.');

/** A client of a TCP server; each delimited piece of UTF-8 is a row. One subtask. */
export const socketTextSchema = z
  .strictObject({
    ...operatorBase,
    type: z.literal('socket-text'),
    host: z.string().min(1).max(255).describe('Name or address of a TCP server that sends UTF-8.'),
    port: z.int().min(1).max(65_535).describe('Its port.'),
    delimiter: z.string().min(1).max(100).describe('What stands between two rows.').default('\n'),
    maxRetries: z
      .int()
      .min(-1)
      .max(1_000_000)
      .describe('How often it connects again after the server has gone, half a second apart. -1: for ever.')
      .default(0),
  })
  .describe(
    'Source of lines from a TCP connection, with one column, `line`. They cannot be read again: after a failure, what came since the last checkpoint is lost.',
  );
