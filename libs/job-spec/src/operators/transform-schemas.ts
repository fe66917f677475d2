import { z } from 'zod';
import { columnName } from './column-name.ts';
import { aggregateText, conditionText, expressionText } from './expression-text.ts';
import { operatorBase, operatorUid, singleInput } from './operator-base.ts';

export const mapSchema = z
  .strictObject({
    ...operatorBase,
    type: z.literal('map'),
    ...singleInput,
    select: z.record(columnName, expressionText).describe('Column name to expression, in the order of the columns.'),
    keep: z.boolean().describe("true: the input's columns come first.").default(false),
  })
  .describe('Computes columns from expressions: one row per row.');

export const filterSchema = z
  .strictObject({
    ...operatorBase,
    type: z.literal('filter'),
    ...singleInput,
    where: conditionText,
  })
  .describe('Keeps the rows for which a condition is TRUE.');

export const flatMapSchema = z
  .strictObject({
    ...operatorBase,
    type: z.literal('flat-map'),
    ...singleInput,
    split: z
      .strictObject({
        column: columnName.describe('The STRING column that is split.'),
        separator: z
          .string()
          .min(1)
          .max(200)
          .describe('A regular expression without back references and looking around.'),
        as: columnName.describe('Column of the parts.'),
        keepEmpty: z.boolean().describe('true: empty parts are rows as well.').default(false),
      })
      .describe('What is split, at what.'),
  })
  .describe('Splits a text column: one row for each part, with the other columns.');

/** The rows of all inputs, in no particular order. */
export const unionSchema = z
  .strictObject({
    ...operatorBase,
    type: z.literal('union'),
    inputs: z.array(operatorUid).min(2).max(50).describe('uids of the operators whose rows it takes.'),
  })
  .describe('Merges inputs that have the same columns.');

export const emitPolicies = ['every-update', 'latest-per-batch'] as const;
export type EmitPolicy = (typeof emitPolicies)[number];

export const aggregateSchema = z
  .strictObject({
    ...operatorBase,
    type: z.literal('aggregate'),
    ...singleInput,
    keyBy: z.array(columnName).max(50).describe('Columns of the key; empty: one aggregate over all rows.'),
    aggregates: z
      .record(columnName, aggregateText)
      .describe('Column name to SUM, COUNT, MIN, MAX or AVG of an expression.'),
    emit: z
      .enum(emitPolicies)
      .describe('every-update: a row out for each row in. latest-per-batch: one for each key that a batch touched.')
      .default('every-update'),
  })
  .describe('Running aggregates by key, in keyed state. Its columns are those of the key and the aggregates.');
