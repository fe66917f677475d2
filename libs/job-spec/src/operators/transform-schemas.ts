import { z } from 'zod';
import { columnName } from './column-name.ts';
import { operatorBase, operatorUid, singleInput } from './operator-base.ts';

/** Its length is bounded where it is parsed, so that the message can point into it. */
const expression = z.string().min(1).max(100_000);

/** `map`: one row per row, its columns computed. */
export const mapSchema = z.strictObject({
  ...operatorBase,
  type: z.literal('map'),
  ...singleInput,
  select: z.record(columnName, expression).describe('Column name to expression.'),
  keep: z.boolean().describe("true: the input's columns come first.").default(false),
});

/** `filter`: the rows for which the condition is TRUE. */
export const filterSchema = z.strictObject({
  ...operatorBase,
  type: z.literal('filter'),
  ...singleInput,
  where: expression,
});

/** `flat-map`: a text column split; one row per part, with the other columns. */
export const flatMapSchema = z.strictObject({
  ...operatorBase,
  type: z.literal('flat-map'),
  ...singleInput,
  split: z.strictObject({
    column: columnName,
    separator: z.string().min(1).max(200).describe('A regular expression without back references and looking around.'),
    as: columnName.describe('Column of the parts.'),
    keepEmpty: z.boolean().describe('true: empty parts are rows as well.').default(false),
  }),
});

/** `union`: the rows of all inputs, in no particular order. Their columns are the same. */
export const unionSchema = z.strictObject({
  ...operatorBase,
  type: z.literal('union'),
  inputs: z.array(operatorUid).min(2).max(50),
});

export const emitPolicies = ['every-update', 'latest-per-batch'] as const;
export type EmitPolicy = (typeof emitPolicies)[number];

/** `aggregate`: running aggregates for each key. */
export const aggregateSchema = z.strictObject({
  ...operatorBase,
  type: z.literal('aggregate'),
  ...singleInput,
  keyBy: z.array(columnName).max(50).describe('Columns of the key; empty: one aggregate over all rows.'),
  aggregates: z.record(columnName, expression).describe('Column name to SUM, COUNT, MIN, MAX or AVG of an expression.'),
  emit: z
    .enum(emitPolicies)
    .describe('every-update: a row out for each row in. latest-per-batch: one for each key that a batch touched.')
    .default('every-update'),
});
