import { z } from 'zod';

export const UINT32_MAX = 0xffff_ffff;
const MAX_SAFE = Number.MAX_SAFE_INTEGER;

const salt = z
  .int()
  .min(0)
  .max(UINT32_MAX)
  .describe('32 bits that tell this column apart from others; by default made of the seed and the column name.')
  .optional();
const skew = z
  .int()
  .min(1)
  .max(8)
  .describe('Exponent on the uniform draw: 1 is uniform, greater prefers low values.')
  .default(1);

export const sequenceGenerator = z
  .strictObject({
    kind: z.literal('sequence'),
    start: z.int().min(-MAX_SAFE).max(MAX_SAFE).describe('Value of the first row.').default(0),
    step: z
      .int()
      .min(-1_000_000_000)
      .max(1_000_000_000)
      .describe('What each row adds to the one before. May be negative.')
      .default(1),
  })
  .describe('`start + row * step`. BIGINT.');

export const intGenerator = z
  .strictObject({
    kind: z.literal('int'),
    min: z.int().min(-MAX_SAFE).max(MAX_SAFE).describe('Inclusive.').default(0),
    max: z.int().min(-MAX_SAFE).max(MAX_SAFE).describe('Inclusive. At most 2^32 values.'),
    skew,
    salt,
  })
  .describe('Drawn whole numbers. INT when both ends fit into 32 bits, else BIGINT.');

export const doubleGenerator = z
  .strictObject({
    kind: z.literal('double'),
    min: z.number().min(-1e300).max(1e300).describe('Inclusive.').default(0),
    max: z.number().min(-1e300).max(1e300).describe('Exclusive, but inclusive with `decimals`.').default(1),
    decimals: z
      .int()
      .min(0)
      .max(9)
      .describe('Draw among the numbers with so many decimals, `max` included.')
      .optional(),
    salt,
  })
  .describe('Drawn numbers, uniform between the bounds. DOUBLE.');

export const stringGenerator = z
  .strictObject({
    kind: z.literal('string'),
    prefix: z.string().max(1_000).describe('Stands before the drawn number.').default(''),
    template: z
      .string()
      .min(1)
      .max(1_000)
      .describe('In place of `prefix`: a text in which {n} is the number and {word} a word of the built-in dictionary.')
      .optional(),
    cardinality: z.int().min(1).max(10_000_000).describe('How many different values there are.'),
    names: z
      .array(z.string().max(1_000))
      .max(1_000)
      .describe('Values for the first indexes; the numbers of `prefix` then count from the end of this list.')
      .default([]),
    hot: z
      .int()
      .min(0)
      .max(10_000_000)
      .describe('Half of the rows draw from the first so many values. 0: none. Excludes `skew`.')
      .default(0),
    skew,
    salt,
  })
  .describe('A prefix and a drawn number: `customer-17`. STRING.');

export const choiceGenerator = z
  .strictObject({
    kind: z.literal('choice'),
    values: z
      .array(z.union([z.string().max(10_000), z.number(), z.boolean()]))
      .min(1)
      .max(1_000)
      .describe('All texts, all numbers or all booleans.'),
    skew,
    salt,
  })
  .describe(
    'One of the listed values. STRING, BOOLEAN, or the narrowest of INT, BIGINT and DOUBLE that holds them all.',
  );

export const sentenceGenerator = z
  .strictObject({
    kind: z.literal('sentence'),
    words: z.int().min(1).max(1_000).describe('Words in each sentence.').default(8),
    dictionary: z
      .union([z.int().min(1).max(17_576), z.array(z.string().min(1).max(100)).min(1).max(10_000)])
      .describe('How many words of the built-in dictionary, or the words themselves.')
      .default(10_000),
    skew: skew.default(3),
    capitalize: z.boolean().describe('true: the first letter of a sentence is a capital.').default(true),
    salt,
  })
  .describe('Drawn words with one space between them. STRING.');

export const timestampGenerator = z
  .strictObject({
    kind: z.literal('timestamp'),
    start: z.int().min(-8.64e15).max(8.64e15).describe('Epoch milliseconds of the first row.').default(0),
    stepMs: z.int().min(0).max(31_536_000_000).describe('Milliseconds from one time to the next.').default(1),
    every: z.int().min(1).max(1_000_000_000).describe('So many rows in turn have the same time.').default(1),
    jitterMs: z
      .int()
      .min(0)
      .max(86_400_000)
      .describe('Each row is moved back by 0 to so many milliseconds, which makes rows out of order.')
      .default(0),
    salt,
  })
  .describe('Rising times. TIMESTAMP.');

export const generatorSchema = z
  .discriminatedUnion('kind', [
    sequenceGenerator,
    intGenerator,
    doubleGenerator,
    stringGenerator,
    choiceGenerator,
    sentenceGenerator,
    timestampGenerator,
  ])
  .describe('How the values of one column are made. The same row, seed and salt always give the same value.');

/** A generator as written in a spec, its defaults filled. */
export type GeneratorSpec = z.output<typeof generatorSchema>;
